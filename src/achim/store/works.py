"""The Works on SQLAlchemy Core."""

import json
import zlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import Connection, Engine, delete, insert, select

from achim.domain.edition import EditionKey, Score, ScorePart
from achim.domain.ids import PaperId, arxiv_of, canonical_id
from achim.domain.note import Note
from achim.domain.paper import Announcement
from achim.domain.standing import Scored
from achim.store import tables
from achim.store.codec import from_json
from achim.store.rows import chunks, key_of

_HACKER_NEWS = "hackernews"


class SqlWorks:
    """See ``ports.Works``."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def scored(self, key: EditionKey) -> Sequence[Scored]:
        table = tables.scores
        query = select(table.c.body).where(table.c.series == key.series, table.c.day == key.day)
        with self._engine.connect() as connection:
            body = connection.execute(query).scalar()
        return _unpacked(body) if body else ()

    def editions_of(self, work: PaperId) -> Sequence[EditionKey]:
        table = tables.announcements
        query = select(table.c.series, table.c.day).where(table.c.paper == work, table.c.body.is_not(None)).distinct()
        with self._engine.connect() as connection:
            found = [key_of(row.series, row.day) for row in connection.execute(query)]
        return tuple(sorted(found, reverse=True))

    def announced(self, works: Sequence[PaperId]) -> Mapping[PaperId, Announcement]:
        table = tables.announcements
        found: dict[PaperId, Announcement] = {}
        with self._engine.connect() as connection:
            for chunk in chunks(sorted(set(works))):
                query = select(table.c.paper, table.c.body).where(table.c.paper.in_(chunk), table.c.body.is_not(None))
                for row in connection.execute(query.order_by(table.c.day, table.c.announcement)):
                    each, known = from_json(Announcement, row.body), found.get(PaperId(row.paper))
                    if known is None or len(each.abstract or "") > len(known.abstract or ""):
                        found[PaperId(row.paper)] = each
        return found

    def last_made(self, key: EditionKey) -> datetime | None:
        table = tables.editions
        query = select(table.c.made_at).where(table.c.series == key.series, table.c.day < key.day)
        with self._engine.connect() as connection:
            made = connection.execute(query.order_by(table.c.day.desc(), table.c.revision).limit(1)).scalar()
        return datetime.fromisoformat(made) if made else None

    def attention(self, since: date) -> Mapping[PaperId, int]:
        table = tables.announcements
        query = select(table.c.paper, table.c.body).where(
            table.c.source == _HACKER_NEWS,
            table.c.day >= since,
            table.c.paper.like("%arxiv.org/%") | table.c.paper.like("%huggingface.co/papers/%"),
            table.c.body.is_not(None),
        )
        points: dict[PaperId, int] = {}
        with self._engine.connect() as connection:
            for row in connection.execute(query):
                work = canonical_id(row.paper.removeprefix("url:"))
                if work and arxiv_of(work):
                    points[work] = max(points.get(work, 0), _votes(from_json(Announcement, row.body)))
        return points


def keep_scored(connection: Connection, key: EditionKey, scored: Sequence[Scored]) -> None:
    """In the place of those of the revision before, in a blob: the same few reasons again and again pack well."""
    table = tables.scores
    connection.execute(delete(table).where(table.c.series == key.series, table.c.day == key.day))
    if scored:
        connection.execute(insert(table).values(series=key.series, day=key.day, body=packed(scored)))


def _votes(announcement: Announcement) -> int:
    return next((signal.value for signal in announcement.signals if signal.name == "votes"), 0)


def packed(scored: Sequence[Scored]) -> bytes:
    rows: list[list[object]] = [
        [
            each.paper,
            each.title,
            each.url,
            [[part.points, *_told(part.note)] for part in each.score.parts],
            _told(each.held) if each.held else None,
        ]
        for each in scored
    ]
    return zlib.compress(json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"))


def _told(note: Note) -> list[object]:
    return [note.code, dict(note.params)]


def _noted(code: str, params: Mapping[str, str]) -> Note:
    return Note(code, tuple(sorted(params.items())))


def _unpacked(body: bytes) -> tuple[Scored, ...]:
    return tuple(
        Scored(
            paper=PaperId(paper),
            title=title,
            url=url,
            score=Score(tuple(ScorePart(points, _noted(code, told)) for points, code, told in parts)),
            held=_noted(*held) if held else None,
        )
        for paper, title, url, parts, held in json.loads(zlib.decompress(body).decode("utf-8", "surrogatepass"))
    )

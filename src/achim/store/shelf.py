"""The Shelf on SQLAlchemy Core: editions in short, kept in the transaction that keeps the edition."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Engine, Select, delete, func, insert, select

from achim.domain.edition import Edition, EditionKey
from achim.domain.ids import PaperId
from achim.domain.shelf import Head, Shown, head_of, shown_in
from achim.domain.slugs import slug
from achim.store import tables
from achim.store.codec import from_json, to_json
from achim.store.rows import chunks, edition_of


class SqlShelf:
    """See ``ports.Shelf``."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def state(self) -> str:
        table = tables.editions
        with self._engine.connect() as connection:
            kept, made = connection.execute(select(func.count(), func.max(table.c.made_at)).select_from(table)).one()
        return f"{kept}/{made or ''}"

    def heads(self, series: Sequence[str] = (), since: date | None = None, until: date | None = None) -> Sequence[Head]:
        table = tables.heads
        query = _within(select(table.c.body), table, series, since, until)
        with self._engine.connect() as connection:
            bodies = connection.execute(query.order_by(table.c.day.desc(), table.c.series)).scalars()
            return tuple(from_json(Head, body) for body in bodies)

    def corrected(self, until: date) -> Sequence[Head]:
        table = tables.heads
        query = select(table.c.body).where(
            table.c.day <= until,
            table.c.revision > 1,
            table.c.body.contains('"corrected_in":'),  # one from before there were corrections has none
            table.c.body.not_like('%"corrected_in":0%'),
        )
        with self._engine.connect() as connection:
            bodies = connection.execute(query.order_by(table.c.day.desc(), table.c.series)).scalars()
            return tuple(from_json(Head, body) for body in bodies)

    def shown(
        self, series: Sequence[str] = (), since: date | None = None, until: date | None = None, topic: str | None = None
    ) -> Sequence[Shown]:
        table = tables.shown
        query = _within(select(table.c.body), table, series, since, until)
        if topic is not None:
            query = query.where(table.c.topic == topic)
        return self._read(query)

    def showings(self, works: Sequence[PaperId]) -> Sequence[Shown]:
        table = tables.shown
        found = [
            each for chunk in chunks(works) for each in self._read(select(table.c.body).where(table.c.work.in_(chunk)))
        ]
        return tuple(sorted(found, key=lambda each: (each.key.day, each.key.series), reverse=True))

    def named(self, slug: str) -> PaperId | None:
        table = tables.shown
        with self._engine.connect() as connection:
            work = connection.execute(select(table.c.work).where(table.c.slug == slug).limit(1)).scalar()
        return PaperId(work) if work else None

    def edition(self, key: EditionKey, revision: int | None = None) -> Edition | None:
        with self._engine.connect() as connection:
            return read_edition(connection, key, revision)

    def _read(self, query: Select[Any]) -> tuple[Shown, ...]:
        table = tables.shown
        with self._engine.connect() as connection:
            rows = connection.execute(query.order_by(table.c.day.desc(), table.c.series, table.c.position)).scalars()
            return tuple(from_json(Shown, body) for body in rows)


def read_edition(connection: Connection, key: EditionKey, revision: int | None = None) -> Edition | None:
    """The newest revision, or the one asked for."""
    table = tables.editions
    query = select(table.c.body).where(table.c.series == key.series, table.c.day == key.day)
    if revision is not None:
        query = query.where(table.c.revision == revision)
    body = connection.execute(query.order_by(table.c.revision.desc()).limit(1)).scalar()
    return edition_of(body) if body else None


def keep_on_shelf(connection: Connection, edition: Edition) -> None:
    """Put an edition's newest revision in the place of the one before it."""
    key = edition.key
    for table in (tables.heads, tables.shown):
        connection.execute(delete(table).where(table.c.series == key.series, table.c.day == key.day))
    connection.execute(insert(tables.heads).values(head_row(edition)))
    if rows := shown_rows(edition):
        connection.execute(insert(tables.shown), rows)


def head_row(edition: Edition) -> dict[str, Any]:
    key = edition.key
    return {
        "series": key.series,
        "day": key.day,
        "revision": edition.revision,
        "body": to_json(Head, head_of(edition)),
    }


def shown_rows(edition: Edition) -> list[dict[str, Any]]:
    return [
        {
            "series": each.key.series,
            "day": each.key.day,
            "position": position,
            "work": each.work,
            "slug": slug(each.work),
            "topic": each.topic,
            "body": to_json(Shown, each),
        }
        for position, each in enumerate(shown_in(edition))
    ]


def _within(
    query: Select[Any], table: Any, series: Sequence[str], since: date | None, until: date | None
) -> Select[Any]:
    if series:
        query = query.where(table.c.series.in_(series))
    if since:
        query = query.where(table.c.day >= since)
    if until:
        query = query.where(table.c.day <= until)
    return query

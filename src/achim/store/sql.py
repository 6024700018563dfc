"""The Store on SQLAlchemy Core: SQLite by default, any database by URL."""

import hashlib
import json
import struct
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, delete, event, func, insert, make_url, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from achim.domain.edition import Edition, EditionKey
from achim.domain.ids import PaperId
from achim.domain.note import Note
from achim.domain.paper import Announcement, Cursor, Known
from achim.errors import UserError
from achim.ports import Answer, Memory, ModelAnswer, Printed, Reading, SourceState, Vector
from achim.store import tables
from achim.store.codec import from_json, to_json
from achim.store.migrate import migrate

_BATCHES = 3
_PARAMETERS = 500
"""SQLite takes at most 999 parameters a statement in old builds."""


def open_store(url: str, lock: AbstractContextManager[None]) -> "SqlStore":
    """The archive at a database URL, brought to the newest schema. ``lock`` keeps two builds apart.

    Raises UserError where there is no such database, or it cannot be read.
    """
    with _translated(url):
        engine = create_engine(url)
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _tune_sqlite)
            event.listen(engine, "begin", _begin_sqlite)
        with lock:
            migrate(engine)
        return SqlStore(engine, lock)


@contextmanager
def opened_store(url: str, lock: AbstractContextManager[None]) -> Generator["SqlStore"]:
    """The archive for a while. What goes wrong with the database meanwhile is raised as UserError."""
    store = open_store(url, lock)
    try:
        with _translated(url):
            yield store
    finally:
        store.close()


@contextmanager
def _translated(url: str) -> Generator[None]:
    try:
        yield
    except SQLAlchemyError as error:
        cause = getattr(error, "orig", None) or error
        raise UserError(
            f"the archive at {_without_password(url)} cannot be used: {cause}: free its disk or permissions, "
            "move a damaged file away, or name another data directory with ACHIM_HOME"
        ) from error


def _without_password(url: str) -> str:
    try:
        return make_url(url).render_as_string(hide_password=True)
    except ArgumentError:
        return "its URL"


def _tune_sqlite(connection: Any, record: object) -> None:
    # Python's driver ends a transaction before a change of schema unless it is told not to begin any:
    # https://docs.sqlalchemy.org/en/21/dialects/sqlite.html#pysqlite-serializable
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA busy_timeout=30000")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


class SqlStore:
    """See ``ports.Store``."""

    def __init__(self, engine: Engine, lock: AbstractContextManager[None]) -> None:
        self._engine = engine
        self._lock = lock

    def lock(self) -> AbstractContextManager[None]:
        return self._lock

    def close(self) -> None:
        self._engine.dispose()

    def begin(self, key: EditionKey, now: datetime) -> datetime:
        with self._engine.begin() as connection:
            begun = connection.execute(
                select(tables.builds.c.begun_at).where(tables.builds.c.edition == str(key))
            ).scalar()
            if begun is None:
                begun = _moment(now)
                connection.execute(insert(tables.builds).values(edition=str(key), begun_at=begun))
        return datetime.fromisoformat(begun)

    def end(self, key: EditionKey) -> None:
        with self._engine.begin() as connection:
            _end(connection, key)

    def cursors(self, series: str) -> Sequence[Cursor]:
        table = tables.cursors
        with self._engine.connect() as connection:
            rows = connection.execute(select(table.c.source, table.c.day).where(table.c.series == series))
            return tuple(Cursor(source, day) for source, day in sorted(map(tuple, rows)))

    def known(self, key: EditionKey, cursors: Sequence[Cursor]) -> Sequence[Known]:
        with self._engine.connect() as connection:
            return tuple(row for cursor in cursors for row in _known_up_to(connection, key, cursor))

    def accounted(self, key: EditionKey, announcements: Sequence[str]) -> Mapping[str, date]:
        table = tables.announcements
        with self._engine.connect() as connection:
            rows = [
                row
                for chunk in _chunks(announcements)
                for row in connection.execute(
                    select(table.c.announcement, table.c.day).where(
                        table.c.series == key.series, table.c.day != key.day, table.c.announcement.in_(chunk)
                    )
                )
            ]
        return {announcement: day for announcement, day in map(tuple, rows)}

    def printed(self, key: EditionKey, papers: Sequence[PaperId]) -> Sequence[Printed]:
        table = tables.tellings
        query = select(table).where(table.c.series == key.series, table.c.day != key.day).order_by(table.c.day)
        with self._engine.connect() as connection:
            found = (connection.execute(query.where(table.c.paper.in_(chunk))) for chunk in _chunks(papers))
            rows = [row for result in found for row in result]
        last = {row.paper: _printed(row) for row in rows}
        return tuple(last[paper] for paper in sorted(last))

    def told(self, key: EditionKey, since: date) -> Sequence[Printed]:
        table = tables.tellings
        query = select(table).where(table.c.series == key.series, table.c.day != key.day, table.c.day >= since)
        with self._engine.connect() as connection:
            last = {row.paper: _printed(row) for row in connection.execute(query.order_by(table.c.day))}
        return tuple(last[paper] for paper in sorted(last))

    def announcements(self, key: EditionKey) -> Sequence[Announcement]:
        table = tables.announcements
        with self._engine.connect() as connection:
            bodies = connection.execute(
                select(table.c.body)
                .where(table.c.series == key.series, table.c.day == key.day, table.c.body.is_not(None))
                .order_by(table.c.position)
            ).scalars()
            return tuple(from_json(Announcement, body) for body in bodies)

    def edition(self, key: EditionKey, revision: int | None = None) -> Edition | None:
        table = tables.editions
        query = select(table.c.body).where(table.c.series == key.series, table.c.day == key.day)
        if revision is not None:
            query = query.where(table.c.revision == revision)
        with self._engine.connect() as connection:
            body = connection.execute(query.order_by(table.c.revision.desc()).limit(1)).scalar()
        return _edition(body) if body else None

    def editions(self) -> Sequence[Edition]:
        table = tables.editions
        newest = (
            select(table.c.series, table.c.day, func.max(table.c.revision).label("revision"))
            .group_by(table.c.series, table.c.day)
            .subquery()
        )
        query = (
            select(table.c.body)
            .join(
                newest,
                (table.c.series == newest.c.series)
                & (table.c.day == newest.c.day)
                & (table.c.revision == newest.c.revision),
            )
            .order_by(table.c.day.desc(), table.c.series)
        )
        with self._engine.connect() as connection:
            return tuple(map(_edition, connection.execute(query).scalars()))

    def keep(self, edition: Edition, announcements: Sequence[Announcement], cursors: Sequence[Cursor]) -> None:
        with self._engine.begin() as connection:
            connection.execute(insert(tables.editions).values(_edition_row(edition)))
            _keep_announcements(connection, edition, announcements)
            _keep_tellings(connection, edition)
            for cursor in cursors:
                _advance(connection, edition.key.series, cursor)
            _end(connection, edition.key)

    def restore(self, key: EditionKey, memory: Memory) -> None:
        with self._engine.begin() as connection:
            for announcement, day in memory.accounted:
                _put(connection, tables.announcements, _accounted_row(key, announcement, day))
            days = dict(memory.accounted)
            for known in memory.known:
                _put(connection, tables.announcements, _known_row(key, known, days))
            for each in memory.printed:
                _put(connection, tables.tellings, _telling(key, each))
            if memory.earlier:
                _put(connection, tables.editions, _edition_row(memory.earlier))
                _keep_announcements(connection, memory.earlier, memory.carried)
                _keep_tellings(connection, memory.earlier)
            for cursor in memory.cursors:
                _advance(connection, key.series, cursor)

    def note_readings(self, readings: Sequence[Reading]) -> None:
        with self._engine.begin() as connection:
            known = {row.source: row for row in connection.execute(select(tables.sources))}
            for reading in readings:
                _put(connection, tables.sources, _state_row(reading, known.get(reading.source)))

    def source_states(self) -> Sequence[SourceState]:
        with self._engine.connect() as connection:
            rows = connection.execute(select(tables.sources).order_by(tables.sources.c.source))
            return tuple(_state(row) for row in rows)

    def vectors(self, model: str, texts: Sequence[str]) -> Mapping[str, Vector]:
        table = tables.vectors
        digests = {_digest(text): text for text in texts}
        with self._engine.connect() as connection:
            rows = [
                row
                for chunk in _chunks(sorted(digests))
                for row in connection.execute(
                    select(table.c.text, table.c.vector).where(table.c.model == model, table.c.text.in_(chunk))
                )
            ]
        return {digests[row.text]: _floats(row.vector) for row in rows}

    def keep_vectors(self, model: str, vectors: Mapping[str, Vector]) -> None:
        with self._engine.begin() as connection:
            for text, vector in vectors.items():
                _put(connection, tables.vectors, {"model": model, "text": _digest(text), "vector": _bytes(vector)})

    def answer(self, request: str, since: datetime) -> Answer | None:
        table = tables.answers
        with self._engine.connect() as connection:
            row = connection.execute(
                select(table).where(table.c.request == request, table.c.at >= _moment(since))
            ).one_or_none()
        return Answer(row.url, row.status, json.loads(row.headers), row.body) if row else None

    def keep_answer(self, request: str, answer: Answer, at: datetime) -> None:
        row = {
            "request": request,
            "at": _moment(at),
            "url": answer.url,
            "status": answer.status,
            "headers": json.dumps(dict(answer.headers), sort_keys=True),
            "body": answer.body,
        }
        with self._engine.begin() as connection:
            _put(connection, tables.answers, row)

    def model_answer(self, question: str) -> ModelAnswer | None:
        table = tables.model_answers
        with self._engine.connect() as connection:
            body = connection.execute(select(table.c.body).where(table.c.question == question)).scalar()
        return from_json(ModelAnswer, body) if body else None

    def keep_model_answer(self, question: str, model: str, answer: ModelAnswer, at: datetime) -> None:
        row = {"question": question, "model": model, "at": _moment(at), "body": to_json(ModelAnswer, answer)}
        with self._engine.begin() as connection:
            _put(connection, tables.model_answers, row)


def _edition(body: str) -> Edition:
    try:
        return from_json(Edition, body)
    except ValueError as error:
        raise UserError(
            "the archive holds an edition that this achim cannot read: it is damaged or of another version; "
            "name another data directory with ACHIM_HOME, or restore a backup"
        ) from error


def _edition_row(edition: Edition) -> dict[str, Any]:
    return {
        "series": edition.key.series,
        "day": edition.key.day,
        "revision": edition.revision,
        "made_at": _moment(edition.made_at),
        "complete": edition.is_complete,
        "body": to_json(Edition, edition),
    }


def _keep_announcements(connection: Connection, edition: Edition, announcements: Sequence[Announcement]) -> None:
    table = tables.announcements
    key = edition.key
    connection.execute(delete(table).where(table.c.series == key.series, table.c.day == key.day))
    fates = {fate.announcement: fate for fate in edition.ledger.fates}
    rows = [
        {
            "series": key.series,
            "announcement": announcement.key,
            "day": key.day,
            "position": position,
            "source": announcement.source,
            "paper": fates[announcement.key].paper,
            "bucket": fates[announcement.key].bucket,
            "body": to_json(Announcement, announcement),
            "batch": announcement.batch,
            "kind": announcement.kind,
        }
        for position, announcement in enumerate(announcements)
    ]
    if rows:
        connection.execute(insert(table), rows)


def _keep_tellings(connection: Connection, edition: Edition) -> None:
    day = edition.key.day
    told = [
        Printed(paper=paper.id, day=day, version=paper.version, title=paper.title, abstract=paper.abstract)
        for paper in (entry.paper for entry in edition.entries)
    ]
    told += [
        Printed(paper=each.paper, day=day, version=each.version, title=each.title, abstract=each.abstract)
        for each in edition.updates
    ]
    table = tables.tellings
    connection.execute(delete(table).where(table.c.series == edition.key.series, table.c.day == day))
    for each in told:
        _put(connection, table, _telling(edition.key, each))


def _telling(key: EditionKey, each: Printed) -> dict[str, Any]:
    return {
        "series": key.series,
        "paper": each.paper,
        "day": each.day,
        "version": each.version,
        "title": each.title,
        "abstract": each.abstract,
    }


def _printed(row: Any) -> Printed:
    return Printed(paper=PaperId(row.paper), day=row.day, version=row.version, title=row.title, abstract=row.abstract)


def _known_up_to(connection: Connection, key: EditionKey, cursor: Cursor) -> Iterator[Known]:
    table = tables.announcements
    own = (table.c.series == key.series, table.c.source == cursor.source, table.c.day != key.day)
    batches = select(table.c.batch).where(*own, table.c.batch <= cursor.day).distinct().order_by(table.c.batch.desc())
    first = min(connection.execute(batches.limit(_BATCHES)).scalars(), default=cursor.day)
    columns = (table.c.source, table.c.announcement, table.c.batch, table.c.kind, table.c.paper)
    query = select(*columns).where(*own, table.c.batch >= first).order_by(table.c.announcement)
    return map(_known, connection.execute(query))


def _known(row: Any) -> Known:
    return Known(
        source=row.source,
        native_id=row.announcement.removeprefix(f"{row.source}/"),
        batch=row.batch,
        kind=row.kind,
        paper_id=PaperId(row.paper) if row.paper else None,
    )


def _known_row(key: EditionKey, known: Known, days: Mapping[str, date]) -> dict[str, Any]:
    """Which edition has it a record tells only where it bears on the build; else its batch stands for the day."""
    row = _accounted_row(key, known.key, days.get(known.key, known.batch))
    return {**row, "paper": known.paper_id or "", "batch": known.batch, "kind": known.kind}


def _accounted_row(key: EditionKey, announcement: str, day: date) -> dict[str, Any]:
    source = announcement.partition("/")[0]
    return {
        "series": key.series,
        "announcement": announcement,
        "day": day,
        "position": 0,
        "source": source,
        "paper": "",
        "bucket": "listed",
        "body": None,
    }


def _state_row(reading: Reading, known: Any) -> dict[str, Any]:
    """The row of a source after one more reading; a newer batch moves its label on, a fault leaves it."""
    batches = [batch for batch in (reading.batch, known.batch if known else None) if batch]
    row: dict[str, Any] = {
        "source": reading.source,
        "answered_at": known.answered_at if known else None,
        "batch": max(batches, default=None),
        "failures": known.failures if known else 0,
        "failed_at": known.failed_at if known else None,
        "fault": known.fault if known else None,
    }
    if reading.fault:
        failed: dict[str, Any] = {"failures": row["failures"] + 1, "failed_at": _moment(reading.at)}
        return {**row, **failed, "fault": to_json(Note, reading.fault)}
    return {**row, "failures": 0, "answered_at": _moment(reading.at)}


def _state(row: Any) -> SourceState:
    return SourceState(
        source=row.source,
        answered_at=datetime.fromisoformat(row.answered_at) if row.answered_at else None,
        batch=row.batch,
        failures=row.failures,
        failed_at=datetime.fromisoformat(row.failed_at) if row.failed_at else None,
        fault=from_json(Note, row.fault) if row.fault else None,
    )


def _advance(connection: Connection, series: str, cursor: Cursor) -> None:
    """Move a cursor forward; an edition of an earlier day, built late, moves none back."""
    table = tables.cursors
    known = connection.execute(
        select(table.c.day).where(table.c.series == series, table.c.source == cursor.source)
    ).scalar()
    if known is None or known < cursor.day:
        _put(connection, table, {"series": series, "source": cursor.source, "day": cursor.day})


def _end(connection: Connection, key: EditionKey) -> None:
    connection.execute(delete(tables.builds).where(tables.builds.c.edition == str(key)))


def _put(connection: Connection, table: Any, row: Mapping[str, Any]) -> None:
    """Insert, or replace what has the same primary key."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table).values(**row)
    keys = [column.name for column in table.primary_key]
    changed = {name: statement.excluded[name] for name in row if name not in keys}
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=changed))


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _bytes(vector: Vector) -> bytes:
    return struct.pack(f"<{len(vector)}f", *vector)


def _floats(data: bytes) -> Vector:
    return struct.unpack(f"<{len(data) // 4}f", data)


def _chunks(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(items), _PARAMETERS):
        yield items[start : start + _PARAMETERS]

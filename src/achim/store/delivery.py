"""Receipts and the journal on SQLAlchemy Core."""

from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import cast

from sqlalchemy import ColumnElement, Connection, Engine, and_, delete, func, select

from achim.domain.delivery import Receipt
from achim.domain.edition import EditionKey
from achim.domain.schedule import Incident, Run, Tried
from achim.store import tables
from achim.store.codec import from_json, to_json
from achim.store.connect import repeatable
from achim.store.rows import inserting, key_of, moment_text, put_row

_LOOKED = 20
"""Runs that are looked at for one that had ended."""


_AT_ONCE = "SELECT set_config('synchronous_commit', 'on', true) WHERE current_setting('synchronous_commit') = 'off'"


class SqlReceipts:
    """See ``ports.Receipts``."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of_days(self, since: date) -> Sequence[Receipt]:
        return self._read(tables.receipts.c.day >= since)

    def of_edition(self, key: EditionKey) -> Sequence[Receipt]:
        table = tables.receipts
        return self._read(and_(table.c.series == key.series, table.c.day == key.day))

    def _read(self, which: ColumnElement[bool]) -> Sequence[Receipt]:
        table = tables.receipts
        query = select(table.c.body).where(which)
        order = (table.c.channel, table.c.day, table.c.series, table.c.recipient, table.c.revision, table.c.part)
        with self._engine.connect() as connection:
            return tuple(from_json(Receipt, body) for body in connection.execute(query.order_by(*order)).scalars())

    def put(self, receipts: Iterable[Receipt]) -> None:
        self._put(tuple(receipts))

    @repeatable
    def _put(self, receipts: Sequence[Receipt]) -> None:
        with _on_disk(self._engine) as connection:
            for each in receipts:
                ticket = each.ticket
                row = {
                    "channel": ticket.channel,
                    "recipient": ticket.recipient,
                    "series": ticket.key.series,
                    "day": ticket.key.day,
                    "revision": ticket.revision,
                    "part": ticket.part,
                    "body": to_json(Receipt, each),
                }
                put_row(connection, tables.receipts, row)


class SqlJournal:
    """See ``ports.Journal``."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def tried(self, since: date) -> Mapping[EditionKey, Tried]:
        table = tables.tries
        with self._engine.connect() as connection:
            rows = connection.execute(select(table).where(table.c.day >= since)).all()
        return {key_of(row.series, row.day): Tried(datetime.fromisoformat(row.at), row.times) for row in rows}

    def note_try(self, key: EditionKey, at: datetime) -> None:
        table = tables.tries
        with self._engine.begin() as connection:
            first = inserting(connection, table).values(series=key.series, day=key.day, at=moment_text(at), times=1)
            again = {"at": first.excluded.at, "times": table.c.times + 1}
            connection.execute(first.on_conflict_do_update(index_elements=["series", "day"], set_=again))

    def incidents(self) -> Sequence[Incident]:
        table = tables.incidents
        with self._engine.connect() as connection:
            bodies = connection.execute(select(table.c.body).order_by(table.c.key)).scalars()
            return tuple(from_json(Incident, body) for body in bodies)

    def open(self, incidents: Iterable[Incident]) -> None:
        with _on_disk(self._engine) as connection:
            for each in incidents:
                put_row(connection, tables.incidents, {"key": each.key, "body": to_json(Incident, each)})

    def close(self, incidents: Iterable[Incident]) -> None:
        table = tables.incidents
        with self._engine.begin() as connection:
            for each in incidents:
                connection.execute(delete(table).where(table.c.key == each.key))

    def note_run(self, run: Run) -> None:
        table = tables.runs
        with self._engine.begin() as connection:
            if run.is_idle:
                connection.execute(delete(table).where(table.c.is_idle))
            row = {"begun_at": moment_text(run.begun_at), "is_idle": run.is_idle, "body": to_json(Run, run)}
            put_row(connection, table, row)

    def last_run(self, now: datetime) -> Run | None:
        table = tables.runs
        query = select(table.c.body).where(table.c.begun_at <= moment_text(now)).order_by(table.c.begun_at.desc())
        with self._engine.connect() as connection:
            runs = (from_json(Run, body) for body in connection.execute(query.limit(_LOOKED)).scalars())
            return next((run for run in runs if run.ended_at <= now), None)

    def since(self) -> datetime | None:
        with self._engine.connect() as connection:
            first = cast(str | None, connection.execute(select(func.min(tables.runs.c.begun_at))).scalar())
        return datetime.fromisoformat(first) if first else None


@contextmanager
def _on_disk(engine: Engine) -> Generator[Connection]:
    """A transaction that waits for the disk: what was sent must not be forgotten by a loss of power either.

    The archive's others don't wait on SQLite: https://www.sqlite.org/pragma.html#pragma_synchronous. PostgreSQL waits
    anyway, unless its operator told it not to: https://www.postgresql.org/docs/18/wal-async-commit.html
    """
    with engine.connect() as connection:
        is_sqlite = engine.dialect.name == "sqlite"
        if is_sqlite:
            connection.connection.driver_connection.execute("PRAGMA synchronous=FULL")  # pyright: ignore[reportOptionalMemberAccess]
        try:
            with connection.begin():
                if not is_sqlite:
                    connection.exec_driver_sql(_AT_ONCE)
                yield connection
        finally:
            if is_sqlite:
                connection.connection.driver_connection.execute("PRAGMA synchronous=NORMAL")  # pyright: ignore[reportOptionalMemberAccess]

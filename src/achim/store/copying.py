"""Move an archive from one database to another, and prove that it arrived whole."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Engine, Table, insert, inspect, select, text

from achim.domain.note import Note
from achim.errors import UserError
from achim.store.connect import connected, disposing, shown, translated
from achim.store.migrate import HEAD, current, migrate, refuse_newer
from achim.store.search_tables import metadata

_LEFT = frozenset({"claims", "search_state", "search_editions", "search_vectors", "search_codes"})
"""Who is at what, and the search index, which the target makes anew."""
_CHUNK = 500
_WHOLE = 2**256


@dataclass(frozen=True, slots=True)
class Copied:
    """A table that is the same here and there: its rows, and the sum of their hashes, whatever their order."""

    table: str
    rows: int
    digest: str


class _Sum:
    def __init__(self) -> None:
        self.rows = 0
        self.total = 0

    def add(self, rows: Sequence[Sequence[Any]]) -> None:
        for row in rows:
            self.rows += 1
            self.total = (self.total + int.from_bytes(sha256(repr(tuple(row)).encode()).digest(), "big")) % _WHOLE

    def of(self, table: Table) -> Copied:
        return Copied(table.name, self.rows, f"{self.total:064x}")


def copy_archive(source: str, target: str, told: Callable[[str, int], None]) -> tuple[Copied, ...]:
    """Copy what one database URL holds to another, which holds nothing; the callers' locks keep builds from both.

    All of it is one transaction there, so that a copy that is cut off leaves nothing; it is read again and compared
    before that transaction ends. ``told`` hears of each table and how many rows it had. Raises UserError.
    """
    with translated(source), translated(target), disposing(connected(source)) as of, disposing(connected(target)) as to:
        _examine(of, to, source, target)
        snapshot = of.connect().execution_options(**_still(of))
        with snapshot, snapshot.begin(), to.begin() as written:
            return tuple(_copied(table, snapshot, written, told) for table in _tables())


def _examine(of: Engine, to: Engine, source: str, target: str) -> None:
    if of.url == to.url:
        raise UserError(Note.of("error.copy_same", url=shown(target)))
    if (schema := current(of)) != HEAD:
        refuse_newer(schema)
        raise UserError(Note.of("error.copy_schema", url=shown(source), schema=schema or "-", known=HEAD))
    if current(to) is None and inspect(to).get_table_names():
        raise UserError(Note.of("error.copy_foreign", url=shown(target)))
    migrate(to)
    with to.connect() as connection:
        if full := next((each.name for each in metadata.sorted_tables if _has_rows(connection, each)), None):
            raise UserError(Note.of("error.copy_full", url=shown(target), table=full))


def _still(engine: Engine) -> Mapping[str, str]:
    """One state of the source for the whole copy: a transaction of SQLite's is that by itself."""
    return {"isolation_level": "REPEATABLE READ"} if engine.dialect.name == "postgresql" else {}


def _tables() -> Iterator[Table]:
    return (table for table in metadata.sorted_tables if table.name not in _LEFT)


def _has_rows(connection: Connection, table: Table) -> bool:
    return connection.execute(select(*table.primary_key).limit(1)).first() is not None


def _copied(table: Table, source: Connection, target: Connection, told: Callable[[str, int], None]) -> Copied:
    names, sent = [column.name for column in table.columns], _Sum()
    for rows in _read(table, source):
        sent.add(rows)
        target.execute(insert(table), [dict(zip(names, row, strict=True)) for row in rows])
    arrived = _Sum()
    for rows in _read(table, target):
        arrived.add(rows)
    if sent.of(table) != arrived.of(table):
        raise UserError(Note.of("error.copy_differs", table=table.name, sent=sent.rows, arrived=arrived.rows))
    _move_on(table, target)
    told(table.name, sent.rows)
    return sent.of(table)


def _read(table: Table, connection: Connection) -> Iterator[Sequence[Sequence[Any]]]:
    yield from connection.execute(select(table), execution_options={"yield_per": _CHUNK}).partitions(_CHUNK)


def _move_on(table: Table, target: Connection) -> None:
    """The next number that PostgreSQL gives follows those that were copied."""
    number = table.autoincrement_column
    if target.dialect.name != "postgresql" or number is None:
        return
    sequence = target.scalar(
        text("SELECT pg_get_serial_sequence(:table, :column)"), {"table": table.name, "column": number.name}
    )
    if sequence:
        last = f"SELECT setval(:sequence, coalesce(max({number.name}), 0) + 1, false) FROM {table.name}"
        target.execute(text(last), {"sequence": sequence})

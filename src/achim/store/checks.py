"""Whether a database that somebody hands over is an archive of achim's, whole and with nothing else in it."""

import sqlite3
from collections.abc import Iterator

from sqlalchemy import func, inspect, select

from achim.errors import UserError
from achim.store import search_tables, tables
from achim.store.sql import SqlStore

_VIRTUAL = ("search_text", "search_vocabulary")


def check_schema(connection: sqlite3.Connection) -> None:
    """Before anything of it is used: sound, one of achim's, and without triggers, views or modules of its own.

    Raises ValueError or sqlite3.Error.
    """
    connection.execute("PRAGMA trusted_schema=OFF")
    told = connection.execute("PRAGMA integrity_check").fetchone()[0]
    if told != "ok":
        raise ValueError(told)
    rows = connection.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
    if not any(name == "alembic_version" for _, name, _ in rows):
        raise ValueError("no archive of achim")
    for kind, name, sql in rows:
        virtual = str(sql).lstrip().upper().startswith("CREATE VIRTUAL") and name not in _VIRTUAL
        if virtual or kind not in ("table", "index"):
            raise ValueError(f"holds the {kind} {name[:40]!r}, which achim did not make")


def check_store(store: SqlStore) -> None:
    """All tables with their columns, every edition in short, and each of those as a whole. Raises ValueError."""
    if missing := next(_missing(store), None):
        raise ValueError(f"{missing} is missing")
    heads = store.shelf.heads()
    table = tables.editions
    with store.engine.connect() as connection:
        days = select(table.c.series, table.c.day).distinct().subquery()
        kept = connection.execute(select(func.count()).select_from(days)).scalar()
    if kept != len(heads):
        raise ValueError(f"{kept} editions, {len(heads)} of them in short")
    for head in heads:
        try:
            edition = store.shelf.edition(head.key)
        except UserError as error:
            raise ValueError(f"the edition {head.key} cannot be read") from error
        if edition is None or edition.key != head.key:
            raise ValueError(f"the edition {head.key} is missing")


def _missing(store: SqlStore) -> Iterator[str]:
    found = inspect(store.engine)
    there = set(found.get_table_names())
    for table in search_tables.metadata.sorted_tables:
        if table.name not in there:
            yield f"table {table.name}"
        else:
            has = {column["name"] for column in found.get_columns(table.name)}
            yield from (f"column {table.name}.{column.name}" for column in table.columns if column.name not in has)
    yield from (f"table {name}" for name in _VIRTUAL if name not in there)

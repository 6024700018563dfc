"""Ways to the archive's database."""

import os
import socket
import time
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.pool import Pool

from achim.domain.note import Note
from achim.errors import UserError

_CONNECT = 10
"""Seconds in which PostgreSQL is to answer."""
_RESTART = 60.0
"""Seconds for which a server that was there and is away is waited for."""
_AGAIN = 0.2


def connected(url: str, pool: type[Pool] | None = None) -> Engine:
    """An engine for a database. Raises UserError where its driver is not installed.

    A connection of PostgreSQL's that a restart has cut is made anew before it is used; a server that was there and is
    being restarted is waited for. ``pool`` takes the place of SQLAlchemy's own choice.
    """
    if url.startswith("sqlite"):
        engine = create_engine(url)
        event.listen(engine, "connect", _tune_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    told = {
        "connect_timeout": _CONNECT,
        "application_name": f"achim {os.getpid()} on {socket.gethostname()}",
        "client_encoding": "utf8",  # of a database without an encoding psycopg would give bytes
    }
    sizes = {"poolclass": pool} if pool else {"pool_size": 20, "max_overflow": 80}
    try:
        engine = create_engine(url, pool_pre_ping=True, connect_args=told, **sizes)
    except ModuleNotFoundError as error:
        raise UserError(Note.of("error.postgres_extra")) from error
    _wait_for_restarts(engine)
    return engine


def _wait_for_restarts(engine: Engine) -> None:
    was_there = False

    def connect(dialect: Any, record: object, arguments: list[Any], options: dict[str, Any]) -> Any:
        nonlocal was_there
        latest = time.monotonic() + _RESTART
        while True:
            try:
                made = dialect.connect(*arguments, **options)
                was_there = True
                return made
            except dialect.dbapi.OperationalError:
                if not was_there or time.monotonic() > latest:
                    raise
            time.sleep(_AGAIN)

    event.listen(engine, "do_connect", connect)


@contextmanager
def disposing(engine: Engine) -> Generator[Engine]:
    """An engine whose connections are closed at the end."""
    try:
        yield engine
    finally:
        engine.dispose()


def shown(url: str) -> str:
    """An address without its password, and without its options, where another may stand."""
    try:
        return make_url(url).set(query={}).render_as_string(hide_password=True)
    except ArgumentError:
        return "its URL"


@contextmanager
def translated(url: str) -> Generator[None]:
    """What goes wrong with the database is raised as UserError, without its password."""
    try:
        yield
    except SQLAlchemyError as error:
        cause = getattr(error, "orig", None) or error
        raise UserError(Note.of("error.archive", where=shown(url), cause=cause)) from error


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

"""Ways to the archive's database."""

import os
import socket
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from sqlalchemy import Connection, Engine, ExceptionContext, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.pool import Pool

from achim.domain.note import Note
from achim.errors import ArchiveCut, UserError

P = ParamSpec("P")
T = TypeVar("T")

_CONNECT = 10
"""Seconds in which PostgreSQL is to answer."""
_RESTART = 60.0
"""Seconds for which a server that was there and is away is waited for."""
_AGAIN = 0.2
_SILENT: dict[str, Any] = {
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 4,
    "tcp_user_timeout": 30_000,
}
"""By this a side that says nothing for half a minute, as without power or network, is given up by the other:
https://www.postgresql.org/docs/18/runtime-config-connection.html#RUNTIME-CONFIG-TCP-SETTINGS"""


def connected(url: str, pool: type[Pool] | None = None) -> Engine:
    """An engine for a database. Raises UserError where its driver is not installed.

    A connection of PostgreSQL's that a restart has cut is made anew before it is used; a server that was there and is
    being restarted is waited for. Where the other side falls silent, client and server give each other up after half a
    minute: what a machine without power had locked is free then. ``pool`` takes the place of SQLAlchemy's own choice.
    Errors tell no values: a reader's note is among them.
    """
    if url.startswith("sqlite"):
        engine = create_engine(url, hide_parameters=True)
        event.listen(engine, "connect", _tune_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    told = {
        **_SILENT,
        "connect_timeout": _CONNECT,
        "application_name": f"achim {os.getpid()} on {socket.gethostname()}",
        "client_encoding": "utf8",  # of a database without an encoding psycopg would give bytes
    }
    sizes = {"poolclass": pool} if pool else {"pool_size": 20, "max_overflow": 80}
    try:
        engine = create_engine(url, pool_pre_ping=True, hide_parameters=True, connect_args=told, **sizes)
    except ModuleNotFoundError as error:
        raise UserError(Note.of("error.postgres_extra")) from error
    _wait_for_restarts(engine)
    _heed_silence(engine)
    _tell_cuts(engine)
    return engine


class _Cut(ArchiveCut, SQLAlchemyError):
    """To whoever knows of databases a fault of one, to all others one of achim's."""


def _tell_cuts(engine: Engine) -> None:
    def handle(context: ExceptionContext) -> BaseException | None:
        is_fault = isinstance(context.original_exception, Exception)  # Ctrl-C closes a connection too
        if context.is_pre_ping or not is_fault or not (context.is_disconnect or context.connection is None):
            return None
        where = shown(engine.url.render_as_string(hide_password=True))
        return _Cut(Note.of("error.archive", where=where, cause=context.original_exception))

    event.listen(engine, "handle_error", handle)


def repeatable(work: Callable[P, T]) -> Callable[P, T]:
    """A read, or a transaction that comes to the same if it is done twice: where its connection was cut, nobody knows
    whether it was kept, and it is done again, for as long as a restart may take."""

    @wraps(work)
    def again(*told: P.args, **named: P.kwargs) -> T:
        latest = time.monotonic() + _RESTART
        while True:
            try:
                return work(*told, **named)
            except _Cut:
                if time.monotonic() > latest:
                    raise

    return again


def _heed_silence(engine: Engine) -> None:
    """The server's side of it. A server whose system cannot waits for as long as that does."""
    told = {name if name.startswith("tcp_") else f"tcp_{name}": value for name, value in _SILENT.items()}
    ask = "SELECT " + ", ".join(f"set_config('{name}', '{value}', false)" for name, value in told.items())

    def connect(connection: Any, record: object) -> None:
        connection.autocommit = True
        with suppress(engine.dialect.loaded_dbapi.DatabaseError):
            connection.execute(ask)
        connection.autocommit = False

    event.listen(engine, "connect", connect)


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
    except ArchiveCut:
        raise
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

"""What keeps two builds apart: an operating system lock on a data directory, or a lock of PostgreSQL's on an archive.

A killed process gives either back.
"""

import os
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from threading import RLock
from typing import ClassVar, Protocol

from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from achim.domain.note import Note
from achim.errors import Locked, UserError
from achim.store.connect import connected, shown, translated

_EVERY = 0.5
"""Seconds between two tries for a lock that another has."""


class Lock(Protocol):
    """Re-entrant within a thread. Waits for as long as it is patient, and raises UserError then."""

    def __enter__(self) -> None: ...

    def __exit__(self, *exc: object) -> None: ...

    def check(self) -> None:
        """Raises UserError where the lock that was taken is held no more."""
        ...


class DirectoryLock:
    """Re-entrant. Waits up to ``patience`` seconds, telling ``waiting`` once who holds it."""

    def __init__(self, path: Path, *, patience: float, waiting: Callable[[Note], None]) -> None:
        self._path = path
        self._holder = path.with_suffix(".holder")
        self._lock = FileLock(path, is_singleton=True)
        self._patience = patience
        self._waiting = waiting

    def __enter__(self) -> None:
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            self._wait()
        with suppress(OSError):  # a full disk: the lock holds, whoever waits is told less
            self._holder.write_text(f"process {os.getpid()}", encoding="utf-8")

    def __exit__(self, *exc: object) -> None:
        self._lock.release()

    def check(self) -> None:
        """The system takes it from no process that lives."""

    def _told(self) -> str:
        try:
            return self._holder.read_text(encoding="utf-8", errors="replace")
        except OSError:
            return ""

    def _wait(self) -> None:
        holder = self._told() or "another process"
        place = self._path.parent
        self._waiting(Note.of("lock.waiting", place=place, holder=holder))
        try:
            self._lock.acquire(timeout=self._patience)
        except Timeout as error:
            seconds = f"{self._patience:.0f}"
            raise Locked(Note.of("error.locked", place=place, holder=holder, seconds=seconds)) from error


@dataclass(slots=True)
class _Held:
    """A lock as this process has it: by one thread, as often as it was entered, over one connection."""

    thread: "RLock" = field(default_factory=RLock)  # pyright: ignore[reportGeneralTypeIssues]
    depth: int = 0
    connection: Connection | None = None
    engine: Engine | None = None


class AdvisoryLock:
    """PostgreSQL's advisory lock of a name, held by a session of its own for as long as it is entered:
    https://www.postgresql.org/docs/18/explicit-locking.html#ADVISORY-LOCKS. A session that ends gives it back."""

    _held: ClassVar[dict[tuple[str, str], _Held]] = {}

    def __init__(self, url: str, name: str, *, patience: float, waiting: Callable[[Note], None]) -> None:
        self._url = url
        self._key = int.from_bytes(sha256(f"achim/{name}".encode()).digest()[:8], "big", signed=True)
        self._own = self._held.setdefault((url, name), _Held())
        self._patience = patience
        self._waiting = waiting

    def __enter__(self) -> None:
        if not self._own.thread.acquire(timeout=self._patience):
            raise self._locked("another thread")
        try:
            if self._own.depth == 0:
                with translated(self._url):
                    self._own.connection = self._taken()
            self._own.depth += 1
        except BaseException:
            self._own.thread.release()
            raise

    def __exit__(self, *exc: object) -> None:
        self._own.depth -= 1
        if self._own.depth == 0 and self._own.connection is not None:
            self._own.connection.close()
            self._own.connection = None
        self._own.thread.release()

    def check(self) -> None:
        """A session that was cut, as by a restart of the server, is taken up by another where nobody has the lock
        meanwhile. Who had it in between and gave it back has kept an edition, or not: a second one of the same revision
        the archive refuses."""
        held = self._own.connection
        if held is None:
            return
        try:
            held.execute(text("SELECT 1"))
        except SQLAlchemyError as error:
            held.close()
            with translated(self._url):
                self._own.connection = self._connect()
                if not self._try(self._own.connection):
                    raise UserError(Note.of("error.lock_lost")) from error

    def _connect(self) -> Connection:
        self._own.engine = self._own.engine or connected(self._url, NullPool)
        return self._own.engine.connect().execution_options(isolation_level="AUTOCOMMIT")

    def _taken(self) -> Connection:
        connection = self._connect()
        try:
            if not self._try(connection):
                self._wait(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _wait(self, connection: Connection) -> None:
        holder, until = self._holder(connection), time.monotonic() + self._patience
        self._waiting(Note.of("lock.waiting", place=shown(self._url), holder=holder))
        while time.monotonic() < until:
            time.sleep(min(_EVERY, self._patience))
            if self._try(connection):
                return
        raise self._locked(self._holder(connection))

    def _try(self, connection: Connection) -> bool:
        return bool(connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": self._key}))

    def _holder(self, connection: Connection) -> str:
        """The session that has it, by the name that it gave and where it comes from."""
        query = text(
            "SELECT application_name, coalesce(host(client_addr), 'local') AS client FROM pg_stat_activity"
            " JOIN pg_locks USING (pid) WHERE locktype = 'advisory' AND granted"
            " AND (classid::bigint << 32) + objid::bigint = :key"
        )
        row = connection.execute(query, {"key": self._key}).first()
        return f"{row.application_name} ({row.client})" if row else "another process"

    def _locked(self, holder: str) -> Locked:
        seconds = f"{self._patience:.0f}"
        return Locked(Note.of("error.locked", place=shown(self._url), holder=holder, seconds=seconds))

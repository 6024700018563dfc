"""The lock on a data directory: an operating system lock, which a killed process gives back."""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

from achim.domain.note import Note
from achim.errors import UserError


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
            raise UserError(Note.of("error.locked", place=place, holder=holder, seconds=seconds)) from error

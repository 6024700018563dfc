"""The archive as a reader that runs for long sees it: opened once, seen anew when a build or a restore changed it."""

import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from achim.app import App
from achim.store.sql import SqlStore

_File = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Sight:
    """The archive at a moment; what was made of it is as good as new while ``state`` is the same."""

    store: SqlStore
    state: str


class LiveArchive:
    """Safe to be used from several threads. Looking makes nothing where there is no archive."""

    def __init__(self, app: App, *, every: float = 0.5, clock: Callable[[], float] = time.monotonic) -> None:
        self._app = app
        self._every = every
        self._clock = clock
        self._guard = threading.Lock()
        self._open: tuple[ExitStack, SqlStore] | None = None
        self._place: _File | None = None
        self._seen: _File | None = None
        self._asked = 0.0
        self._sight: Sight | None = None
        self._file = _file_of(app.archive_url())

    def sight(self) -> Sight | None:
        """None where there is no archive. Raises UserError where it is unusable."""
        seen = self._files()
        if seen == self._seen and self._sight is not None:
            return self._sight
        with self._guard:
            return self._look(seen)

    def known(self) -> Sight | None:
        """What was last seen, if nothing has changed since, without waiting for the disk's database."""
        now = self._clock()
        if self._sight is None or (now - self._asked >= self._every and self._files() != self._seen):
            return None
        if now - self._asked >= self._every:
            self._asked = now
        return self._sight

    def close(self) -> None:
        with self._guard:
            self._shut()

    def _look(self, seen: _File | None) -> Sight | None:
        if seen is None:
            self._shut()
            return None
        if self._open is None or seen[:2] != self._place:
            self._shut()
            if not self._app.has_archive():
                return None
            with ExitStack() as stack:
                store = stack.enter_context(self._app.archive())
                self._open = stack.pop_all(), store
            self._place = seen[:2]
        store = self._open[1]
        state = f"{seen[0]}.{seen[1]}/{store.shelf.state()}"
        self._seen, self._asked = seen, self._clock()
        if self._sight is None or self._sight.state != state or self._sight.store is not store:
            self._sight = Sight(store, state)
        return self._sight

    def _shut(self) -> None:
        if self._open is not None:
            self._open[0].close()
        self._open = self._sight = self._place = self._seen = None

    def _files(self) -> _File | None:
        """Which file it is, and how it and SQLite's log beside it stand; None where there is none. A database tells
        nothing unasked: it is looked at again every few moments."""
        if self._file is None:
            return 0, 0, int(self._clock() / self._every)
        try:
            archive = self._file.stat()
        except FileNotFoundError:
            return None
        try:
            log = self._file.with_name(f"{self._file.name}-wal").stat()
        except FileNotFoundError:
            return archive.st_dev, archive.st_ino, archive.st_mtime_ns, archive.st_size, 0, 0
        return archive.st_dev, archive.st_ino, archive.st_mtime_ns, archive.st_size, log.st_mtime_ns, log.st_size


def _file_of(url: str) -> Path | None:
    return Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite:///") else None

"""A folder for work that is thrown away, also that of a process which was killed: the next one removes it."""

import os
import shutil
import stat
import tempfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

_PREFIX, _HELD = "achim-scratch-", "held"


@contextmanager
def scratch(within: Path | None = None) -> Generator[Path]:
    """A new folder, in the system's place for temporary files if in no other, removed at the end with what is in it."""
    folder = within or Path(tempfile.gettempdir())
    for leftover in _leftovers(folder):
        shutil.rmtree(leftover, ignore_errors=True)
    place, held = _made(folder)
    try:
        yield place
    finally:
        held.release()
        shutil.rmtree(place, ignore_errors=True)


def _made(folder: Path) -> tuple[Path, FileLock]:
    """A folder with its lock held; one that another process took for a leftover before that is made anew."""
    while True:
        place = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=folder))
        held = FileLock(place / _HELD)
        held.acquire()
        if (place / _HELD).exists():
            return place, held
        held.release()


def _leftovers(folder: Path) -> Iterator[Path]:
    """Folders of ours whose lock nobody holds: their process is gone."""
    for place in folder.glob(f"{_PREFIX}*"):
        if not _is_ours(place) or not (place / _HELD).is_file():
            continue
        held = FileLock(place / _HELD)
        try:
            held.acquire(timeout=0)
        except (Timeout, OSError):
            continue
        yield place
        held.release()


def _is_ours(place: Path) -> bool:
    try:
        told = place.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(told.st_mode) and told.st_uid == (os.getuid() if hasattr(os, "getuid") else told.st_uid)

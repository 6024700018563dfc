"""The pages that are read, and a bounded memory of those that were made."""

import asyncio
import gzip
import re
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Protocol

_SEGMENT = r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,150}"
_PLACE = re.compile(rf"(?:{_SEGMENT}/){{0,6}}{_SEGMENT}", re.ASCII)
_FOLDER = re.compile(rf"(?:{_SEGMENT}/){{0,6}}", re.ASCII)
_TEXT = ("text/", "application/json", "application/feed+json", "application/atom+xml", "image/svg+xml")
_LEAST_PACKED = 800
_OVERHEAD = 600
"""Bytes of an entry beside its bodies."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page as it is sent. ``etag`` is a digest without quotes; ``modified`` is aware UTC."""

    body: bytes
    media_type: str
    etag: str
    modified: datetime | None = None


class Pages(Protocol):
    def page(self, path: str, lang: str) -> Rendered | None:
        """The page at a place of the site, ``editions/2024-11-04/papers.html``; None where there is none.

        Safe to be called from several threads. A place is no path of a file.
        """
        ...


@dataclass(frozen=True, slots=True)
class Ready:
    """A page, its body packed by gzip (None where that gains nothing), and ``modified`` as a header has it."""

    page: Rendered
    packed: bytes | None = None
    modified: str = ""

    @classmethod
    def of(cls, page: Rendered) -> "Ready":
        moment = page.modified
        return cls(page, packed(page), format_datetime(moment.astimezone(UTC), usegmt=True) if moment else "")

    @property
    def size(self) -> int:
        return len(self.page.body) + len(self.packed or b"") + _OVERHEAD


def place_of(path: str) -> str | None:
    """The place that the path of an address names; None for what can be none: ``..``, ``//``, other signs."""
    bare = path.removeprefix("/")
    if _FOLDER.fullmatch(bare):
        bare += "index.html"
    return bare if _PLACE.fullmatch(bare) else None


def packed(page: Rendered) -> bytes | None:
    if len(page.body) < _LEAST_PACKED or not page.media_type.startswith(_TEXT):
        return None
    small = gzip.compress(page.body, 6, mtime=0)
    return small if len(small) < len(page.body) else None


class PageCache:
    """Pages by place and language while the archive is as it was; the least asked for go first.

    Used from one event loop. A page that many ask for at once is made once.
    """

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._state = ""
        self._ready: OrderedDict[tuple[str, str], Ready] = OrderedDict()
        self._making: dict[tuple[str, str, str], asyncio.Future[Ready | None]] = {}
        self.bytes = 0
        self.hits = 0
        self.misses = 0

    def known(self, place: str, lang: str, state: str) -> Ready | None:
        if state != self._state:
            self._state = state
            self._ready.clear()
            self.bytes = 0
        ready = self._ready.get((place, lang))
        if ready is not None:
            self.hits += 1
            self._ready.move_to_end((place, lang))
        return ready

    async def made(
        self, place: str, lang: str, state: str, make: "Callable[[], asyncio.Future[Ready | None]]"
    ) -> Ready | None:
        """What ``make`` makes, kept if the archive is still in ``state`` then."""
        key = (place, lang, state)
        making = self._making.get(key)
        if making is None:
            self.misses += 1
            making = self._making[key] = make()
            making.add_done_callback(lambda done: self._done(key, done))
        return await asyncio.shield(making)

    def _done(self, key: tuple[str, str, str], done: "asyncio.Future[Ready | None]") -> None:
        self._making.pop(key, None)
        if done.cancelled() or done.exception() is not None:
            return
        ready = done.result()
        if ready is None or key[2] != self._state or ready.size > self._most // 4:
            return
        if earlier := self._ready.pop(key[:2], None):
            self.bytes -= earlier.size
        self._ready[key[:2]] = ready
        self.bytes += ready.size
        while self.bytes > self._most:
            _, gone = self._ready.popitem(last=False)
            self.bytes -= gone.size

"""arXiv's metadata dump: a JSON object a line, as ``arxiv-metadata-oai-snapshot.json`` has them, or that gzipped.

https://www.kaggle.com/datasets/Cornell-University/arxiv ; the fields are those of OAI-PMH's arXivRaw. ``update_date``
is the day of the record's last change. Deleted records are not in it.
"""

import gzip
import hashlib
import json
import re
import zlib
from collections.abc import Generator, Mapping
from contextlib import contextmanager, suppress
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import IO, cast

from achim.domain.ids import parse_arxiv_id
from achim.domain.note import Note
from achim.domain.past import Change, PastPage
from achim.domain.text import clean
from achim.errors import UserError
from achim.sources.arxiv_oai import RawRecord, change_of, version_of
from achim.sources.arxiv_tex import author_names, without_tex_accents

LONGEST = 2_000_000
"""Bytes of a line; the longest records, of some thousand authors, have a tenth of it."""
_LINES = 512
"""Lines of a page."""
_FAULTS = (OSError, EOFError, zlib.error)
_BEGINNING = 1 << 16
"""Bytes by which a file is known again."""
_CHANGED = re.compile(rb'"update_date"\s*:\s*"(\d{4}-\d{2}-\d{2})"')
"""Only the field: a quote within a text stands behind a backslash, and so does what would look like it."""


class Dump:
    """See ``ports.past.PastSource``. The days are those of a record's last change, both included; None holds nothing.

    A place is a number of bytes, of the unpacked file, and of lines. Close it when it is read.
    """

    def __init__(self, path: Path, since: date | None = None, until: date | None = None) -> None:
        self._path = path
        self._since = since or date.min
        self._until = until or date.max
        with self._faults():
            self._file = _opened(path)
            self._known = hashlib.sha256(self._file.read(_BEGINNING)).hexdigest()[:16]
            self._size = path.stat().st_size

    @property
    def name(self) -> str:
        """Another file of the same name has another beginning or size, and so another name."""
        return f"dump {self._known} {self._size} {self._since} {self._until}"

    def close(self) -> None:
        self._file.close()

    def read(self, place: str) -> PastPage:
        """Raises UserError where the file cannot be read, or begins with what is no dump."""
        begin, first = map(int, place.split()) if place else (0, 0)
        number, passed = first, 0
        changes: list[Change] = []
        unread: list[Note] = []
        with self._faults():
            self._go_to(begin)
            for line in islice(iter(self._line, b""), _LINES):
                number += 1
                try:
                    change = _change(line)
                except ValueError as error:
                    unread.append(Note.of("backfill.unread_line", line=number, why=clean(str(error), limit=120)))
                else:
                    is_asked = change is not None and self._since <= change.changed <= self._until
                    changes += [change] if change and is_asked else []
                    passed += not is_asked
            end = self._file.tell()
        if not begin and unread and not changes and not passed:
            raise UserError(Note.of("backfill.no_dump", path=self._path), unread[0])
        return PastPage(
            changes=tuple(changes),
            place=f"{end} {number}",
            is_last=number < first + _LINES,
            unread=tuple(unread),
            passed=passed,
        )

    def left(self, place: str, page: PastPage) -> int:
        """Counted by reading what is left of the file once, up to where it breaks off: reading tells of that."""
        since, until = self._since.isoformat().encode(), self._until.isoformat().encode()
        count = 0
        with suppress(*_FAULTS):
            self._go_to(int(place.split()[0]) if place else 0)
            for line in iter(self._line, b""):
                day = _CHANGED.search(line)
                count += bool(day and since <= day[1] <= until)
        return count

    def requests(self, place: str) -> int:
        return 0

    def _line(self) -> bytes:
        """The next line, cut where it is longer than any record is; nothing at the end of the file."""
        line = rest = self._file.readline(LONGEST)
        while len(rest) == LONGEST and not rest.endswith(b"\n"):
            rest = self._file.readline(LONGEST)
        return line

    def _go_to(self, place: int) -> None:
        if self._file.tell() != place:
            self._file.seek(place)

    @contextmanager
    def _faults(self) -> Generator[None]:
        try:
            yield
        except _FAULTS as error:
            why = getattr(error, "strerror", None) or str(error) or type(error).__name__
            raise UserError(Note.of("backfill.no_file", path=self._path, why=why)) from error


def _opened(path: Path) -> IO[bytes]:
    with path.open("rb") as file:
        is_packed = file.read(2) == b"\x1f\x8b"
    return cast(IO[bytes], gzip.open(path)) if is_packed else path.open("rb")


def _change(line: bytes) -> Change | None:
    """What a line tells; None for an empty one. Raises ValueError, which says what is wrong with it."""
    if not line.strip():
        return None
    if len(line) >= LONGEST:
        raise ValueError("longer than any record")
    try:
        told: object = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ValueError("not JSON") from error
    if not isinstance(told, dict):
        raise ValueError("not a JSON object")
    return change_of(_record(cast(Mapping[str, object], told)))


def _record(told: Mapping[str, object]) -> RawRecord:
    arxiv = parse_arxiv_id(_text(told, "id"))
    title = clean(without_tex_accents(_text(told, "title")))
    if arxiv is None or not title:
        raise ValueError(f"no {'title' if arxiv else 'id'}")
    return RawRecord(
        arxiv=arxiv,
        versions=_versions(told.get("versions")),
        title=title,
        abstract=clean(without_tex_accents(_text(told, "abstract"))),
        authors=tuple(filter(None, map(clean, author_names(_text(told, "authors"))))),
        categories=tuple(clean(_text(told, "categories")).split()),
        comment=clean(_text(told, "comments")) or None,
        changed=_day(_text(told, "update_date")),
    )


def _versions(told: object) -> tuple[tuple[int, datetime], ...]:
    rows = cast(list[object], told) if isinstance(told, list) else []
    fields = [cast(Mapping[str, object], each) for each in rows if isinstance(each, dict)]
    try:
        versions = sorted(version_of(_text(each, "version"), _text(each, "created")) for each in fields)
    except ValueError as error:
        raise ValueError("versions") from error
    if not versions:
        raise ValueError("no versions")
    return tuple(versions)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValueError("no update_date") from error


def _text(told: Mapping[str, object], name: str) -> str:
    """A field's text; fields that are null or left out are empty. Raises ValueError where it is something else."""
    value = told.get(name)
    if value is not None and not isinstance(value, str):
        raise ValueError(f"{name} is no text")
    return value or ""

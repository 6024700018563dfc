"""What a reader made: stars, mutes and notes. They carry the name of the profile that made them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from achim.domain.ids import PaperId

MarkKind = Literal["star", "mute"]
LONGEST_NOTE = 4_000
"""Characters."""
_BETWEEN = "\n\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A star, or a mute in its place: a work has one of them. ``at`` is aware UTC."""

    work: PaperId
    kind: MarkKind
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkNote:
    """What a reader wrote about a work: plain text, never empty. ``at`` is aware UTC."""

    work: PaperId
    text: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """All that a profile made, each work at most once in each; ordered by work."""

    marks: tuple[Mark, ...] = ()
    notes: tuple[WorkNote, ...] = ()

    def marked(self, kind: MarkKind) -> frozenset[PaperId]:
        return frozenset(mark.work for mark in self.marks if mark.kind == kind)

    def mark_of(self, work: PaperId) -> MarkKind | None:
        return next((mark.kind for mark in self.marks if mark.work == work), None)

    def note_of(self, work: PaperId) -> str:
        return next((note.text for note in self.notes if note.work == work), "")


def note_text(told: str) -> str:
    """A note as it is kept: line ends alike, nothing around it, no sign that UTF-8 or a database cannot hold."""
    plain = told.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    return plain.encode("utf-8", "replace").decode().strip()


def joined(mine: Kept, theirs: Kept) -> Kept:
    """Both together. Of two marks of a work the newer counts; of two notes both are kept in one, the older first.

    Joining what was joined before changes nothing. A note may come out longer than ``LONGEST_NOTE``: the caller checks.
    """
    return Kept(
        marks=tuple(sorted(_newest([*mine.marks, *theirs.marks]), key=lambda mark: mark.work)),
        notes=tuple(sorted(_noted(mine.notes, theirs.notes), key=lambda note: note.work)),
    )


def _newest(marks: Iterable[Mark]) -> Iterable[Mark]:
    found: dict[PaperId, Mark] = {}
    for mark in marks:
        known = found.get(mark.work)
        if known is None or mark.at > known.at:
            found[mark.work] = mark
    return found.values()


def _noted(mine: Iterable[WorkNote], theirs: Iterable[WorkNote]) -> Iterable[WorkNote]:
    found = {note.work: note for note in mine}
    for note in theirs:
        found[note.work] = _both(found[note.work], note) if note.work in found else note
    return found.values()


def _both(one: WorkNote, other: WorkNote) -> WorkNote:
    older, newer = sorted((one, other), key=lambda note: note.at)
    if older.text in newer.text:
        return newer
    if newer.text in older.text:
        return older
    return WorkNote(work=one.work, text=older.text + _BETWEEN + newer.text, at=newer.at)

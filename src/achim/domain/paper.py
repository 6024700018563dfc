"""What sources say (announcements) and the works that they speak of (papers and stories)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from achim.domain.ids import PaperId
from achim.domain.note import Note

AnnounceKind = Literal["new", "cross", "replace", "replace-cross", "featured", "posted", "earlier"]
"""arXiv's four announce types; *featured* for places that pick works rather than announce them, *posted* for news,
*earlier* for news that a place still shows when it is read for the first time, and had told before that."""

SignalName = Literal["votes", "comments", "code_stars"]


DELETED = "deleted"
"""The comment of an announcement that its place has taken back."""


@dataclass(frozen=True, slots=True)
class Signal:
    """What a community said of a work, as it stood when the source was read."""

    name: SignalName
    value: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """One source's word that a work exists.

    ``batch`` is the source's own label of the day it was announced; ``native_id`` the source's name for this
    announcement, the same each time it is read (a place that announces a work again on another day puts the day
    into it); ``url`` the address that source gave. Fields that the source does not tell are None or empty.

    For news, ``abstract`` is the source's own text as plain text, ``submitted_at`` when it says it was published,
    ``publisher`` who tells it and ``discussion_url`` where it is talked about.
    """

    source: str
    native_id: str
    batch: date
    kind: AnnounceKind
    title: str
    url: str
    seen_at: datetime
    paper_id: PaperId | None = None
    version: int | None = None
    abstract: str | None = None
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    """arXiv categories, the primary one first."""
    submitted_at: datetime | None = None
    comment: str | None = None
    code_url: str | None = None
    signals: tuple[Signal, ...] = ()
    publisher: str | None = None
    discussion_url: str | None = None

    @property
    def key(self) -> str:
        """Its identity in the ledger: the same word read twice has the same key."""
        return f"{self.source}/{self.native_id}"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a work's text; numbers start at 1 and are what citations point to."""

    number: int
    text: str


LEFT_OUT = " … "
"""Stands in a quotation between sentences that are not neighbours."""


def quotation(sentences: Iterable[Sentence]) -> str:
    """Sentences of one work as one quotation."""
    told, last = "", None
    for each in sentences:
        between = "" if last is None else " " if each.number == last + 1 else LEFT_OUT
        told, last = f"{told}{between}{each.text}", each.number
    return told


@dataclass(frozen=True, slots=True)
class Origin:
    """Which announcement gave a field of a work."""

    field: str
    announcement: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What announcements speak of, whoever made them, with its provenance.

    ``abstract`` is the text that claims rest on, split once into ``sentences``: an abstract, or a story's own text.
    """

    id: PaperId
    title: str
    url: str
    abstract: str
    sentences: tuple[Sentence, ...]
    authors: tuple[str, ...]
    submitted_at: datetime | None
    signals: tuple[Signal, ...]
    announcements: tuple[Announcement, ...]
    origins: tuple[Origin, ...]

    @property
    def sources(self) -> tuple[str, ...]:
        return tuple(sorted({announcement.source for announcement in self.announcements}))

    def signal(self, name: SignalName) -> int | None:
        return next((signal.value for signal in self.signals if signal.name == name), None)

    def sentence(self, number: int) -> Sentence | None:
        return self.sentences[number - 1] if 1 <= number <= len(self.sentences) else None

    def quote(self, numbers: Iterable[int]) -> str:
        """The sentences of these numbers, once and in the work's order; empty where one of them does not exist."""
        found = [self.sentence(number) for number in sorted(set(numbers))]
        known = [each for each in found if each]
        return quotation(known) if len(known) == len(found) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper(Work):
    """A scientific work; ``categories`` are arXiv's, the primary one first."""

    categories: tuple[str, ...]
    version: int | None
    comment: str | None
    code_url: str | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where else a story is told."""

    publisher: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Story(Work):
    """A piece of news, by the best of the sources that tell it.

    ``also_at`` are the others; ``discussions`` are threads about it; ``papers`` are works that it speaks of, by id.
    ``read_at`` is when its text was fetched from its page, None where a source told it.
    """

    publisher: str
    also_at: tuple[Place, ...] = ()
    discussions: tuple[str, ...] = ()
    papers: tuple[PaperId, ...] = ()
    read_at: datetime | None = None

    @property
    def version(self) -> None:
        """News is told anew, not in numbered versions."""
        return None


AnyWork = Paper | Story


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a source has been read: the last batch day that needs no second look."""

    source: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """An announcement that an edition of another day of the series has in its ledger, in short."""

    source: str
    native_id: str
    batch: date
    kind: AnnounceKind
    paper_id: PaperId | None = None

    @property
    def key(self) -> str:
        return f"{self.source}/{self.native_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """What an edition asks of a source: all announced after ``since`` and known at ``as_of``.

    ``day`` is the edition's day in ``time_zone``; ``since`` is None on the first run, which takes the
    newest batch only. ``known`` is what editions of other days hold of the source's last batches, a few up to
    ``since`` and any after it.
    """

    day: date
    time_zone: str
    as_of: datetime
    since: date | None
    known: tuple[Known, ...] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """A source or step that the edition had to do without; ``note`` says why."""

    where: str
    note: Note


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What a source answered. ``cursor`` is where it may move once the edition is kept; None leaves it.

    ``gaps`` are parts of the source that failed while others answered; ``note`` says why a source is quiet.
    """

    source: str
    announcements: tuple[Announcement, ...]
    cursor: date | None = None
    gaps: tuple[Gap, ...] = ()
    note: Note | None = None

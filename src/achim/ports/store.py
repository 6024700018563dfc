"""What the core needs of the archive."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from achim.domain.edition import Edition, EditionKey
from achim.domain.ids import PaperId
from achim.domain.note import Note
from achim.domain.paper import Announcement, Cursor, Known
from achim.domain.standing import Scored
from achim.ports.delivery import Receipts
from achim.ports.journal import Journal
from achim.ports.marks import Marks
from achim.ports.works import Works
from achim.ports.world import Address, Answer, Vector
from achim.ports.writing import ModelAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """What an earlier edition of a series last told of a work: printed it, or told an update of it, on ``day``."""

    paper: PaperId
    day: date
    version: int | None
    title: str
    abstract: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What the archive knew that bears on one build: the slice of state that a record keeps.

    ``known`` is what each source announced in its last batches; ``accounted`` names announcements
    that an earlier day's ledger holds, with that day; ``told`` is all that editions told of lately; ``earlier`` is the
    edition that this build revises, ``carried`` the announcements that made it.
    """

    cursors: tuple[Cursor, ...] = ()
    known: tuple[Known, ...] = ()
    accounted: tuple[tuple[str, date], ...] = ()
    printed: tuple[Printed, ...] = ()
    told: tuple[Printed, ...] = ()
    earlier: Edition | None = None
    carried: tuple[Announcement, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How reading a source went: its newest batch, or what was wrong."""

    source: str
    at: datetime
    batch: date | None = None
    fault: Note | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """What is known of a source over time. ``failures`` counts those in a row since it last answered whole."""

    source: str
    answered_at: datetime | None
    batch: date | None
    failures: int
    failed_at: datetime | None
    fault: Note | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """A reader's word that a sentence is wrong: its anchor, what it said, why, and when (aware UTC)."""

    key: EditionKey
    claim: str
    said: str
    why: str
    at: datetime


class Store(Protocol):
    """The archive. Whatever it keeps it keeps whole: an edition and its receipts are one transaction."""

    @property
    def works(self) -> Works: ...

    @property
    def marks(self) -> Marks: ...

    @property
    def receipts(self) -> Receipts: ...

    @property
    def journal(self) -> Journal: ...

    def lock(self) -> AbstractContextManager[None]:
        """Hold the archive against other builds; waits, and raises UserError when it waits too long."""
        ...

    def begin(self, key: EditionKey, now: datetime) -> datetime:
        """Begin a build, or take up one that was cut short: the moment at which its work began."""
        ...

    def end(self, key: EditionKey) -> None:
        """End a build that keeps nothing, so that the next one begins afresh."""
        ...

    def restore(self, key: EditionKey, memory: Memory) -> None:
        """Put a record's slice of state in place, as if the archive had lived through it."""
        ...

    def cursors(self, series: str) -> Sequence[Cursor]: ...

    def known(self, key: EditionKey, cursors: Sequence[Cursor]) -> Sequence[Known]:
        """What ledgers of other days of the series hold of each source's last three batches up to its cursor, and of
        those after it; by source and name."""
        ...

    def accounted(self, key: EditionKey, announcements: Sequence[str]) -> Mapping[str, date]:
        """Those of the announcements that an edition of another day of the series has in its ledger, with that day."""
        ...

    def printed(self, key: EditionKey, papers: Sequence[PaperId]) -> Sequence[Printed]:
        """Those of the papers that an edition of another day of the series has told of, as it was last told."""
        ...

    def told(self, key: EditionKey, since: date) -> Sequence[Printed]:
        """The works that editions of other days of the series have told of since a day, as they were last told."""
        ...

    def announcements(self, key: EditionKey) -> Sequence[Announcement]:
        """What the kept edition was made of, in the order it was read."""
        ...

    def edition(self, key: EditionKey, revision: int | None = None) -> Edition | None:
        """The newest revision, or the one asked for."""
        ...

    def editions(self) -> Sequence[Edition]:
        """The newest revision of every edition, newest day first."""
        ...

    def keep(
        self,
        edition: Edition,
        announcements: Sequence[Announcement],
        cursors: Sequence[Cursor],
        corrected: Sequence[Edition] = (),
        scored: Sequence[Scored] = (),
    ) -> None:
        """Keep an edition with its ledger, its printed works and the cursors it moves, in one transaction.

        ``corrected`` are revisions of earlier editions that this one calls for; see ``correct``. ``scored`` are the
        works that it ranked and does not print.
        """
        ...

    def correct(self, edition: Edition, said: Collection[str], at: datetime) -> None:
        """Keep a revision that only corrects; its predecessor, announcements, printed works, cursors and a build that
        is under way stay as they are. Flags of the sentences that it no longer says are closed."""
        ...

    def keep_flag(self, flag: Flag) -> None:
        """Keep a flag; the same word about the same sentence once."""
        ...

    def close_flags(self, key: EditionKey, said: Collection[str], at: datetime) -> None:
        """Close what was flagged of sentences of an edition, by what they said."""
        ...

    def flags(self) -> Sequence[Flag]:
        """The open flags, the oldest first."""
        ...

    def note_readings(self, readings: Sequence[Reading]) -> None:
        """Keep how sources did, whether or not an edition comes of it."""
        ...

    def source_states(self) -> Sequence[SourceState]: ...

    def vectors(self, model: str, texts: Sequence[str]) -> Mapping[str, Vector]: ...

    def keep_vectors(self, model: str, vectors: Mapping[str, Vector]) -> None: ...

    def answer(self, request: str, since: datetime) -> Answer | None:
        """What upstream answered to ``request`` at or after ``since``."""
        ...

    def keep_answer(self, request: str, answer: Answer, at: datetime) -> None: ...

    def addresses(self) -> Mapping[str, Address]:
        """The addresses that have moved or gone, by themselves."""
        ...

    def keep_address(self, address: Address) -> None:
        """Keep what is known of an address; one that has neither moved nor gone is forgotten."""
        ...

    def model_answer(self, question: str) -> ModelAnswer | None:
        """What a language model answered to the question of this key, whenever that was."""
        ...

    def keep_model_answer(self, question: str, model: str, answer: ModelAnswer, at: datetime) -> None: ...

"""What the core needs of the world. Each is a Protocol with as few methods as can be."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, TypeVar

from achim.domain.claim import Draft
from achim.domain.edition import Edition, EditionKey, Entry
from achim.domain.ids import PaperId
from achim.domain.note import Note
from achim.domain.paper import Announcement, Batch, Cursor, Known, Window
from achim.domain.topic import Topic

In = TypeVar("In")
Out = TypeVar("Out")
Vector = Sequence[float]


class Clock(Protocol):
    def now(self) -> datetime:
        """The current moment, aware UTC."""
        ...

    def wait(self, seconds: float) -> None:
        """Let so much time pass."""
        ...


@dataclass(frozen=True, slots=True)
class Answer:
    """An upstream answer with a success status. Header names are lower case; ``url`` is the final one."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def content_type(self) -> str:
        return self.headers.get("content-type", "")


class Fetcher(Protocol):
    def get(self, url: str, *, source: str, again: bool = False) -> Answer:
        """Fetch ``url`` on behalf of ``source``. Raises FetchError; a 404 is an error too.

        ``again`` asks upstream although this build has an answer: for a page that is waited for.
        """
        ...


class Source(Protocol):
    @property
    def name(self) -> str: ...

    def announcements(self, window: Window) -> Batch:
        """All that was announced in the window. Raises SourceError where nothing could be learnt."""
        ...

    def has_turned(self, since: datetime, at: datetime) -> bool:
        """Whether, by its calendar, it has announced anew between two moments; no request is made."""
        ...


@dataclass(frozen=True, slots=True)
class Enriched:
    """The announcements with what could be learnt; ``fault`` says why not all could, None where nothing failed."""

    announcements: tuple[Announcement, ...]
    fault: Note | None = None


class Enricher(Protocol):
    @property
    def name(self) -> str: ...

    def enrich(self, announcements: Sequence[Announcement]) -> Enriched:
        """The same announcements, in order, with ids and fields that their source lacks. Idempotent.

        A request that fails costs no more than what it asked for.
        """
        ...


class Embedder(Protocol):
    @property
    def name(self) -> str:
        """Model and version, part of every key under which a vector is kept."""
        ...

    def embed(self, texts: Sequence[str]) -> Sequence[Vector]:
        """A unit vector per text."""
        ...


class Writer(Protocol):
    @property
    def name(self) -> str: ...

    def write(self, topic: Topic, entries: Sequence[Entry], lang: str) -> Draft:
        """Claims about the entries of one topic; what it cites is checked afterwards, whatever it promises."""
        ...


class Engine(Protocol):
    def map(self, work: Callable[[In], Out], items: Iterable[In]) -> Sequence[Out]:
        """``work`` done on every item, results in the order of the items."""
        ...


class Progress(Protocol):
    def step(self, name: str, detail: str = "") -> None:
        """A step of the day's work begins."""
        ...

    def trouble(self, where: str, error: Exception) -> None:
        """Something went wrong that the edition survives; the user's log gets the traceback."""
        ...


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
    that an earlier day's ledger holds, with that day; ``earlier`` is the edition that this build revises, ``carried``
    the announcements that made it.
    """

    cursors: tuple[Cursor, ...] = ()
    known: tuple[Known, ...] = ()
    accounted: tuple[tuple[str, date], ...] = ()
    printed: tuple[Printed, ...] = ()
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


class Store(Protocol):
    """The archive. Whatever it keeps it keeps whole: an edition and its receipts are one transaction."""

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

    def keep(self, edition: Edition, announcements: Sequence[Announcement], cursors: Sequence[Cursor]) -> None:
        """Keep an edition with its ledger, its printed works and the cursors it moves, in one transaction."""
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

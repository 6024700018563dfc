"""What the core needs of the world. Each is a Protocol with as few methods as can be."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, TypeVar

from achim.domain.claim import Claim, Draft, JudgedClaim
from achim.domain.edition import Edition, EditionKey, EditionKind, Entry, ModelUse
from achim.domain.form import FORMS, Form
from achim.domain.ids import PaperId
from achim.domain.note import Note
from achim.domain.paper import Announcement, AnyWork, Batch, Cursor, Known, Window
from achim.domain.topic import Topic

In = TypeVar("In")
Out = TypeVar("Out")
Vector = Sequence[float]
NO_USE = ModelUse()


class Clock(Protocol):
    def now(self) -> datetime:
        """The current moment, aware UTC."""
        ...

    def wait(self, seconds: float) -> None:
        """Let so much time pass."""
        ...


@dataclass(frozen=True, slots=True)
class Answer:
    """An upstream answer with a success status. Header names are lower case; ``url`` is the final one.

    ``moved`` is whether every redirect that led to ``url`` was a permanent one, and there was one.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    moved: bool = False

    @property
    def content_type(self) -> str:
        return self.headers.get("content-type", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """What is known of an address that the user's settings name: where it has moved for good, when it went for good."""

    url: str
    moved_to: str | None = None
    gone_at: datetime | None = None


FEED = "feed:"
"""What the names of sources begin with whose address the user's settings name."""


class Fetcher(Protocol):
    def get(
        self, url: str, *, source: str, again: bool = False, earlier: "Callable[[Answer], bool] | None" = None
    ) -> Answer:
        """Fetch ``url`` on behalf of ``source``. Raises FetchError; a 404 is an error too.

        ``again`` asks upstream although this build has an answer: for a page that is waited for. ``earlier`` says
        whether an answer of a build some hours ago will do: for a long list that is taken up where it was left.
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


@dataclass(frozen=True, slots=True)
class PageText:
    """The main text of a page, plain, and when it was fetched (aware UTC)."""

    text: str
    read_at: datetime


class PageReader(Protocol):
    def read(self, url: str) -> PageText:
        """The main text of the page at ``url``. Raises SourceError where there is none or it may not be read."""
        ...


class Embedder(Protocol):
    @property
    def name(self) -> str:
        """Model and version, part of every key under which a vector is kept."""
        ...

    def embed(self, texts: Sequence[str]) -> Sequence[Vector]:
        """A unit vector per text."""
        ...


class Engine(Protocol):
    def map(self, work: Callable[[In], Out], items: Iterable[In]) -> Sequence[Out]:
        """``work`` done on every item, results in the order of the items."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """What a writer is to write: a topic with its entries, for an edition of ``day`` in ``lang``."""

    topic: Topic
    entries: tuple[Entry, ...]
    lang: str
    day: date
    kind: EditionKind = "papers"

    @property
    def form(self) -> Form:
        return FORMS[self.kind]


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a writer made of an assignment, and what that took.

    ``notes`` say what it could not do, for the ledger; ``gap`` is a fault that may be over when the day is built
    again.
    """

    draft: Draft
    use: ModelUse = NO_USE
    notes: tuple[Note, ...] = ()
    gap: Note | None = None


@dataclass(frozen=True, slots=True)
class Mending:
    """Claims of an assignment that did not hold, for their writer to mend."""

    assignment: Assignment
    refused: tuple[JudgedClaim, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """A claim in the place of each refused one, in their order; None where the writer withdraws it."""

    claims: tuple[Claim | None, ...]
    use: ModelUse = NO_USE
    notes: tuple[Note, ...] = ()
    gap: Note | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubted:
    """A second reader's reason against each claim that it read, None where it has none."""

    reasons: tuple[Note | None, ...]
    use: ModelUse = NO_USE
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Undecided:
    """Papers of whose topics the classifier is unsure, the closed list, and the day of the edition."""

    papers: tuple[AnyWork, ...]
    topics: tuple[Topic, ...]
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """For each undecided paper the key of a topic of the list, or None where the classifier's choice stays."""

    topics: tuple[str | None, ...]
    use: ModelUse = NO_USE
    notes: tuple[Note, ...] = ()


class Writer(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def makers(self) -> tuple[tuple[str, str], ...]:
        """What else had a part in the writing: prompt versions, a second reader."""
        ...

    def decide(self, undecided: Undecided, engine: Engine) -> Decided:
        """The topics of papers of which the classifier is unsure; before anything is written. Total."""
        ...

    def write(self, assignments: Sequence[Assignment], engine: Engine) -> Sequence[Written]:
        """Claims about the entries of each topic; what they cite is checked afterwards, whatever the writer promises.

        Total: a writer that fails says so in what it gives back.
        """
        ...

    def mend(self, mendings: Sequence[Mending], engine: Engine) -> Sequence[Mended]:
        """One more try at claims that did not hold."""
        ...

    def read(self, readings: Sequence[Mending], engine: Engine) -> Sequence[Doubted]:
        """A second reading of claims that hold (``refused`` are then those to read): it may refuse, never acquit."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a language model is asked. ``schema`` is the JSON schema of its answer, ``version`` that of the prompt."""

    version: str
    day: date
    system: str
    user: str
    schema: Mapping[str, object]
    max_output: int
    """Tokens that the answer may take."""
    temperature: float | None = None
    """Of sampling; None for the model's own."""
    place: str = ""
    """Where it is asked, an address without credentials; "" for the provider's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelAnswer:
    """What a language model answered; ``cost`` in US dollars. ``is_whole`` is False where it was cut off.

    ``seconds`` is how long it took when it was asked; 0 where nobody measured it.
    """

    text: str
    prompt_tokens: int
    completion_tokens: int
    cost: float = 0.0
    is_whole: bool = True
    seconds: float = 0.0


class Spent(Protocol):
    def __call__(self, *, billed: bool) -> bool:
        """A try failed; ``billed`` where the service may have worked for it. Whether there is room for another."""
        ...


class LanguageModel(Protocol):
    @property
    def name(self) -> str:
        """Provider and model, part of every key under which an answer is kept."""
        ...

    def ask(self, question: Question, spent: Spent | None = None) -> ModelAnswer:
        """One answer. Raises ModelFault. ``spent`` hears of each try that failed, before another is made."""
        ...

    def close(self) -> None:
        """Give back what the asking took."""
        ...


class Progress(Protocol):
    def step(self, name: str, detail: str = "") -> None:
        """A step of the day's work begins."""
        ...

    def told(self, where: str, note: Note) -> None:
        """What a source came to, or why it is waited for. Called from the threads that read sources."""
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

"""What the core needs of the world around it: time, sources, pages, vectors, and a place where work runs."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from achim.domain.interests import ExamplePaper, Near
from achim.domain.note import Note
from achim.domain.paper import Announcement, AnyWork, Batch, Window

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


class Closeness(Protocol):
    def near(
        self, works: Sequence[AnyWork], examples: tuple[ExamplePaper, ...], least: float
    ) -> Sequence[tuple[AnyWork, Near]]:
        """The works that are at least so close to a reader's examples, and how close."""
        ...


class Engine(Protocol):
    def map(self, work: Callable[[In], Out], items: Iterable[In]) -> Sequence[Out]:
        """``work`` done on every item, results in the order of the items."""
        ...


class Progress(Protocol):
    def about(self, edition: str) -> None:
        """What follows is work on this edition; on none where it is empty."""
        ...

    def step(self, name: str, detail: str = "") -> None:
        """A step of the day's work begins."""
        ...

    def told(self, where: str, note: Note) -> None:
        """What a source came to, or why it is waited for. Called from the threads that read sources."""
        ...

    def trouble(self, where: str, error: Exception) -> None:
        """Something went wrong that the edition survives; the user's log gets the traceback."""
        ...

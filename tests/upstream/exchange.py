"""What passes between the server, the services that render answers, and the faults that spoil them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal, Protocol, TypeVar

from tests.upstream import schedule
from tests.upstream.works import Corpus

T = TypeVar("T")


class Bend(Protocol):
    """What a fault does to the items of an answer."""

    def __call__(self, items: Sequence[T], /) -> tuple[T, ...]: ...


def keep(items: Sequence[T], /) -> tuple[T, ...]:
    return tuple(items)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request as a service sees it: the path without the service's prefix, and what the world looks like.

    ``select`` bends all that matches before anything is counted, ``show`` the page before its items are counted,
    ``lose`` the items after all counts were written. ``lag`` is the number of batches the service is behind;
    with ``relabelled`` it passes the old batch off as the new one.
    """

    path: str
    query: tuple[tuple[str, str], ...]
    headers: Mapping[str, str]
    corpus: Corpus
    now: datetime
    select: Bend = keep
    show: Bend = keep
    lose: Bend = keep
    oai_page: int = 2500
    lag: int = 0
    relabelled: bool = False

    def param(self, name: str, default: str = "") -> str:
        """The last value of a query parameter."""
        return next((value for key, value in reversed(self.query) if key == name), default)

    def has(self, name: str) -> bool:
        return any(key == name for key, _ in self.query)

    def behind(self, label: date) -> date:
        """The label a service shows in the place of ``label``, as it is ``lag`` batches behind."""
        for _ in range(self.lag):
            label = schedule.label_before(label, self.corpus.holidays)
        return label

    @property
    def indexed_to(self) -> datetime:
        """Up to when this service knows of arXiv's works."""
        if not self.lag:
            return self.now
        shown = self.behind(schedule.label_shown(self.now, self.corpus.holidays))
        return schedule.turns_at(schedule.label_after(shown, self.corpus.holidays)) - timedelta(seconds=1)


Mode = Literal["whole", "never", "drip", "half", "reset", "endless"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """An answer, and how it goes over the wire: ``delay`` seconds of silence first, then as ``mode`` says.

    *never* sends nothing until the client gives up, *drip* a byte every ``pace`` seconds, *half* promises all and
    closes in the middle, *reset* breaks the connection off there (RFC 9293, 3.5.2), *endless* repeats the body for ever.
    """

    status: int = 200
    content_type: str = "text/html; charset=utf-8"
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    delay: float = 0.0
    mode: Mode = "whole"
    pace: float = 0.1


Answer = Callable[[Asked], Response]


@dataclass(frozen=True, slots=True)
class Route:
    """A kind of page. ``error`` is the document with which this service refuses a request."""

    name: str
    service: str
    pattern: str
    answer: Answer
    error: Answer
    methods: tuple[str, ...] = field(default=("GET", "HEAD"))

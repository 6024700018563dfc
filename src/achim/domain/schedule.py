"""The day's plan, what is known of how it went, and what is to be done now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from achim.domain.delivery import Receipt
from achim.domain.edition import EditionKey, EditionKind
from achim.domain.note import Note
from achim.domain.paper import Gap
from achim.domain.shelf import Head

Calendar = Mapping[str, tuple[datetime, ...]]
"""When sources with a calendar turned in the last weeks, the oldest first; by source, aware UTC."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """When editions are made and go out. ``weekdays`` as ``date.weekday`` counts them.

    ``at`` is the time, in ``time_zone``, at which an edition is on the desk; its building begins ``lead`` before. One
    with gaps is waited for until ``wait`` after ``at``. What is missing is asked for every ``retry``, until
    ``keep_trying`` after ``at`` where ``late`` is *revision*; where it is *next*, until the edition goes out. Of what
    has not happened ``late_after`` after it was due, and of a source that has been dead for ``dead_after``, the owner
    is told.
    """

    time_zone: str
    at: time
    series: tuple[tuple[EditionKind, str, str], ...]
    """Kind, language and profile of the editions of a day."""
    weekdays: frozenset[int] = frozenset(range(7))
    lead: timedelta = timedelta(minutes=45)
    wait: timedelta = timedelta(minutes=20)
    retry: timedelta = timedelta(minutes=10)
    late: Literal["revision", "next"] = "revision"
    keep_trying: timedelta = timedelta(hours=12)
    late_after: timedelta = timedelta(minutes=60)
    dead_after: timedelta = timedelta(days=3)
    give_up: timedelta = timedelta(days=2)
    """How long a message is tried."""
    tries: int = 12
    """How often."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a channel takes of editions, and who gets them."""

    name: str
    kinds: frozenset[EditionKind]
    profile: str
    lang: str | None
    revisions: Literal["corrections", "all", "none"]
    recipients: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tried:
    """How often and when last an edition's building was begun."""

    at: datetime
    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """Since when a source is dead: when it last answered, or first failed; and what is wrong."""

    source: str
    since: datetime
    fault: Note | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """What the owner is told once. ``key`` is the same as long as it is the same incident."""

    key: str
    note: Note
    opened_at: datetime
    is_told: bool = False
    tried_at: datetime | None = None
    """When telling the owner was last tried."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """All that ``due`` looks at. ``heads`` are the editions of the last days, the newest first; ``since`` is when the
    schedule began to be kept, None before that."""

    heads: tuple[Head, ...] = ()
    tried: Mapping[EditionKey, Tried]
    receipts: tuple[Receipt, ...] = ()
    channels: tuple[Terms, ...] = ()
    dead: tuple[Life, ...] = ()
    incidents: tuple[Incident, ...] = ()
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Build:
    """An edition to be made, or to be made anew. ``only_gaps`` asks nobody but those that it had to do without."""

    key: EditionKey
    only_gaps: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """An edition to be sent by a channel to those who have not got it."""

    channel: str
    key: EditionKey
    revision: int
    before: int | None
    recipients: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What is to be done now; ``wake`` is when to look again although nothing else happened (aware UTC)."""

    builds: tuple[Build, ...]
    errands: tuple[Errand, ...]
    opened: tuple[Incident, ...]
    closed: tuple[Incident, ...]
    wake: datetime

    @property
    def is_none(self) -> bool:
        return not (self.builds or self.errands or self.opened or self.closed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """How an errand, or several, of a channel went: messages, by what became of them."""

    channel: str
    delivered: int = 0
    waiting: int = 0
    refused: int = 0
    given_up: int = 0
    unsure: int = 0
    """Delivered ones that were perhaps received more than once."""
    faults: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What became of a build: *made*, *revised*, *complete*, *unchanged*, *unanswered* or *failed*."""

    key: EditionKey
    what: str
    gaps: tuple[Gap, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One look at the desk, and what was done. ``day`` is that of the edition's time zone."""

    begun_at: datetime
    ended_at: datetime
    day: date
    made: tuple[Made, ...] = ()
    sent: tuple[Sending, ...] = ()
    opened: tuple[Incident, ...] = ()
    troubles: tuple[Note, ...] = ()

    @property
    def is_idle(self) -> bool:
        return not (self.made or self.sent or self.opened or self.troubles)

    @property
    def is_well(self) -> bool:
        return not self.troubles and all(made.what not in ("failed", "unanswered") for made in self.made)

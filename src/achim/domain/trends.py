"""How topics and keywords move over weeks and months, and how much is needed before anything is said of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from achim.domain.shelf import Shown, TopicCount

WEEK_EDITIONS, WEEKS_NEEDED, WEEKS_SHOWN = 3, 4, 16
"""Editions that make a week count, weeks that make a picture, weeks it shows."""
MONTH_EDITIONS, MONTHS_NEEDED, MONTHS_SHOWN = 10, 3, 12
RECENT_WEEKS, BEFORE_WEEKS = 4, 12
RECENT_NEEDED, BEFORE_NEEDED = 3, 4
"""Weeks that count, of those looked at."""
LEAST_WORKS, LEAST_EDITIONS = 4, 3
"""Works and editions that have a keyword, lately, before anything is said of it."""
LEAST_Z = 1.645


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A week or month by its first day. ``editions`` are those that printed anything, ``counts`` works by topic."""

    first: date
    editions: int
    counts: Mapping[str, int]
    is_enough: bool

    @property
    def works(self) -> int:
        return sum(self.counts.values())

    def share(self, topic: str) -> float:
        """From 0 to 1; 0 where nothing was printed."""
        return self.counts.get(topic, 0) / self.works if self.works else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """Topics over periods, the oldest first; ``topics`` have their counts in all of them, most first, *Other* last."""

    topics: tuple[TopicCount, ...]
    spans: tuple[Span, ...]
    needed: int

    @property
    def measured(self) -> int:
        """How many periods have enough editions."""
        return sum(span.is_enough for span in self.spans)

    @property
    def is_enough(self) -> bool:
        return self.measured >= self.needed


@dataclass(frozen=True, slots=True, kw_only=True)
class RisingKeyword:
    """``recent`` and ``before`` count works that have it; ``z`` is its log-odds ratio in standard deviations."""

    term: str
    recent: int
    before: int
    z: float
    works: tuple[Shown, ...]
    """The recent ones, newest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rising:
    """Keywords of the weeks from ``recent_from`` on against those from ``before_from``; works looked at in each."""

    keywords: tuple[RisingKeyword, ...]
    before_from: date
    recent_from: date
    recent_works: int
    before_works: int
    recent_measured: int
    before_measured: int

    @property
    def is_enough(self) -> bool:
        return self.recent_measured >= RECENT_NEEDED and self.before_measured >= BEFORE_NEEDED


@dataclass(frozen=True, slots=True, kw_only=True)
class Trends:
    weeks: Distribution
    months: Distribution
    rising: Rising

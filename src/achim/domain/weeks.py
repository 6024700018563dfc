"""A week of editions: ISO weeks, from Monday on, told from Saturday on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from achim.domain.claim import JudgedClaim
from achim.domain.edition import Edition, EditionKey, EditionKind, Entry, Section
from achim.domain.paper import Gap
from achim.domain.shelf import TopicCount


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekLine:
    """A claim that an edition printed of an entry."""

    key: EditionKey
    section: Section
    entry: Entry
    judged: JudgedClaim


@dataclass(frozen=True, slots=True)
class WeekGap:
    key: EditionKey
    gap: Gap
    time_zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekOfKind:
    """A week of one kind of edition: its lines, best first, and its works by topic, each once."""

    kind: EditionKind
    lines: tuple[WeekLine, ...]
    topics: tuple[TopicCount, ...]

    @property
    def works(self) -> int:
        return sum(topic.count for topic in self.topics)


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """``first`` is its Monday; ``editions`` in the order of days, papers first."""

    first: date
    editions: tuple[Edition, ...]
    kinds: tuple[WeekOfKind, ...]
    gaps: tuple[WeekGap, ...]

    @property
    def days(self) -> tuple[date, ...]:
        return tuple(self.first + timedelta(days=more) for more in range(7))

    @property
    def announced(self) -> int:
        return sum(line.announced for edition in self.editions for line in edition.ledger.sources)


def monday(day: date) -> date:
    """The first day of a day's ISO week."""
    return day - timedelta(days=day.weekday())


def told_weeks(days: Iterable[date]) -> tuple[date, ...]:
    """The Mondays of the weeks that are told, newest first; ``days`` are those of all editions."""
    found = sorted(set(days), reverse=True)
    mondays = dict.fromkeys(map(monday, found))
    return tuple(first for first in mondays if found[0] >= saturday(first))


def saturday(first: date) -> date:
    """The day from which on a week is told; ``first`` is its Monday."""
    return first + timedelta(days=5)

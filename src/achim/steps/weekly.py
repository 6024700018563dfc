"""What a week's editions printed → its round-up: lines already printed, chosen anew, and what code counts.

A week is told once an edition of its Saturday or a later day is there: decided from the days of editions, never from
a clock.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from achim.domain.claim import JudgedClaim
from achim.domain.edition import Edition, EditionKey, EditionKind, Entry, Section
from achim.domain.form import FORMS
from achim.domain.paper import Gap
from achim.domain.shelf import TopicCount, head_of, shown_in
from achim.steps.compose import line_of
from achim.steps.trends import first_printings, monday, topics_of

LINES: dict[EditionKind, int] = {"papers": 7, "news": 5}


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


def told_weeks(days: Iterable[date]) -> tuple[date, ...]:
    """The Mondays of the weeks that are told, newest first; ``days`` are those of all editions."""
    found = sorted(set(days), reverse=True)
    mondays = dict.fromkeys(map(monday, found))
    return tuple(first for first in mondays if found[0] >= saturday(first))


def saturday(first: date) -> date:
    """The day from which on a week is told; ``first`` is its Monday."""
    return first + timedelta(days=5)


def weekly(editions: Sequence[Edition]) -> Week:
    """Of the newest revisions of an ISO week, in one language and profile; ValueError where they are of several."""
    ordered = tuple(sorted(editions, key=lambda edition: (edition.key.day, edition.key.kind != "papers")))
    mondays = {monday(edition.key.day) for edition in ordered}
    if len(mondays) != 1:
        raise ValueError(f"editions of {len(mondays)} weeks")
    kinds: tuple[EditionKind, ...] = ("papers", "news")
    return Week(
        first=mondays.pop(),
        editions=ordered,
        kinds=tuple(_kind(kind, own) for kind in kinds if (own := [e for e in ordered if e.key.kind == kind])),
        gaps=tuple(WeekGap(edition.key, gap, edition.time_zone) for edition in ordered for gap in edition.gaps),
    )


def _kind(kind: EditionKind, editions: Sequence[Edition]) -> WeekOfKind:
    firsts = first_printings(shown for edition in editions for shown in shown_in(edition))
    counts = Counter(each.topic for each in firsts)
    lines = [line for edition in editions for line in _lines(edition)]
    return WeekOfKind(
        kind=kind,
        lines=tuple(_best(lines, LINES[kind])),
        topics=topics_of(map(head_of, editions), counts),
    )


def _lines(edition: Edition) -> Iterable[WeekLine]:
    form = FORMS[edition.key.kind]
    for section in edition.sections:
        for entry in section.entries:
            if judged := line_of(section, entry.paper.id, form):
                yield WeekLine(key=edition.key, section=section, entry=entry, judged=judged)


def _best(lines: Sequence[WeekLine], most: int) -> Iterable[WeekLine]:
    """By score, a further line of a topic counting half, a third and so on (the divisors of D'Hondt); a work once."""
    left = {line.entry.paper.id: line for line in reversed(lines)}
    taken: Counter[str] = Counter()
    for _ in range(min(most, len(left))):
        best = max(left.values(), key=lambda line: _worth(line, taken))
        taken[best.section.topic.key] += 1
        del left[best.entry.paper.id]
        yield best


def _worth(line: WeekLine, taken: Counter[str]) -> tuple[float, int, int]:
    """What tells neither what was done nor what came out counts half; earlier days and smaller numbers come first."""
    form = FORMS[line.key.kind]
    weight = 1.0 if line.judged.claim.role in (*form.core, form.outcome) else 0.5
    score = weight * max(line.entry.score.total, 0.0) / (1 + taken[line.section.topic.key])
    return score, -line.key.day.toordinal(), -line.entry.number

"""What goes wrong, by seed: with upstream, with the machine, and in the middle of the work."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from fnmatch import fnmatchcase
from random import Random

from tests.upstream import schedule
from tests.upstream.exchange import Asked
from tests.upstream.faults import OK, Fault, named
from tests.year.contents import HOLIDAYS, days_of

_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)
PLACES = ("arxiv_*", "hf_*", "deeplearn_*", "hn_*", "korean_*", "feed")
"""Patterns of routes: what fails together."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """A fault of every request to some routes, from ``begins`` to before ``ends``, aware UTC."""

    name: str
    routes: str
    fault: Fault
    begins: datetime
    ends: datetime

    def covers(self, route: str, at: datetime) -> bool:
        return self.begins <= at < self.ends and fnmatchcase(route, self.routes)


@dataclass(frozen=True, slots=True)
class Crash:
    """An end of the process in the first work after ``at``: before its ``nth`` request, at a step of that name, or by
    SIGKILL ``after`` so many seconds of the machine's time, wherever it is then."""

    at: datetime
    nth: int = 0
    step: str = ""
    after: float = 0.0


@dataclass(frozen=True, slots=True)
class Plan:
    """All that goes wrong. While the machine is ``off`` nothing runs."""

    troubles: tuple[Trouble, ...] = ()
    off: tuple[tuple[datetime, datetime], ...] = ()
    crashes: tuple[Crash, ...] = ()

    def fault(self, route: str, at: datetime) -> Fault:
        """The one that began last."""
        found = [trouble for trouble in self.troubles if trouble.covers(route, at)]
        return max(found, key=lambda trouble: trouble.begins).fault if found else OK

    def off_until(self, at: datetime) -> datetime | None:
        """When the machine is on again; None while it is on."""
        return max((ends for begins, ends in self.off if begins <= at < ends), default=None)


MEAN_DAYS = {
    "outage of hours": 5,
    "outage of days": 30,
    "all down for a morning": 28,
    "too many requests": 6,
    "silence": 12,
    "late listing": 8,
    "stale feed": 9,
    "half a page": 9,
    "ids left out": 14,
    "announced twice": 18,
    "late list": 9,
    "machine off for hours": 12,
    "machine off for days": 40,
    "crash": 4,
}
"""One in so many days, each at least once."""
STEPS = ("collect", "enrich", "rank", "write", "compose", "keep", "render", "index", "deliver", "send", "sent")
"""``keep`` is before an edition is kept and ``render`` after it; ``send`` and ``sent`` are around a delivery."""


def planned(seed: int, first: date, last: date, *, kills: int = 0, heals: int = 5) -> Plan:
    """Trouble on the days between two days; the last ``heals`` are spared, so that all may heal.

    ``kills`` are ends by SIGKILL, each in a process of its own.
    """
    random = Random(seed)
    days = days_of(first + _DAY, last - heals * _DAY)
    ends = (Crash(_moment(random, day, 3), after=random.uniform(0.02, 0.8)) for day in random.sample(days, kills))
    plan = Plan(crashes=tuple(ends))
    for name, mean in MEAN_DAYS.items():
        for day in sorted(random.sample(days, max(1, len(days) // mean))):
            plan = _with(plan, name, random, _moment(random, day, 24))
    return plan


def _moment(random: Random, day: date, hours: int) -> datetime:
    return datetime.combine(day, time(random.randrange(hours)), UTC)


def _with(plan: Plan, name: str, random: Random, at: datetime) -> Plan:
    if name == "crash":
        steps = random.random() < 0.5
        crash = Crash(at, step=random.choice(STEPS)) if steps else Crash(at, nth=random.randint(1, 25))
        return replace(plan, crashes=tuple(sorted((*plan.crashes, crash), key=lambda each: each.at)))
    if name.startswith("machine off"):
        hours = random.randint(2, 20) if name.endswith("hours") else random.randint(24, 100)
        return replace(plan, off=(*plan.off, (at, at + hours * _HOUR)))
    return replace(plan, troubles=(*plan.troubles, *_troubles(name, random, at)))


def _troubles(name: str, random: Random, at: datetime) -> Sequence[Trouble]:
    day = at.date()
    if name.startswith("outage of"):
        hours = random.randint(2, 30) if name.endswith("hours") else random.randint(30, 90)
        how = named(random.choice(("503", "500", "reset", "other_page", "403")))
        return [Trouble(name, random.choice(PLACES), how, at, at + hours * _HOUR)]
    if name == "all down for a morning":
        dawn = datetime.combine(day, time(20), UTC) - _DAY
        return [Trouble(name, "*", named("503"), dawn, dawn + random.randint(8, 16) * _HOUR)]
    if name == "late listing":
        label = schedule.label_after(day - _DAY, HOLIDAYS)
        turns = schedule.turns_at(label)
        late = timedelta(minutes=random.randint(40, 360))
        return [Trouble(name, "arxiv_*", not_yet(turns), turns, turns + late)]
    if name == "late list":
        return [Trouble(name, "hf_*", hours_ago(random.randint(12, 30)), at, at + 12 * _HOUR)]
    routes, fault, hours = {
        "too many requests": (random.choice(PLACES), "429", 6),
        "silence": (random.choice(PLACES), "timeout", 5),
        "stale feed": ("arxiv_feed", "stale_relabelled", 24),
        "half a page": ("arxiv_listing", random.choice(("partial", "short_count", "truncated")), 20),
        "ids left out": ("arxiv_listing", "dropped_ids", 24),
        "announced twice": ("arxiv_listing", "stale_relabelled", 24),
    }[name]
    return [Trouble(name, routes, named(fault), at, at + hours * _HOUR)]


def not_yet(turns: datetime) -> Fault:
    """Everything as it was just before a batch was announced."""
    before = turns - timedelta(seconds=1)

    def earlier(asked: Asked) -> Asked:
        return replace(asked, now=min(asked.now, before))

    return Fault("not_yet", ask=earlier)


def hours_ago(hours: int) -> Fault:
    """A place that stands still."""

    def earlier(asked: Asked) -> Asked:
        return replace(asked, now=asked.now - hours * _HOUR)

    return Fault("hours_ago", ask=earlier)

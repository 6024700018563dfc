"""What a week's editions printed → its round-up: lines already printed, chosen anew, and what code counts.

A week is told once an edition of its Saturday or a later day is there: decided from the days of editions, never from
a clock.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from achim.domain.edition import Edition, EditionKind
from achim.domain.form import FORMS
from achim.domain.shelf import head_of, shown_in
from achim.domain.weeks import Week, WeekGap, WeekLine, WeekOfKind, monday
from achim.steps.compose import line_of
from achim.steps.trends import first_printings, topics_of

LINES: dict[EditionKind, int] = {"papers": 7, "news": 5}


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
    """Of every work that was not withdrawn since."""
    form = FORMS[edition.key.kind]
    withdrawn = {each.work for each in edition.corrections if each.withdraws}
    for section in edition.sections:
        for entry in section.entries:
            judged = line_of(section, entry.paper.id, form)
            if judged and entry.paper.id not in withdrawn:
                yield WeekLine(key=edition.key, section=section, entry=entry, judged=judged)


def _best(lines: Sequence[WeekLine], most: int) -> Iterable[WeekLine]:
    """By score, a further line of a topic counting half, a third and so on (the divisors of D'Hondt), and one of a day
    four fifths, four sixths: a week is not its Monday.
    """
    left = {line.entry.paper.id: line for line in reversed(lines)}
    taken: Counter[str | date] = Counter()
    for _ in range(min(most, len(left))):
        best = max(left.values(), key=lambda line: _worth(line, taken))
        taken.update((best.section.topic.key, best.key.day))
        del left[best.entry.paper.id]
        yield best


def _worth(line: WeekLine, taken: Mapping[str | date, int]) -> tuple[float, int, int]:
    """What tells neither what was done nor what came out counts half; earlier days and smaller numbers come first."""
    form = FORMS[line.key.kind]
    weight = 1.0 if line.judged.claim.role in (*form.core, form.outcome) else 0.5
    spread = (1 + taken.get(line.section.topic.key, 0)) * (1 + taken.get(line.key.day, 0) / 4)
    return weight * max(line.entry.score.total, 0.0) / spread, -line.key.day.toordinal(), -line.entry.number

"""How much of what a month printed was corrected."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date

from achim.domain.correction import MonthShare
from achim.domain.shelf import Head


def monthly_shares(heads: Iterable[Head]) -> tuple[MonthShare, ...]:
    """The share of corrected sentences by the month of the editions that printed them, the newest month first."""
    printed: Counter[date] = Counter()
    reasons: defaultdict[date, Counter[str]] = defaultdict(Counter)
    for head in heads:
        month = head.key.day.replace(day=1)
        printed[month] += head.sentences or head.claims
        reasons[month].update(dict(head.corrected))
    return tuple(
        MonthShare(month, printed[month], reasons[month].total(), tuple(sorted(reasons[month].items())))
        for month in sorted(printed, reverse=True)
    )

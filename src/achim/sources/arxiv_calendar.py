"""When arXiv announces: https://info.arxiv.org/help/availability.html

A batch carries the date of the day after its announcement: Sunday 20:00 US Eastern announces Monday's batch.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

EASTERN = ZoneInfo("America/New_York")
_ANNOUNCED = time(20, 0)
_DAY = timedelta(days=1)
_SATURDAY = 5


def newest_batch(at: datetime) -> date:
    """The label of the newest batch announced at a moment, if no holiday fell on it."""
    eastern = at.astimezone(EASTERN)
    label = eastern.date() + (_DAY if eastern.time() >= _ANNOUNCED else timedelta())
    while label.weekday() >= _SATURDAY:
        label -= _DAY
    return label


def announced_at(label: date) -> datetime:
    """The moment a batch is announced, aware US Eastern."""
    return datetime.combine(label - _DAY, _ANNOUNCED, tzinfo=EASTERN)


def next_batch(label: date) -> date:
    label += _DAY
    while label.weekday() >= _SATURDAY:
        label += _DAY
    return label


def batches(after: date, until: date) -> Iterator[date]:
    """Labels of the working days in ``(after, until]``."""
    label = next_batch(after)
    while label <= until:
        yield label
        label = next_batch(label)

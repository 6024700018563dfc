"""When arXiv announces: https://info.arxiv.org/help/availability.html

A batch carries the date of the day after its announcement: Sunday 20:00 US Eastern announces Monday's batch.
"""

from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

EASTERN = ZoneInfo("America/New_York")
_ANNOUNCED = time(20, 0)
_CLOSED = time(14, 0)
_DAY = timedelta(days=1)
_MONDAY = 0
_SATURDAY = 5


def newest_batch(at: datetime) -> date:
    """The label of the newest batch announced at a moment, if no holiday fell on it."""
    eastern = at.astimezone(EASTERN)
    label = eastern.date() + (_DAY if eastern.time() >= _ANNOUNCED else timedelta())
    while label.weekday() >= _SATURDAY:
        label -= _DAY
    return label


def announced_at(label: date) -> datetime:
    """The moment a batch is announced, aware UTC, so that differences are of time that passes."""
    return datetime.combine(label - _DAY, _ANNOUNCED, tzinfo=EASTERN).astimezone(UTC)


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


def is_holiday(label: date, holidays: Collection[date]) -> bool:
    """Whether there is no such batch: a holiday takes away the one whose submissions would have closed on it."""
    return _closing_day(label) in holidays


def submission_window(label: date, holidays: Collection[date]) -> tuple[datetime, datetime]:
    """From when on (inclusive) and until when (exclusive) a batch's papers were submitted, aware UTC."""
    before = label - _DAY
    while before.weekday() >= _SATURDAY or is_holiday(before, holidays):
        before -= _DAY
    return _closed_at(before), _closed_at(label)


def _closing_day(label: date) -> date:
    return label - _DAY * (3 if label.weekday() == _MONDAY else 1)


def _closed_at(label: date) -> datetime:
    return datetime.combine(_closing_day(label), _CLOSED, tzinfo=EASTERN).astimezone(UTC)


def announced(label: date, holidays: Collection[date]) -> date:
    """The newest batch up to ``label`` that no holiday took away."""
    while is_holiday(label, holidays):
        label -= _DAY
        while label.weekday() >= _SATURDAY:
            label -= _DAY
    return label

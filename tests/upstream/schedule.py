"""When arXiv announces: the calendar all arXiv services follow. All rules in US Eastern time.

https://info.arxiv.org/help/availability.html
"""

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

EASTERN = ZoneInfo("America/New_York")
LISTING_TURNS = time(20, 0)
SUBMISSIONS_CLOSE = time(14, 0)

HOLIDAYS_2026 = frozenset(
    date(2026, month, day)
    for month, day in ((1, 1), (1, 19), (6, 19), (7, 3), (9, 7), (11, 26), (12, 25), (12, 29), (12, 31))
)
"""arXiv's days without a mailing. Other years are given to the corpus as data."""

_ONE_DAY = timedelta(days=1)


def closing_day(label: date) -> date:
    """The day on which submissions for the batch labelled ``label`` close."""
    return label - timedelta(days=3 if label.weekday() == 0 else 1)


def is_label(day: date, holidays: Collection[date] = ()) -> bool:
    """Whether a batch carries this date.

    A holiday takes away the batch that would have closed on it: the next day's label, or Monday's after a Friday
    (2026-06-19 was one: the listings of Monday 2026-06-22 went on showing Friday's batch).
    """
    return day.weekday() < 5 and closing_day(day) not in holidays


def turns_at(label: date) -> datetime:
    """The moment, aware UTC, at which the listing shows the batch: 20:00 Eastern on the calendar day before."""
    return datetime.combine(label - _ONE_DAY, LISTING_TURNS, EASTERN).astimezone(UTC)


def label_before(day: date, holidays: Collection[date] = ()) -> date:
    """The last label before ``day``."""
    day -= _ONE_DAY
    while not is_label(day, holidays):
        day -= _ONE_DAY
    return day


def label_after(day: date, holidays: Collection[date] = ()) -> date:
    """The first label after ``day``."""
    day += _ONE_DAY
    while not is_label(day, holidays):
        day += _ONE_DAY
    return day


def label_shown(now: datetime, holidays: Collection[date] = ()) -> date:
    """The label that the listing page shows: the latest whose turn has come; weekends and holidays change nothing."""
    label = label_before(eastern_day(now) + 2 * _ONE_DAY, holidays)
    while turns_at(label) > now:
        label = label_before(label, holidays)
    return label


def eastern_day(now: datetime) -> date:
    """The calendar day in US Eastern time, whose batch the feeds show."""
    return now.astimezone(EASTERN).date()


def submission_window(label: date, holidays: Collection[date] = ()) -> tuple[datetime, datetime]:
    """From when to when (aware UTC) the batch's papers were submitted."""
    return _closes_at(label_before(label, holidays)), _closes_at(label)


def label_of_submission(at: datetime, holidays: Collection[date] = ()) -> date:
    """The label of the batch in which a paper submitted at that moment is announced, if nothing holds it up."""
    label = label_after(eastern_day(at) - _ONE_DAY, holidays)
    while _closes_at(label) <= at:
        label = label_after(label, holidays)
    return label


def _closes_at(label: date) -> datetime:
    return datetime.combine(closing_day(label), SUBMISSIONS_CLOSE, EASTERN).astimezone(UTC)

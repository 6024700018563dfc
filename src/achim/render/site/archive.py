"""The archive: a calendar of all editions."""

from calendar import Calendar
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from achim.domain.shelf import Head
from achim.domain.weeks import saturday, told_weeks
from achim.render.dates import long_month, weekday_names
from achim.render.site import places
from achim.render.site.frame import Frame, html
from achim.render.site.front import Linked, in_order, told, week_link
from achim.render.site.places import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class DayEdition:
    kind: str
    address: str
    short: str
    told: str


@dataclass(frozen=True, slots=True)
class DayCell:
    number: int
    editions: tuple[DayEdition, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    label: str
    address: str
    weeks: tuple[tuple[DayCell, ...], ...]
    told_weeks: tuple[Linked, ...]
    """The round-ups that came out in the month."""


def months_of(heads: Iterable[Head]) -> Mapping[tuple[int, int], tuple[Head, ...]]:
    """Editions by year and month, newest first; ``heads`` come newest day first."""
    grouped = groupby(heads, key=lambda head: (head.key.day.year, head.key.day.month))
    return {month: tuple(own) for month, own in grouped}


def archive_page(frame: Frame, heads: Sequence[Head]) -> str:
    """The newest month with ways to all others."""
    months, link = months_of(heads), Link(places.ARCHIVE)
    newest = next(iter(months), None)
    return html(
        frame,
        "archive",
        places.ARCHIVE,
        frame.word("site.archive"),
        here=places.ARCHIVE,
        count=len(heads),
        months=[_month(frame, newest, months[newest], weeks_of(newest, heads), link)] if newest else [],
        weekdays=weekday_names(frame.lang),
        others=[
            (
                link.to(places.month_page(*month)),
                long_month(*month, frame.lang),
                frame.word("site.archive.count", editions=len(own)),
            )
            for month, own in months.items()
        ],
    )


def weeks_of(month: tuple[int, int], heads: Iterable[Head]) -> tuple[date, ...]:
    """The Mondays of the weeks that were told in a month, which is on their Saturdays; ``heads`` are all editions."""
    firsts = told_weeks(head.key.day for head in heads)
    return tuple(first for first in reversed(firsts) if saturday(first).timetuple()[:2] == month)


def month_page(frame: Frame, month: tuple[int, int], heads: Sequence[Head], weeks: Sequence[date]) -> str:
    """The editions of one month, and the weeks told in it; ``heads`` are its own."""
    place = places.month_page(*month)
    return html(
        frame,
        "archive",
        place,
        long_month(*month, frame.lang),
        here=places.ARCHIVE,
        count=len(heads),
        months=[_month(frame, month, heads, weeks, Link(place))],
        weekdays=weekday_names(frame.lang),
        others=(),
    )


def _month(frame: Frame, month: tuple[int, int], heads: Sequence[Head], weeks: Iterable[date], link: Link) -> Month:
    by_day = {day: tuple(own) for day, own in groupby(heads, key=lambda head: head.key.day)}
    place = places.month_page(*month)
    return Month(
        label=long_month(*month, frame.lang),
        address="" if link.page == place else link.to(place),
        weeks=tuple(
            tuple(_cell(frame, day, by_day.get(day, ()), link) if day.month == month[1] else DayCell(0) for day in week)
            for week in Calendar().monthdatescalendar(*month)
        ),
        told_weeks=tuple(week_link(frame, first, link) for first in weeks),
    )


def _cell(frame: Frame, day: date, heads: Sequence[Head], link: Link) -> DayCell:
    return DayCell(
        day.day,
        tuple(
            DayEdition(
                kind=head.key.kind,
                address=link.to(places.edition_page(head.key)),
                short=f"{frame.word(f'site.{head.key.kind}')} {head.printed}{'' if head.is_complete else '*'}",
                told=f"{frame.word(f'site.{head.key.kind}')}, {day.isoformat()}: {told(frame, head)}",
            )
            for head in in_order(heads)
        ),
    )

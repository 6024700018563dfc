"""The archive: a calendar of all editions."""

from calendar import Calendar
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from achim.domain.shelf import Head
from achim.render.dates import long_month, weekday_names
from achim.render.site import places
from achim.render.site.frame import Frame, html
from achim.render.site.front import in_order, told
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
        months=[_month(frame, newest, months[newest], link)] if newest else [],
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


def month_page(frame: Frame, month: tuple[int, int], heads: Sequence[Head]) -> str:
    """The editions of one month; ``heads`` are its own."""
    place = places.month_page(*month)
    return html(
        frame,
        "archive",
        place,
        long_month(*month, frame.lang),
        here=places.ARCHIVE,
        count=len(heads),
        months=[_month(frame, month, heads, Link(place))],
        weekdays=weekday_names(frame.lang),
        others=(),
    )


def _month(frame: Frame, month: tuple[int, int], heads: Sequence[Head], link: Link) -> Month:
    by_day = {day: tuple(own) for day, own in groupby(heads, key=lambda head: head.key.day)}
    place = places.month_page(*month)
    return Month(
        label=long_month(*month, frame.lang),
        address="" if link.page == place else link.to(place),
        weeks=tuple(
            tuple(_cell(frame, day, by_day.get(day, ()), link) if day.month == month[1] else DayCell(0) for day in week)
            for week in Calendar().monthdatescalendar(*month)
        ),
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

"""The front page: the newest edition of each kind in three lines, with its chart."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from jinja2.environment import TemplateModule

from achim.domain.shelf import Head
from achim.domain.weeks import told_weeks
from achim.render.dates import full_day
from achim.render.html import parts_of
from achim.render.site import places
from achim.render.site.edition import Depth, Opened, Pages, cards, depths
from achim.render.site.frame import Frame, html
from achim.render.site.places import Link

RECENT = 14
"""Days that the front page leads to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    kind: str
    name: str
    iso_day: str
    day: str
    address: str
    counts: tuple[str, ...]
    has_papers: bool
    has_lead: bool
    made_by: str
    notice: str | None
    parts: TemplateModule
    depths: tuple[Depth, ...]


@dataclass(frozen=True, slots=True)
class Linked:
    address: str
    label: str


@dataclass(frozen=True, slots=True)
class Day:
    iso: str
    label: str
    editions: tuple[Linked, ...]


def front_page(frame: Frame, newest: Sequence[Opened], heads: Iterable[Head]) -> str:
    """``newest`` is the newest edition of each kind; ``heads`` all editions, newest day first."""
    link, recent = Link(places.FRONT), tuple(heads)
    return html(
        frame,
        "front",
        places.FRONT,
        frame.name,
        here=places.FRONT,
        about=frame.word("site.promise"),
        today=[_today(frame, each, link) for each in newest],
        recent=_recent(frame, recent, link),
        weeks=[week_link(frame, first, link) for first in told_weeks(head.key.day for head in recent)[:1]],
    )


def _today(frame: Frame, opened: Opened, link: Link) -> Today:
    shown, key = opened.view, opened.edition.key
    address = link.to(places.edition_page(key))
    return Today(
        kind=key.kind,
        name=shown.name,
        iso_day=shown.iso_day,
        day=shown.day,
        address=address,
        counts=shown.counts,
        has_papers=bool(shown.topics),
        has_lead=bool(shown.lead),
        made_by=shown.made_by,
        notice=shown.notice,
        parts=parts_of(shown, Pages(link, key), address, f"{key.kind}-"),
        depths=depths(frame, shown, cards(shown, link, key), key, places.FRONT),
    )


def _recent(frame: Frame, heads: Iterable[Head], link: Link) -> list[Day]:
    days = groupby(heads, key=lambda head: head.key.day)
    return [
        Day(day.isoformat(), full_day(day, frame.lang), tuple(_linked(frame, head, link) for head in in_order(of_day)))
        for (day, of_day), _ in zip(days, range(RECENT), strict=False)
    ]


def _linked(frame: Frame, head: Head, link: Link) -> Linked:
    return Linked(link.to(places.edition_page(head.key)), told(frame, head))


def week_link(frame: Frame, first: date, link: Link) -> Linked:
    """To the round-up of a week; ``first`` is its Monday."""
    year, number, _ = first.isocalendar()
    return Linked(link.to(places.week_page(first)), frame.word("week.link", year=year, week=number))


def in_order(heads: Iterable[Head]) -> list[Head]:
    """Papers before news."""
    return sorted(heads, key=lambda head: head.key.kind != "papers")


def told(frame: Frame, head: Head) -> str:
    """``논문 12편``, ``소식 없음``, ``논문 3편, 빠진 것 있음``."""
    kind = head.key.kind
    count = frame.word(f"site.{kind}.count", count=head.printed) if head.printed else frame.word(f"site.{kind}.none")
    return count if head.is_complete else f"{count}, {frame.word('site.has_gaps')}"

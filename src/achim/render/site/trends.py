"""The page of trends: topics over weeks and months as pictures with the same numbers in tables, and rising keywords.

A picture is one small SVG a topic, all on one scale, so that a name stands beside every colour and the page reads on a
phone. It has presentation attributes only, and its text is the page's.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from achim.domain import trends as rules
from achim.domain.edition import EditionKind
from achim.domain.shelf import TopicCount
from achim.domain.trends import Distribution, Rising, RisingKeyword, Span, Trends
from achim.render.dates import day_of_year, full_day, long_month
from achim.render.inert import color_of, line, typeset
from achim.render.messages import frame_lang
from achim.render.site import places
from achim.render.site.frame import KINDS, Frame, html
from achim.render.site.places import Link

_WIDTH, _HEIGHT = 320, 64
_STEP = 5
"""Percent; the scale ends at a multiple of it."""


@dataclass(frozen=True, slots=True)
class Rect:
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A topic's bars. ``title`` and ``told`` say in words what they show."""

    id: str
    label: str
    emoji: str
    color: str
    address: str
    title: str
    told: str
    bars: tuple[Rect, ...]


@dataclass(frozen=True, slots=True)
class Number:
    count: int
    share: int


@dataclass(frozen=True, slots=True)
class TableRow:
    label: str
    numbers: tuple[Number, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """Topics over weeks or months; ``missing`` says what a picture still needs, empty where there is one."""

    name: str
    scale: str
    missing: str
    pictures: tuple[Picture, ...]
    first: str
    last: str
    width: int
    height: int
    columns: tuple[str, ...]
    editions: tuple[int, ...]
    works: tuple[int, ...]
    rows: tuple[TableRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    title: str
    day: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyword:
    term: str
    told: str
    works: tuple[Work, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RisingPart:
    how: str
    missing: str
    keywords: tuple[Keyword, ...]


@dataclass(frozen=True, slots=True)
class KindOfTrends:
    kind: EditionKind
    label: str
    movements: tuple[Movement, ...]
    rising: RisingPart


def trends_page(frame: Frame, found: Mapping[EditionKind, Trends]) -> str:
    """``found`` has the kinds that printed anything."""
    link = Link(places.TRENDS)
    return html(
        frame,
        "trends",
        places.TRENDS,
        frame.word("site.trends"),
        here=places.TRENDS,
        about=frame.word("trends.about"),
        kinds=[
            KindOfTrends(
                kind,
                frame.word(f"trends.{kind}"),
                (
                    _Mover(frame, kind, "weeks", found[kind].weeks, link).movement(),
                    _Mover(frame, kind, "months", found[kind].months, link).movement(),
                ),
                _rising(frame, found[kind].rising, link),
            )
            for kind in KINDS
            if kind in found
        ],
    )


class _Mover:
    """Draws a distribution of one kind of edition over one kind of period."""

    def __init__(self, frame: Frame, kind: EditionKind, name: str, found: Distribution, link: Link) -> None:
        self._frame = frame
        self._kind: EditionKind = kind
        self._name = name
        self._found = found
        self._link = link
        self._least = rules.WEEK_EDITIONS if name == "weeks" else rules.MONTH_EDITIONS
        shares = [span.share(topic.key) for span in found.spans if span.is_enough for topic in found.topics]
        self._top = max(_STEP, math.ceil(100 * max(shares, default=0) / _STEP) * _STEP)

    def movement(self) -> Movement:
        found, word = self._found, self._frame.word
        numbers = {"needed": found.needed, "measured": found.measured, "least": self._least}
        return Movement(
            name=self._name,
            scale=word("trends.scale", top=self._top, least=self._least) if found.is_enough else "",
            missing="" if found.is_enough else word(f"trends.{self._name}.missing", **numbers),
            pictures=tuple(map(self._picture, found.topics)) if found.is_enough else (),
            first=self._when(found.spans[0].first),
            last=self._when(found.spans[-1].first),
            width=_WIDTH,
            height=_HEIGHT,
            columns=tuple(self._when(span.first) for span in found.spans),
            editions=tuple(span.editions for span in found.spans),
            works=tuple(span.works for span in found.spans),
            rows=tuple(
                TableRow(self._label(topic), tuple(_number(span, topic.key) for span in found.spans))
                for topic in found.topics
            ),
        )

    def _picture(self, topic: TopicCount) -> Picture:
        measured = [span for span in self._found.spans if span.is_enough]
        best = max(measured, key=lambda span: span.share(topic.key))
        label = self._label(topic)
        first, last = self._when(self._found.spans[0].first), self._when(self._found.spans[-1].first)
        return Picture(
            id=f"{self._kind}-{self._name}-{topic.key}",
            label=label,
            emoji=line(topic.emoji),
            color=color_of(topic.color),
            address=self._link.to(places.topic_page(self._kind, topic.key)),
            title=self._frame.word("trends.bar.title", topic=label, first=first, last=last),
            told=self._frame.word(
                "trends.bar.told",
                share=round(100 * measured[-1].share(topic.key)),
                top=round(100 * best.share(topic.key)),
                when=self._when(best.first),
                last=self._when(measured[-1].first),
            ),
            bars=tuple(self._bars(topic.key)),
        )

    def _bars(self, topic: str) -> Iterator[Rect]:
        slot = _WIDTH / len(self._found.spans)
        for at, span in enumerate(self._found.spans):
            height = round(_HEIGHT * 100 * span.share(topic) / self._top, 1)
            if span.is_enough and height:
                yield Rect(round(at * slot + slot * 0.1, 1), round(_HEIGHT - height, 1), round(slot * 0.8, 1), height)

    def _label(self, topic: TopicCount) -> str:
        return line(topic.label(frame_lang(self._frame.lang)))

    def _when(self, first: date) -> str:
        if self._name == "months":
            return long_month(first.year, first.month, self._frame.lang)
        return day_of_year(first, self._frame.lang)


def _number(span: Span, topic: str) -> Number:
    return Number(span.counts.get(topic, 0), round(100 * span.share(topic)))


def _rising(frame: Frame, rising: Rising, link: Link) -> RisingPart:
    numbers: dict[str, object] = {
        "recent": rules.RECENT_WEEKS,
        "before": rules.BEFORE_WEEKS,
        "least": rules.WEEK_EDITIONS,
        "recent_needed": rules.RECENT_NEEDED,
        "before_needed": rules.BEFORE_NEEDED,
        "recent_measured": rising.recent_measured,
        "before_measured": rising.before_measured,
    }
    how: dict[str, object] = {
        "recent": rules.RECENT_WEEKS,
        "before": rules.BEFORE_WEEKS,
        "recent_from": full_day(rising.recent_from, frame.lang),
        "recent_works": rising.recent_works,
        "before_works": rising.before_works,
        "least": rules.LEAST_Z,
        "works": rules.LEAST_WORKS,
        "editions": rules.LEAST_EDITIONS,
    }
    return RisingPart(
        how=frame.word("trends.rising.how", **how) if rising.is_enough else "",
        missing="" if rising.is_enough else frame.word("trends.rising.missing", **numbers),
        keywords=tuple(_keyword(frame, each, link) for each in rising.keywords),
    )


def _keyword(frame: Frame, each: RisingKeyword, link: Link) -> Keyword:
    return Keyword(
        term=line(each.term),
        told=frame.word("trends.rising.count", recent=each.recent, before=each.before, z=f"{each.z:.1f}"),
        works=tuple(
            Work(
                title=line(work.headline) or typeset(work.title),
                day=full_day(work.key.day, frame.lang),
                address=link.to(places.work_page(work.work)),
            )
            for work in each.works
        ),
    )

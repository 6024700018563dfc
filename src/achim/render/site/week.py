"""The round-up of a week: sentences that its editions printed, and what code counts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from jinja2.environment import TemplateModule

from achim.domain.edition import Edition, EditionKey, EditionKind
from achim.domain.shelf import TopicCount, head_of
from achim.domain.weeks import Week, WeekGap, WeekLine, WeekOfKind
from achim.render.dates import short_day
from achim.render.foot import gap_line
from achim.render.html import parts_of
from achim.render.inert import color_of, line, typeset
from achim.render.messages import frame_lang
from achim.render.shown import ClaimView, EditionView
from achim.render.site import places
from achim.render.site.frame import KINDS, Frame, html
from achim.render.site.front import told
from achim.render.site.places import Link
from achim.render.view import view


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """``title`` is empty where the headline is the title."""

    headline: str
    lang: str
    title: str
    record: str
    topic: str
    emoji: str
    claim: ClaimView
    parts: TemplateModule
    address: str
    edition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A topic's works in the week; ``width`` in percent of the longest bar."""

    label: str
    emoji: str
    color: str
    address: str
    count: int
    share: int
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class KindOfWeek:
    kind: EditionKind
    works: int
    lines: tuple[Line, ...]
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    address: str
    told: str


@dataclass(frozen=True, slots=True)
class Row:
    iso: str
    day: str
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    address: str
    edition: str
    where: str
    why: str


def week_page(frame: Frame, week: Week, before: date | None = None, after: date | None = None) -> str:
    """``before`` and ``after`` are days of the told weeks beside it."""
    place = places.week_page(week.first)
    link = Link(place)
    year, number, _ = week.first.isocalendar()
    title = frame.word("week.title", year=year, week=number)
    views = {edition.key: view(edition, frame.flags_to) for edition in week.editions}
    kinds = [edition.key.kind for edition in week.editions]
    return html(
        frame,
        "week",
        place,
        title,
        here=places.ARCHIVE,
        about=frame.word("week.about", title=title),
        days=f"{short_day(week.first, frame.lang)} – {short_day(week.days[-1], frame.lang)}",
        counts=_counts(frame, week),
        kinds=[_kind(frame, own, views, link) for own in week.kinds],
        columns=[frame.word(f"site.{kind}") for kind in KINDS if kind in kinds],
        rows=[_row(frame, day, week.editions, [kind for kind in KINDS if kind in kinds], link) for day in week.days],
        missing=[_missing(frame, each, link) for each in week.gaps],
        before=link.to(places.week_page(before)) if before else "",
        after=link.to(places.week_page(after)) if after else "",
    )


def _counts(frame: Frame, week: Week) -> list[str]:
    return [
        frame.word("week.counts", editions=len(week.editions)),
        *(frame.word(f"site.{own.kind}.count", count=own.works) for own in week.kinds if own.works),
        frame.word("week.announced", count=week.announced),
    ]


def _kind(frame: Frame, own: WeekOfKind, views: dict[EditionKey, EditionView], link: Link) -> KindOfWeek:
    return KindOfWeek(
        kind=own.kind,
        works=own.works,
        lines=tuple(_line(frame, each, views[each.key], link) for each in own.lines),
        bars=tuple(bars(frame, own.kind, own.topics, link)),
    )


def _line(frame: Frame, each: WeekLine, shown: EditionView, link: Link) -> Line:
    number = each.entry.number
    paper = next(paper for topic in shown.topics for paper in topic.papers if paper.number == number)
    claim = _claim_of(each, [claim for point in paper.points for claim in point.claims])
    edition = link.to(places.edition_page(each.key))
    title = typeset(each.entry.paper.title)
    return Line(
        headline=paper.headline,
        lang=paper.gist.lang if paper.gist else "",
        title=title if paper.headline != title else "",
        record=link.to(places.work_page(each.entry.paper.id)),
        topic=line(each.section.topic.label(frame_lang(frame.lang))),
        emoji=line(each.section.topic.emoji),
        claim=claim,
        parts=parts_of(shown, base=edition, prefix=f"{each.key.day.isoformat()}-{each.key.kind}-"),
        address=link.to(places.edition_page(each.key), claim.anchor),
        edition=frame.word("week.from", day=short_day(each.key.day, frame.lang)),
    )


def _claim_of(each: WeekLine, claims: Iterable[ClaimView]) -> ClaimView:
    text = each.judged.claim.text
    return next(claim for claim in claims if claim.text in (line(text), typeset(text)))


def bars(frame: Frame, kind: EditionKind, topics: Sequence[TopicCount], link: Link) -> Iterable[Bar]:
    most, works = max((topic.count for topic in topics), default=1), sum(topic.count for topic in topics)
    for topic in topics:
        yield Bar(
            label=line(topic.label(frame_lang(frame.lang))),
            emoji=line(topic.emoji),
            color=color_of(topic.color),
            address=link.to(places.topic_page(kind, topic.key)),
            count=topic.count,
            share=round(100 * topic.count / works),
            width=round(100 * topic.count / most, 1),
        )


def _row(frame: Frame, day: date, editions: Iterable[Edition], kinds: Sequence[EditionKind], link: Link) -> Row:
    heads = {edition.key.kind: head_of(edition) for edition in editions if edition.key.day == day}
    cells = (heads.get(kind) for kind in kinds)
    return Row(
        day.isoformat(),
        short_day(day, frame.lang),
        tuple(Cell(link.to(places.edition_page(head.key)), told(frame, head)) if head else None for head in cells),
    )


def _missing(frame: Frame, each: WeekGap, link: Link) -> Missing:
    key, gap = each.key, gap_line(each.gap, frame.lang, each.time_zone)
    name = f"{short_day(key.day, frame.lang)} {frame.word(f'site.{key.kind}')}"
    return Missing(link.to(places.edition_page(key)), name, gap.where, gap.why)

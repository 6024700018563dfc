"""The pages of one edition: three lines, cards, report. The same claims at three depths."""

from collections.abc import Iterable
from dataclasses import dataclass

from achim.domain.claim import ClaimRole
from achim.domain.edition import Edition, EditionKey, EditionKind
from achim.render.dates import short_day
from achim.render.html import parts_of
from achim.render.messages import word
from achim.render.reading_time import minutes_to_read
from achim.render.shown import ClaimView, EditionView, PaperView, Point, TopicView
from achim.render.site import places
from achim.render.site.frame import Frame, html
from achim.render.site.places import Link

_SAYS_MOST: tuple[ClaimRole, ...] = ("result", "figures", "approach", "event", "statement", "problem")


@dataclass(frozen=True, slots=True)
class Step:
    """Another edition that a page leads to."""

    place: str
    label: str


@dataclass(frozen=True, slots=True)
class Depth:
    label: str
    address: str
    is_here: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """The editions around one: of the same series before and after it, and the other kind's of its day."""

    before: EditionKey | None = None
    after: EditionKey | None = None
    twin: EditionKey | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A work in three minutes. ``title`` is empty where the headline is the title."""

    anchor: str
    mark: str
    headline: str
    lang: str
    address: str
    title: str
    claim: ClaimView | None
    remark: str | None


@dataclass(frozen=True, slots=True)
class CardTopic:
    emoji: str
    label: str
    address: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """An edition and its view, which several pages are made of."""

    edition: Edition
    view: EditionView


class Pages:
    """Where an edition's works and topics have pages, seen from ``link``'s page."""

    def __init__(self, link: Link, key: EditionKey) -> None:
        self._link = link
        self._kind: EditionKind = key.kind

    def work(self, paper: PaperView) -> str:
        return self._link.to(places.work_page(paper.work))

    def topic(self, topic: TopicView) -> str:
        return self._link.to(places.topic_page(self._kind, topic.key))


def edition_page(frame: Frame, opened: Opened, around: Around) -> str:
    """The report."""
    return _page(frame, "edition", places.edition_page(opened.edition.key), opened, around)


def cards_page(frame: Frame, opened: Opened, around: Around) -> str:
    """Headline and one claim of each work."""
    return _page(frame, "cards", places.cards_page(opened.edition.key), opened, around)


def _page(frame: Frame, name: str, place: str, opened: Opened, around: Around) -> str:
    shown, key, link = opened.view, opened.edition.key, Link(place)
    report = places.edition_page(key)
    base = "" if place == report else link.to(report)
    brief = cards(shown, link, key)
    return html(
        frame,
        name,
        place,
        f"{shown.name}, {shown.day}" + (f", {frame.word('site.cards')}" if base else ""),
        about=" · ".join((shown.day, *shown.counts, *(shown.empty or ())[:1])),
        view=shown,
        parts=parts_of(shown, Pages(link, key), base),
        depths=depths(frame, shown, brief, key, place),
        before=_step(around.before, frame.lang),
        after=_step(around.after, frame.lang),
        twin=_twin(around.twin, frame),
        data=places.edition_data(key),
        cards=brief,
    )


def depths(
    frame: Frame, shown: EditionView, topics: Iterable[CardTopic], key: EditionKey, place: str
) -> tuple[Depth, ...]:
    """The edition at its depths, with the minutes that each takes; none of a day without works."""
    if not shown.topics:
        return ()
    link, brief, report = Link(place), places.cards_page(key), places.edition_page(key)
    texts = [text for topic in topics for card in topic.cards for text in _texts(card)]
    lines = Depth(frame.word("site.depth.lines"), link.to(report, "lines"))
    others = (
        Depth(frame.word("site.depth.cards", count=minutes_to_read(texts)), link.to(brief), place == brief),
        Depth(frame.word("site.depth.report", count=shown.minutes), link.to(report), place == report),
    )
    return (lines, *others) if shown.lead and place != places.FRONT else others


def cards(shown: EditionView, link: Link, key: EditionKey) -> tuple[CardTopic, ...]:
    report = link.to(places.edition_page(key)) if link.page != places.edition_page(key) else ""
    return tuple(
        CardTopic(
            topic.emoji,
            topic.label,
            f"{report}#{topic.anchor}",
            tuple(_card(paper, report, shown.lang) for paper in topic.papers),
        )
        for topic in shown.topics
    )


def _card(paper: PaperView, report: str, lang: str) -> Card:
    return Card(
        anchor=paper.anchor,
        mark=paper.mark,
        headline=paper.headline,
        lang=paper.gist.lang if paper.gist else "en",
        address=f"{report}#{paper.anchor}",
        title=paper.title if paper.gist and paper.gist.text != paper.title else "",
        claim=_says_most(paper.points),
        remark=paper.remark,
    )


def _says_most(points: tuple[Point, ...]) -> ClaimView | None:
    by_role = {point.role: claim for point in reversed(points) for claim in reversed(point.claims) if claim.text}
    return next((by_role[role] for role in _SAYS_MOST if role in by_role), None)


def _texts(card: Card) -> tuple[str, ...]:
    return (card.headline, card.title, card.claim.text if card.claim else "")


def _step(key: EditionKey | None, lang: str) -> Step | None:
    return Step(places.edition_page(key), short_day(key.day, lang)) if key else None


def _twin(key: EditionKey | None, frame: Frame) -> Step | None:
    return Step(places.edition_page(key), word(f"ui.{key.kind}", frame.lang)) if key else None

"""The page of a topic: what it is, and what was printed under it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from achim.domain.edition import EditionKind
from achim.domain.shelf import Head, Shown, TopicCount
from achim.domain.topic import Topic
from achim.render.dates import full_day, long_month
from achim.render.inert import line, typeset
from achim.render.messages import say_of
from achim.render.site import places
from achim.render.site.frame import Frame, html
from achim.render.site.places import Link

RECENT_DAYS = 60
"""Days whose works the page names, up to the topic's newest edition; older months lead to the archive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicWork:
    """``title`` is empty where the headline is the title."""

    headline: str
    title: str
    address: str
    record: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicDay:
    iso: str
    label: str
    address: str
    works: tuple[TopicWork, ...]
    sample: str | None
    """What a sample edition says of itself."""


@dataclass(frozen=True, slots=True)
class OlderMonth:
    label: str
    address: str
    told: str


def recent_since(newest: date) -> date:
    """The first day whose works the page names."""
    return newest - timedelta(days=RECENT_DAYS - 1)


def topic_page(frame: Frame, kind: EditionKind, topic: Topic, heads: Sequence[Head], shown: Iterable[Shown]) -> str:
    """``heads`` are the editions that printed the topic, newest day first and not empty; ``topic`` is the newest one's
    own; ``shown`` what they printed under it, on ``recent_since`` and later at least, newest day first."""
    place = places.topic_page(kind, topic.key)
    link = Link(place)
    since = recent_since(heads[0].key.day)
    label = line(topic.label("ko" if frame.lang == "ko" else "en"))
    older = [head for head in heads if head.key.day < since]
    count = sum(_counted(head, topic.key).count for head in heads)
    return html(
        frame,
        "topic",
        place,
        label,
        here=places.TOPICS,
        about=frame.word("topic.about", topic=label),
        kind=frame.word(f"topic.{kind}"),
        emoji=line(topic.emoji),
        definition=line(topic.definition),
        told=frame.word(f"topic.count.{kind}", count=count, editions=len(heads)),
        feeds=[(form, link.to(places.topic_feed(kind, topic.key, ending))) for form, ending in _FEEDS],
        recent=frame.word("topic.recent", days=RECENT_DAYS),
        days=tuple(_days(frame, topic.key, heads, shown, since, link)),
        older=tuple(_months(frame, kind, topic.key, older, link)),
    )


_FEEDS = (("Atom", "atom"), ("JSON Feed", "json"))


def _days(
    frame: Frame, topic: str, heads: Iterable[Head], shown: Iterable[Shown], since: date, link: Link
) -> Iterator[TopicDay]:
    own = [each for each in shown if each.number is not None and each.topic == topic]
    for head in heads:
        if head.key.day >= since:
            keys = [each.key for each in head.topics]
            yield TopicDay(
                iso=head.key.day.isoformat(),
                label=full_day(head.key.day, frame.lang),
                address=link.to(places.edition_page(head.key), f"t{keys.index(topic) + 1}"),
                works=tuple(_work(each, link) for each in own if each.key == head.key),
                sample=say_of(head.key.kind, head.sample, frame.lang) if head.sample else None,
            )


def _work(shown: Shown, link: Link) -> TopicWork:
    title = typeset(shown.title)
    return TopicWork(
        headline=line(shown.headline) or title,
        title=title if shown.headline else "",
        address=link.to(places.edition_page(shown.key), f"p{shown.number}"),
        record=link.to(places.work_page(shown.work)),
    )


def _months(frame: Frame, kind: EditionKind, topic: str, heads: Iterable[Head], link: Link) -> Iterator[OlderMonth]:
    for (year, month), own in groupby(heads, key=lambda head: (head.key.day.year, head.key.day.month)):
        count = sum(_counted(head, topic).count for head in own)
        yield OlderMonth(
            long_month(year, month, frame.lang),
            link.to(places.month_page(year, month)),
            frame.word(f"topic.older.month.{kind}", count=count),
        )


def _counted(head: Head, topic: str) -> TopicCount:
    return next(each for each in head.topics if each.key == topic)

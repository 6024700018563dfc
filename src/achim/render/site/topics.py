"""All topics that were ever printed, of both kinds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from achim.domain.edition import EditionKind
from achim.domain.shelf import Head, TopicCount
from achim.render.dates import full_day
from achim.render.inert import line
from achim.render.site import places
from achim.render.site.frame import KINDS, Frame, html
from achim.render.site.places import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicLine:
    emoji: str
    label: str
    address: str
    told: str


@dataclass(frozen=True, slots=True)
class KindTopics:
    label: str
    topics: tuple[TopicLine, ...]


def counted(heads: Iterable[Head], kind: EditionKind) -> tuple[TopicCount, ...]:
    """The topics of a kind with all their works counted, most first; names as the newest edition has them."""
    found: dict[str, TopicCount] = {}
    for head in heads:
        for topic in head.topics if head.key.kind == kind else ():
            known = found.get(topic.key)
            found[topic.key] = replace(known, count=known.count + topic.count) if known else topic
    return tuple(sorted(found.values(), key=lambda topic: (-topic.count, topic.key)))


def topics_page(frame: Frame, heads: Sequence[Head]) -> str:
    """``heads`` are all editions, newest day first."""
    link = Link(places.TOPICS)
    last = {(head.key.kind, topic.key): head.key.day for head in reversed(heads) for topic in head.topics}
    kinds = [
        KindTopics(
            frame.word(f"site.{kind}"),
            tuple(
                TopicLine(
                    emoji=line(topic.emoji),
                    label=line(topic.label(frame.lang)),
                    address=link.to(places.topic_page(kind, topic.key)),
                    told=f"{frame.word(f'site.{kind}.count', count=topic.count)}, "
                    f"{frame.word('site.topics.last', day=full_day(last[kind, topic.key], frame.lang))}",
                )
                for topic in counted(heads, kind)
            ),
        )
        for kind in KINDS
    ]
    shown = [kind for kind in kinds if kind.topics]
    return html(frame, "topics", places.TOPICS, frame.word("site.topics"), here=places.TOPICS, kinds=shown)

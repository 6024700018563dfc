"""The feeds of a site, as values: its editions, their topics one by one, and the corrections. See ``feed_formats``.

Ids never change: they are made of series, day, topic and what was corrected, under the name that the settings give the
site (a tag by RFC 4151, https://www.rfc-editor.org/rfc/rfc4151), else as UUIDs by name (RFC 9562, section 5.5).
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice
from uuid import UUID, uuid5

from achim.domain.correction import Correction, MonthShare
from achim.domain.edition import Edition, EditionKey, EditionKind
from achim.render.inert import line
from achim.render.messages import word
from achim.render.shares import share_line
from achim.render.shown import EditionView
from achim.render.site import places
from achim.render.site.feed_content import Content
from achim.render.view import topic_alone, view

Viewed = Callable[[Edition], EditionView]
NEWEST = 30
"""Items of a feed."""
_NAMES = UUID("6d0e7a52-6f1c-4b0e-9a54-2f6f3d1f8c11")
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
_DIGITS = 16
_MONTHS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """The site that feeds are of: one language and profile.

    ``name`` is what it is called, ``url`` its absolute address without a slash at the end, None where it is not known;
    ``id`` a *taggingEntity* like ``example.org,2026``, empty for UUIDs.
    """

    name: str
    lang: str
    profile: str = "default"
    url: str | None = None
    id: str = ""

    def named(self, *parts: str) -> str:
        """The id of what ``parts`` name; they hold letters, digits, hyphens and slashes."""
        path = "/".join(parts)
        return f"tag:{self.id}:achim/{path}" if self.id else uuid5(_NAMES, path).urn

    def address(self, place: str) -> str | None:
        """The absolute address of a place of the site."""
        return f"{self.url}/{place}" if self.url else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """``place`` is where on the site it is shown, ``html`` all that it says; ``updated_at`` is aware UTC."""

    id: str
    place: str
    title: str
    updated_at: datetime
    html: str
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """``home`` is the page that it is the feed of, ``atom`` and ``json`` are its own places."""

    id: str
    title: str
    about: str
    home: str
    atom: str
    json: str
    publisher: Publisher
    items: tuple[Item, ...]
    updated_at: datetime


def edition_feed(editions: Iterable[Edition], publisher: Publisher, viewed: Viewed = view) -> Feed:
    """The newest editions of both kinds, each an item. ``viewed`` gives views that may be at hand."""
    items = (_edition(each, publisher, viewed) for each in _newest(editions))
    return _feed(publisher, publisher.name, "", places.FRONT, items)


def topic_feed(editions: Iterable[Edition], kind: EditionKind, topic: str, publisher: Publisher) -> Feed:
    """What the newest editions of a kind say of a topic, each an item; those without it are passed over."""
    newest = _newest(each for each in editions if each.key.kind == kind and _section(each, topic))
    sections = (section for each in newest for section in each.sections if section.topic.key == topic)
    label = next((section.topic.label(publisher.lang) for section in sections), topic)
    items = (_topic(each, topic, publisher) for each in newest)
    return _feed(
        publisher, f"{publisher.name}: {label}", places.topic_folder(kind, topic), places.topic_page(kind, topic), items
    )


def correction_feed(
    editions: Iterable[Edition], shares: Iterable[MonthShare], publisher: Publisher, made_at: datetime | None = None
) -> Feed:
    """The newest corrections, each an item; what the feed says of itself is the share of each of the last months.

    ``made_at`` is when the newest edition was made: without a correction the feed is as old as that.
    """
    items = [item for each in editions for item in _corrections(each, publisher)]
    items.sort(key=lambda item: item.updated_at, reverse=True)
    title = f"{publisher.name}: {word('ui.corrections', publisher.lang)}"
    feed = _feed(publisher, title, places.CORRECTIONS_FOLDER, places.CORRECTIONS, items[:NEWEST])
    if made_at and not feed.items:
        feed = replace(feed, updated_at=made_at)
    return replace(feed, about=" · ".join(share_line(each, publisher.lang) for each in islice(shares, _MONTHS)))


def gone_feed(folder: str, publisher: Publisher) -> Feed:
    """Of a topic that is no longer printed: the same feed without an item, lest programs take it for broken."""
    said = word("site.gone", publisher.lang)
    return _feed(publisher, f"{publisher.name}: {said}", folder, f"{folder}index.html", ())


def _feed(publisher: Publisher, title: str, folder: str, home: str, items: Iterable[Item]) -> Feed:
    told = tuple(items)
    return Feed(
        id=publisher.named("feed", publisher.lang, publisher.profile, folder.rstrip("/")).rstrip("/"),
        title=line(title),
        about="",
        home=home,
        atom=f"{folder}{places.ATOM}",
        json=f"{folder}{places.JSON_FEED}",
        publisher=publisher,
        items=told,
        updated_at=max((item.updated_at for item in told), default=_NEVER),
    )


def _newest(editions: Iterable[Edition]) -> Sequence[Edition]:
    """By day, of one day papers first."""
    by_kind = sorted(editions, key=lambda each: each.key.series, reverse=True)
    return sorted(by_kind, key=lambda each: each.key.day, reverse=True)[:NEWEST]


def _section(edition: Edition, topic: str) -> bool:
    return any(section.topic.key == topic for section in edition.sections)


def _names(key: EditionKey) -> tuple[str, str]:
    return key.series, key.day.isoformat()


def _edition(edition: Edition, publisher: Publisher, viewed: Viewed) -> Item:
    shown, place = viewed(edition), places.edition_page(edition.key)
    return Item(
        id=publisher.named(*_names(edition.key)),
        place=place,
        title=_title(shown),
        updated_at=edition.updated_at,
        html=Content(publisher.address(place)).edition(shown).html(),
        tags=tuple(topic.label for topic in shown.topics if topic.label),
    )


def _topic(edition: Edition, topic: str, publisher: Publisher) -> Item:
    shown, place = topic_alone(edition, topic), places.edition_page(edition.key)
    told = shown.topic
    return Item(
        id=publisher.named(*_names(edition.key), topic),
        place=f"{place}#{told.anchor}",
        title=line(f"{told.emoji} {told.label}, {shown.day}"),
        updated_at=edition.updated_at,
        html=Content(publisher.address(place)).topic(shown).html(),
        tags=(told.label,) if told.label else (),
    )


def _corrections(edition: Edition, publisher: Publisher) -> Iterator[Item]:
    if not edition.corrections:
        return
    shown, place = view(edition), places.edition_page(edition.key)
    for correction, told in zip(reversed(edition.corrections), shown.corrections, strict=True):
        yield Item(
            id=publisher.named(*_names(edition.key), "correction", _digest(correction)),
            place=f"{place}#{told.anchor or 'corrections'}",
            title=line(f"{told.title} ({_title(shown)})"),
            updated_at=correction.at,
            html=Content(publisher.address(place)).correction(told, _title(shown)).html(),
        )


def _title(shown: EditionView) -> str:
    return f"{shown.name}, {shown.day}"


def _digest(correction: Correction) -> str:
    """Of what was corrected and when; anchors may move in a later revision."""
    parts = (correction.work, correction.role or "", correction.said, correction.at.isoformat(), correction.why.code)
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]

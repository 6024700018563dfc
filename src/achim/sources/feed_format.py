"""Reading of any RSS, Atom or JSON Feed: https://www.rssboard.org/rss-specification, RFC 4287,
https://www.jsonfeed.org/version/1.1/

feedparser knows what elements are called in each of them; it is given a well-formed document and fetches nothing.
"""

import io
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

import feedparser  # pyright: ignore[reportMissingTypeStubs]

from achim.domain.note import Note
from achim.domain.text import clean, is_web_url
from achim.errors import SourceError
from achim.ports import Answer
from achim.sources.feed_dates import moment_of
from achim.sources.feed_text import LOST, decode, well_formed
from achim.sources.guard import is_public_url
from achim.sources.plain_text import plain_text, plain_title

_MOST_ITEMS = 2_000
_ROOTS = frozenset({"rss", "rdf", "feed", "channel"})
_TITLED = _ROOTS | {"image", "textinput"}
_ITEMS = frozenset({"item", "entry"})
_AUTHORS = 20
_JSON_VERSION = "jsonfeed.org/version/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedItem:
    """What a feed tells of one thing. ``id`` is the feed's own name for it, the same each time where it is stable."""

    id: str
    title: str
    url: str
    text: str | None
    published: datetime | None
    authors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedDocument:
    """A feed as it was read: items in its order. ``damaged`` items lost letters or ran into one another."""

    title: str
    lang: str
    items: tuple[FeedItem, ...]
    damaged: int = 0


def parse_feed(answer: Answer, source: str) -> FeedDocument:
    """Raises SourceError for what is no feed, is cut short, or has items none of which has a title and an address that
    a reader may be sent to."""
    text = decode(answer.body, answer.content_type)
    if text.lstrip("\ufeff \t\r\n").startswith("{"):
        return _json_feed(text, answer.url, source)
    document = well_formed(text)
    if document is None:
        raise _unreadable(source, "XML")
    whole, root = document
    if _local(root) not in _ROOTS:
        raise _unreadable(source, "feed")
    return _xml_feed(whole, root, answer.url, source)


def _xml_feed(text: str, root: Element, url: str, source: str) -> FeedDocument:
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": url}
    read = cast(Callable[..., Mapping[str, Any]], feedparser.parse)  # pyright: ignore[reportUnknownMemberType]
    parsed = read(io.BytesIO(text.encode()), response_headers=headers, sanitize_html=False)
    head: Mapping[str, Any] = parsed.get("feed", {})
    entries = _dicts(parsed.get("entries"))[:_MOST_ITEMS]
    doubled = [_is_doubled(item) for item in root.iter() if _local(item) in _ITEMS]
    if len(doubled) < len(entries) or (not doubled and _has_strangers(root)):
        raise _unreadable(source, "feed")
    lang = _text(head.get("language"))
    title = plain_title(_text(head.get("title")))
    found = [_entry(entry, url, lang, source) for entry in entries]
    if entries and not any(found):
        raise _leads_nowhere([(link, url) for entry in entries for link in _links(entry)], source)
    return _document(title, lang, found, doubled[: len(entries)], source)


def _document(
    title: str, lang: str, found: Sequence[FeedItem | None], doubled: Sequence[bool], source: str
) -> FeedDocument:
    whole = [item for item, twice in zip(found, doubled, strict=True) if item and not twice and not _is_damaged(item)]
    damaged = sum(bool(item and (twice or _is_damaged(item))) for item, twice in zip(found, doubled, strict=True))
    if found and not whole:
        raise _unreadable(source, "item")
    return FeedDocument(title=title.replace(LOST, ""), lang=lang, items=_told_apart(whole), damaged=damaged)


def _told_apart(items: Sequence[FeedItem]) -> tuple[FeedItem, ...]:
    """Items by their address; those that share one are told apart by their titles. The first of the same counts."""
    shared = Counter(url for url, _ in {(item.url, item.title) for item in items})
    first: dict[str, FeedItem] = {}
    for item in items:
        name = item.id if shared[item.url] == 1 else f"{item.id}#{item.title}"
        first.setdefault(name, replace(item, id=name))
    return tuple(first.values())


def _has_strangers(root: Element) -> bool:
    """Whether something in it has a title that is neither the feed nor its picture: items by another name."""
    titled = (_local(each) for each in root.iter() if any(_local(child) == "title" for child in each))
    return any(name not in _TITLED for name in titled)


def _is_damaged(item: FeedItem) -> bool:
    return LOST in item.title or LOST in item.url


def _is_doubled(item: Element) -> bool:
    """Whether it has a title or an address twice: two items that ran into one another."""
    names = Counter(child.tag for child in item)
    links = {(child.text or "").strip() for child in item if child.tag == "link"}
    titles = {"".join(child.itertext()).strip() for child in item if child.tag in (_sibling(item, "title"), "title")}
    return len(titles) > 1 or len(links - {""}) > 1 or names[_sibling(item, "id")] > 1 or names["guid"] > 1


def _sibling(item: Element, name: str) -> str:
    """The tag of a child in the namespace of ``item``."""
    return f"{item.tag.rpartition('}')[0]}}}{name}" if "}" in item.tag else name


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2].lower() if isinstance(cast(object, element.tag), str) else ""


def _entry(entry: Mapping[str, Any], base: str, lang: str, source: str) -> FeedItem | None:
    """None where it has no title or no address that may stand in a link."""
    title = plain_title(_text(entry.get("title")))
    link = _first_address(_links(entry), base, _text(entry.get("id")) if entry.get("guidislink", True) else "")
    if not title or not link:
        return None
    authors = (clean(_text(each.get("name")), limit=200) for each in _dicts(entry.get("authors")))
    text = _longest(_texts(entry), source)
    return FeedItem(
        id=link,
        title=title,
        url=link,
        text=text if text != title else None,
        published=_published(entry, lang),
        authors=tuple(name for name in authors if name)[:_AUTHORS],
    )


def _links(entry: Mapping[str, Any]) -> Iterator[str]:
    yield _text(entry.get("feedburner_origlink"))
    yield _text(entry.get("link"))
    yield from (_text(link.get("href")) for link in _dicts(entry.get("links")) if link.get("rel") == "alternate")


def _texts(entry: Mapping[str, Any]) -> Iterator[str]:
    yield from (_text(each.get("value")) for each in _dicts(entry.get("content")))
    yield _text(entry.get("summary"))


def _published(entry: Mapping[str, Any], lang: str) -> datetime | None:
    told_at = dict(entry)  # feedparser's own mapping tells a publication where an update is asked for
    told = ((told_at.get(name), told_at.get(f"{name}_parsed")) for name in ("published", "updated", "created"))
    return next((found for text, parsed in told if (found := moment_of(_text(text), parsed, lang))), None)


def _longest(texts: Iterator[str], source: str) -> str | None:
    """The longest of them as plain text; none that lost letters."""
    plain = [found for text in texts if text and LOST not in text and (found := plain_text(text, source))]
    return max(plain, key=len, default=None)


def _first_address(links: Iterable[str], base: str, name: str) -> str:
    """The first that is one, else the item's own name where that is an address as it stands; empty where none is."""
    found = (_address(each, base) for each in links)
    return next((url for url in found if url and url != base), "") or _address(name, "")


def _address(link: str, base: str) -> str:
    """The absolute address; empty where it is none that a reader may be sent to."""
    url = _web_address(link, base)
    return url if is_public_url(url) else ""


def _web_address(link: str, base: str) -> str:
    """The absolute address of the web, be it private; empty where it is none."""
    try:
        url = urljoin(base, link.strip()).replace(" ", "%20") if link.strip() else ""
    except ValueError:
        return ""
    return url if is_web_url(url) else ""


def _leads_nowhere(links: Iterable[tuple[str, str]], source: str) -> SourceError:
    """Of items none of which has a title and a public address: because theirs are private, or that they are none."""
    told = (url for link, base in links if (url := _web_address(link, base)) and url != base)
    private = next((url for url in told if not is_public_url(url)), None)
    if private is None:
        return _unreadable(source, "item")
    return SourceError(source, Note.of("source.private_items", host=urlsplit(private).hostname))


def _json_feed(text: str, url: str, source: str) -> FeedDocument:
    try:
        told: object = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _unreadable(source, "JSON") from error
    feed = cast(Mapping[str, Any], told)
    if _JSON_VERSION not in _text(feed.get("version")) or not isinstance(feed.get("items"), list):
        raise _unreadable(source, "JSON Feed")
    lang = _text(feed.get("language"))
    found = [_json_item(item, url, lang, source) for item in _dicts(feed.get("items"))[:_MOST_ITEMS]]
    if feed["items"] and not any(found):
        raise _leads_nowhere([(link, url) for item in _dicts(feed["items"]) for link in _json_links(item)], source)
    return _document(plain_title(_text(feed.get("title"))), lang, found, [False] * len(found), source)


def _json_item(item: Mapping[str, Any], base: str, lang: str, source: str) -> FeedItem | None:
    """Its title may be absent; its id may be a number, or the address itself."""
    title = clean(_text(item.get("title")), limit=500)
    link = _first_address(_json_links(item), base, _text(item.get("id")))
    if not title or not link:
        return None
    told = (_text(item.get(name)) for name in ("date_published", "date_modified"))
    authors = (clean(_text(each.get("name")), limit=200) for each in _dicts(item.get("authors")))
    plain = clean(_text(item.get("content_text")), limit=20_000)
    html = _longest(iter((_text(item.get("content_html")), _text(item.get("summary")))), source)
    return FeedItem(
        id=link,
        title=title,
        url=link,
        text=(plain if LOST not in plain else "") or html,
        published=next((found for text in told if (found := moment_of(text, None, lang))), None),
        authors=tuple(name for name in authors if name)[:_AUTHORS],
    )


def _json_links(item: Mapping[str, Any]) -> Iterator[str]:
    return (_text(item.get(name)) for name in ("url", "external_url"))


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _dicts(value: object) -> Sequence[Mapping[str, Any]]:
    items = cast(list[object], value) if isinstance(value, list) else []
    return [cast(Mapping[str, Any], each) for each in items if isinstance(each, dict)]


def _unreadable(source: str, what: str) -> SourceError:
    return SourceError(source, Note.of("source.unparsable", what=what))

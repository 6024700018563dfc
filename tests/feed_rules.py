"""The rules of Atom 1.0 (RFC 4287) and JSON Feed 1.1 that a feed of ours must keep; each fault in a line."""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from html.parser import HTMLParser
from typing import Any, cast
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element, fromstring

_NS = "{http://www.w3.org/2005/Atom}"
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
_TAG_URI = re.compile(r"tag:[a-z0-9.@_-]+,\d{4}(?:-\d\d){0,2}:[A-Za-z0-9._~!$&'()*+,;=:@/?%-]+")
_UUID = re.compile(r"urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_ONCE = {"id", "title", "updated", "subtitle", "generator", "content", "summary", "published", "rights"}
_FEED = {"id", "title", "subtitle", "updated", "author", "link", "generator", "entry", "category"}
_ENTRY = {"id", "title", "updated", "author", "link", "category", "content", "summary", "published"}
_HTML = {"div", "h2", "h3", "h4", "p", "ul", "ol", "li", "a", "b"}
_JSON_TYPES = {
    "version": str, "title": str, "home_page_url": str, "feed_url": str, "description": str, "language": str,
    "authors": list, "items": list, "id": str, "url": str, "content_html": str, "date_modified": str, "tags": list,
}  # fmt: skip


def atom_faults(data: bytes, at: str) -> list[str]:
    """What RFC 4287 has against a feed that is fetched from ``at``."""
    root = fromstring(data)
    return [*_feed_faults(root), *_link_faults(root, at)]


def _feed_faults(root: Element) -> Iterator[str]:
    if root.tag != f"{_NS}feed":
        yield f"{root.tag} is no feed"
    entries = root.findall(f"{_NS}entry")
    yield from _parts(root, _FEED, ("id", "title", "updated"))
    if root.find(f"{_NS}author/{_NS}name") is None and not all(
        each.find(f"{_NS}author") is not None for each in entries
    ):
        yield "neither the feed nor every entry has an author (4.1.1)"
    for each in entries:
        yield from _parts(each, _ENTRY, ("id", "title", "updated", "content"))
        content = each.find(f"{_NS}content")
        if content is not None and content.get("type") == "html":
            yield from html_faults(content.text or "")
    ids = [each.findtext(f"{_NS}id") for each in (root, *entries)]
    if len(ids) != len(set(ids)):
        yield "an id stands twice"
    stamps = [(each.findtext(f"{_NS}id"), each.findtext(f"{_NS}updated")) for each in entries]
    if len(stamps) != len(set(stamps)):
        yield "two entries have the same id and updated (4.1.1)"


def _parts(parent: Element, known: set[str], required: tuple[str, ...]) -> Iterator[str]:
    names = [each.tag.removeprefix(_NS) for each in parent]
    yield from (f"{name} is not of Atom here" for name in names if name not in known)
    yield from (f"{name} is missing" for name in required if name not in names)
    yield from (f"{name} stands twice" for name in _ONCE if names.count(name) > 1)
    for each in parent:
        yield from _part(each)


def _part(each: Element) -> Iterator[str]:
    name, text = each.tag.removeprefix(_NS), each.text or ""
    if name == "id" and not (_TAG_URI.fullmatch(text) or _UUID.fullmatch(text)):
        yield f"{text} is no tag (RFC 4151) and no UUID (RFC 9562)"
    if name == "updated" and not is_moment(text):
        yield f"{text} is no moment (RFC 3339)"
    if name in ("title", "subtitle") and (each.get("type", "text") != "text" or len(each) or not text.strip()):
        yield f"{name} is no text"
    if name == "content" and each.get("type") not in ("text", "html", "xhtml"):
        yield "content of another type (4.1.3.1)"
    if name == "category" and not each.get("term"):
        yield "a category without a term (4.2.2)"


def _link_faults(root: Element, at: str) -> Iterator[str]:
    seen: list[tuple[object, ...]] = []
    for parent in (root, *root.findall(f"{_NS}entry")):
        links = parent.findall(f"{_NS}link")
        if not any(link.get("rel") == "alternate" for link in links):
            yield "no alternate link"
        for link in links:
            address = urljoin(at, link.get("href", ""))
            if urlsplit(address).scheme not in ("http", "https") or not link.get("href"):
                yield f"{link.get('href')} leads nowhere"
            seen.append(
                (id(parent), link.get("rel"), link.get("type"), link.get("hreflang"))
                if link.get("rel") == "alternate"
                else (address,)
            )
    own = [urljoin(at, link.get("href", "")) for link in root.findall(f"{_NS}link") if link.get("rel") == "self"]
    if own != [at]:
        yield f"self is {own}, not {at} (4.1.1)"
    if len(seen) != len(set(seen)):
        yield "two alternate links of one type (4.1.1)"


def is_moment(text: str) -> bool:
    return bool(_MOMENT.fullmatch(text)) and datetime.fromisoformat(text).tzinfo is not None


class _Html(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        self.faults += [f"{each} is not closed" for each in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open.append(tag)
        if tag not in _HTML:
            self.faults.append(f"{tag} is not allowed")
        for name, value in attrs:
            if (tag, name) != ("a", "href") or urlsplit(value or "").scheme not in ("http", "https"):
                self.faults.append(f"{tag} has {name}={value}")

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.faults.append(f"/{tag}")

    def handle_comment(self, data: str) -> None:
        self.faults.append("a comment")

    def handle_decl(self, decl: str) -> None:
        self.faults.append("a declaration")


def html_faults(text: str) -> list[str]:
    """What is in a content that is more than text, a heading, a list or a link to the web."""
    return _Html(text).faults


def json_faults(data: bytes) -> list[str]:
    """What https://jsonfeed.org/version/1.1 has against a feed."""
    feed = json.loads(data)
    return [*_json_feed_faults(feed), *(fault for item in feed.get("items", []) for fault in _json_item_faults(item))]


def _json_feed_faults(feed: dict[str, Any]) -> Iterator[str]:
    if feed.get("version") != "https://jsonfeed.org/version/1.1":
        yield "another version"
    yield from (f"{name} is missing" for name in ("version", "title", "items") if name not in feed)
    yield from _types(feed)
    yield from ("an author says nothing" for each in feed.get("authors", []) if not each.get("name"))
    ids = [item.get("id") for item in feed.get("items", [])]
    if len(ids) != len(set(ids)):
        yield "an id stands twice"


def _json_item_faults(item: dict[str, Any]) -> Iterator[str]:
    if not item.get("id"):
        yield "an item without an id"
    if not (item.get("content_html") or item.get("content_text")):
        yield "an item without content"
    yield from _types(item)
    yield from html_faults(item.get("content_html", ""))
    if "date_modified" in item and not is_moment(item["date_modified"]):
        yield f"{item['date_modified']} is no moment (RFC 3339)"


def _types(told: dict[str, Any]) -> Iterator[str]:
    for name, value in told.items():
        if name not in _JSON_TYPES and name not in ("title",):
            yield f"{name} is not of JSON Feed"
        elif not isinstance(value, cast(type, _JSON_TYPES.get(name, str))):
            yield f"{name} is a {type(value).__name__}"
        elif name.endswith("url") and urlsplit(str(value)).scheme not in ("http", "https"):
            yield f"{name} is not absolute: {value}"

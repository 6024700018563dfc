"""Feeds as bytes: Atom 1.0 (https://www.rfc-editor.org/rfc/rfc4287) and JSON Feed 1.1 (https://jsonfeed.org/version/1.1).

The same feed gives the same bytes.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from achim import __version__
from achim.render.inert import whole
from achim.render.site.feeds import Feed, Item
from achim.render.site.places import ATOM_TYPE, Link

_ATOM = "http://www.w3.org/2005/Atom"
_JSON_FEED = "https://jsonfeed.org/version/1.1"


def atom(feed: Feed) -> bytes:
    """Links are absolute where the site's address is known, else relative to the feed's own place."""
    root = Element("feed", {"xmlns": _ATOM, "xml:lang": feed.publisher.lang})
    _say(root, "id", feed.id)
    _say(root, "title", feed.title)
    if feed.about:
        _say(root, "subtitle", feed.about)
    _say(root, "updated", _moment(feed.updated_at))
    _say(SubElement(root, "author"), "name", feed.publisher.name)
    SubElement(root, "link", {"rel": "self", "type": ATOM_TYPE, "href": _address(feed, feed.atom)})
    SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": _address(feed, feed.home)})
    SubElement(root, "generator", {"version": __version__}).text = "achim"
    for item in feed.items:
        _entry(SubElement(root, "entry"), item, feed)
    return tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def _entry(entry: Element, item: Item, feed: Feed) -> None:
    _say(entry, "id", item.id)
    _say(entry, "title", item.title)
    _say(entry, "updated", _moment(item.updated_at))
    SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": _address(feed, item.place)})
    for tag in item.tags:
        SubElement(entry, "category", {"term": tag})
    SubElement(entry, "content", {"type": "html"}).text = item.html


def _say(parent: Element, tag: str, text: str) -> None:
    SubElement(parent, tag).text = text


def _address(feed: Feed, place: str) -> str:
    path, _, anchor = place.partition("#")
    return feed.publisher.address(place) or Link(feed.atom).to(path, anchor)


def json_feed(feed: Feed) -> bytes:
    """Addresses have to be absolute there: where the site's own is not known they are left out."""
    publisher = feed.publisher
    told = {
        "version": _JSON_FEED,
        "title": feed.title,
        "home_page_url": publisher.address(feed.home),
        "feed_url": publisher.address(feed.json),
        "description": feed.about or None,
        "language": publisher.lang,
        "authors": [{"name": publisher.name}],
        "items": [_item(item, feed) for item in feed.items],
    }
    return (whole(json.dumps(_known(told), ensure_ascii=False, indent=1)) + "\n").encode()


def _item(item: Item, feed: Feed) -> dict[str, object]:
    return _known(
        {
            "id": item.id,
            "url": feed.publisher.address(item.place),
            "title": item.title,
            "content_html": item.html,
            "date_modified": _moment(item.updated_at),
            "tags": list(item.tags) or None,
        }
    )


def _known(told: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in told.items() if value is not None}


def _moment(moment: datetime) -> str:
    """RFC 3339."""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")

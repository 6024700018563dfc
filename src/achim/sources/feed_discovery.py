"""The feeds that a page names: https://html.spec.whatwg.org/#rel-alternate"""

import re
from dataclasses import dataclass

from achim.domain.text import clean, resolved
from achim.errors import SourceError
from achim.ports import Answer
from achim.sources.feed_format import parse_feed
from achim.sources.feed_text import decode
from achim.sources.markup import parse_html

_KINDS = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml", "application/json"}
)
_MOST = 20
_FEED = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:rss|feed|rdf:rdf)\b", re.DOTALL)
"""How a feed begins, also one that a server calls HTML."""


@dataclass(frozen=True, slots=True)
class FoundFeed:
    url: str
    title: str


def find_feeds(answer: Answer) -> tuple[FoundFeed, ...]:
    """The answer itself where it is a feed; else the feeds that the page names, in its order, none where it names none.

    Raises SourceError for a feed that cannot be printed, and for what is neither a feed nor a page.
    """
    try:
        return (FoundFeed(answer.url, parse_feed(answer, "feed").title),)
    except SourceError:
        if not _is_page(answer):
            raise
        return _named(answer)


def _is_page(answer: Answer) -> bool:
    head = answer.body[:4096].lower()
    return ("html" in answer.content_type or b"<html" in head) and not _FEED.match(head)


def _named(answer: Answer) -> tuple[FoundFeed, ...]:
    page = parse_html(decode(answer.body, answer.content_type), "feed")
    found: dict[str, FoundFeed] = {}
    for link in page.css("link[rel][href]"):
        told = {name: (value or "").strip() for name, value in link.attributes.items()}
        is_feed = "alternate" in told["rel"].lower().split() and told.get("type", "").lower() in _KINDS
        url = resolved(answer.url, told["href"])
        if is_feed and url and "wp-json" not in url:
            found.setdefault(url, FoundFeed(url, clean(told.get("title", ""), limit=200)))
    return tuple(found.values())[:_MOST]

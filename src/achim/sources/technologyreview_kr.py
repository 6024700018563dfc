"""MIT Technology Review Korea: its WordPress feed, and the page of its category where the feed fails.

It publishes a few articles a week, so nothing new is what is normal; a feed or page without articles is not.
"""

import re
from dataclasses import replace
from datetime import datetime
from urllib.parse import quote

from achim.domain.note import Note
from achim.domain.paper import Batch, Window
from achim.domain.text import resolved
from achim.errors import SourceError
from achim.ports import Fetcher
from achim.sources.feed_batch import feed_batch
from achim.sources.feed_format import FeedDocument, FeedItem, parse_feed
from achim.sources.markup import parse_html
from achim.sources.news_window import is_past
from achim.sources.plain_text import plain_title

NAME = "technologyreview_kr"
_PUBLISHER = "MIT Technology Review Korea"
_BADGE = re.compile(r"\s*(?:FREE|PREMIUM)\Z")
_ENCODED = re.compile(r"%[0-9A-Fa-f]{2}")
_SAFE = "/:?#@!$&'()*+,;=~-._%"


class TechnologyReviewKr:
    """The Source of its articles, of all subjects."""

    name = NAME

    def __init__(self, fetcher: Fetcher, *, base_url: str) -> None:
        self._fetcher = fetcher
        self._base = base_url.rstrip("/")

    def has_turned(self, since: datetime, at: datetime) -> bool:
        """It grows and has no moment at which it turns."""
        return False

    def announcements(self, window: Window) -> Batch:
        """From the feed; for today also from the page, which has no dates. Raises what was wrong with the feed."""
        try:
            return _batch(self._feed(), window)
        except SourceError:
            if is_past(window):
                raise
            try:
                page = self._page()
            except SourceError:
                page = None
            if page is None:
                raise
            return replace(_batch(page, window), note=Note.of("source.fallback", way="page"))

    def _feed(self) -> FeedDocument:
        document = parse_feed(self._fetcher.get(f"{self._base}/feed/", source=NAME), NAME)
        if not document.items:
            raise SourceError(NAME, Note.of("source.unparsable", what="item"))
        return document

    def _page(self) -> FeedDocument:
        return parse_page(self._fetcher.get(f"{self._base}/category/ai", source=NAME).body, self._base)


def parse_page(body: bytes, base: str) -> FeedDocument:
    """The articles of a category's page. Raises SourceError where there are none."""
    links = parse_html(body, NAME).css("h3.entry-title > a[href]")
    items = [
        FeedItem(id=url, title=title, url=url, text=None, published=None)
        for link in links
        if (title := plain_title(link.text())) and (url := resolved(f"{base}/", link.attributes["href"] or ""))
    ]
    if not items:
        raise SourceError(NAME, Note.of("source.unparsable", what="entry-title"))
    return FeedDocument(title=_PUBLISHER, lang="ko", items=tuple({item.id: item for item in items}.values()))


def _batch(document: FeedDocument, window: Window) -> Batch:
    told = replace(document, items=tuple(map(_same_everywhere, document.items)))
    return feed_batch(told, window, NAME, _PUBLISHER)


def _same_everywhere(item: FeedItem) -> FeedItem:
    """Without the badge that is glued to titles, under an address of one spelling."""
    title = _BADGE.sub("", item.title) or item.title
    return replace(item, id=one_spelling(item.id), title=title, url=one_spelling(item.url))


def one_spelling(url: str) -> str:
    """Letters beyond ASCII percent-encoded, and all such encodings in lower case, as the site writes them."""
    return _ENCODED.sub(lambda match: match[0].lower(), quote(url, safe=_SAFE))

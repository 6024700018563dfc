"""The items of a feed that an edition asks for, as announcements."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from achim.domain.note import Note
from achim.domain.paper import Announcement, Batch, Gap, Window
from achim.sources.feed_format import FeedDocument, FeedItem
from achim.sources.news_window import Reach, is_past, reach, told_at

_FIRST_DAYS = 2
_LATER_DAYS = 7
_UNDATED = 3
"""So many items without a date are taken from a feed of which nothing is known."""


def feed_batch(document: FeedDocument, window: Window, source: str, publisher: str) -> Batch:
    """The items of a document that the window reaches; what is damaged in it leaves a gap.

    The first run reads as far back as later ones, and says which items are from before its time: else the second
    would tell them as new.
    """
    asked = reach(window, first=_FIRST_DAYS, later=_LATER_DAYS)
    seen = reach(window, first=_LATER_DAYS, later=_LATER_DAYS)
    found = tuple(_announcement(each, window, asked, source, publisher) for each in _reached(document, window, seen))
    gaps = ()
    if document.damaged:
        expected = len(document.items) + document.damaged
        gaps = (Gap(source, Note.of("source.partial", expected=expected, got=len(document.items))),)
    note = None if found or gaps else Note.of("source.quiet")
    return Batch(source=source, announcements=found, cursor=window.day, gaps=gaps, note=note)


def _reached(document: FeedDocument, window: Window, seen: Reach) -> Iterator[FeedItem]:
    """Items of the time, and of those without a date the ones that stand before the first that is known."""
    dated = [replace(item, published=told_at(item.published, window.as_of)) for item in document.items]
    yield from (item for item in dated if item.published and seen.holds(item.published))
    if not is_past(window):
        known = {each.native_id for each in window.known}
        yield from _unread([item for item in dated if item.published is None], known)


def _unread(items: Sequence[FeedItem], known: Iterable[str]) -> Sequence[FeedItem]:
    """A feed has its newest items first."""
    first = next((place for place, item in enumerate(items) if item.id in known), _UNDATED)
    return items[:first]


def _announcement(item: FeedItem, window: Window, asked: Reach, source: str, publisher: str) -> Announcement:
    return Announcement(
        source=source,
        native_id=item.id,
        batch=asked.day(item.published) if item.published else window.day,
        kind="posted" if item.published is None or asked.holds(item.published) else "earlier",
        title=item.title,
        url=item.url,
        seen_at=window.as_of,
        abstract=item.text,
        authors=item.authors,
        submitted_at=item.published,
        publisher=publisher,
    )

"""deeplearn.org's *Hot Papers* panel. The site has no API; its pages are read by their class names.

An address is ``/arxiv/<the site's own number>/<title in lower case with hyphens, nothing else changed>``, so it may
hold raw ``:``, ``,``, ``(``, ``'``, ``&`` and ``?``. The number alone tells the paper.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from selectolax.lexbor import LexborHTMLParser, LexborNode

from achim.domain.note import Note
from achim.domain.paper import Announcement, Batch, Window
from achim.domain.text import clean
from achim.errors import SourceError
from achim.ports import Fetcher

NAME = "deeplearn"
_HREF = re.compile(r"/arxiv/(?P<number>\d{1,12})/\S+")


class DeepLearn:
    """The Source of the panel's papers, and the Enricher that reads their abstracts from their pages."""

    name = NAME

    def __init__(self, fetcher: Fetcher, *, base_url: str) -> None:
        self._fetcher = fetcher
        self._base = base_url.rstrip("/")

    def announcements(self, window: Window) -> Batch:
        """The panel as it stands; it keeps no past, so a past day gets SourceError."""
        if window.as_of.astimezone(ZoneInfo(window.time_zone)).date() != window.day:
            raise SourceError(NAME, Note.of("source.not_for_past", day=window.day))
        body = self._fetcher.get(f"{self._base}/", source=NAME).body
        return Batch(source=NAME, announcements=parse_panel(body, self._base, window), cursor=window.day)

    def enrich(self, announcements: Sequence[Announcement]) -> Sequence[Announcement]:
        """Abstracts of our own announcements; a page that fails leaves the rest as they are and then raises."""
        return tuple(self._with_abstract(each) for each in announcements)

    def _with_abstract(self, announcement: Announcement) -> Announcement:
        if announcement.source != NAME or announcement.abstract:
            return announcement
        return replace(announcement, abstract=parse_abstract(self._fetcher.get(announcement.url, source=NAME).body))


def parse_panel(body: bytes, base: str, window: Window) -> tuple[Announcement, ...]:
    """The papers of the panel headed *Hot Papers*; the same markup stands elsewhere on the page too."""
    panels = [panel for panel in LexborHTMLParser(body).css("div.panel") if _heading(panel) == "hot papers"]
    links = [link for panel in panels for link in panel.css("div.title > a[href]")]
    found = [found for link in links if (found := _announcement(link, base, window))]
    if not found:
        raise SourceError(NAME, Note.of("source.unparsable", what="Hot Papers"))
    return tuple({each.key: each for each in found}.values())


def _heading(panel: LexborNode) -> str:
    title = panel.css_first("h3.panel-title")
    return clean(title.text()).lower() if title else ""


def _announcement(link: LexborNode, base: str, window: Window) -> Announcement | None:
    href = link.attributes.get("href") or ""
    path = href.removeprefix(base)
    match = _HREF.fullmatch(path)
    title = clean(link.text())
    if match is None or not title:
        return None
    return Announcement(
        source=NAME,
        native_id=match["number"],
        batch=window.day,
        kind="featured",
        title=title,
        url=f"{base}{path}",
        seen_at=window.as_of,
    )


def parse_abstract(body: bytes) -> str | None:
    """The abstract on a paper's page, where there is one."""
    node = LexborHTMLParser(body).css_first("div.article-content p")
    return (clean(node.text()) or None) if node else None

"""deeplearn.org's *Hot Papers* panel. The site has no API; its pages are read by their class names.

An address is ``/arxiv/<the site's own number>/<title in lower case with hyphens, nothing else changed>``, so it may
hold raw ``:``, ``,``, ``(``, ``'``, ``&`` and ``?``. The number alone tells the paper.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from urllib.parse import quote
from zoneinfo import ZoneInfo

from selectolax.lexbor import LexborNode

from achim.domain.note import Note
from achim.domain.paper import Announcement, Batch, Window
from achim.domain.text import clean, is_web_url
from achim.errors import SourceError
from achim.ports import Enriched, Fetcher
from achim.sources.markup import parse_html

NAME = "deeplearn"
_FAULTS_IN_A_ROW = 3
_HREF = re.compile(r"/arxiv/(?P<number>[0-9]{1,12})/.+", re.DOTALL)
_LOOSE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_STAY = "/:?#@!$&'()*+,;=~-._%"
"""What may stand in an address as it is: https://www.rfc-editor.org/rfc/rfc3986#section-2"""


class DeepLearn:
    """The Source of the panel's papers, and the Enricher that reads their abstracts from their pages."""

    name = NAME

    def __init__(self, fetcher: Fetcher, *, base_url: str) -> None:
        self._fetcher = fetcher
        self._base = base_url.rstrip("/")

    def has_turned(self, since: datetime, at: datetime) -> bool:
        """It grows and has no moment at which it turns."""
        return False

    def announcements(self, window: Window) -> Batch:
        """The panel as it stands; it keeps no past, so a past day gets SourceError."""
        if window.as_of.astimezone(ZoneInfo(window.time_zone)).date() != window.day:
            raise SourceError(NAME, Note.of("source.not_for_past", day=window.day))
        body = self._fetcher.get(f"{self._base}/", source=NAME).body
        return Batch(source=NAME, announcements=parse_panel(body, self._base, window), cursor=window.day)

    def enrich(self, announcements: Sequence[Announcement]) -> Enriched:
        """Abstracts of our own announcements; after some pages in a row that failed no more are asked for."""
        told: list[Announcement] = []
        faults: list[Note] = []
        in_a_row = 0
        for each in announcements:
            try:
                told.append(each if in_a_row >= _FAULTS_IN_A_ROW else self._with_abstract(each))
                in_a_row = 0 if told[-1] is not each else in_a_row
            except SourceError as error:
                told.append(each)
                faults.append(error.note)
                in_a_row += 1
        return Enriched(tuple(told), faults[0] if faults else None)

    def _with_abstract(self, announcement: Announcement) -> Announcement:
        if announcement.source != NAME or announcement.abstract:
            return announcement
        return replace(announcement, abstract=parse_abstract(self._fetcher.get(announcement.url, source=NAME).body))


def parse_panel(body: bytes, base: str, window: Window) -> tuple[Announcement, ...]:
    """The papers of the panel headed *Hot Papers*; the same markup stands elsewhere on the page too."""
    page = parse_html(body, NAME)
    panels = [panel for panel in page.css("div.panel") if _heading(panel) == "hot papers"]
    if any(sum(_panel_of(title) == panel for title in panel.css("h3.panel-title")) > 1 for panel in panels):
        raise SourceError(NAME, Note.of("source.unparsable", what="Hot Papers"))  # the next panel has run into it
    links = [link for panel in panels for link in panel.css("div.title > a[href]") if _panel_of(link) == panel]
    found = [found for link in links if (found := _announcement(link, base, window))]
    if not found:
        raise SourceError(NAME, Note.of("source.unparsable", what="Hot Papers"))
    first: dict[str, Announcement] = {}
    for each in found:
        first.setdefault(each.key, each)
    return tuple(first.values())


def _panel_of(link: LexborNode) -> LexborNode | None:
    """The innermost panel around a link: where an end tag was lost, one panel stands in another."""
    node = link.parent
    while node is not None and not (node.tag == "div" and "panel" in (node.attributes.get("class") or "").split()):
        node = node.parent
    return node


def _heading(panel: LexborNode) -> str:
    title = panel.css_first("h3.panel-title")
    return clean(title.text()).lower() if title else ""


def _announcement(link: LexborNode, base: str, window: Window) -> Announcement | None:
    path = (link.attributes.get("href") or "").strip().removeprefix(base)
    match = _HREF.fullmatch(path)
    title = clean(link.text())
    url = f"{base}{_held(path)}"
    if match is None or not title or not is_web_url(url):
        return None
    return Announcement(
        source=NAME,
        native_id=match["number"],
        batch=window.day,
        kind="featured",
        title=title,
        url=url,
        seen_at=window.as_of,
    )


def _held(path: str) -> str:
    """The path as it is, but for what an address cannot hold: white space, quotes, letters beyond ASCII."""
    return quote(_LOOSE_PERCENT.sub("%25", path), safe=_STAY, errors="replace")


def parse_abstract(body: bytes) -> str | None:
    """The abstract on a paper's page, where there is one. Raises SourceError for another page, and one cut short."""
    article = parse_html(body, NAME).css_first("div.article-content")
    if article is None or b"</div" not in body.partition(b"article-content")[2].lower():
        raise SourceError(NAME, Note.of("source.unparsable", what="abstract"))
    node = article.css_first("p")
    return (clean(node.text()) or None) if node else None

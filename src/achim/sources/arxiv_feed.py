"""Parsing of arXiv's daily feeds: https://info.arxiv.org/help/rss.html and rss_specifications.html

A feed holds the batch whose label is today in US Eastern time, and nothing on days without one. Beyond 2000 records
the new ones are left out first: https://github.com/arXiv/arxiv-feed
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from typing import cast, get_args
from xml.etree.ElementTree import Element

from achim.domain.ids import parse_arxiv_id
from achim.domain.note import Note
from achim.domain.paper import AnnounceKind, Announcement
from achim.domain.text import clean
from achim.errors import SourceError
from achim.sources.arxiv_calendar import EASTERN
from achim.sources.arxiv_tex import author_names, without_tex_accents
from achim.sources.arxiv_xml import is_one, parse_xml

NAME = "arxiv"
FEED_LIMIT = 2000
_ATOM = "{http://www.w3.org/2005/Atom}"
_KIND = "{http://arxiv.org/schemas/atom}announce_type"
_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
_ERROR = "Feed error for query"
_ABSTRACT = re.compile(r"\A\s*arXiv:\S+ Announce Type: [\w-]+\s*(?:Abstract:(?P<abstract>.*))?\Z", re.DOTALL)
_CODE = re.compile(r"[a-z-]+(\.[A-Za-z-]+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Form:
    """Where RSS 2.0 and Atom keep the same things."""

    head: str
    item: str
    id: str
    text: str
    at: str
    title: str
    words: str


_RSS_FORM = _Form(
    head="channel", item="item", id="guid", text="description", at="pubDate", title="title", words="category"
)
_ATOM_FORM = _Form(
    head=".",
    item=f"{_ATOM}entry",
    id=f"{_ATOM}id",
    text=f"{_ATOM}summary",
    at=f"{_ATOM}published",
    title=f"{_ATOM}title",
    words=f"{_ATOM}category",
)


def parse_feed(body: bytes, seen_at: datetime) -> tuple[Announcement, ...]:
    """The items of a feed, each under the batch it claims; none on a day without a batch. Raises SourceError."""
    root = parse_xml(body, source=NAME, what="feed")
    form = {"rss": _RSS_FORM, f"{_ATOM}feed": _ATOM_FORM}.get(root.tag)
    head = root.find(form.head) if form else None
    if form is None or head is None:
        raise _unparsable("feed")
    title = _told(head, form.title)
    if not title or title.startswith(_ERROR):
        raise _unparsable(_told(head, form.text if form is _RSS_FORM else f"{_ATOM}subtitle")[:120] or "feed")
    found = [_announcement(item, form, seen_at) for item in head.iter(form.item)]
    return tuple({each.key: each for each in reversed(found)}.values())[::-1]


def _announcement(item: Element, form: _Form, seen_at: datetime) -> Announcement:
    arxiv = parse_arxiv_id(_told(item, form.id))
    label = _label(_told(item, form.at))
    kind = _told(item, _KIND)
    title = clean(without_tex_accents(_told(item, form.title)))
    if (
        arxiv is None
        or not is_one(item, form.id, form.title)
        or not title
        or label is None
        or kind not in get_args(AnnounceKind)
        or kind == "featured"
    ):
        raise _unparsable("feed item")
    told = _ABSTRACT.match(item.findtext(form.text) or "")
    abstract = (told["abstract"] or "") if told else ""
    return Announcement(
        source=NAME,
        native_id=f"{label.isoformat()}/{arxiv.id}",
        batch=label,
        kind=cast(AnnounceKind, kind),
        title=title,
        url=f"https://arxiv.org/abs/{arxiv.id}",
        seen_at=seen_at,
        paper_id=arxiv.paper_id,
        version=arxiv.version,
        abstract=clean(without_tex_accents(abstract)) or None,
        authors=tuple(filter(None, map(clean, author_names(_told(item, _CREATOR))))),
        categories=tuple(code for node in item.iterfind(form.words) if (code := _category(node))),
    )


def _told(element: Element, tag: str) -> str:
    return clean(element.findtext(tag) or "")


def _label(text: str) -> date | None:
    """The day in US Eastern time of an RFC 822 date (RSS) or an ISO moment (Atom)."""
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = read(text)
            return moment.astimezone(EASTERN).date() if moment.tzinfo else None
        except (ValueError, TypeError, OverflowError, IndexError):
            continue
    return None


def _category(node: Element) -> str:
    code = node.get("term") or clean(node.text or "")
    return code if _CODE.fullmatch(code) else ""


def _unparsable(what: str) -> SourceError:
    return SourceError(NAME, Note.of("source.unparsable", what=what))

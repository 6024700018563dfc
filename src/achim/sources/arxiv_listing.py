"""Parsing of arXiv's pages ``/list/CAT/new`` and ``/catchup/CAT/DAY``, which share their markup.

Structure: https://github.com/arXiv/arxiv-browse
"""

import re
from dataclasses import dataclass
from datetime import date, datetime

from selectolax.lexbor import LexborHTMLParser, LexborNode

from achim.domain.ids import parse_arxiv_id
from achim.domain.note import Note
from achim.domain.paper import AnnounceKind, Announcement
from achim.domain.text import clean
from achim.errors import SourceError
from achim.sources.arxiv_tex import author_names
from achim.sources.markup import parse_html

NAME = "arxiv"
_SHOWING = re.compile(r"Showing new listings for \w+, (\d{1,2} \w+ \d{4})", re.ASCII)
_CATCHUP = re.compile(r"Catchup results for .{1,200}? on \w{1,12}, (\d{1,2} \w+ \d{4})", re.ASCII)
_NO_UPDATES = re.compile(r"No (?:further )?updates (?:today|for )")
_CUT = re.compile(r"(?:1[5-9]|[2-8]\d)\d{2}\.\d{4}")
"""Since 2015 an id has five digits; with four it has lost one: https://info.arxiv.org/help/arxiv_identifier.html"""
_COUNTS = re.compile(r"(\d{1,6}) of (\d{1,6}) entries", re.ASCII)
_TOTAL = re.compile(r"Total of (\d{1,6}) entries", re.ASCII)
_CATEGORY = re.compile(r"\(([a-z-]+(?:\.[A-Za-z-]+)?)\)")
_KINDS: dict[str, AnnounceKind] = {
    "New submissions": "new",
    "Cross submissions": "cross",
    "Replacement submissions": "replace",
}


@dataclass(frozen=True, slots=True)
class ListingPage:
    """What a page holds: the batch it is of, its items and how many items all pages together promise."""

    label: date
    announcements: tuple[Announcement, ...]
    promised: int


@dataclass(slots=True)
class _Section:
    """A heading, which says how many items of its section are on this page and on all, with its items."""

    kind: AnnounceKind
    shown: int | None
    whole: int
    items: dict[str, tuple[LexborNode, LexborNode]]


def parse_listing(body: bytes, seen_at: datetime) -> ListingPage:
    """Read a page. Raises SourceError where it is neither, or holds fewer items than it says it shows."""
    tree = parse_html(_text(body), NAME)
    text = tree.body.text() if tree.body else ""
    found = _label(tree)
    if found is None:
        raise _unparsable("listing")
    sections = _sections(tree)
    announcements = [
        _announcement(arxiv, dd, section.kind, found, seen_at)
        for section in sections
        for arxiv, (_, dd) in section.items.items()
    ]
    totals = [int(match[1]) for node in tree.css("div") if (match := _TOTAL.search(node.text(deep=False)))]
    promised = max(sum(section.whole for section in sections), *totals, 0)
    if not announcements and not promised and not _NO_UPDATES.search(text):
        raise _unparsable("listing")
    return ListingPage(found, tuple(announcements), promised)


def _text(body: bytes) -> str:
    """What is not UTF-8 would print wrong titles, so it is no listing."""
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _unparsable("UTF-8") from error


def _unparsable(what: str) -> SourceError:
    return SourceError(NAME, Note.of("source.unparsable", what=what))


def _label(tree: LexborHTMLParser) -> date | None:
    for node in tree.css("h1, h3"):
        for pattern, form in ((_SHOWING, "%d %B %Y"), (_CATCHUP, "%d %b %Y")):
            if match := pattern.search(node.text()):
                return _date(match[1], form)
    return None


def _date(text: str, form: str) -> date | None:
    try:
        return datetime.strptime(text, form).date()  # noqa: DTZ007
    except ValueError:
        return None


def _sections(tree: LexborHTMLParser) -> list[_Section]:
    sections: list[_Section] = []
    pending: LexborNode | None = None
    for node in tree.css("h3, dt, dd"):
        if node.tag == "h3":
            sections += _opened(clean(node.text()))
            pending = None
        elif node.tag == "dt":
            pending = node
        elif pending is not None and sections:
            sections[-1].items.setdefault(_arxiv(pending), (pending, node))
            pending = None
    for section in sections:
        if section.shown is not None and len(section.items) < section.shown:
            raise SourceError(NAME, Note.of("source.partial", got=len(section.items), expected=section.shown))
        if section.shown is not None and len(section.items) > section.shown:
            raise _unparsable("listing")  # the next heading is lost: its items would be of this one's kind
    return sections


def _opened(heading: str) -> list[_Section]:
    """A section for the heading of one."""
    kind: AnnounceKind | None = next((kind for name, kind in _KINDS.items() if heading.startswith(name)), None)
    if kind is None:
        return []
    counts = _COUNTS.search(heading)
    return [_Section(kind, int(counts[1]) if counts else None, int(counts[2]) if counts else 0, {})]


def _arxiv(dt: LexborNode) -> str:
    """The id as it stands: a character taken out of a damaged one would leave another paper's."""
    link = dt.css_first('a[title="Abstract"]')
    arxiv = parse_arxiv_id(link.text().strip()) if link else None
    if arxiv is None or _CUT.fullmatch(arxiv.id):
        raise _unparsable("listing item")
    return arxiv.id


def _announcement(text: str, dd: LexborNode, kind: AnnounceKind, label: date, seen_at: datetime) -> Announcement:
    arxiv = parse_arxiv_id(text)
    title = _field(dd, ".list-title")
    if arxiv is None or not title or dd.css_first("dt, dd h3") or not dd.css_first(".list-authors"):
        # one that holds another has lost its end; one without authors may have them in its title
        raise _unparsable("listing item")
    abstract = dd.css_first("p.mathjax")
    return Announcement(
        source=NAME,
        native_id=f"{label.isoformat()}/{arxiv.id}",
        batch=label,
        kind=kind,
        title=title,
        url=f"https://arxiv.org/abs/{arxiv.id}",
        seen_at=seen_at,
        paper_id=arxiv.paper_id,
        abstract=(clean(abstract.text()) or None) if abstract else None,
        authors=_authors(dd),
        categories=_categories(_field(dd, ".list-subjects")),
        comment=_field(dd, ".list-comments") or None,
    )


def _field(dd: LexborNode, selector: str) -> str:
    node = dd.css_first(selector)
    if node is None:
        return ""
    descriptor = node.css_first(".descriptor")
    if descriptor is None or any(child.tag in ("div", "p") for child in node.iter()):
        raise _unparsable("listing item")  # an end tag is lost: what follows would be read as part of the field
    return clean(node.text().replace(descriptor.text(), "", 1))


def _authors(dd: LexborNode) -> tuple[str, ...]:
    """A link holds one name; where an end tag is lost, also what parts it from the next, and the next."""
    told = (name for link in dd.css(".list-authors a") for name in author_names(clean(link.text())))
    return tuple(name for each in told if (name := clean(each)))


def _categories(subjects: str) -> tuple[str, ...]:
    return tuple(match[1] for part in subjects.split(";") if (match := _CATEGORY.search(part)))

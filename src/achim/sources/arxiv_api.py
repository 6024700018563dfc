"""arXiv's query API, for filling in what an announcement lacks: https://info.arxiv.org/help/api/user-manual.html

It answers 429 for hours on busy days, so nothing depends on it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from urllib.parse import quote, urlencode
from xml.etree import ElementTree

from achim.domain.ids import ArxivId, arxiv_of, parse_arxiv_id
from achim.domain.note import Note
from achim.domain.paper import Announcement
from achim.domain.text import clean, fold
from achim.errors import SourceError
from achim.ports import Fetcher

NAME = "arxiv_api"
_ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV = "{http://arxiv.org/schemas/atom}"
_IDS_A_REQUEST = 50
_TITLES_A_REQUEST = 6
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What the API tells of a paper."""

    arxiv: ArxivId
    title: str
    abstract: str
    authors: tuple[str, ...]
    categories: tuple[str, ...]
    submitted_at: datetime
    comment: str | None


class ArxivApi:
    """The Enricher that finds ids by title, and abstracts, authors and categories by id."""

    name = NAME

    def __init__(self, fetcher: Fetcher, *, base_url: str) -> None:
        self._fetcher = fetcher
        self._base = base_url.rstrip("/")

    def enrich(self, announcements: Sequence[Announcement]) -> Sequence[Announcement]:
        by_title = self._by_title([each.title for each in announcements if each.paper_id is None])
        wanted = sorted({arxiv for each in announcements if _lacks(each) and (arxiv := _arxiv(each))})
        by_id = self._by_id(wanted)
        return tuple(
            _filled(each, by_title.get(fold(each.title)), by_id.get(_arxiv(each) or "")) for each in announcements
        )

    def _by_title(self, titles: Sequence[str]) -> dict[str, Record]:
        """Records by folded title; a title that two papers bear is left alone."""
        found: dict[str, Record] = {}
        twice: set[str] = set()
        for chunk in _chunks(sorted(set(titles)), _TITLES_A_REQUEST):
            query = " OR ".join(f'ti:"{" ".join(_WORD.findall(title))}"' for title in chunk)
            for record in self._ask(search_query=query, max_results=str(10 * len(chunk))):
                title = fold(record.title)
                if title in found and found[title].arxiv.id != record.arxiv.id:
                    twice.add(title)
                found[title] = record
        return {title: record for title, record in found.items() if title not in twice}

    def _by_id(self, ids: Sequence[str]) -> dict[str, Record]:
        found: dict[str, Record] = {}
        for chunk in _chunks(ids, _IDS_A_REQUEST):
            found |= {
                record.arxiv.id: record for record in self._ask(id_list=",".join(chunk), max_results=str(len(chunk)))
            }
        return found

    def _ask(self, **parameters: str) -> tuple[Record, ...]:
        url = f"{self._base}/api/query?{urlencode(parameters, quote_via=quote)}"
        return parse_feed(self._fetcher.get(url, source=NAME).body)


def parse_feed(body: bytes) -> tuple[Record, ...]:
    """Read an Atom answer of the query API. An error answer, in Atom or plain text, raises SourceError."""
    try:
        root = ElementTree.fromstring(body)
    except ElementTree.ParseError as error:
        limited = b"rate exceeded" in body[:200].lower()
        note = Note.of("fetch.rate_limited", status=429) if limited else Note.of("source.unparsable", what="Atom feed")
        raise SourceError(NAME, note) from error
    if root.tag != f"{_ATOM}feed":
        raise SourceError(NAME, Note.of("source.unparsable", what="Atom feed"))
    return tuple(_record(entry) for entry in root.iter(f"{_ATOM}entry"))


def _record(entry: ElementTree.Element) -> Record:
    arxiv = parse_arxiv_id(_text(entry, "id"))
    published = _text(entry, "published")
    if arxiv is None or not published:
        raise SourceError(NAME, Note.of("source.unparsable", what=clean(_text(entry, "summary"), limit=120) or "entry"))
    try:
        submitted_at = datetime.fromisoformat(published).astimezone(UTC)
    except ValueError as error:
        raise SourceError(NAME, Note.of("source.unparsable", what="date")) from error
    return Record(
        arxiv=arxiv,
        title=_text(entry, "title"),
        abstract=_text(entry, "summary"),
        authors=tuple(clean(name.text or "") for name in entry.iter(f"{_ATOM}name")),
        categories=_categories(entry),
        submitted_at=submitted_at,
        comment=clean(entry.findtext(f"{_ARXIV}comment") or "") or None,
    )


def _categories(entry: ElementTree.Element) -> tuple[str, ...]:
    """The primary category first; ACM and MSC classes stand among the categories too and are left out."""
    primary = entry.find(f"{_ARXIV}primary_category")
    terms = [node.get("term", "") for node in (() if primary is None else (primary,))]
    terms += [node.get("term", "") for node in entry.iter(f"{_ATOM}category")]
    return tuple(dict.fromkeys(term for term in terms if re.fullmatch(r"[a-z-]+(\.[A-Za-z-]+)?", term)))


def _text(entry: ElementTree.Element, tag: str) -> str:
    return clean(entry.findtext(f"{_ATOM}{tag}") or "")


def _lacks(announcement: Announcement) -> bool:
    return not (announcement.abstract and announcement.authors and announcement.categories)


def _arxiv(announcement: Announcement) -> str | None:
    return arxiv_of(announcement.paper_id) if announcement.paper_id else None


def _filled(announcement: Announcement, by_title: Record | None, by_id: Record | None) -> Announcement:
    """What the source said stands; only what it left out is filled in."""
    record = by_id or by_title
    if record is None:
        return announcement
    return replace(
        announcement,
        paper_id=announcement.paper_id or record.arxiv.paper_id,
        version=announcement.version or record.arxiv.version,
        abstract=announcement.abstract or record.abstract,
        authors=announcement.authors or record.authors,
        categories=announcement.categories or record.categories,
        submitted_at=announcement.submitted_at or record.submitted_at,
        comment=announcement.comment or record.comment,
    )


def _chunks(items: Sequence[str], size: int) -> list[Sequence[str]]:
    return [items[start : start + size] for start in range(0, len(items), size)]

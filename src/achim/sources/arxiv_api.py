"""arXiv's query API, for filling in what an announcement lacks: https://info.arxiv.org/help/api/user-manual.html

It answers 429 for hours on busy days, so nothing depends on it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from urllib.parse import quote, urlencode
from xml.etree.ElementTree import Element

from achim.domain.ids import ArxivId, arxiv_of, parse_arxiv_id
from achim.domain.note import Note
from achim.domain.paper import Announcement
from achim.domain.text import clean, fold
from achim.errors import SourceError
from achim.ports import Enriched, Fetcher
from achim.sources.arxiv_xml import is_one, parse_xml

NAME = "arxiv_api"
_ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV = "{http://arxiv.org/schemas/atom}"
_TOTAL = "{http://a9.com/-/spec/opensearch/1.1/}totalResults"
_IDS_A_REQUEST = 50
_TITLES_A_REQUEST = 6
_FAULTS_IN_A_ROW = 3
_WORD = re.compile(r"\w+")
_CODE = re.compile(r"[a-z-]+(\.[A-Za-z-]+)?")


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


@dataclass(frozen=True, slots=True)
class RecordFeed:
    """An answer. ``total`` is how many records all its pages hold, by its own word."""

    records: tuple[Record, ...]
    total: int


class ArxivApi:
    """The Enricher that finds ids by title, and abstracts, authors and categories by id."""

    name = NAME

    def __init__(self, fetcher: Fetcher, *, base_url: str) -> None:
        self._fetcher = fetcher
        self._base = base_url.rstrip("/")

    def enrich(self, announcements: Sequence[Announcement]) -> Enriched:
        asking = _Asking(self._fetcher, self._base)
        by_title = _by_title(asking, [each.title for each in announcements if each.paper_id is None])
        by_id = _by_id(asking, sorted({arxiv for each in announcements if _lacks(each) and (arxiv := _arxiv(each))}))
        filled = tuple(
            _filled(each, by_title.get(fold(each.title)), by_id.get(_arxiv(each) or "")) for each in announcements
        )
        return Enriched(filled, asking.fault)


@dataclass(slots=True)
class _Asking:
    """The requests of one build. After some faults in a row no more are made; ``fault`` is the first."""

    fetcher: Fetcher
    base: str
    fault: Note | None = None
    faults: int = 0

    def records(self, **parameters: str) -> tuple[Record, ...]:
        """What the service has; nothing where it failed."""
        if self.faults >= _FAULTS_IN_A_ROW:
            return ()
        url = f"{self.base}/api/query?{urlencode(parameters, quote_via=quote)}"
        try:
            records = self._answered(url)
        except SourceError as error:
            self.fault = self.fault or error.note
            self.faults += 1
            return ()
        self.faults = 0
        return records

    def _answered(self, url: str) -> tuple[Record, ...]:
        """A page without the records that it counts is asked for once more: https://github.com/lukasschwab/arxiv.py/issues/43"""
        for again in (False, True):
            answer = parse_feed(self.fetcher.get(url, source=NAME, again=again).body)
            if answer.records or not answer.total:
                return answer.records
        raise SourceError(NAME, Note.of("source.partial", got=0, expected=answer.total))


def _by_title(asking: _Asking, titles: Sequence[str]) -> dict[str, Record]:
    """Records by folded title; a title that two papers bear is left alone, and so is one without a word."""
    found: dict[str, Record] = {}
    twice: set[str] = set()
    wanted = [title for title in sorted(set(titles)) if _WORD.search(title)]
    for chunk in _chunks(wanted, _TITLES_A_REQUEST):
        query = " OR ".join(f'ti:"{" ".join(_WORD.findall(title))}"' for title in chunk)
        for record in asking.records(search_query=query, max_results=str(10 * len(chunk))):
            title = fold(record.title)
            if title in found and found[title].arxiv.id != record.arxiv.id:
                twice.add(title)
            found[title] = record
    return {title: record for title, record in found.items() if title not in twice}


def _by_id(asking: _Asking, ids: Sequence[str]) -> dict[str, Record]:
    """Records by id; ids that the service does not know are missing from its answer without a word."""
    chunks = _chunks(ids, _IDS_A_REQUEST)
    answers = (asking.records(id_list=",".join(chunk), max_results=str(len(chunk))) for chunk in chunks)
    return {record.arxiv.id: record for records in answers for record in records}


def parse_feed(body: bytes) -> RecordFeed:
    """Read an Atom answer of the query API. An error answer, in Atom or plain text, raises SourceError."""
    root = parse_xml(body, source=NAME, what="Atom feed")
    if root.tag != f"{_ATOM}feed":
        raise _unparsable("Atom feed")
    records = tuple(_record(entry) for entry in root.iter(f"{_ATOM}entry"))
    total = clean(root.findtext(_TOTAL) or "")
    return RecordFeed(records, int(total) if re.fullmatch(r"[0-9]{1,9}", total) else len(records))


def _unparsable(what: str) -> SourceError:
    return SourceError(NAME, Note.of("source.unparsable", what=what))


def _record(entry: Element) -> Record:
    """The error feed's one entry, titled Error, has no paper's id."""
    arxiv = parse_arxiv_id(_text(entry, "id"))
    published, title = _text(entry, "published"), _text(entry, "title")
    if arxiv is None or not is_one(entry, f"{_ATOM}id", f"{_ATOM}title") or not published or not title:
        raise _unparsable(clean(_text(entry, "summary"), limit=120) or "entry")
    try:
        submitted_at = datetime.fromisoformat(published).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise _unparsable("date") from error
    return Record(
        arxiv=arxiv,
        title=title,
        abstract=_text(entry, "summary"),
        authors=tuple(
            told for name in entry.iterfind(f"{_ATOM}author/{_ATOM}name") if (told := clean(name.text or ""))
        ),
        categories=_categories(entry),
        submitted_at=submitted_at,
        comment=clean(entry.findtext(f"{_ARXIV}comment") or "") or None,
    )


def _categories(entry: Element) -> tuple[str, ...]:
    """The primary category first; ACM and MSC classes stand among the categories too and are left out."""
    primary = entry.find(f"{_ARXIV}primary_category")
    terms = [node.get("term", "") for node in (() if primary is None else (primary,))]
    terms += [node.get("term", "") for node in entry.iterfind(f"{_ATOM}category")]
    return tuple(dict.fromkeys(term for term in terms if _CODE.fullmatch(term)))


def _text(entry: Element, tag: str) -> str:
    return clean(entry.findtext(f"{_ATOM}{tag}") or "")


def _lacks(announcement: Announcement) -> bool:
    return not (announcement.abstract and announcement.authors and announcement.categories)


def _arxiv(announcement: Announcement) -> str | None:
    return arxiv_of(announcement.paper_id) if announcement.paper_id else None


def _filled(announcement: Announcement, by_title: Record | None, by_id: Record | None) -> Announcement:
    """What the source said stands; only what it left out is filled in."""
    record = by_id or (None if announcement.paper_id else by_title)
    if record is None:
        return announcement
    return replace(
        announcement,
        paper_id=announcement.paper_id or record.arxiv.paper_id,
        version=announcement.version or record.arxiv.version,
        abstract=announcement.abstract or record.abstract or None,
        authors=announcement.authors or record.authors,
        categories=announcement.categories or record.categories,
        submitted_at=announcement.submitted_at or record.submitted_at,
        comment=announcement.comment or record.comment,
    )


def _chunks(items: Sequence[str], size: int) -> list[Sequence[str]]:
    return [items[start : start + size] for start in range(0, len(items), size)]

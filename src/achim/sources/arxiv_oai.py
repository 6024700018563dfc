"""Parsing of arXiv's OAI-PMH answers in the format arXivRaw: https://info.arxiv.org/help/oa/index.html

A record's datestamp is the day of its last change and tells nothing of its submission; its versions do.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from xml.etree.ElementTree import Element

from achim.domain.ids import ArxivId, parse_arxiv_id
from achim.domain.note import Note
from achim.domain.paper import AnnounceKind, Announcement
from achim.domain.past import Change, PastPaper
from achim.domain.text import clean
from achim.errors import SourceError
from achim.sources.arxiv_categories import covers
from achim.sources.arxiv_tex import author_names, without_tex_accents
from achim.sources.arxiv_xml import is_one, parse_xml

NAME = "arxiv"
_LAST_ANNOUNCED = 5
"""Later versions are not announced: https://info.arxiv.org/help/replace.html"""
_LONGEST_TITLE = 1_000
_LONGEST_ABSTRACT = 20_000
"""Characters; ten times what arXiv lets an abstract have: https://info.arxiv.org/help/prep.html#abs"""
_OAI = "{http://www.openarchives.org/OAI/2.0/}"
_RAW = "{http://arxiv.org/OAI/arXivRaw/}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RawRecord:
    """A paper as it stands now. ``versions`` are the moments (aware UTC) of version 1 and on; never empty.

    ``changed`` is the day of the record's last change, where it is told.
    """

    arxiv: ArxivId
    versions: tuple[tuple[int, datetime], ...]
    title: str
    abstract: str
    authors: tuple[str, ...]
    categories: tuple[str, ...]
    comment: str | None
    changed: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPage:
    """``token`` asks for the next page; empty on the last one.

    ``deleted`` are records that were taken back, with the day. ``unread`` names records that cannot be read.
    """

    records: tuple[RawRecord, ...] = ()
    token: str = ""
    deleted: tuple[tuple[ArxivId, date], ...] = ()
    unread: tuple[str, ...] = ()


class RefusedRequest(SourceError):
    """OAI-PMH's own word that it does not serve what was asked for; ``code`` is its name for the reason."""

    def __init__(self, code: str) -> None:
        super().__init__(NAME, Note.of("source.unparsable", what=code or "OAI-PMH"))
        self.code = code


def parse_records(body: bytes) -> RecordPage:
    """Read an answer to ListRecords; that nothing matches is an empty page. Raises SourceError, also where a record
    cannot be read."""
    page = parse_page(body)
    if page.unread:
        raise _unparsable("OAI-PMH record")
    return page


def parse_page(body: bytes) -> RecordPage:
    """As ``parse_records``, but records that cannot be read are named and passed over, if any is of the format."""
    root = parse_xml(body, source=NAME, what="OAI-PMH")
    error = root.find(f"{_OAI}error")
    if error is not None and error.get("code") == "noRecordsMatch":
        return RecordPage()
    if error is not None:
        raise RefusedRequest(clean(error.get("code") or "", limit=80))
    listed = root.find(f"{_OAI}ListRecords")
    found = [] if listed is None else listed.findall(f"{_OAI}record")
    if listed is None or not found:
        raise _unparsable("OAI-PMH")
    formats = {each.tag for each in listed.iterfind(f"{_OAI}record/{_OAI}metadata/*")}
    if formats and f"{_RAW}arXivRaw" not in formats:
        raise _unparsable("OAI-PMH arXivRaw")
    records: list[RawRecord] = []
    deleted: list[tuple[ArxivId, date]] = []
    unread: list[str] = []
    for each in found:
        try:
            if _is_deleted(each):
                deleted.append(_deletion(each))
            else:
                records.append(_record(each))
        except SourceError:
            unread.append(clean(_headed(each, "identifier"), limit=80) or "OAI-PMH")
    token = (listed.findtext(f"{_OAI}resumptionToken") or "").strip()
    return RecordPage(records=tuple(records), token=token, deleted=tuple(deleted), unread=tuple(unread))


def _headed(record: Element, name: str) -> str:
    return (record.findtext(f"{_OAI}header/{_OAI}{name}") or "").strip()


def _is_deleted(record: Element) -> bool:
    header = record.find(f"{_OAI}header")
    return header is not None and header.get("status") == "deleted"


def _deletion(record: Element) -> tuple[ArxivId, date]:
    arxiv, changed = parse_arxiv_id(_headed(record, "identifier")), _datestamp(record)
    if arxiv is None or changed is None:
        raise _unparsable("OAI-PMH record")
    return arxiv, changed


def _datestamp(record: Element) -> date | None:
    try:
        return date.fromisoformat(_headed(record, "datestamp")[:10])
    except ValueError:
        return None


def _record(record: Element) -> RawRecord:
    raw = record.find(f"{_OAI}metadata/{_RAW}arXivRaw")
    if raw is None:
        raise _unparsable("OAI-PMH record")
    arxiv = parse_arxiv_id(_told(raw, "id"))
    versions = sorted(_version(each) for each in raw.findall(f"{_RAW}version"))
    title = clean(without_tex_accents(_told(raw, "title")))
    if (
        arxiv is None
        or not is_one(raw, f"{_RAW}id", f"{_RAW}title")
        or not title
        or not versions
        or versions[0][0] != 1
    ):
        raise _unparsable("OAI-PMH record")
    return RawRecord(
        arxiv=arxiv,
        versions=tuple(versions),
        title=title,
        abstract=clean(without_tex_accents(_told(raw, "abstract"))),
        authors=tuple(filter(None, map(clean, author_names(_told(raw, "authors"))))),
        categories=tuple(_told(raw, "categories").split()),
        comment=_told(raw, "comments") or None,
        changed=_datestamp(record),
    )


def _version(version: Element) -> tuple[int, datetime]:
    try:
        return version_of(version.get("version") or "", version.findtext(f"{_RAW}date") or "")
    except ValueError as error:
        raise _unparsable("OAI-PMH version") from error


def version_of(number: str, moment: str) -> tuple[int, datetime]:
    """``v2`` and ``Sat, 30 Jan 2021 23:57:29 GMT`` as a number and an aware moment in UTC. Raises ValueError."""
    try:
        at = parsedate_to_datetime(moment)
        return int(number.removeprefix("v")[:6]), (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (TypeError, OverflowError, IndexError) as error:
        raise ValueError(moment) from error


def announced(
    record: RawRecord, category: str, label: date, opens: datetime, closes: datetime, seen_at: datetime
) -> Announcement | None:
    """What ``category`` was told of a record in the batch whose papers came in ``[opens, closes)``; None for nothing.

    It is new where its first version came then, replaced where only its newest did, up to the fifth; a
    paper that moderators held back came earlier and is not found in this way.
    """
    newest, newest_at = record.versions[-1]
    is_new = opens <= record.versions[0][1] < closes
    if not is_new and (newest > _LAST_ANNOUNCED or not opens <= newest_at < closes):
        return None
    is_cross = not covers(category, record.categories[0]) if record.categories else False
    first: AnnounceKind = "cross" if is_cross else "new"
    later: AnnounceKind = "replace-cross" if is_cross else "replace"
    return Announcement(
        source=NAME,
        native_id=f"{label.isoformat()}/{record.arxiv.id}",
        batch=label,
        kind=first if is_new else later,
        title=record.title,
        url=f"https://arxiv.org/abs/{record.arxiv.id}",
        seen_at=seen_at,
        paper_id=record.arxiv.paper_id,
        version=newest,
        abstract=record.abstract or None,
        authors=record.authors,
        categories=record.categories,
        submitted_at=record.versions[0][1],
        comment=record.comment,
    )


def change_of(record: RawRecord) -> Change:
    """The record as a backfill takes it in; a record without a day of change is as old as its newest version."""
    version, moment = record.versions[-1]
    paper = PastPaper(
        id=record.arxiv.paper_id,
        version=version,
        told_on=moment.date(),
        title=_cut(record.title, _LONGEST_TITLE),
        abstract=_cut(record.abstract, _LONGEST_ABSTRACT),
        authors=record.authors,
        categories=record.categories,
        comment=record.comment,
    )
    return Change(work=paper.id, changed=record.changed or moment.date(), paper=paper)


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else clean(text, limit=longest)


def _told(element: Element, name: str) -> str:
    return clean(element.findtext(f"{_RAW}{name}") or "")


def _unparsable(what: str) -> SourceError:
    return SourceError(NAME, Note.of("source.unparsable", what=what))

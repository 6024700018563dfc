"""arXiv's listing and catch-up pages: https://info.arxiv.org/help/availability.html

The listing page turns when the announcement is made, four hours before the feeds.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from selectolax.lexbor import LexborHTMLParser, LexborNode

from achim.domain.ids import parse_arxiv_id
from achim.domain.note import Note
from achim.domain.paper import AnnounceKind, Announcement, Batch, Gap, Window
from achim.domain.text import clean
from achim.errors import SourceError
from achim.ports import Fetcher
from achim.sources.arxiv_calendar import EASTERN, announced_at, batches, newest_batch, next_batch

NAME = "arxiv"
_PAGE = 2000
_CATCHUP_DAYS = 90
_SHOWING = re.compile(r"Showing new listings for \w+, (\d{1,2} \w+ \d{4})")
_CATCHUP = re.compile(r"Catchup results for .+ on \w+, (\d{1,2} \w+ \d{4})")
_NO_UPDATES = re.compile(r"No (?:further )?updates (?:today|for )")
_OF = re.compile(r"of (\d+) entries")
_CATEGORY = re.compile(r"\(([a-z-]+(?:\.[A-Za-z-]+)?)\)")
_KINDS: dict[str, AnnounceKind] = {
    "New submissions": "new",
    "Cross submissions": "cross",
    "Replacement submissions": "replace",
}


@dataclass(frozen=True, slots=True)
class _Page:
    """What a listing page holds: the batch it is of, its items and how many each section promises."""

    label: date
    announcements: tuple[Announcement, ...]
    promised: int


class Arxiv:
    """The Source of arXiv's daily announcements in some categories."""

    name = NAME

    def __init__(
        self, fetcher: Fetcher, *, base_url: str, categories: Sequence[str], holidays: frozenset[date]
    ) -> None:
        self._fetcher = fetcher
        self._base = base_url.rstrip("/")
        self._categories = categories
        self._holidays = holidays

    def announcements(self, window: Window) -> Batch:
        newest = newest_batch(_end(window))
        if window.since is not None and newest <= window.since:
            return Batch(source=NAME, announcements=(), note=_quiet(newest))
        wanted = [newest] if window.since is None else list(batches(window.since, newest))
        found: list[Announcement] = []
        gaps: list[Gap] = []
        answered = 0
        for category in self._categories:
            try:
                found += [_as_seen_in(category, each) for each in self._category(category, wanted, window)]
                answered += 1
            except SourceError as error:
                gaps.append(Gap(NAME, Note.of("source.part", part=category, reason=error.note.code, **_params(error))))
        if not answered:
            raise SourceError(NAME, gaps[0].note)
        return Batch(
            source=NAME,
            announcements=_once(found),
            cursor=None if gaps else newest,
            gaps=tuple(gaps),
            note=None if found else _quiet(newest),
        )

    def _category(self, category: str, wanted: Sequence[date], window: Window) -> list[Announcement]:
        """All batches asked for; the newest from the listing, which turns first, older ones from catch-up pages."""
        found: list[Announcement] = []
        for label in wanted:
            if label == wanted[-1] and newest_batch(window.as_of) == label:
                found += self._listing(category, label, window.as_of)
            elif (window.as_of.astimezone(EASTERN).date() - label).days <= _CATCHUP_DAYS:
                found += self._catchup(category, label, window.as_of)
            else:
                raise SourceError(NAME, Note.of("source.not_for_past", day=label))
        return found

    def _listing(self, category: str, label: date, seen_at: datetime) -> list[Announcement]:
        found: list[Announcement] = []
        while True:
            url = f"{self._base}/list/{category}/new?skip={len(found)}&show={_PAGE}"
            page = parse_listing(self._fetcher.get(url, source=NAME).body, seen_at)
            if page.label != label and not self._may_be_silent(page.label, label):
                raise SourceError(NAME, Note.of("source.stale", expected=label, got=page.label))
            if page.label != label:
                return []
            found += page.announcements
            if len(found) >= page.promised or not page.announcements:
                break
        if len(found) < page.promised:
            raise SourceError(NAME, Note.of("source.partial", got=len(found), expected=page.promised))
        return found

    def _catchup(self, category: str, label: date, seen_at: datetime) -> list[Announcement]:
        found: list[Announcement] = []
        for number in range(1, 50):
            url = f"{self._base}/catchup/{category}/{label.isoformat()}?abs=True&page={number}"
            page = parse_listing(self._fetcher.get(url, source=NAME).body, seen_at, label)
            if page.label != label:
                raise SourceError(NAME, Note.of("source.stale", expected=label, got=page.label))
            found += page.announcements
            if len(page.announcements) < _PAGE:
                return found
        raise SourceError(NAME, Note.of("source.partial", got=len(found), expected="?"))

    def _may_be_silent(self, got: date, expected: date) -> bool:
        """Whether holidays explain that the batches after ``got`` have not come."""
        return got < expected and all(
            label in self._holidays or label - timedelta(days=1) in self._holidays for label in batches(got, expected)
        )


def _as_seen_in(category: str, announcement: Announcement) -> Announcement:
    """A listing does not mark replacements of papers whose primary category is another one."""
    away = announcement.categories and not announcement.categories[0].startswith(category)
    return replace(announcement, kind="replace-cross") if away and announcement.kind == "replace" else announcement


def _end(window: Window) -> datetime:
    """The moment up to which announcements belong to the edition: now, or the end of a past day."""
    zone = ZoneInfo(window.time_zone)
    midnight = datetime.combine(window.day + timedelta(days=1), time(), tzinfo=zone)
    return min(window.as_of, midnight)


def _quiet(newest: date) -> Note:
    upcoming = announced_at(next_batch(newest))
    return Note.of("source.weekend", newest=newest, next=upcoming.astimezone(ZoneInfo("UTC")).isoformat())


def _params(error: SourceError) -> dict[str, str]:
    return dict(error.note.params)


def _once(announcements: Iterable[Announcement]) -> tuple[Announcement, ...]:
    """One announcement per paper and batch: listed in several categories it is still one word of arXiv's.

    A category in which it is new says more than one that it is cross-listed to.
    """
    order: tuple[AnnounceKind, ...] = ("new", "replace", "cross", "replace-cross", "featured")
    kept: dict[str, Announcement] = {}
    for announcement in announcements:
        known = kept.get(announcement.key)
        if known is None or order.index(announcement.kind) < order.index(known.kind):
            kept[announcement.key] = announcement
    return tuple(kept[key] for key in sorted(kept))


def parse_listing(body: bytes, seen_at: datetime, label: date | None = None) -> _Page:
    """Read a ``/list/CAT/new`` or ``/catchup/CAT/DAY`` page. Raises SourceError where it is neither.

    ``label`` is the day asked for, which an empty catch-up page names in another form.
    """
    tree = LexborHTMLParser(body)
    text = tree.body.text() if tree.body else ""
    found = _label(tree)
    if found is None and label is not None and _NO_UPDATES.search(text):
        return _Page(label, (), 0)
    if found is None:
        raise SourceError(NAME, Note.of("source.unparsable", what="listing"))
    announcements: list[Announcement] = []
    promised = 0
    for heading, items in _sections(tree):
        match = _OF.search(heading)
        promised += int(match[1]) if match else len(items)
        kind = _kind(heading)
        announcements += [_announcement(dt, dd, kind, found, seen_at) for dt, dd in items]
    if not announcements and not _NO_UPDATES.search(text):
        raise SourceError(NAME, Note.of("source.unparsable", what="listing"))
    return _Page(found, tuple(announcements), promised)


def _kind(heading: str) -> AnnounceKind:
    return next(kind for name, kind in _KINDS.items() if heading.startswith(name))


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


def _sections(tree: LexborHTMLParser) -> list[tuple[str, list[tuple[LexborNode, LexborNode]]]]:
    sections: list[tuple[str, list[tuple[LexborNode, LexborNode]]]] = []
    pending: LexborNode | None = None
    for node in tree.css("h3, dt, dd"):
        if node.tag == "h3":
            if (heading := clean(node.text())).startswith(tuple(_KINDS)):
                sections.append((heading, []))
        elif node.tag == "dt":
            pending = node
        elif pending is not None and sections:
            sections[-1][1].append((pending, node))
            pending = None
    return sections


def _announcement(dt: LexborNode, dd: LexborNode, kind: AnnounceKind, label: date, seen_at: datetime) -> Announcement:
    link = dt.css_first('a[title="Abstract"]')
    arxiv = parse_arxiv_id(clean(link.text())) if link else None
    if arxiv is None:
        raise SourceError(NAME, Note.of("source.unparsable", what="listing item"))
    abstract = dd.css_first("p.mathjax")
    comment = _field(dd, ".list-comments")
    return Announcement(
        source=NAME,
        native_id=f"{label.isoformat()}/{arxiv.id}",
        batch=label,
        kind=kind,
        title=_field(dd, ".list-title"),
        url=f"https://arxiv.org/abs/{arxiv.id}",
        seen_at=seen_at,
        paper_id=arxiv.paper_id,
        abstract=clean(abstract.text()) if abstract else None,
        authors=tuple(clean(author.text()) for author in dd.css(".list-authors a")),
        categories=_categories(_field(dd, ".list-subjects")),
        comment=comment or None,
    )


def _field(dd: LexborNode, selector: str) -> str:
    node = dd.css_first(selector)
    if node is None:
        return ""
    descriptor = node.css_first(".descriptor")
    text = node.text()
    return clean(text.replace(descriptor.text(), "", 1) if descriptor else text)


def _categories(subjects: str) -> tuple[str, ...]:
    return tuple(match[1] for part in subjects.split(";") if (match := _CATEGORY.search(part)))

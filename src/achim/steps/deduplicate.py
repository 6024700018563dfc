"""Announcements → papers: each work once, whoever announced it, with its provenance.

The order in which announcements arrive changes nothing.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from achim.domain.ids import PaperId, canonical_id
from achim.domain.paper import Announcement, Origin, Paper, Signal
from achim.domain.sentences import split_sentences
from achim.domain.text import fold

_SOURCES = ("arxiv", "huggingface", "deeplearn")
_FEW_WORDS = 4
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Told(Generic[T]):
    """A field of a paper and the announcement that gave it: the first, in the order of ``_SOURCES``, that tells it."""

    value: T | None
    origin: Origin | None


def deduplicate(announcements: Iterable[Announcement]) -> tuple[Paper, ...]:
    """The works that are announced, sorted by id."""
    ordered = sorted(announcements, key=_precedence)
    groups: defaultdict[PaperId, list[Announcement]] = defaultdict(list)
    by_title = _titles_with_id(ordered)
    for announcement in ordered:
        groups[announcement.paper_id or _same_work(announcement, by_title) or _own_id(announcement)].append(
            announcement
        )
    return tuple(_paper(paper_id, groups[paper_id]) for paper_id in sorted(groups))


def _precedence(announcement: Announcement) -> tuple[int, str]:
    source = announcement.source
    return (_SOURCES.index(source) if source in _SOURCES else len(_SOURCES), announcement.key)


def _titles_with_id(announcements: Sequence[Announcement]) -> dict[str, list[Announcement]]:
    titles: defaultdict[str, list[Announcement]] = defaultdict(list)
    for announcement in announcements:
        if announcement.paper_id:
            titles[fold(announcement.title)].append(announcement)
    return titles


def _same_work(announcement: Announcement, by_title: dict[str, list[Announcement]]) -> PaperId | None:
    """The id of the one work that bears this title and may be by the same authors.

    A short title is borne by many works, and two works may share a long one: then none is taken.
    """
    title = fold(announcement.title)
    if len(title.split()) < _FEW_WORDS:
        return None
    ids = {each.paper_id for each in by_title.get(title, ()) if _may_share_authors(announcement, each)}
    return ids.pop() if len(ids) == 1 else None


def _may_share_authors(one: Announcement, other: Announcement) -> bool:
    if not one.authors or not other.authors:
        return True
    return bool(_surnames(one.authors) & _surnames(other.authors))


def _surnames(authors: Sequence[str]) -> set[str]:
    return {words[-1] for author in authors if (words := fold(author).split())}


def _own_id(announcement: Announcement) -> PaperId:
    return canonical_id(announcement.url) or PaperId(f"url:{announcement.url}")


def _paper(paper_id: PaperId, announcements: Sequence[Announcement]) -> Paper:
    title = _first(announcements, "title", lambda each: each.title)
    url = _first(announcements, "url", lambda each: each.url)
    abstract = _first(announcements, "abstract", lambda each: each.abstract)
    authors = _first(announcements, "authors", lambda each: each.authors)
    categories = _first(announcements, "categories", lambda each: each.categories)
    submitted_at = _first(announcements, "submitted_at", lambda each: each.submitted_at)
    comment = _first(announcements, "comment", lambda each: each.comment)
    code_url = _first(announcements, "code_url", lambda each: each.code_url)
    told = (title, url, abstract, authors, categories, submitted_at, comment, code_url)
    return Paper(
        id=paper_id,
        title=title.value or "",
        url=url.value or "",
        abstract=abstract.value or "",
        sentences=split_sentences(abstract.value or ""),
        authors=authors.value or (),
        categories=categories.value or (),
        submitted_at=submitted_at.value,
        version=max((each.version for each in announcements if each.version), default=None),
        comment=comment.value,
        code_url=code_url.value,
        signals=_signals(announcements),
        announcements=tuple(announcements),
        origins=tuple(field.origin for field in told if field.origin),
    )


def _first(announcements: Sequence[Announcement], name: str, tell: Callable[[Announcement], T | None]) -> _Told[T]:
    for announcement in announcements:
        if value := tell(announcement):
            return _Told(value, Origin(name, announcement.key))
    return _Told(None, None)


def _signals(announcements: Sequence[Announcement]) -> tuple[Signal, ...]:
    """The highest count of each signal: two readings of one counter must not be added."""
    highest: dict[str, Signal] = {}
    for signal in (signal for each in announcements for signal in each.signals):
        if signal.name not in highest or highest[signal.name].value < signal.value:
            highest[signal.name] = signal
    return tuple(highest[name] for name in sorted(highest))

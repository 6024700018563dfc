"""Announcements → papers: each work once, whoever announced it, with its provenance.

The order in which announcements arrive changes nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from achim.domain.ids import PaperId
from achim.domain.paper import Announcement, Paper
from achim.domain.sentences import split_sentences
from achim.steps.provenance import first, highest_signals, origins, told_id
from achim.steps.same_work import Evidence, companies, homes

_SOURCES = ("arxiv", "huggingface", "deeplearn")
_KINDS = ("arxiv", "doi", "url")


def deduplicate(announcements: Iterable[Announcement]) -> tuple[Paper, ...]:
    """The works that are announced, sorted by id. Works with different arXiv ids, or different DOIs, stay apart."""
    groups: defaultdict[PaperId, list[Announcement]] = defaultdict(list)
    for announcement in sorted(announcements, key=_precedence):
        groups[told_id(announcement)].append(announcement)
    if any(not _is_arxiv(paper_id) for paper_id in groups):
        for same in _joins(groups):
            _join(groups, same)
    return tuple(_paper(paper_id, sorted(groups[paper_id], key=_precedence)) for paper_id in sorted(groups))


def _precedence(announcement: Announcement) -> tuple[int, str, str]:
    source = announcement.source
    place = _SOURCES.index(source) if source in _SOURCES else len(_SOURCES)
    return place, announcement.key, repr(announcement)


def _is_arxiv(paper_id: PaperId) -> bool:
    return paper_id.startswith("arxiv:")


def _join(groups: dict[PaperId, list[Announcement]], same: Sequence[PaperId]) -> None:
    """Gather the announcements of one work under its best id: arXiv's, then a DOI, then the address told first."""
    best = min(same, key=lambda each: (_KINDS.index(each.partition(":")[0]), _precedence(groups[each][0])))
    groups[best] = [announcement for each in same for announcement in groups.pop(each)]


def _joins(groups: Mapping[PaperId, Sequence[Announcement]]) -> list[list[PaperId]]:
    """Ids that stand for one work: DOIs of arXiv papers first, then works without id at one of those, then the rest."""
    of = {paper_id: _evidence([paper_id], groups) for paper_id in groups}
    works = {paper_id: [paper_id] for paper_id in groups if _is_arxiv(paper_id)}
    dois = [paper_id for paper_id in groups if paper_id.startswith("doi:")]
    home, _ = homes([of[doi] for doi in dois], [of[paper_id] for paper_id in works])
    for doi in dois:
        works.setdefault(PaperId(home.get(doi, doi)), []).append(doi)
    hosts = [of[paper_id] if len(same) == 1 else _evidence(same, groups) for paper_id, same in works.items()]
    nameless = [of[paper_id] for paper_id in groups if paper_id.startswith("url:")]
    home, torn = homes(nameless, hosts)
    for guest, host in home.items():
        works[PaperId(host)].append(PaperId(guest))
    rest = [each for each in nameless if each.key not in home and each.key not in torn]
    joined = [same for same in works.values() if len(same) > 1]
    return [*joined, *([PaperId(key) for key in company] for company in companies(rest))]


def _evidence(same: Sequence[PaperId], groups: Mapping[PaperId, Sequence[Announcement]]) -> Evidence:
    ids = [paper_id for paper_id in same if not paper_id.startswith("url:")]
    return Evidence.of(same[0], ids, [announcement for paper_id in same for announcement in groups[paper_id]])


def _paper(paper_id: PaperId, announcements: Sequence[Announcement]) -> Paper:
    title = first(announcements, "title", lambda each: each.title)
    url = first(announcements, "url", lambda each: each.url)
    abstract = first(announcements, "abstract", lambda each: each.abstract)
    authors = first(announcements, "authors", lambda each: each.authors)
    categories = first(announcements, "categories", lambda each: each.categories)
    submitted_at = first(announcements, "submitted_at", lambda each: each.submitted_at)
    comment = first(announcements, "comment", lambda each: each.comment)
    code_url = first(announcements, "code_url", lambda each: each.code_url)
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
        signals=highest_signals(announcements),
        announcements=tuple(announcements),
        origins=origins(title, url, abstract, authors, categories, submitted_at, comment, code_url),
    )

"""An edition with its announcements → the works that it told of, as they are searched."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from achim.domain.edition import Bucket, Edition, Entry
from achim.domain.found import SHOWN, Document, Showing
from achim.domain.ids import PaperId
from achim.domain.paper import DELETED, Announcement, AnyWork
from achim.steps.withdrawn import says_withdrawn

_ENDS: tuple[Bucket, ...] = (*SHOWN, "ranked_out", "withheld", "already_printed", "duplicate")
"""What is said of a work that several announcements told of: a duplicate is one of another that ended so."""
_Told = Mapping[PaperId, Sequence[tuple[Announcement, Bucket]]]


def documents_of(
    edition: Edition, announcements: Sequence[Announcement]
) -> tuple[tuple[Document, ...], tuple[PaperId, ...]]:
    """A document, with this edition's showing only, for every work that the announcements told of; and the works that
    they say are deleted or withdrawn."""
    told = _by_work(edition, announcements)
    gone = frozenset(work for work, here in told.items() if _is_gone([each for each, _ in here]))
    entries = {entry.paper.id: entry for entry in edition.entries}
    shown = {work: _claims(edition, entry) for work, entry in entries.items()}
    kept = (
        _document(edition, work, here, entries.get(work), shown.get(work, ()))
        for work, here in told.items()
        if work not in gone
    )
    return tuple(kept), tuple(sorted(gone))


def _by_work(edition: Edition, announcements: Sequence[Announcement]) -> _Told:
    fates = {fate.announcement: fate for fate in edition.ledger.fates}
    told: defaultdict[PaperId, list[tuple[Announcement, Bucket]]] = defaultdict(list)
    for announcement in announcements:
        fate = fates.get(announcement.key)
        if fate and fate.paper:
            told[fate.paper].append((announcement, fate.bucket))
    return told


def _is_gone(told: Sequence[Announcement]) -> bool:
    """Everyone has taken it back, or its authors have."""
    deleted = all(each.comment == DELETED for each in told)
    return deleted or any(says_withdrawn(each.comment, each.abstract) for each in told)


def _document(
    edition: Edition,
    work: PaperId,
    here: Sequence[tuple[Announcement, Bucket]],
    entry: Entry | None,
    told: Sequence[str],
) -> Document:
    buckets = [bucket for _, bucket in here]
    showing = Showing(
        day=edition.key.day,
        series=edition.key.series,
        kind=edition.key.kind,
        bucket=next(each for each in _ENDS if each in buckets),
        topic=entry.choice.topic.key if entry else "",
        told="\n".join(told),
    )
    announced = [announcement for announcement, _ in here]
    of: AnyWork | Announcement = entry.paper if entry else max(announced, key=lambda each: len(each.abstract or ""))
    return Document(
        work=work,
        title=of.title,
        text=of.abstract or "",
        url=of.url,
        authors=next((each.authors for each in (of, *announced) if each.authors), ()),
        sources=tuple(sorted({each.source for each in announced})),
        showings=(showing,),
    )


def _claims(edition: Edition, entry: Entry) -> tuple[str, ...]:
    """The printed claims that cite this work alone, but those that quote its own text, and its keywords."""
    judged = chain(edition.lead, *(section.claims for section in edition.sections))
    own = (each.claim for each in judged if each.holds and not each.claim.quoted)
    cited = (claim.text for claim in own if {each.paper for each in claim.citations} == {entry.paper.id})
    return tuple(dict.fromkeys((*cited, *_line(entry.keywords))))


def _line(terms: Sequence[str]) -> Iterator[str]:
    if terms:
        yield " · ".join(terms)

"""A paper of the past → what is known of it in an edition's terms, and its document in search."""

from collections.abc import Iterable
from datetime import date
from hashlib import sha256

from achim.domain.found import Document, Showing
from achim.domain.ids import PaperId
from achim.domain.paper import Paper
from achim.domain.past import SERIES, Change, PastPaper
from achim.ports.past import Held
from achim.steps.withdrawn import says_withdrawn

SOURCE = "arxiv"


def is_gone(paper: PastPaper) -> bool:
    """Its authors, or arXiv, say that it is withdrawn."""
    return says_withdrawn(paper.comment, paper.abstract)


def as_paper(paper: PastPaper) -> Paper:
    """With what a topic is found by: no sentences, which only claims rest on."""
    return Paper(
        id=paper.id,
        title=paper.title,
        url=paper.url,
        abstract=paper.abstract,
        sentences=(),
        authors=paper.authors,
        submitted_at=None,
        signals=(),
        announcements=(),
        origins=(),
        categories=paper.categories,
        version=paper.version,
        comment=paper.comment,
        code_url=None,
    )


def document_of(paper: PastPaper, topic: str) -> Document:
    return Document(
        work=paper.id,
        title=paper.title,
        text=paper.abstract,
        url=paper.url,
        authors=paper.authors,
        sources=(SOURCE,),
        showings=(showing(paper.told_on, topic),),
    )


def showing(told_on: date, topic: str) -> Showing:
    """That a backfill took in a work whose newest version is of a day."""
    return Showing(day=told_on, series=SERIES, kind="papers", bucket="backfilled", topic=topic)


def newest(changes: Iterable[Change]) -> dict[PaperId, Change]:
    """The last word on each work; of several of one day and version the one that was read last."""
    last: dict[PaperId, Change] = {}
    for each in changes:
        before = last.get(each.work)
        if before is None or _age(before) <= _age(each):
            last[each.work] = each
    return last


def is_news(change: Change, held: Held | None) -> bool:
    """Whether a record says something else than what is held, and is not older."""
    if held is None:
        return True
    if held.is_gone:
        return change.changed > held.changed
    if change.paper is None:
        return change.changed >= held.changed
    return (change.paper.version, change.changed) >= (held.version, held.changed) and digest(change) != held.digest


def held_of(change: Change, topic: str) -> Held:
    """What is kept of a change, so that it is known again; without a topic the work is gone."""
    paper = change.paper
    return Held(
        digest=digest(change),
        version=paper.version if paper else 0,
        changed=change.changed,
        told_on=paper.told_on if paper else change.changed,
        topic=topic,
        is_gone=not topic,
    )


def digest(change: Change) -> str:
    """Of all that search has of a paper, and what it is classified and withdrawn by."""
    paper = change.paper
    told: tuple[object, ...] = ()
    if paper:
        told = (
            paper.version,
            paper.told_on,
            paper.title,
            paper.abstract,
            paper.authors,
            paper.categories,
            paper.comment,
        )
    return sha256(repr(told).encode()).hexdigest()[:16]


def _age(change: Change) -> tuple[date, int]:
    return change.changed, change.paper.version if change.paper else 0

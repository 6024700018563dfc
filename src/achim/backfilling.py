"""Take works of the past into search: read, deduplicate, classify, embed, index.

No edition, cursor or ledger is read or changed. What is kept is kept batch by batch, each in one transaction, and the
place in the source with the last batch of a page: whatever ends the process, the same backfill goes on from there.
"""

import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from itertools import islice

from achim.domain.found import Document
from achim.domain.past import Change, PastPage, Standing
from achim.domain.topic import Taxonomy
from achim.errors import SourceError
from achim.finding import Finder, makers_of, pieces
from achim.ports import Clock, Progress
from achim.ports.past import Held, PastIndex, PastSource, PastWork
from achim.steps.classify import classify
from achim.steps.past import as_paper, document_of, held_of, is_gone, is_news, newest, showing
from achim.steps.search_tokens import tokens
from achim.steps.topic_model import TopicModel

BATCH = 256
"""Works of a transaction: some seconds of work."""
_SAMPLE = 48
"""Works by which the time is estimated."""
_ROWS = 1_000
"""Bytes of what the tables hold of a work beside its text and vectors, keys and indexes included."""
_NAMED = 20
"""Records of a page that are named where they cannot be read; all are counted."""
_FIRST_WAIT = 5.0
_LONGEST_WAIT = 640.0
_TRIES = 9
"""Of a page that does not come: twenty minutes at most, but for what the service asks for itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BackfillParts:
    """``lock`` gives the lock of the archive, ``stop`` whether to end, ``say`` is told how far it is."""

    finder: Finder
    index: PastIndex
    taxonomy: Taxonomy
    topic_model: TopicModel
    lock: Callable[[], AbstractContextManager[None]]
    clock: Clock
    progress: Progress
    stop: Callable[[], bool] = lambda: False
    say: Callable[[Standing], None] = lambda standing: None
    pace: float = 0.0
    """Seconds for which nobody asks a service that was asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """``records`` are to be read; each that is new takes ``seconds`` and about ``size`` bytes, by ``sample`` of them
    that were worked out and not kept."""

    records: int
    requests: int
    seconds: float
    size: int
    sample: int


def backfill(source: PastSource, parts: BackfillParts) -> Standing:
    """Read on to the end, or until ``parts.stop``; what is done is told by ``Standing.is_done``.

    Raises SourceError where the place gives nothing for a long time, and UserError where a file cannot be read.
    """
    _begin(parts)
    standing = replace(parts.index.standing(source.name), is_done=False)
    while not parts.stop():
        page = _read(source, standing.place, parts)
        if page is None:
            break
        for note in page.unread[:_NAMED]:
            parts.progress.told("backfill", note)
        after = _take_page(page, source.name, standing, parts)
        if after is None:
            break
        standing = after
        parts.say(standing)
        if standing.is_done:
            break
    return standing


def estimate(source: PastSource, parts: BackfillParts) -> Estimate:
    """What is still to do, from a few works of the next page. Nothing is kept.

    Raises as ``backfill``.
    """
    place = parts.index.standing(source.name).place
    page = _read(source, place, parts) or PastPage(changes=(), place=place, is_last=True)
    news = [each for each in _news(page, parts.index) if not _is_gone(each)][:_SAMPLE]
    _works(news[:1], parts)  # what is loaded once does not count
    begun = time.perf_counter()
    works = _works(news, parts)
    size = sum(map(_size, works))
    spent = time.perf_counter() - begun
    return Estimate(
        records=source.left(place, page),
        requests=source.requests(place),
        seconds=spent / len(works) if works else 0.0,
        size=size // len(works) if works else 0,
        sample=len(works),
    )


def reindex(finder: Finder, index: PastIndex, lock: Callable[[], AbstractContextManager[None]]) -> int:
    """Put one batch of the works that are held into an index that was made anew; how many."""
    held = index.unindexed(BATCH)
    told = [(replace(each, showings=(showing(of.told_on, of.topic),)), of) for each, of in held]
    if told:
        works = _embedded(told, finder)
        with lock():
            index.take_in(works, {})
    return len(told)


def _begin(parts: BackfillParts) -> None:
    with parts.lock():
        if parts.finder.index.makers() != makers_of(parts.finder):
            parts.finder.index.begin_anew(makers_of(parts.finder))
    while not parts.stop() and reindex(parts.finder, parts.index, parts.lock):
        parts.say(Standing())


def _read(source: PastSource, place: str, parts: BackfillParts) -> PastPage | None:
    """A page, asked for again after a while where it does not come; None where the wait was ended."""
    wait = _FIRST_WAIT
    for last in (*[False] * (_TRIES - 1), True):
        try:
            with parts.lock():
                page = source.read(place)
                if source.requests(place):
                    parts.clock.wait(parts.pace)
                return page
        except SourceError as error:
            if last:
                raise
            asked = float(dict(error.note.params).get("seconds", 0)) if error.note.code == "fetch.closed" else wait
            parts.progress.told(error.source, error.note)
            if not _wait(max(asked, wait), parts):
                return None
            wait = min(2 * wait, _LONGEST_WAIT)
    return None


def _wait(seconds: float, parts: BackfillParts) -> bool:
    """Let time pass, a second at a time; whether all of it has."""
    for _ in range(round(seconds)):
        if parts.stop():
            return False
        parts.clock.wait(1.0)
    return True


def _take_page(page: PastPage, name: str, standing: Standing, parts: BackfillParts) -> Standing | None:
    """Take in a page, batch by batch; None where it was ended before the last one."""
    news = _news(page, parts.index)
    gone = sum(map(_is_gone, news))
    after = replace(
        standing,
        place=page.place,
        taken=standing.taken + len(news) - gone,
        same=standing.same + len(page.changes) - len(news),
        gone=standing.gone + gone,
        unread=standing.unread + len(page.unread),
        is_done=page.is_last,
    )
    batches = [news[at : at + BATCH] for at in range(0, len(news), BATCH)] or [()]
    for number, batch in enumerate(batches, start=1):
        if number > 1 and parts.stop():
            return None
        works = _works([each for each in batch if not _is_gone(each)], parts)
        with parts.lock():
            # another backfill may have taken in a later word meanwhile
            last = {each.work: each for each in _still_news(batch, parts.index)}
            out = {work: held_of(each, "") for work, each in last.items() if _is_gone(each)}
            still = [each for each in works if each.document.work in last]
            parts.index.take_in(still, out, name, after if number == len(batches) else None)
    return after


def _news(page: PastPage, index: PastIndex) -> Sequence[Change]:
    """What the page says that is not held, one change a work."""
    return _still_news(list(newest(page.changes).values()), index)


def _still_news(changes: Sequence[Change], index: PastIndex) -> Sequence[Change]:
    held = index.held([each.work for each in changes])
    return [each for each in changes if is_news(each, held.get(each.work))]


def _is_gone(change: Change) -> bool:
    return change.paper is None or is_gone(change.paper)


def _works(changes: Sequence[Change], parts: BackfillParts) -> Sequence[PastWork]:
    """Papers with topic and vectors."""
    told: list[tuple[Document, Held]] = []
    for change in changes:
        if change.paper:
            topic = classify(as_paper(change.paper), parts.taxonomy, parts.topic_model).topic.key
            told.append((document_of(change.paper, topic), held_of(change, topic)))
    return _embedded(told, parts.finder)


def _embedded(told: Sequence[tuple[Document, Held]], finder: Finder) -> Sequence[PastWork]:
    texts = [pieces(document) for document, _ in told]
    vectors = iter(finder.embedder.embed([piece for own in texts for piece in own]))
    return [
        PastWork(document=document, held=held, vectors=tuple(islice(vectors, len(own))))
        for (document, held), own in zip(told, texts, strict=True)
    ]


def _size(work: PastWork) -> int:
    """Bytes that a work takes in the archive, about: its text and tokens, and a byte and a bit a number of a vector."""
    text = len(work.document.text.encode()) + sum(map(len, tokens(work.document.text)))
    return text + sum(9 * len(each) // 8 for each in work.vectors) + _ROWS

"""The day's work in order.

::

    recall ─► collect ─► enrich ─► deduplicate ─► admit ─► rank ─► classify ─► write ─► verify ─► compose
    (store)   (sources)  (sources)                                 (embedder)  (writer ◄─┘ mends once)

A source that fails leaves a gap, not an empty day. Nothing here decides: decisions are in ``steps``.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import chain
from typing import Literal

from achim.domain.claim import Claim, Draft, JudgedClaim
from achim.domain.edition import Edition, EditionKey, Ledger, ModelUse, RankedPaper, TopicChoice
from achim.domain.ids import PaperId
from achim.domain.note import Note
from achim.domain.paper import Announcement, Batch, Cursor, Gap, Paper, Window
from achim.domain.topic import Taxonomy
from achim.errors import AchimError, NothingAnswered, SourceError
from achim.ports import (
    Assignment,
    Doubted,
    Embedder,
    Engine,
    Enriched,
    Enricher,
    Memory,
    Mended,
    Mending,
    Progress,
    Source,
    Store,
    Vector,
    Writer,
)
from achim.steps import compose, settle
from achim.steps.admit import admit
from achim.steps.classify import classify, paper_text, topic_text
from achim.steps.deduplicate import deduplicate
from achim.steps.extract import Chooser
from achim.steps.keywords import keywords
from achim.steps.quote import quotes
from achim.steps.rank import rank
from achim.steps.recognise import recognise
from achim.steps.verify import Standard, texts_to_embed, verify_draft, with_vectors

_REMEMBERED = timedelta(days=60)
"""For so long a work is recognised by title and abstract, where no id tells it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be made. ``notice`` is said on every rendering; ``revise`` asks all sources again."""

    key: EditionKey
    time_zone: str
    print_most: int = 12
    list_most: int = 20
    revise: bool = False
    notice: Note | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """Everything that the day's work needs of the world."""

    sources: Sequence[Source]
    enrichers: Sequence[Enricher]
    taxonomy: Taxonomy
    terms: Mapping[str, str | None]
    """Known terms in English, with their Korean rendering where they have one."""
    show_term: Callable[[str, str], str]
    """A term as an edition of a language mentions it."""
    embedder: Embedder
    writer: Writer
    store: Store
    engine: Engine
    progress: Progress
    chooser: Chooser
    """Which of a paper's own sentences are quoted."""
    standard: Standard = field(default_factory=Standard)
    """What claims are judged by; language and vectors are put in by the day's work."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The edition of the day, what became of the order, and the state that the work read."""

    edition: Edition
    what: Literal["made", "revised", "complete", "unchanged"]
    memory: Memory


@dataclass(frozen=True, slots=True)
class _Made:
    edition: Edition
    announcements: tuple[Announcement, ...]
    cursors: tuple[Cursor, ...]
    memory: Memory


def build(order: Order, as_of: datetime, parts: Parts) -> Outcome:
    """Make the day's edition and keep it; one with gaps is tried again, and so is one whose sources have turned since.

    ``as_of`` is the moment at which the store began this build. Raises NothingAnswered when every source failed:
    then nothing is kept. The caller holds the store's lock.
    """
    store, key = parts.store, order.key
    earlier = store.edition(key)
    if earlier and earlier.is_complete and not _wanted(order, earlier, as_of, parts.sources):
        store.end(key)
        return Outcome(earlier, "complete", Memory(earlier=earlier))
    try:
        made = publish(order, as_of, parts)
    except NothingAnswered:
        store.end(key)
        raise
    if earlier and _says_the_same(earlier, made.edition):
        store.end(key)
        return Outcome(earlier, "unchanged", made.memory)
    parts.progress.step("keep")
    store.keep(made.edition, made.announcements, made.cursors)
    return Outcome(made.edition, "revised" if earlier else "made", made.memory)


def publish(order: Order, as_of: datetime, parts: Parts) -> _Made:
    """The day's work."""
    memory = recall(order, parts)
    batches, missing = collect(order, as_of, memory, parts)
    memory = replace(memory, accounted=tuple(sorted(parts.store.accounted(order.key, _keys(batches)).items())))
    fresh = compose.unaccounted(batches, memory.carried, dict(memory.accounted))
    announcements, unfilled = enrich(fresh, parts)
    papers = deduplicate(announcements)
    by_id = tuple(parts.store.printed(order.key, [paper.id for paper in papers]))
    by_sight = recognise(papers, parts.store.told(order.key, order.key.day - _REMEMBERED))
    memory = replace(memory, printed=(*by_id, *(before for _, before in by_sight)))
    admission = admit(papers, (*by_id, *(replace(before, paper=paper) for paper, before in by_sight)))
    parts.progress.step("rank", str(len(papers)))
    ranking = rank(
        admission.papers,
        order.key.day,
        print_most=order.print_most,
        list_most=order.list_most,
        keep=_shown(memory, papers),
    )
    topics = compose.arrange(choose(ranking.printed, parts), terms_of(ranking.printed, order.key.lang, parts))
    told = write(topics, order.key, parts)
    parts.progress.step("compose")
    sections = compose.sections(topics, told.judged, told.quoted)
    fates = compose.fates(ranking, admission)
    claims = tuple(chain.from_iterable(told.judged.values()))
    edition = Edition(
        key=order.key,
        time_zone=order.time_zone,
        made_at=as_of,
        revision=memory.earlier.revision + 1 if memory.earlier else 1,
        lead=compose.lead(sections),
        sections=sections,
        listed=compose.listings(ranking),
        updates=compose.updates(admission),
        gaps=(*missing, *unfilled, *told.gaps),
        ledger=Ledger(
            sources=compose.source_lines(batches, missing, fates, announcements, memory.earlier),
            fates=fates,
            claims=compose.claim_count(claims),
            use=told.use,
            makers=_makers(parts),
            writing=told.notes,
        ),
        dropped=compose.dropped(claims),
        notice=order.notice,
    )
    edition = replace(edition, changes=compose.changes(memory.earlier, edition))
    return _Made(edition, announcements, _cursors(batches), memory)


def recall(order: Order, parts: Parts) -> Memory:
    """What the archive knows that bears on the day."""
    store = parts.store
    cursors = tuple(store.cursors(order.key.series))
    return Memory(
        cursors=cursors,
        known=tuple(store.known(order.key, cursors)),
        earlier=store.edition(order.key),
        carried=tuple(store.announcements(order.key)),
    )


def collect(order: Order, as_of: datetime, memory: Memory, parts: Parts) -> tuple[tuple[Batch, ...], tuple[Gap, ...]]:
    """Ask every source that is due; a retry asks only those that the earlier revision had to do without."""
    sources = _wanted(order, memory.earlier, as_of, parts.sources) if memory.earlier else parts.sources
    parts.progress.step("collect", ", ".join(source.name for source in sources))
    since = {cursor.source: cursor.day for cursor in memory.cursors}

    def read(source: Source) -> Batch | Gap:
        window = Window(
            day=order.key.day,
            time_zone=order.time_zone,
            as_of=as_of,
            since=since.get(source.name),
            known=tuple(each for each in memory.known if each.source == source.name),
        )
        try:
            return source.announcements(window)
        except SourceError as error:
            return Gap(source.name, error.note)
        except AchimError:
            raise
        except Exception as error:  # a fault of ours in one source must not cost the reader the day
            parts.progress.trouble(source.name, error)
            return Gap(source.name, Note.of("source.broken", error=type(error).__name__))

    read_all = parts.engine.map(read, sources)
    parts.store.note_readings(compose.readings(read_all, as_of))
    batches = tuple(each for each in read_all if isinstance(each, Batch))
    failed = tuple(each for each in read_all if isinstance(each, Gap))
    if sources and not batches and not memory.earlier:
        raise NothingAnswered(failed)
    return batches, (*failed, *(gap for batch in batches for gap in batch.gaps))


def _wanted(order: Order, earlier: Edition, as_of: datetime, sources: Sequence[Source]) -> Sequence[Source]:
    """The sources that may have more to say than the edition knows: those it had to do without, and those that have
    announced anew since it was made."""
    if order.revise:
        return sources
    missing = {gap.where for gap in earlier.gaps}
    return [each for each in sources if each.name in missing or each.has_turned(earlier.made_at, as_of)]


def enrich(announcements: tuple[Announcement, ...], parts: Parts) -> tuple[tuple[Announcement, ...], tuple[Gap, ...]]:
    """Fill in what sources left out; what could not be filled in stays as it is, and a gap says why."""
    gaps: list[Gap] = []
    for enricher in parts.enrichers:
        parts.progress.step("enrich", enricher.name)
        enriched = _enriched(enricher, announcements, parts)
        announcements = enriched.announcements
        if enriched.fault:
            gaps.append(Gap(enricher.name, enriched.fault))
    return announcements, tuple(gaps)


def _enriched(enricher: Enricher, announcements: tuple[Announcement, ...], parts: Parts) -> Enriched:
    try:
        return enricher.enrich(announcements)
    except SourceError as error:
        return Enriched(announcements, error.note)
    except AchimError:
        raise
    except Exception as error:  # a fault of ours in filling in must not cost the reader the day
        parts.progress.trouble(enricher.name, error)
        return Enriched(announcements, Note.of("source.broken", error=type(error).__name__))


def choose(ranked: Sequence[RankedPaper], parts: Parts) -> list[tuple[RankedPaper, TopicChoice]]:
    """A topic for each paper."""
    parts.progress.step("classify", str(len(ranked)))
    topics = parts.taxonomy.topics
    texts = [topic_text(topic) for topic in topics] + [paper_text(each.paper) for each in ranked]
    vectors = embed(texts, parts)
    of_topics = {topic.key: vectors[topic_text(topic)] for topic in topics}
    return [(each, classify(each.paper, parts.taxonomy, vectors[paper_text(each.paper)], of_topics)) for each in ranked]


def embed(texts: Sequence[str], parts: Parts) -> dict[str, Vector]:
    """A vector for each text; each is worked out once and kept."""
    known = dict(parts.store.vectors(parts.embedder.name, texts))
    unknown = sorted({text for text in texts if text not in known})
    if unknown:
        fresh = dict(zip(unknown, parts.embedder.embed(unknown), strict=True))
        parts.store.keep_vectors(parts.embedder.name, fresh)
        known |= fresh
    return known


def terms_of(ranked: Sequence[RankedPaper], lang: str, parts: Parts) -> dict[PaperId, tuple[str, ...]]:
    """What each paper is about, in a few terms."""
    papers = [each.paper for each in ranked]
    return {paper.id: tuple(parts.show_term(term, lang) for term in keywords(paper, parts.terms)) for paper in papers}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What is said of the topics, by their keys; ``quoted`` says why a topic is quoted that was to be written."""

    judged: dict[str, tuple[JudgedClaim, ...]]
    quoted: dict[str, Note]
    notes: tuple[Note, ...]
    gaps: tuple[Gap, ...]
    use: ModelUse


def write(topics: Sequence[compose.TopicEntries], key: EditionKey, parts: Parts) -> _Told:
    """Claims about each topic, judged, mended once where they do not hold, and completed by quotation."""
    parts.progress.step("write", parts.writer.name)
    tasks = [Assignment(topic=each.topic, entries=each.entries, lang=key.lang, day=key.day) for each in topics]
    written = parts.writer.write(tasks, parts.engine)
    papers = {entry.paper.id: entry.paper for each in topics for entry in each.entries}
    parts.progress.step("verify", str(sum(len(each.draft.claims) for each in written)))
    judged = _judged([each.draft for each in written], papers, key.lang, parts)
    judged, mends = _mended(tasks, judged, papers, parts)
    judged, doubts = _read_again(tasks, judged, parts)
    final = [_completed(task, each, parts.chooser) for task, each in zip(tasks, judged, strict=True)]
    told = [(*a.notes, *b.notes, *c.notes) for a, b, c in zip(written, mends, doubts, strict=True)]
    quoted = {
        task.topic.key: each.notes[0] if each.notes and not each.draft.claims else Note.of("write.all_fell")
        for task, each, kept in zip(tasks, written, final, strict=True)
        if not settle.standing(kept) and (each.notes or settle.refused(kept))
    }
    faults = dict.fromkeys(each.gap for each in (*written, *mends) if each.gap)
    return _Told(
        judged={task.topic.key: each for task, each in zip(tasks, final, strict=True)},
        quoted=quoted,
        notes=compose.writing_notes([(task.topic, each) for task, each in zip(tasks, told, strict=True)], key.lang),
        gaps=tuple(Gap("write", note) for note in faults),
        use=sum((each.use for each in (*written, *mends, *doubts)), ModelUse()),
    )


_Judged = list[tuple[JudgedClaim, ...]]


def _mended(
    tasks: Sequence[Assignment], judged: _Judged, papers: Mapping[PaperId, Paper], parts: Parts
) -> tuple[_Judged, Sequence[Mended]]:
    """The one repair round: what does not hold goes back with its reasons, and is judged again."""
    mendings = [Mending(task, settle.refused(each)) for task, each in zip(tasks, judged, strict=True)]
    if not any(each.refused for each in mendings):
        return judged, [Mended(claims=()) for _ in tasks]
    parts.progress.step("mend", str(sum(len(each.refused) for each in mendings)))
    mends = parts.writer.mend(mendings, parts.engine)
    drafts = [
        Draft(task.topic.key, (*map(_claim, settle.standing(each)), *filter(None, mend.claims)))
        for task, each, mend in zip(tasks, judged, mends, strict=True)
    ]
    again = _judged(drafts, papers, tasks[0].lang, parts)
    second = [_spread(mend.claims, each) for mend, each in zip(mends, again, strict=True)]
    return [settle.mended(each, tries) for each, tries in zip(judged, second, strict=True)], mends


def _claim(judged: JudgedClaim) -> Claim:
    return judged.claim


def _spread(claims: Sequence[Claim | None], judged: Sequence[JudgedClaim]) -> list[JudgedClaim | None]:
    """The last of ``judged`` in the places of the claims that were tried again."""
    count = sum(claim is not None for claim in claims)
    tried = iter(judged[len(judged) - count :])
    return [next(tried) if claim else None for claim in claims]


def _judged(drafts: Sequence[Draft], papers: Mapping[PaperId, Paper], lang: str, parts: Parts) -> _Judged:
    """Each draft by the standard of the edition's language, with the vectors that all of them want."""
    standard = _measured(replace(parts.standard, lang=lang), drafts, papers, parts.embedder)
    return [verify_draft(draft, papers, standard) for draft in drafts]


def _read_again(tasks: Sequence[Assignment], judged: _Judged, parts: Parts) -> tuple[_Judged, Sequence[Doubted]]:
    """A second reader, where there is one, may refuse what holds."""
    doubts = parts.writer.read(
        [Mending(task, settle.standing(each)) for task, each in zip(tasks, judged, strict=True)], parts.engine
    )
    return [settle.doubted(each, doubt.reasons) for each, doubt in zip(judged, doubts, strict=True)], doubts


def _completed(task: Assignment, judged: tuple[JudgedClaim, ...], chooser: Chooser) -> tuple[JudgedClaim, ...]:
    """The claims, with quotations in the place of what no printed claim says."""
    papers = {entry.paper.id: entry.paper for entry in task.entries}
    held = settle.without_baseless_views(judged)
    stand_ins = settle.missing(task.entries, held, {paper.id: quotes(paper, chooser) for paper in papers.values()})
    return (*held, *verify_draft(Draft(task.topic.key, stand_ins), papers))


def _measured(
    standard: Standard, drafts: Sequence[Draft], papers: Mapping[PaperId, Paper], embedder: Embedder
) -> Standard:
    """The standard with the vectors that the claims of the drafts want; quotations want none."""
    texts = texts_to_embed((claim for draft in drafts for claim in draft.claims), papers)
    return with_vectors(standard, dict(zip(texts, embedder.embed(texts), strict=True))) if texts else standard


def _keys(batches: Sequence[Batch]) -> list[str]:
    return [announcement.key for batch in batches for announcement in batch.announcements]


def _shown(memory: Memory, papers: Iterable[Paper]) -> frozenset[PaperId]:
    """The works that readers have seen; what had no id then may have one now, so their announcements tell."""
    seen = memory.earlier.entries if memory.earlier else ()
    shown = {announcement.key for entry in seen for announcement in entry.paper.announcements}
    return frozenset(paper.id for paper in papers if any(each.key in shown for each in paper.announcements))


def _cursors(batches: Sequence[Batch]) -> tuple[Cursor, ...]:
    return tuple(Cursor(batch.source, batch.cursor) for batch in batches if batch.cursor and not batch.gaps)


def _makers(parts: Parts) -> tuple[tuple[str, str], ...]:
    return (
        ("embedder", parts.embedder.name),
        ("taxonomy", parts.taxonomy.version),
        ("writer", parts.writer.name),
        *parts.writer.makers,
    )


def _says_the_same(earlier: Edition, edition: Edition) -> bool:
    """Whether a retry learnt nothing: the same announcements came to the same ends, the same is missing, and no
    language model wrote what it could not write before."""
    before, now = ((each.ledger.fates, each.gaps, each.ledger.use.calls) for each in (earlier, edition))
    return before == now

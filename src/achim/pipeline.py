"""The day's work in order.

::

    recall ─► collect ─► enrich ─► deduplicate ─► admit ─► rank ─► read ─► classify ─► write ─► verify ─► compose
    (store)   (sources)  (sources)                                 (pages)             (writer ◄─┘ mends once)

A source that fails leaves a gap, not an empty day. Nothing here decides: decisions are in ``steps``, and where papers
and news differ, in their ``Beat``.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from typing import Literal

from achim.correcting import corrected_by
from achim.domain.edition import Edition, EditionKey, Ledger, RankedPaper, TopicChoice
from achim.domain.form import FORMS
from achim.domain.ids import PaperId
from achim.domain.interests import NO_INTERESTS, Interests
from achim.domain.note import Note
from achim.domain.paper import Announcement, AnyWork, Batch, Cursor, Gap, Story, Window
from achim.domain.standing import Scored
from achim.drafting import write_topics
from achim.errors import AchimError, NothingAnswered, SourceError
from achim.kept_vectors import KeptVectors
from achim.ports import (
    Decided,
    Enriched,
    Enricher,
    Memory,
    PageReader,
    Printed,
    Source,
    Store,
    Undecided,
)
from achim.preferring import REMEMBERED, ChoosingParts, SharedTopics, prefer, shared_by, taught, topic_choices
from achim.steps import compose
from achim.steps.admit import admit
from achim.steps.beat import PAPERS, Beat
from achim.steps.corrections import carried
from achim.steps.decide import all_decided, decided
from achim.steps.keywords import keywords
from achim.steps.learn import notice_of
from achim.steps.phrases import PhraseModel
from achim.steps.point import pointed
from achim.steps.rank import Ranking, rank
from achim.steps.story_text import brings_text, unread, with_page
from achim.steps.terms import KnownTerms
from achim.steps.topic_keywords import with_keywords


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be made. ``notice`` is said on every rendering; ``revise`` asks all sources again, ``only_gaps`` none
    but those that the kept edition had to do without."""

    key: EditionKey
    time_zone: str
    print_most: int = 12
    list_most: int = 20
    revise: bool = False
    only_gaps: bool = False
    notice: Note | None = None
    interests: Interests = NO_INTERESTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts(ChoosingParts):
    """Everything that the day's work needs of the world."""

    sources: Sequence[Source]
    enrichers: Sequence[Enricher]
    terms: KnownTerms
    phrases: PhraseModel
    """How words and phrases are used, for keywords."""
    show_term: Callable[[str, str], str]
    """A term as an edition of a language mentions it."""
    beat: Beat = PAPERS
    reader: PageReader | None = None
    """Reads the pages of stories whose sources tell no text; None where works bring theirs."""


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
    scored: tuple[Scored, ...]


def build(
    order: Order, as_of: datetime, parts: Parts, before_keeping: Callable[[Memory], None] = lambda memory: None
) -> Outcome:
    """Make the day's edition and keep it; one with gaps is tried again, and so is one whose sources have turned since.

    ``as_of`` is the moment at which the store began this build. Raises NothingAnswered when every source failed:
    then nothing is kept. ``before_keeping`` is told what the work read, while a build that is killed is still taken up
    anew. The caller holds the store's lock.
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
    before_keeping(made.memory)
    if earlier and _says_the_same(earlier, made.edition):
        store.end(key)
        return Outcome(earlier, "unchanged", made.memory)
    parts.progress.step("keep")
    corrected = corrected_by(made.edition, store, as_of)
    store.keep(made.edition, made.announcements, made.cursors, corrected, made.scored)
    return Outcome(made.edition, "revised" if earlier else "made", made.memory)


def publish(order: Order, as_of: datetime, parts: Parts) -> _Made:
    """The day's work."""
    memory = recall(order, parts)
    batches, missing = collect(order, as_of, memory, parts)
    memory = replace(memory, accounted=tuple(sorted(parts.store.accounted(order.key, _keys(batches)).items())))
    fresh = compose.unaccounted(batches, memory.carried, dict(memory.accounted))
    announcements, unfilled = enrich(fresh, parts)
    works, printed, memory = tell_apart(announcements, order, memory, parts)
    admission = admit(works, printed, parts.beat.door)
    parts.progress.step("rank", str(len(works)))
    since = parts.store.works.last_made(order.key)
    learnt = taught(order.interests, order.key.profile, parts.store, until=as_of, since=since)
    signals = parts.beat.signals(order.key.day, as_of)
    preferred = prefer(admission, learnt.interests, order.key, memory, signals, parts)
    admission = preferred.admission
    ranking = rank(
        preferred.scored,
        print_most=order.print_most,
        list_most=order.list_most,
        keep=_shown(memory, works),
        choose=preferred.choose,
    )
    ranking, without_text = read(ranking, parts)
    shared = shared_by(order.key, parts.store)
    chosen, resolved = choose(ranking.printed, order.key, shared, parts)
    topics = point(keyed(chosen, order.key.lang, parts), order.key, parts.store)
    with_vectors = replace(parts, embedder=KeptVectors(parts.embedder, parts.store))
    told = write_topics(topics, order.key, with_vectors, shared.together if shared else None)
    parts.progress.step("compose")
    sections = compose.sections(topics, told.judged, told.quoted)
    fates = compose.fates(ranking, admission)
    claims = tuple(chain.from_iterable(told.judged.values()))
    edition = Edition(
        key=order.key,
        time_zone=order.time_zone,
        made_at=as_of,
        revision=memory.earlier.revision + 1 if memory.earlier else 1,
        lead=compose.lead(sections, FORMS[order.key.kind]),
        sections=sections,
        listed=compose.listings(ranking),
        updates=compose.updates(admission),
        gaps=(*missing, *unfilled, *told.gaps),
        ledger=Ledger(
            sources=compose.source_lines(batches, missing, fates, announcements, memory.earlier),
            fates=fates,
            claims=compose.claim_count(claims),
            use=resolved.use + told.use,
            makers=_makers(parts),
            writing=(*without_text, *resolved.notes, *told.notes),
        ),
        dropped=compose.dropped(claims),
        notice=order.notice or notice_of(learnt.news),
    )
    edition = carried(memory.earlier, replace(edition, changes=compose.changes(memory.earlier, edition)))
    return _Made(edition, announcements, _cursors(batches), memory, compose.scored(ranking))


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
        outcome = ask(source)
        parts.progress.told(source.name, _outcome_note(outcome))
        return outcome

    def ask(source: Source) -> Batch | Gap:
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
    missing = (*failed, *(gap for batch in batches for gap in batch.gaps))
    if sources and not memory.earlier and not any(each.announcements or not each.gaps for each in batches):
        raise NothingAnswered(missing)
    return batches, missing


def _outcome_note(outcome: Batch | Gap) -> Note:
    """What a source came to, in words for whoever watches."""
    if isinstance(outcome, Gap):
        return outcome.note
    return outcome.gaps[0].note if outcome.gaps else Note.of("cli.answers", count=len(outcome.announcements))


def _wanted(order: Order, earlier: Edition, as_of: datetime, sources: Sequence[Source]) -> Sequence[Source]:
    """The sources that may have more to say than the edition knows: those it had to do without, and those that have
    announced anew since it was made."""
    if order.revise:
        return sources
    missing = {gap.where for gap in earlier.gaps}
    turned = (each for each in sources if not order.only_gaps and each.has_turned(earlier.made_at, as_of))
    again = {*missing, *(each.name for each in turned)}
    return [each for each in sources if each.name in again]


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


def tell_apart(
    announcements: tuple[Announcement, ...], order: Order, memory: Memory, parts: Parts
) -> tuple[tuple[AnyWork, ...], tuple[Printed, ...], Memory]:
    """The works, what earlier editions told of them, and the memory with that in it."""
    beat, store = parts.beat, parts.store
    memory = replace(memory, told=tuple(store.told(order.key, order.key.day - REMEMBERED)))
    told = [each for each in memory.told if each.day >= order.key.day - beat.remembers]
    compared = tuple(dict.fromkeys(beat.compared(announcements, told)))
    embedder = KeptVectors(parts.embedder, store)
    vectors = dict(zip(compared, embedder.embed(compared), strict=True)) if compared else {}
    works = beat.deduplicate(announcements, vectors)
    by_id = tuple(store.printed(order.key, [work.id for work in works]))
    by_sight = beat.recognise(works, told, vectors)
    printed = (*by_id, *(replace(before, paper=work) for work, before in by_sight))
    return works, printed, replace(memory, printed=(*by_id, *(before for _, before in by_sight)))


def read(ranking: Ranking, parts: Parts) -> tuple[Ranking, tuple[Note, ...]]:
    """The stories to be printed with the text of their pages, where their sources tell none."""
    reader = parts.reader
    if reader is None:
        return ranking, ()
    parts.progress.step("read", str(len(ranking.printed)))
    printed = parts.engine.map(lambda each: _read(each, reader), ranking.printed)
    return replace(ranking, printed=tuple(printed)), unread(each.paper for each in printed)


def _read(ranked: RankedPaper, reader: PageReader) -> RankedPaper:
    work = ranked.paper
    if not isinstance(work, Story) or brings_text(work):
        return ranked
    try:
        page = reader.read(work.url)
    except SourceError:
        return ranked
    return replace(ranked, paper=with_page(work, page.text, page.read_at))


def choose(
    ranked: Sequence[RankedPaper], key: EditionKey, shared: SharedTopics | None, parts: Parts
) -> tuple[list[tuple[RankedPaper, TopicChoice]], Decided]:
    """A topic for each paper; a writer that wants to may decide where the classifier is unsure. Where that is shared
    with other readers, a paper has the topic that it has in the default edition of the day, and one that is not there
    is asked about by itself: which papers are unsure together is each edition's own."""
    parts.progress.step("classify", str(len(ranked)))
    choices = topic_choices([each.paper for each in ranked], parts)
    known = shared.choices if shared else dict[PaperId, TopicChoice]()
    choices = [known.get(each.paper.id, choice) for each, choice in zip(ranked, choices, strict=True)]
    unsure = [at for at, choice in enumerate(choices) if choice.unsure and ranked[at].paper.id not in known]
    told: list[Decided] = []
    for ats in [[at] for at in unsure] if shared else [unsure]:
        papers = tuple(ranked[at].paper for at in ats)
        asked = Undecided(papers=papers, topics=parts.taxonomy.topics, day=key.day)
        told.append(parts.writer.decide(asked, parts.engine))
        for at, topic in zip(ats, told[-1].topics, strict=True):
            choices[at] = decided(choices[at], topic, parts.taxonomy, parts.writer.name)
    return list(zip(ranked, choices, strict=True)), all_decided(told)


def keyed(
    chosen: Sequence[tuple[RankedPaper, TopicChoice]], lang: str, parts: Parts
) -> tuple[compose.TopicEntries, ...]:
    """The topics, and in a few terms what each paper with a text is about and what the papers of a topic share."""

    def show(term: str) -> str:
        return parts.show_term(term, lang)

    told = [each.paper for each, _ in chosen if each.paper.sentences]
    found = {paper.id: keywords(paper, parts.terms, parts.phrases) for paper in told}
    shown = {paper: tuple(map(show, terms)) for paper, terms in found.items()}
    topics = compose.arrange(chosen, shown)
    return tuple(with_keywords(each, found, parts.terms, show) for each in topics)


def point(topics: tuple[compose.TopicEntries, ...], key: EditionKey, store: Store) -> tuple[compose.TopicEntries, ...]:
    """News that speaks of the day's papers says where those stand."""
    papers = store.edition(replace(key, kind="papers")) if key.kind == "news" else None
    return pointed(topics, papers) if papers else topics


def _keys(batches: Sequence[Batch]) -> list[str]:
    return [announcement.key for batch in batches for announcement in batch.announcements]


def _shown(memory: Memory, papers: Iterable[AnyWork]) -> frozenset[PaperId]:
    """The works that readers have seen; what had no id then may have one now, so their announcements tell."""
    seen = memory.earlier.entries if memory.earlier else ()
    shown = {announcement.key for entry in seen for announcement in entry.paper.announcements}
    return frozenset(paper.id for paper in papers if any(each.key in shown for each in paper.announcements))


def _cursors(batches: Sequence[Batch]) -> tuple[Cursor, ...]:
    return tuple(Cursor(batch.source, batch.cursor) for batch in batches if batch.cursor and not batch.gaps)


def _makers(parts: Parts) -> tuple[tuple[str, str], ...]:
    return (
        ("embedder", parts.embedder.name),
        ("classifier", parts.topic_model.name),
        ("taxonomy", parts.taxonomy.version),
        ("writer", parts.writer.name),
        *parts.writer.makers,
    )


def _says_the_same(earlier: Edition, edition: Edition) -> bool:
    """Whether a retry learnt nothing: the same announcements came to the same ends, the same is missing, and no
    language model wrote what it could not write before."""
    before, now = (
        (each.ledger.fates, each.gaps, each.ledger.use.calls, each.ledger.writing) for each in (earlier, edition)
    )
    return before == now

"""A day's topics told: written, judged, mended once, read again, completed by quotation.

::

    topics ─► write ─► verify ─► mend ─► verify ─► cut ─► read again ─► quote what no printed claim says
              (writer)           (writer)                 (second reader)

Nothing is kept here and nothing is published, so that a writer can be measured by the same way that editions are made.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from achim.domain.claim import Claim, Draft, JudgedClaim
from achim.domain.edition import EditionKey, Entry, ModelUse
from achim.domain.ids import PaperId
from achim.domain.note import Note
from achim.domain.paper import Gap, Work
from achim.ports import Assignment, Doubted, Embedder, Engine, Mended, Mending, Progress, Vector, Writer
from achim.steps import compose, settle
from achim.steps.extract import Chooses
from achim.steps.length import within_length
from achim.steps.quote import quotes
from achim.steps.verify import Standard, texts_to_embed, verify_draft, with_vectors


@dataclass(frozen=True, slots=True, kw_only=True)
class WritingParts:
    """What the telling of topics needs of the world."""

    writer: Writer
    embedder: Embedder
    engine: Engine
    progress: Progress
    chooser: Chooses
    """Which of a paper's own sentences are quoted."""
    standard: Standard = field(default_factory=Standard)
    """What claims are judged by; language and vectors are put in by the day's work."""


Together = Collection[tuple[PaperId, ...]]
"""The works of each topic, in the order of an edition."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is said of the topics, by their keys; ``quoted`` says why a topic is quoted that was to be written."""

    judged: dict[str, tuple[JudgedClaim, ...]]
    quoted: dict[str, Note]
    notes: tuple[Note, ...]
    gaps: tuple[Gap, ...]
    use: ModelUse


@dataclass(frozen=True, slots=True)
class _Once:
    """An embedder that works each text out once: what stands is judged again after mending and a second reading."""

    inner: Embedder
    known: dict[str, Vector] = field(default_factory=dict[str, Vector])

    @property
    def name(self) -> str:
        return self.inner.name

    def embed(self, texts: Sequence[str]) -> Sequence[Vector]:
        unknown = [text for text in dict.fromkeys(texts) if text not in self.known]
        if unknown:
            self.known.update(zip(unknown, self.inner.embed(unknown), strict=True))
        return [self.known[text] for text in texts]


def write_topics(
    topics: Sequence[compose.TopicEntries], key: EditionKey, parts: WritingParts, together: Together | None = None
) -> Told:
    """Claims about each topic, judged, mended once where they do not hold, and completed by quotation.

    ``together`` are the works that were written of together for another reader. With it only such topics are written
    as a whole, and of all other works each by itself: what is asked is then the same whatever else the edition has, so
    that the editions of many readers share the answers.
    """
    parts = replace(parts, embedder=_Once(parts.embedder))
    parts.progress.step("write", parts.writer.name)
    told_of = [(each.topic, entries) for each in topics for entries in _in_parts(each.entries, together)]
    tasks = [
        Assignment(topic=topic, entries=entries, lang=key.lang, day=key.day, kind=key.kind)
        for topic, entries in told_of
    ]
    written = parts.writer.write(tasks, parts.engine)
    papers = {entry.paper.id: entry.paper for each in topics for entry in each.entries}
    parts.progress.step("verify", str(sum(len(each.draft.claims) for each in written)))
    judged = _judged([each.draft for each in written], papers, key.lang, parts)
    judged, mends = _mended(tasks, judged, papers, parts)
    judged = _cut(tasks, judged, papers, parts)
    judged, doubts = _read_again(tasks, judged, papers, parts)
    final = [_completed(task, each, parts.chooser) for task, each in zip(tasks, judged, strict=True)]
    told = [(*a.notes, *b.notes, *c.notes) for a, b, c in zip(written, mends, doubts, strict=True)]
    quoted = {
        task.topic.key: each.notes[0] if each.notes and not each.draft.claims else Note.of("write.all_fell")
        for task, each, kept in zip(tasks, written, final, strict=True)
        if not settle.standing(kept) and (each.notes or settle.refused(kept))
    }
    faults = dict.fromkeys(each.gap for each in (*written, *mends) if each.gap)
    by_topic: dict[str, tuple[JudgedClaim, ...]] = {}
    for task, each in zip(tasks, final, strict=True):
        by_topic[task.topic.key] = (*by_topic.get(task.topic.key, ()), *each)
    return Told(
        judged=by_topic,
        quoted=quoted,
        notes=compose.writing_notes([(task.topic, each) for task, each in zip(tasks, told, strict=True)], key.lang),
        gaps=tuple(Gap("write", note) for note in faults),
        use=sum((each.use for each in (*written, *mends, *doubts)), ModelUse()),
    )


def _in_parts(entries: tuple[Entry, ...], together: Together | None) -> tuple[tuple[Entry, ...], ...]:
    """In the order in which they were written of before, as the question is the same only then."""
    if together is None:
        return (entries,)
    works = {entry.paper.id: entry for entry in entries}
    order = next((each for each in together if set(each) == set(works)), None)
    return (tuple(works[each] for each in order),) if order else tuple((entry,) for entry in entries)


_Judged = list[tuple[JudgedClaim, ...]]


def _mended(
    tasks: Sequence[Assignment], judged: _Judged, papers: Mapping[PaperId, Work], parts: WritingParts
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


def judge(
    drafts: Sequence[Draft], papers: Mapping[PaperId, Work], standard: Standard, embedder: Embedder
) -> list[tuple[JudgedClaim, ...]]:
    """Each draft by the standard, with the vectors that all of them want."""
    standard = _measured(standard, drafts, papers, embedder)
    return [verify_draft(draft, papers, standard) for draft in drafts]


def _judged(drafts: Sequence[Draft], papers: Mapping[PaperId, Work], lang: str, parts: WritingParts) -> _Judged:
    """Each draft by the standard of the edition's language."""
    return judge(drafts, papers, replace(parts.standard, lang=lang), parts.embedder)


def _read_again(
    tasks: Sequence[Assignment], judged: _Judged, papers: Mapping[PaperId, Work], parts: WritingParts
) -> tuple[_Judged, Sequence[Doubted]]:
    """A second reader, where there is one, may refuse what holds; views are judged again by the facts that are left."""
    doubts = parts.writer.read(
        [Mending(task, settle.standing(each)) for task, each in zip(tasks, judged, strict=True)], parts.engine
    )
    read = [settle.doubted(each, doubt.reasons) for each, doubt in zip(judged, doubts, strict=True)]
    if not any(reason for doubt in doubts for reason in doubt.reasons):
        return read, doubts
    return _judged_again(tasks, read, papers, parts), doubts


def _cut(tasks: Sequence[Assignment], judged: _Judged, papers: Mapping[PaperId, Work], parts: WritingParts) -> _Judged:
    """What is beyond the length of a paper is left out; views are judged again by the facts that are left."""
    cut = [within_length(each, task.lang) for task, each in zip(tasks, judged, strict=True)]
    return judged if cut == judged else _judged_again(tasks, cut, papers, parts)


def _judged_again(
    tasks: Sequence[Assignment], judged: _Judged, papers: Mapping[PaperId, Work], parts: WritingParts
) -> _Judged:
    """With newer verdicts for what stands, after facts were taken out that views may have stood on."""
    standing = [tuple(map(_claim, settle.standing(each))) for each in judged]
    left = [Draft(task.topic.key, claims) for task, claims in zip(tasks, standing, strict=True)]
    again = _judged(left, papers, tasks[0].lang, parts)
    return [settle.rejudged(each, now) for each, now in zip(judged, again, strict=True)]


def _completed(task: Assignment, judged: tuple[JudgedClaim, ...], chooser: Chooses) -> tuple[JudgedClaim, ...]:
    """The claims, with quotations in the place of what no printed claim says."""
    papers = {entry.paper.id: entry.paper for entry in task.entries}
    held = settle.without_baseless_views(judged)
    stand_ins = settle.missing(
        task.entries, held, task.form, {paper.id: quotes(paper, chooser) for paper in papers.values()}
    )
    return (*held, *verify_draft(Draft(task.topic.key, stand_ins), papers))


def _measured(
    standard: Standard, drafts: Sequence[Draft], papers: Mapping[PaperId, Work], embedder: Embedder
) -> Standard:
    """The standard with the vectors that the claims of the drafts want; quotations want none."""
    texts = texts_to_embed((claim for draft in drafts for claim in draft.claims), papers)
    return with_vectors(standard, dict(zip(texts, embedder.embed(texts), strict=True))) if texts else standard

"""Judged claims and their entries → the edition and its ledger."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from achim.domain.claim import JudgedClaim
from achim.domain.edition import (
    BUCKETS,
    Bucket,
    ClaimCount,
    Edition,
    Entry,
    Fate,
    Listing,
    RankedPaper,
    Section,
    SourceLine,
    TopicChoice,
    TopicKeyword,
    Update,
)
from achim.domain.form import FORMS, Form
from achim.domain.ids import PaperId
from achim.domain.note import Note
from achim.domain.paper import Announcement, AnyWork, Batch, Gap
from achim.domain.standing import Scored
from achim.domain.topic import OTHER, Topic
from achim.ports import Reading
from achim.steps.about_ai import BORDERLINE
from achim.steps.admit import Admission, Refusal
from achim.steps.extract import has_figure
from achim.steps.rank import Ranking

_LEAD_LINES = 3


@dataclass(frozen=True, slots=True)
class TopicEntries:
    """The entries of a topic, best first."""

    topic: Topic
    entries: tuple[Entry, ...]
    keywords: tuple[TopicKeyword, ...] = ()


def arrange(
    chosen: Sequence[tuple[RankedPaper, TopicChoice]], keywords: Mapping[PaperId, tuple[str, ...]]
) -> tuple[TopicEntries, ...]:
    """Topics in the order of their best paper, *Other* last; entries numbered as they will be read."""
    groups: defaultdict[Topic, list[tuple[RankedPaper, TopicChoice]]] = defaultdict(list)
    for ranked, choice in chosen:
        groups[choice.topic].append((ranked, choice))
    ordered = sorted(groups, key=lambda topic: topic.key == OTHER)
    numbers = iter(range(1, len(chosen) + 1))
    return tuple(
        TopicEntries(
            topic,
            tuple(
                Entry(
                    number=next(numbers),
                    paper=ranked.paper,
                    score=ranked.score,
                    choice=choice,
                    keywords=keywords.get(ranked.paper.id, ()),
                )
                for ranked, choice in groups[topic]
            ),
        )
        for topic in ordered
    )


def sections(
    topics: Iterable[TopicEntries], judged: Mapping[str, Sequence[JudgedClaim]], notes: Mapping[str, Note]
) -> tuple[Section, ...]:
    """Topics with the claims that may be printed; ``judged`` and ``notes`` are by topic key."""
    return tuple(
        Section(
            each.topic,
            each.entries,
            tuple(claim for claim in judged.get(each.topic.key, ()) if claim.holds),
            notes.get(each.topic.key),
            each.keywords,
        )
        for each in topics
    )


def lead(printed: Sequence[Section], form: Form = FORMS["papers"]) -> tuple[JudgedClaim, ...]:
    """Today in three lines: what came out of the best paper of each topic, chosen from claims that are printed."""
    best = sorted((entry for each in printed for entry in each.entries), key=lambda entry: -entry.score.total)
    said = {
        entry.paper.id: line
        for each in printed
        for entry in each.entries
        if (line := line_of(each, entry.paper.id, form))
    }
    firsts = [each.entries[0].paper.id for each in printed]
    order = [entry.paper.id for entry in best]
    chosen = [paper for paper in order if paper in firsts and paper in said]
    chosen += [paper for paper in order if paper in said and paper not in chosen]
    return tuple(replace(said[paper], claim=replace(said[paper].claim, role="lead")) for paper in chosen[:_LEAD_LINES])


def line_of(section: Section, paper: PaperId, form: Form) -> JudgedClaim | None:
    """What a paper may stand for in a few lines: what came of it, written rather than quoted; of it alone."""
    about = [each for each in section.claims if {citation.paper for citation in each.claim.citations} == {paper}]
    by_role = [each for role in form.lead for each in about if each.claim.role == role]
    written = next((each for each in by_role if not each.claim.quoted), None)
    return written or next((each for each in by_role if _is_told(each)), next(iter(by_role), None))


def _is_told(judged: JudgedClaim) -> bool:
    """Whether a quoted sentence says something by itself: what was made, or what came out in numbers."""
    return judged.claim.role != "result" or has_figure(judged.claim.text)


def listings(ranking: Ranking) -> tuple[Listing, ...]:
    return tuple(Listing(each.paper.id, each.paper.title, each.paper.url, each.score.total) for each in ranking.listed)


def scored(ranking: Ranking) -> tuple[Scored, ...]:
    """The works that are ranked and not printed, best first."""
    return tuple(
        Scored(
            paper=each.paper.id,
            title=each.paper.title,
            url=each.paper.url,
            score=each.score,
            held=ranking.held.get(each.paper.id),
        )
        for each in (*ranking.listed, *ranking.rest)
    )


def fates(ranking: Ranking, admission: Admission) -> tuple[Fate, ...]:
    """What became of every announcement: a work's first one shares its fate, the others are duplicates of it."""
    buckets: tuple[tuple[Bucket, Sequence[RankedPaper]], ...] = (
        ("printed", ranking.printed),
        ("listed", ranking.listed),
        ("ranked_out", ranking.rest),
    )
    held = ranking.held
    found = [
        fate
        for bucket, ranked in buckets
        for each in ranked
        for fate in _fates(each.paper, bucket, held.get(each.paper.id))
    ]
    found += [fate for each in admission.updated for fate in _fates(each.paper, "updated", each.update.changes[0])]
    found += [fate for each in admission.refused for fate in _refused(each)]
    return tuple(sorted(found, key=lambda fate: fate.announcement))


def _refused(refusal: Refusal) -> Iterable[Fate]:
    first, *others = _fates(refusal.paper, refusal.bucket, refusal.reason)
    is_close = refusal.reason.code == BORDERLINE
    yield replace(first, title=refusal.paper.title, url=refusal.paper.url) if is_close else first
    yield from others


def _fates(paper: AnyWork, bucket: Bucket, reason: Note | None) -> Iterable[Fate]:
    first, *others = paper.announcements
    yield Fate(first.key, first.source, paper.id, bucket, reason)
    for announcement in others:
        yield Fate(announcement.key, announcement.source, paper.id, "duplicate", Note.of("fate.of", first=first.key))


def source_lines(
    batches: Iterable[Batch],
    gaps: Iterable[Gap],
    all_fates: Sequence[Fate],
    announcements: Iterable[Announcement],
    earlier: Edition | None,
) -> tuple[SourceLine, ...]:
    """The ledger by source: a line for each that was asked, now or by the earlier revision."""
    notes = {line.source: line.note for line in earlier.ledger.sources} if earlier else {}
    told = {fate.source for fate in all_fates}
    notes |= {each.source: each.note for each in batches if not (_says_nothing(each.note) and each.source in told)}
    notes |= {gap.where: gap.note for gap in gaps}
    counts = Counter((fate.source, fate.bucket) for fate in all_fates)
    days = Counter((each.source, each.batch) for each in announcements)
    names = sorted({*notes, *(fate.source for fate in all_fates)})
    return tuple(
        SourceLine(
            source=name,
            announced=sum(counts[name, bucket] for bucket in BUCKETS),
            buckets=tuple((bucket, counts[name, bucket]) for bucket in BUCKETS if counts[name, bucket]),
            note=notes.get(name),
            days=tuple(sorted((day, count) for (source, day), count in days.items() if source == name)),
        )
        for name in names
    )


def _says_nothing(note: Note | None) -> bool:
    """Whether a source had nothing to say just now: no word about what an earlier revision has of it."""
    return note is not None and note.code in ("source.quiet", "source.unchanged", "source.weekend")


def claim_count(judged: Iterable[JudgedClaim]) -> ClaimCount:
    judged = tuple(judged)
    dropped = Counter(each.verdict.reasons[0].code for each in judged if not each.holds)
    return ClaimCount(
        proposed=len(judged),
        printed=sum(each.holds for each in judged),
        repaired=sum(each.holds and each.before is not None for each in judged),
        dropped=tuple(sorted(dropped.items())),
    )


def dropped(judged: Iterable[JudgedClaim]) -> tuple[JudgedClaim, ...]:
    return tuple(each for each in judged if not each.holds)


def updates(admission: Admission) -> tuple[Update, ...]:
    return tuple(sorted((each.update for each in admission.updated), key=lambda update: update.paper))


def changes(earlier: Edition | None, edition: Edition) -> tuple[Note, ...]:
    """What a revision says differently from the one before it; a work may have got another name since."""
    if earlier is None:
        return ()
    before = {each.key for entry in earlier.entries for each in entry.paper.announcements}
    added = [entry for entry in edition.entries if before.isdisjoint(each.key for each in entry.paper.announcements)]
    healed = sorted({gap.where for gap in earlier.gaps} - {gap.where for gap in edition.gaps})
    notes = [Note.of("change.sources", sources=", ".join(healed))] if healed else []
    notes += [Note.of("change.added", count=len(added))] if added else []
    return tuple(notes) or (Note.of("change.none"),)


def readings(read: Iterable[Batch | Gap], at: datetime) -> tuple[Reading, ...]:
    """How each source did: whole, in part or not at all."""
    return tuple(_reading(each, at) for each in read)


def _reading(each: Batch | Gap, at: datetime) -> Reading:
    if isinstance(each, Gap):
        return Reading(source=each.where, at=at, fault=each.note)
    newest = max((announcement.batch for announcement in each.announcements), default=None)
    return Reading(source=each.source, at=at, batch=newest, fault=each.gaps[0].note if each.gaps else None)


def unaccounted(
    batches: Iterable[Batch], carried: Sequence[Announcement], accounted: Mapping[str, object]
) -> tuple[Announcement, ...]:
    """What this edition answers for: what its earlier revision was made of, and what no ledger holds yet."""
    found = {announcement.key: announcement for batch in batches for announcement in batch.announcements}
    kept = {announcement.key: announcement for announcement in carried}
    fresh = {key: announcement for key, announcement in found.items() if key not in accounted and key not in kept}
    return tuple({**kept, **fresh}.values())


def writing_notes(told: Iterable[tuple[Topic, Iterable[Note]]], lang: str) -> tuple[Note, ...]:
    """What a language model could not write, each reason once, with the topics it befell."""
    topics: dict[Note, dict[str, None]] = {}
    for topic, notes in told:
        for note in notes:
            topics.setdefault(note, {})[topic.label(lang)] = None
    return tuple(
        Note.of("writing.topics", topics=", ".join(labels), what=note.code, **dict(note.params))
        for note, labels in topics.items()
    )

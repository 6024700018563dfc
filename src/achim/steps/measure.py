"""What a writer's claims came to, counted: for comparing models, prompts and verifiers on the same papers."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from achim.domain.claim import ClaimRole, JudgedClaim
from achim.domain.edition import Entry
from achim.domain.form import FORMS, Form
from achim.domain.ids import PaperId
from achim.domain.measure import Counts, Coverage, Measured, TermUse
from achim.domain.note import Note
from achim.steps.keywords import Key, term_key

_FOREIGN = frozenset({"verify.language", "verify.script"})


@dataclass(frozen=True, slots=True)
class TermRule:
    """A glossary term: how it may be rendered (as it is, where there is nothing) and how it may not."""

    english: str
    renderings: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()


def measured(
    entries: Sequence[Entry],
    judged: Iterable[JudgedClaim],
    notes: Iterable[Note],
    rules: Sequence[TermRule],
    form: Form = FORMS["papers"],
) -> Measured:
    """Of one edition: of news, *approach* counts events and *result* figures.

    What was used and how long it took is for the caller to put in.
    """
    judged = tuple(judged)
    written = [each for each in judged if not each.claim.quoted]
    standing = [each for each in written if each.holds]
    return Measured(
        papers=len(entries),
        topics=len({entry.choice.topic.key for entry in entries}),
        proposed=len(written),
        printed=len(standing),
        views=sum(each.claim.kind == "view" for each in standing),
        repaired=sum(each.before is not None for each in standing),
        quoted=sum(each.claim.quoted and each.holds for each in judged),
        in_language=sum(not _FOREIGN & {note.code for note in each.verdict.reasons} for each in written),
        refused=_by_reason(each.before or each for each in written),
        dropped=_by_reason(written),
        notes=_counted(_what(note) for note in notes),
        approach=_coverage(entries, judged, form.core[0]),
        result=_coverage(entries, judged, form.outcome),
        terms=term_use(written, rules),
    )


def term_use(written: Iterable[JudgedClaim], rules: Sequence[TermRule]) -> TermUse:
    """Of each claim the terms that its cited sentences have; of terms inside one another the longest."""
    by_key = {term_key(rule.english): rule for rule in rules}
    kept = forbidden = unnamed = 0
    for each in written:
        quotes = " ".join(citation.quote for citation in each.claim.citations)
        for rule in set(_occurring(term_key(quotes), by_key)):
            if any(wrong in each.claim.text for wrong in rule.forbidden):
                forbidden += 1
            elif _is_named(rule, each.claim.text):
                kept += 1
            else:
                unnamed += 1
    return TermUse(kept, forbidden, unnamed)


def _is_named(rule: TermRule, text: str) -> bool:
    if rule.renderings:
        return any(rendering in text for rendering in rule.renderings)
    return rule.english.casefold() in text.casefold()


def _occurring(words: Key, by_key: Mapping[Key, TermRule]) -> Iterator[TermRule]:
    longest = max(map(len, by_key), default=0)
    at = 0
    while at < len(words):
        sizes = range(min(longest, len(words) - at), 0, -1)
        size = next((size for size in sizes if words[at : at + size] in by_key), 0)
        if size:
            yield by_key[words[at : at + size]]
        at += size or 1


def _coverage(entries: Sequence[Entry], judged: Sequence[JudgedClaim], role: ClaimRole) -> Coverage:
    told: dict[PaperId, set[bool]] = {}
    for each in judged:
        if each.holds and each.claim.role == role and each.claim.citations:
            told.setdefault(each.claim.citations[0].paper, set()).add(each.claim.quoted)
    ways = [told.get(entry.paper.id, set[bool]()) for entry in entries]
    return Coverage(
        written=sum(False in way for way in ways), quoted=sum(way == {True} for way in ways), untold=ways.count(set())
    )


def _by_reason(judged: Iterable[JudgedClaim]) -> Counts:
    return _counted(each.verdict.reasons[0].code for each in judged if not each.holds)


def _what(note: Note) -> str:
    """A note of several topics tells what befell them by the code of another note."""
    return dict(note.params).get("what", note.code)


def _counted(codes: Iterable[str]) -> Counts:
    return dict(sorted(Counter(codes).items()))

"""Judges claims by the sentences they cite: what a writer proposes is printed only if they bear it out.

Pure and without a model. The single checks are in ``steps.grounding``; ``Standard`` carries in what they need.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from achim.domain.claim import Citation, Claim, Draft, JudgedClaim, Verdict
from achim.domain.ids import PaperId
from achim.domain.note import Note
from achim.domain.paper import Sentence, Work, quotation
from achim.steps.grounding.actors import actors_are_kept, subjects_are_cited
from achim.steps.grounding.aggregation import every_paper_bears_it
from achim.steps.grounding.comparison import roles_are_kept
from achim.steps.grounding.days import sides_are_kept, times_are_cited
from achim.steps.grounding.deeds import deeds_are_kept, deeds_have_their_owner
from achim.steps.grounding.doers import doers_are_kept, undone_is_undone
from achim.steps.grounding.names import names_are_cited
from achim.steps.grounding.negation import (
    deeds_are_not_denied,
    denial_survives,
    denials_are_told,
    gives_up_as_cited,
    negation_is_cited,
)
from achim.steps.grounding.numbers import counted_things_agree, numbers_are_cited
from achim.steps.grounding.objects import objects_move_alike
from achim.steps.grounding.places import places_are_cited
from achim.steps.grounding.polarity import (
    absolutes_are_cited,
    direction_is_cited,
    greatness_is_attributed,
    hedge_survives,
    opposites_are_kept,
    things_are_cited,
)
from achim.steps.grounding.reading import Check, Reading, Standard
from achim.steps.grounding.register import is_in_register
from achim.steps.grounding.script import figures_are_plain, is_clean, is_in_language, is_no_loop, is_one_sentence
from achim.steps.grounding.speech import speech_is_attributed
from achim.steps.grounding.support import centred, clauses_are_near, is_near, texts_of
from achim.steps.grounding.terms import terms_are_kept, terms_are_rendered
from achim.steps.grounding.told import done_is_done, futures_are_futures, others_work_is_theirs, plans_are_plans
from achim.steps.grounding.versus import comparison_is_kept, figures_have_their_owner
from achim.steps.grounding.views import effects_are_spoken_of, view_brings_nothing, view_is_inferred

__all__ = [
    "CHECKS",
    "Check",
    "Reading",
    "Standard",
    "texts_to_embed",
    "verify",
    "verify_draft",
    "with_quotes",
    "with_vectors",
]

Papers = Mapping[PaperId, Work]

_LETTERS_OF_A_STATEMENT = 3
_LONGEST = 2000


def verify_draft(draft: Draft, papers: Papers, standard: Standard | None = None) -> tuple[JudgedClaim, ...]:
    """A verdict per claim, in the draft's order. ``papers`` are those of the edition.

    Facts are judged first: a view may say no number and no name beyond those that are supported.
    """
    judged = {
        index: verify(claim, papers, standard) for index, claim in enumerate(draft.claims) if claim.kind == "fact"
    }
    printed = tuple(each.claim for each in judged.values() if each.verdict.finding == "supported")
    return tuple(
        judged[index] if index in judged else verify(claim, papers, standard, printed)
        for index, claim in enumerate(draft.claims)
    )


def verify(
    claim: Claim, papers: Papers, standard: Standard | None = None, printed: tuple[Claim, ...] | None = None
) -> JudgedClaim:
    """The claim with its quotes, and whether it is grounded. Total: no text makes it raise.

    ``printed`` are the supported facts beside a view; None where they are not known.
    """
    reasons = tuple(dict.fromkeys(_faulty_citations(claim, papers)))
    if not reasons:
        facts = None if printed is None else tuple(fact.text for fact in printed)
        reading = Reading(claim, tuple(_cited(claim, papers)), standard or Standard(), facts)
        reasons = faults(reading)
        if claim.kind == "view" and printed is not None and not _rests_on(claim, printed):
            reasons = (*reasons, Note.of("verify.view_ground"))
    verdict = Verdict("unsupported", reasons) if reasons else Verdict("supported")
    return JudgedClaim(with_quotes(claim, papers), verdict)


def texts_to_embed(claims: Iterable[Claim], papers: Papers) -> tuple[str, ...]:
    """The texts whose vectors ``Standard.vectors`` should hold, each once."""
    texts = (text for claim in claims for text in texts_of(claim, cited_sentences(claim, papers)))
    return tuple(dict.fromkeys(text for text in texts if len(text) <= _LONGEST))


def with_vectors(standard: Standard, vectors: Mapping[str, Sequence[float]]) -> Standard:
    """The standard with unit vectors of ``texts_to_embed`` at hand."""
    return replace(standard, vectors=centred(vectors, standard.means))


def with_quotes(claim: Claim, papers: Papers) -> Claim:
    """The claim with the cited sentences as quotes, whatever its writer put there; unknown ones leave them empty."""
    return replace(claim, citations=tuple(_with_quote(citation, papers) for citation in claim.citations))


def cited_sentences(claim: Claim, papers: Papers) -> tuple[Sentence, ...]:
    """All sentences a claim cites, in its order; those that do not exist are left out."""
    return tuple(
        sentence for citation in claim.citations for sentence in _sentences(citation, papers) if sentence is not None
    )


def faults(reading: Reading) -> tuple[Note, ...]:
    """All that the checks find, each once. Where a text is too long to be one claim, nothing else is looked at."""
    if not reading.claim.quoted and len(reading.text) > _LONGEST:
        return (Note.of("verify.too_long", limit=_LONGEST),)
    return tuple(dict.fromkeys(note for check in CHECKS for note in check(reading)))


def _cited(claim: Claim, papers: Papers) -> Iterator[tuple[Work, tuple[Sentence, ...]]]:
    for citation in claim.citations:
        found = tuple(sentence for sentence in _sentences(citation, papers) if sentence is not None)
        yield papers[citation.paper], found


def _rests_on(view: Claim, printed: Iterable[Claim]) -> bool:
    """Whether a view cites, of each of its papers, a sentence that a printed fact cites too."""
    spoken = {
        (citation.paper, number) for fact in printed for citation in fact.citations for number in citation.sentences
    }
    return all(any((each.paper, number) in spoken for number in each.sentences) for each in view.citations)


def _with_quote(citation: Citation, papers: Papers) -> Citation:
    paper = papers.get(citation.paper)
    return replace(citation, quote=paper.quote(citation.sentences) if paper else "")


def _sentences(citation: Citation, papers: Papers) -> tuple[Sentence | None, ...]:
    paper = papers.get(citation.paper)
    return tuple(paper.sentence(number) if paper else None for number in citation.sentences)


def _faulty_citations(claim: Claim, papers: Papers) -> Iterator[Note]:
    if not claim.citations:
        yield Note.of("verify.uncited")
    for citation in claim.citations:
        if citation.paper not in papers:
            yield Note.of("verify.unknown_paper", paper=citation.paper)
            continue
        for number, sentence in zip(citation.sentences, _sentences(citation, papers), strict=True):
            if sentence is None:
                yield Note.of("verify.unknown_sentence", paper=citation.paper, sentence=number)


def says_something(reading: Reading) -> Iterator[Note]:
    """An empty text or a mere "a" is in every sentence, and supports nothing; nor does an empty sentence."""
    if len({letter for letter in reading.text.casefold() if letter.isalpha()}) < _LETTERS_OF_A_STATEMENT:
        yield Note.of("verify.empty")
    elif not any(char.isalnum() for char in reading.source):
        yield Note.of("verify.empty_source")


def is_verbatim(reading: Reading) -> Iterator[Note]:
    if reading.claim.quoted and reading.text != quotation(reading.sentences):
        yield Note.of("verify.not_verbatim")


CHECKS: tuple[Check, ...] = (
    says_something,
    is_verbatim,
    is_clean,
    is_one_sentence,
    figures_are_plain,
    is_in_language,
    is_in_register,
    is_no_loop,
    numbers_are_cited,
    counted_things_agree,
    times_are_cited,
    sides_are_kept,
    names_are_cited,
    places_are_cited,
    roles_are_kept,
    comparison_is_kept,
    figures_have_their_owner,
    direction_is_cited,
    objects_move_alike,
    opposites_are_kept,
    deeds_are_kept,
    deeds_have_their_owner,
    things_are_cited,
    plans_are_plans,
    futures_are_futures,
    done_is_done,
    others_work_is_theirs,
    negation_is_cited,
    deeds_are_not_denied,
    gives_up_as_cited,
    denial_survives,
    denials_are_told,
    hedge_survives,
    absolutes_are_cited,
    greatness_is_attributed,
    speech_is_attributed,
    actors_are_kept,
    subjects_are_cited,
    doers_are_kept,
    undone_is_undone,
    every_paper_bears_it,
    terms_are_rendered,
    terms_are_kept,
    is_near,
    clauses_are_near,
    view_is_inferred,
    view_brings_nothing,
    effects_are_spoken_of,
)

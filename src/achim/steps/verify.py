"""Judges claims by the sentences they cite: what a writer proposes is printed only if they bear it out."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from achim.domain.claim import Citation, Claim, Draft, JudgedClaim, Verdict
from achim.domain.ids import PaperId
from achim.domain.note import Note
from achim.domain.paper import Paper, Sentence
from achim.steps.quantities import Quantity, implied_counts, quantities, same_quantity

__all__ = ["CHECKS", "Check", "verify", "verify_draft", "with_quotes"]

Papers = Mapping[PaperId, Paper]
Check = Callable[[Claim, tuple[Sentence, ...]], Iterator[Note]]
"""Reasons why a claim does not follow from the sentences it cites; none where it finds no fault."""

_LETTERS_OF_A_STATEMENT = 3
_NOTE_LENGTH = 60


def verify_draft(draft: Draft, papers: Papers) -> tuple[JudgedClaim, ...]:
    """A verdict per claim, in the draft's order. ``papers`` are those of the edition."""
    return tuple(verify(claim, papers) for claim in draft.claims)


def verify(claim: Claim, papers: Papers) -> JudgedClaim:
    """The claim with its quotes, and whether it is grounded. Total: no text makes it raise."""
    reasons = tuple(dict.fromkeys(_faulty_citations(claim, papers))) or _faults(claim, cited_sentences(claim, papers))
    verdict = Verdict("unsupported", reasons) if reasons else Verdict("supported")
    return JudgedClaim(with_quotes(claim, papers), verdict)


def with_quotes(claim: Claim, papers: Papers) -> Claim:
    """The claim with the cited sentences as quotes, whatever its writer put there; unknown ones leave them empty."""
    return replace(claim, citations=tuple(_with_quote(citation, papers) for citation in claim.citations))


def cited_sentences(claim: Claim, papers: Papers) -> tuple[Sentence, ...]:
    """All sentences a claim cites, in its order; those that do not exist are left out."""
    return tuple(
        sentence for citation in claim.citations for sentence in _sentences(citation, papers) if sentence is not None
    )


def _faults(claim: Claim, cited: tuple[Sentence, ...]) -> tuple[Note, ...]:
    return tuple(dict.fromkeys(note for check in CHECKS for note in check(claim, cited)))


def _with_quote(citation: Citation, papers: Papers) -> Citation:
    texts = [sentence.text for sentence in _sentences(citation, papers) if sentence is not None]
    is_whole = len(texts) == len(citation.sentences)
    return replace(citation, quote=" ".join(texts) if is_whole else "")


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


def says_something(claim: Claim, cited: tuple[Sentence, ...]) -> Iterator[Note]:
    """An empty text or a mere "a" is in every sentence, and supports nothing."""
    if len({letter for letter in claim.text.casefold() if letter.isalpha()}) < _LETTERS_OF_A_STATEMENT:
        yield Note.of("verify.empty")


def is_verbatim(claim: Claim, cited: tuple[Sentence, ...]) -> Iterator[Note]:
    if claim.quoted and claim.text != " ".join(sentence.text for sentence in cited):
        yield Note.of("verify.not_verbatim")


def states_cited_numbers(claim: Claim, cited: tuple[Sentence, ...]) -> Iterator[Note]:
    """Every quantity stands in a cited sentence with its value and unit; elsewhere in the paper does not count."""
    if claim.quoted:
        return
    for said in quantities(claim.text):
        if not _is_article(said) and not any(_states(sentence.text, said) for sentence in cited):
            yield Note.of("verify.number", number=said.surface[:_NOTE_LENGTH])


def _is_article(quantity: Quantity) -> bool:
    """*One*, 한 가지 and 한 번 say hardly more than *a*, and English leaves that to the article."""
    return (
        quantity.value == 1 and quantity.unit in ("", "time") and not any(sign.isdecimal() for sign in quantity.surface)
    )


def _states(text: str, said: Quantity) -> bool:
    if any(same_quantity(said, found) for found in quantities(text)):
        return True
    return not said.unit and said.value in implied_counts(text)


CHECKS: tuple[Check, ...] = (says_something, is_verbatim, states_cited_numbers)

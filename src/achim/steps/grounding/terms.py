"""Terms: where a cited sentence has a term of the glossary, the claim does not render it wrongly."""

import re
from collections.abc import Iterable, Iterator

from achim.domain.note import Note
from achim.steps.grounding.reading import Reading, RefusedTerm


def refused_terms(terms: Iterable[tuple[str, tuple[str, ...]]]) -> tuple[RefusedTerm, ...]:
    """From English terms with their forbidden renderings; a term is found whatever its capitals, hyphens and ending."""
    return tuple(
        RefusedTerm(re.compile(r"\b" + r"[\s-]".join(map(_stem, re.split(r"[\s-]", english))), re.IGNORECASE), wrong)
        for english, wrong in terms
        if wrong
    )


def _stem(word: str) -> str:
    return re.escape(re.sub(r"(?:ing|s|y|er)$", "", word) if len(word) > 5 else word) + (
        r"[a-z]{0,4}" if len(word) > 3 else ""
    )


def terms_are_rendered(reading: Reading) -> Iterator[Note]:
    if reading.claim.quoted:
        return
    source = f"{reading.source}\n{reading.context}"
    for term in reading.standard.terms:
        wrong = next((bad for bad in term.forbidden if _has_word(bad, reading.text)), None)
        if wrong and term.english.search(source):
            yield Note.of("verify.term", term=wrong)


def _has_word(word: str, text: str) -> bool:
    """As a word of its own, not inside another (요원 in 필요원)."""
    return word in text and re.search(rf"(?<![가-힣]){re.escape(word)}", text) is not None

"""Terms: where a cited sentence has a term of the glossary, the claim renders it neither wrongly nor as another one."""

import re
from collections.abc import Iterator

from achim.domain.note import Note
from achim.steps.grounding.reading import Reading
from achim.steps.terms import holds, words_key


def terms_are_rendered(reading: Reading) -> Iterator[Note]:
    """Of stories terms of several words only: *momentum* or *passage* alone may be everyday words there."""
    if reading.claim.quoted:
        return
    source = f"{reading.source}\n{reading.context}"
    for term in reading.standard.terms.refused:
        if reading.is_news and not term.is_phrase:
            continue
        wrong = next((bad for bad in term.forbidden if _has_word(bad, reading.text)), None)
        if wrong and term.stands_in(source):
            yield Note.of("verify.term", term=wrong)


def _has_word(word: str, text: str) -> bool:
    """As a word of its own, not inside another (요원 in 필요원)."""
    return word in text and re.search(rf"(?<![가-힣]){re.escape(word)}", text) is not None


def terms_are_kept(reading: Reading) -> Iterator[Note]:
    """What the sentence calls *self-supervised learning* is not told as 준지도 학습.

    Refused is a rendering that no cited sentence or title has a term for, where a cited sentence has a term whose
    rendering ends in the same word and which the claim does not name. A claim need not name every term.
    """
    book = reading.standard.terms
    if reading.claim.quoted or not (said := tuple(book.renderings_in(reading.text))):
        return
    known = words_key(f"{reading.source}\n{reading.context}")
    strange = tuple(each for each in said if not book.may_mean(each, known))
    if not strange:
        return
    closed, words = "".join(reading.text.split()), words_key(reading.text)
    for term in book.within(words_key(reading.source)):
        if holds(words, term.key) or any(each in closed for each in term.renderings):
            continue
        other = next((each for each in strange if any(each.endswith(head) and each != head for head in term.heads)), "")
        if other:
            yield Note.of("verify.other_term", term=term.english, said=other)

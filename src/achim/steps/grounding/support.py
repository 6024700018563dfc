"""Whether a claim and each of its clauses is near a cited sentence in meaning, by vectors across languages."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import sqrt
from operator import mul, sub

from achim.domain.claim import Claim
from achim.domain.note import Note
from achim.domain.paper import Sentence
from achim.steps.grounding.names import has_name, names_of, runs
from achim.steps.grounding.reading import COMMON, Reading
from achim.steps.vectors import cosine

CLAIM_LEAST = 0.293
HEADLINE_LEAST = 0.19
VIEW_LEAST = 0.12
CLAUSE_LEAST = 0.015
PAPER_LEAST = 0.25
"""Thresholds of ``nearness``: about 4 % of the tuning half's claims and 3 % of its clauses lie below, by a lexicon of other papers."""
_WORTH = 0.1
_NAME_WORTH = 0.1
_MISSED = 0.25
_SYLLABLES = 2
_LETTERS = 5
_HANGUL = re.compile("[가-힣]")
_HANGUL_WORD = re.compile(r"[가-힣]{2,}")
_ENGLISH_WORD = re.compile(r"[a-z]{3,}")
_LEAST_CLAUSE = 8
_CLAUSE_END = re.compile(
    r"(?<=[가-힣])(?:(?<=하며)|(?<=으며)|(?<=이며)|(?<=되며)|(?<=키며)|(?<=주며)|(?<=하고)|(?<=되고)|(?<=키고)|(?<=이고)|(?<=였고)|(?<=했고)|(?<=었고)"
    r"|(?<=이고)|(?<=지만)|(?<=으나)|(?<=면서)|(?<=하여)|(?<=아서)|(?<=어서)|(?<=는데)),?\s|(?<=[다함됨음임]\.)\s|;\s|,\s(?:and|but|while|which|thereby)\s"
)


def clauses(text: str) -> tuple[str, ...]:
    """A sentence parted at connective endings (-며, -고, -지만, -아서 …); pieces too short to mean much stay joined."""
    parts: list[str] = []
    for piece in _CLAUSE_END.split(text):
        if parts and (len(piece) < _LEAST_CLAUSE or len(parts[-1]) < _LEAST_CLAUSE):
            parts[-1] = f"{parts[-1]} {piece}"
        else:
            parts.append(piece)
    return tuple(part for part in parts if part.strip())


def texts_of(claim: Claim, sentences: Iterable[Sentence]) -> Iterator[str]:
    """The texts whose vectors the checks of a claim want."""
    if not claim.quoted:
        yield claim.text
        yield from clauses(claim.text)
        for sentence in sentences:
            yield sentence.text


def centred(vectors: Mapping[str, Sequence[float]], means: Mapping[str, Sequence[float]]) -> dict[str, Sequence[float]]:
    """Unit vectors without the mean of their language, Korean or not; as they are where there is no mean of their size."""
    return {
        text: _centred(vector, means.get("ko" if _HANGUL.search(text) else "en")) for text, vector in vectors.items()
    }


def _centred(vector: Sequence[float], mean: Sequence[float] | None) -> Sequence[float]:
    if mean is None or len(mean) != len(vector):
        return vector
    moved = tuple(map(sub, vector, mean))
    length = sqrt(sum(map(mul, moved, moved)))
    return tuple(value / length for value in moved) if length else vector


def is_near(reading: Reading) -> Iterator[Note]:
    if reading.claim.quoted or _is_copied(reading.text, reading.source):
        return
    if reading.claim.kind == "view":
        least = VIEW_LEAST
    else:
        least = HEADLINE_LEAST if reading.claim.role == "gist" else CLAIM_LEAST
    if (near := nearness(reading.text, reading)) is not None and near < least:
        yield Note.of("verify.unlike", similarity=f"{near:.2f}")


def clauses_are_near(reading: Reading) -> Iterator[Note]:
    """An invented tail: a clause far from every cited sentence."""
    parts = clauses(reading.text) if not reading.claim.quoted else ()
    if len(parts) < 2:
        return
    for part in parts:
        if _is_copied(part, reading.source):
            continue
        if (near := nearness(part, reading)) is not None and near < CLAUSE_LEAST:
            yield Note.of("verify.clause", clause=part[:60])


def _is_copied(text: str, source: str) -> bool:
    """What stands in a cited sentence as it is needs no likeness."""
    return text.strip(" .").casefold() in source.casefold()


def nearness(text: str, reading: Reading) -> float | None:
    """The greatest similarity of a text to a cited sentence, more for each word and name that is told; None without vectors.

    The weights are those of a logistic regression between bullets and their sentences and those of other papers.
    """
    vectors = reading.standard.vectors
    own = vectors.get(text)
    found = [vectors[sentence.text] for sentence in reading.sentences if sentence.text in vectors]
    if own is None or not found:
        return None
    near = max(cosine(own, other) for other in found)
    return near + _WORTH * _told(text, reading) + _NAME_WORTH * _names_shared(text, reading.source)


def _names_shared(text: str, source: str) -> int:
    """Names that the text has from the source, but for those that the whole field uses."""
    said = runs(source)
    return sum(has_name(name, said) for name in set(names_of(text)) - COMMON)


def _told(text: str, reading: Reading) -> float:
    """How many of the Korean words that the lexicon knows are told by the sentences, less a part of all it knows."""
    lexicon = reading.standard.lexicon
    if not lexicon:
        return 0.0
    english = {word[:_LETTERS] for word in _ENGLISH_WORD.findall(reading.source.lower())}
    total = 0.0
    for stem in {word[:_SYLLABLES] for word in _HANGUL_WORD.findall(text)}:
        for word, share in lexicon.get(stem, {}).items():
            total += share * ((word in english) - _MISSED)
    return total

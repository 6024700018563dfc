"""ROUGE-1, ROUGE-2 and ROUGE-L as F1, with Porter's stems: what summaries of papers are compared by.

As ``rouge-score`` counts them: letters and digits in small letters are words, those longer than three are stemmed,
clipped counts of n-grams, and the longest common subsequence over the whole text. With several references the best
one counts, for each measure by itself.

Lin, "ROUGE: a package for automatic evaluation of summaries", 2004; Porter, "An algorithm for suffix stripping", 1980.
"""

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

_WORD = re.compile(r"[a-z0-9]+")
_STEM_FROM = 4
_CONSONANT = r"(?:[^aeiouy]|(?<=[aeiou])y|^y)"
_VOWEL = r"(?:[aeiou]|(?<=[^aeiou])y)"
_MEASURE = re.compile(rf"{_VOWEL}+{_CONSONANT}+")
_HAS_VOWEL = re.compile(_VOWEL)
_ENDS_CVC = re.compile(rf"{_CONSONANT}{_VOWEL}(?:(?![wxy]){_CONSONANT})$")

_SECOND = {
    "ational": "ate", "tional": "tion", "enci": "ence", "anci": "ance", "izer": "ize", "bli": "ble", "alli": "al",
    "entli": "ent", "eli": "e", "ousli": "ous", "ization": "ize", "ation": "ate", "ator": "ate", "alism": "al",
    "iveness": "ive", "fulness": "ful", "ousness": "ous", "aliti": "al", "iviti": "ive", "biliti": "ble", "logi": "log",
}  # fmt: skip
_THIRD = {"icate": "ic", "ative": "", "alize": "al", "iciti": "ic", "ical": "ic", "ful": "", "ness": ""}
_FOURTH = (
    "ement", "ance", "ence", "able", "ible", "ment", "ant", "ent", "ism", "ate", "iti", "ous", "ive", "ize", "ion",
    "al", "er", "ic", "ou",
)  # fmt: skip


class Rouge(NamedTuple):
    """F1 of single words, of pairs, and of the longest common subsequence, from 0 to 1."""

    one: float
    two: float
    long: float


def rouge(said: str, references: Sequence[str]) -> Rouge:
    """How well ``said`` agrees with the best of the references."""
    words = stems(said)
    found = [_against(words, stems(reference)) for reference in references]
    return Rouge(*(max(column) for column in zip(*found, strict=True)))


def stems(text: str) -> tuple[str, ...]:
    return tuple(stem(word) if len(word) >= _STEM_FROM else word for word in _WORD.findall(text.lower()))


def _against(said: Sequence[str], true: Sequence[str]) -> Rouge:
    pairs_said, pairs_true = tuple(pairwise(said)), tuple(pairwise(true))
    return Rouge(
        _f1((Counter(said) & Counter(true)).total(), len(said), len(true)),
        _f1((Counter(pairs_said) & Counter(pairs_true)).total(), len(pairs_said), len(pairs_true)),
        _f1(_common(said, true), len(said), len(true)),
    )


def _f1(hits: int, said: int, true: int) -> float:
    return 2 * hits / (said + true) if hits else 0.0


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """Length of the longest common subsequence."""
    lengths = [0] * (len(other) + 1)
    for word in one:
        corner = 0
        for at, against in enumerate(other, 1):
            above = lengths[at]
            lengths[at] = corner + 1 if word == against else max(above, lengths[at - 1])
            corner = above
    return lengths[-1]


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Porter's stem of a word in small letters."""
    word = _first(word)
    if word.endswith("y") and _HAS_VOWEL.search(word[:-1]):
        word = word[:-1] + "i"
    word = _third(_replaced(_replaced(word, _SECOND), _THIRD))
    return _last(word)


def _measure(stem: str) -> int:
    return len(_MEASURE.findall(stem))


def _first(word: str) -> str:
    """Plurals, ``-ed`` and ``-ing``."""
    if word.endswith(("sses", "ies")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    if word.endswith("eed"):
        return word[:-1] if _measure(word[:-3]) else word
    for ending in ("ed", "ing"):
        if word.endswith(ending) and _HAS_VOWEL.search(word[: -len(ending)]):
            return _mended(word[: -len(ending)])
    return word


def _mended(stem: str) -> str:
    if stem.endswith(("at", "bl", "iz")):
        return stem + "e"
    if len(stem) > 1 and stem[-1] == stem[-2] and stem[-1] not in "aeioulsz":
        return stem[:-1]
    return stem + "e" if _measure(stem) == 1 and _ENDS_CVC.search(stem) else stem


def _replaced(word: str, endings: dict[str, str]) -> str:
    for ending in sorted(endings, key=len, reverse=True):
        if word.endswith(ending):
            stem = word[: -len(ending)]
            return stem + endings[ending] if _measure(stem) else word
    return word


def _third(word: str) -> str:
    for ending in _FOURTH:
        if word.endswith(ending):
            stem = word[: -len(ending)]
            is_plain = ending != "ion" or stem.endswith(("s", "t"))
            return stem if _measure(stem) > 1 and is_plain else word
    return word


def _last(word: str) -> str:
    if word.endswith("e"):
        stem = word[:-1]
        if _measure(stem) > 1 or (_measure(stem) == 1 and not _ENDS_CVC.search(stem)):
            word = stem
    return word[:-1] if word.endswith("ll") and _measure(word) > 1 else word

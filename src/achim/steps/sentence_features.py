"""What the models of sentences look at: words, pairs and openings of a text, as names that weights are kept under."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

_WORD = re.compile(r"[a-z]+|\d+(?:\.\d+)?|[가-힣]+|[^\sa-z\d가-힣]")
_OPENING = 3


def words(text: str) -> tuple[str, ...]:
    """In small letters; every number is ``#``, each mark a word of its own."""
    return tuple("#" if word[0].isdigit() else word for word in _WORD.findall(text.lower()))


def phrases(told: Sequence[str]) -> frozenset[str]:
    """Words ``1…``, pairs with the edges ``2…`` and the first three words with their place ``0…``."""
    return frozenset(_phrases(told))


def _phrases(told: Sequence[str]) -> Iterator[str]:
    framed = ("<", *told, ">")
    yield from (f"1{word}" for word in told)
    yield from (f"2{one} {other}" for one, other in pairwise(framed))
    yield from (f"0{at}{word}" for at, word in enumerate(told[:_OPENING]))

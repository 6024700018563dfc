"""A planted error: a claim that what it cites does not bear out."""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bench.grounding.data import Pair

_SIGNS = re.compile(r"[^a-z0-9]")


@dataclass(frozen=True, slots=True)
class Planted:
    """A claim to be refused: ``sources`` holds, per cited paper, its name, title and the cited sentences."""

    text: str
    sources: tuple[tuple[Pair, tuple[str, ...]], ...]
    kind: str = "fact"
    facts: tuple[str, ...] = ()
    """True facts printed beside a view."""
    quoted: bool = False
    as_asked: bool = False
    """Judged as a build asks: 한다체, and great words told as the authors' own."""


Maker = Callable[[Pair, Sequence[Pair], random.Random], Iterator[Planted]]


def cited(pair: Pair, text: str) -> Planted:
    """A claim that cites what the pair's bullet rests on."""
    return Planted(text, ((pair, (pair.evidence,)),))


def same_name(left: str, right: str) -> bool:
    """Whether a name stands in a text, whatever its signs and capitals."""
    return _SIGNS.sub("", left.lower()) in _SIGNS.sub("", right.lower())

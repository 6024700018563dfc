"""The one sentence of an abstract that says best what the paper is about, by a trained ranking.

``docs/sentence-models.md`` says how the weights are made and what they are worth.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log, sqrt

from achim.domain.paper import Sentence
from achim.steps.roles import as_we
from achim.steps.sentence_features import phrases, words

_TELLING = 4
"""Letters from which a word is taken to carry meaning."""
_LENGTHS = (8, 13, 18, 24, 30, 38, 50)
_FIRST, _LAST = 5, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class GistModel:
    """Weights of phrases by feature name, and of the numbers of ``measures`` in their order."""

    phrases: Mapping[str, float]
    measures: tuple[float, ...]


def gist_points(title: str, sentences: Sequence[Sentence], model: GistModel) -> tuple[float, ...]:
    """How well each sentence would stand for the whole; to be compared within one abstract only."""
    told = [words(as_we(sentence.text)) for sentence in sentences]
    return tuple(
        round(
            sum(model.phrases.get(name, 0.0) for name in sorted(phrases(own)))
            + sum(weight * number for weight, number in zip(model.measures, numbers, strict=True)),
            6,
        )
        for own, numbers in zip(told, measures(words(title), told), strict=True)
    )


def gist(title: str, sentences: Sequence[Sentence], model: GistModel) -> Sentence | None:
    """The earliest of the best; None without sentences."""
    points = gist_points(title, sentences, model)
    return max(zip(points, sentences, strict=True), key=lambda pair: pair[0])[1] if sentences else None


def measures(title: Sequence[str], told: Sequence[Sequence[str]]) -> list[tuple[float, ...]]:
    """Per sentence: what it shares with title and abstract, its length and its place."""
    named = _telling(title)
    body = Counter(word for own in told for word in own if len(word) >= _TELLING)
    spread = Counter(word for own in told for word in _telling(own))
    norm = sqrt(sum(count * count for count in body.values())) or 1.0
    return [
        (*_shared(own, named, body, spread, norm), *_length(len(own)), *_place(at, len(told)))
        for at, own in enumerate(told)
    ]


def _telling(told: Sequence[str]) -> frozenset[str]:
    return frozenset(word.removesuffix("s") for word in told if len(word) >= _TELLING)


def _shared(
    own: Sequence[str], named: frozenset[str], body: Mapping[str, int], spread: Mapping[str, int], norm: float
) -> tuple[float, ...]:
    telling = _telling(own)
    both = len(telling & named)
    size = len(telling) or 1
    counts = Counter(word for word in own if len(word) >= _TELLING)
    length = sqrt(sum(count * count for count in counts.values())) or 1.0
    return (
        both / (len(named) or 1),
        both / size,
        2 * both / (size + len(named)),
        sum(count * body[word] for word, count in counts.items()) / (length * norm),
        sum(spread[word] > 1 for word in telling) / size,
    )


def _length(count: int) -> Iterator[float]:
    share = min(count, 60) / 20
    yield from (log(1 + count), share, share * share)
    edges = (0, *_LENGTHS, 10**9)
    yield from (float(low <= count < high) for low, high in pairwise(edges))


def _place(at: int, count: int) -> Iterator[float]:
    yield from (float(at == each) for each in range(_FIRST))
    yield from (float(count - 1 - at == each) for each in range(_LAST))
    yield from (at / count, (at / count) ** 2)

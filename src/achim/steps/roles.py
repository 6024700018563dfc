"""Sentence roles: what each sentence of an abstract does, by a trained model of words, place and neighbours.

The five roles are those of CSAbstruct (https://arxiv.org/abs/1909.04054). A sentence's own words and its neighbours'
give a first opinion; a second one weighs the opinions around it and its place, and over all sequences of roles each
sentence gets its likeliest.
``docs/sentence-models.md`` says how the weights are made and what they are worth.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from math import exp, log
from typing import Literal

from achim.domain.paper import Sentence
from achim.steps.sentence_features import phrases, words

Role = Literal["background", "objective", "method", "result", "other"]
ROLES: tuple[Role, ...] = ("background", "objective", "method", "result", "other")

Points = tuple[float, ...]
"""One number per role, in the order of ROLES."""

_THIRD_PERSON = re.compile(r"\b(?:the|these) authors\b|^they\b", re.IGNORECASE)
_NONE: Points = (0.0,) * len(ROLES)
_MOST_BEFORE = 3.0
_ENDS = 5
_FIFTHS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleModel:
    """Weights in the scale of log-odds.

    ``phrases`` are by feature name. ``context`` has a row per role for each number of ``context``, ``after`` a row
    per role of the sentence before, ``first`` what a first sentence gets.
    """

    phrases: Mapping[str, Points]
    context: tuple[Points, ...]
    after: tuple[Points, ...]
    first: Points


def as_we(text: str) -> str:
    """The text with its authors in the first person: some listings tell of *the authors*."""
    return _THIRD_PERSON.sub("we", text)


def roles(sentences: Sequence[Sentence], model: RoleModel) -> tuple[Role, ...]:
    """A role for each sentence; ties go to the earlier role of ROLES, so the answer never varies."""
    if len(sentences) == 1:  # first and last at once, which no abstract of the training data is
        opinion = _opinion(phrases(words(as_we(sentences[0].text))), model.phrases)
        return (_most(opinion),)
    features = role_features([sentence.text for sentence in sentences])
    opinions = [_opinion(found, model.phrases) for found in features]
    own = [_weighted(numbers, model.context) for numbers in context(opinions)]
    return _likeliest(own, model)


def role_features(texts: Sequence[str]) -> list[frozenset[str]]:
    """Names of what is looked at in each sentence: its phrases, its neighbours' and its place."""
    told = [phrases(words(as_we(text))) for text in texts]
    near = [frozenset(name for name in found if name[0] != "0") for found in told]
    count = len(texts)
    return [
        told[at]
        | {f"p{name}" for name in (near[at - 1] if at else {"<"})}
        | {f"n{name}" for name in (near[at + 1] if at + 1 < count else {">"})}
        | {f"q{_FIFTHS * at // count}", f"i{min(at, 8)}", f"r{min(count - 1 - at, 8)}", f"c{min(count, 15)}", "b"}
        for at in range(count)
    ]


def context(opinions: Sequence[Points]) -> list[tuple[float, ...]]:
    """Per sentence: its opinion as log-odds, those of two neighbours on either side, what is told before and after,
    and its place."""
    around = [_NONE, _NONE, *opinions, _NONE, _NONE]
    count = len(opinions)
    found: list[tuple[float, ...]] = []
    for at, opinion in enumerate(opinions):
        neighbours = (around[at], around[at + 1], around[at + 3], around[at + 4])
        sums = (_sums(opinions[:at]), _sums(opinions[at + 1 :]))
        places = (
            *_one_of(_FIFTHS * at // count, _FIFTHS),
            *_one_of(min(at, _ENDS), _ENDS + 1),
            *_one_of(min(count - 1 - at, _ENDS), _ENDS + 1),
            1.0,
        )
        found.append((*(log(max(share, 1e-6)) for share in opinion), *chain(*neighbours), *chain(*sums), *places))
    return found


def _opinion(features: frozenset[str], weights: Mapping[str, Points]) -> Points:
    rows = [weights[name] for name in sorted(features) if name in weights]
    totals = [sum(column) for column in zip(*rows, strict=True)] if rows else list(_NONE)
    most = max(totals)
    odds = [exp(total - most) for total in totals]
    return tuple(each / sum(odds) for each in odds)


def _sums(opinions: Sequence[Points]) -> Points:
    return tuple(min(sum(column), _MOST_BEFORE) for column in zip(*opinions, strict=True)) if opinions else _NONE


def _one_of(at: int, count: int) -> Iterator[float]:
    return (float(at == each) for each in range(count))


def _weighted(numbers: Sequence[float], rows: Sequence[Points]) -> Points:
    return tuple(
        sum(number * row[role] for number, row in zip(numbers, rows, strict=True)) for role in range(len(ROLES))
    )


def _likeliest(own: Sequence[Points], model: RoleModel) -> tuple[Role, ...]:
    """Each sentence's role of most probability over all sequences: the forward-backward algorithm.

    By five folds of the training data 0.6 points of micro-F1 above the best sequence as a whole (Viterbi).
    """
    if not own:
        return ()
    back = tuple(zip(*model.after, strict=True))
    before = [_plus(own[0], model.first)]
    for points in own[1:]:
        before.append(_plus(points, _passed(before[-1], back)))
    later = [_NONE]
    for points in reversed(own[1:]):
        later.append(_passed(_plus(points, later[-1]), model.after))
    return tuple(_most(_plus(one, other)) for one, other in zip(before, reversed(later), strict=True))


def _passed(points: Points, moves: Sequence[Points]) -> Points:
    """Per role, the log of all ways there from ``points`` by the log-odds of each move."""
    return tuple(_log_sum(_plus(points, move)) for move in moves)


def _log_sum(points: Points) -> float:
    most = max(points)
    return most + log(sum(exp(point - most) for point in points))


def _plus(points: Points, others: Points) -> Points:
    return tuple(one + other for one, other in zip(points, others, strict=True))


def _most(points: Points) -> Role:
    return ROLES[max(range(len(ROLES)), key=points.__getitem__)]

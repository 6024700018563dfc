"""Sentence roles: what each sentence of an abstract does, by a trained model of words, place and neighbours.

The five roles are those of CSAbstruct (https://arxiv.org/abs/1909.04054). A sentence's own words and its neighbours'
give a first opinion; a second one weighs the opinions around it and its place, and the best sequence of roles wins.
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
        return (ROLES[max(range(len(ROLES)), key=opinion.__getitem__)],)
    features = role_features([sentence.text for sentence in sentences])
    opinions = [_opinion(found, model.phrases) for found in features]
    own = [_weighted(numbers, model.context) for numbers in context(opinions)]
    return _best_path(own, model)


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


def _best_path(own: Sequence[Points], model: RoleModel) -> tuple[Role, ...]:
    """Viterbi over the roles."""
    if not own:
        return ()
    totals = [points + first for points, first in zip(own[0], model.first, strict=True)]
    steps: list[list[int]] = []
    for points in own[1:]:
        came_from = [_best_before(totals, role, model.after) for role in range(len(ROLES))]
        totals = [totals[before] + model.after[before][role] + points[role] for role, before in enumerate(came_from)]
        steps.append(came_from)
    path = [max(range(len(ROLES)), key=totals.__getitem__)]
    for came_from in reversed(steps):
        path.append(came_from[path[-1]])
    return tuple(ROLES[role] for role in reversed(path))


def _best_before(totals: Sequence[float], role: int, after: Sequence[Points]) -> int:
    return max(range(len(ROLES)), key=lambda before: totals[before] + after[before][role])

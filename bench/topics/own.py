"""A user's own topic, given by a definition and five examples, beside an SVM trained on the same texts.

``groups``: one topic after another is taken out of the taxonomy and out of the training labels, and comes back as a
topic of the user's own under another key, without keywords or categories. Asked are the newest papers of all groups of
``categories``. The six numbers by which nearness is weighed were fitted over all topics, these among them.

``left_out``: the same for every topic with ten labels or more, asked of all labelled papers, each by a model and an SVM
of the other half of them. Here the six numbers are fitted without the topic.

``all_own``: all topics of the packaged taxonomy under other keys, on the two hundred papers of ``labelled``.
"""

import random
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from achim.domain.topic import OTHER, Taxonomy
from achim.steps.classify import classify, probabilities
from achim.steps.topic_model import TopicModel
from bench.topics.categories import NAMES, f1_of, groups, texts
from bench.topics.data import MODEL, labelled
from bench.wilson import share
from tools.fit import Floats
from tools.learn import average_precision, svm, tfidf
from tools.topic_data import Row, of_fold
from tools.topic_features import paper_of
from tools.train_topics import (
    EXAMPLES,
    Asked,
    Material,
    kept,
    learnt,
    left_out,
    material,
    model_of,
    own_weights,
)

SECURITY = (
    "Attacks on computer systems and on models and the defence against them: malware, intrusion, vulnerabilities, "
    "cryptography and privacy."
)
ASKED = {"audio": ("audio", None), "robotics": ("robotics", None), "security": ("safety", SECURITY)}
"""By group: the topic that is taken out, and the definition where not that topic's."""
DRAWS = 3
REST = 2000
Scores = dict[str, dict[str, float]]


def measured(taxonomy: Taxonomy) -> dict[str, Any]:
    told = material(taxonomy)
    return {
        "groups": of_groups(told, taxonomy),
        "left_out": of_topics(told, taxonomy),
        "all_own": all_own(taxonomy),
    }


def of_groups(told: Material, taxonomy: Taxonomy) -> dict[str, Any]:
    old, new = groups()
    keys = [topic.key for topic in taxonomy.topics]
    figures: dict[str, Any] = {}
    for group, (taken, definition) in ASKED.items():
        at = keys.index(taken)
        others = told.given.without(at).of([label != at for label in told.given.labels])
        weights = learnt(others, told.guessed.without(at), told.space)
        model = model_of(told.space, weights, kept(weights, told.given.whole.rows), taxonomy, MODEL.own)
        topic = replace(
            taxonomy.topic(taken), key="own", definition=definition or taxonomy.topic(taken).definition,
            keywords=(), categories=(),
        )  # fmt: skip
        left = Taxonomy("own", tuple(topic if one.key == taken else one for one in taxonomy.topics))
        figures[group] = _compared(NAMES.index(group), left, model, old, new)
    return figures | {"mean": _means(figures[group] for group in ASKED)}


def _compared(
    group: int, taxonomy: Taxonomy, model: TopicModel, old: list[tuple[Row, int]], new: list[tuple[Row, int]]
) -> Scores:
    rng = random.Random(group)
    wanted = np.array([each == group for _, each in new])
    asked = [row for row, _ in new]
    rest = texts([row for row, _ in rng.sample([one for one in old if one[1] != group], REST)])
    draws: list[Scores] = []
    for _ in range(DRAWS):
        examples = texts([row for row, _ in rng.sample([one for one in old if one[1] == group], EXAMPLES)])
        own = replace(next(one for one in taxonomy.topics if one.key == "own"), examples=tuple(examples))
        left = Taxonomy("own", tuple(own if one.key == "own" else one for one in taxonomy.topics))
        shares = [probabilities(paper_of(row), left, model) for row in asked]
        is_first = np.array([max(each, key=each.__getitem__) == "own" for each in shares])
        mine = _scores(np.array([each["own"] for each in shares]), is_first, wanted)
        draws.append({"own": mine, **_svms([own.definition, *examples], rest, texts(asked), wanted)})
    return _means(draws)


def of_topics(told: Material, taxonomy: Taxonomy) -> dict[str, Any]:
    all_left = list(left_out(told.given, told.rows, taxonomy, MODEL, told.learnt_without))
    fold = np.array(of_fold(len(told.rows), 2))
    by_definition: list[Scores] = []
    by_papers: list[Scores] = []
    for one in all_left:
        weights = own_weights([other for other in all_left if other is not one])
        topic = taxonomy.topic(one.key)
        given = (
            (by_definition, one.by_definition, (topic.definition, *topic.examples)),
            (by_papers, one.by_papers, (topic.definition, *one.texts)),
        )
        for figures, asked, positive in given:
            figures.append(_by_halves(asked, weights, positive, told.rows, fold))
    return {
        "topics": [one.key for one in all_left],
        "definition and invented examples": _means(by_definition),
        "definition and five papers": _means(by_papers),
        "average precision of each, five papers": {
            one.key: {name: each[name]["average_precision"] for name in ("own", "svm")}
            for one, each in zip(all_left, by_papers, strict=True)
        },
    }


def _by_halves(
    asked: Sequence[Asked], weights: Sequence[float], positive: Sequence[str], rows: Sequence[Row], fold: Any
) -> Scores:
    """Each half of the papers by what was trained on the other; the mean of both."""
    is_topic = np.zeros(len(rows), dtype=bool)
    is_topic[[each.at for each in asked if each.is_topic]] = True
    told = texts(rows)
    halves: list[Scores] = []
    for half in (0, 1):
        here = [each for each in asked if fold[each.at] == half]
        numbers = np.array([each.numbers for each in here])
        points = weights[0] + numbers @ np.array(weights[1:])
        wanted = np.array([each.is_topic for each in here])
        rest = [told[at] for at in np.flatnonzero((fold != half) & ~is_topic)]
        mine = _scores(points, points > numbers[:, Asked.SUREST], wanted)
        halves.append({"own": mine, **_svms(positive, rest, [told[each.at] for each in here], wanted)})
    return _means(halves)


def _svms(positive: Sequence[str], rest: Sequence[str], asked: Sequence[str], wanted: Any) -> Scores:
    """The same texts against papers of the rest."""
    known = np.array([1] * len(positive) + [0] * len(rest))
    words, theirs = tfidf([*positive, *rest], asked)
    told = {name: svm(words, known, theirs, balanced=balanced) for name, balanced in _SVMS}
    return {name: _scores(points, points > 0, wanted) for name, points in told.items()}


_SVMS = (("svm", False), ("svm_balanced", True))


def all_own(taxonomy: Taxonomy) -> dict[str, Any]:
    """The whole list as topics of the user's own, with keywords and categories as they are, and without."""
    told = labelled()

    def right(topics: Taxonomy) -> dict[str, Any]:
        keys = [classify(one.paper, topics, MODEL).topic.key.removesuffix("-own") for one in told]
        return share(sum(one.settled == key for one, key in zip(told, keys, strict=True)), len(told))

    own = tuple(one if one.key == OTHER else replace(one, key=f"{one.key}-own") for one in taxonomy.topics)
    bare = tuple(replace(one, keywords=(), categories=()) for one in own)
    return {"right": right(Taxonomy("own", own)), "without keywords and categories": right(Taxonomy("own", bare))}


def _scores(points: Floats, chosen: Any, wanted: Any) -> dict[str, float]:
    return {"average_precision": average_precision(points, wanted), "f1": f1_of(chosen, wanted)}


def _means(told: Iterable[Scores]) -> Scores:
    """Of each score of each way."""
    rows = list(told)
    return {
        way: {name: round(sum(row[way][name] for row in rows) / len(rows), 3) for name in rows[0][way]}
        for way in rows[0]
    }

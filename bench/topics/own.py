"""A user's own topic, given by a definition and five examples, beside an SVM trained on the same five.

One topic after another is taken out of the taxonomy and out of the training labels, and comes back as a topic of the
user's own under another key, without keywords or categories. Asked are the newest papers of all groups of
``categories``. The six numbers by which nearness is weighed were fitted over all topics, these among them.
"""

import random
from dataclasses import replace
from typing import Any

import numpy as np

from achim.domain.topic import Taxonomy
from achim.steps.classify import probabilities
from achim.steps.topic_model import TopicModel
from bench.topics.categories import NAMES, f1_of, groups, texts
from bench.topics.data import MODEL
from tools.fit import Floats
from tools.learn import average_precision, tfidf_svm
from tools.topic_data import Row, labels, spread, training_rows
from tools.train_topics import BUSY, EXAMPLES, OTHERS, kept, learnt, model_of, paper_of, space_of, told_of

SECURITY = (
    "Attacks on computer systems and on models and the defence against them: malware, intrusion, vulnerabilities, "
    "cryptography and privacy."
)
ASKED = {"audio": ("audio", None), "robotics": ("robotics", None), "security": ("safety", SECURITY)}
"""By group: the topic that is taken out, and the definition where not that topic's."""
DRAWS = 3
REST = 2000


def measured(taxonomy: Taxonomy) -> dict[str, Any]:
    old, new = groups()
    all_rows, given = training_rows(), labels()
    space = space_of(spread(all_rows, BUSY, OTHERS))
    told = told_of([all_rows[each] for each in given], space, taxonomy, given)
    keys = [topic.key for topic in taxonomy.topics]
    figures: dict[str, Any] = {}
    for group, (taken, definition) in ASKED.items():
        at = keys.index(taken)
        weights = learnt(told.of([label != at for label in told.labels]), space)
        model = model_of(space, weights, kept(space, weights, told.rows), taxonomy, MODEL.own)
        topic = replace(
            taxonomy.topic(taken), key="own", definition=definition or taxonomy.topic(taken).definition,
            keywords=(), categories=(),
        )  # fmt: skip
        left = Taxonomy("own", tuple(topic if one.key == taken else one for one in taxonomy.topics))
        figures[group] = _compared(NAMES.index(group), left, model, old, new)
    means = {name: _mean([figures[group][name] for group in ASKED]) for name in ("own", "svm", "svm_balanced")}
    return figures | {"mean": means}


def _compared(
    group: int, taxonomy: Taxonomy, model: TopicModel, old: list[tuple[Row, int]], new: list[tuple[Row, int]]
) -> dict[str, Any]:
    rng = random.Random(group)
    wanted = np.array([each == group for _, each in new])
    asked = [row for row, _ in new]
    rest = [row for row, _ in rng.sample([one for one in old if one[1] != group], REST)]
    told: dict[str, list[dict[str, float]]] = {"own": [], "svm": [], "svm_balanced": []}
    for _ in range(DRAWS):
        examples = texts([row for row, _ in rng.sample([one for one in old if one[1] == group], EXAMPLES)])
        own = replace(next(one for one in taxonomy.topics if one.key == "own"), examples=tuple(examples))
        left = Taxonomy("own", tuple(own if one.key == "own" else one for one in taxonomy.topics))
        shares = [probabilities(paper_of(row), left, model) for row in asked]
        is_first = np.array([max(each, key=each.__getitem__) == "own" for each in shares])
        told["own"].append(_scores(np.array([each["own"] for each in shares]), is_first, wanted))
        positive = [own.definition, *examples]
        known = np.array([1] * len(positive) + [0] * len(rest))
        for name, balanced in (("svm", False), ("svm_balanced", True)):
            points = tfidf_svm([*positive, *texts(rest)], known, texts(asked), balanced=balanced)
            told[name].append(_scores(points, points > 0, wanted))
    return {name: _mean(each) for name, each in told.items()}


def _scores(points: Floats, chosen: Any, wanted: Any) -> dict[str, float]:
    return {"average_precision": average_precision(points, wanted), "f1": f1_of(chosen, wanted)}


def _mean(told: list[dict[str, float]]) -> dict[str, float]:
    return {name: round(sum(each[name] for each in told) / len(told), 3) for name in told[0]}

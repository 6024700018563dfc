"""Topics that arXiv's primary category decides, the newest papers held out; and a topic given by five examples.

Titles and abstracts only: the category is the answer. The recipe is the classifier's, on the same rows as the SVM:
logistic regression over tf-idf of words and pairs of words and the points of the taxonomy's keywords.
"""

from collections.abc import Sequence
from itertools import product
from typing import Any

import numpy as np

from achim.domain.topic import Taxonomy
from achim.steps.classify import points_of
from achim.steps.topic_model import worth
from tools.fit import Floats
from tools.learn import Labels, Linear, beside, svm, tfidf
from tools.topic_data import DATA, Row, json_lines
from tools.topic_features import Space, idf_of, paper_of

GROUPS = {
    "cs.CV": "vision", "cs.CL": "language", "cs.SD": "audio", "eess.AS": "audio", "cs.RO": "robotics",
    "cs.IR": "retrieval", "cs.CR": "security", "cs.GR": "graphics",
}  # fmt: skip
NAMES = sorted(set(GROUPS.values()))
NEWEST, SHARE = 300, 0.3
MOST = 3000
"""Papers of a group that train: the newest before those held out. All would take an hour and change little."""
AT_LEAST = 3
SCALES, CS, POWERS = (3.0, 6.0), (1.0, 3.0), (0.0, 0.5)
SVM_CS = (0.1, 0.3, 1.0, 3.0)
"""What both are tried with on the newest fifth of each group's training rows; the best by macro-F1 is held to."""


def groups() -> tuple[list[tuple[Row, int]], list[tuple[Row, int]]]:
    """Rows to train on and rows held out, each with its group."""
    by_group: dict[str, list[Row]] = {name: [] for name in NAMES}
    for row in json_lines(DATA / "arxiv" / "train.jsonl.gz"):
        if row["primary_category"] in GROUPS and row["abstract"]:
            title, abstract = (" ".join(row[field].split()) for field in ("title", "abstract"))
            by_group[GROUPS[row["primary_category"]]].append(Row(row["id"], title, abstract, ()))
    old: list[tuple[Row, int]] = []
    new: list[tuple[Row, int]] = []
    for group, rows in enumerate(by_group[name] for name in NAMES):
        rows.sort(key=lambda row: row.id)
        held = min(NEWEST, int(SHARE * len(rows)))
        new += [(row, group) for row in rows[-held:]]
        old += [(row, group) for row in rows[:-held][-MOST:]]
    return old, new


def features(old: Sequence[Row], asked: Sequence[Row], taxonomy: Taxonomy, scale: float) -> tuple[Any, Any]:
    space = Space(*idf_of(old, AT_LEAST), np.zeros((0, 0)))
    return _features(old, space, taxonomy, scale), _features(asked, space, taxonomy, scale)


def _features(rows: Sequence[Row], space: Space, taxonomy: Taxonomy, scale: float) -> Any:
    return beside(scale * space.rows(rows), np.array([_keywords(row, taxonomy) for row in rows]))


def _keywords(row: Row, taxonomy: Taxonomy) -> list[float]:
    points, _ = points_of(paper_of(row), taxonomy)
    return [worth(points.get(topic.key, 0.0)) for topic in taxonomy.topics]


def scores(said: Labels, wanted: Labels) -> dict[str, Any]:
    f1 = {name: f1_of(said == group, wanted == group) for group, name in enumerate(NAMES)}
    return {
        "accuracy": round(int((said == wanted).sum()) / len(wanted), 4),
        "macro_f1": round(sum(f1.values()) / len(f1), 4),
        "f1": {name: round(each, 3) for name, each in f1.items()},
    }


def f1_of(said: Any, wanted: Any) -> float:
    hits = int((said & wanted).sum())
    return 2 * hits / (int(said.sum()) + int(wanted.sum())) if hits else 0.0


def texts(rows: Sequence[Row]) -> list[str]:
    return [f"{row.title}\n{row.abstract}" for row in rows]


def measured(taxonomy: Taxonomy) -> dict[str, Any]:
    told, new = groups()
    tuned = _settings(*_newest_fifth(told), taxonomy)
    (scale, c, power), (svm_c, _), (balanced_c, _) = (tuned[name][0] for name in tuned)
    labels, wanted = (np.array([group for _, group in rows]) for rows in (told, new))
    rows, asked = ([row for row, _ in each] for each in (told, new))
    mine, theirs = features(rows, asked, taxonomy, scale)
    said = Linear(mine, labels, c, _even(labels, power)).says(theirs)
    words, asked_words = tfidf(texts(rows), texts(asked))
    return {
        "trained_on": {name: int((labels == group).sum()) for group, name in enumerate(NAMES)},
        "held_out": {name: int((wanted == group).sum()) for group, name in enumerate(NAMES)},
        "held_out_from": min(row.id for row in asked),
        "settings": {name: {"chosen": chosen, "macro_f1": best} for name, (chosen, best) in tuned.items()},
        "classifier": scores(said, wanted),
        "tfidf_svm": scores(svm(words, labels, asked_words, svm_c).argmax(axis=1), wanted),
        "tfidf_svm_balanced": scores(svm(words, labels, asked_words, balanced_c, balanced=True).argmax(axis=1), wanted),
    }


_Rows = list[tuple[Row, int]]


def _newest_fifth(told: _Rows) -> tuple[_Rows, _Rows]:
    """Of each group, older rows and the newest fifth."""
    by_group = [[one for one in told if one[1] == group] for group in range(len(NAMES))]
    old = [one for here in by_group for one in here[: len(here) * 4 // 5]]
    return old, [one for here in by_group for one in here[len(here) * 4 // 5 :]]


def _settings(old: _Rows, new: _Rows, taxonomy: Taxonomy) -> dict[str, tuple[tuple[float, ...], float]]:
    """The best settings of the classifier, the SVM and the balanced SVM, with their macro-F1."""
    labels, wanted = (np.array([group for _, group in rows]) for rows in (old, new))
    rows, asked = ([row for row, _ in each] for each in (old, new))

    def worth_of(said: Labels) -> float:
        return scores(said, wanted)["macro_f1"]

    mine: dict[tuple[float, ...], float] = {}
    for scale in SCALES:
        known, theirs = features(rows, asked, taxonomy, scale)
        for c, power in product(CS, POWERS):
            mine[scale, c, power] = worth_of(Linear(known, labels, c, _even(labels, power)).says(theirs))
    words, asked_words = tfidf(texts(rows), texts(asked))
    svms: dict[tuple[float, ...], float] = {
        (c, balanced): worth_of(svm(words, labels, asked_words, c, balanced=balanced).argmax(axis=1))
        for c, balanced in product(SVM_CS, (False, True))
    }
    parts = (mine, {k: v for k, v in svms.items() if not k[1]}, {k: v for k, v in svms.items() if k[1]})
    names = ("classifier", "tfidf_svm", "tfidf_svm_balanced")
    return {name: max(part.items(), key=lambda each: each[1]) for name, part in zip(names, parts, strict=True)}


def _even(labels: Labels, power: float) -> Floats:
    """Weights by which small groups count more."""
    return (np.bincount(labels).max() / np.bincount(labels)[labels]) ** power

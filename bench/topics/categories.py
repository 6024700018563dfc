"""Topics that arXiv's primary category decides, the newest papers held out; and a topic given by five examples.

Titles and abstracts only: the category is the answer. The recipe is the classifier's, on the same rows as the SVM:
logistic regression over tf-idf of words and pairs of words and the points of the taxonomy's keywords.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from achim.domain.topic import Taxonomy
from achim.steps.classify import points_of
from achim.steps.topic_model import worth
from tools.fit import Floats
from tools.learn import Labels, Linear, beside, tfidf_svm
from tools.topic_data import DATA, Row, json_lines
from tools.train_topics import Space, idf_of, paper_of

GROUPS = {
    "cs.CV": "vision", "cs.CL": "language", "cs.SD": "audio", "eess.AS": "audio", "cs.RO": "robotics",
    "cs.IR": "retrieval", "cs.CR": "security", "cs.GR": "graphics",
}  # fmt: skip
NAMES = sorted(set(GROUPS.values()))
NEWEST, SHARE = 300, 0.3
MOST = 3000
"""Papers of a group that train: the newest before those held out. All would take an hour and change little."""
AT_LEAST = 3
C, SCALE, POWER = 3.0, 3.0, 0.5
"""Chosen on the newest fifth of each group's training rows (``--settings``)."""


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
    old, new = groups()
    rows, asked = [row for row, _ in old], [row for row, _ in new]
    labels = np.array([group for _, group in old])
    wanted = np.array([group for _, group in new])
    mine, theirs = features(rows, asked, taxonomy, SCALE)
    said = Linear(mine, labels, C, _even(labels, POWER)).says(theirs)
    svm = tfidf_svm(texts(rows), labels, texts(asked)).argmax(axis=1)
    return {
        "trained_on": {name: int((labels == group).sum()) for group, name in enumerate(NAMES)},
        "held_out": {name: int((wanted == group).sum()) for group, name in enumerate(NAMES)},
        "held_out_from": min(row.id for row in asked),
        "classifier": scores(said, wanted),
        "tfidf_svm": scores(svm, wanted),
        "tfidf_svm_balanced": scores(
            tfidf_svm(texts(rows), labels, texts(asked), balanced=True).argmax(axis=1), wanted
        ),
    }


def settings(taxonomy: Taxonomy) -> None:
    """Print what settings are worth on the newest fifth of each group's training rows."""
    told, _ = groups()
    old: list[tuple[Row, int]] = []
    new: list[tuple[Row, int]] = []
    for group in range(len(NAMES)):
        here = [one for one in told if one[1] == group]
        old, new = old + here[: len(here) * 4 // 5], new + here[len(here) * 4 // 5 :]
    rows, asked = [row for row, _ in old], [row for row, _ in new]
    labels, wanted = np.array([group for _, group in old]), np.array([group for _, group in new])
    svm = tfidf_svm(texts(rows), labels, texts(asked)).argmax(axis=1)
    print("svm", scores(svm, wanted))
    for scale in (3.0, 6.0):
        mine, theirs = features(rows, asked, taxonomy, scale)
        for c in (1.0, 3.0):
            for power in (0.0, 0.5):
                weight = _even(labels, power)
                print(scale, c, power, scores(Linear(mine, labels, c, weight).says(theirs), wanted), flush=True)


def _even(labels: Labels, power: float) -> Floats:
    """Weights by which small groups count more."""
    return (np.bincount(labels).max() / np.bincount(labels)[labels]) ** power

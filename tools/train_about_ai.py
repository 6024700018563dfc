"""Train the news filter on labelled front-page stories and write the weights that ship.

    python -m tools.train_about_ai [--folds]

Logistic regression over the features of ``steps/about_ai.py``. Each story counts by the square root of how many stories
of its stratum it stands for, so that rare strata and the natural front page both count. Settings, threshold and band
were chosen by five folds of the labels, printed by ``--folds``. The same labels give the same weights.
"""

import sys
from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from achim.about_ai_model import load_names, write_about_ai
from achim.steps.about_ai import AboutAiModel, features
from achim.steps.topic_phrases import PhraseIndex
from tools.fit import Floats
from tools.learn import Linear, sparse_rows
from tools.news_data import TRAIN_LABELS, Headline, front_pages, may_train, stratum
from tools.topic_data import json_lines, of_fold

NO = "no"
C = 1.0
AT_LEAST = 2
POWER = 0.5
FOLDS = 5
THRESHOLD = 0.5
BAND = (0.15, 0.7)
_LEAST = 0.003


class Told(NamedTuple):
    """A labelled story; ``stands_for`` how many of the stratum it stands for, 0 where it was not drawn at random."""

    story: Headline
    topic: str
    stands_for: float


def training() -> list[Told]:
    stories = may_train(front_pages())
    by_id = {each.id: each for each in stories}
    rows = list(json_lines(TRAIN_LABELS))
    drawn = Counter(stratum(by_id[row["id"]]) for row in rows if row["drawn"] == "random")
    there = Counter(map(stratum, stories))
    told: list[Told] = []
    for row in rows:
        story = by_id[row["id"]]
        name = stratum(story)
        told.append(Told(story, row["topic"], there[name] / drawn[name] if row["drawn"] == "random" else 0.0))
    return told


def values(story: Headline, names: PhraseIndex) -> dict[str, float]:
    return {each.key: each.value for each in features(story.title, story.url, "", names)}


def matrix(rows: Sequence[dict[str, float]], columns: dict[str, int]) -> Any:
    found = [{columns[key]: value for key, value in row.items() if key in columns} for row in rows]
    return sparse_rows(found, len(columns))


def columns_of(rows: Sequence[dict[str, float]]) -> dict[str, int]:
    counts = Counter(key for row in rows for key in row)
    return {key: at for at, key in enumerate(sorted(key for key, count in counts.items() if count >= AT_LEAST))}


def weights_of(told: Sequence[Told]) -> Floats:
    given = np.array([each.stands_for or 1.0 for each in told])
    return (given / given.mean()) ** POWER


def fitted(told: Sequence[Told], rows: Sequence[dict[str, float]], columns: dict[str, int]) -> Linear:
    labels = np.array([int(each.topic != NO) for each in told])
    return Linear(matrix(rows, columns), labels, C, weights_of(told))


def print_folds(told: Sequence[Told], names: PhraseIndex) -> None:
    rows = [values(each.story, names) for each in told]
    fold = of_fold(len(told), FOLDS)
    points = np.zeros(len(told))
    for each in range(FOLDS):
        here = [at for at, own in enumerate(fold) if own != each]
        there = [at for at, own in enumerate(fold) if own == each]
        own = [rows[at] for at in here]
        columns = columns_of(own)
        model = fitted([told[at] for at in here], own, columns)
        points[there] = model.points(matrix([rows[at] for at in there], columns))[:, 0]
    drawn = np.array([each.stands_for > 0 for each in told])
    scores = (1 / (1 + np.exp(-points)))[drawn]
    wanted = np.array([each.topic != NO for each in told])[drawn]
    natural = np.array([each.stands_for for each in told])[drawn]
    for threshold in (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6):
        said = scores >= threshold
        print(f"threshold {threshold}: F1 {f1(said, wanted, natural**0):.3f}, natural {f1(said, wanted, natural):.3f}")
    for low, high in ((0.0, 0.15), (0.15, 0.3), (0.3, 0.4), (0.4, 0.5), (0.5, 0.7), (0.7, 0.9), (0.9, 1.01)):
        here = (scores >= low) & (scores < high)
        print(
            f"score {low} to {high}: {int(here.sum())} stories, {natural[here].sum() / natural.sum():.3f} of a page, "
            f"{(natural * wanted)[here].sum() / natural[here].sum():.2f} about AI"
        )


def f1(said: Any, wanted: Any, weight: Floats) -> float:
    hits = float(weight[said & wanted].sum())
    return 2 * hits / (float(weight[said].sum()) + float(weight[wanted].sum()))


def main() -> None:
    told, names = training(), load_names()
    if "--folds" in sys.argv:
        print_folds(told, names)
        return
    rows = [values(each.story, names) for each in told]
    columns = columns_of(rows)
    model = fitted(told, rows, columns)
    weights = {key: round(float(model.weights[at, 0]), 3) for key, at in columns.items()}
    shipped = AboutAiModel(
        name="about_ai/1",
        names=names,
        weights={key: weight for key, weight in weights.items() if abs(weight) >= _LEAST},
        bias=round(float(model.bias[0]), 3),
        threshold=THRESHOLD,
        band=BAND,
    )
    print(f"{len(told)} labelled, {len(shipped.weights)} features, {write_about_ai(shipped)} bytes")


if __name__ == "__main__":
    main()

"""Train the ranking of gist sentences on SciTLDR-A's train split and write the weights that ship.

    python -m tools.train_gist

Per abstract the model learns to spread its choice as the sentences' ROUGE-1 with the human summary spreads, best first.
The same data give the same weights. Settings were chosen by five folds of train, printed by ``--folds``.
"""

import gzip
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from achim.domain.paper import Sentence
from achim.sentence_models import GIST_FILE, write_model
from achim.steps.gist import GistModel, gist, measures
from achim.steps.roles import as_we
from achim.steps.sentence_features import phrases, words
from bench.rouge import rouge
from tools.fit import Floats, heaviest, minimised, rows_of, vocabulary, zeros

ROOT = Path(__file__).parents[1]
TRAIN = ROOT.parent / "shared" / "data" / "scitldr" / "train.jsonl.gz"
FOLDS = 5
AT_LEAST = 4
RIDGE, MEASURE_RIDGE = 30.0, 1.0
SHARPNESS = 5.0
KEEP = 10_000


class Told(NamedTuple):
    title: str
    texts: tuple[str, ...]
    worth: tuple[float, ...]
    """ROUGE-1 of each sentence."""


def papers(path: Path) -> list[Told]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows: list[Any] = [json.loads(line) for line in lines]
    return [
        Told(
            row.get("title") or "",
            tuple(row["source"]),
            tuple(rouge(text, row["target"]).one for text in row["source"]),
        )
        for row in rows
    ]


def trained(told: Sequence[Told], ridge: float = RIDGE) -> GistModel:
    read = [[words(as_we(text)) for text in each.texts] for each in told]
    features = [phrases(own) for each in read for own in each]
    names = vocabulary(features, AT_LEAST)
    rows = rows_of(features, names)
    numbers = np.array([row for each, own in zip(told, read, strict=True) for row in measures(words(each.title), own)])
    scale = numbers.std(axis=0) + 1e-9
    sizes = np.array([len(each.texts) for each in told])
    starts, of = np.cumsum([0, *sizes[:-1]]), np.repeat(np.arange(len(told)), sizes)
    wanted = _spread(SHARPNESS * np.array([worth for each in told for worth in each.worth]), starts, of)
    count = len(names)
    pull = np.concatenate([np.full(count, ridge), np.full(numbers.shape[1], MEASURE_RIDGE)])

    def loss(flat: Floats) -> tuple[float, Floats]:
        points = rows.times(flat[:count, None])[:, 0] + (numbers / scale) @ flat[count:]
        shares = _spread(points, starts, of)
        off = shares - wanted
        slope = np.concatenate([rows.back(off[:, None])[:, 0], (numbers / scale).T @ off]) + pull * flat
        return -float((wanted * np.log(shares + 1e-12)).sum()) + 0.5 * float((pull * flat**2).sum()), slope

    found = minimised(loss, zeros(count + int(numbers.shape[1])), 100)
    kept = heaviest(found[:count, None], KEEP)
    return GistModel(
        phrases={name: round(float(found[at]), 3) for name, at in names.items() if at in kept},
        measures=tuple(round(float(each), 4) for each in found[count:] / scale),
    )


def _spread(points: Floats, starts: Any, of: Any) -> Floats:
    """Shares within each abstract, by the exponent of the points."""
    odds = np.exp(points - np.maximum.reduceat(points, starts)[of])
    return odds / np.add.reduceat(odds, starts)[of]


def worth(told: Sequence[Told], model: GistModel) -> float:
    found = 0.0
    for each in told:
        best = gist(each.title, [Sentence(at, text) for at, text in enumerate(each.texts, 1)], model)
        found += each.worth[best.number - 1] if best else 0.0
    return found / len(told)


def main() -> None:
    told = papers(TRAIN)
    if "--folds" in sys.argv:
        for ridge in (10.0, 30.0, 100.0):
            found = [
                worth(
                    [each for at, each in enumerate(told) if at % FOLDS == fold],
                    trained([each for at, each in enumerate(told) if at % FOLDS != fold], ridge),
                )
                for fold in range(FOLDS)
            ]
            print(f"ridge {ridge:g}: ROUGE-1 {100 * sum(found) / FOLDS:.2f}", flush=True)
        return
    print(write_model(GIST_FILE, trained(told)), "bytes")


if __name__ == "__main__":
    main()

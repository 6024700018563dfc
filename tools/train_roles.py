"""Train the sentence roles on CSAbstruct's train split and write the weights that ship.

    OMP_NUM_THREADS=1 python -m tools.train_roles

Two stages: words and neighbours give a first opinion, learnt with each label counting as much as its readers agreed
on it; the second learns from opinions on folds that the first had not seen, with the order of roles as a chain. The
same data give the same weights on one thread; more threads add in another order. ``--folds`` writes nothing and prints
what these settings are worth by five folds of train.
"""

import gzip
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from achim.domain.paper import Sentence
from achim.sentence_models import ROLES_FILE, write_model
from achim.steps.roles import ROLES, RoleModel, context, role_features, roles
from tools.fit import Floats, heaviest, minimised, rows_of, softmax, vocabulary, zeros

ROOT = Path(__file__).parents[1]
TRAIN = ROOT.parent / "shared" / "data" / "csabstruct" / "train.jsonl.gz"
FOLDS = 5
AT_LEAST = 4
OPINION_RIDGE, CONTEXT_RIDGE = 33.0, 3.0
KEEP = 12_000
"""Phrases whose weights ship: those that weigh most."""
K = len(ROLES)


class Abstract(NamedTuple):
    texts: tuple[str, ...]
    labels: tuple[int, ...]
    agreed: tuple[float, ...]


def abstracts(path: Path) -> list[Abstract]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows: list[Any] = [json.loads(line) for line in lines]
    return [
        Abstract(tuple(row["sentences"]), tuple(ROLES.index(label) for label in row["labels"]), tuple(row["confs"]))
        for row in rows
    ]


def opinion_weights(told: Sequence[Abstract]) -> dict[str, tuple[float, ...]]:
    features = [row for each in told for row in role_features(each.texts)]
    names = vocabulary(features, AT_LEAST)
    rows = rows_of(features, names)
    labels = np.array([label for each in told for label in each.labels])
    weight = np.array([share for each in told for share in each.agreed])
    wanted = np.eye(K)[labels]

    def loss(flat: Floats) -> tuple[float, Floats]:
        weights = flat.reshape(-1, K)
        shares = softmax(rows.times(weights))
        value = -float((weight * np.log((shares * wanted).sum(axis=1) + 1e-12)).sum())
        slope = rows.back(weight[:, None] * (shares - wanted)) + OPINION_RIDGE * weights
        return value + 0.5 * OPINION_RIDGE * float((flat**2).sum()), slope.ravel()

    found = minimised(loss, zeros(len(names) * K), 100).reshape(-1, K)
    kept = heaviest(found, KEEP)
    return {name: tuple(round(float(each), 2) for each in found[at]) for name, at in names.items() if at in kept}


def opinions(told: Sequence[Abstract], weights: dict[str, tuple[float, ...]]) -> list[list[tuple[float, ...]]]:
    found: list[list[tuple[float, ...]]] = []
    for each in told:
        sums = [
            np.sum([weights[name] for name in sorted(row) if name in weights] or [np.zeros(K)], axis=0)
            for row in role_features(each.texts)
        ]
        found.append([tuple(row) for row in softmax(np.array(sums)).tolist()])
    return found


def chain_weights(told: Sequence[Abstract], said: Sequence[list[tuple[float, ...]]]) -> tuple[Floats, Floats, Floats]:
    """Of context, of the role before, and of the first sentence: a linear-chain CRF."""
    inputs = np.array([row for each in said for row in context(each)])
    width = int(inputs.shape[1])
    batch = _Chains(told)

    def loss(flat: Floats) -> tuple[float, Floats]:
        own, after, first = np.split(flat, [width * K, width * K + K * K])
        value, by_own, by_after, by_first = batch.loss(inputs @ own.reshape(-1, K), after.reshape(K, K), first)
        slope = np.concatenate([(inputs.T @ by_own).ravel(), by_after.ravel(), by_first]) + CONTEXT_RIDGE * flat
        return value + 0.5 * CONTEXT_RIDGE * float((flat**2).sum()), slope

    found = minimised(loss, zeros(width * K + K * K + K), 150)
    own, after, first = np.split(found, [width * K, width * K + K * K])
    return own.reshape(-1, K), after.reshape(K, K), first


class _Chains:
    """All abstracts side by side, the short ones padded."""

    def __init__(self, told: Sequence[Abstract]) -> None:
        sizes = [len(each.labels) for each in told]
        starts = np.cumsum([0, *sizes[:-1]])
        self._at = np.zeros((len(told), max(sizes)), dtype=np.int64)
        self._real = np.zeros(self._at.shape, dtype=bool)
        for row, (start, size) in enumerate(zip(starts, sizes, strict=True)):
            self._at[row, :size] = np.arange(start, start + size)
            self._real[row, :size] = True
        self._labels = np.array([label for each in told for label in each.labels])

    def loss(self, own: Floats, after: Floats, first: Floats) -> tuple[float, Floats, Floats, Floats]:
        """Negative log-likelihood and its slopes."""
        points, real = own[self._at], self._real
        ahead, behind = self._sums(points, after, first)
        total = _log_sum(ahead[:, -1], 1)
        share = np.exp(ahead + behind - total[:, None, None]) * real[:, :, None]
        labels = self._labels
        by_own = np.zeros_like(own)
        by_own[self._at[real]] = share[real]
        by_own[np.arange(len(labels)), labels] -= 1
        by_first = share[:, 0].sum(axis=0)
        np.subtract.at(by_first, labels[self._at[:, 0]], 1)
        by_after = np.zeros_like(after)
        said = own[np.arange(len(labels)), labels].sum() + first[labels[self._at[:, 0]]].sum()
        for step in range(1, real.shape[1]):
            live = real[:, step]
            pair = ahead[live, step - 1, :, None] + after + (points[live, step] + behind[live, step])[:, None, :]
            by_after += np.exp(pair - total[live, None, None]).sum(axis=0)
            before, now = labels[self._at[live, step - 1]], labels[self._at[live, step]]
            np.subtract.at(by_after, (before, now), 1)
            said += after[before, now].sum()
        return float(total.sum() - said), by_own, by_after, by_first

    def _sums(self, points: Floats, after: Floats, first: Floats) -> tuple[Floats, Floats]:
        real, steps = self._real, self._real.shape[1]
        ahead, behind = np.zeros_like(points), np.zeros_like(points)
        ahead[:, 0] = points[:, 0] + first
        for step in range(1, steps):
            come = _log_sum(ahead[:, step - 1, :, None] + after, 1) + points[:, step]
            ahead[:, step] = np.where(real[:, step, None], come, ahead[:, step - 1])
        for step in range(steps - 2, -1, -1):
            go = _log_sum(after + (points[:, step + 1] + behind[:, step + 1])[:, None, :], 2)
            behind[:, step] = np.where(real[:, step + 1, None], go, 0.0)
        return ahead, behind


def _log_sum(points: Floats, axis: int) -> Floats:
    most: Any = points.max(axis=axis, keepdims=True)
    return (np.log(np.exp(points - most).sum(axis=axis, keepdims=True)) + most).squeeze(axis)


def trained(told: Sequence[Abstract]) -> RoleModel:
    said: list[list[tuple[float, ...]]] = [[] for _ in told]
    for fold in range(FOLDS):
        seen = [each for at, each in enumerate(told) if at % FOLDS != fold]
        held = [at for at in range(len(told)) if at % FOLDS == fold]
        for at, own in zip(held, opinions([told[at] for at in held], opinion_weights(seen)), strict=True):
            said[at] = own
    own, after, first = chain_weights(told, said)
    return RoleModel(
        phrases=opinion_weights(told),
        context=tuple(tuple(row) for row in np.round(own, 3).tolist()),
        after=tuple(tuple(row) for row in np.round(after, 3).tolist()),
        first=tuple(np.round(first, 3).tolist()),
    )


def micro_f1(told: Sequence[Abstract], model: RoleModel) -> float:
    right = total = 0
    for each in told:
        found = roles([Sentence(at, text) for at, text in enumerate(each.texts, 1)], model)
        right += sum(ROLES.index(role) == label for role, label in zip(found, each.labels, strict=True))
        total += len(found)
    return right / total


def main() -> None:
    told = abstracts(TRAIN)
    if "--folds" in sys.argv:
        found: list[float] = []
        for fold in range(FOLDS):
            model = trained([each for at, each in enumerate(told) if at % FOLDS != fold])
            found.append(micro_f1([each for at, each in enumerate(told) if at % FOLDS == fold], model))
            print(f"fold {fold}: micro-F1 {found[-1]:.3f}", flush=True)
        print(f"mean: {sum(found) / FOLDS:.3f}")
        return
    print(write_model(ROLES_FILE, trained(told)), "bytes")


if __name__ == "__main__":
    main()

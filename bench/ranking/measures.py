"""How good an order is, and how sure that is: NDCG, recall, intervals by bootstrap over days."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

DRAWS = 2_000
_SEED = 20261125


def ndcg(scores: Any, gains: Any, at: int = 10) -> float:
    """Normalised discounted cumulative gain (Järvelin and Kekäläinen 2002): gains by 1 / log2(1 + place), beside the
    best order's. Ties are in the order given; at least one gain is above 0."""
    discounts = 1 / np.log2(np.arange(2, at + 2))
    told, best = gains[np.argsort(-scores, kind="stable")[:at]], np.sort(gains)[::-1][:at]
    return float((told * discounts[: len(told)]).sum() / (best * discounts[: len(best)]).sum())


def recall(scores: Any, is_wanted: Any, at: int = 12) -> float:
    """The share of what is wanted that is among the first, of as many as can be there."""
    found = is_wanted[np.argsort(-scores, kind="stable")[:at]].sum()
    return float(found / min(at, is_wanted.sum()))


def interval(by_day: Mapping[str, Sequence[float]]) -> dict[str, float]:
    """Mean over all figures, and the 95 % interval of it when days are drawn anew with all their figures."""
    sums = np.array([[sum(each), len(each)] for each in by_day.values()])
    rng = np.random.default_rng(_SEED)
    drawn = sums[rng.integers(len(sums), size=(DRAWS, len(sums)))].sum(axis=1)
    low, high = np.quantile(drawn[:, 0] / drawn[:, 1], [0.025, 0.975])
    total = sums.sum(axis=0)
    return {"mean": round(float(total[0] / total[1]), 4), "low": round(float(low), 4), "high": round(float(high), 4)}


def above(ours: Mapping[str, Sequence[float]], others: Mapping[str, Sequence[float]]) -> dict[str, float]:
    """By how much ours is above another on the same figures."""
    return interval({day: [a - b for a, b in zip(told, others[day], strict=True)] for day, told in ours.items()})

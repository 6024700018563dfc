"""What training needs beside numpy: sparse rows of named features, and L-BFGS."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_MEMORY = 8
_HALVINGS = 25


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of ones: row ``i`` has those of the columns ``at[ends[i]:ends[i + 1]]``."""

    at: NDArray[np.int64]
    ends: NDArray[np.int64]
    width: int

    def times(self, weights: Floats) -> Floats:
        """Rows by ``weights`` of shape (width, k)."""
        sums = np.vstack([np.zeros((1, weights.shape[1])), np.cumsum(weights[self.at], axis=0)])
        return sums[self.ends[1:]] - sums[self.ends[:-1]]

    def back(self, slopes: Floats) -> Floats:
        """The transpose by ``slopes`` of shape (rows, k)."""
        spread = np.repeat(slopes, np.diff(self.ends), axis=0)
        columns: list[Any] = [np.bincount(self.at, each, minlength=self.width) for each in spread.T]
        return np.stack(columns, axis=1)


def vocabulary(features: Iterable[frozenset[str]], at_least: int) -> dict[str, int]:
    """The names that stand in so many rows, in the order of the alphabet."""
    counts = Counter(name for row in features for name in row)
    return {name: at for at, name in enumerate(sorted(name for name, count in counts.items() if count >= at_least))}


def rows_of(features: Sequence[frozenset[str]], names: dict[str, int]) -> Rows:
    found = [sorted(names[name] for name in row if name in names) for row in features]
    at = np.array([column for row in found for column in row], dtype=np.int64)
    return Rows(at, np.cumsum([0, *map(len, found)], dtype=np.int64), len(names))


def zeros(count: int) -> Floats:
    return np.zeros(count)


def heaviest(weights: Floats, count: int) -> frozenset[int]:
    """The rows in which a weight is largest, without its sign."""
    largest: Any = np.abs(weights).max(axis=1)
    return frozenset(np.argsort(-largest, kind="stable")[:count].tolist())


def softmax(points: Floats) -> Floats:
    odds: Any = np.exp(points - points.max(axis=-1, keepdims=True))
    return odds / odds.sum(axis=-1, keepdims=True)


def minimised(loss: Callable[[Floats], tuple[float, Floats]], start: Floats, steps: int) -> Floats:
    """Limited-memory BFGS with a halving step; Nocedal and Wright, *Numerical Optimization*, algorithm 7.5."""
    at = start
    value, slope = loss(at)
    moves: list[tuple[Floats, Floats]] = []
    for _ in range(steps):
        direction = -_curved(slope, moves)
        size = 1.0 if moves else 1.0 / max(1.0, float(np.abs(slope).sum()))
        for _ in range(_HALVINGS):
            there = at + size * direction
            next_value, next_slope = loss(there)
            if next_value <= value + 1e-4 * size * float(slope @ direction):
                break
            size /= 2
        else:
            break
        move, turn = there - at, next_slope - slope
        if float(move @ turn) > 1e-12:
            moves = [*moves[1 - _MEMORY :], (move, turn)]
        is_flat = value - next_value < 1e-6 * max(1.0, abs(value))
        at, value, slope = there, next_value, next_slope
        if is_flat:
            break
    return at


def _curved(slope: Floats, moves: Sequence[tuple[Floats, Floats]]) -> Floats:
    """The slope, as if multiplied by the inverse of the curvature that the last moves met."""
    found = slope.copy()
    shares: list[float] = []
    for move, turn in reversed(moves):
        shares.append(float(move @ found) / float(move @ turn))
        found = found - shares[-1] * turn
    if moves:
        move, turn = moves[-1]
        found = found * (float(move @ turn) / float(turn @ turn))
    for (move, turn), share in zip(moves, reversed(shares), strict=True):
        found = found + (share - float(turn @ found) / float(move @ turn)) * move
    return found

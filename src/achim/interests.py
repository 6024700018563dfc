"""Closeness of a day's papers to very many readers at once: what ``steps.interest`` says of one, by NumPy."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from achim.steps.interest import POWER, Told


def closeness(papers: Sequence[Told], readers: Sequence[Sequence[Told]], power: float = POWER) -> Any:
    """How close each paper is to each reader's examples, float32 of shape ``(readers, papers)``; 0 for a reader
    without examples. The nearest example is told by ``steps.interest`` for the few papers that are shown."""
    out = np.zeros((len(readers), len(papers)), np.float32)
    having = [at for at, own in enumerate(readers) if own]
    if not having:
        return out
    examples = [each for at in having for each in readers[at]]
    counts = np.array([len(readers[at]) for at in having])
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
    postings = _Postings(examples)
    for at, paper in enumerate(papers):
        near = np.minimum(postings.cosines(paper), 1.0) ** power
        out[having, at] = np.add.reduceat(near, starts) / counts
    return out


class _Postings:
    """Which examples have a bucket, and with what value: an inverted index."""

    def __init__(self, examples: Sequence[Told]) -> None:
        sizes = [len(each) for each in examples]
        buckets = np.fromiter((bucket for each in examples for bucket in each), np.int64, sum(sizes))
        values = np.fromiter((value for each in examples for value in each.values()), np.float64, sum(sizes))
        order = np.argsort(buckets, kind="stable")
        self._count = len(examples)
        self._rows: Any = np.repeat(np.arange(len(examples)), sizes)[order]
        self._values: Any = values[order]
        self._known, first = np.unique(buckets[order], return_index=True)
        self._ends: Any = np.append(first, len(order))

    def cosines(self, paper: Told) -> Any:
        """With each of the examples."""
        asked, told = np.fromiter(paper, np.int64, len(paper)), np.fromiter(paper.values(), np.float64, len(paper))
        at = np.searchsorted(self._known, asked)
        is_known = self._known[np.minimum(at, len(self._known) - 1)] == asked if len(self._known) else at < 0
        at, told = at[is_known], told[is_known]
        begins, sizes = self._ends[at], self._ends[at + 1] - self._ends[at]
        places = _runs(begins, sizes)
        return np.bincount(self._rows[places], np.repeat(told, sizes) * self._values[places], self._count)


def _runs(begins: Any, sizes: Any) -> Any:
    """Whole numbers from each beginning, as many as its size says, one run after the other."""
    before = np.cumsum(sizes) - sizes
    return np.repeat(begins - before, sizes) + np.arange(int(sizes.sum()))

"""How close works are to the example papers of many readers, reckoned for all of them at once, by NumPy.

The examples' buckets are an inverted index; those that most examples have are columns of a matrix instead, which is
quicker to multiply than to look up.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from achim.domain.interests import ExamplePaper, Near
from achim.domain.paper import AnyWork
from achim.steps.interest import COMMON, POWER, InterestModel, Told, told

_COLUMNS = 256
"""The most frequent buckets, which are columns of the matrix."""
_AT_ONCE = 32
"""Works whose cosines with all examples are in memory together."""
Examples = tuple[ExamplePaper, ...]
_Name = tuple[str, str]


class SharedCloseness:
    """See ``ports.Closeness``. ``readers`` are the examples that will be asked about: the first question about a work
    is answered for all of them. Others may be asked about too, each at a cost of its own."""

    def __init__(self, model: InterestModel, readers: Iterable[Examples] = ()) -> None:
        self._model = model
        self._told: dict[_Name, Told] = {}
        self._tables: dict[Examples, tuple[_Table, int]] = {}
        self._expect(tuple(dict.fromkeys(filter(None, readers))))

    def near(self, works: Sequence[AnyWork], examples: Examples, least: float) -> Sequence[tuple[AnyWork, Near]]:
        if not examples:
            return [(work, Near(0.0, None)) for work in works if least <= 0]
        if examples not in self._tables:
            self._expect((examples,))
        table, column = self._tables[examples]
        names = [(work.title, work.abstract) for work in works]
        table.learn({name: self._of(name) for name in names if name not in table.rows})
        rows: Any = np.array([table.rows[name] for name in names], np.int64)
        scores: Any = table.scores[rows, column]
        close: list[int] = np.flatnonzero(scores >= least).tolist()
        nearest: list[int] = table.nearest[rows[close], column].tolist()
        return [
            (works[at], Near(float(scores[at]), examples[example] if example >= 0 else None))
            for at, example in zip(close, nearest, strict=True)
        ]

    def _expect(self, readers: Sequence[Examples]) -> None:
        known = [[self._of((each.title, each.abstract)) for each in own] for own in readers]
        table = _Table(known, self._model)
        self._tables |= {own: (table, column) for column, own in enumerate(readers)}

    def _of(self, name: _Name) -> Told:
        if name not in self._told:
            self._told[name] = told(*name, self._model)
        return self._told[name]


class _Table:
    """Works by readers: a row for each work that was asked about, by its title and abstract."""

    def __init__(self, readers: Sequence[Sequence[Told]], model: InterestModel) -> None:
        self._readers, self._model = Readers(readers), model
        self.rows: dict[_Name, int] = {}
        self.scores: Any = np.zeros((0, len(readers)))
        self.nearest: Any = np.zeros((0, len(readers)), np.int64)

    def learn(self, works: dict[_Name, Told]) -> None:
        if works:
            scores, nearest = self._readers.closest(list(works.values()), self._model)
            self.rows |= {name: len(self.rows) + at for at, name in enumerate(works)}
            self.scores = np.concatenate([self.scores, scores])
            self.nearest = np.concatenate([self.nearest, nearest])


class Readers:
    """The examples of many readers, each of whom has one at least."""

    def __init__(self, readers: Sequence[Sequence[Told]]) -> None:
        examples = [each for own in readers for each in own]
        self._counts: Any = np.array([len(own) for own in readers], np.int64)
        self._starts: Any = np.cumsum(self._counts) - self._counts
        self._places: Any = np.arange(len(examples))
        sizes = [len(each) for each in examples]
        buckets: Any = np.fromiter((bucket for each in examples for bucket in each), np.int64, sum(sizes))
        values: Any = np.fromiter((value for each in examples for value in each.values()), np.float64, sum(sizes))
        order: Any = np.argsort(buckets, kind="stable")
        self._rows: Any = np.repeat(np.arange(len(examples)), sizes)[order]
        self._values: Any = values[order]
        known, first = np.unique(buckets[order], return_index=True)
        ends: Any = np.append(first, len(order))
        self._runs: dict[int, slice] = {
            bucket: slice(begin, end)
            for bucket, begin, end in zip(known.tolist(), ends[:-1].tolist(), ends[1:].tolist(), strict=True)
        }
        frequent: list[int] = known[np.argsort(-np.diff(ends), kind="stable")[:_COLUMNS]].tolist()
        self._matrix: Any = np.zeros((len(frequent), len(examples)))
        for column, bucket in enumerate(frequent):
            run = self._runs.pop(bucket)
            self._matrix[column, self._rows[run]] = self._values[run]
        self._columns: dict[int, int] = {bucket: column for column, bucket in enumerate(frequent)}

    def closest(self, works: Sequence[Told], model: InterestModel) -> tuple[Any, Any]:
        """Of shape ``(works, readers)``: how close each work is to each reader's examples, and which of those is the
        most like it, the first of several, -1 where they share nothing."""
        told = [self._of_some(works[at : at + _AT_ONCE], model) for at in range(0, len(works), _AT_ONCE)]
        empty = np.zeros((0, len(self._counts)))
        scores, nearest = zip(*told, strict=True) if told else ((empty,), (empty.astype(np.int64),))
        return np.concatenate(scores), np.concatenate(nearest)

    def _of_some(self, works: Sequence[Told], model: InterestModel) -> tuple[Any, Any]:
        near: Any = np.minimum(self._cosines(works), 1.0)
        mean = np.add.reduceat(near**POWER, self._starts, axis=1) / self._counts
        usual = COMMON * np.array([[model.usual(each)] for each in works])
        best: Any = np.maximum.reduceat(near, self._starts, axis=1)
        places: Any = np.where(near == np.repeat(best, self._counts, axis=1), self._places, len(self._places))
        first = np.minimum.reduceat(places, self._starts, axis=1) - self._starts
        return np.maximum(mean - usual, 0.0), np.where(best > 0, first, -1)

    def _cosines(self, works: Sequence[Told]) -> Any:
        asked = np.zeros((len(works), len(self._columns)))
        for at, work in enumerate(works):
            for bucket, value in work.items():
                if bucket in self._columns:
                    asked[at, self._columns[bucket]] = value
        near = asked @ self._matrix
        for at, work in enumerate(works):
            for bucket, value in work.items():
                if run := self._runs.get(bucket):
                    near[at, self._rows[run]] += value * self._values[run]
        return near

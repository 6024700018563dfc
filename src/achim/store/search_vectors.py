"""Nearest vectors in two looks: by their signs, all of them in memory, and the nearest again by numbers from the disk.

A vector's signs are a code of a bit per dimension; how many bits two codes share tells their angle well enough to
choose a few hundred documents of a million, which are then compared by vectors of a byte a dimension.
"""

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import repeat
from typing import Any, NamedTuple

import numpy as np

from achim.ports import Vector
from achim.store.search_damage import must_be
from achim.store.search_filters import fits

MEAN_WEIGHT = 0.5
"""Of a document's mean vector beside the nearest of its vectors; chosen on the tuning half of ``bench.search``."""
_BLOCK = 65_536
_A_CORE = 250_000
"""Documents from which on another core is worth its thread: it looks for words meanwhile."""
_FEW = 4
"""Of so many works one or fewer that are let through: their codes are taken out before they are compared."""
_AGAIN = 400
"""Documents that are compared a second time."""


class Packed(NamedTuple):
    """Of a document's vectors, their mean first."""

    numbers: bytes
    codes: bytes


def packed(vectors: Sequence[Vector]) -> Packed:
    """The mean of unit vectors and then themselves: as int8, and as codes of a bit per dimension."""
    rows = np.asarray(vectors, dtype=np.float32)
    mean = rows.mean(axis=0)
    told = np.vstack([mean / (np.linalg.norm(mean) or 1.0), rows])
    largest = np.abs(told).max(axis=1, keepdims=True)
    numbers = np.rint(told * (127 / np.where(largest > 0, largest, 1))).astype(np.int8)
    return Packed(numbers.tobytes(), codes_of(told).tobytes())


def unpacked(data: bytes, dimensions: int) -> Any:
    """Unit vectors, float32, shape ``(vectors, dimensions)``; the first is the mean."""
    rows = np.frombuffer(data, dtype=np.int8).reshape(-1, dimensions).astype(np.float32)
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def codes_of(rows: Any) -> Any:
    """The signs of vectors, a bit each, a row a vector, filled up to eight bytes."""
    bits = np.packbits(rows > 0, axis=1, bitorder="little")
    short = -bits.shape[1] % 8
    return np.pad(bits, ((0, 0), (0, short)))


@dataclass(frozen=True, slots=True)
class Codes:
    """The codes of every document: ``words`` has a row per 64 dimensions, a column per vector."""

    ids: Any
    starts: Any
    words: Any
    dimensions: int

    @classmethod
    def of(cls, rows: Sequence[tuple[int, bytes]], dimensions: int) -> "Codes":
        """Raises ValueError for a code of no vector, or of a part of one."""
        width = max(1, -(-dimensions // 64))
        must_be(all(code and len(code) % (8 * width) == 0 for _, code in rows))
        sizes = np.array([len(code) for _, code in rows], dtype=np.int64) // (8 * width)
        joined = np.frombuffer(b"".join(code for _, code in rows), dtype="<u8").reshape(-1, width)
        starts = np.concatenate([[0], np.cumsum(sizes)[:-1]]) if rows else np.zeros(0, np.int64)
        ids = np.array([each for each, _ in rows], dtype=np.int64)
        return cls(ids, starts.astype(np.int64), np.ascontiguousarray(joined.T), dimensions)

    def nearest(self, vectors: Sequence[Vector], allowed: Any | None, most: int = _AGAIN) -> list[int]:
        """The ids of the documents that may be nearest; with ``allowed``, booleans by id, of those that it lets
        through."""
        places = np.arange(len(self.ids)) if allowed is None else np.flatnonzero(fits(allowed, self.ids))
        if not len(places):
            return []
        among = self._only(places) if len(places) < len(self.ids) // _FEW else self
        apart = np.zeros(len(among.ids), dtype=np.int32)
        for vector in np.asarray(vectors, dtype=np.float32):
            apart += among._apart(np.frombuffer(codes_of(vector[None]).tobytes(), dtype="<u8"))
        if len(apart) > len(places):
            apart = apart[places]
        farthest = int(np.searchsorted(np.cumsum(np.bincount(apart, minlength=1)), min(most, len(apart))))
        near = np.flatnonzero(apart <= farthest)
        near = near[np.argsort(apart[near], kind="stable")][:most]
        return self.ids[places[near]].tolist()

    def _only(self, places: Any) -> "Codes":
        """Of some of the documents."""
        sizes: Any = np.diff(self.starts, append=self.words.shape[1])[places]
        starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
        moved: Any = self.starts[places] - starts
        columns: Any = np.repeat(moved, sizes) + np.arange(int(sizes.sum()))
        return Codes(self.ids[places], starts, self.words[:, columns], self.dimensions)

    def _apart(self, code: Any) -> Any:
        """Bits that differ, a document a number: twice those of its nearest vector and once those of its mean, as
        ``MEAN_WEIGHT`` has it. On every core, which NumPy's loops leave Python's lock for."""
        parts = min(os.cpu_count() or 1, len(self.ids) // _A_CORE) or 1
        edges = [len(self.ids) * part // parts for part in range(parts + 1)]
        if parts == 1:
            return self._part_apart(0, len(self.ids), code)
        with ThreadPoolExecutor(parts) as pool:
            return np.concatenate(list(pool.map(self._part_apart, edges, edges[1:], repeat(code))))

    def _part_apart(self, begin: int, end: int, code: Any) -> Any:
        """Of the documents from ``begin`` to before ``end``. Block by block, so that what is in between stays in the
        processor's cache."""
        first = int(self.starts[begin])
        last = int(self.starts[end]) if end < len(self.starts) else self.words.shape[1]
        bits = np.zeros(last - first, dtype=np.uint16)
        differ, count = np.empty(_BLOCK, dtype=np.uint64), np.empty(_BLOCK, dtype=np.uint8)
        for at in range(0, len(bits), _BLOCK):
            here = bits[at : at + _BLOCK]
            size = len(here)
            for row, part in zip(self.words[:, first:last], code, strict=True):
                np.bitwise_xor(row[at : at + size], part, out=differ[:size])
                here += np.bitwise_count(differ[:size], out=count[:size])
        starts = self.starts[begin:end] - first
        return 2 * np.minimum.reduceat(bits, starts) + bits[starts]


def similarities(vectors: Sequence[Vector], documents: Sequence[bytes], dimensions: int) -> Any:
    """Of the vectors of a query with each document's (mean first): the nearest one's and the mean's, averaged. Raises
    ValueError for a document of no vector, or of a part of one."""
    must_be(all(each and len(each) % dimensions == 0 for each in documents))
    rows = np.frombuffer(b"".join(documents), dtype=np.int8).reshape(-1, dimensions).astype(np.float32)
    sizes = np.sqrt(np.einsum("ij,ij->i", rows, rows))
    cosines = (rows @ np.asarray(vectors, dtype=np.float32).T) / np.maximum(sizes, 1e-9)[:, None]
    lengths = np.array([len(each) for each in documents]) // dimensions
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    means = cosines[starts].copy()
    cosines[starts] = -1.0
    nearest = np.maximum.reduceat(cosines, starts, axis=0)
    return ((nearest + MEAN_WEIGHT * means) / (1 + MEAN_WEIGHT)).mean(axis=1)


def ranked(vectors: Sequence[Vector], told: Mapping[int, bytes], dimensions: int) -> list[tuple[int, float]]:
    """Ids of documents with their similarity, best first; ``told`` are their int8 vectors."""
    if not told:
        return []
    scores = similarities(vectors, list(told.values()), dimensions).tolist()
    return sorted(zip(told, scores, strict=True), key=lambda each: (-each[1], each[0]))

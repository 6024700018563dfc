"""Korean words as English ones, by their vectors.

Google's encoder puts a word of one language near the words that mean it in the other. English words of papers'
abstracts have their vectors here, fewer numbers of a byte each (``tools/train_search_words.py``); a Korean word is
looked for as those that it is nearest to.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property
from importlib.resources import files
from typing import Any

import numpy as np

from achim.embed.use import MODEL
from achim.ports import Embedder

WEIGHTS = "search_words.npz"
_LEAST_ALIKE = np.float64(0.65)
"""Similarity (cosine) of words that are taken for the same; chosen on the tuning half of ``bench.search``."""
_MOST = 3
_REMEMBERED = 20_000

Meanings = tuple[tuple[str, float], ...]
"""English words with their similarity, the nearest first."""


class WordTranslator:
    """Loads at the first word; remembers words. Other embedders than the built-in one have no words here, and
    translate none."""

    def __init__(self, inner: Embedder) -> None:
        self._inner = inner
        self._known: dict[str, Meanings] = {}

    def meanings(self, words: Sequence[str]) -> Mapping[str, Meanings]:
        """English words that mean each Korean word; empty where none is near. Safe from many threads."""
        if not self._inner.name.startswith(MODEL):
            return {}
        told = {word: self._known.get(word) for word in words}
        unknown = [word for word, meanings in told.items() if meanings is None]
        if len(self._known) > _REMEMBERED:
            self._known.clear()
        read = self._read(unknown) if unknown else {}
        self._known.update(read)
        return {word: meanings for word, meanings in (told | read).items() if meanings}

    def _read(self, words: Sequence[str]) -> dict[str, Meanings]:
        kept = self._weights
        rows = unit(np.asarray(self._inner.embed(words), dtype=np.float32) - kept["ko"]) @ kept["basis"]
        alike = unit(rows) @ kept["vectors"].T
        return {word: self._meanings(row) for word, row in zip(words, alike, strict=True)}

    def _meanings(self, alike: Any) -> Meanings:
        near = np.flatnonzero(alike >= _LEAST_ALIKE)
        best = near[np.argsort(-alike[near], kind="stable")][:_MOST]
        return tuple((self._weights["words"][at].decode(), float(alike[at])) for at in best)

    @cached_property
    def _weights(self) -> dict[str, Any]:
        with files("achim").joinpath("data", WEIGHTS).open("rb") as file, np.load(file) as kept:
            read = {name: kept[name] for name in kept.files}
        numbers = {name: read[name].astype(np.float32) for name in ("basis", "ko")}
        return {"words": read["words"], "vectors": unit(read["vectors"].astype(np.float32)), **numbers}


def unit(rows: Any) -> Any:
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)

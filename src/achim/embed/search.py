"""Sentence vectors as search compares them.

Google's encoder puts the language and the style of a sentence into its vector beside what it is about. So the mean of
its language is taken away, and the vector is projected to fewer dimensions in which sentences of one paper lie close
and papers lie apart (linear discriminant analysis; ``tools/train_search.py``). Vectors of another embedder are taken as
they are.
"""

import re
from collections.abc import Sequence
from functools import cached_property
from importlib.resources import files
from typing import Any

import numpy as np

from achim.embed.use import MODEL
from achim.ports import Embedder, Vector

_PROJECTION = "search.npz"
_HANGUL = re.compile(r"[가-힣]")
_LATIN = re.compile(r"[A-Za-z]")


class SearchEmbedder:
    """See ``ports.Embedder``. Loads at the first text."""

    def __init__(self, inner: Embedder) -> None:
        self._inner = inner

    @property
    def name(self) -> str:
        return f"{self._inner.name}/search-1" if self._is_known else self._inner.name

    def embed(self, texts: Sequence[str]) -> Sequence[Vector]:
        if not texts:
            return ()
        told = self._inner.embed(texts)
        if not self._is_known:
            return told
        rows = np.asarray(told, dtype=np.float32)
        spoken = [language(text) for text in texts]
        return tuple(tuple(self.projected(row[None], lang)[0].tolist()) for row, lang in zip(rows, spoken, strict=True))

    def projected(self, rows: Any, lang: str) -> Any:
        """Vectors of the built-in encoder, of texts in a language, as they are compared; shape ``(rows, 256)``."""
        return _unit(_unit(np.asarray(rows, dtype=np.float32) - self._weights[lang]) @ self._weights["projection"])

    @property
    def _is_known(self) -> bool:
        return self._inner.name.startswith(MODEL)

    @cached_property
    def _weights(self) -> dict[str, Any]:
        with files("achim").joinpath("data", _PROJECTION).open("rb") as file, np.load(file) as kept:
            return {name: kept[name].astype(np.float32) for name in kept.files}


def language(text: str) -> str:
    """``ko`` for a text with more Hangul than half its Latin letters, as a Korean one has that names things."""
    return "ko" if 2 * len(_HANGUL.findall(text)) > len(_LATIN.findall(text)) else "en"


def _unit(rows: Any) -> Any:
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)

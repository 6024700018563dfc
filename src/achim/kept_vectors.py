"""Sentence vectors that are worked out once."""

from collections.abc import Sequence
from dataclasses import dataclass

from achim.ports import Embedder, Store, Vector


@dataclass(frozen=True, slots=True)
class KeptVectors:
    """An embedder that works a text out once and keeps its vector in the archive; all are given as they are kept.

    One that ``adds`` nothing takes what is kept and works out the rest each time.
    """

    inner: Embedder
    store: Store
    adds: bool = True

    @property
    def name(self) -> str:
        return self.inner.name

    def embed(self, texts: Sequence[str]) -> Sequence[Vector]:
        known = dict(self.store.vectors(self.name, texts))
        unknown = sorted({text for text in texts if text not in known})
        if unknown and not self.adds:
            known |= zip(unknown, self.inner.embed(unknown), strict=True)
        elif unknown:
            self.store.keep_vectors(self.name, dict(zip(unknown, self.inner.embed(unknown), strict=True)))
            known |= self.store.vectors(self.name, unknown)
        return [known[text] for text in texts]

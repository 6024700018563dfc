"""What search needs of the archive."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from achim.domain.edition import EditionKey
from achim.domain.found import Document, Filters
from achim.domain.ids import PaperId
from achim.ports import Vector


@dataclass(frozen=True, slots=True)
class Alternative:
    """Tokens that a word of a query is found by: side by side, or, with ``near``, within a few tokens."""

    tokens: tuple[str, ...]
    near: bool = False
    weight: float = 1.0
    """What finding it counts for: less than 1 where it may not mean the word."""


@dataclass(frozen=True, slots=True)
class Sought:
    """A word of a query: a document that has one of the alternatives has it."""

    alternatives: tuple[Alternative, ...]


@dataclass(frozen=True, slots=True)
class Makers:
    """What made an index: the version of the tokens, and the embedder's name."""

    tokenizer: str
    embedder: str


class SearchIndex(Protocol):
    """Full text and vectors of every work that editions told. Reading is safe from many threads."""

    def makers(self) -> Makers | None:
        """What made the index; None where nothing is in it."""
        ...

    def begin_anew(self, makers: Makers) -> None:
        """Empty the index, for it to be made by others."""
        ...

    def unindexed(self) -> Sequence[tuple[EditionKey, int]]:
        """Editions with their newest revision, of which the index does not have that revision, the oldest first."""
        ...

    def put(self, key: EditionKey, revision: int, documents: Sequence[Document], gone: Sequence[PaperId]) -> None:
        """Take in an edition, in one transaction: its documents in the place of an earlier revision's, without works
        that were taken back."""
        ...

    def told_elsewhere(self, key: EditionKey, works: Sequence[PaperId]) -> frozenset[PaperId]:
        """Those of the works that an edition of the same kind and day told of for another reader or in another
        language, as the index has it."""
        ...

    def without_vectors(self, limit: int, *, unshown: bool) -> Sequence[Document]:
        """Documents that have no vectors, the newest first: of works that an edition printed or listed, with
        ``unshown`` of all."""
        ...

    def put_vectors(self, vectors: Mapping[PaperId, Sequence[Vector]]) -> None:
        """Keep the unit vectors of documents: of the title, then of each sentence."""
        ...

    def names(self) -> tuple[Sequence[str], Sequence[str]]:
        """The topics and the sources that works in the index have, in order."""
        ...

    def warm(self) -> None:
        """Read ahead what takes long to read and is remembered for as long as the index stays the same."""
        ...

    def size(self) -> tuple[int, int]:
        """How many documents there are, and how many of them have vectors."""
        ...

    def text_ranking(
        self, every: Sequence[Sought], some: Sequence[Sought], filters: Filters, limit: int
    ) -> Sequence[PaperId]:
        """Works by full text, best first: those that have all of ``every`` before those that have one of ``some``."""
        ...

    def vector_ranking(
        self, vectors: Sequence[Vector], filters: Filters, limit: int
    ) -> Sequence[tuple[PaperId, float]]:
        """Works by similarity with the vectors, best first, and how similar each is (1 for the same)."""
        ...

    def vectors(self, work: PaperId) -> Sequence[Vector]:
        """The mean of a work's vectors, then the vectors; none where it has none."""
        ...

    def vocabulary(self) -> Mapping[str, int]:
        """Every Latin token with the number of its documents; made once for a state of the index."""
        ...

    def numbered(self, names: Sequence[str]) -> Mapping[str, int]:
        """The tokens that begin with one of the names and a digit after it, with the number of their documents. Reads
        no more of the vocabulary than those."""
        ...

    def counts(self, tokens: Sequence[str]) -> Mapping[str, int]:
        """In how many documents each token is; tokens that are in none are left out."""
        ...

    def documents(self, works: Sequence[PaperId]) -> Sequence[Document]:
        """In the order asked for; works that the index does not have are left out."""
        ...

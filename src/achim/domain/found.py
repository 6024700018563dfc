"""What is searched for and what is found."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from achim.domain.edition import Bucket, EditionKind
from achim.domain.ids import PaperId

Way = Literal["text", "vector"]
FieldName = Literal["title", "text", "told"]
Standing = Bucket | Literal["backfilled"]
SHOWN: tuple[Bucket, ...] = ("printed", "updated", "listed")
"""The ends of works that a reader of the edition saw."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    """That an edition's announcements told of a work, and what the edition did with it.

    Or that a backfill took a work in: then its bucket is *backfilled*, its day that of the work's newest version, and
    no edition is meant.

    ``told`` is what was printed of it, in the edition's language, and its keywords; empty where nothing was.
    """

    day: date
    series: str
    kind: EditionKind
    bucket: Standing
    topic: str = ""
    told: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A work as it is searched. ``text`` is its abstract or story; ``showings`` has the newest last,
    and the backfill's before those of editions."""

    work: PaperId
    title: str
    text: str
    url: str
    authors: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    showings: tuple[Showing, ...] = ()

    @property
    def is_backfilled(self) -> bool:
        """Only a backfill has told of it: no edition has."""
        return bool(self.showings) and all(each.bucket == "backfilled" for each in self.showings)

    @property
    def unprinted(self) -> Standing | None:
        """What became of it in the end, of all but the title where one listed it; None where an edition printed it."""
        buckets: list[Standing] = [each.bucket for each in self.showings]
        if not buckets or not {"printed", "updated"}.isdisjoint(buckets):
            return None
        return "listed" if "listed" in buckets else buckets[-1]

    @property
    def told(self) -> str:
        return "\n".join(dict.fromkeys(each.told for each in self.showings if each.told))


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What found works are held to; empty ones hold nothing. Days are of editions, both ends included."""

    since: date | None = None
    until: date | None = None
    topic: str = ""
    kind: EditionKind | None = None
    source: str = ""

    @property
    def is_empty(self) -> bool:
        return self == Filters()


@dataclass(frozen=True, slots=True)
class Highlight:
    """A stretch of a field that a query's word or its translation was found by, from ``start`` to before ``end``."""

    field: FieldName
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A document with its fused score, where it stood in each ranking that found it (from 1), and highlights."""

    document: Document
    score: float
    ranks: tuple[tuple[Way, int], ...]
    highlights: tuple[Highlight, ...] = ()

    @property
    def why(self) -> tuple[Way, ...]:
        return tuple(way for way, _ in self.ranks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """What a search found, best first; nothing is an answer too.

    ``corrected`` are words of the query that nothing holds, and what was looked for beside them; ``translated`` the
    terms that the glossary put into the other language; ``unindexed`` how many editions the index does not have.
    """

    query: str
    found: tuple[Found, ...] = ()
    corrected: tuple[tuple[str, str], ...] = ()
    translated: tuple[tuple[str, str], ...] = ()
    unindexed: int = 0

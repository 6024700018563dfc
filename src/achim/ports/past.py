"""What a backfill needs of the world."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from achim.domain.found import Document
from achim.domain.ids import PaperId
from achim.domain.past import PastPage, Standing
from achim.ports import Vector


class PastSource(Protocol):
    """A place that tells of works of the past, page by page.

    ``name`` stands for the place and the days asked for: under it the archive keeps how far reading is.
    """

    @property
    def name(self) -> str: ...

    def read(self, place: str) -> PastPage:
        """The page at a place, "" for the first. Reading it again gives the same, or what it has become.

        Raises SourceError, FetchError, and UserError where there is nothing that could be read.
        """
        ...

    def left(self, place: str, page: PastPage) -> int:
        """How many records of the days asked for are still to be read, ``page`` the first of them: about as many where
        the place does not tell."""
        ...

    def requests(self, place: str) -> int:
        """How often a service is still to be asked, at least; 0 where none is."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PastWork:
    """A work to be taken in: its document with the backfill's showing, and the unit vectors of its pieces."""

    document: Document
    held: "Held"
    vectors: Sequence[Vector]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What a backfill has of a work. ``digest`` tells apart what was taken in, ``changed`` is the day of the record's
    last change, ``told_on`` that of the newest version."""

    digest: str
    version: int
    changed: date
    told_on: date
    topic: str = ""
    is_gone: bool = False


class PastIndex(Protocol):
    """The search index as a backfill fills it."""

    def standing(self, name: str) -> Standing:
        """How far the backfill of a name is; at its beginning where it is not known."""
        ...

    def held(self, works: Sequence[PaperId]) -> Mapping[PaperId, Held]:
        """What is held of the works that a backfill has taken in or out."""
        ...

    def take_in(
        self, works: Sequence[PastWork], gone: Mapping[PaperId, Held], name: str = "", standing: Standing | None = None
    ) -> None:
        """In one transaction: take in works in the place of their earlier text, take out those that are gone, and keep
        how far the backfill is. Where an edition told of a work later, its text stays."""
        ...

    def unindexed(self, limit: int) -> Sequence[tuple[Document, Held]]:
        """Works that the index is to be given again, since it was made anew; they may have no showing."""
        ...

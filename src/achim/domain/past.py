"""Works of the past that a backfill takes into search; no edition tells of them."""

from dataclasses import dataclass
from datetime import date

from achim.domain.ids import PaperId
from achim.domain.note import Note

SERIES = "papers/zxx/backfill"
"""Stands in the search index where the series of an edition does. ``zxx`` (ISO 639: no language) is that of no
edition."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PastPaper:
    """A paper as arXiv has it at its last change. ``told_on`` is the day of its newest version, in UTC."""

    id: PaperId
    version: int
    told_on: date
    title: str
    abstract: str
    authors: tuple[str, ...]
    categories: tuple[str, ...]
    comment: str | None = None

    @property
    def url(self) -> str:
        return f"https://arxiv.org/abs/{self.id.removeprefix('arxiv:')}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a record says since ``changed``, the day of its last change: a paper, or None where it is deleted."""

    work: PaperId
    changed: date
    paper: PastPaper | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PastPage:
    """Part of what there is to read. ``place`` is where reading goes on; ``is_last`` where there is no more now.

    ``unread`` says which records could not be read, and ``passed`` how many were not of the days asked for.
    """

    changes: tuple[Change, ...]
    place: str
    is_last: bool
    unread: tuple[Note, ...] = ()
    passed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How far a backfill is, and what became of the records that it has read."""

    place: str = ""
    taken: int = 0
    same: int = 0
    gone: int = 0
    unread: int = 0
    is_done: bool = False

    @property
    def read(self) -> int:
        return self.taken + self.same + self.gone + self.unread

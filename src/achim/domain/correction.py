"""Corrections: what a revision of an edition says otherwise than readers were told, and how much of a month that is."""

from dataclasses import dataclass
from datetime import date, datetime

from achim.domain.claim import ClaimRole
from achim.domain.ids import PaperId
from achim.domain.note import Note


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A sentence that was corrected, or an entry whose work was withdrawn or says something else in a new version.

    ``claim`` is the sentence's anchor on the page, the entry's where ``role`` is None; empty where a later revision of
    the edition neither has nor had the sentence. ``said`` is what stood there and ``says`` what stands there now, None
    where it was withdrawn; of an entry they are its title as it was printed, and that of the new version. ``at`` is
    aware UTC, ``revision`` the one that made the correction.
    """

    claim: str
    work: PaperId
    role: ClaimRole | None
    said: str
    says: str | None
    why: Note
    at: datetime
    revision: int

    @property
    def is_of_entry(self) -> bool:
        return self.role is None

    @property
    def withdraws(self) -> bool:
        """Whether it says that the work itself was withdrawn."""
        return self.role is None and self.says is None

    @property
    def drops(self) -> bool:
        """Whether it took a sentence out."""
        return self.role is not None and self.says is None


@dataclass(frozen=True, slots=True)
class MonthShare:
    """How many sentences of a month's editions were printed and how many of them were corrected since.

    ``by_reason`` counts the corrected ones by the code of why, each once; it adds up to ``corrected``.
    """

    month: date
    """Its first day."""
    printed: int
    corrected: int
    by_reason: tuple[tuple[str, int], ...] = ()

    @property
    def share(self) -> float:
        return self.corrected / self.printed if self.printed else 0.0

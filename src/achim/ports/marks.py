"""What keeping a reader's stars, mutes and notes needs of the archive."""

from typing import Protocol

from achim.domain.ids import PaperId
from achim.domain.marks import Kept, Mark, WorkNote


class Marks(Protocol):
    """Stars, mutes and notes by profile. Safe to be used from several threads, and while a build runs."""

    def kept(self, profile: str) -> Kept:
        """All that the profile made."""
        ...

    def mark(self, profile: str, mark: Mark) -> None:
        """Keep a mark in the place of the one that the work had."""
        ...

    def unmark(self, profile: str, work: PaperId) -> None:
        """Take a work's mark away; none is no error."""
        ...

    def note(self, profile: str, note: WorkNote) -> None:
        """Keep a note in the place of the one that the work had."""
        ...

    def unnote(self, profile: str, work: PaperId) -> None:
        """Take a work's note away; none is no error."""
        ...

    def put(self, profile: str, kept: Kept) -> None:
        """Keep all of these in the place of what the same works had, in one transaction; other works stay."""
        ...

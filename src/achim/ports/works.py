"""What the core asks the archive about works, whatever edition they are of."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from achim.domain.edition import EditionKey
from achim.domain.ids import PaperId
from achim.domain.paper import Announcement
from achim.domain.standing import Scored


class Works(Protocol):
    def scored(self, key: EditionKey) -> Sequence[Scored]:
        """The works that the newest revision of an edition ranked and did not print, best first; none where they were
        not kept."""
        ...

    def editions_of(self, work: PaperId) -> Sequence[EditionKey]:
        """The editions in whose ledger a work is, newest day first."""
        ...

    def announced(self, works: Sequence[PaperId]) -> Mapping[PaperId, Announcement]:
        """What the archive has of the works: of each the announcement with the longest abstract."""
        ...

    def last_made(self, key: EditionKey) -> datetime | None:
        """When the newest edition of an earlier day of the series was first made, None where there is none."""
        ...

    def attention(self, since: date) -> Mapping[PaperId, int]:
        """Points of threads on Hacker News about papers, as editions of news since a day found them; the highest."""
        ...

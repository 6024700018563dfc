"""What the core needs to remember of its own work: what was tried, what is wrong, what each run did."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from achim.domain.edition import EditionKey
from achim.domain.schedule import Incident, Run, Tried


class Journal(Protocol):
    def tried(self, since: date) -> Mapping[EditionKey, Tried]:
        """How often the building of editions was begun, of days from ``since`` on."""
        ...

    def note_try(self, key: EditionKey, at: datetime) -> None: ...

    def incidents(self) -> Sequence[Incident]:
        """The open ones."""
        ...

    def open(self, incidents: Iterable[Incident]) -> None:
        """Keep incidents, each in its predecessor's place."""
        ...

    def close(self, incidents: Iterable[Incident]) -> None: ...

    def note_run(self, run: Run) -> None:
        """Keep what a run did; one that did nothing takes the place of the one before that did nothing."""
        ...

    def last_run(self, now: datetime) -> Run | None:
        """The newest that had ended at a moment: one that lies ahead is of a clock that was wrong."""
        ...

    def since(self) -> datetime | None:
        """When the first run began."""
        ...

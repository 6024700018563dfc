"""How things stand: what an operator looks at first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from achim.domain.delivery import Receipt
from achim.domain.note import Note
from achim.domain.schedule import Incident, Run
from achim.domain.shelf import Head


@dataclass(frozen=True, slots=True)
class Health:
    """How a source did last: when it last answered, and what has been wrong since. Moments are aware UTC."""

    source: str
    answered_at: datetime | None
    failures: int
    fault: Note | None


@dataclass(frozen=True, slots=True)
class Outbox:
    """A channel's messages of the last days, by what became of them; ``owed`` are those that are due now, ``lost`` the
    receipts of those that were refused or given up."""

    channel: str
    owed: int
    states: Mapping[str, int]
    lost: tuple[Receipt, ...] = ()


@dataclass(frozen=True, slots=True)
class IndexSize:
    """Works that can be found, those of them that have vectors, and editions that are still to be taken in."""

    works: int
    vectors: int
    unindexed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AtWork:
    """What processes of all machines are at, by their claims: how many of them, at how many things; ``lapsed`` are
    claims whose process was not heard of any more, and which nobody has taken up."""

    processes: int
    under_way: int
    lapsed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """An archive and what is to be done in it, at a moment. ``archive`` is where it is, without a password."""

    at: datetime
    achim: str
    archive: str
    schema: str
    editions: int
    newest: tuple[Head, ...]
    """The newest edition of each series."""
    sources: tuple[Health, ...]
    last_run: Run | None
    due_builds: tuple[str, ...]
    wake: datetime | None
    """When the schedule is to be looked at again; None where it was never kept."""
    outboxes: tuple[Outbox, ...]
    incidents: tuple[Incident, ...]
    index: IndexSize
    at_work: AtWork

    @property
    def is_well(self) -> bool:
        """Nothing is wrong that somebody should look at."""
        return not self.incidents and (self.last_run is None or self.last_run.is_well)

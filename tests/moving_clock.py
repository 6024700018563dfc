"""A clock on which waiting takes no time, shared by a client and the server that it asks."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta


@dataclass
class MovingClock:
    """Moves when it is waited on, and remembers for how long."""

    moment: datetime = datetime(2026, 8, 11, 1, 30, tzinfo=UTC)
    waits: list[float] = field(default_factory=list[float])

    def now(self) -> datetime:
        return self.moment

    def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.moment += timedelta(seconds=seconds)

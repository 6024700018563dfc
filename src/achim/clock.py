"""Clocks: the system's, and one that stands still for a replay."""

from dataclasses import dataclass
from datetime import UTC, datetime


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class StandingClock:
    moment: datetime

    def now(self) -> datetime:
        return self.moment

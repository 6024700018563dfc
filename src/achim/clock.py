"""Clocks: the system's, and one that stands still for a replay."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)

    def wait(self, seconds: float) -> None:
        time.sleep(seconds)


@dataclass(frozen=True, slots=True)
class StandingClock:
    moment: datetime

    def now(self) -> datetime:
        return self.moment

    def wait(self, seconds: float) -> None:
        """No time passes."""

"""Clocks: the system's, and one that stands still for a replay."""

import os
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from achim.errors import SettingsError
from achim.ports import Clock


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


@dataclass(frozen=True, slots=True)
class ShiftedClock:
    """Another clock put right by so much."""

    inner: Clock
    by: timedelta

    def now(self) -> datetime:
        return self.inner.now() + self.by

    def wait(self, seconds: float) -> None:
        self.inner.wait(seconds)


def make_clock() -> SystemClock | StandingClock:
    """The system's, or one that stands at ``ACHIM_CLOCK``, with which a day can be replayed against a test server."""
    told = os.environ.get("ACHIM_CLOCK")
    if not told:
        return SystemClock()
    try:
        moment = datetime.fromisoformat(told)
    except ValueError as error:
        raise SettingsError(f"ACHIM_CLOCK: {told!r} is no moment like 2026-06-30T02:00:00+00:00") from error
    return StandingClock(moment if moment.tzinfo else moment.replace(tzinfo=UTC))

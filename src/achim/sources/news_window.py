"""Which moments an edition of news asks a source about. Places that keep a past are asked for it, feeds are sifted."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from achim.domain.paper import Window

_DAY = timedelta(days=1)
_LONGEST = timedelta(days=14)
"""Whoever was away for longer misses what is older."""
_AHEAD = timedelta(hours=26)
"""A date that lies so far ahead may be a wrong time zone; one that lies farther tells nothing."""


@dataclass(frozen=True, slots=True)
class Reach:
    """From ``since`` to ``until``; days are those of ``zone``."""

    since: datetime
    until: datetime
    zone: ZoneInfo

    def holds(self, moment: datetime) -> bool:
        return self.since <= moment <= self.until

    def day(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()


def reach(window: Window, *, first: int, later: int) -> Reach:
    """``first`` days back on the first run, ``later`` days after it, or as far as the edition before reached."""
    zone, until = _end_of(window)
    if window.since is None:
        return Reach(until - first * _DAY, until, zone)
    return Reach(max(until - _LONGEST, min(until - later * _DAY, _midnight(window.since, zone))), until, zone)


def rising(window: Window, *, first: int, within: int) -> Reach:
    """``first`` days back on the first run, and after it as far as what has come up since the edition before may have
    been posted, which was ``within`` days before it came up.

    The edition before was made on its day, whatever the hour. Nothing is from before the oldest batch that is known:
    what was there before the first run is nobody's news.
    """
    zone, until = _end_of(window)
    if window.since is None:
        return Reach(until - first * _DAY, until, zone)
    before = min(_midnight(window.since, zone), until) - within * _DAY
    oldest = min((_midnight(each.batch, zone) for each in window.known), default=before)
    return Reach(max(until - _LONGEST, before, min(oldest, until - first * _DAY)), until, zone)


def _end_of(window: Window) -> tuple[ZoneInfo, datetime]:
    """A past day ends where it ended, whenever it is asked for."""
    zone = ZoneInfo(window.time_zone)
    return zone, min(window.as_of, _midnight(window.day + _DAY, zone))


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)


def is_past(window: Window) -> bool:
    """Whether the edition's day is over: a place that shows only its present has nothing to say about it."""
    return window.as_of.astimezone(ZoneInfo(window.time_zone)).date() > window.day


def told_at(moment: datetime | None, as_of: datetime) -> datetime | None:
    """When something was published, by what its source says: none for a date that lies ahead of all time zones."""
    if moment is None or moment > as_of + _AHEAD:
        return None
    return min(moment, as_of)

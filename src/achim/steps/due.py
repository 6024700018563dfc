"""What is due: the one place where it is decided when something is done.

::

    begin = at − lead ──► at ──► at + wait ──► at + keep_trying
    build, retry          out    out with       what was missing
    every ``retry``       whole  its gaps       makes a revision
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain
from zoneinfo import ZoneInfo

from achim.domain.edition import EditionKey
from achim.domain.note import Note
from achim.domain.schedule import Build, Calendar, Desk, Incident, Life, Schedule, Work
from achim.domain.shelf import Head
from achim.steps.outstanding import errands, undelivered

_LONGEST = timedelta(hours=1)
"""Between two tries for what is still missing after the edition went out."""
_LOOK = timedelta(hours=6)


def due(now: datetime, desk: Desk, calendar: Calendar, schedule: Schedule) -> Work:
    """All that is to be done at a moment (aware UTC), by what is on the desk alone."""
    today = now.astimezone(ZoneInfo(schedule.time_zone)).date()
    builds = tuple(chain.from_iterable(_builds(key, now, desk, calendar, schedule) for key in _keys(today, schedule)))
    out = [head for head in desk.heads if goes_out(head, now, schedule)]
    wrong = {incident.key: incident for incident in _incidents(now, today, desk, calendar, schedule)}
    known = {incident.key: incident for incident in desk.incidents}
    return Work(
        builds=builds,
        errands=errands(now, out, desk.receipts, desk.channels),
        opened=tuple(known.get(key, incident) for key, incident in wrong.items() if not _is_told(key, desk)),
        closed=tuple(incident for key, incident in known.items() if key not in wrong),
        wake=_wake(now, today, desk, schedule),
    )


def moment_of(day: date, at: time, zone: str) -> datetime:
    """The moment (UTC) at which a day's clock first shows a time; where it leaps over it, the moment of the leap's
    end by as much as the time lies behind its beginning (PEP 495, fold 0)."""
    return datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC)


def begins(day: date, schedule: Schedule) -> datetime:
    """When the building of a day's editions begins: never before the day."""
    return max(_at(day, schedule) - schedule.lead, moment_of(day, time(0), schedule.time_zone))


def goes_out(head: Head, now: datetime, schedule: Schedule) -> bool:
    """Whether the hour of an edition has come; one with gaps is waited for a little longer."""
    wait = timedelta(0) if head.is_complete else schedule.wait
    return now >= _at(head.key.day, schedule) + wait


def _at(day: date, schedule: Schedule) -> datetime:
    return moment_of(day, schedule.at, schedule.time_zone)


def _keys(day: date, schedule: Schedule) -> Iterator[EditionKey]:
    if day.weekday() in schedule.weekdays:
        for kind, lang, profile in schedule.series:
            yield EditionKey(day=day, kind=kind, lang=lang, profile=profile)


def _builds(key: EditionKey, now: datetime, desk: Desk, calendar: Calendar, schedule: Schedule) -> Iterator[Build]:
    if now < begins(key.day, schedule) or not _may_try(key, now, desk, schedule):
        return
    head = _head(key, desk)
    if head is None or _turned(head.made_at, min(now, _at(key.day, schedule)), calendar):
        yield Build(key)
    elif not head.is_complete and now < _until(head, schedule):
        yield Build(key, only_gaps=now >= _at(key.day, schedule))


def _until(head: Head, schedule: Schedule) -> datetime:
    """Until when what an edition had to do without is asked for."""
    return _at(head.key.day, schedule) + (schedule.keep_trying if schedule.late == "revision" else schedule.wait)


def _may_try(key: EditionKey, now: datetime, desk: Desk, schedule: Schedule) -> bool:
    tried = desk.tried.get(key)
    return tried is None or now >= tried.at + _pause(key, now, tried.times, schedule)


def _pause(key: EditionKey, now: datetime, times: int, schedule: Schedule) -> timedelta:
    """Between two tries: the setting's while somebody waits, then longer and longer."""
    if now < _at(key.day, schedule) + schedule.wait:
        return schedule.retry
    return min(schedule.retry * 2 ** min(max(times - 1, 0), 8), max(_LONGEST, schedule.retry))


def _turned(since: datetime, until: datetime, calendar: Calendar) -> bool:
    return any(since < moment <= until for moments in calendar.values() for moment in moments)


def _head(key: EditionKey, desk: Desk) -> Head | None:
    return next((head for head in desk.heads if head.key == key), None)


def _is_told(key: str, desk: Desk) -> bool:
    return any(incident.key == key and incident.is_told for incident in desk.incidents)


def _incidents(now: datetime, today: date, desk: Desk, calendar: Calendar, schedule: Schedule) -> Iterator[Incident]:
    """What the owner should know of, as it stands now."""
    for key in _keys(today, schedule):
        head = _head(key, desk)
        if head is None and now >= _at(today, schedule) + schedule.late_after:
            yield _incident(
                f"late/{key}", Note.of("incident.late", day=key.day, kind=key.kind, profile=key.profile), now
            )
        elif head and _is_empty(head, desk, calendar):
            yield _incident(f"empty/{key}", Note.of("incident.empty", day=key.day, kind=key.kind), now)
    for key in _missed(today, desk, schedule):
        yield _incident(f"late/{key}", Note.of("incident.missed", day=key.day, kind=key.kind), now)
    for life in desk.dead:
        if now - life.since >= schedule.dead_after:
            yield _incident(f"source/{life.source}", _dead(life, (now - life.since).days), now)
    for channel, day, count in undelivered(desk.receipts, today):
        note = Note.of("incident.undelivered", channel=channel, day=day, count=count)
        yield _incident(f"undelivered/{channel}/{day}", note, now)


def _dead(life: Life, days: int) -> Note:
    if life.fault is None:
        return Note.of("incident.source", source=life.source, days=days)
    told = dict(life.fault.params)
    reason = told.get("reason", life.fault.code)  # of a part of a source, what was wrong with the part
    return Note.of("incident.source_why", **{**told, "source": life.source, "days": days, "reason": reason})


def _incident(key: str, note: Note, now: datetime) -> Incident:
    return Incident(key=key, note=note, opened_at=now)


def _is_empty(head: Head, desk: Desk, calendar: Calendar) -> bool:
    """Whether nothing was announced although something should have been: news is announced every day, papers where a
    source has turned since the edition before."""
    if not head.is_quiet or head.announced:
        return False
    before = next(
        (each for each in desk.heads if each.key.series == head.key.series and each.key.day < head.key.day), None
    )
    return before is not None and (head.key.kind == "news" or _turned(before.made_at, head.made_at, calendar))


def _missed(today: date, desk: Desk, schedule: Schedule) -> Iterator[EditionKey]:
    """The editions of yesterday that were never made, although the schedule was kept and there were some before."""
    if desk.since is None:
        return
    yesterday = today - timedelta(days=1)
    for key in _keys(yesterday, schedule):
        before = any(head.key.series == key.series and head.key.day < yesterday for head in desk.heads)
        if before and desk.since <= begins(yesterday, schedule) and _head(key, desk) is None:
            yield key


def _wake(now: datetime, today: date, desk: Desk, schedule: Schedule) -> datetime:
    days = [today, today + timedelta(days=1)]
    marks = [
        *(begins(day, schedule) for day in days),
        *chain.from_iterable((_at(day, schedule), _at(day, schedule) + schedule.wait) for day in days),
        *(_at(day, schedule) + schedule.late_after for day in days),
        *(receipt.next_at for receipt in desk.receipts if receipt.next_at),
        *_next_tries(today, now, desk, schedule),
        now + _LOOK,
    ]
    return min(mark for mark in marks if mark > now)


def _next_tries(today: date, now: datetime, desk: Desk, schedule: Schedule) -> Iterable[datetime]:
    for key in _keys(today, schedule):
        if tried := desk.tried.get(key):
            yield tried.at + _pause(key, now, tried.times, schedule)

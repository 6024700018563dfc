"""When things are due: ``steps/due.py`` alone, on desks made by hand."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from achim.domain.edition import EditionKey
from achim.domain.note import Note
from achim.domain.schedule import Build, Desk, Incident, Life, Schedule, Tried
from achim.domain.shelf import Head, head_of
from achim.render.messages import say
from achim.steps.due import begins, due, moment_of
from tests.editions import day_with_gaps, full_day, quiet_day

DAY = date(2026, 3, 10)
KEY = EditionKey(day=DAY)
PLAN = Schedule(time_zone="Asia/Seoul", at=time(7), series=(("papers", "ko", "default"),))
PART = Note.of("source.part", part="2026-03-06", reason="fetch.status", status=503)
TURN = datetime(2026, 3, 10, 0, 0, tzinfo=UTC)


def at(hour: int, minute: int = 0, day: date = DAY) -> datetime:
    return moment_of(day, time(hour, minute), "Asia/Seoul")


def head(made: datetime, *, complete: bool = True, day: date = DAY, quiet: bool = False) -> Head:
    edition = full_day() if complete else day_with_gaps()
    edition = quiet_day() if quiet else edition
    return replace(head_of(edition), key=EditionKey(day=day), made_at=made, announced=0 if quiet else 5)


def desk(*heads: Head, tried: Mapping[EditionKey, Tried] | None = None, **told: object) -> Desk:
    return replace(Desk(heads=heads, tried=tried or {}), **told)  # pyright: ignore[reportArgumentType]


def test_an_edition_is_begun_before_its_hour_once() -> None:
    assert due(at(6, 14), desk(), {}, PLAN).builds == ()
    assert due(at(6, 15), desk(), {}, PLAN).builds == (Build(KEY),)
    tried = {KEY: Tried(at(6, 15), 1)}
    assert due(at(6, 20), desk(tried=tried), {}, PLAN).builds == ()
    assert due(at(6, 25), desk(tried=tried), {}, PLAN).builds == (Build(KEY),)


def test_a_day_that_is_not_chosen_has_no_edition() -> None:
    assert due(at(8), desk(), {}, replace(PLAN, weekdays=frozenset({0}))).builds == ()


def test_a_hour_soon_after_midnight_is_begun_at_midnight_and_not_the_day_before() -> None:
    assert begins(DAY, replace(PLAN, at=time(0, 10))) == at(0)


def test_gap_is_asked_for_until_the_edition_goes_out_and_after_it_less_and_less_often() -> None:
    made = head(at(6, 15), complete=False)
    early = due(at(6, 30), desk(made, tried={KEY: Tried(at(6, 15), 1)}), {}, PLAN)
    assert early.builds == (Build(KEY),)
    late = due(at(9), desk(made, tried={KEY: Tried(at(8), 4)}), {}, PLAN)
    assert late.builds == (Build(KEY, only_gaps=True),)
    assert due(at(8, 30), desk(made, tried={KEY: Tried(at(8), 4)}), {}, PLAN).builds == ()
    assert due(at(19, 1), desk(made, tried={KEY: Tried(at(8), 4)}), {}, PLAN).builds == ()


def test_gap_is_left_to_the_next_edition_where_the_setting_says_so() -> None:
    made = head(at(6, 15), complete=False)
    plan = replace(PLAN, late="next")
    assert due(at(7, 10), desk(made, tried={KEY: Tried(at(6, 50), 4)}), {}, plan).builds
    assert not due(at(7, 30), desk(made, tried={KEY: Tried(at(6, 50), 4)}), {}, plan).builds


def test_stale_edition_is_made_anew_where_a_source_turned_before_its_hour_and_not_after() -> None:
    plan = replace(PLAN, at=time(9, 30))
    made, tried = head(at(8, 50)), {KEY: Tried(at(8, 50), 1)}
    calendar = {"arxiv": (TURN,)}
    assert due(at(8, 59), desk(made, tried=tried), calendar, plan).builds == ()
    assert due(at(9, 1), desk(made, tried=tried), calendar, plan).builds == (Build(KEY),)
    assert due(at(9, 1), desk(made, tried=tried), calendar, replace(plan, at=time(8, 55))).builds == ()


def test_a_leap_of_the_clock_delays_an_hour_that_it_takes_away_and_gives_no_hour_twice() -> None:
    berlin = "Europe/Berlin"
    assert moment_of(date(2026, 3, 29), time(2, 30), berlin) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert moment_of(date(2025, 10, 26), time(2, 30), berlin) == datetime(2025, 10, 26, 0, 30, tzinfo=UTC)


def test_the_owner_hears_of_a_late_edition_once() -> None:
    assert due(at(7, 59), desk(), {}, PLAN).opened == ()
    (opened,) = due(at(8), desk(), {}, PLAN).opened
    assert opened.note.code == "incident.late"
    told = replace(opened, is_told=True)
    assert due(at(9), desk(incidents=(told,)), {}, PLAN).opened == ()
    assert due(at(9), desk(incidents=(opened,)), {}, PLAN).opened == (opened,)
    assert due(at(9), desk(head(at(8, 30)), incidents=(told,)), {}, PLAN).closed == (told,)


def test_the_owner_hears_of_an_edition_that_is_empty_though_a_source_turned() -> None:
    before = head(at(7, day=DAY - timedelta(days=1)), day=DAY - timedelta(days=1))
    empty = head(at(6, 15), quiet=True)
    turned = {"arxiv": (at(20, day=DAY - timedelta(days=1)),)}
    assert [each.note.code for each in due(at(7), desk(empty, before), turned, PLAN).opened] == ["incident.empty"]
    assert due(at(7), desk(empty, before), {}, PLAN).opened == ()


def test_the_owner_hears_of_a_day_that_was_missed_and_of_a_dead_source() -> None:
    dead = Life(source="arxiv", since=at(6, day=DAY - timedelta(days=4)), fault=PART)
    before = head(at(6, day=DAY - timedelta(days=2)), day=DAY - timedelta(days=2))
    wrong = due(at(6), desk(before, dead=(dead,), since=at(6, day=DAY - timedelta(days=9))), {}, PLAN).opened
    assert [each.note.code for each in wrong] == ["incident.missed", "incident.source_why"]
    assert say(wrong[1].note, "en") == "the source arXiv has been dead for 4 days: answered with an error (HTTP 503)"
    assert due(at(6), desk(before, since=at(7, day=DAY - timedelta(days=1))), {}, PLAN).opened == ()
    assert due(at(6), desk(since=at(6, day=DAY - timedelta(days=9))), {}, PLAN).opened == ()


ZONES = st.sampled_from(["Asia/Seoul", "Europe/Berlin", "America/New_York", "Pacific/Apia"])


@given(zone=ZONES, hour=st.times(), day=st.dates(date(2025, 1, 1), date(2027, 1, 1)), minutes=st.integers(0, 3000))
def test_property_nothing_becomes_due_before_the_next_look(zone: str, hour: time, day: date, minutes: int) -> None:
    plan = replace(PLAN, time_zone=zone, at=hour.replace(tzinfo=None))
    now = moment_of(day, time(0), zone) + timedelta(minutes=minutes)
    work = due(now, desk(), {}, plan)
    assert work.wake > now
    tried = {build.key: Tried(now, 1) for build in work.builds}
    told = tuple(replace(each, is_told=True) for each in work.opened)
    after = desk(tried=tried, incidents=told)
    wake = due(now, after, {}, plan).wake
    for share in (0.1, 0.5, 0.9, 0.999):
        between = now + (wake - now) * share
        if between.astimezone(ZoneInfo(zone)).date() == now.astimezone(ZoneInfo(zone)).date():
            assert due(between, after, {}, plan).builds == ()


@given(zone=ZONES, hour=st.times(), day=st.dates(date(2025, 1, 1), date(2027, 1, 1)))
def test_property_every_local_day_has_its_hour_and_is_begun_within_it(zone: str, hour: time, day: date) -> None:
    plan = replace(PLAN, time_zone=zone, at=hour.replace(tzinfo=None))
    begun = begins(day, plan)
    assert begun.astimezone(ZoneInfo(zone)).date() == day
    assert due(begun, desk(), {}, plan).builds == (Build(EditionKey(day=day)),)


def test_incidents_are_told_by_keys_that_last() -> None:
    first, second = due(at(8), desk(), {}, PLAN).opened, due(at(9), desk(), {}, PLAN).opened
    assert [each.key for each in first] == [each.key for each in second]
    assert isinstance(first[0], Incident)

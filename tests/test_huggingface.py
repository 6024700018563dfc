"""Hugging Face Daily Papers: which lists a morning takes, the API, the page in its place, and their traps."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from html import escape
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import pytest

from achim.domain.note import Note
from achim.domain.paper import Batch, Known, Window
from achim.errors import FetchError, SourceError
from achim.ports import Answer
from achim.sources.http import Client, Manners
from achim.sources.huggingface import HuggingFace, list_days, parse_item, parse_list, parse_page
from tests.moving_clock import MovingClock
from tests.upstream.corpus import Corpus, from_sample, synthetic
from tests.upstream.faults import FAULTS
from tests.upstream.server import UpstreamServer
from tests.world import WorldTransport

Found = TypeVar("Found")
BASE = "https://huggingface.co"
SEOUL = "Asia/Seoul"
SAMPLE = Path(__file__).parents[1] / "tools" / "sample" / "day.json"
FRIDAY, SUNDAY, MONDAY, TUESDAY = (date(2026, 8, day) for day in (7, 9, 10, 11))
TUESDAY_MORNING = datetime(2026, 8, 11, 1, 30, tzinfo=UTC)
"""10:30 in Seoul: Monday has ended in UTC."""
QUICK = Manners(
    user_agent="achim/test", default_pace=0.0, read_timeout=0.5, total_timeout=1.0, max_bytes=2_000_000, attempts=2
)


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return synthetic(7, [date(2026, 8, day) for day in (6, 7, 10, 11)], per_day=12)


@pytest.fixture
def server(corpus: Corpus) -> Iterator[UpstreamServer]:
    with UpstreamServer(corpus, TUESDAY_MORNING) as running:
        yield running


@pytest.fixture
def source(server: UpstreamServer) -> Iterator[HuggingFace]:
    client = Client(QUICK, WorldTransport(server), MovingClock(TUESDAY_MORNING))
    yield HuggingFace(client, base_url=BASE)
    client.close()


def window(
    day: date = TUESDAY,
    as_of: datetime = TUESDAY_MORNING,
    since: date | None = FRIDAY,
    zone: str = SEOUL,
    known: tuple[Known, ...] = (),
) -> Window:
    return Window(day=day, time_zone=zone, as_of=as_of, since=since, known=known)


def known_on(*days: date) -> tuple[Known, ...]:
    """An item of each day's list that an earlier edition has."""
    return tuple(Known(source="huggingface", native_id=f"{day}/2608.00001", batch=day, kind="featured") for day in days)


def featured(corpus: Corpus, *days: date) -> set[str]:
    """The keys of all that was featured on those days."""
    return {f"huggingface/{day}/{work.arxiv_id}" for work in corpus.works for day in days if work.hf_date == day}


def keys(batch: Batch) -> set[str]:
    return {each.key for each in batch.announcements}


# --- which day's list a morning takes


def at(zone: str, day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo(zone)).astimezone(UTC)


WEEK = [date(2026, 8, 10) + timedelta(days=number) for number in range(7)]
WINTER_WEEK = [date(2026, 12, 7) + timedelta(days=number) for number in range(7)]


@pytest.mark.parametrize("day", [*WEEK, *WINTER_WEEK], ids=lambda day: f"{day:%a %b}")
@pytest.mark.parametrize(
    ("zone", "hour"),
    [
        pytest.param(SEOUL, 7, id="Seoul 07:00, yesterday still goes on in UTC"),
        pytest.param(SEOUL, 10, id="Seoul 10:00"),
        pytest.param(SEOUL, 23, id="Seoul 23:00"),
        pytest.param("Europe/Berlin", 0, id="Berlin 00:30, yesterday still goes on in UTC"),
        pytest.param("Europe/Berlin", 7, id="Berlin 07:00"),
        pytest.param("America/Los_Angeles", 7, id="Los Angeles 07:00"),
        pytest.param("America/Los_Angeles", 20, id="Los Angeles 20:00, tomorrow has begun in UTC"),
        pytest.param("Pacific/Kiritimati", 7, id="Kiritimati 07:00, yesterday has just begun in UTC"),
    ],
)
def test_a_morning_takes_the_lists_up_to_the_day_before(zone: str, hour: int, day: date) -> None:
    """In summer and winter, every day of the week; the cursor stops before the last one that has begun, even if it was
    read before."""
    as_of = at(zone, day, hour, 30 if hour == 0 else 0)
    since, before, yesterday = (day - timedelta(days=back) for back in (4, 2, 1))
    asked = window(day, as_of, since=since, zone=zone, known=known_on(before, yesterday))
    taken = list_days(asked)
    lists = Lists({each: [item(1, each)] for each in (before, yesterday)})
    batch = HuggingFace(lists, base_url=BASE).announcements(asked)

    assert (taken[0], taken[-1]) == (day - timedelta(days=3), yesterday)
    assert batch.cursor == before


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        pytest.param(date(2026, 8, 9), FRIDAY, id="Sunday"),
        pytest.param(MONDAY, FRIDAY, id="Monday"),
        pytest.param(TUESDAY, MONDAY, id="Tuesday"),
    ],
)
def test_the_first_run_takes_the_newest_list_that_has_items(
    day: date, expected: date, source: HuggingFace, corpus: Corpus
) -> None:
    """On a weekend and on Monday that is Friday's."""
    batch = source.announcements(window(day, since=None))

    assert keys(batch) == featured(corpus, expected)


def test_days_without_a_run_are_all_read_and_weekends_are_quiet(source: HuggingFace, corpus: Corpus) -> None:
    batch = source.announcements(window(since=date(2026, 8, 5)))

    assert keys(batch) == featured(corpus, date(2026, 8, 6), FRIDAY, MONDAY)
    assert (batch.cursor, batch.gaps, batch.note) == (date(2026, 8, 5), (), None)


def test_every_list_is_read_by_two_editions() -> None:
    """An answer does not say whether it is whole: what the first one left out comes with the second, alone."""
    first = read(Lists({MONDAY: [item(1)]}), since=FRIDAY)
    later = Lists({MONDAY: [item(1), item(2)], TUESDAY: [item(3, TUESDAY)]})
    wednesday = date(2026, 8, 12)
    second = read(later, day=wednesday, as_of=at(SEOUL, wednesday, 10), since=FRIDAY, known=known_on(MONDAY))

    assert first.cursor == FRIDAY
    assert keys(second) == {"huggingface/2026-08-10/2608.00002", "huggingface/2026-08-11/2608.00003"}
    assert second.cursor == MONDAY


def test_gap_a_list_that_is_read_late_is_read_again_too() -> None:
    """It failed yesterday, when a later one was read; today's answer may be short as any first one."""
    lists = Lists({FRIDAY: [item(1, FRIDAY)], MONDAY: [item(2)]})
    batch = read(lists, since=date(2026, 8, 6), known=known_on(MONDAY))

    assert batch.cursor == date(2026, 8, 6)


def known_items(*numbers: int, day: date = MONDAY) -> tuple[Known, ...]:
    return tuple(
        Known(source="huggingface", native_id=f"{day}/2608.{number:05d}", batch=day, kind="featured")
        for number in numbers
    )


WEDNESDAY, THURSDAY = date(2026, 8, 12), date(2026, 8, 13)


def test_stale_a_place_that_stands_still_is_read_again_until_it_moves() -> None:
    """The second look met what the first one had seen, and nothing of a later day: what came after the first look is
    not on it."""
    still = Lists({MONDAY: [item(1)]})
    second = read(still, day=WEDNESDAY, as_of=at(SEOUL, WEDNESDAY, 7), since=FRIDAY, known=known_items(1))
    moved = Lists({MONDAY: [item(1), item(2)], WEDNESDAY: [item(3, WEDNESDAY)]})
    third = read(moved, day=THURSDAY, as_of=at(SEOUL, THURSDAY, 7), since=second.cursor, known=known_items(1))

    assert second.cursor == SUNDAY
    assert keys(third) == {"huggingface/2026-08-10/2608.00002", "huggingface/2026-08-12/2608.00003"}


@pytest.mark.parametrize("count", [0, 1])
def test_stale_a_list_that_was_longer_before_is_a_gap_and_read_again(count: int) -> None:
    """One answer may be older than those of other days; what nobody has seen yet is missing from it too."""
    lists = Lists({MONDAY: [item(1)][:count], TUESDAY: [item(3, TUESDAY)]})
    behind = read(lists, day=WEDNESDAY, as_of=at(SEOUL, WEDNESDAY, 7), since=FRIDAY, known=known_items(1, 2))

    assert behind.cursor == SUNDAY
    assert [gap.note for gap in behind.gaps] == [
        Note.of("source.part", part=MONDAY, reason="source.partial", expected=2, got=count)
    ]


def test_a_list_from_which_an_item_was_taken_is_no_fault_for_ever() -> None:
    """None where others came since; after some days it is what the list is."""
    lists = Lists({MONDAY: [item(1), item(4)], TUESDAY: [item(3, TUESDAY)]})
    came = read(lists, day=WEDNESDAY, as_of=at(SEOUL, WEDNESDAY, 7), since=FRIDAY, known=known_items(1, 2))
    friday = date(2026, 8, 14)
    shorter = Lists({MONDAY: [item(1)], THURSDAY: [item(3, THURSDAY)]})
    later = read(shorter, day=friday, as_of=at(SEOUL, friday, 7), since=SUNDAY, known=known_items(1, 2))

    assert (came.gaps, came.cursor) == ((), MONDAY)
    assert (later.gaps, later.cursor) == ((), MONDAY)


def test_a_list_of_more_than_a_week_ago_is_not_read_again() -> None:
    """However long there was nothing on any list."""
    assert read(Lists({}), since=date(2026, 7, 20)).cursor == MONDAY - timedelta(days=7)


def test_gap_a_list_read_before_its_day_ended_is_read_once_more(server: UpstreamServer, corpus: Corpus) -> None:
    """It has grown meanwhile; together nothing is missed, and what was there twice has the same key."""
    client = Client(QUICK, WorldTransport(server), MovingClock())
    source = HuggingFace(client, base_url=BASE)
    early = datetime(2026, 8, 10, 12, tzinfo=UTC)
    server.set_time(early)
    before = source.announcements(window(as_of=early))
    server.set_time(TUESDAY_MORNING)
    after = source.announcements(window(since=before.cursor))
    client.close()

    assert before.cursor == FRIDAY
    assert keys(before) < keys(after) == featured(corpus, MONDAY)


def test_stale_an_unchanged_list_is_told_under_the_same_keys(source: HuggingFace) -> None:
    """The trap of lists that stay for months: whatever is read again is known by its day and id."""
    first, second = (source.announcements(window()) for _ in range(2))

    assert [each.key for each in first.announcements] == [each.key for each in second.announcements]


def test_votes_and_comments_are_those_of_the_moment_they_were_read() -> None:
    """The sample's list of Friday, read on Monday morning."""
    morning = datetime(2024, 11, 3, 23, tzinfo=UTC)
    with UpstreamServer(from_sample(SAMPLE), morning) as server:
        client = Client(QUICK, WorldTransport(server), MovingClock(morning))
        batch = HuggingFace(client, base_url=BASE).announcements(
            window(date(2024, 11, 4), morning, since=date(2024, 10, 31))
        )
        client.close()

    votes = {signal.value for each in batch.announcements for signal in each.signals if signal.name == "votes"}
    assert {each.batch for each in batch.announcements} == {date(2024, 11, 1)}
    assert votes >= {34, 32}
    assert batch.cursor == date(2024, 10, 31)


# --- made-up answers


class Lists:
    """A Fetcher of lists per day: of the API page by page, of the page whole. An exception is raised, none is []."""

    def __init__(
        self,
        api: Mapping[date, Sequence[object] | Exception],
        page: Mapping[date, bytes | Exception] | None = None,
        *,
        most: int = 100,
    ) -> None:
        self.api = dict(api)
        self.page = page or {}
        self.most = most
        self.asked: list[str] = []

    def get(
        self, url: str, *, source: str, again: bool = False, earlier: Callable[[Answer], bool] | None = None
    ) -> Answer:
        self.asked.append(url)
        day = date.fromisoformat(url.partition("date=")[2][:10])
        if "/api/" in url:
            number = int(url.rpartition("p=")[2])
            found = self._or_raise(self.api.get(day, []))
            return Answer(url, 200, {}, json.dumps(found[number * self.most : (number + 1) * self.most]).encode())
        return Answer(f"{BASE}/papers/date/{day}", 200, {}, self._or_raise(self.page.get(day, page_of(FRIDAY))))

    def _or_raise(self, found: Found | Exception) -> Found:
        if isinstance(found, Exception):
            raise found
        return found


def item(number: int, day: date = MONDAY, **paper: object) -> dict[str, object]:
    told = {"id": f"2608.{number:05d}", "title": f"Paper {number}", "submittedOnDailyAt": f"{day}T00:00:00.000Z"}
    return {"paper": told | paper}


def page_of(day: date | str, *items: object) -> bytes:
    props = json.dumps({"dateString": str(day), "dailyPapers": items})
    return f'<div data-target="DailyPapers" data-props="{escape(props)}"></div>'.encode()


def refused(status: int) -> FetchError:
    return FetchError("huggingface", Note.of("fetch.status", status=status), "https://huggingface.co")


def read(
    lists: Lists,
    *,
    day: date = TUESDAY,
    as_of: datetime = TUESDAY_MORNING,
    since: date | None = SUNDAY,
    known: tuple[Known, ...] = (),
) -> Batch:
    return HuggingFace(lists, base_url=BASE).announcements(window(day, as_of, since, known=known))


@pytest.mark.parametrize("count", [0, 1, 49, 50, 99, 100, 101, 250])
@pytest.mark.parametrize("most", [50, 100])
def test_a_list_is_read_to_its_last_page(count: int, most: int) -> None:
    """Also where the place gives fewer a page than it was asked for."""
    assert len(read(Lists({MONDAY: [item(number) for number in range(count)]}, most=most)).announcements) == count


def test_a_list_that_grows_between_two_pages_is_read_whole() -> None:
    """New items push old ones on to the next page: there they come again, and count once."""

    class Growing(Lists):
        def get(
            self, url: str, *, source: str, again: bool = False, earlier: Callable[[Answer], bool] | None = None
        ) -> Answer:
            answer = super().get(url, source=source, again=again)
            self.api[MONDAY] = [item(1000 + len(self.asked)), *self._or_raise(self.api[MONDAY])]
            return answer

    found = read(Growing({MONDAY: [item(number) for number in range(150)]})).announcements

    assert {each.native_id for each in found} == {f"2026-08-10/2608.{number:05d}" for number in range(150)}
    assert len(found) == 150


def test_hostile_a_list_without_an_end_is_left() -> None:
    """The same page again brings nothing new."""

    class Endless(Lists):
        def get(
            self, url: str, *, source: str, again: bool = False, earlier: Callable[[Answer], bool] | None = None
        ) -> Answer:
            return super().get(url.rpartition("p=")[0] + "p=0", source=source, again=again)

    lists = Endless({MONDAY: [item(number) for number in range(100)]})

    assert len(read(lists).announcements) == 100
    assert len(lists.asked) == 2


@pytest.mark.parametrize("status", [400, 404])
def test_a_list_that_is_not_out_yet_is_no_fault(status: int) -> None:
    """Today's in UTC; it is asked for again, as the cursor stays before it."""
    batch = read(Lists({MONDAY: refused(status)}), as_of=datetime(2026, 8, 10, 22, tzinfo=UTC))

    assert (batch.announcements, batch.gaps, batch.cursor) == ((), (), date(2026, 8, 9))
    assert batch.note == Note.of("source.quiet")


@pytest.mark.parametrize("status", [400, 404, 403, 429, 500])
def test_fault_the_page_is_read_where_the_api_fails(status: int) -> None:
    """A refusal of a day that is over is a fault, not an empty list."""
    batch = read(Lists({MONDAY: refused(status)}, {MONDAY: page_of(MONDAY, item(1), item(2, FRIDAY))}))

    assert keys(batch) == {"huggingface/2026-08-10/2608.00001"}
    assert batch.note == Note.of("source.fallback", way="page")
    assert (batch.gaps, batch.cursor) == ((), SUNDAY)


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(refused(500), id="refused"),
        pytest.param(b"<html></html>", id="no data"),
        pytest.param(b'<div data-target="DailyPapers" data-props="{"></div>', id="no JSON"),
        pytest.param(b'<div data-target="DailyPapers" data-props="[]"></div>', id="no mapping"),
        pytest.param(page_of("today", item(1)), id="no date"),
        pytest.param(page_of(MONDAY, item(1, FRIDAY)), id="Friday's items under Monday's date"),
        pytest.param(page_of(MONDAY, {"work": 1}), id="no papers"),
    ],
)
def test_fault_where_the_page_fails_too_the_apis_fault_is_told(page: bytes | Exception) -> None:
    with pytest.raises(SourceError) as raised:
        read(Lists({MONDAY: refused(503)}, {MONDAY: page}))

    assert raised.value.note == Note.of("fetch.status", status=503)


def test_stale_a_page_that_leads_to_another_day_has_nothing_of_the_day() -> None:
    """By its date or by its address."""
    friday, monday = (f"{BASE}/papers/date/{day}" for day in (FRIDAY, MONDAY))

    assert parse_page(page_of(FRIDAY, item(1, FRIDAY)), friday, MONDAY, TUESDAY_MORNING) == ()
    assert parse_page(page_of(MONDAY, item(1)), friday, MONDAY, TUESDAY_MORNING) == ()
    assert parse_page(page_of(MONDAY, item(1)), monday, MONDAY, TUESDAY_MORNING)


def test_gap_a_page_without_the_day_does_not_excuse_the_api_on_a_working_day() -> None:
    """It may be behind; on a weekend there is nothing to miss."""
    with pytest.raises(SourceError):
        read(Lists({MONDAY: refused(500)}))
    sunday = date(2026, 8, 9)
    quiet = read(Lists({sunday: refused(500)}), day=MONDAY, since=date(2026, 8, 8))

    assert (quiet.note, quiet.gaps) == (Note.of("source.quiet"), ())


def test_a_working_day_of_which_the_api_has_nothing_is_looked_up_on_the_page() -> None:
    """Two witnesses tell a holiday from a fault; a weekend needs none."""
    lost = Lists({}, {MONDAY: page_of(MONDAY, item(1))})
    holiday = Lists({})
    weekend = Lists({})

    assert len(read(lost).announcements) == 1
    assert read(holiday).note == Note.of("source.quiet")
    assert read(holiday).gaps == ()
    read(weekend, day=MONDAY, since=FRIDAY)
    assert not any("/papers?" in url for url in weekend.asked)


def test_stale_another_days_list_in_the_place_of_the_days_own_is_a_fault() -> None:
    """Also where the page is behind; unless it shows the day's."""
    friday = {MONDAY: [item(1, FRIDAY)]}
    for page in ({MONDAY: refused(503)}, {}):
        with pytest.raises(SourceError) as raised:
            read(Lists(friday, page))
        assert raised.value.note == Note.of("source.stale", expected=MONDAY, got=FRIDAY)
    assert len(read(Lists(friday, {MONDAY: page_of(MONDAY, item(2))})).announcements) == 1


def test_gap_one_failing_day_of_several_leaves_the_others() -> None:
    """What was read is told, the rest is a gap, and the cursor stays before it."""
    lists = Lists({FRIDAY: [item(1, FRIDAY)], MONDAY: [item(2)]} | {date(2026, 8, 6): refused(500)})
    batch = read(lists, since=date(2026, 8, 5))

    assert keys(batch) == {"huggingface/2026-08-07/2608.00001", "huggingface/2026-08-10/2608.00002"}
    assert batch.cursor == date(2026, 8, 5)
    assert [gap.note for gap in batch.gaps] == [
        Note.of("source.part", part="2026-08-06", reason="fetch.status", status="500")
    ]


def test_gap_a_place_that_is_down_is_not_asked_for_every_day() -> None:
    """After the second failing day the days behind it are one gap."""
    days = [date(2026, 8, day) for day in (3, 4, 5, 6, 7)]
    lists = Lists({days[0]: [item(1, days[0])]} | {day: refused(500) for day in days[1:]})
    batch = read(lists, since=date(2026, 8, 2))

    assert batch.cursor == days[0]
    assert [dict(gap.note.params)["part"] for gap in batch.gaps] == ["2026-08-04", "2026-08-05 – 2026-08-10"]
    assert not any("2026-08-06" in url for url in lists.asked)


def test_gap_on_the_first_run_an_older_list_stands_in_for_a_failing_one() -> None:
    batch = read(Lists({MONDAY: refused(500), FRIDAY: [item(1, FRIDAY)]}), since=None)

    assert keys(batch) == {"huggingface/2026-08-07/2608.00001"}
    assert [dict(gap.note.params)["part"] for gap in batch.gaps] == ["2026-08-10"]
    assert batch.cursor == date(2026, 8, 6)


# --- entries


def test_the_dates_are_those_of_the_paper() -> None:
    """The entry's own ``publishedAt`` is a day early."""
    entry = item(1, publishedAt="2026-07-29T00:00:00.000Z", upvotes=3, githubRepo="javascript:alert(1)")
    found = parse_item({**entry, "publishedAt": "2026-07-28T20:00:00.000Z", "numComments": 2}, TUESDAY_MORNING)

    assert found
    assert found.submitted_at == datetime(2026, 7, 29, tzinfo=UTC)
    assert found.batch == MONDAY
    assert found.code_url is None
    assert {signal.name: signal.value for signal in found.signals} == {"votes": 3, "comments": 2}


@pytest.mark.parametrize("name", ["fresh", "older"])
def test_an_entry_without_its_optional_fields_is_a_paper(name: str) -> None:
    """Fresh lists lack what machines add later."""
    more: dict[str, Any] = {"summary": "A\nB.", "authors": [{"name": "Ada"}, {}, None]} if name == "older" else {}
    found = parse_item(item(1, **more), TUESDAY_MORNING)

    assert found
    assert (found.abstract, found.authors) == (("A B.", ("Ada",)) if name == "older" else (None, ()))


@pytest.mark.parametrize(
    "entry",
    [
        None,
        3,
        [],
        {},
        {"paper": None},
        item(1, id="x"),
        item(1, id=2608.0001),
        item(1, id="٢٦٠٨.٠٠٠٠١"),
        item(1, id="http://[arxiv.org/abs/2608.00001"),
        item(1, title=None),
        item(1, title={"a": 1}),
        item(1, title="\u200b"),
        item(1, submittedOnDailyAt=None),
        item(1, submittedOnDailyAt="2026-08-10T00:00:00"),
        item(1, submittedOnDailyAt="0001-01-01T00:00:00+14:00"),
        item(1, submittedOnDailyAt=1786320000),
    ],
)
def test_hostile_an_entry_that_names_no_paper_is_left_out(entry: object) -> None:
    """And where none names one, the format is another: a fault, not a quiet day."""
    assert [each.native_id for each in parse_list([entry, item(2)], TUESDAY_MORNING)] == ["2026-08-10/2608.00002"]
    with pytest.raises(SourceError):
        parse_list([entry], TUESDAY_MORNING)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"null",
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"[" + b"9" * 5000 + b"]",
        b"\xff\xfe",
        b"Rate exceeded.",
    ],
    ids=["empty", "mapping", "null", "nested", "deep", "huge number", "no text", "words"],
)
def test_hostile_a_body_that_is_no_list_is_a_fault(body: bytes) -> None:
    class Bodies(Lists):
        def get(
            self, url: str, *, source: str, again: bool = False, earlier: Callable[[Answer], bool] | None = None
        ) -> Answer:
            return Answer(url, 200, {}, body)

    with pytest.raises(SourceError):
        read(Bodies({}))


# --- recorded answers and scripted faults


def test_recorded_entries_are_read_whole(shared_file: Callable[[str], Path]) -> None:
    """Thirty of a Saturday's answer, all of Friday's list."""
    text = shared_file("upstream/recorded/huggingface/daily_papers_recorded_2026-06-13_30items.json").read_text()
    found = parse_list(json.loads(text), TUESDAY_MORNING)

    assert len(found) == 30
    assert {each.batch for each in found} == {date(2026, 6, 12)}
    assert all(each.abstract and each.authors and each.submitted_at for each in found)


@pytest.mark.parametrize("fault", sorted(FAULTS))
@pytest.mark.parametrize("route", ["hf_api", "hf_page", "hf_*"])
def test_fault_whatever_goes_wrong_nothing_wrong_is_told(
    route: str, fault: str, server: UpstreamServer, source: HuggingFace, corpus: Corpus
) -> None:
    """A gap, or part of the truth. While one way is open, what is missing is what no reader could notice."""
    server.script(route, [], forever=FAULTS[fault])
    if route == "hf_page":
        server.script("hf_api", "*:500")
    truth = featured(corpus, MONDAY)
    try:
        batch = source.announcements(window(since=date(2026, 8, 9)))
    except SourceError:
        batch = None
    if batch is None:
        assert route != "hf_api" or fault == "unavailable_retry_after", "a place that asks to be left alone is"
        return

    assert keys(batch) <= truth
    assert batch.announcements or fault in ("no_items", "empty_page")
    if route == "hf_api" and fault not in ("partial", "short_count", "dropped_ids"):
        assert keys(batch) == truth

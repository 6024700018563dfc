"""arXiv's announcements against a server that speaks its formats, on a clock that moves when it is waited on."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import httpx2
import pytest

from achim.clock import StandingClock
from achim.domain.note import Note
from achim.domain.paper import Batch
from achim.errors import SourceError
from achim.render.messages import say
from achim.sources.arxiv_calendar import announced_at, is_holiday, newest_batch, submission_window
from achim.sources.arxiv_ways import OAI
from achim.sources.http import Client
from achim.sources.remembered import RememberedFetcher
from tests.arxiv_world import MORNING, NOON, QUICK, TUESDAY, TURNED, arxiv_world, corpus, expected, ids, known_batch
from tests.fakes import make_store
from tests.upstream import schedule
from tests.upstream.faults import FAULTS, named
from tests.upstream.synthetic import synthetic
from tests.upstream.works import Corpus
from tests.world import WorldTransport

KNOWN = corpus()


def code(note: Note | None) -> str:
    return note.code if note else ""


def test_the_newest_batch_is_read_on_the_first_run() -> None:
    """Each paper once, whatever the number of categories that list it."""
    with arxiv_world(MORNING, KNOWN) as world:
        batch = world.read(since=None)

    assert ids(batch) == expected(KNOWN)
    assert len(batch.announcements) == len(ids(batch))
    assert {each.batch for each in batch.announcements} == {TUESDAY}
    assert (batch.cursor, batch.gaps, batch.note) == (TUESDAY, (), None)
    assert all(each.title and each.authors and each.categories for each in batch.announcements)


def test_the_batches_of_days_without_a_run_are_read() -> None:
    """Older ones from catch-up pages, the newest from the listing: regular ways, so nothing is noted."""
    with arxiv_world(MORNING, KNOWN) as world:
        batch = world.read(since=date(2026, 8, 6))
        routes = set(world.asked())

    assert {each.batch for each in batch.announcements} == {date(2026, 8, day) for day in (7, 10, 11)}
    assert routes == {"catchup", "listing", "oai"}
    assert batch.note is None


def test_arxiv_is_not_asked_while_nothing_can_be_new() -> None:
    """On a weekend the batch of Friday is the newest; the note says when the next one comes."""
    with arxiv_world(datetime(2026, 8, 9, 3, tzinfo=UTC), KNOWN) as world:
        batch = world.read(since=date(2026, 8, 7))

        assert (batch.announcements, batch.cursor) == ((), None)
        assert code(batch.note) == "source.weekend"
        assert world.asked() == []


def test_the_kinds_are_told_apart() -> None:
    """New and cross-listed, replaced here and replaced elsewhere, as seen from one category."""
    label = date(2026, 8, 6)
    with arxiv_world(announced_at(label), KNOWN) as world:
        batch = world.read("cs.AI", since=None)
    kinds = {each.paper_id: each.kind for each in batch.announcements}

    for work in KNOWN.batch(label):
        if "cs.AI" in work.categories:
            away = work.primary != "cs.AI"
            replaced = "replace-cross" if away else "replace"
            first = "cross" if away else "new"
            assert kinds.pop(f"arxiv:{work.arxiv_id}") == (replaced if work.announce_kind == "replace" else first)  # pyright: ignore[reportArgumentType]
    assert kinds == {}


@pytest.mark.parametrize("moment", [TURNED, datetime(2026, 11, 17, 1, 0, tzinfo=UTC)], ids=["summer", "winter"])
def test_stale_a_late_listing_is_waited_for(moment: datetime) -> None:
    """It is asked again every minute; once it has turned the other categories are read without waiting."""
    label = newest_batch(moment)
    known = synthetic(7, [label], per_day=12, categories=("cs.AI", "cs.CL"))
    with arxiv_world(moment, known) as world:
        world.server.script("arxiv_listing", "stale,stale,stale,200")
        batch = world.read(since=None)

        assert ids(batch) == expected(known, label)
        assert (batch.cursor, batch.note) == (label, None)
        assert world.clock.waits == [60.0] * 3
        assert [request.path for request in world.server.log] == ["/list/cs.AI/new"] * 4 + ["/list/cs.CL/new"]


def test_stale_waiting_has_an_end() -> None:
    """After the quarter of an hour the fault is told with both days, and only one category has waited."""
    with arxiv_world(TURNED, KNOWN) as world:
        world.server.script("arxiv_listing", "*:stale")
        with pytest.raises(SourceError) as raised:
            world.read()

        assert raised.value.note == Note.of("source.stale", expected=TUESDAY, got=date(2026, 8, 10))
        assert sum(world.clock.waits) == 15 * 60
        assert len(world.asked()) == 16 + 1


def test_stale_long_after_the_announcement_nothing_is_waited_for() -> None:
    """The edition comes at once, from another way."""
    with arxiv_world(NOON, KNOWN) as world:
        world.server.script("arxiv_listing", "*:stale")
        batch = world.read()

        assert ids(batch) == expected(KNOWN)
        assert world.clock.waits == []


def test_stale_a_replay_comes_to_the_same_end() -> None:
    """Its clock stands, so tries are counted."""
    with arxiv_world(TURNED, KNOWN) as world:
        world.server.script("arxiv_listing", "*:stale")
        source = world.source(clock=StandingClock(TURNED))
        with pytest.raises(SourceError) as raised:
            source.announcements(world.window(date(2026, 8, 10)))

        assert raised.value.note == Note.of("source.stale", expected=TUESDAY, got=date(2026, 8, 10))
        assert len(world.asked()) == 16 + 1


def test_a_holiday_makes_an_older_heading_quiet() -> None:
    """2026-09-07 is Labor Day: on Tuesday the listing still shows Monday's batch."""
    known = synthetic(3, [date(2026, 9, 7)], per_day=6, categories=("cs.AI", "cs.CL"))
    with arxiv_world(datetime(2026, 9, 8, 0, 30, tzinfo=UTC), known) as world:
        batch = world.read(since=date(2026, 9, 7))

        assert (batch.announcements, batch.cursor, code(batch.note)) == ((), date(2026, 9, 8), "source.weekend")
        assert world.clock.waits == []


FAULTS_OF_A_LISTING = (
    "500",
    "403",
    "429",
    "layout_changed",
    "short_count",
    "bad_bytes",
    "empty",
    "other_page",
    "stale",
)


@pytest.mark.parametrize("fault", FAULTS_OF_A_LISTING)
def test_fault_the_feed_stands_in_for_a_listing(fault: str) -> None:
    """Past midnight in New York it has the batch; the edition says where it came from."""
    with arxiv_world(NOON, KNOWN) as world:
        world.server.script("arxiv_listing", f"*:{fault}")
        batch = world.read()

    assert ids(batch) == expected(KNOWN)
    assert (batch.cursor, batch.gaps) == (TUESDAY, ())
    assert batch.note == Note.of("source.fallback", way="feed")
    assert all(each.version for each in batch.announcements)


@pytest.mark.parametrize("fault", ["500", "stale", "no_items", "error_feed", "error_feed_200", "truncated"])
def test_fault_the_catch_up_page_stands_in_for_listing_and_feed(fault: str) -> None:
    with arxiv_world(NOON, KNOWN) as world:
        world.server.script("arxiv_listing", "*:500")
        world.server.script("arxiv_feed", [], forever=FAULTS.get(fault) or named(fault))
        batch = world.read()

    assert ids(batch) == expected(KNOWN)
    assert batch.note == Note.of("source.fallback", way="catchup")


@pytest.mark.parametrize("page", [2500, 4], ids=["one page", "with resumption tokens"])
def test_fault_oai_stands_in_for_all_others(page: int) -> None:
    """Of every paper with its submission in the batch's window the kind is the one that the listing gives."""
    with arxiv_world(NOON, KNOWN, oai_page=page) as world:
        before = {each.key: each for each in world.read().announcements}
        for route in ("arxiv_listing", "arxiv_feed", "arxiv_catchup"):
            world.server.script(route, "*:500")
        batch = world.read()

    assert ids(batch) == expected(KNOWN)
    assert batch.note == Note.of("source.fallback", way="oai")
    assert {each.key: each.kind for each in batch.announcements} == {key: each.kind for key, each in before.items()}
    assert all(each.submitted_at for each in batch.announcements)


def test_days_of_long_ago_come_from_oai_alone() -> None:
    """Catch-up pages go back ninety days."""
    with arxiv_world(datetime(2026, 12, 1, 3, tzinfo=UTC), KNOWN) as world:
        window = replace(world.window(date(2026, 8, 11)), day=date(2026, 8, 12))
        batch = world.source().announcements(window)

        assert ids(batch) == expected(KNOWN, date(2026, 8, 12))
        assert batch.note == Note.of("source.fallback", way="oai")
        assert set(world.asked()) == {"oai"}


def test_days_of_long_ago_are_whole_though_papers_were_revised_since() -> None:
    """OAI-PMH dates a record by its last change: a paper of an old batch bears the day of its newest version."""
    label = date(2026, 8, 12)
    revised = {work.arxiv_id for work in KNOWN.batch(label) if work.announce_kind == "new"}
    later = tuple(
        replace(
            work,
            version=work.version + 1,
            updated_at=datetime(2026, 8, 31, 12, tzinfo=UTC),
            announced=date(2026, 9, 1),
            announce_kind="replace",
        )
        for work in KNOWN.batch(label)
    )
    with arxiv_world(datetime(2026, 12, 1, 3, tzinfo=UTC), Corpus((*KNOWN.works, *later), KNOWN.holidays)) as world:
        window = replace(world.window(date(2026, 8, 11)), day=label)
        batch = world.source().announcements(window)

    assert revised & ids(batch) == revised & expected(KNOWN, label)
    assert {each.kind for each in batch.announcements if each.paper_id and each.paper_id[6:] in revised} <= {
        "new",
        "cross",
    }


def test_gap_before_midnight_in_new_york_no_other_way_is_asked() -> None:
    """The feed holds the older label, the catch-up page refuses the newest, OAI is not updated yet."""
    with arxiv_world(MORNING, KNOWN) as world:
        world.server.script("arxiv_listing", "*:500")
        with pytest.raises(SourceError) as raised:
            world.read()

        assert raised.value.note == Note.of("fetch.status", status=500)
        assert set(world.asked()) == {"listing"}


def test_gap_when_every_way_fails_the_listing_is_named() -> None:
    with arxiv_world(NOON, KNOWN) as world:
        for route, fault in (("listing", "403"), ("feed", "500"), ("catchup", "404"), ("oai", "503")):
            world.server.script(f"arxiv_{route}", f"*:{fault}")
        with pytest.raises(SourceError) as raised:
            world.read()

    assert raised.value.note == Note.of("fetch.status", status=403)


def test_gap_categories_that_fail_alike_are_one_gap() -> None:
    """And the others are read, and the cursor stays, so that the next run reads it all."""
    with arxiv_world(MORNING, KNOWN) as world:
        world.server.script("arxiv_listing", "*:500", match="cs.CL")
        world.server.script("arxiv_listing", "*:500", match="cs.LG")
        batch = world.read("cs.AI", "cs.CL", "cs.LG")

    assert ids(batch) == expected(KNOWN, TUESDAY, "cs.AI")
    assert [gap.note for gap in batch.gaps] == [
        Note.of("source.part", part="cs.CL, cs.LG", reason="fetch.status", status=500)
    ]
    assert batch.cursor is None


def test_gap_an_empty_list_on_a_working_day_is_not_believed() -> None:
    """A failure never looks like a quiet day, though each page is whole."""
    with arxiv_world(MORNING, KNOWN) as world:
        world.server.script("arxiv_listing", "*:no_items")
        with pytest.raises(SourceError) as raised:
            world.read()

    assert raised.value.note == Note.of("source.empty")


MONDAY = date(2026, 8, 10)


def test_stale_the_last_batch_under_todays_date_is_recognised_and_waited_for() -> None:
    """A paper is new once: a page on which what is new was new before is of that day, whatever it says."""
    with arxiv_world(TURNED, KNOWN) as world:
        world.server.script("arxiv_listing", "stale_relabelled,stale_relabelled,200")
        batch = world.read(known=known_batch(KNOWN, MONDAY))

        assert ids(batch) == expected(KNOWN)
        assert world.clock.waits == [60.0] * 2


def test_stale_the_last_batch_under_todays_date_everywhere_is_a_fault() -> None:
    with arxiv_world(MORNING, KNOWN) as world:
        world.server.script("*", "*:stale_relabelled")
        with pytest.raises(SourceError) as raised:
            world.read(known=known_batch(KNOWN, MONDAY))

    assert raised.value.note == Note.of("source.repeated", day=TUESDAY)


def test_stale_the_last_batch_is_recognised_where_no_paper_is_new() -> None:
    """A category that cross-lists and replacements fill."""
    others = Corpus(tuple(replace(work, announce_kind="replace", version=2) for work in KNOWN.works), KNOWN.holidays)
    with arxiv_world(MORNING, others) as world:
        world.server.script("*", "*:stale_relabelled")
        with pytest.raises(SourceError) as raised:
            world.read(known=known_batch(others, MONDAY))

    assert raised.value.note == Note.of("source.repeated", day=TUESDAY)


def test_a_replacement_that_arxiv_does_not_announce_is_not_missed() -> None:
    """From the sixth version on there is no word of it: https://info.arxiv.org/help/replace.html"""
    late = tuple(
        replace(
            work, version=7, announced=None, announce_kind="replace", updated_at=datetime(2026, 8, 7, 12, tzinfo=UTC)
        )
        for work in KNOWN.batch(date(2026, 8, 6))
    )
    with arxiv_world(MORNING, Corpus((*KNOWN.works, *late), KNOWN.holidays)) as world:
        batch = world.read(known=known_batch(KNOWN, MONDAY))

    assert batch.note is None
    assert ids(batch) == expected(KNOWN)


def test_what_a_retry_reads_again_is_no_repetition() -> None:
    """The edition that is healed has half of the batch; the cursor has not moved."""
    with arxiv_world(MORNING, KNOWN) as world:
        half = known_batch(KNOWN, MONDAY) + known_batch(KNOWN, TUESDAY)
        batch = world.read(known=half)

    assert ids(batch) == expected(KNOWN)


def test_what_the_last_list_left_out_comes_late_from_oai() -> None:
    """Counts and all, it looked whole on its morning; one request for each category tells on the next."""
    lost = sorted(expected(KNOWN, MONDAY))[:2]
    with arxiv_world(MORNING, KNOWN) as world:
        batch = world.read(known=known_batch(KNOWN, MONDAY, *lost))

    assert {each.batch for each in batch.announcements if each.native_id.endswith(tuple(lost))} == {MONDAY}
    assert ids(batch) == expected(KNOWN) | set(lost)
    assert batch.note == Note.of("source.late", count=2)


@pytest.mark.parametrize("fault", ["500", "timeout", "truncated", "error_feed"])
def test_fault_a_last_list_that_cannot_be_checked_is_said_and_is_no_gap(fault: str) -> None:
    with arxiv_world(MORNING, KNOWN) as world:
        world.server.script("arxiv_oai", f"*:{fault}")
        batch = world.read(known=known_batch(KNOWN, MONDAY))

    assert ids(batch) == expected(KNOWN)
    assert (batch.cursor, batch.gaps, code(batch.note)) == (TUESDAY, (), "source.last_unchecked")


def test_gap_a_past_day_without_a_paper_is_believed_only_if_two_ways_say_so() -> None:
    """OAI-PMH has what the catch-up page denies; where it does not answer, the day is a gap."""
    with arxiv_world(MORNING, KNOWN) as world:
        world.server.script("arxiv_catchup", "*:no_items")
        world.server.script("arxiv_feed", "*:500")
        batch = world.read(since=date(2026, 8, 7))
        world.server.script("arxiv_oai", "*:500")
        denied = world.read(since=date(2026, 8, 7))

    monday = {each.paper_id for each in batch.announcements if each.batch == MONDAY and each.kind in ("new", "cross")}
    assert monday
    assert (batch.cursor, batch.gaps) == (TUESDAY, ())
    assert [dict(gap.note.params)["reason"] for gap in denied.gaps] == ["fetch.status"]
    assert denied.cursor is None


def test_an_empty_category_beside_full_ones_is_believed() -> None:
    with arxiv_world(MORNING, KNOWN) as world:
        batch = world.read("cs.AI", "math.CO")

    assert (batch.cursor, batch.gaps) == (TUESDAY, ())


def test_the_feed_adds_what_listings_left_out() -> None:
    """Their counts agreed with themselves; one request for all categories tells."""
    with arxiv_world(NOON, KNOWN) as world:
        world.server.script("arxiv_listing", "*:dropped_ids")
        batch = world.read()
        asked = [request.path for request in world.server.requests("arxiv_feed")]
    new = {work.arxiv_id for work in KNOWN.batch(TUESDAY) if work.announce_kind == "new"}

    assert asked == ["/rss/cs.AI+cs.CL"]
    assert ids(batch) >= new & expected(KNOWN)
    assert batch.note is None


def test_the_feed_is_not_asked_before_it_can_know() -> None:
    with arxiv_world(MORNING, KNOWN) as world:
        world.read()

        assert set(world.asked()) == {"listing"}


@pytest.mark.parametrize("fault", ["stale", "stale_relabelled", "500", "timeout", "no_items", "truncated"])
def test_stale_a_feed_of_another_day_checks_nothing(fault: str) -> None:
    """Nothing of it is taken, whatever it calls itself, and the edition is as it would be without it."""
    with arxiv_world(NOON, KNOWN) as world:
        world.server.script("arxiv_feed", f"*:{fault}")
        batch = world.read()

    assert ids(batch) == expected(KNOWN)
    assert (batch.cursor, batch.gaps, code(batch.note)) == (TUESDAY, (), "source.unchecked")


def test_fault_a_way_that_fails_thrice_is_asked_no_more() -> None:
    """Seven categories do not each wait for the same dead service."""
    categories = ("cs.AI", "cs.CL", "cs.CV", "cs.LG", "cs.SD", "cs.RO", "stat.ML")
    with arxiv_world(NOON, KNOWN) as world:
        world.server.script("*", "*:500")
        with pytest.raises(SourceError):
            world.read(*categories)

        assert [world.asked().count(route) for route in ("listing", "feed", "catchup", "oai")] == [3, 3, 3, 3]


def test_a_batch_of_more_than_a_page_is_read_whole() -> None:
    """Headings count only the sections that begin on a page."""
    many = synthetic(5, [TUESDAY], per_day=2100, categories=("cs.AI",))
    crossed = tuple(
        replace(work, categories=("cs.CV", "cs.AI")) if index % 30 == 0 else work
        for index, work in enumerate(many.works)
    )
    with arxiv_world(MORNING, Corpus(crossed, many.holidays)) as world:
        listed = world.read("cs.AI")
        world.clock.moment = datetime(2026, 8, 13, 4, 30, tzinfo=UTC)
        caught_up: Batch = world.read("cs.AI", since=date(2026, 8, 10))
        asked = [request.query for request in world.server.requests("arxiv_listing")][:2]

    whole = expected(Corpus(crossed, many.holidays), TUESDAY, "cs.AI")
    assert len(whole) > 2000
    assert ids(listed) == whole
    assert asked == ["skip=0&show=2000", "skip=2000&show=2000"]
    told = {each.paper_id for each in caught_up.announcements if each.batch == TUESDAY}
    assert told >= {each.paper_id for each in listed.announcements}, "and what is in no list, from OAI-PMH"


@pytest.mark.parametrize("fault", ["partial", "duplicated", "reordered"])
def test_a_page_in_pieces_or_twice_gives_each_paper_once(fault: str) -> None:
    with arxiv_world(MORNING, KNOWN) as world:
        world.server.script("arxiv_listing", f"{fault},200", match="cs.AI")
        batch = world.read()

    assert ids(batch) == expected(KNOWN)


@pytest.mark.parametrize(
    ("moment", "label"),
    [
        pytest.param(datetime(2026, 8, 11, 0, 1, tzinfo=UTC), date(2026, 8, 11), id="summer, 09:01 in Seoul"),
        pytest.param(datetime(2026, 8, 10, 23, 59, tzinfo=UTC), date(2026, 8, 10), id="summer, 08:59 in Seoul"),
        pytest.param(datetime(2026, 11, 17, 0, 30, tzinfo=UTC), date(2026, 11, 16), id="winter, 09:30 in Seoul"),
        pytest.param(datetime(2026, 11, 17, 1, 1, tzinfo=UTC), date(2026, 11, 17), id="winter, 10:01 in Seoul"),
        pytest.param(datetime(2024, 11, 3, 23, 0, tzinfo=UTC), date(2024, 11, 1), id="the sample's Monday morning"),
        pytest.param(datetime(2026, 8, 8, 1, 0, tzinfo=UTC), date(2026, 8, 7), id="Saturday"),
    ],
)
def test_the_newest_batch_follows_new_york(moment: datetime, label: date) -> None:
    assert newest_batch(moment) == label
    assert announced_at(label) <= moment


def test_year_windows_of_submission_meet_without_a_hole() -> None:
    """Over a year with its holidays, daylight saving included; a second calendar agrees."""
    labels = [
        label
        for day in range(date(2026, 1, 5).toordinal(), date(2026, 12, 28).toordinal())
        if (label := date.fromordinal(day)).weekday() < 5 and not is_holiday(label, schedule.HOLIDAYS_2026)
    ]
    windows = [submission_window(label, schedule.HOLIDAYS_2026) for label in labels]

    assert [opens for opens, _ in windows[1:]] == [closes for _, closes in windows[:-1]]
    assert windows == [schedule.submission_window(label, schedule.HOLIDAYS_2026) for label in labels]
    assert [schedule.is_label(label, schedule.HOLIDAYS_2026) for label in labels] == [True] * len(labels)


def test_fault_slow_oai_records_end_in_a_gap_and_the_next_build_takes_them_up(tmp_path: Path) -> None:
    """Each page takes as long as the client waits at most; the list is longer than what a build may take for it."""
    store = make_store(tmp_path)
    with arxiv_world(NOON, oai_page=1) as world:
        for route in ("listing", "feed", "catchup"):
            world.server.script(f"arxiv_{route}", "*:404")
        inner = WorldTransport(world.server)

        def slow(request: httpx2.Request) -> httpx2.Response:
            world.clock.wait(50.0)
            return inner.handle_request(request)

        noted: list[Batch | SourceError] = []
        for _ in range(20):
            client = Client(replace(QUICK, budgets={OAI: 120.0}), httpx2.MockTransport(slow), world.clock)
            world.client = RememberedFetcher(client, store, world.clock, world.clock.now())
            world.server.forget()
            try:
                noted.append(world.read("cs.AI"))
            except SourceError as error:
                noted.append(error)
            world.clock.wait(60.0)
            if isinstance(noted[-1], Batch):
                break
        assert world.asked().count("oai") <= 4

    *failed, whole = noted
    assert len(failed) > 1
    assert all(isinstance(error, SourceError) for error in failed)
    assert isinstance(whole, Batch)
    assert whole.gaps == ()
    assert len(whole.announcements) > 5
    store.close()


def test_fault_oai_records_that_used_up_their_time_are_a_gap_in_words() -> None:
    """Of days of long ago, which nothing else tells."""
    with arxiv_world(datetime(2026, 12, 1, 3, tzinfo=UTC), KNOWN) as world:
        world.client = Client(replace(QUICK, budgets={OAI: 0.0}), WorldTransport(world.server), world.clock)
        window = replace(world.window(date(2026, 8, 11)), day=date(2026, 8, 12))
        with pytest.raises(SourceError) as raised:
            world.source().announcements(window)
        assert world.asked() == []

    assert say(raised.value.note, "ko") == "주어진 시간 0초를 다 썼다"
    assert say(raised.value.note, "en") == "used up the 0 seconds it was given"

"""The day's work on fakes: what is kept, counted, repeated and revised."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from achim.domain.edition import Edition, EditionKey
from achim.domain.note import Note
from achim.domain.paper import Announcement, Batch, Gap, Window
from achim.errors import NothingAnswered
from achim.kept_vectors import KeptVectors
from achim.pipeline import Order, Outcome, Parts, build
from achim.ports import Enriched, Store
from achim.render.markdown import markdown
from tests.fakes import DAY, MORNING, FakeEmbedder, FakeProgress, FakeSource, announcement, make_parts, make_store

DOWN = Note.of("fetch.unreachable")


def order(day: date = DAY, *, revise: bool = False, print_most: int = 12, list_most: int = 20) -> Order:
    return Order(
        key=EditionKey(day=day), time_zone="Asia/Seoul", revise=revise, print_most=print_most, list_most=list_most
    )


def run(parts: Parts, what: Order | None = None, now: datetime = MORNING) -> Outcome:
    what = what or order()
    return build(what, parts.store.begin(what.key, now), parts)


def printed(edition: Edition) -> list[str]:
    return [entry.paper.id for entry in edition.entries]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return make_store(tmp_path)


def test_an_edition_is_made_of_what_was_announced(store: Store) -> None:
    """Best first, every claim supported, today in three lines, and kept."""
    outcome = run(make_parts(store, [FakeSource(known=tuple(announcement(n) for n in range(1, 5)))]))

    assert outcome.what == "made"
    assert printed(outcome.edition) == [f"arxiv:2410.1000{n}" for n in (4, 3, 2, 1)]
    assert len(outcome.edition.lead) == 3
    assert store.edition(outcome.edition.key) == outcome.edition


def test_a_complete_day_is_left_as_it_is(store: Store) -> None:
    """Building it again asks no source."""
    source = FakeSource(known=(announcement(1),))
    first = run(make_parts(store, [source]))
    again = run(make_parts(store, [source]))

    assert again.what == "complete"
    assert again.edition == first.edition
    assert len(source.windows) == 1


def test_a_work_is_printed_once_in_a_series(store: Store) -> None:
    """The next day's announcement of the same work goes to the bucket already_printed."""
    run(make_parts(store, [FakeSource(known=(announcement(1),))]))
    again = announcement(1, native_id="2024-11-04/1", batch=date(2024, 11, 4))
    tomorrow = run(make_parts(store, [FakeSource(known=(again,))]), order(date(2024, 11, 5)))

    assert printed(tomorrow.edition) == []
    assert [fate.bucket for fate in tomorrow.edition.ledger.fates] == ["already_printed"]
    assert tomorrow.edition.is_quiet


def without_id(number: int, day: date = date(2024, 11, 4)) -> Announcement:
    """The same work on deeplearn.org's panel, while no id could be had for it."""
    return announcement(
        number,
        "deeplearn",
        native_id=str(500 + number),
        batch=day,
        paper_id=None,
        url=f"https://deeplearn.org/arxiv/{500 + number}/sparrow",
    )


def test_fault_a_work_is_printed_once_though_its_id_is_lost_on_the_next_day(store: Store) -> None:
    """Title and abstract tell it: the place that resolves ids was down."""
    run(make_parts(store, [FakeSource(known=(announcement(1),))]))
    other = replace(without_id(2), title="Thatching roofs of reed and straw by hand", abstract="Reed is cut in winter.")
    panel = FakeSource(name="deeplearn", known=(without_id(1), other), cursor=None)
    tomorrow = run(make_parts(store, [panel]), order(date(2024, 11, 5)))

    assert printed(tomorrow.edition) == ["url:https://deeplearn.org/arxiv/502/sparrow"]
    assert {fate.announcement: fate.bucket for fate in tomorrow.edition.ledger.fates} == {
        "deeplearn/501": "already_printed",
        "deeplearn/502": "printed",
    }
    assert [each.paper for each in tomorrow.memory.printed] == ["arxiv:2410.10001"]


def test_a_work_that_was_printed_without_an_id_is_not_printed_again_under_it(store: Store) -> None:
    run(make_parts(store, [FakeSource(name="deeplearn", known=(without_id(1),), cursor=None)]))
    tomorrow = run(make_parts(store, [FakeSource(known=(announcement(1),))]), order(date(2024, 11, 5)))

    assert printed(tomorrow.edition) == []
    assert [fate.bucket for fate in tomorrow.edition.ledger.fates] == ["already_printed"]


def test_what_gets_its_id_in_a_revision_stays_in_print(store: Store) -> None:
    """With room for one paper and a better one beside it."""
    panel = FakeSource(name="deeplearn", known=(without_id(1),), cursor=None)
    down = FakeSource(name="arxiv", fault=DOWN)
    run(make_parts(store, [panel, down]), order(print_most=1))
    down.fault = None
    down.known = (announcement(1, "arxiv", kind="new"), announcement(9, "arxiv", kind="new"))
    revised = run(make_parts(store, [panel, down]), order(print_most=1)).edition

    assert revised.revision == 2
    assert printed(revised) == ["arxiv:2410.10001"]


def test_the_state_that_a_revision_read_can_be_put_into_another_archive(store: Store, tmp_path: Path) -> None:
    """So that its record can be replayed: what the edition itself holds is not told twice."""
    first_day = FakeSource(known=(announcement(1),))
    run(make_parts(store, [first_day]), order(date(2024, 11, 1)))
    down = FakeSource(name="arxiv", fault=DOWN)
    run(make_parts(store, [FakeSource(known=(announcement(1), announcement(2, batch=date(2024, 11, 4)))), down]))
    down.fault = None
    revised = run(make_parts(store, [first_day, down]))
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    other = make_store(elsewhere)
    other.restore(order().key, revised.memory)

    assert run(make_parts(other, [first_day, down])).edition == revised.edition


def test_a_source_that_has_nothing_to_add_keeps_its_word_in_a_revision(store: Store) -> None:
    """Beside what it announced, that it announced nothing would be untrue."""
    source, down = FakeSource(known=(announcement(1),)), FakeSource(name="arxiv", fault=DOWN)
    run(make_parts(store, [source, down]))
    source.known, down.fault = (), None
    down.known = (announcement(2, "arxiv", kind="new"),)
    (_, line) = run(make_parts(store, [source, down]), order(revise=True)).edition.ledger.sources

    assert (line.source, line.announced, line.note) == ("huggingface", 1, None)


def test_after_days_without_an_edition_the_ledger_counts_by_day(store: Store) -> None:
    """At most a page is printed; what the days announced is told for each."""
    days = [date(2024, 11, 1), date(2024, 11, 2), date(2024, 11, 2)]
    source = FakeSource(known=tuple(announcement(n, batch=day) for n, day in enumerate(days, start=1)))
    edition = run(make_parts(store, [source]), order(print_most=1, list_most=0)).edition

    assert edition.ledger.sources[0].days == ((date(2024, 11, 1), 1), (date(2024, 11, 2), 2))
    assert "11월 1일(금) 1건 · 11월 2일(토) 2건" in markdown(edition)
    assert "Fri 1 Nov: 1 · Sat 2 Nov: 2" in markdown(replace(edition, key=replace(edition.key, lang="en")))


def test_a_work_that_was_ranked_out_returns_on_a_new_signal(store: Store) -> None:
    """Crowded out on arXiv's day, picked by people on the next."""
    crowd = tuple(announcement(n, "arxiv", kind="new", signals=()) for n in range(1, 6))
    first = run(make_parts(store, [FakeSource(name="arxiv", known=crowd)]), order(print_most=2, list_most=0))
    (out,) = [fate.paper for fate in first.edition.ledger.fates if fate.bucket == "ranked_out"][:1]
    number = int(out[-1])
    picked = announcement(number, native_id=f"2024-11-04/{number}", batch=date(2024, 11, 4))
    second = run(make_parts(store, [FakeSource(known=(picked,))]), order(date(2024, 11, 5)))

    assert printed(second.edition) == [out]


def test_the_same_announcement_is_in_one_ledger_only(store: Store) -> None:
    """A list that a source shows for days is counted on the first."""
    panel = FakeSource(name="deeplearn", known=(announcement(1, "deeplearn"),), cursor=None)
    run(make_parts(store, [panel]))
    tomorrow = run(make_parts(store, [panel]), order(date(2024, 11, 5)))

    assert tomorrow.edition.ledger.fates == ()


def test_a_failed_source_is_a_gap_and_its_cursor_stays(store: Store) -> None:
    """The others' papers are printed and the gap says why."""
    up = FakeSource(known=(announcement(1),))
    down = FakeSource(name="arxiv", fault=DOWN)
    edition = run(make_parts(store, [up, down])).edition

    assert printed(edition) == ["arxiv:2410.10001"]
    assert [(gap.where, gap.note.code) for gap in edition.gaps] == [("arxiv", "fetch.unreachable")]
    assert [cursor.source for cursor in store.cursors(edition.key.series)] == ["huggingface"]


def test_a_fault_of_our_own_in_one_source_is_a_gap_too(store: Store) -> None:
    """The reader gets the rest; the log gets the traceback."""
    progress = FakeProgress()
    sources = [FakeSource(known=(announcement(1),)), FakeSource(name="arxiv", fault=ZeroDivisionError("ours"))]
    edition = run(make_parts(store, sources, progress=progress)).edition

    assert [gap.note.code for gap in edition.gaps] == ["source.broken"]
    assert [where for where, _ in progress.troubles] == ["arxiv"]


def test_a_gap_is_healed_by_a_revision(store: Store) -> None:
    """Only the missing source is asked again; nothing printed before is taken away; the first revision is kept."""
    up = FakeSource(known=(announcement(1),))
    down = FakeSource(name="arxiv", fault=DOWN)
    first = run(make_parts(store, [up, down])).edition
    down.fault, down.known = None, (announcement(2, "arxiv", kind="new"),)
    second = run(make_parts(store, [up, down])).edition

    assert second.revision == 2
    assert set(printed(second)) == {"arxiv:2410.10001", "arxiv:2410.10002"}
    assert [note.code for note in second.changes] == ["change.sources", "change.added"]
    assert len(up.windows) == 1
    assert store.edition(first.key, revision=1) == first
    assert second.is_complete


def test_a_source_that_turned_since_makes_a_revision(store: Store) -> None:
    """Who builds before the morning's announcement gets it with the next build; the others are not asked again."""
    other = FakeSource(known=(announcement(1),))
    turning = FakeSource(name="arxiv")
    run(make_parts(store, [other, turning]))
    turning.turned, turning.known = True, (announcement(2, "arxiv", kind="new"),)
    turning.cursor = date(2024, 11, 4)
    turning.known = (announcement(2, "arxiv", kind="new", batch=date(2024, 11, 4)),)
    second = run(make_parts(store, [other, turning])).edition

    assert second.revision == 2
    assert set(printed(second)) == {"arxiv:2410.10001", "arxiv:2410.10002"}
    assert len(other.windows) == 1


def test_what_a_revision_finds_pushes_nothing_printed_off_the_page(store: Store) -> None:
    """With room for one paper, the one that readers have seen stays."""
    down = FakeSource(name="arxiv", fault=DOWN)
    parts = make_parts(store, [FakeSource(known=(announcement(1),)), down])
    run(parts, order(print_most=1))
    down.fault, down.known = None, (announcement(9, "arxiv"),)
    second = run(parts, order(print_most=1)).edition

    assert printed(second) == ["arxiv:2410.10001"]
    assert [listing.paper for listing in second.listed] == ["arxiv:2410.10009"]


def test_a_retry_that_learns_nothing_makes_no_revision(store: Store) -> None:
    """The same gap again is no news."""
    parts = make_parts(store, [FakeSource(known=(announcement(1),)), FakeSource(name="arxiv", fault=DOWN)])
    first = run(parts)
    again = run(parts)

    assert again.what == "unchanged"
    assert again.edition == first.edition


def test_nothing_is_kept_when_every_source_failed(store: Store) -> None:
    """A failure never looks like a quiet day."""
    with pytest.raises(NothingAnswered) as raised:
        run(make_parts(store, [FakeSource(fault=DOWN), FakeSource(name="arxiv", fault=DOWN)]))

    assert len(raised.value.gaps) == 2
    assert store.editions() == ()


def test_nothing_is_kept_when_one_source_failed_and_the_other_has_only_a_gap(store: Store) -> None:
    """Yesterday's list again is no answer: by itself it makes no edition of nothing."""
    stale = Gap("arxiv", Note.of("arxiv.stale_listing"))

    class Stale(FakeSource):
        def announcements(self, window: Window) -> Batch:
            return Batch(source=self.name, announcements=(), cursor=None, gaps=(stale,))

    with pytest.raises(NothingAnswered) as raised:
        run(make_parts(store, [FakeSource(fault=DOWN), Stale(name="arxiv")]))

    assert stale in raised.value.gaps
    assert store.editions() == ()


def test_a_quiet_day_is_an_edition_that_says_so(store: Store) -> None:
    """Nothing announced, nothing failed."""
    edition = run(make_parts(store, [FakeSource()])).edition

    assert edition.is_quiet
    assert edition.is_complete
    assert [(line.announced, line.note) for line in edition.ledger.sources] == [(0, Note.of("source.quiet"))]


def test_each_vector_is_worked_out_once(store: Store) -> None:
    """Also over editions: what was worked out is kept."""
    embedder = FakeEmbedder()
    claim, sentence = KeptVectors(embedder, store).embed(["a claim", "a sentence"])
    again = KeptVectors(embedder, store).embed(["a sentence", "a claim", "another"])

    assert again[:2] == [sentence, claim]
    assert sorted(embedder.asked) == ["a claim", "a sentence", "another"]


def test_a_build_cut_short_is_taken_up_at_the_moment_it_began(store: Store) -> None:
    """Whatever the time is when it is run again, the edition is the one an undisturbed build would have made."""
    parts = make_parts(store, [FakeSource(known=(announcement(1),))])
    store.begin(order().key, MORNING)
    later = datetime(2024, 11, 4, 5, tzinfo=UTC)

    assert run(parts, now=later).edition.made_at == MORNING


class _Broken:
    name = "arxiv_api"

    def enrich(self, announcements: Sequence[Announcement]) -> Enriched:
        raise LookupError("unknown encoding: foo")


def test_a_fault_of_our_own_in_filling_in_costs_no_edition(store: Store) -> None:
    progress = FakeProgress()
    parts = make_parts(store, [FakeSource(known=(announcement(1),))], enrichers=[_Broken()], progress=progress)
    edition = run(parts).edition

    assert printed(edition) == ["arxiv:2410.10001"]
    assert [(gap.where, gap.note.code) for gap in edition.gaps] == [("arxiv_api", "source.broken")]
    assert [where for where, _ in progress.troubles] == ["arxiv_api"]


def replaced(number: int, day: int, **fields: object) -> Announcement:
    """arXiv's word that the work ``number`` has a new version."""
    told = {"native_id": f"2024-11-{day:02}/{number}", "batch": date(2024, 11, day), "kind": "replace", **fields}
    return announcement(number, "arxiv", **told)


def test_a_new_version_that_says_something_else_is_told_as_an_update(store: Store) -> None:
    """Once: the same version announced again is no news; its announcement is in the ledger."""
    run(make_parts(store, [FakeSource(known=(announcement(1),))]))
    title = "Sparrow, renamed: translating speech on a watch"
    second = run(
        make_parts(store, [FakeSource(known=(replaced(1, 5, title=title),))]), order(date(2024, 11, 5))
    ).edition
    third = run(make_parts(store, [FakeSource(known=(replaced(1, 6, title=title),))]), order(date(2024, 11, 6))).edition

    assert [(each.paper, each.told_on) for each in second.updates] == [("arxiv:2410.10001", DAY)]
    assert [note.code for note in second.updates[0].changes] == ["update.title"]
    assert [fate.bucket for fate in second.ledger.fates] == ["updated"]
    assert not second.is_quiet
    assert third.updates == ()
    assert [fate.bucket for fate in third.ledger.fates] == ["already_printed"]


def test_a_withdrawal_is_told_to_those_who_read_the_paper(store: Store) -> None:
    run(make_parts(store, [FakeSource(known=(announcement(1),))]))
    gone = replaced(1, 5, comment="This paper has been withdrawn by the authors")
    second = run(make_parts(store, [FakeSource(known=(gone,))]), order(date(2024, 11, 5))).edition

    assert [note.code for each in second.updates for note in each.changes] == ["update.withdrawn"]


def test_a_replacement_of_what_nobody_read_is_withheld(store: Store) -> None:
    edition = run(make_parts(store, [FakeSource(known=(replaced(1, 1, native_id="x"),))])).edition

    assert printed(edition) == []
    assert [(fate.bucket, fate.reason) for fate in edition.ledger.fates] == [
        ("withheld", Note.of("withheld.replacement"))
    ]


def test_a_revised_day_tells_its_updates_again_and_prints_nothing_twice(store: Store) -> None:
    """What a day told of a work is not what it compares with when it is made again."""
    run(make_parts(store, [FakeSource(known=(announcement(1),))]))
    down = FakeSource(name="deeplearn", fault=DOWN)
    changed = FakeSource(known=(replaced(1, 5, title="Sparrow, renamed"),))
    run(make_parts(store, [changed, down]), order(date(2024, 11, 5)))
    down.fault, down.known = None, (announcement(2, "deeplearn"),)
    revised = run(make_parts(store, [changed, down]), order(date(2024, 11, 5))).edition

    assert revised.revision == 2
    assert [each.paper for each in revised.updates] == ["arxiv:2410.10001"]
    assert printed(revised) == ["arxiv:2410.10002"]


class _Endless(FakeSource):
    def announcements(self, window: Window) -> Batch:
        batch = super().announcements(window)
        return replace(batch, cursor=None)


def drawn(number: int, source: str, day: int, kind: str) -> Announcement:
    return announcement(number, source, native_id=f"{day}/{number}", batch=date(2024, 11, day), kind=kind)


works = st.builds(
    drawn,
    st.integers(1, 12),
    st.sampled_from(["arxiv", "huggingface", "deeplearn"]),
    st.integers(1, 4),
    st.sampled_from(["new", "cross", "replace", "featured"]),
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(works, max_size=12), min_size=1, max_size=4), st.integers(0, 5), st.integers(0, 5))
def test_property_every_announcement_is_in_exactly_one_bucket_of_one_edition(
    tmp_path_factory: pytest.TempPathFactory, days: list[list[Announcement]], print_most: int, list_most: int
) -> None:
    """The sum law: over all editions of a series, each announcement once; per source the buckets add up."""
    store = make_store(tmp_path_factory.mktemp("law"))
    held: Counter[str] = Counter()
    shown: Counter[str] = Counter()
    for offset, known in enumerate(days):
        sources = [
            _Endless(name=name, known=tuple(each for each in known if each.source == name))
            for name in ("arxiv", "huggingface", "deeplearn")
        ]
        what = order(date(2024, 11, 4 + offset), print_most=print_most, list_most=list_most)
        edition = run(make_parts(store, sources), what).edition
        held.update(fate.announcement for fate in edition.ledger.fates)
        shown.update(printed(edition))
        for line in edition.ledger.sources:
            assert line.announced == sum(count for _, count in line.buckets)
            assert line.announced == sum(fate.source == line.source for fate in edition.ledger.fates)
        assert sum(dict(line.buckets).get("printed", 0) for line in edition.ledger.sources) == len(printed(edition))
    announced = {each.key for known in days for each in known}
    assert held == Counter(announced)
    assert all(count == 1 for count in shown.values())

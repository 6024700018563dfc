"""What the ports of the archive promise, on both databases, and to several machines at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from threading import Barrier
from typing import TypeVar

import pytest
from sqlalchemy import Connection, event

from achim.domain.delivery import Receipt, Ticket
from achim.domain.edition import Edition, EditionKey, Fate, Score, ScorePart
from achim.domain.ids import PaperId
from achim.domain.marks import Kept, Mark
from achim.domain.note import Note
from achim.domain.paper import Announcement, Cursor, Signal
from achim.domain.schedule import Incident, Run, Tried
from achim.domain.standing import Scored
from achim.ports import Address, Flag, ModelAnswer, Reading
from achim.store.sql import SqlStore
from tests.editions import day_with_updates, full_day
from tests.fakes import MORNING, announcement

T = TypeVar("T")
KEY = EditionKey(day=date(2024, 11, 4))
NEXT = replace(KEY, day=date(2024, 11, 5))
HOUR = timedelta(hours=1)
MACHINES = 6
GONE = Note.of("fetch.timeout")


def at_once(what: Callable[[int], T]) -> list[T]:
    """What ``MACHINES`` threads get that begin together; each has a connection of its own."""
    ready = Barrier(MACHINES)

    def one(number: int) -> T:
        ready.wait()
        return what(number)

    with ThreadPoolExecutor(MACHINES) as pool:
        return list(pool.map(one, range(MACHINES)))


def made_of(edition: Edition, *announcements: Announcement) -> Edition:
    """The edition whose ledger holds the announcements."""
    fates = tuple(Fate(each.key, each.source, each.paper_id or PaperId(""), "listed") for each in announcements)
    return replace(edition, ledger=replace(edition.ledger, fates=fates))


def test_an_edition_is_kept_with_all_that_came_of_it(store: SqlStore) -> None:
    told = (announcement(2), announcement(1))
    edition = made_of(full_day(), *told)
    score = Score((ScorePart(1.5, GONE),))
    scored = (Scored(paper=PaperId("arxiv:2410.10001"), title="T", url="https://example.org/", score=score),)
    store.begin(KEY, MORNING)
    store.keep(edition, told, (Cursor("huggingface", KEY.day),), scored=scored)

    assert store.announcements(KEY) == told
    assert store.works.scored(KEY) == scored
    assert store.works.scored(NEXT) == ()
    assert store.cursors(KEY.series) == (Cursor("huggingface", KEY.day),)
    assert store.begin(KEY, MORNING + HOUR) == MORNING + HOUR, "the build has ended"
    assert store.accounted(NEXT, [told[0].key, "arxiv/unknown"]) == {told[0].key: KEY.day}
    assert store.accounted(KEY, [told[0].key]) == {}


def test_of_a_work_the_last_telling_counts(store: SqlStore) -> None:
    """A later edition's update takes the place of what was printed; an edition does not know itself."""
    first = full_day()
    later = replace(day_with_updates(), key=NEXT)
    entry = next(iter(first.entries)).paper
    for edition in (first, replace(later, updates=(replace(later.updates[0], paper=entry.id),))):
        store.keep(edition, (), ())
    after = replace(KEY, day=date(2024, 11, 6))

    assert [(each.day, each.version) for each in store.printed(after, [entry.id])] == [(NEXT.day, 2)]
    assert [each.day for each in store.printed(NEXT, [entry.id])] == [KEY.day]
    assert entry.id in {each.paper for each in store.told(after, NEXT.day)}
    assert list(store.told(NEXT, NEXT.day)) == []
    assert [each.key for each in store.editions()] == [NEXT, KEY]


def test_fault_a_transaction_that_fails_keeps_nothing(store: SqlStore) -> None:
    """A revision that is already there is not kept again, nor what was to come with it."""
    store.keep(full_day(), (), ())
    with pytest.raises(Exception, match=r"(?i)unique"):
        store.keep(made_of(full_day(), announcement()), (announcement(),), (Cursor("arxiv", KEY.day),))
    assert store.cursors(KEY.series) == ()
    assert store.announcements(KEY) == ()


def test_a_flag_is_open_until_its_sentence_is_gone(store: SqlStore) -> None:
    flags = [Flag(key=KEY, claim="p1", said=said, why="wrong", at=MORNING + HOUR * n) for n, said in enumerate("ab")]
    for flag in (flags[1], flags[0], flags[0]):
        store.keep_flag(flag)
    assert store.flags() == tuple(flags)
    store.keep(full_day(), (), ())
    store.correct(replace(full_day(), revision=2), ["a"], MORNING)
    assert store.flags() == (flags[1],)
    store.close_flags(KEY, ["b"], MORNING)
    assert store.flags() == ()
    edition = store.edition(KEY)
    assert edition
    assert edition.revision == 2
    assert store.edition(KEY, 1) == full_day()


def test_what_was_answered_is_remembered(store: SqlStore) -> None:
    moved = Address(url="https://example.org/a", moved_to="https://example.org/b", gone_at=None)
    store.keep_address(moved)
    assert store.addresses() == {moved.url: moved}
    store.keep_address(replace(moved, moved_to=None))
    assert store.addresses() == {}
    for text in ("first", "다시 \0"):
        answer = ModelAnswer(text=text, prompt_tokens=2, completion_tokens=1)
        store.keep_model_answer("question", "model", answer, MORNING)
        assert store.model_answer("question") == answer
    assert store.model_answer("another") is None


def test_works_are_known_whatever_edition_has_them(store: SqlStore) -> None:
    paper = PaperId("arxiv:2410.10001")
    short, long = announcement(1, abstract="short"), announcement(1, "arxiv")
    points = "url:https://arxiv.org/abs/2410.10001"
    thread = announcement(3, "hackernews", paper_id=PaperId(points), signals=(Signal("votes", 41),))
    store.keep(made_of(full_day(), short), (short,), ())
    store.keep(made_of(replace(full_day(), key=NEXT), long, thread), (long, thread), ())

    assert store.works.editions_of(paper) == (NEXT, KEY)
    assert store.works.announced([paper, PaperId("arxiv:0000.00000")]) == {paper: long}
    assert store.works.last_made(NEXT) == full_day().made_at
    assert store.works.last_made(KEY) is None
    assert store.works.attention(NEXT.day) == {paper: 41}
    assert store.works.attention(NEXT.day + timedelta(days=1)) == {}


def receipt(recipient: str, day: date = KEY.day, **fields: object) -> Receipt:
    ticket = Ticket(channel="mail", recipient=recipient, key=replace(KEY, day=day), revision=1)
    told: dict[str, object] = {"parts": 1, "state": "delivered", "tries": 1, "unsure": 0}
    return Receipt(ticket=ticket, first_at=MORNING, last_at=MORNING, **(told | fields))  # pyright: ignore[reportArgumentType]


def test_receipts_stand_in_order_each_in_its_predecessors_place(store: SqlStore) -> None:
    b, a, later = receipt("b"), receipt("a"), receipt("a", NEXT.day)
    store.receipts.put([later, b, replace(a, tries=7), a])

    assert store.receipts.of_days(KEY.day) == (a, b, later)
    assert store.receipts.of_days(NEXT.day) == (later,)
    assert store.receipts.of_edition(KEY) == (a, b)


def test_receipts_are_on_the_disk_when_the_call_returns(store: SqlStore) -> None:
    """Whatever the server was told: the tests' own writes behind."""
    told: list[object] = []
    asked = {"postgresql": "SHOW synchronous_commit", "sqlite": "PRAGMA synchronous"}[store.engine.dialect.name]

    def look(connection: Connection) -> None:
        told.append(connection.exec_driver_sql(asked).scalar())

    event.listen(store.engine, "commit", look)
    store.receipts.put([receipt("a")])
    store.journal.note_try(KEY, MORNING)
    assert told in (["on", "off"], [2, 1])


def test_the_journal_tells_of_tries_incidents_and_runs(store: SqlStore) -> None:
    journal = store.journal
    for hour in range(3):
        journal.note_try(KEY, MORNING + HOUR * hour)
    assert journal.tried(KEY.day) == {KEY: Tried(MORNING + HOUR * 2, 3)}
    assert journal.tried(NEXT.day) == {}

    incidents = [Incident(key=key, note=GONE, opened_at=MORNING) for key in ("b", "a")]
    journal.open(incidents)
    journal.open([replace(incidents[0], is_told=True)])
    assert journal.incidents() == (incidents[1], replace(incidents[0], is_told=True))
    journal.close(incidents[1:])
    assert [each.key for each in journal.incidents()] == ["b"]

    assert journal.since() is None
    runs = [Run(begun_at=MORNING + HOUR * n, ended_at=MORNING + HOUR * (n + 1), day=KEY.day) for n in range(3)]
    for run in (replace(runs[0], troubles=(GONE,)), *runs[1:]):
        journal.note_run(run)
    assert journal.since() == MORNING
    assert journal.last_run(MORNING + HOUR * 9) == runs[2]
    assert journal.last_run(MORNING + HOUR * 2) == replace(runs[0], troubles=(GONE,)), "the idle one gave way"


def test_two_builds_that_begin_together_have_one_moment(store: SqlStore) -> None:
    begun = at_once(lambda number: store.begin(KEY, MORNING + HOUR * number))
    assert len(set(begun)) == 1


def test_nothing_that_machines_count_together_is_lost(store: SqlStore) -> None:
    def count(number: int) -> None:
        store.journal.note_try(KEY, MORNING)
        names = ("arxiv", "huggingface")[:: 1 if number % 2 else -1]
        store.note_readings([Reading(source=name, at=MORNING, fault=GONE) for name in names])

    at_once(count)
    assert store.journal.tried(KEY.day)[KEY].times == MACHINES
    assert [each.failures for each in store.source_states()] == [MACHINES, MACHINES]


def test_what_machines_keep_together_is_kept_once(store: SqlStore) -> None:
    """Marks of one work, vectors of the same texts, the cursor of a source: no order of writing breaks another."""
    texts = [f"text {number}" for number in range(50)]

    def keep(number: int) -> None:
        store.marks.put("default", Kept(marks=(Mark(work=PaperId("arxiv:2410.10001"), kind="star", at=MORNING),)))
        store.keep_vectors("model", {text: (0.5, -0.25) for text in texts[:: 1 if number % 2 else -1]})
        edition = replace(full_day(), key=replace(KEY, day=KEY.day + timedelta(days=number)))
        store.keep(edition, (), (Cursor("arxiv", edition.key.day),))

    at_once(keep)
    assert len(store.marks.kept("default").marks) == 1
    assert len(store.vectors("model", texts)) == 50
    assert store.cursors(KEY.series) == (Cursor("arxiv", KEY.day + timedelta(days=MACHINES - 1)),)
    assert len(store.shelf.heads()) == MACHINES

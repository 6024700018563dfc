"""Messages on their way: counted at a receiver that refuses, stumbles, loses its answers, and at one that outlives a
process that is killed."""

import os
import signal
import threading
from collections import Counter
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from achim.app import App
from achim.delivering import Post, deliver
from achim.domain.delivery import Issue, Letter, Parcel, Receipt, Ticket
from achim.domain.edition import Edition, EditionKey
from achim.domain.note import Note
from achim.domain.schedule import Schedule, Sending, Terms
from achim.domain.shelf import head_of
from achim.errors import DeliveryFault, SettingsError
from achim.ports import Channel, Progress
from achim.posting import PostOffice
from achim.render.running import sending_lines
from achim.settings import Settings
from achim.steps.outstanding import errands, undelivered
from achim.store.sql import SqlStore
from tests.editions import DAY, MADE_AT, corrected_day, full_day
from tests.fakes import FakeProgress, make_store
from tests.moving_clock import MovingClock

PLAN = Schedule(time_zone="Asia/Seoul", at=MADE_AT.time(), series=())
Answer = Callable[[Parcel, int], None]
"""What a receiver does with a message that comes for the so-and-so-manieth time; raises DeliveryFault or nothing."""


def fault(
    code: str = "delivery.broken", *, again: bool = True, unsure: bool = False, all_: bool = False
) -> DeliveryFault:
    return DeliveryFault(Note.of(code, error="made up"), again=again, unsure=unsure, ends_all=all_)


@dataclass
class Double:
    """A channel whose receiver does as it is told, and counts."""

    name: str = "double"
    recipients: Sequence[str] = ("a", "b", "c")
    parts: int = 1
    answer: Answer = lambda parcel, time: None
    got: Counter[Ticket] = field(default_factory=Counter[Ticket])
    tried: Counter[Ticket] = field(default_factory=Counter[Ticket])
    shut: DeliveryFault | None = None
    together: int = 2
    is_once: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)

    def parcels(self, issue: Issue, recipient: str) -> Sequence[Parcel]:
        edition = issue.edition
        tickets = (
            Ticket(channel=self.name, recipient=recipient, key=edition.key, revision=edition.revision, part=part)
            for part in range(1, self.parts + 1)
        )
        return [Parcel(ticket=each, parts=self.parts, name="x", media_type="text/plain", body=b"x") for each in tickets]

    def letter(self, letter: Letter, recipient: str) -> Parcel:
        raise NotImplementedError

    @contextmanager
    def open(self) -> Generator["Double"]:
        if self.shut:
            raise self.shut
        yield self

    def send(self, parcel: Parcel) -> str:
        with self.lock:
            self.tried[parcel.ticket] += 1
            time = self.tried[parcel.ticket]
        try:
            self.answer(parcel, time)
        except DeliveryFault as failure:
            if failure.unsure:
                self.got[parcel.ticket] += 1
            raise
        with self.lock:
            self.got[parcel.ticket] += 1
        return "250 OK"


@dataclass
class Desk:
    """A store with editions, and rounds of delivery over it."""

    store: SqlStore
    channels: Sequence[Channel]
    editions: Sequence[Edition] = (full_day(),)
    revisions: str = "corrections"
    clock: MovingClock = field(default_factory=lambda: MovingClock(MADE_AT))
    progress: Progress = field(default_factory=FakeProgress)
    stop: threading.Event = field(default_factory=threading.Event)

    def round(self, after: timedelta = timedelta(0)) -> tuple[Sending, ...]:
        self.clock.moment += after
        newest = {edition.key: edition for edition in self.editions}
        kept = {(edition.key, edition.revision): edition for edition in self.editions}
        receipts = self.receipts()
        heads = [head_of(edition) for edition in sorted(newest.values(), key=lambda each: each.key.day, reverse=True)]
        owed = errands(self.clock.now(), heads, receipts, [self.terms(each) for each in self.channels])
        post = Post(
            channels={each.name: each for each in self.channels},
            receipts=self.store.receipts,
            issue=lambda each: Issue(edition=kept[each.key, each.revision], before=each.before),
            clock=self.clock,
            progress=self.progress,
            schedule=PLAN,
            stop=self.stop,
        )
        return deliver(owed, receipts, post)

    def terms(self, channel: Channel) -> Terms:
        return Terms(
            name=channel.name,
            kinds=frozenset({"papers"}),
            profile="default",
            lang=None,
            revisions=self.revisions,  # pyright: ignore[reportArgumentType]
            recipients=tuple(channel.recipients),
        )

    def receipts(self) -> Sequence[Receipt]:
        return self.store.receipts.of_days(date(2024, 1, 1))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    made = make_store(tmp_path)
    yield made
    made.close()


def counts(double: Double) -> dict[tuple[str, int, int], int]:
    return {(each.recipient, each.revision, each.part): count for each, count in double.got.items()}


def test_everybody_gets_an_edition_once(store: SqlStore) -> None:
    double = Double(parts=2)
    desk = Desk(store, [double])
    assert desk.round() == (Sending(channel="double", delivered=6),)
    assert desk.round(timedelta(days=1)) == ()
    assert set(counts(double).values()) == {1}
    assert len(double.got) == 6


def test_fault_lost_answer_is_sent_again_and_said_to_be_unsure(store: SqlStore) -> None:
    def lose(parcel: Parcel, time: int) -> None:
        if parcel.ticket.recipient == "b" and time == 1:
            raise fault(unsure=True)

    double = Double(answer=lose)
    desk = Desk(store, [double])
    assert [each.waiting for each in desk.round()] == [1]
    assert desk.round() == ()  # not before its time
    (sent,) = desk.round(timedelta(minutes=1))
    assert (sent.delivered, sent.unsure) == (1, 1)
    assert counts(double) == {("a", 1, 1): 1, ("b", 1, 1): 2, ("c", 1, 1): 1}


def test_fault_a_refused_recipient_delays_no_other_and_is_not_tried_again(store: SqlStore) -> None:
    def refuse(parcel: Parcel, time: int) -> None:
        if parcel.ticket.recipient == "a":
            raise fault(again=False)

    double = Double(answer=refuse)
    desk = Desk(store, [double])
    (sent,) = desk.round()
    assert (sent.delivered, sent.refused) == (2, 1)
    assert sending_lines([sent], "en")[1:] == ("  a: not sent through a fault of achim's: made up",)
    assert desk.round(timedelta(days=1)) == ()
    assert undelivered(desk.receipts(), DAY) == (("double", DAY, 1),)


def test_fault_what_stumbles_is_tried_a_bounded_number_of_times_and_then_given_up(store: SqlStore) -> None:
    def stumble(parcel: Parcel, time: int) -> None:
        raise fault()

    double = Double(recipients=("a",), answer=stumble)
    desk = Desk(store, [double])
    rounds = 0
    while not any(each.given_up for each in desk.round(timedelta(minutes=30))):
        rounds += 1
        assert rounds < 500
    assert 5 < double.tried.total() <= PLAN.tries
    assert undelivered(desk.receipts(), DAY) == (("double", DAY, 1),)


def test_fault_a_channel_that_is_shut_delays_no_other_and_is_given_up(store: SqlStore) -> None:
    shut, well = Double(name="shut", shut=fault(all_=True)), Double(name="well")
    desk = Desk(store, [shut, well])
    told = {each.channel: each for each in desk.round()}
    assert (told["well"].delivered, told["shut"].waiting) == (3, 3)
    for _ in range(200):
        desk.round(timedelta(minutes=30))
    assert {each.state for each in desk.receipts() if each.ticket.channel == "shut"} == {"given_up"}


def test_fault_a_receiver_of_fewer_connections_than_ours_shuts_nobody_out(store: SqlStore) -> None:
    @dataclass
    class Narrow(Double):
        together: int = 4
        doors: Iterator[int] = field(default_factory=lambda: iter(range(4)))
        is_full: threading.Event = field(default_factory=threading.Event)

        @contextmanager
        def open(self) -> Generator[Double]:
            with self.lock:
                door = next(self.doors)
            if door == 3:
                self.is_full.set()
            if door:
                raise fault(all_=True)
            self.is_full.wait(5)
            yield self

    double = Narrow(recipients=tuple("abcdefgh"))
    assert Desk(store, [double]).round() == (Sending(channel="double", delivered=8),)


def test_fault_a_channel_that_shuts_in_the_middle_is_tried_for_the_others_later(store: SqlStore) -> None:
    def full(parcel: Parcel, time: int) -> None:
        if parcel.ticket.recipient == "b" and time == 1:
            raise fault(all_=True)

    double = Double(answer=full, together=1)
    desk = Desk(store, [double])
    (sent,) = desk.round()
    assert (sent.delivered, sent.waiting) == (1, 2)
    (sent,) = desk.round(timedelta(minutes=1))
    assert sent.delivered == 2
    assert set(counts(double).values()) == {1}


def test_fault_of_our_own_in_a_channel_costs_the_others_nothing(store: SqlStore) -> None:
    def break_(parcel: Parcel, time: int) -> None:
        raise ZeroDivisionError

    broken, well = Double(name="broken", answer=break_), Double(name="well")
    told = {each.channel: each for each in Desk(store, [broken, well]).round()}
    assert told["well"].delivered == 3
    assert told["broken"].waiting == 3
    assert {note.code for note in told["broken"].faults} == {"delivery.broken"}


def test_fault_a_template_that_cannot_be_filled_shuts_its_channel_only(store: SqlStore) -> None:
    class Unfilled(Double):
        def parcels(self, issue: Issue, recipient: str) -> Sequence[Parcel]:
            raise SettingsError(Note.of("delivery.said", why="a template"))

    broken, well = Unfilled(name="broken"), Double(name="well")
    desk = Desk(store, [broken, well])
    told = {each.channel: each for each in desk.round()}
    assert (told["well"].delivered, told["broken"].waiting) == (3, 3)
    assert [note.code for note in told["broken"].faults] == ["delivery.said"]


def test_fault_in_a_part_goes_on_with_that_part_in_the_same_revision(store: SqlStore) -> None:
    def stumble(parcel: Parcel, time: int) -> None:
        if parcel.ticket.part == 2 and time == 1:
            raise fault()

    double = Double(recipients=("a",), parts=3, answer=stumble)
    desk = Desk(store, [double], editions=[full_day()])
    desk.round()
    desk.editions = [full_day(), replace(full_day(), revision=2)]
    desk.round(timedelta(minutes=1))
    assert counts(double) == {("a", 1, 1): 1, ("a", 1, 2): 1, ("a", 1, 3): 1}


@pytest.mark.parametrize(("revisions", "expected"), [("none", 1), ("corrections", 2), ("all", 3)])
def test_a_revision_after_delivery_is_sent_as_the_setting_says(store: SqlStore, revisions: str, expected: int) -> None:
    double = Double(recipients=("a",))
    desk = Desk(store, [double], revisions=revisions)
    desk.round()
    desk.editions = [full_day(), replace(full_day(), revision=2)]
    desk.round(timedelta(hours=1))
    corrected = corrected_day()
    later = tuple(replace(each, revision=3) for each in corrected.corrections)
    desk.editions = [*desk.editions, replace(corrected, revision=3, corrections=later)]
    desk.round(timedelta(hours=1))
    desk.round(timedelta(hours=1))
    assert double.got.total() == expected


@pytest.mark.parametrize(("refuses", "expected"), [(1, {}), (2, {1: 1, 3: 1})])
def test_fault_a_correction_that_was_refused_holds_up_no_later_one(
    store: SqlStore, refuses: int, expected: dict[int, int]
) -> None:
    """To who has the edition; who never got it gets no correction of it."""

    def refuse(parcel: Parcel, time: int) -> None:
        if parcel.ticket.revision == refuses:
            raise fault(again=False)

    double = Double(recipients=("a",), answer=refuse)
    desk = Desk(store, [double])
    corrected = corrected_day()
    for revision in (1, 2, 3):
        changed = tuple(replace(each, revision=revision) for each in corrected.corrections)
        later = replace(corrected, key=full_day().key, revision=revision, corrections=changed)
        desk.editions = [*desk.editions, later] if revision > 1 else desk.editions
        desk.round(timedelta(hours=1))
        desk.round(timedelta(hours=1))
    assert {ticket.revision: count for ticket, count in double.got.items()} == expected


def test_a_new_recipient_gets_the_newest_edition_and_an_old_one_all_that_were_missed(store: SqlStore) -> None:
    days = [replace(full_day(), key=EditionKey(day=DAY + timedelta(days=more))) for more in range(3)]
    double = Double(recipients=("old",))
    desk = Desk(store, [double], editions=days[:1])
    desk.round()
    double.recipients = ("old", "new")
    desk.editions = days
    desk.round()
    assert Counter(each.recipient for each in double.got) == {"old": 3, "new": 1}


@pytest.mark.parametrize(("made", "expected"), [(0, 2), (6, 2), (7, 1)])
def test_a_correction_of_an_old_edition_reaches_those_who_got_it(store: SqlStore, made: int, expected: int) -> None:
    """For a week since it was made, however old the edition; nobody else, and no older edition of a new recipient."""
    double = Double(recipients=("got",))
    desk = Desk(store, [double])
    desk.round()
    double.recipients = ("got", "new")
    corrected = corrected_day()
    desk.clock.moment += timedelta(days=40 + made)
    changed = tuple(replace(each, at=desk.clock.now() - timedelta(days=made)) for each in corrected.corrections)
    newest = replace(full_day(), key=EditionKey(day=DAY + timedelta(days=40 + made)))
    desk.editions = [full_day(), replace(corrected, key=full_day().key, revision=2, corrections=changed), newest]
    for _ in range(2):
        desk.round()
    old = [each.recipient for each in double.got.elements() if each.key == full_day().key]
    assert old == ["got"] * expected


def test_stopping_ends_between_two_messages_and_loses_none(store: SqlStore) -> None:
    double = Double(together=1)
    desk = Desk(store, [double])
    double.answer = lambda parcel, time: desk.stop.set()
    desk.round()
    assert double.got.total() == 1
    desk.stop = threading.Event()
    double.answer = lambda parcel, time: None
    desk.round()
    assert set(counts(double).values()) == {1}
    assert double.got.total() == 3


@pytest.mark.parametrize("when", ["before", "after"])
def test_kill_between_a_message_and_its_receipt_is_known_to_be_unsure(tmp_path: Path, when: str) -> None:
    """A receiver that is a file outlives the process; the second run counts what it got."""
    letters = tmp_path / "letters"

    def accept_and_die(parcel: Parcel, time: int) -> None:
        if when == "after" or parcel.ticket.recipient != "b":
            _append(letters, parcel)
        if parcel.ticket.recipient == "b":
            os.kill(os.getpid(), signal.SIGKILL)

    child = os.fork()
    if not child:
        Desk(make_store(tmp_path), [Double(answer=accept_and_die, together=1)]).round()
        os._exit(0)
    assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL
    store = make_store(tmp_path)
    (sent,) = Desk(store, [Double(answer=lambda parcel, time: _append(letters, parcel), together=1)]).round()
    store.close()
    assert (sent.delivered, sent.unsure) == (2, 1)
    got = Counter(letters.read_text().split())
    assert got == {"a": 1, "b": 2 if when == "after" else 1, "c": 1}


def _append(letters: Path, parcel: Parcel) -> None:
    with letters.open("a") as file:
        file.write(f"{parcel.ticket.recipient}\n")


def test_two_processes_at_once_send_each_message_once(tmp_path: Path) -> None:
    """Each looks under the lock what is still owed."""
    letters = tmp_path / "letters"

    def once() -> None:
        app = App(settings=Settings(), home=tmp_path, progress=FakeProgress(), say=lambda text: None)
        with PostOffice(app).lock():
            store = make_store(tmp_path)
            Desk(store, [Double(answer=lambda parcel, time: _append(letters, parcel))]).round()

    children: list[int] = []
    for _ in range(4):
        if not (child := os.fork()):
            once()
            os._exit(0)
        children.append(child)
    assert {os.waitpid(child, 0)[1] for child in children} == {0}
    assert Counter(letters.read_text().split()) == {"a": 1, "b": 1, "c": 1}


def test_a_ticket_is_the_same_for_the_same_and_another_for_any_other() -> None:
    ticket = Ticket(channel="mail", recipient="a@example.org", key=EditionKey(day=DAY), revision=1)
    others = [
        replace(ticket, channel="mail2"),
        replace(ticket, recipient="b@example.org"),
        replace(ticket, revision=2),
        replace(ticket, part=2),
        replace(ticket, about="late/x"),
        replace(ticket, key=EditionKey(day=DAY, kind="news")),
    ]
    assert replace(ticket).id == ticket.id
    assert len({ticket.id, *(each.id for each in others)}) == 7
    assert ticket.id.version == 8

"""Editions on their way out: what is owed is sent, each message with a receipt before and after.

A receipt is on the disk before a message is handed over, and again when the receiver has answered. So a process that is
killed forgets nothing, and what it had handed over without an answer is known to be unsure.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from itertools import chain
from queue import Empty, SimpleQueue
from threading import Event, Lock

from achim.domain.delivery import Issue, Parcel, Receipt, Ticket, part_of
from achim.domain.note import Note
from achim.domain.schedule import Errand, Schedule, Sending
from achim.errors import DeliveryFault, UserError
from achim.ports import Channel, Clock, Progress, Receipts, Sender
from achim.steps.outstanding import accepted, begun, failed, tallied

_NAMED = 20
"""So many of whom a message was refused, or given up, are named in a report."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """Everything that sending needs of the world. ``stop`` ends it between two messages; ``together`` bounds the
    connections of a channel, where others send through it too."""

    channels: Mapping[str, Channel]
    receipts: Receipts
    issue: Callable[[Errand], Issue]
    clock: Clock
    progress: Progress
    schedule: Schedule
    stop: Event = field(default_factory=Event)
    together: int | None = None


def deliver(errands: Sequence[Errand], known: Iterable[Receipt], post: Post) -> tuple[Sending, ...]:
    """Send what is owed; no channel waits for another. ``known`` are the receipts so far. The caller holds the lock
    that keeps two deliveries apart."""
    names = sorted({errand.channel for errand in errands})
    if not names:
        return ()
    before = {receipt.ticket: receipt for receipt in known}

    def run(name: str) -> Sending:
        own = [errand for errand in errands if errand.channel == name]
        return _Run(post.channels[name], post, before).all_of(own)

    with ThreadPoolExecutor(len(names)) as pool:
        return tuple(pool.map(run, names))


@dataclass(slots=True)
class _Run:
    """One channel's messages. Its senders take recipients from a queue; a channel that is shut empties it."""

    channel: Channel
    post: Post
    before: Mapping[Ticket, Receipt]
    made: list[Receipt] = field(default_factory=list[Receipt])
    faults: list[Note] = field(default_factory=list[Note])
    lock: Lock = field(default_factory=Lock)
    shut: DeliveryFault | None = None
    named: int = 0
    ways: int = 0
    """Senders that found the channel open, or still may."""

    def all_of(self, errands: Sequence[Errand]) -> Sending:
        queue: SimpleQueue[tuple[Issue, str]] = SimpleQueue()
        owed = 0
        for errand in errands:
            try:
                issue = self.post.issue(errand)
            except UserError as error:  # one edition that cannot be read must not keep the others
                self.faults.append(_told(error).note)
                continue
            for recipient in errand.recipients:
                queue.put((issue, recipient))
                owed += 1
        self.post.progress.step("deliver", f"{self.channel.name}: {owed}")
        senders = max(1, min(self.post.together or self.channel.together, owed))
        self.ways = senders
        with ThreadPoolExecutor(senders) as pool:
            for done in [pool.submit(self._send_from, queue) for _ in range(senders)]:
                done.result()
        self._put_off(queue)
        return tallied(self.channel.name, self.made, tuple(dict.fromkeys(self.faults)))

    def _send_from(self, queue: "SimpleQueue[tuple[Issue, str]]") -> None:
        """A fault of ours in one channel must not cost the others their messages."""
        try:
            with ExitStack() as stack:
                sender = self._opened(stack)
                if sender is None:
                    return
                while not (self.shut or self.post.stop.is_set()):
                    try:
                        issue, recipient = queue.get_nowait()
                    except Empty:
                        return
                    try:
                        parcels = self.channel.parcels(issue, recipient)
                    except Exception:
                        queue.put((issue, recipient))
                        raise
                    self._all_parts(parcels, sender)
        except DeliveryFault as fault:
            self._shut(fault)
        except UserError as error:  # a template of the user's, as may be
            self._shut(_told(error))
        except Exception as error:
            self.post.progress.trouble(self.channel.name, error)
            self._shut(_broken(error))

    def _opened(self, stack: ExitStack) -> Sender | None:
        """None where the receiver refuses one connection more than it serves: the others go on. Raises DeliveryFault
        where it refuses the last."""
        try:
            return stack.enter_context(self.channel.open())
        except DeliveryFault:
            with self.lock:
                self.ways -= 1
                if not self.ways:
                    raise
            return None

    def _all_parts(self, parcels: Sequence[Parcel], sender: Sender) -> None:
        for parcel in parcels:
            if self._has(parcel.ticket):
                continue
            before = self.before.get(parcel.ticket)
            if self.shut or self.post.stop.is_set() or not self._one(parcel, before, sender):
                return

    def _one(self, parcel: Parcel, before: Receipt | None, sender: Sender) -> bool:
        """Whether it was accepted."""
        receipt = begun(parcel, before, self.post.clock.now())
        self.post.receipts.put([receipt])
        try:
            answer = sender.send(parcel)
        except DeliveryFault as fault:
            self._keep(failed(receipt, fault, self.post.schedule, self.post.clock.now()))
            if fault.ends_all:
                self._shut(fault)
            return False
        except Exception as error:
            self._keep(failed(receipt, _broken(error), self.post.schedule, self.post.clock.now()))
            raise
        self._keep(accepted(receipt, answer, self.post.clock.now()))
        return True

    def _keep(self, receipt: Receipt) -> None:
        self.post.receipts.put([receipt])
        with self.lock:
            self.made.append(receipt)
            if receipt.note and receipt.state in ("refused", "given_up") and self.named < _NAMED:
                self.named += 1
                self.faults.append(_whose(receipt.ticket.recipient, receipt.note))
            elif receipt.note:
                self.faults.append(receipt.note)

    def _shut(self, fault: DeliveryFault) -> None:
        with self.lock:
            self.shut = fault
            self.faults.append(fault.note)

    def _put_off(self, queue: "SimpleQueue[tuple[Issue, str]]") -> None:
        """Who was not served because the channel is shut has been tried too: so its tries are bounded."""
        fault = self.shut
        if fault is None or self.post.stop.is_set():
            return
        for_now = DeliveryFault(fault.note, again=True, retry_after=fault.retry_after)
        put_off: list[Receipt] = []
        while not queue.empty():
            parcel = self._first(*queue.get_nowait())
            now = self.post.clock.now()
            put_off.append(failed(begun(parcel, self.before.get(parcel.ticket), now), for_now, self.post.schedule, now))
        self.post.receipts.put(put_off)
        self.made += put_off

    def _first(self, issue: Issue, recipient: str) -> Parcel:
        """The first message that a recipient has not got; an empty one where none can be made."""
        try:
            return next(each for each in self.channel.parcels(issue, recipient) if not self._has(each.ticket))
        except Exception:
            return Parcel(
                ticket=part_of(self.channel.name, recipient, issue), parts=1, name="", media_type="", body=b""
            )

    def _has(self, ticket: Ticket) -> bool:
        before = self.before.get(ticket)
        return before is not None and before.state == "delivered"


def _whose(recipient: str, note: Note) -> Note:
    return Note.of("delivery.whose", **{**dict(note.params), "recipient": recipient, "fault": note.code})


def _told(error: UserError) -> DeliveryFault:
    note = next((each for each in error.told if isinstance(each, Note)), Note.of("delivery.said", why=str(error)[:300]))
    return DeliveryFault(note, again=True, ends_all=True)


def _broken(error: Exception) -> DeliveryFault:
    return DeliveryFault(Note.of("delivery.broken", error=type(error).__name__), again=True, unsure=True, ends_all=True)


def settled(sent: Iterable[Sequence[Sending]]) -> tuple[Sending, ...]:
    """Several rounds as one: by channel, what was done in all; what waits is that of the last round."""
    return _by_channel(chain.from_iterable(sent), lambda before, last: last.waiting)


def together(sent: Iterable[Sending]) -> tuple[Sending, ...]:
    """What was sent side by side as one round: by channel, what was done and what waits in all."""
    return _by_channel(sent, lambda one, other: one.waiting + other.waiting)


def _by_channel(sent: Iterable[Sending], waiting: Callable[[Sending, Sending], int]) -> tuple[Sending, ...]:
    told: dict[str, Sending] = {}
    for each in sent:
        had = told.get(each.channel)
        told[each.channel] = (
            each
            if had is None
            else replace(
                each,
                delivered=had.delivered + each.delivered,
                waiting=waiting(had, each),
                refused=had.refused + each.refused,
                given_up=had.given_up + each.given_up,
                unsure=had.unsure + each.unsure,
                faults=tuple(dict.fromkeys((*had.faults, *each.faults))),
            )
        )
    return tuple(told.values())

"""A receiver of editions with a bad line: answers are lost, and it is away at times. It remembers all that it got."""

import hashlib
import sqlite3
from collections import Counter
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from random import Random

from achim.domain.delivery import Issue, Letter, Parcel, Receipt, Ticket
from achim.domain.edition import Edition, EditionKey
from achim.domain.note import Note
from achim.errors import DeliveryFault
from achim.ports import Clock
from achim.render.edition_json import edition_json
from achim.store.codec import from_json, to_json
from tests.year.account import Breach


@dataclass(frozen=True, slots=True)
class Got:
    """A message as it arrived, with the SHA-256 of its body; ``is_kept`` is whether the archive held the edition."""

    ticket: Ticket
    at: datetime
    body: str
    is_kept: bool


@dataclass(slots=True)
class Receiver:
    """A Channel with one recipient, of editions as JSON. It outlives the process: what it got is in ``inbox``.

    Of its faults, by ``random``: away for a while, refuses for now, accepts and the answer is lost, is silent and has
    accepted nothing. ``step`` is told before and after each acceptance.
    """

    archive: Path
    inbox: Path
    clock: Clock
    random: Random
    step: Callable[[str], None]
    trouble: float = 0.25
    name: str = "double"
    together: int = 1
    is_once: bool = False
    recipients: Sequence[str] = ("a reader",)
    faults: Counter[str] = field(default_factory=Counter[str])

    def parcels(self, issue: Issue, recipient: str) -> Sequence[Parcel]:
        edition = issue.edition
        ticket = Ticket(channel=self.name, recipient=recipient, key=edition.key, revision=edition.revision)
        body = edition_json(edition)
        return [Parcel(ticket=ticket, parts=1, name=str(edition.key), media_type="application/json", body=body)]

    def letter(self, letter: Letter, recipient: str) -> Parcel:
        ticket = Ticket(channel=self.name, recipient=recipient, key=letter.edition, revision=0, about=letter.key)
        return Parcel(ticket=ticket, parts=1, name=letter.key, media_type="text/plain", body=letter.text.encode())

    @contextmanager
    def open(self) -> Generator["Receiver"]:
        if self._happens("away", 0.3):
            raise DeliveryFault(Note.of("delivery.away"), again=True, ends_all=True)
        yield self

    def send(self, parcel: Parcel) -> str:
        if self._happens("refused for now", 0.3):
            raise DeliveryFault(Note.of("delivery.later"), again=True, retry_after=60)
        if self._happens("silent", 0.2):
            raise DeliveryFault(Note.of("delivery.silent"), again=True, unsure=True)
        self.step("send")
        got = Got(parcel.ticket, self.clock.now(), digest(parcel.body), self._is_kept(parcel.ticket))
        with self.inbox.open("a", encoding="utf-8") as inbox:
            inbox.write(f"{to_json(Got, got)}\n")
        self.step("sent")
        if self._happens("answer lost", 0.4):
            raise DeliveryFault(Note.of("delivery.silent"), again=True, unsure=True)
        return "got it"

    @property
    def got(self) -> list[Got]:
        """Editions."""
        return [each for each in self._all() if not each.ticket.about]

    @property
    def letters(self) -> list[Got]:
        return [each for each in self._all() if each.ticket.about]

    def _all(self) -> list[Got]:
        lines = self.inbox.read_text(encoding="utf-8").splitlines() if self.inbox.exists() else []
        return [from_json(Got, line) for line in lines]

    def _happens(self, what: str, share: float) -> bool:
        happens = self.random.random() < self.trouble * share
        self.faults[what] += happens
        return happens

    def _is_kept(self, ticket: Ticket) -> bool:
        place = (ticket.key.series, ticket.key.day.isoformat(), ticket.revision)
        with closing(sqlite3.connect(f"file:{self.archive}?mode=ro", uri=True)) as archive:
            query = "SELECT count(*) FROM editions WHERE series = ? AND day = ? AND revision = ?"
            return bool(archive.execute(query, place).fetchone()[0])


def digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def not_delivered(editions: Sequence[Edition], got: Sequence[Got]) -> Iterator[Breach]:
    """Every edition arrives, in its newest revision."""
    there = {(each.ticket.key, each.ticket.revision) for each in got}
    for edition in editions:
        if (edition.key, edition.revision) not in there:
            yield Breach(edition.key.day, "not delivered", f"{edition.key.kind}, revision {edition.revision}")


def delivered_twice(got: Sequence[Got], receipts: Mapping[Ticket, Receipt]) -> Iterator[Breach]:
    """A message arrives again only where its receipt says that an earlier try was unsure."""
    for ticket, times in Counter(each.ticket for each in got).items():
        unsure = receipts[ticket].unsure if ticket in receipts else 0
        if times > 1 + unsure:
            yield Breach(ticket.key.day, "delivered twice", f"{ticket.key} {times} times, unsure {unsure}")


def sent_before_kept(got: Sequence[Got]) -> Iterator[Breach]:
    yield from (
        Breach(each.ticket.key.day, "sent before kept", str(each.ticket.key)) for each in got if not each.is_kept
    )


def other_words(got: Sequence[Got], kept: Callable[[EditionKey, int], Edition | None]) -> Iterator[Breach]:
    """What arrived is the edition of that revision, to the byte."""
    for each in got:
        edition = kept(each.ticket.key, each.ticket.revision)
        if edition is None or digest(edition_json(edition)) != each.body:
            yield Breach(each.ticket.key.day, "other words", f"{each.ticket.key} revision {each.ticket.revision}")


def without_receipt(got: Sequence[Got], receipts: Mapping[Ticket, Receipt]) -> Iterator[Breach]:
    """What arrived has a receipt that says so."""
    for ticket in dict.fromkeys(each.ticket for each in got):
        if ticket not in receipts or receipts[ticket].state != "delivered":
            state = receipts[ticket].state if ticket in receipts else "none"
            yield Breach(ticket.key.day, "no receipt", f"{ticket.key} revision {ticket.revision}: {state}")

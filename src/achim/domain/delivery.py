"""What goes out of the house, and what is known of how it went."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from achim.domain.edition import Edition, EditionKey
from achim.domain.note import Note

_OF_VERSION = 0xF << 76 | 0x3 << 62
_VERSION_8 = 0x8 << 76 | 0x2 << 62
"""RFC 9562, 5.8: a UUID of one's own making."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """An edition as a channel sends it out.

    ``site`` is the address of the site that has it, without a slash at its end, None where there is none; ``flags_to``
    where readers report mistakes. ``before`` is the revision that this channel sent last, None at first.
    """

    edition: Edition
    site: str | None = None
    flags_to: str | None = None
    before: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A few words to the owner, in plain text. ``key`` names the incident that it tells of."""

    key: str
    edition: EditionKey
    """The edition in whose time it falls."""
    subject: str
    text: str
    written_at: datetime
    """The same whenever the same is sent again: it may stand in what is sent."""

    @property
    def whole(self) -> str:
        return f"{self.subject}\n\n{self.text}\n"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Ticket:
    """Which message: the same whenever the same is sent again. ``recipient`` is no secret: it is kept and said.

    ``about`` is the key of an incident where it is no edition that goes out.
    """

    channel: str
    recipient: str
    key: EditionKey
    revision: int
    part: int = 1
    about: str = ""

    @property
    def id(self) -> UUID:
        """Of its words alone, so that a receiver can tell a repeat: an idempotency key, the left of a Message-ID."""
        words = (self.channel, self.recipient, str(self.key), str(self.revision), str(self.part), self.about)
        number = int.from_bytes(hashlib.sha256("\0".join(words).encode()).digest()[:16], "big")
        return UUID(int=number & ~_OF_VERSION | _VERSION_8)


def part_of(channel: str, recipient: str, issue: Issue, part: int = 1) -> Ticket:
    """The ticket of a part of an edition."""
    edition = issue.edition
    return Ticket(channel=channel, recipient=recipient, key=edition.key, revision=edition.revision, part=part)


def notice_of(channel: str, recipient: str, letter: Letter) -> Ticket:
    """The ticket of a letter."""
    return Ticket(channel=channel, recipient=recipient, key=letter.edition, revision=0, about=letter.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """One message, ready to be sent. ``name`` is what a user knows it by: a subject, a file's name, a part.

    ``body`` is what goes out, or what a user would call its content; ``files`` go with it, by name.
    """

    ticket: Ticket
    parts: int
    name: str
    media_type: str
    body: bytes
    files: tuple[tuple[str, bytes], ...] = ()


State = Literal["sending", "waiting", "delivered", "refused", "given_up"]
"""``sending`` is what a killed process leaves: nobody knows whether it was accepted."""
DONE: frozenset[State] = frozenset({"delivered", "refused", "given_up"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """How the way of one message went so far. Moments are aware UTC.

    ``tries`` counts those begun, ``unsure`` those of them that may have been accepted although nobody said so: one
    that is delivered after all was then perhaps received more than once. ``next_at`` is when it may be tried again.
    """

    ticket: Ticket
    parts: int
    state: State
    tries: int
    unsure: int
    first_at: datetime
    last_at: datetime
    next_at: datetime | None = None
    note: Note | None = None
    answer: str = ""
    """What the receiver said, in short."""

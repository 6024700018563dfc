"""What the core needs of ways out: channels, and the receipts of what went through them."""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import date
from typing import Protocol

from achim.domain.delivery import Issue, Letter, Parcel, Receipt
from achim.domain.edition import EditionKey


class Sender(Protocol):
    """A way that stands open: a connection, or nothing at all. Used by one thread."""

    def send(self, parcel: Parcel) -> str:
        """Hand a message over; what the receiver said, in short. Raises DeliveryFault."""
        ...


class Channel(Protocol):
    """A way out. What it makes of an edition is a pure function; only its sender touches the world."""

    @property
    def name(self) -> str:
        """The user's own."""
        ...

    @property
    def recipients(self) -> Sequence[str]:
        """Who gets it, by words that are no secret; at least one."""
        ...

    @property
    def together(self) -> int:
        """How many senders may be open at once."""
        ...

    @property
    def is_once(self) -> bool:
        """Whether the receiver knows a repeat by its ticket, so that none arrives twice."""
        ...

    def parcels(self, issue: Issue, recipient: str) -> Sequence[Parcel]:
        """What a recipient gets of an edition: the same for the same, in the order in which it is sent."""
        ...

    def letter(self, letter: Letter, recipient: str) -> Parcel:
        """A few words to the owner, as this channel sends them."""
        ...

    def open(self) -> AbstractContextManager[Sender]:
        """Raises DeliveryFault where there is no way at all."""
        ...


class Receipts(Protocol):
    """Each call is one transaction, on the disk when it returns."""

    def of_days(self, since: date) -> Sequence[Receipt]:
        """Those of editions of days from ``since`` on, in the order of channel, day and recipient."""
        ...

    def of_edition(self, key: EditionKey) -> Sequence[Receipt]:
        """Those of an edition, in the order of channel and recipient."""
        ...

    def put(self, receipts: Iterable[Receipt]) -> None:
        """Keep them, each in its predecessor's place."""
        ...

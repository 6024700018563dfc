"""A webhook of the user's own, signed as Standard Webhooks says (https://www.standardwebhooks.com)."""

import base64
import hashlib
import hmac
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from pydantic import SecretStr

from achim.channels.web import Poster, transport
from achim.domain.delivery import Issue, Letter, Parcel, notice_of, part_of
from achim.ports import Clock

_PREFIX = "whsec_"
_FEWEST, _MOST = 24, 64
"""Bytes of a key, as the specification has them."""


@dataclass(frozen=True, slots=True)
class WebhookChannel:
    """``issued`` and ``told`` make the bodies. ``key`` is ``whsec_`` and base64; see ``signing_key``."""

    name: str
    url: SecretStr
    key: SecretStr
    issued: Callable[[Issue], bytes]
    told: Callable[[Letter], bytes]
    clock: Clock
    together: int = 1
    is_once: bool = True
    """The id is the same whenever the same is sent again."""

    @property
    def recipients(self) -> Sequence[str]:
        return ("webhook",)

    def parcels(self, issue: Issue, recipient: str) -> Sequence[Parcel]:
        edition = issue.edition
        return [
            Parcel(
                ticket=part_of(self.name, recipient, issue, 1),
                parts=1,
                name=str(edition.key),
                media_type="application/json",
                body=self.issued(issue),
            )
        ]

    def letter(self, letter: Letter, recipient: str) -> Parcel:
        ticket = notice_of(self.name, recipient, letter)
        return Parcel(
            ticket=ticket, parts=1, name=letter.subject, media_type="application/json", body=self.told(letter)
        )

    @contextmanager
    def open(self) -> Generator["WebhookSender"]:
        with transport() as way:
            yield WebhookSender(self.url, self.key, self.clock, Poster("webhook", self.clock, way))


@dataclass(frozen=True, slots=True)
class WebhookSender:
    url: SecretStr
    key: SecretStr
    clock: Clock
    poster: Poster

    def send(self, parcel: Parcel) -> str:
        """Signed anew each time, since a receiver refuses what is older than some minutes."""
        id, timestamp = str(parcel.ticket.id), str(int(self.clock.now().timestamp()))
        headers = {
            "webhook-id": id,
            "webhook-timestamp": timestamp,
            "webhook-signature": signature(signing_key(self.key), id, timestamp, parcel.body),
            "idempotency-key": id,
        }
        return self.poster.json(self.url.get_secret_value(), parcel.body, headers).short


def signing_key(secret: SecretStr) -> bytes:
    """The key behind ``whsec_``. Raises ValueError where there is none of the right size."""
    told = secret.get_secret_value()
    key = base64.b64decode(told.removeprefix(_PREFIX), validate=True)
    if not told.startswith(_PREFIX) or not _FEWEST <= len(key) <= _MOST:
        raise ValueError("no signing key")
    return key


def signature(key: bytes, id: str, timestamp: str, body: bytes) -> str:
    """``v1,`` and the HMAC-SHA256 of ``id.timestamp.body`` in base64."""
    made = hmac.new(key, f"{id}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(made).decode()}"

"""How a message goes over HTTPS: one POST, bounded, never redirected, and no secret in what is said of it."""

import json
import re
import socket
import threading
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from ipaddress import ip_address
from typing import Any, Protocol, cast
from urllib.parse import urlsplit

import httpx2

from achim.domain.chat import Message
from achim.domain.delivery import Issue, Letter
from achim.domain.note import Note
from achim.domain.retry_after import retry_after
from achim.domain.text import clean
from achim.errors import DeliveryFault
from achim.ports import Clock

_CONNECT_SECONDS = 10.0
_READ_SECONDS = 30.0
_TOTAL_SECONDS = 60.0
_MOST_BYTES = 65_536
_LONGEST_WAIT = 60.0
_LONGEST_WHY = 200
_SHORTEST_SECRET = 5
_TOKEN_LIKE = re.compile(r"\S*//\S*|[A-Za-z0-9_+/=:-]{24,}")
SHUT = frozenset({401, 403, 404, 410})
"""Answers of a webhook that is not there, or not for us, any more."""
_BETWEEN = frozenset({502, 504})
"""A gateway's word that it heard nothing good from the service behind it, which may have accepted (RFC 9110, 15.6)."""

File = tuple[str, tuple[str, bytes, str]]
"""A part of a form: its name, and a file's name, content and media type."""
Asked = Callable[[Mapping[str, Any]], float | None]


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer of success. Header names are lower case; ``told`` is its JSON where that is an object."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    told: Mapping[str, Any]

    @property
    def short(self) -> str:
        return f"HTTP {self.status}"


class Scribe(Protocol):
    """Writes an edition, and a few words to the owner, in the markup and within the limits of a service."""

    def messages(self, issue: Issue) -> Sequence[Message]: ...

    def letter(self, letter: Letter) -> Message: ...


Picture = Callable[[Issue], tuple[str, bytes] | None]
"""The name and the PNG of an edition's chart, where one is sent."""


@dataclass(slots=True)
class Pace:
    """Sends to a receiver no sooner than it allows. Waits are bounded, so that a clock set back holds nobody up."""

    clock: Clock
    _due: dict[str, datetime] = field(default_factory=dict[str, datetime])

    def keep(self, key: str, seconds: float) -> None:
        """Wait for ``key``'s turn; its next is ``seconds`` later."""
        now = self.clock.now()
        wait = (self._due.get(key, now) - now).total_seconds()
        if wait > 0:
            self.clock.wait(min(wait, _LONGEST_WAIT))
        self.hold(key, seconds)

    def hold(self, key: str, seconds: float) -> None:
        self._due[key] = self.clock.now() + timedelta(seconds=seconds)


class _Wire:
    """The connection that is in use. The transport bounds each read alone, so that an answer that comes by the letter
    would never end."""

    def __init__(self) -> None:
        self._socket: socket.socket | None = None

    def note(self, event: str, told: Mapping[str, Any]) -> None:
        """Heed what the transport tells of its steps (https://www.encode.io/httpcore/extensions/#trace)."""
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            self._socket = told["return_value"].get_extra_info("socket")

    @contextmanager
    def bounded(self, seconds: float) -> Generator[None]:
        timer = threading.Timer(seconds, self._cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _cut(self) -> None:
        """Wakes the thread that reads, which a close would not."""
        if self._socket is not None:
            with suppress(OSError):
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)


class Poster:
    """Posts to one service. Used by one thread.

    It speaks to the transport itself: a client logs the addresses of what it asks, and ours are secrets.
    ``shut`` are the statuses that say that the whole channel is closed, ``asked`` gives the seconds that the service's
    own body asks to be left alone for.
    """

    def __init__(
        self,
        service: str,
        clock: Clock,
        transport: httpx2.BaseTransport,
        *,
        shut: frozenset[int] = SHUT,
        asked: Asked = lambda told: None,
    ) -> None:
        self._service = service
        self._clock = clock
        self._transport = transport
        self._shut = shut
        self._asked = asked
        self._wire = _Wire()

    def json(self, url: str, body: bytes, headers: Mapping[str, str] | None = None) -> Reply:
        """Raises DeliveryFault."""
        told = {"content-type": "application/json", **(headers or {})}
        return self._post(url, lambda: httpx2.Request("POST", url, headers=self._headers(told), content=body))

    def form(self, url: str, data: Mapping[str, str], files: Sequence[File]) -> Reply:
        """Raises DeliveryFault."""
        return self._post(
            url,
            lambda: httpx2.Request("POST", url, headers=self._headers({}), data=dict(data), files=list(files)),
        )

    def lost(self) -> DeliveryFault:
        """What answered was not the service: a gateway's own page."""
        return self._fault("delivery.web_lost", again=True, unsure=True)

    def _headers(self, told: Mapping[str, str]) -> dict[str, str]:
        return {"user-agent": "achim", "accept": "application/json", "accept-encoding": "identity", **told}

    def _post(self, url: str, made: Callable[[], httpx2.Request]) -> Reply:
        deadline = time.monotonic() + _TOTAL_SECONDS
        try:
            request = made()
            request.extensions["timeout"] = {
                "connect": _CONNECT_SECONDS, "read": _READ_SECONDS, "write": _READ_SECONDS, "pool": _CONNECT_SECONDS
            }  # fmt: skip
            request.extensions["trace"] = self._wire.note
            with self._wire.bounded(_TOTAL_SECONDS):
                response = self._transport.handle_request(request)
        except (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout):
            raise self._fault("delivery.web_unreached", again=True, ends_all=True) from None
        except (httpx2.InvalidURL, httpx2.UnsupportedProtocol, httpx2.LocalProtocolError, ValueError):
            raise self._fault("delivery.web_unreached", again=False, ends_all=True) from None
        except httpx2.HTTPError:
            raise self._fault("delivery.web_lost", again=True, unsure=True) from None
        return self._judged(url, response, _body(response, deadline))

    def _judged(self, url: str, response: httpx2.Response, body: bytes) -> Reply:
        status, told = response.status_code, _object(body)
        if 200 <= status < 300:
            return Reply(status, {name.lower(): value for name, value in response.headers.items()}, body, told)
        if status == 429:
            seconds = self._asked(told) or retry_after(response.headers, self._clock.now())
            raise self._fault("delivery.web_busy", again=True, retry_after=seconds)
        params = {"status": status, "why": _why(url, body, told)}
        if status >= 500 or status in (408, 425):
            seconds = retry_after(response.headers, self._clock.now())
            unsure = status in _BETWEEN
            raise self._fault("delivery.web_failed", params, again=True, unsure=unsure, retry_after=seconds)
        raise self._fault("delivery.web_refused", params, again=False, ends_all=status in self._shut)

    def _fault(
        self,
        code: str,
        params: Mapping[str, object] | None = None,
        *,
        again: bool,
        unsure: bool = False,
        retry_after: float | None = None,
        ends_all: bool = False,
    ) -> DeliveryFault:
        note = Note.of(code, service=self._service, **(params or {}))
        return DeliveryFault(note, again=again, unsure=unsure, retry_after=retry_after, ends_all=ends_all)


def transport() -> httpx2.BaseTransport:
    """Straight to the address: no proxy of the environment, no redirect, no cookie."""
    return httpx2.HTTPTransport(trust_env=False)


def is_safe(url: str) -> bool:
    """Whether what is sent to ``url`` is encrypted or stays on this machine, and it is no place for a password."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    if not host or "@" in parts.netloc or re.search(r"[\x00-\x20\x7f]", url):
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host))


def is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def packed(value: object) -> bytes:
    """Compact JSON, to be read in a rehearsal too."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def seconds_in(value: object) -> float | None:
    """A number of seconds that a service gave in its body, a day at most."""
    return min(float(value), 86_400.0) if isinstance(value, int | float) and 0 <= value < float("inf") else None


def _body(response: httpx2.Response, deadline: float) -> bytes:
    """As much as is of use. What the status said holds, whatever becomes of the rest."""
    held = bytearray()
    try:
        for chunk in response.iter_raw():
            held += chunk
            if len(held) > _MOST_BYTES or time.monotonic() > deadline:
                break
    except httpx2.HTTPError:
        pass
    finally:
        response.close()
    return bytes(held[:_MOST_BYTES])


def _object(body: bytes) -> Mapping[str, Any]:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return cast("dict[str, Any]", told) if isinstance(told, dict) else {}


def _why(url: str, body: bytes, told: Mapping[str, Any]) -> str:
    """The service's own words, short, without a part of the address or what looks like a token."""
    said = str(told.get("description") or told.get("message") or body[:1_000].decode("utf-8", "replace"))
    for part in sorted(set(re.split(r"[/?&=:]", url)), key=len, reverse=True):
        if len(part) >= _SHORTEST_SECRET:
            said = said.replace(part, "***")
    return _TOKEN_LIKE.sub("***", clean(said, limit=_LONGEST_WHY))

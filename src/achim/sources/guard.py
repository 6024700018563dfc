"""The way out: connects to checked addresses only, so that a feed cannot make achim ask its owner's own network.

A name is resolved once, when a connection is made, and the connection goes to an address that was checked: a second
look-up could answer otherwise (DNS rebinding). The certificate is still checked against the name.
"""

import ipaddress
import re
import socket
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from ssl import SSLContext
from typing import Any
from urllib.parse import urlsplit

import httpcore2
import httpx2

from achim.domain.note import Note
from achim.errors import FetchError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], Sequence[str]]
"""The addresses of a host as text. Raises OSError or UnicodeError where it has none."""
Place = tuple[str, int]
"""A host, as it is asked for (IDNA), and a port."""

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_NEVER = float("inf")


class GuardedTransport(httpx2.HTTPTransport):
    """Reaches public hosts, and ports of hosts that the user named (``allowed``): private ones, never link-local.

    A request's extension ``deadline``, a moment of ``time.monotonic``, ends it whatever trickles in until then. Each
    request has a connection of its own, closed behind it: two idle hosts of one place would be two connections.
    """

    def __init__(self, allowed: frozenset[Place], resolve: Resolve | None = None) -> None:
        super().__init__()
        self._deadline = _Deadline()
        self._pool = httpcore2.ConnectionPool(
            ssl_context=httpx2.create_ssl_context(),
            max_keepalive_connections=0,
            network_backend=_Network(allowed, resolve or look_up, self._deadline),
        )

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        self._deadline.at = float(request.extensions.get("deadline", _NEVER))
        return super().handle_request(request)


def look_up(host: str, port: int) -> Sequence[str]:
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


_NOWHERE = (ipaddress.ip_network("::/96"), ipaddress.ip_network("192.0.0.0/24"))
"""IPv4-compatible addresses, long deprecated (RFC 4291, 2.5.5.1), and protocol assignments (RFC 6890)."""


def is_public(text: str) -> bool:
    """Whether the address belongs to the internet at large, as does the IPv4 address that an IPv6 one stands for."""
    address = ipaddress.ip_address(text.partition("%")[0])
    if any(address in network for network in _NOWHERE if network.version == address.version):
        return False
    inner = _embedded(address)
    return all(each.is_global and not each.is_multicast for each in (inner or (address,))) and not (
        isinstance(address, ipaddress.IPv6Address) and address.is_site_local
    )


_INNER = ("localhost", "local", "internal", "lan", "home", "intranet", "corp", "test", "invalid", "onion")
"""Last parts of names that are nobody's on the internet at large: RFC 6761, RFC 6762, RFC 8375, RFC 9476."""


def is_public_url(url: str) -> bool:
    """Whether the address names a host of the internet at large, as far as its spelling tells; nothing is resolved."""
    try:
        host = (urlsplit(url).hostname or "").rstrip(".").lower()
    except ValueError:
        return False
    try:
        return is_public(host)
    except ValueError:
        last = host.rpartition(".")[2]
        return "." in host and last not in _INNER and not _NUMBER.fullmatch(last)


def place_of(url: str) -> Place:
    """Where an http or https address is asked."""
    told = httpx2.URL(url)
    return told.raw_host.decode("ascii"), told.port or (443 if told.scheme == "https" else 80)


_NUMBER = re.compile(r"(?:\d+|0x[0-9a-f]*)", re.IGNORECASE)
"""A last part that makes an IPv4 address of a name: https://url.spec.whatwg.org/#ends-in-a-number-checker"""


def _is_no_link_local(text: str) -> bool:
    """Link-local addresses tell a machine of the cloud its own secrets, and nobody has a feed there."""
    address = ipaddress.ip_address(text.partition("%")[0])
    return not any(each.is_link_local for each in (address, *_embedded(address)))


def _embedded(address: Address) -> tuple[Address, ...]:
    if isinstance(address, ipaddress.IPv4Address):
        return ()
    if address in _NAT64:
        return (ipaddress.IPv4Address(int(address) & 0xFFFFFFFF),)
    inner = address.ipv4_mapped or address.sixtofour
    return (inner,) if inner else address.teredo or ()


class _Deadline(threading.local):
    """When the request of this thread must have ended; a thread has one request at a time."""

    at: float = _NEVER

    def left(self, timeout: float | None, late: type[Exception]) -> float | None:
        """The seconds to wait at most. Raises ``late`` where none is left."""
        left = self.at - time.monotonic()
        if left <= 0:
            raise late("the time for the whole answer is over")
        limits = [limit for limit in (timeout, left) if limit is not None and limit != _NEVER]
        return min(limits, default=None)


class _Network(httpcore2.NetworkBackend):
    def __init__(self, allowed: frozenset[Place], resolve: Resolve, deadline: _Deadline) -> None:
        self._allowed = allowed
        self._resolve = resolve
        self._deadline = deadline
        self._inner = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        fault: Exception = httpcore2.ConnectError(f"{host} has no address")
        for address in self._checked(host, port):
            left = self._deadline.left(timeout, httpcore2.ConnectTimeout)
            try:
                stream = self._inner.connect_tcp(address, port, left, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                fault = error
            else:
                return _Timed(stream, self._deadline)
        raise fault

    def _checked(self, host: str, port: int) -> Sequence[str]:
        try:
            addresses = list(dict.fromkeys(self._resolve(host, port)))
        except (OSError, UnicodeError) as error:
            raise httpcore2.ConnectError(f"cannot resolve {host}") from error
        may_be_asked = _is_no_link_local if (host, port) in self._allowed else is_public
        if not all(map(may_be_asked, addresses)):
            raise FetchError("http", Note.of("fetch.private_address", host=host), host)
        return addresses


class _Timed(httpcore2.NetworkStream):
    """A stream whose every wait also ends with the request's deadline."""

    def __init__(self, inner: httpcore2.NetworkStream, deadline: _Deadline) -> None:
        self._inner = inner
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._deadline.left(timeout, httpcore2.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._deadline.left(timeout, httpcore2.WriteTimeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        left = self._deadline.left(timeout, httpcore2.ConnectTimeout)
        return _Timed(self._inner.start_tls(ssl_context, server_hostname, left), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)

"""A transport that refuses private addresses, so that a feed cannot make achim ask its owner's own network."""

import ipaddress
import socket

import httpx2

from achim.domain.note import Note
from achim.errors import FetchError


class GuardedTransport(httpx2.BaseTransport):
    """Passes a request on when its host is public or named by the user's settings (``allowed``)."""

    def __init__(self, inner: httpx2.BaseTransport, allowed: frozenset[str]) -> None:
        self._inner = inner
        self._allowed = allowed

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        host = request.url.host
        if host not in self._allowed and not _is_public(host, request.url.port):
            raise FetchError("http", Note.of("fetch.private_address", host=host), str(request.url))
        return self._inner.handle_request(request)

    def close(self) -> None:
        self._inner.close()


def _is_public(host: str, port: int | None) -> bool:
    try:
        found = socket.getaddrinfo(host, port or 443, type=socket.SOCK_STREAM)
    except OSError as error:
        raise httpx2.ConnectError(f"cannot resolve {host}") from error
    return all(ipaddress.ip_address(str(address[4][0]).partition("%")[0]).is_global for address in found)

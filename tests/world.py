"""The real addresses, answered by the test server: what a source asks of https://arxiv.org goes to loopback."""

import ssl

import httpx2

from tests.upstream.server import UpstreamServer

_NO_AUTHORITIES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""Loading them takes longer than a request, and loopback speaks no TLS."""


class WorldTransport(httpx2.BaseTransport):
    """Sends each request to the server's service of that host; the client sees the real address."""

    def __init__(self, server: UpstreamServer) -> None:
        self._server = server
        self._inner = httpx2.HTTPTransport(verify=_NO_AUTHORITIES)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        target = request.url.raw_path.decode("ascii")
        url = f"http://127.0.0.1:{self._server.port}/{request.url.host}{target}"
        headers = [(name, value) for name, value in request.headers.raw if name.lower() != b"host"]
        inner = httpx2.Request(request.method, url, headers=headers)
        inner.extensions = request.extensions
        return self._inner.handle_request(inner)

    def close(self) -> None:
        self._inner.close()

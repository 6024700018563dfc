"""What every request passes: who may ask and how often, what every answer carries, what is counted and told."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from achim.web.limits import Limits
from achim.web.metrics import Metrics

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
ALWAYS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "x-frame-options": "DENY",
}
_STRICT_TRANSPORT = (b"strict-transport-security", b"max-age=31536000")
_ROUTES = {
    "": "front", "healthz": "healthz", "metrics": "metrics", "search": "search", "api": "api", "mine": "mine",
    "sign-in": "sign_in", "sign-out": "sign_out", "assets": "assets", "editions": "editions", "works": "works",
    "topics": "topics", "archive": "archive",
}  # fmt: skip
"""Routes of the metrics, by the first part of a path."""
_METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})
_LONGEST_LOGGED = 200
_UNSEEN = 0
_AGAIN = 60.0
"""Seconds after which a fault that each request meets is told again."""
_MOST_HEARD = 100


def own_hosts(*names: str) -> frozenset[str]:
    """The names by which readers may ask: those of this machine and ``names``, as a Host header has them."""
    return frozenset({"localhost", "127.0.0.1", "[::1]", *(name.strip().lower() for name in names)})


def host_name(header: str) -> str:
    """A Host header without its port, in lower case."""
    bare = header.strip().lower()
    if bare.startswith("["):
        return bare[: bare.find("]") + 1]
    return bare.partition(":")[0]


@dataclass(slots=True)
class Gate:
    """ASGI: around the whole reader. ``trouble`` hears of faults of ours, ``log`` of each request."""

    app: ASGIApp
    hosts: frozenset[str]
    limits: Limits
    metrics: Metrics
    trouble: Callable[[str, Exception], None]
    log: Callable[[str], None] | None = None
    clock: Callable[[], float] = field(default=time.monotonic)
    _heard: dict[str, float] = field(default_factory=dict[str, float], init=False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._answer(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await self.app(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun, sender = self.clock(), _Sender(send, is_https=scope["scheme"] == "https")
        try:
            refused = self._refused(scope, begun)
            await (refused or self.app)(scope, receive, sender)
        except Exception as error:  # Starlette has answered; what it raises again goes to the log
            self._hear(error, begun)
            if sender.status == _UNSEEN:
                await PlainTextResponse("500", 500)(scope, receive, sender)
        finally:
            self._told(scope, sender, self.clock() - begun)

    def _refused(self, scope: Scope, now: float) -> Response | None:
        headers = Headers(scope=scope)
        if len(headers.getlist("host")) != 1 or host_name(headers["host"]) not in self.hosts:
            return PlainTextResponse("this name is not served; see [serve] hosts", 421)
        if scope["path"] == "/healthz":
            return None
        client = scope.get("client")
        if wait := self.limits.wait(client[0] if client else "", now):
            return PlainTextResponse("too many requests", 429, {"retry-after": str(int(wait) + 1)})
        return None

    def _hear(self, error: Exception, now: float) -> None:
        """Strangers who ask again and again fill no disk with one fault."""
        told = f"{type(error).__name__}: {error}"
        if now - self._heard.get(told, -_AGAIN) < _AGAIN:
            return
        if len(self._heard) >= _MOST_HEARD:
            self._heard.clear()
        self._heard[told] = now
        self.trouble("serve", error)

    def _told(self, scope: Scope, sender: "_Sender", seconds: float) -> None:
        method = scope["method"] if scope["method"] in _METHODS else "OTHER"
        self.metrics.observe(route_of(scope["path"]), method, sender.status, seconds)
        if self.log:
            # the raw path is ASCII and without its query, which may tell what somebody looks for
            path = scope.get("raw_path", b"").partition(b"?")[0].decode("ascii", "replace")[:_LONGEST_LOGGED]
            shown = path if path.isprintable() else repr(path)
            self.log(f"{method} {shown} {sender.status} {sender.size} {seconds * 1000:.0f}ms")


class _Sender:
    """Puts what every answer carries into its head, and counts."""

    __slots__ = ("_send", "_strict", "size", "status")

    def __init__(self, send: Send, *, is_https: bool) -> None:
        self._send = send
        self._strict = is_https
        self.status = _UNSEEN
        self.size = 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message["headers"] = self._with_ours(message.get("headers", ()))
        elif message["type"] == "http.response.body":
            self.size += len(message.get("body", b""))
        await self._send(message)

    def _with_ours(self, headers: Iterable[Any]) -> list[tuple[bytes, bytes]]:
        there = list(headers)
        names = {name for name, _ in there}
        there += [pair for pair in _ALWAYS_RAW if pair[0] not in names]
        if self._strict:
            there.append(_STRICT_TRANSPORT)
        return there


_ALWAYS_RAW = [(name.encode(), value.encode()) for name, value in ALWAYS.items()]


def route_of(path: str) -> str:
    """The route that a path counts for: of a closed list, and ``other`` for what is not on it."""
    return _ROUTES.get(path.strip("/").partition("/")[0], "other")

"""One loopback server that speaks for all services, on a settable clock, with a request log and scripted faults."""

import re
import socket
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fnmatch import fnmatchcase
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from typing import Protocol, Self
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.upstream import arxiv_api, arxiv_feed, arxiv_listing, arxiv_oai, deeplearn, feeds, hackernews, huggingface
from tests.upstream.exchange import Asked, Response, Route
from tests.upstream.faults import OK, Fault, parse_script
from tests.upstream.wire import Wire, has_hung_up
from tests.upstream.works import Corpus

SERVICES = {
    "arxiv": "arxiv.org",
    "arxiv_api": "export.arxiv.org",
    "arxiv_feed": "rss.arxiv.org",
    "arxiv_oai": "oaipmh.arxiv.org",
    "huggingface": "huggingface.co",
    "deeplearn": "deeplearn.org",
    "hackernews": "hn.algolia.com",
    "hackernews_items": "hacker-news.firebaseio.com",
    "hackernews_digest": "hackernews.betacat.io",
    "technologyreview": "www.technologyreview.kr",
    "feeds": "feeds.example.org",
    "articles": "articles.example.org",
}
_HOSTS = {host: service for service, host in SERVICES.items()}
_FORMS = ("GET", "HEAD", "POST")

ROUTES = (
    Route("arxiv_listing", "arxiv", r"/list/[^/]+/[^/]+", arxiv_listing.answer_list, arxiv_listing.error),
    Route("arxiv_catchup", "arxiv", r"/catchup/[^/]+/[^/]+", arxiv_listing.answer_catchup, arxiv_listing.error),
    Route("arxiv_api", "arxiv_api", r"/api/query", arxiv_api.answer, arxiv_api.error, _FORMS),
    Route("arxiv_feed", "arxiv_feed", r"/(?:rss|atom)/[^/]+", arxiv_feed.answer, arxiv_feed.error),
    Route("arxiv_oai", "arxiv_oai", r"/oai", arxiv_oai.answer, arxiv_oai.error, _FORMS),
    Route("hf_api", "huggingface", r"/api/daily_papers", huggingface.answer_api, huggingface.error_api),
    Route("hf_page", "huggingface", r"/papers(?:/date/[^/]+)?/?", huggingface.answer_page, huggingface.error_page),
    Route("deeplearn_home", "deeplearn", r"/?", deeplearn.answer_home, deeplearn.error),
    Route("deeplearn_paper", "deeplearn", r"/arxiv/\d+(?:/.*)?", deeplearn.answer_paper, deeplearn.error),
    Route("hn_search", "hackernews", r"/api/v1/search_by_date", hackernews.answer_search, hackernews.error_search),
    Route("hn_item", "hackernews_items", r"/v0/item/\d+\.json", hackernews.answer_item, hackernews.error_item),
    Route("hn_digest", "hackernews_digest", r"/?", hackernews.answer_digest, hackernews.error_digest),
    Route("korean_feed", "technologyreview", r"/feed/", feeds.answer_korean_feed, feeds.error_feed),
    Route("korean_page", "technologyreview", r"/category/ai/?", feeds.answer_korean_page, feeds.error_feed),
    Route("feed", "feeds", r"/\w+\.(?:rss|rdf|atom|json)", feeds.answer_feed, feeds.error_feed),
    Route("robots", "articles", r"/robots\.txt", feeds.answer_robots, feeds.error_feed),
    Route("article", "articles", r"/\w+/\d+", feeds.answer_article, feeds.error_feed),
)


class Clock(Protocol):
    def now(self) -> datetime: ...


@dataclass(slots=True)
class SettableClock:
    """Stands still until it is told."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request as it was answered.

    ``at`` is the replayed time, ``monotonic`` the machine's. ``party`` owns the services that its terms of use hold
    together: arxiv, huggingface or deeplearn. ``in_flight`` counts the party's requests being answered when this one
    came, itself included; ``connections`` the open connections that have carried one, its own included.
    ``route`` is empty where nothing is served. ``query`` is the raw text.
    """

    at: datetime
    monotonic: float
    method: str
    service: str
    party: str
    route: str
    path: str
    query: str
    headers: dict[str, str]
    status: int
    fault: str
    in_flight: int
    connections: int


@dataclass(slots=True)
class _Script:
    route: str
    match: str
    steps: list[Fault]
    forever: Fault

    def covers(self, route: str, target: str) -> bool:
        return fnmatchcase(route, self.route) and self.match in target

    def next(self) -> Fault | None:
        """The fault in turn; None once the script has been played."""
        if self.steps:
            return self.steps.pop(0)
        return None if self.forever is OK else self.forever


@dataclass(slots=True)
class _Traffic:
    in_flight: set[socket.socket] = field(default_factory=set[socket.socket])
    connections: set[socket.socket] = field(default_factory=set[socket.socket])


class UpstreamServer:
    """A context manager. The server runs in threads of this process while the context is open."""

    def __init__(self, corpus: Corpus, clock: Clock | datetime, *, oai_page: int = 2500) -> None:
        self.corpus = corpus
        self.oai_page = oai_page
        self.clock: Clock = SettableClock(clock) if isinstance(clock, datetime) else clock
        self._log: list[Request] = []
        self._scripts: list[_Script] = []
        self._traffic: dict[str, _Traffic] = {}
        self._lock = threading.Lock()
        self.stopping = threading.Event()
        self._http = _Http(("127.0.0.1", 0), _Handler)
        self._http.upstream = self

    def __enter__(self) -> Self:
        self.stopping.clear()
        threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *reason: object) -> None:
        self.stopping.set()
        self._http.shutdown()
        self._http.server_close()

    @property
    def port(self) -> int:
        return int(self._http.server_address[1])

    @property
    def base_urls(self) -> dict[str, str]:
        """The address to use in the place of each service's own, without a slash at its end."""
        return {service: f"http://127.0.0.1:{self.port}/{host}" for service, host in SERVICES.items()}

    @property
    def log(self) -> tuple[Request, ...]:
        """Requests in the order of their arrival."""
        with self._lock:
            return tuple(self._log)

    def requests(self, route: str = "*") -> tuple[Request, ...]:
        """The log's requests to a route; ``*`` and ``?`` as in file names."""
        return tuple(request for request in self.log if fnmatchcase(request.route, route))

    def spacing(self, party: str) -> tuple[float, ...]:
        """Seconds of replayed time between a party's requests."""
        moments = [request.at for request in self.log if request.party == party]
        return tuple((later - at).total_seconds() for at, later in pairwise(moments))

    def forget(self) -> None:
        """Empties the log."""
        with self._lock:
            self._log.clear()

    def set_time(self, moment: datetime) -> None:
        """Only for the server's own clock; one that was handed in is its owner's to set."""
        if moment.tzinfo is None:
            raise ValueError("the time needs a time zone")
        if not isinstance(self.clock, SettableClock):
            raise TypeError("the clock is not the server's own")
        self.clock.moment = moment

    def advance(self, seconds: float) -> None:
        self.set_time(self.clock.now() + timedelta(seconds=seconds))

    def script(
        self, route: str, steps: str | Sequence[Fault | str], *, match: str = "", forever: Fault | None = None
    ) -> None:
        """Faults for the coming requests to a route whose path and query contain ``match``.

        ``route`` may be a pattern (``arxiv_*``, ``*``). ``"429,429,200"`` spoils two requests; ``"500,*:503"`` ends in
        503 for ever, as ``forever`` does for a fault without a name. Of several scripts for one request the first that
        is not played out yet counts.
        """
        if not any(fnmatchcase(known.name, route) for known in ROUTES):
            raise ValueError(f"no route is named {route!r}")
        once, last = parse_script(steps)
        with self._lock:
            self._scripts.append(_Script(route, match, list(once), forever or last))

    def clear_scripts(self) -> None:
        with self._lock:
            self._scripts.clear()

    def fault_for(self, route: str, target: str) -> Fault:
        with self._lock:
            due = (script.next() for script in self._scripts if script.covers(route, target))
            return next((fault for fault in due if fault is not None), OK)

    def begin(self, party: str, connection: socket.socket) -> tuple[int, int]:
        """Counts a request in; how many the party has in flight, over how many connections.

        What its client has given up does not count, although its thread may not have noticed yet.
        """
        with self._lock:
            traffic = self._traffic.setdefault(party, _Traffic())
            traffic.connections = {other for other in traffic.connections if not has_hung_up(other)} | {connection}
            traffic.in_flight = (traffic.in_flight & traffic.connections) | {connection}
            return len(traffic.in_flight), len(traffic.connections)

    def finish(self, party: str, connection: socket.socket) -> None:
        with self._lock:
            self._traffic[party].in_flight.discard(connection)

    def hang_up(self, connection: socket.socket) -> None:
        with self._lock:
            for traffic in self._traffic.values():
                traffic.connections.discard(connection)

    def note(self, request: Request) -> None:
        with self._lock:
            self._log.append(request)


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64
    upstream: UpstreamServer

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is none of our business; everything else is shown."""
        if not isinstance(sys.exc_info()[1], (ConnectionError, TimeoutError)):
            super().handle_error(request, client_address)  # pyright: ignore[reportArgumentType]


@dataclass(frozen=True, slots=True)
class _Place:
    service: str
    path: str
    route: Route | None

    @property
    def party(self) -> str:
        return self.service.partition("_")[0]


def place_of(host: str, path: str) -> _Place:
    """Which service's page a request means: by its path's prefix, by its Host, or by the page where only one has such.

    The last is for links on the pages themselves, which are relative to their site.
    """
    prefix, _, rest = path.lstrip("/").partition("/")
    if prefix in _HOSTS:
        return _place(_HOSTS[prefix], f"/{rest}")
    if host.partition(":")[0] in _HOSTS:
        return _place(_HOSTS[host.partition(":")[0]], path)
    found = next((route for route in ROUTES if path != "/" and re.fullmatch(route.pattern, path)), None)
    return _Place(found.service, path, found) if found else _Place("", path, None)


def _place(service: str, path: str) -> _Place:
    mine = (route for route in ROUTES if route.service == service)
    return _Place(service, path, next((route for route in mine if re.fullmatch(route.pattern, path)), None))


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server_version = "replay"
    sys_version = ""
    server: _Http  # pyright: ignore[reportIncompatibleVariableOverride]

    def log_message(self, format: str, *args: object) -> None:
        """The request log is in the server, not on the terminal."""

    def finish(self) -> None:
        self.server.upstream.hang_up(self.connection)
        with suppress(OSError):
            super().finish()

    def do_GET(self) -> None:
        self._handle()

    def do_HEAD(self) -> None:
        self._handle()

    def do_POST(self) -> None:
        self._handle()

    def _handle(self) -> None:
        upstream = self.server.upstream
        parts = urlsplit(self.path)
        place = place_of(self.headers.get("Host", ""), parts.path)
        in_flight, connections = upstream.begin(place.party, self.connection)
        try:
            fault, response = self._answer(place, parts.query)
            upstream.note(self._request(place, parts.query, response, fault, in_flight, connections))
            Wire(self, upstream.stopping, lambda: upstream.finish(place.party, self.connection)).send(response)
        finally:
            upstream.finish(place.party, self.connection)

    def _answer(self, place: _Place, query: str) -> tuple[Fault, Response]:
        route, upstream = place.route, self.server.upstream
        sent = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode("utf-8", "replace")
        if route is None:
            return OK, Response(status=404, body=b"<html><body><h1>404 Not Found</h1></body></html>")
        if self.command not in route.methods:
            return OK, Response(status=405, body=b"<html><body><h1>405 Method Not Allowed</h1></body></html>")
        asked = Asked(
            path=unquote(place.path),
            query=tuple(parse_qsl("&".join(filter(None, (query, sent))), keep_blank_values=True)),
            headers={name.lower(): value for name, value in self.headers.items()},
            corpus=upstream.corpus,
            now=upstream.clock.now(),
            oai_page=upstream.oai_page,
        )
        fault = upstream.fault_for(route.name, f"{place.path}?{query}")
        return fault, fault.apply(asked, route.answer, route.error)

    def _request(
        self, place: _Place, query: str, response: Response, fault: Fault, in_flight: int, connections: int
    ) -> Request:
        return Request(
            at=self.server.upstream.clock.now(),
            monotonic=time.monotonic(),
            method=self.command,
            service=place.service,
            party=place.party,
            route=place.route.name if place.route else "",
            path=place.path,
            query=query,
            headers={name.lower(): value for name, value in self.headers.items()},
            status=response.status,
            fault=fault.name,
            in_flight=in_flight,
            connections=connections,
        )

"""Upstream in time, in the process that asks it: every service's answer at the moment of a clock, and what went wrong.

The answers are those of ``tests.upstream``, without a socket: a year has some hundred thousand requests.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import parse_qsl, unquote

import httpx2

from achim.ports import FEED as FEED_PREFIX
from achim.ports import Clock
from tests.upstream import Corpus, Work
from tests.upstream.exchange import Asked, Response, Route
from tests.upstream.faults import OK
from tests.upstream.server import place_of
from tests.year.contents import FEED, KOREAN
from tests.year.trouble import Plan

MIN_POINTS = 30
FEED_REACH = timedelta(days=7)
"""What a feed tells of earlier days is not asked for."""
_BEFORE, _AFTER = timedelta(days=60), timedelta(days=5)
_FEED_LENGTH = 12
_PANEL_ITEM = re.compile(r'<a href="/arxiv/(\d+)/')
_FEED_ITEM = re.compile(r"<item>.*?<link>([^<]+)</link>.*?<pubDate>([^<]+)</pubDate>", re.DOTALL)
_GONE = Response(status=404, body=b"<html><body><h1>404 Not Found</h1></body></html>")


@dataclass(slots=True)
class World:
    """What there is to know, what goes wrong with it, and what it has told.

    ``heard`` are ledger keys that places without a memory gave in whole answers to work that came to its end,
    ``pending`` those that they gave since.
    """

    corpus: Corpus
    plan: Plan = field(default_factory=Plan)
    requests: int = 0
    spoilt: int = 0
    heard: set[str] = field(default_factory=set[str])
    pending: set[str] = field(default_factory=set[str])
    _near: dict[date, Corpus] = field(default_factory=dict[date, Corpus])

    def at(self, now: datetime) -> Corpus:
        """The part of it that anybody may ask about at a moment: some weeks around it."""
        day = now.date()
        if day not in self._near:
            self._near = {day: self._part(day - _BEFORE, day + _AFTER)}
        return self._near[day]

    def _part(self, first: date, last: date) -> Corpus:
        corpus = self.corpus
        return replace(
            corpus,
            works=tuple(work for work in corpus.works if first <= day_of(work) <= last),
            threads=tuple(thread for thread in corpus.threads if first <= thread.at.date() <= last),
        )

    def answer(self, route: Route, asked: Asked) -> Response:
        """As it comes: spoilt by what goes wrong at that moment."""
        fault = self.plan.fault(route.name, asked.now)
        response = fault.apply(asked, route.answer, route.error)
        self.requests += 1
        if fault is OK:
            self._note(route, asked, response)
        else:
            self.spoilt += 1
        return response

    def _note(self, route: Route, asked: Asked, response: Response) -> None:
        hear = _HEARD.get(route.name)
        if hear and response.status == 304:
            response = route.answer(replace(asked, headers={}))
        if hear and response.status == 200:
            self.pending.update(hear(response.body.decode(), asked.now))

    def settle(self) -> None:
        """The work that asked has kept what it made of the answers."""
        self.heard |= self.pending
        self.pending.clear()


def day_of(work: Work) -> date:
    """The day on which a work, or a version of it, begins to be told of."""
    days = (work.announced, work.hf_date, *work.deeplearn_days[:1])
    return min((day for day in days if day), default=work.submitted_at.date())


def _panel(body: str, now: datetime) -> Iterator[str]:
    hot = body.partition("Hot Papers")[2].partition("Hot Tweets")[0]
    return (f"deeplearn/{number}" for number in _PANEL_ITEM.findall(hot))


def _search(body: str, now: datetime) -> Iterator[str]:
    return (f"hackernews/{hit['objectID']}" for hit in json.loads(body)["hits"] if hit["points"] >= MIN_POINTS)


def _posts(name: str) -> Callable[[str, datetime], Iterator[str]]:
    def told(body: str, now: datetime) -> Iterator[str]:
        found = _FEED_ITEM.findall(body)
        return (f"{name}/{link}" for link, at in found if parsedate_to_datetime(at) >= now - FEED_REACH)

    return told


_HEARD: Mapping[str, Callable[[str, datetime], Iterator[str]]] = {
    "deeplearn_home": _panel,
    "hn_search": _search,
    "feed": _posts(f"{FEED_PREFIX}{FEED}"),
    "korean_feed": _posts(KOREAN),
}


@dataclass(slots=True)
class WorldTransport(httpx2.BaseTransport):
    """The way to a world, at the moment of a clock; ``before`` is called before each request."""

    world: World
    clock: Clock
    before: Callable[[], None] = lambda: None

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        self.before()
        response = self._answer(request)
        if response.mode == "never":
            raise httpx2.ReadTimeout("silence", request=request)
        if response.mode in ("reset", "half"):
            raise httpx2.ReadError("reset", request=request)
        headers = [("content-type", response.content_type), *response.headers]
        return httpx2.Response(response.status, headers=headers, content=response.body, request=request)

    def _answer(self, request: httpx2.Request) -> Response:
        now, url = self.clock.now(), request.url
        place = place_of(url.host, url.raw_path.decode("ascii").partition("?")[0])
        if place.route is None:
            return _GONE
        asked = Asked(
            path=unquote(place.path),
            query=tuple(parse_qsl(url.query.decode("ascii"), keep_blank_values=True)),
            headers={name.lower(): value for name, value in request.headers.items()},
            corpus=self.world.at(now),
            now=now,
        )
        return self.world.answer(place.route, asked)

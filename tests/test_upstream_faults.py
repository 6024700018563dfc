"""Every fault of the replayed services does what its name says, on every route, over a real socket."""

import gzip
import http.client
import json
import re
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree

import pytest

from tests.test_news_faults import SCENES
from tests.upstream import FAULTS, ROUTES, UpstreamServer
from tests.upstream.faults import BOMB_SIZE, LATE, PRIVATE_ADDRESS, bomb
from tests.upstream.plain_client import CORPUS, FRIDAY_NOON, TARGETS, Got, fetch, ids

ROOT = Path(__file__).parents[1]
MARKS = {
    "arxiv_listing": "<dt>",
    "arxiv_catchup": "<dt>",
    "arxiv_api": "<entry>",
    "arxiv_feed": "<item>",
    "arxiv_oai": "<record>",
    "hf_api": '"paper":',
    "hf_page": 'data-target="DailyPapers"',
    "deeplearn_home": "panel-title",
    "deeplearn_paper": "article-content",
}
"""What a parser holds on to."""

IMPATIENT = 0.25


@dataclass(frozen=True, slots=True)
class Case:
    """What a route answers without a fault (``plain``) and with it (``got``), which took so many ``seconds``."""

    route: str
    plain: Got
    got: Got
    seconds: float

    @property
    def before(self) -> list[str]:
        return ids(self.route, self.plain.text)

    @property
    def after(self) -> list[str]:
        return ids(self.route, self.got.text)

    @property
    def is_single(self) -> bool:
        return self.route == "deeplearn_paper"


def _refused(code: int, retry_after: str | None = None) -> Callable[[Case], bool]:
    return lambda case: case.got.status == code and case.got.headers.get("retry-after") == retry_after


def _is_unreadable(case: Case) -> bool:
    kind, text = case.got.headers["content-type"], case.got.text
    try:
        if "json" in kind:
            json.loads(text)
        elif "xml" in kind:
            ElementTree.fromstring(text)
        else:
            return text.count("</") < case.plain.text.count("</")
    except (json.JSONDecodeError, ElementTree.ParseError):
        return True
    return False


def _is_stale(case: Case) -> bool:
    return case.is_single or (bool(case.after) and case.after != case.before)


def _is_endless(case: Case) -> bool:
    return len(case.got.body) > 10 * len(case.plain.body) and case.got.body.startswith(case.plain.body)


def _is_bomb(case: Case) -> bool:
    unpacked = zlib.decompressobj(31).decompress(case.got.body, 8_000_000)
    return case.got.headers["content-encoding"] == "gzip" and len(unpacked) == 8_000_000 > 8 * len(case.got.body)


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _loops(case: Case) -> bool:
    target = TARGETS[case.route]
    return (
        case.got.status == 302 and urlsplit(urljoin(target, case.got.headers["location"])).path == urlsplit(target).path
    )


def _is_legacy(case: Case) -> bool:
    if case.route != "arxiv_api":
        return case.got.body == case.plain.body
    return (
        "<title>ArXiv Query:" in case.got.text and 'xmlns:arxiv="http://arxiv.org/schemas/atom" term=' in case.got.text
    )


EXPECTED: dict[str, Callable[[Case], bool]] = {
    "rate_exceeded": lambda case: _refused(429)(case) and case.got.body == b"Rate exceeded.",
    "rate_exceeded_retry_after": _refused(429, "7"),
    "rate_exceeded_200": lambda case: (case.got.status, case.got.body) == (200, b"Rate exceeded."),
    "rate_exceeded_late": lambda case: _refused(429)(case) and case.seconds >= LATE,
    "forbidden": _refused(403),
    "not_found": _refused(404),
    "not_acceptable": _refused(406),
    "server_error": _refused(500),
    "unavailable": _refused(503),
    "unavailable_retry_after": _refused(503, "300"),
    "slow_drip": lambda case: (case.got.error, case.got.body) == (None, case.plain.body[:3]),
    "half_closed": lambda case: isinstance(case.got.error, http.client.IncompleteRead) or _is_half(case),
    "reset": lambda case: isinstance(case.got.error, ConnectionResetError) and len(case.got.body) <= _half(case),
    "truncated": lambda case: case.got.error is None and case.plain.body.startswith(case.got.body) and _is_half(case),
    "malformed": _is_unreadable,
    "empty": lambda case: (case.got.status, case.got.body) == (200, b""),
    "no_items": lambda case: case.got.status == 200 and case.after == [],
    "partial": lambda case: case.is_single or len(case.after) == len(case.before) // 2,
    "short_count": lambda case: case.is_single or 0 < len(case.after) < len(case.before),
    "empty_page": lambda case: case.after == [],
    "dropped_ids": lambda case: case.is_single or 0 < len(case.after) < len(case.before),
    "duplicated": lambda case: case.is_single or len(case.after) == 2 * len(set(case.after)) == 2 * len(case.before),
    "reordered": lambda case: case.is_single or (case.after != case.before and set(case.after) == set(case.before)),
    "stale": _is_stale,
    "stale_relabelled": _is_stale,
    "error_feed": lambda case: case.after == [] and case.got.status in (200, 400, 404),
    "error_feed_200": lambda case: case.after == [] and case.got.status == 200,
    "wrong_type": lambda case: (
        case.got.headers["content-type"] == "application/octet-stream" and case.after == case.before
    ),
    "other_page": lambda case: case.got.status == 200 and b"Just a moment" in case.got.body,
    "wrong_charset": lambda case: (
        "iso-2022-kr" in case.got.headers["content-type"] and case.got.body == case.plain.body
    ),
    "bad_bytes": lambda case: not _is_utf8(case.got.body),
    "layout_changed": lambda case: MARKS[case.route] in case.plain.text and MARKS[case.route] not in case.got.text,
    "legacy_shape": _is_legacy,
    "redirect_loop": _loops,
    "redirect_private": lambda case: (case.got.status, case.got.headers["location"]) == (302, PRIVATE_ADDRESS),
    "endless": _is_endless,
    "gzip_bomb": _is_bomb,
}


def _half(case: Case) -> int:
    return len(case.plain.body) // 2


def _is_half(case: Case) -> bool:
    return len(case.got.body) == _half(case)


@pytest.fixture(scope="module")
def server() -> Iterator[UpstreamServer]:
    with UpstreamServer(CORPUS, FRIDAY_NOON) as running:
        yield running


def test_every_fault_is_written_down() -> None:
    """In the table of the replay, and counted where the docs say what is tested."""
    table = (ROOT / "tests" / "upstream" / "README.md").read_text(encoding="utf-8").partition("## Faults")[2]
    told = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")

    assert not [name for name in FAULTS if not re.search(rf"\b{name}\b", table)]
    assert f"each of the {len(FAULTS)} faults on each of {len(TARGETS)} routes" in told


def test_every_fault_and_every_route_is_looked_at() -> None:
    assert set(EXPECTED) | {"timeout"} == set(FAULTS)
    assert {route.name for route in ROUTES} == set(TARGETS) | set(SCENES) | {"robots"}  # tests/test_page_text.py


@pytest.mark.parametrize("route", TARGETS)
@pytest.mark.parametrize("fault", EXPECTED)
def test_fault_does_what_it_says(server: UpstreamServer, route: str, fault: str) -> None:
    server.clear_scripts()
    plain = fetch(server, TARGETS[route])
    server.script(route, [FAULTS[fault]])
    limit = {"endless": 20 * len(plain.body), "slow_drip": 3}.get(fault, 50_000_000)
    began = time.monotonic()
    got = fetch(server, TARGETS[route], limit=limit)
    seconds = time.monotonic() - began
    assert (plain.status, plain.error) == (200, None)
    assert ids(route, plain.text)
    assert EXPECTED[fault](Case(route, plain, got, seconds))
    assert server.log[-1].fault == FAULTS[fault].name
    assert fetch(server, TARGETS[route]).body == plain.body, "the fault outlasted its turn"


def test_the_bomb_is_a_proper_document_to_whoever_unpacks_it_all() -> None:
    """Checked by its own trailer too: its length and its checksum are right."""
    unpacked = gzip.decompress(bomb(b"<p>true</p>"))

    assert unpacked == b"<p>true</p>" + b" " * BOMB_SIZE


@pytest.mark.parametrize("route", TARGETS)
def test_fault_timeout_never_answers_until_the_client_leaves(server: UpstreamServer, route: str) -> None:
    server.clear_scripts()
    server.script(route, "timeout")
    with pytest.raises(TimeoutError):
        fetch(server, TARGETS[route], IMPATIENT)
    assert fetch(server, TARGETS[route]).status == 200
    assert server.log[-1].in_flight == 1, "what the client gave up does not count"


def test_fault_a_server_that_stops_lets_go_of_who_waits() -> None:
    with UpstreamServer(CORPUS, FRIDAY_NOON) as server:
        server.script("*", "*:timeout")
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
        connection.request("GET", TARGETS["hf_api"])
        while not server.log:
            pass
    with pytest.raises((http.client.RemoteDisconnected, ConnectionResetError)):
        connection.getresponse()
    connection.close()


@pytest.mark.parametrize("route", ["arxiv_listing", "arxiv_catchup"])
def test_partial_a_listing_says_so_and_paging_finds_the_rest(server: UpstreamServer, route: str) -> None:
    """The counts stay true, so that a client can tell; behind ``short_count`` they lie."""
    server.clear_scripts()
    plain = fetch(server, TARGETS[route]).text
    server.script(route, "partial,short_count")
    partial, lying = fetch(server, TARGETS[route]).text, fetch(server, TARGETS[route]).text
    total = len(ids(route, plain))
    assert f"Total of {total} entries" in partial
    assert "showing first " in partial
    assert "showing first " not in lying
    assert len(ids(route, lying)) < total


def test_stale_a_listing_tells_its_day_unless_it_is_relabelled(server: UpstreamServer) -> None:
    server.clear_scripts()
    server.script("arxiv_listing", "stale,stale_relabelled")
    honest, lying = fetch(server, TARGETS["arxiv_listing"]).text, fetch(server, TARGETS["arxiv_listing"]).text
    assert "Showing new listings for Thursday, 13 August 2026" in honest
    assert "Showing new listings for Friday, 14 August 2026" in lying
    assert ids("arxiv_listing", honest) == ids("arxiv_listing", lying)


def test_stale_a_feed_is_built_today_whatever_its_items_say(server: UpstreamServer) -> None:
    server.clear_scripts()
    server.script("arxiv_feed", "stale,stale_relabelled")
    honest, lying = fetch(server, TARGETS["arxiv_feed"]).text, fetch(server, TARGETS["arxiv_feed"]).text
    assert "<lastBuildDate>Fri, 14 Aug 2026" in honest
    assert "<pubDate>Thu, 13 Aug 2026" in honest
    assert "<pubDate>Thu, 13 Aug 2026" not in lying

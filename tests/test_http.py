"""The one polite client, over a real socket where the socket matters."""

import gzip
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx2
import pytest

from achim.errors import FetchError
from achim.sources.guard import GuardedTransport
from achim.sources.http import Client, Manners, host_group, retry_after

Answering = Callable[[httpx2.Request], httpx2.Response]
QUICK = Manners(user_agent="achim/test", default_pace=0.0, first_wait=0.0, longest_wait=0.05, read_timeout=0.3)


def client(answering: Answering, manners: Manners = QUICK) -> Client:
    return Client(manners, httpx2.MockTransport(answering))


def code_of(answering: Answering, manners: Manners = QUICK) -> str:
    with pytest.raises(FetchError) as raised:
        client(answering, manners).get("https://example.org/x", source="arxiv")
    assert raised.value.source == "arxiv"
    return raised.value.note.code


def answering_with(status: int, **headers: str) -> Answering:
    return lambda request: httpx2.Response(status, headers=headers)


def raising(error: type[httpx2.TransportError]) -> Answering:
    def answer(request: httpx2.Request) -> httpx2.Response:
        raise error("planted", request=request)

    return answer


@pytest.mark.parametrize(
    ("answering", "code"),
    [
        pytest.param(answering_with(429), "fetch.rate_limited", id="429"),
        pytest.param(answering_with(503), "fetch.status", id="503"),
        pytest.param(answering_with(404), "fetch.status", id="404"),
        pytest.param(raising(httpx2.ReadTimeout), "fetch.timeout", id="timeout"),
        pytest.param(raising(httpx2.ConnectError), "fetch.unreachable", id="unreachable"),
        pytest.param(answering_with(302, location="/x"), "fetch.redirects", id="loop"),
        pytest.param(
            answering_with(302, location="file:///etc/passwd"),
            "fetch.malformed",
            id="file",
        ),
    ],
)
def test_fault_every_fault_of_a_request_has_its_code(answering: Answering, code: str) -> None:
    assert code_of(answering) == code


def test_fault_a_passing_fault_is_tried_again_and_a_lasting_one_is_not() -> None:
    """503 may pass; 404 will not."""
    asked: list[int] = []

    def flaky(request: httpx2.Request) -> httpx2.Response:
        asked.append(1)
        return httpx2.Response(503 if len(asked) < 3 else 200, content=b"ok")

    assert client(flaky).get("https://example.org", source="arxiv").body == b"ok"
    assert len(asked) == 3
    asked.clear()
    assert code_of(lambda request: (asked.append(1), httpx2.Response(404))[1]) == "fetch.status"
    assert len(asked) == 1


def test_fault_a_wait_longer_than_the_limit_is_not_waited_for() -> None:
    """``Retry-After: 3600`` means: not this morning."""
    asked: list[int] = []

    def busy(request: httpx2.Request) -> httpx2.Response:
        asked.append(1)
        return httpx2.Response(429, headers={"retry-after": "3600"})

    assert code_of(busy) == "fetch.rate_limited"
    assert len(asked) == 1


def test_fault_retry_after_is_read_as_seconds_or_as_a_date() -> None:
    at = datetime.now(UTC) + timedelta(seconds=100)

    assert retry_after({"retry-after": "7"}) == 7.0
    assert 90 < (retry_after({"retry-after": format_datetime(at, usegmt=True)}) or 0) <= 100
    assert retry_after({"retry-after": "soon"}) is None
    assert retry_after({}) is None


def test_fault_an_answer_larger_than_the_limit_is_left() -> None:
    """Counted after unpacking, so that a small bomb does not pass."""
    bomb = gzip.compress(b"\0" * 3_000_000)
    small = Manners(user_agent="t", default_pace=0.0, attempts=1, max_bytes=100_000)

    def packed(request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(200, headers={"content-encoding": "gzip"}, stream=httpx2.ByteStream(bomb))

    assert len(bomb) < 100_000
    assert code_of(packed, small) == "fetch.too_large"


def test_redirects_are_followed_and_the_final_address_told() -> None:
    def moved(request: httpx2.Request) -> httpx2.Response:
        if request.url.path == "/x":
            return httpx2.Response(301, headers={"location": "/y"})
        return httpx2.Response(200, content=b"here", headers={"set-cookie": "session=1"})

    answer = client(moved).get("https://example.org/x", source="arxiv")

    assert (answer.url, answer.body) == ("https://example.org/y", b"here")
    assert "set-cookie" not in answer.headers


def test_hosts_of_one_name_share_a_turn() -> None:
    assert host_group("https://export.arxiv.org/api") == host_group("https://arxiv.org/list") == "arxiv.org"
    assert host_group("http://127.0.0.1:8000/x") == "127.0.0.1:8000"


def test_hostile_private_addresses_are_refused_unless_named() -> None:
    """A redirect into the user's own network is not followed."""
    refused: list[str] = []
    inner = httpx2.MockTransport(lambda request: (refused.append(request.url.host), httpx2.Response(200))[1])
    for host in ("127.0.0.1", "[::1]", "localhost"):
        transport = GuardedTransport(inner, allowed=frozenset())
        with pytest.raises(FetchError) as raised:
            Client(QUICK, transport).get(f"http://{host}:1/", source="feed")
        assert raised.value.note.code == "fetch.private_address"
    assert refused == []
    Client(QUICK, GuardedTransport(inner, allowed=frozenset({"127.0.0.1"}))).get("http://127.0.0.1:1/", source="feed")
    assert refused == ["127.0.0.1"]


class _Slow(BaseHTTPRequestHandler):
    under_way = 0
    most = 0

    def do_GET(self) -> None:
        _Slow.under_way += 1
        _Slow.most = max(_Slow.most, _Slow.under_way)
        time.sleep(0.05)
        _Slow.under_way -= 1
        self.send_response(200)
        self.send_header("content-length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, format: str, *args: object) -> None: ...


@pytest.fixture
def slow_server() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Slow)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def test_a_group_of_hosts_gets_one_request_at_a_time(slow_server: str) -> None:
    """Whatever the number of threads."""
    polite = Client(QUICK, httpx2.HTTPTransport())
    threads = [threading.Thread(target=lambda: polite.get(slow_server, source="arxiv")) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    polite.close()

    assert _Slow.most == 1

"""The one polite client, over a real socket where the socket matters."""

import _socket
import gzip
import itertools
import random
import socket
import threading
import time
import tracemalloc
import zlib
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime

import httpx2
import pytest

from achim.domain.note import Note
from achim.domain.retry_after import retry_after
from achim.errors import FetchError
from achim.render.messages import say
from achim.sources.guard import GuardedTransport, is_public, place_of
from achim.sources.http import Client, Manners, Pacer, host_group
from tests.moving_clock import MovingClock
from tests.upstream.server import UpstreamServer
from tests.upstream.synthetic import synthetic
from tests.world import WorldTransport

Answering = Callable[[httpx2.Request], httpx2.Response]
QUICK = Manners(user_agent="achim/test", default_pace=0.0, read_timeout=5.0)
NOW = datetime(2026, 8, 11, 1, 30, tzinfo=UTC)


def client(answering: Answering, manners: Manners = QUICK, clock: MovingClock | None = None) -> Client:
    return Client(manners, httpx2.MockTransport(answering), clock or MovingClock())


def code_of(fetcher: Client, url: str = "https://example.org/x") -> str:
    with pytest.raises(FetchError) as raised:
        fetcher.get(url, source="arxiv")
    fetcher.close()
    assert raised.value.source == "arxiv"
    return raised.value.note.code


def answering_with(status: int, **headers: str) -> Answering:
    return lambda request: httpx2.Response(status, headers=headers)


def saying(body: bytes) -> Answering:
    return lambda request: httpx2.Response(200, content=body)


def raising(error: type[httpx2.TransportError] | type[httpx2.DecodingError]) -> Answering:
    def answer(request: httpx2.Request) -> httpx2.Response:
        raise error("planted", request=request)

    return answer


@pytest.mark.parametrize(
    ("answering", "code", "asked"),
    [
        pytest.param(answering_with(429), "fetch.rate_limited", 3, id="429"),
        pytest.param(answering_with(503), "fetch.status", 3, id="503"),
        pytest.param(answering_with(404), "fetch.status", 1, id="404"),
        pytest.param(answering_with(304), "fetch.status", 1, id="304 that nobody asked for"),
        pytest.param(raising(httpx2.ReadTimeout), "fetch.timeout", 3, id="timeout"),
        pytest.param(raising(httpx2.ConnectError), "fetch.unreachable", 3, id="unreachable"),
        pytest.param(raising(httpx2.ReadError), "fetch.broken_off", 3, id="reset"),
        pytest.param(saying(b"Rate exceeded."), "fetch.rate_limited", 3, id="429 in words, with 200"),
        pytest.param(raising(httpx2.RemoteProtocolError), "fetch.malformed", 3, id="half closed"),
        pytest.param(raising(httpx2.DecodingError), "fetch.malformed", 3, id="undecodable"),
        pytest.param(answering_with(302, location="/x"), "fetch.redirects", 1, id="loop"),
        pytest.param(answering_with(302), "fetch.malformed", 1, id="redirect to nowhere"),
        pytest.param(answering_with(302, location="file:///etc/passwd"), "fetch.redirect_refused", 1, id="to a file"),
        pytest.param(
            answering_with(302, location="http://example.org/x"), "fetch.redirect_refused", 1, id="unencrypted"
        ),
        pytest.param(answering_with(302, location="https://[::1"), "fetch.malformed", 3, id="to no address"),
        pytest.param(answering_with(302, location="https://h:99999/"), "fetch.malformed", 1, id="to no port"),
        pytest.param(answering_with(200, **{"content-encoding": "br"}), "fetch.malformed", 1, id="unasked coding"),
    ],
)
def test_fault_every_fault_of_a_request_has_its_code_and_its_tries(answering: Answering, code: str, asked: int) -> None:
    """What may pass is tried again, within bounds; what will not is not."""
    requests: list[str] = []

    def counted(request: httpx2.Request) -> httpx2.Response:
        requests.append(str(request.url))
        return answering(request)

    assert code_of(client(counted)) == code
    assert len(requests) == asked


@pytest.mark.parametrize("body", [b"Rate exceeded in mice", b"<p>Rate exceeded.</p>", b"", b"Rate exceeded.\n" * 9])
def test_a_document_that_only_speaks_of_rates_is_an_answer(body: bytes) -> None:
    told = body.replace(b" in mice", b" in mice: " + b"x" * 100)

    assert client(saying(told)).get("https://example.org/x", source="arxiv").body == told


def test_fault_a_passing_fault_is_tried_again() -> None:
    answers = iter([503, 503, 200])

    assert client(lambda request: httpx2.Response(next(answers), content=b"ok")).get("https://a.org", source="s").body


@pytest.mark.parametrize(("status", "least"), [(503, (2.0, 4.0)), (429, (20.0, 40.0))])
def test_waits_double_with_jitter_and_a_busy_place_is_left_alone_longer(
    status: int, least: tuple[float, float], monkeypatch: pytest.MonkeyPatch
) -> None:
    def middle(low: float, high: float) -> float:
        return (low + high) / 2

    monkeypatch.setattr(random, "uniform", middle)
    clock = MovingClock()
    code_of(client(answering_with(status), clock=clock))

    assert clock.waits == [wait + 1.0 for wait in least]


def test_no_wait_is_longer_than_the_limit_nor_all_together_than_the_time_for_an_answer() -> None:
    patient = Manners(user_agent="t", attempts=10, longest_wait=30.0, total_timeout=100.0)
    clock = MovingClock()
    code_of(client(answering_with(503), patient, clock))

    assert max(clock.waits) <= 30.0
    assert 60.0 < sum(clock.waits) <= 100.0


@pytest.mark.parametrize("value", ["7", format_datetime(NOW + timedelta(seconds=7), usegmt=True)])
def test_retry_after_is_waited_for_by_everyone_who_asks_that_place(value: str) -> None:
    """As seconds and as a date."""
    clock = MovingClock(NOW)
    answers = iter([httpx2.Response(503, headers={"retry-after": value}), httpx2.Response(200)])
    client(lambda request: next(answers), clock=clock).get("https://example.org", source="arxiv")

    assert clock.waits == [7.0]


def test_fault_a_wait_longer_than_the_limit_is_not_waited_for() -> None:
    """``Retry-After: 3600`` means: not this morning."""
    clock = MovingClock()

    assert code_of(client(answering_with(429, **{"retry-after": "3600"}), clock=clock)) == "fetch.rate_limited"
    assert clock.waits == []


def test_fault_a_place_that_asks_to_be_left_alone_is_not_asked_until_then() -> None:
    """By whatever address of it; other places are."""
    clock = MovingClock(NOW)
    asked: list[str] = []

    def busy(request: httpx2.Request) -> httpx2.Response:
        asked.append(request.url.host)
        is_busy = request.url.host == "arxiv.org" and len(asked) == 1
        return httpx2.Response(503, headers={"retry-after": "300"}) if is_busy else httpx2.Response(200)

    polite = client(busy, clock=clock)
    outcomes: list[str] = []
    for host in ("arxiv.org", "export.arxiv.org", "example.org"):
        try:
            polite.get(f"https://{host}/", source="arxiv")
            outcomes.append("")
        except FetchError as error:
            outcomes.append(error.note.code)
    clock.moment += timedelta(seconds=301)
    polite.get("https://arxiv.org/", source="arxiv")

    assert outcomes == ["fetch.status", "fetch.closed", ""]
    assert asked == ["arxiv.org", "example.org", "arxiv.org"]


@pytest.mark.parametrize("fault", [httpx2.ConnectError, httpx2.ConnectTimeout])
def test_fault_a_host_that_nothing_connects_to_is_left_alone_for_a_minute(fault: type[httpx2.TransportError]) -> None:
    """Its waits do not grow; other hosts are asked, and so is it after that minute."""
    clock = MovingClock(NOW)
    asked: list[str] = []
    told: list[Note] = []

    def nobody(request: httpx2.Request) -> httpx2.Response:
        asked.append(request.url.host)
        return raising(fault)(request)

    manners = Manners(user_agent="t", default_pace=0.0, first_wait=2.0)
    fetcher = Client(manners, httpx2.MockTransport(nobody), clock, lambda source, note: told.append(note))
    for host in ("a.org", "a.org", "b.org"):
        with pytest.raises(FetchError):
            fetcher.get(f"https://{host}/", source="arxiv")
    assert asked == ["a.org"] * 3 + ["b.org"] * 3
    assert (clock.moment - NOW).total_seconds() == 8.0
    assert [say(note, "en").rpartition("; ")[2] for note in told] == ["try 2 in 2 s", "try 3 in 2 s"] * 2
    clock.moment += timedelta(seconds=61)
    with pytest.raises(FetchError):
        fetcher.get("https://a.org/", source="arxiv")
    assert asked[6:] == ["a.org"] * 3


def test_fault_the_budget_of_time_bounds_a_slow_source_alone() -> None:
    """Its tries, its waits and the answer under way; nothing is asked once it is spent, and other sources are."""
    clock = MovingClock(NOW)
    asked: list[float] = []

    def stalling(request: httpx2.Request) -> httpx2.Response:
        asked.append(request.extensions["deadline"] - time.monotonic())
        clock.moment += timedelta(seconds=25)
        return httpx2.Response(503)

    slow = client(stalling, Manners(user_agent="t", attempts=9, budgets={"slow": 60.0}), clock)
    for _ in range(2):
        with pytest.raises(FetchError):
            slow.get("https://example.org/", source="slow")
    with pytest.raises(FetchError) as raised:
        slow.get("https://example.org/", source="slow")
    count = len(asked)
    with pytest.raises(FetchError):
        slow.get("https://example.org/", source="another")

    assert (clock.moment - NOW).total_seconds() >= 60
    assert count <= 3
    assert asked[1] < 35
    assert raised.value.note == Note.of("fetch.budget", seconds="60")
    assert len(asked) > count


@pytest.mark.parametrize(
    "value", ["soon", "", "-1", "1.5", "²", "9" * 40, "Mon, 99 Nov 2026 00:00:00 GMT", "Mon, 1 Jan 2026 0:0:0 +9999999"]
)
def test_hostile_a_retry_after_that_says_nothing_is_none(value: str) -> None:
    assert retry_after({"retry-after": value}, NOW) is None


def test_retry_after_may_lie_in_the_past() -> None:
    assert retry_after({"retry-after": format_datetime(NOW - timedelta(hours=1))}, NOW) == 0.0
    assert retry_after({}, NOW) is None


def test_redirects_are_followed_and_the_final_address_told() -> None:
    """To other hosts too, and without cookies."""
    cookies: list[str | None] = []

    def moved(request: httpx2.Request) -> httpx2.Response:
        cookies.append(request.headers.get("cookie"))
        if request.url.path == "/x":
            return httpx2.Response(301, headers={"location": "https://www.example.org/y", "set-cookie": "a=1"})
        return httpx2.Response(200, content=b"here", headers={"set-cookie": "a=1"})

    fetcher = client(moved)
    answer = fetcher.get("https://www.example.org/x", source="arxiv")
    fetcher.get("https://www.example.org/x", source="arxiv")

    assert (answer.url, answer.body) == ("https://www.example.org/y", b"here")
    assert "set-cookie" not in answer.headers
    assert set(cookies) == {None}


def test_fault_a_chain_of_redirects_has_an_end() -> None:
    numbers = itertools.count()
    asked: list[str] = []

    def further(request: httpx2.Request) -> httpx2.Response:
        asked.append(request.url.path)
        return httpx2.Response(302, headers={"location": f"/{next(numbers)}"})

    assert code_of(client(further)) == "fetch.redirects"
    assert len(asked) == QUICK.max_redirects + 1


def test_a_page_that_is_known_is_asked_for_with_its_validator() -> None:
    """And not sent again while it is the same; other requests are plain."""
    seen: list[str | None] = []

    def page(request: httpx2.Request) -> httpx2.Response:
        seen.append(request.headers.get("if-none-match"))
        if request.headers.get("if-none-match") == '"1"':
            return httpx2.Response(304)
        return httpx2.Response(200, content=b"page", headers={"etag": '"1"'})

    fetcher = client(page)
    first = fetcher.get("https://a.org/", source="s")
    again = [fetcher.get("https://a.org/", source="s", known=known) for known in (first, None)]

    assert [answer.body for answer in (first, *again)] == [b"page"] * 3
    assert seen == [None, '"1"', None]


def test_hosts_of_one_name_share_a_turn() -> None:
    """Also where a replay serves them by their names."""
    assert host_group("https://export.arxiv.org/api") == host_group("https://arxiv.org/list") == "arxiv.org"
    assert host_group("http://127.0.0.1:8000/export.arxiv.org/api") == "arxiv.org"
    assert host_group("http://127.0.0.1:8000/x") == "127.0.0.1:8000"


def test_a_place_is_asked_at_its_pace_over_one_connection() -> None:
    """Three seconds between two requests to arXiv's hosts, retries included, whatever the number of threads."""
    clock = MovingClock()
    corpus = synthetic(1, [date(2026, 8, 11)], per_day=4)
    with UpstreamServer(corpus, clock) as server:
        server.script("arxiv_listing", "503,200")
        manners = Manners(user_agent="achim/test", pace={"arxiv.org": 3.0}, default_pace=1.0, first_wait=0.5)
        fetcher = Client(manners, WorldTransport(server), clock)
        urls = ["https://arxiv.org/list/cs.AI/new", "https://export.arxiv.org/api/query?id_list=2608.07700"] * 2
        threads = [threading.Thread(target=fetcher.get, args=(url,), kwargs={"source": "arxiv"}) for url in urls]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        fetcher.get("https://huggingface.co/api/daily_papers", source="huggingface")
        fetcher.close()

        assert len(server.spacing("arxiv")) == 4
        assert min(server.spacing("arxiv")) >= 3.0
        assert {request.in_flight for request in server.log} == {1}
        assert {request.connections for request in server.log} == {1}


def test_fault_a_clock_that_is_set_back_holds_nobody_up() -> None:
    clock = MovingClock(NOW)
    pacer = Pacer({}, 3.0, 10.0, clock)
    with pacer.turn("https://a.org"):
        clock.moment -= timedelta(days=1)
    with pacer.turn("https://a.org"):
        pass

    assert clock.waits == [13.0]


# --- what comes over a socket


@contextmanager
def talking(say: Callable[[socket.socket, threading.Event], None]) -> Generator[str]:
    """A server that reads a request and then lets ``say`` do as it likes, until the event."""
    listening = socket.create_server(("127.0.0.1", 0))
    over = threading.Event()
    listening.settimeout(0.05)

    def serve() -> None:
        while not over.is_set():
            try:
                connection, _ = listening.accept()
            except TimeoutError:
                continue
            with connection:
                connection.settimeout(None)
                connection.recv(65536)
                try:
                    say(connection, over)
                except OSError:
                    continue

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
    finally:
        over.set()
        thread.join()
        listening.close()


def silent(connection: socket.socket, over: threading.Event) -> None:
    connection.settimeout(0.02)
    while not over.is_set():
        try:
            if not connection.recv(1):
                return
        except TimeoutError:
            continue


def dripping(head: bytes) -> Callable[[socket.socket, threading.Event], None]:
    """``head`` and then a byte every 20 ms without an end: each wait is short, their sum is not."""

    def drip(connection: socket.socket, over: threading.Event) -> None:
        connection.sendall(head)
        while not over.wait(0.02):
            connection.sendall(b"x")

    return drip


def stalling(connection: socket.socket, over: threading.Event) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf")
    silent(connection, over)


def closing(head: bytes) -> Callable[[socket.socket, threading.Event], None]:
    return lambda connection, over: connection.sendall(head)


HEAD = b"HTTP/1.1 200 OK\r\n"


@pytest.mark.parametrize(
    ("say", "code"),
    [
        pytest.param(silent, "fetch.timeout", id="headers never come"),
        pytest.param(stalling, "fetch.timeout", id="a body that stalls"),
        pytest.param(dripping(HEAD + b"content-length: 99999\r\n\r\n"), "fetch.timeout", id="a dripping body"),
        pytest.param(dripping(HEAD + b"x-slow: "), "fetch.timeout", id="a dripping header"),
        pytest.param(closing(b""), "fetch.malformed", id="no answer"),
        pytest.param(closing(HEAD + b"content-length: 9\r\n\r\nhalf"), "fetch.malformed", id="half closed"),
        pytest.param(closing(HEAD + b"transfer-encoding: chunked\r\n\r\n9\r\nhalf"), "fetch.malformed", id="cut chunk"),
        pytest.param(
            closing(HEAD + b"transfer-encoding: chunked\r\n\r\nzz\r\n"), "fetch.malformed", id="no chunk size"
        ),
        pytest.param(closing(b"220 smtp ready\r\n\r\n"), "fetch.malformed", id="another protocol"),
        pytest.param(
            closing(HEAD + b"content-encoding: gzip\r\ncontent-length: 4\r\n\r\nnope"), "fetch.malformed", id="no gzip"
        ),
    ],
)
def test_fault_an_answer_that_does_not_come_whole_ends_in_time(
    say: Callable[[socket.socket, threading.Event], None], code: str
) -> None:
    """Were a limit missing, the test would not end."""
    hasty = Manners(user_agent="t", default_pace=0.0, read_timeout=0.2, total_timeout=0.4, attempts=2, first_wait=0.0)
    with talking(say) as url:
        assert code_of(Client(hasty, GuardedTransport(frozenset({place_of(url)})), MovingClock()), url) == code


def test_fault_what_is_cut_off_once_is_asked_for_again() -> None:
    """A fault while the body is read is like one before it."""
    answers = iter([HEAD + b"content-length: 9\r\n\r\nhalf", HEAD + b"content-length: 2\r\n\r\nok"])
    with talking(lambda connection, over: connection.sendall(next(answers))) as url:
        fetcher = Client(QUICK, GuardedTransport(frozenset({place_of(url)})), MovingClock())
        assert fetcher.get(url, source="arxiv").body == b"ok"
        fetcher.close()


def packed(layers: int) -> bytes:
    """256 MiB of zeros in gzip, so many times over."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    body = b"".join([*(packer.compress(bytes(2**20)) for _ in range(256)), packer.flush()])
    for _ in range(layers - 1):
        body = gzip.compress(body)
    return body


@pytest.mark.parametrize("layers", [1, 2])
def test_fault_a_bomb_is_left_before_it_fills_the_memory(layers: int) -> None:
    """Counted after unpacking, in pieces of at most 1 MiB: never more than the limit and a few of them are held."""
    bomb = packed(layers)
    coding = ", ".join(["gzip"] * layers)
    small = Manners(user_agent="t", default_pace=0.0, max_bytes=4_000_000)
    fetcher = client(
        lambda request: httpx2.Response(200, headers={"content-encoding": coding}, stream=httpx2.ByteStream(bomb)),
        small,
    )
    assert len(bomb) < small.max_bytes
    tracemalloc.start()
    try:
        assert code_of(fetcher) == "fetch.too_large"
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert most < small.max_bytes + 4 * 2**20


# --- private addresses


def numeric(host: str, port: int) -> Sequence[str]:
    """What the C library makes of a number, without a network."""
    found = _socket.getaddrinfo(host, port, flags=socket.AI_NUMERICHOST, type=socket.SOCK_STREAM)
    return [str(each[4][0]) for each in found]


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "[::1]",
        "2130706433",
        "0x7f.1",
        "017700000001",
        "127.1",
        "0",
        "[::ffff:127.0.0.1]",
        "169.254.169.254",
    ],
)
def test_hostile_private_addresses_are_refused_however_they_are_written(host: str) -> None:
    assert code_of(Client(QUICK, GuardedTransport(frozenset(), numeric), MovingClock()), f"http://{host}:1/") == (
        "fetch.private_address"
    )


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("8.8.8.8", True),
        ("2606:4700::6810:84e5", True),
        ("64:ff9b::808:808", True),
        ("10.0.0.1", False),
        ("100.64.0.1", False),
        ("192.168.1.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("fe80::1%eth0", False),
        ("fec0::1", False),
        ("fd00::1", False),
        ("ff02::1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::a00:1", False),
        ("2002:a00:1::", False),
    ],
)
def test_hostile_an_address_is_public_by_what_it_leads_to(address: str, expected: bool) -> None:
    assert is_public(address) is expected


@pytest.mark.parametrize("addresses", [["10.0.0.1"], ["8.8.8.8", "127.0.0.1"]])
def test_hostile_a_name_that_leads_to_a_private_address_is_refused(addresses: list[str]) -> None:
    """A single one among public ones is enough."""
    guarded = GuardedTransport(frozenset(), lambda host, port: addresses)

    assert code_of(Client(QUICK, guarded, MovingClock())) == "fetch.private_address"


def test_hostile_the_checked_address_is_the_one_connected_to() -> None:
    """A name is looked up once; were it looked up again to connect, the answer could be another (DNS rebinding)."""
    looked_up: list[str] = []

    def resolve(host: str, port: int) -> Sequence[str]:
        looked_up.append(host)
        return ["127.0.0.1"] if len(looked_up) == 1 else ["10.0.0.1"]

    def answer(connection: socket.socket, over: threading.Event) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok")

    with talking(answer) as url:
        named = url.replace("127.0.0.1", "mirror.test")
        fetcher = Client(QUICK, GuardedTransport(frozenset({place_of(named)}), resolve), MovingClock())
        assert fetcher.get(named, source="arxiv").body == b"ok"
        fetcher.close()

    assert looked_up == ["mirror.test"]


@pytest.mark.parametrize("place", ["127.0.0.2:1", "127.0.0.1:1"])
def test_hostile_a_redirect_into_the_users_own_network_is_not_followed(place: str) -> None:
    """Although the settings name the host and port that redirect; another port of that host is another place."""

    def redirect(connection: socket.socket, over: threading.Event) -> None:
        head = f"HTTP/1.1 302 Found\r\nlocation: http://{place}/\r\ncontent-length: 0\r\n\r\n"
        connection.sendall(head.encode())

    with talking(redirect) as url:
        assert (
            code_of(Client(QUICK, GuardedTransport(frozenset({place_of(url)})), MovingClock()), url)
            == "fetch.private_address"
        )


@pytest.mark.parametrize("address", ["169.254.169.254", "fe80::1", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe"])
def test_hostile_a_link_local_address_is_never_asked(address: str) -> None:
    """Although the user names it: there a cloud tells a machine its own secrets."""
    guarded = GuardedTransport(frozenset({("mirror.test", 1)}), lambda host, port: [address])

    assert code_of(Client(QUICK, guarded, MovingClock()), "http://mirror.test:1/") == "fetch.private_address"


@pytest.mark.parametrize("fault", [OSError("no such host"), UnicodeError("label too long")])
def test_fault_a_name_without_an_address_is_unreachable(fault: Exception) -> None:
    def resolve(host: str, port: int) -> Sequence[str]:
        raise fault

    assert code_of(Client(QUICK, GuardedTransport(frozenset(), resolve), MovingClock())) == "fetch.unreachable"


def test_fault_of_several_addresses_one_that_answers_is_enough() -> None:
    def answer(connection: socket.socket, over: threading.Event) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok")

    with talking(answer) as url:
        named = url.replace("127.0.0.1", "mirror.test")
        guarded = GuardedTransport(frozenset({place_of(named)}), lambda host, port: ["127.0.0.3", "127.0.0.1"])
        fetcher = Client(QUICK, guarded, MovingClock())
        assert fetcher.get(named, source="arxiv").body == b"ok"
        fetcher.close()

"""``achim serve`` as a process: it listens, survives what strangers send, and ends when it is told to."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncGenerator, Generator, Mapping
from contextlib import ExitStack, asynccontextmanager, contextmanager, suppress
from pathlib import Path

import httpx2
import pytest
import uvicorn
from playwright.sync_api import sync_playwright
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.server import ServerState

from achim.embed.use import UseEmbedder
from achim.errors import UserError
from achim.finding import index_kept
from achim.render.site.places import work_page
from achim.serve_cli import serve
from achim.settings import load_settings
from achim.store.locks import DirectoryLock
from achim.web.server import Connection
from tests.editions import full_day
from tests.fakes import FakeProgress, make_store
from tests.test_render_browser import ARGS
from tests.test_serve_user import WORK
from tests.test_site_browser import SCHEMES, violations
from tests.web_world import FORM, TOKEN
from tools.debian import chromium

ROOT = Path(__file__).parents[1]


@contextmanager
def serving(home: Path, **variables: str) -> Generator[tuple[subprocess.Popen[str], str]]:
    """The process, and the address that it tells."""
    told = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / "src"), "ACHIM_HOME": str(home), **variables}
    command = [sys.executable, "-m", "achim", "serve", "--port", "0"]
    with subprocess.Popen(command, env=told, cwd=home, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        line = process.stderr.readline()
        try:
            yield process, next(word for word in line.split() if word.startswith("http://"))
        finally:
            if process.poll() is None:
                process.kill()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    store = make_store(tmp_path)
    store.keep(full_day("ko"), (), ())
    store.close()
    return tmp_path


def sent(url: str, *parts: bytes) -> bytes:
    """What the server answers to bytes that no client would send."""
    parsed = httpx2.URL(url)
    with socket.create_connection((parsed.host, parsed.port or 80), timeout=20) as connection:
        for part in parts:
            connection.sendall(part)
        return connection.recv(65_536)


HEAD = b"GET / HTTP/1.1\r\nHost: localhost\r\n"
RAW: Mapping[str, tuple[bytes, bytes]] = {
    "no HTTP": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", b"HTTP/1.1 400"),
    "a head without end": (HEAD + b"X: " + b"a" * 70_000, b"HTTP/1.1 400"),
    "two hosts": (HEAD + b"Host: evil.example\r\n\r\n", b"HTTP/1.1 400"),
    "no host": (b"GET / HTTP/1.0\r\n\r\n", b"HTTP/1.1 421"),
    "a body of two lengths": (
        b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"HTTP/1.1 4",
    ),
    "another protocol": (HEAD + b"Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n", b"HTTP/1.1 200"),
    "a whole address": (b"GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n", b"HTTP/1.1 404"),
}


def test_fault_a_server_answers_survives_strangers_and_ends_when_told(home: Path) -> None:
    with serving(home, ACHIM_SERVE__TOKEN=TOKEN) as (process, url):
        lock = DirectoryLock(home / "achim.lock", patience=0, waiting=lambda _: None)
        with lock, httpx2.Client(base_url=url, timeout=60) as client:
            assert client.get("/").status_code == 200, "a build that holds the archive holds up no reader"
            assert client.post("/sign-in", data={"token": TOKEN}, headers=FORM).status_code == 303
            for name, (request, answer) in RAW.items():
                assert sent(url, request).startswith(answer), name
            chunked = b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
            assert (
                b" 4" in sent(url, chunked, b"10000\r\n" + b"a" * 65_536 + b"\r\n", b"9\r\naaaaaaaaa\r\n0\r\n\r\n")[:14]
            )
            assert client.get("/healthz").json() == {"status": "ok", "newest": "2024-11-04"}
            process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=30) == 0, "a connection that is kept open does not hold it up"
        assert process.stderr
        told = process.stderr.read()
        assert TOKEN not in told
        assert "Traceback" not in told


def test_hostile_connections_that_ask_nothing_keep_nobody_out(home: Path) -> None:
    with serving(home) as (_, url), ExitStack() as held:
        parsed = httpx2.URL(url)
        for number in range(520):
            idle = held.enter_context(socket.create_connection((parsed.host, parsed.port or 80), timeout=20))
            if number % 2:
                with suppress(OSError):  # some are closed as others come
                    idle.sendall(HEAD)
        for path in ("healthz", ""):
            assert httpx2.get(url + path, timeout=60).status_code == 200


@asynccontextmanager
async def answering(app: ASGIApp, state: ServerState) -> AsyncGenerator[tuple[str, int]]:
    """The address of a server of this loop, without the rest of achim."""
    config = uvicorn.Config(app, log_config=None, interface="asgi3", ws="none")
    make = asyncio.get_running_loop().create_server(lambda: Connection(config, state, {}), "127.0.0.1", 0)
    async with await make as listening:
        yield listening.sockets[0].getsockname()


def test_hostile_half_a_head_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("achim.web.server._LONGEST_WAIT", 0.0)

    faults: list[str] = []

    async def received() -> bytes:
        asyncio.get_running_loop().set_exception_handler(lambda _, told: faults.append(told["message"]))
        async with answering(PlainTextResponse("x"), ServerState()) as address:
            reader, writer = await asyncio.open_connection(*address)
            writer.write(HEAD)
            try:
                return await asyncio.wait_for(reader.read(), 30)
            except ConnectionResetError:
                return b""
            finally:
                writer.close()

    assert asyncio.run(received()) == b""
    assert faults == [], "it was closed on purpose"


def test_hostile_who_asks_on_and_takes_no_answer_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("achim.web.server._LONGEST_WAIT", 0.1)
    state = ServerState()

    async def asked() -> None:
        async with answering(PlainTextResponse("x" * 8_000_000), state) as address, asyncio.timeout(10):
            with socket.create_connection(address) as connection:
                connection.sendall((HEAD + b"\r\n") * 2)
                while not state.total_requests or state.connections:
                    await asyncio.sleep(0.01)

    asyncio.run(asked())


def test_hostile_connections_that_are_all_at_work_keep_nobody_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("achim.web.server._MOST_CONNECTIONS", 1)

    async def received() -> bytes:
        first, last = asyncio.Event(), asyncio.Event()

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            if first.is_set():
                last.set()
            first.set()
            await last.wait()
            await PlainTextResponse("x")(scope, receive, send)

        async with answering(app, ServerState()) as address, asyncio.timeout(10):
            _, writer = await asyncio.open_connection(*address)
            writer.write(HEAD + b"\r\n")
            await first.wait()
            reader, other = await asyncio.open_connection(*address)
            other.write(HEAD + b"\r\n")
            try:
                return await reader.readline()
            finally:
                last.set()
                for each in (writer, other):
                    each.close()
                    with suppress(ConnectionError):
                        await each.wait_closed()

    assert asyncio.run(received()) == b"HTTP/1.1 200 OK\r\n"


@pytest.mark.debian("chromium")
def test_browser_the_user_stars_and_notes_without_script(home: Path) -> None:
    """Forms as a browser sends them: with its own Origin, Sec-Fetch-Site and cookies, under the policy."""
    with serving(home, ACHIM_SERVE__TOKEN=TOKEN) as (_, url), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=[*ARGS, "--disable-sync"])
        context = browser.new_context(java_script_enabled=False)
        page = context.new_page()
        page.goto(url)
        assert context.cookies() == []
        page.goto(f"{url}sign-in")
        page.fill("#token", TOKEN)
        page.click("main button")
        page.goto(f"{url}{work_page(WORK)}")
        page.click("button[value=star]")
        page.fill("#note", "a note & <b>more</b>")
        page.click("#mine form:last-of-type button")
        assert page.input_value("#note") == "a note & <b>more</b>"
        assert page.locator("button[value=star]").count() == 0
        (cookie,) = context.cookies()
        assert (cookie.get("httpOnly"), cookie.get("sameSite")) == (True, "Strict")
        page.click("aside.user button")
        assert context.cookies() == []
        browser.close()
    store = make_store(home)
    assert store.marks.kept("default").marked("star") == {WORK}
    store.close()


@pytest.mark.debian("chromium")
def test_browser_finds_in_korean_by_keys_and_axe_finds_nothing_on_live_pages(tmp_path: Path) -> None:
    """From the front page: ``/``, a Korean word, Enter, the first work. Live pages are held to what files are held to."""
    edition = full_day("ko")
    store = make_store(tmp_path)
    told = [each for entry in edition.entries for each in entry.paper.announcements]
    store.keep(edition, told, ())
    index_kept(store, UseEmbedder(), FakeProgress())
    store.close()
    with serving(tmp_path, ACHIM_SERVE__TOKEN=TOKEN) as (_, url), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=[*ARGS, "--disable-sync"])
        page = browser.new_context(viewport={"width": 390, "height": 800}).new_page()
        page.goto(url)
        page.keyboard.press("/")
        page.keyboard.type("양자화를")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search?q=*")
        first = page.locator("main ol a, main li a, main h3 a").first
        assert "Quantization" in first.inner_text()
        assert page.locator("mark").count()
        first.click()
        page.wait_for_url("**/works/arxiv-2410.17170.html")
        page.goto(f"{url}sign-in")
        page.fill("#token", TOKEN)
        page.click("main button")
        page.goto(f"{url}{work_page(WORK)}")
        page.click("button[value=star]")
        found: dict[str, list[str]] = {}
        page.set_viewport_size({"width": 320, "height": 800})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            for place in ("search?q=양자화", "search?q=쿼크", "nowhere", "mine/", work_page(WORK), "sign-in"):
                page.goto(f"{url}{place}")
                overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
                if told_against := [*violations(page), *([f"{overflow} px too wide"] if overflow > 0 else [])]:
                    found[f"{place} {scheme}"] = told_against
        browser.close()
    assert not found


def test_fault_an_address_that_is_taken_or_reached_by_others_is_said(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(UserError, match="serve_bind"):
            serve(port=taken.getsockname()[1], home=home)
    with pytest.raises(UserError, match="serve_public"):
        serve(host="0.0.0.0", home=home)
    monkeypatch.setenv("ACHIM_SERVE__PUBLIC", "true")
    monkeypatch.setenv("ACHIM_SERVE__HOSTS", "paper.example.org")
    with pytest.raises(UserError, match="serve_bind"):
        serve(host="%" + "a" * 70, port=0, home=home)
    with pytest.raises(UserError, match="port"):
        serve(port=70_000, home=home)


def test_fault_without_the_extra_the_command_says_which(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("achim.serve_cli.find_spec", dict[str, object]().get)
    with pytest.raises(UserError, match="serve_extra"):
        serve(home=home)


def test_variables_name_the_port_and_several_hosts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACHIM_SERVE__PORT", "9999")
    monkeypatch.setenv("ACHIM_SERVE__HOSTS", "a.example, b.example")
    told = load_settings().serve
    assert (told.port, told.hosts) == (9999, ("a.example", "b.example"))

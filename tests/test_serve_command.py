"""``achim serve`` as a process: it listens, survives what strangers send, and ends when it is told to."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest

from achim.errors import UserError
from achim.serve_cli import serve
from achim.settings import load_settings
from achim.store.locks import DirectoryLock
from tests.editions import full_day
from tests.fakes import make_store
from tests.web_world import FORM, TOKEN

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

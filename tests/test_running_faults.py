"""What an unattended run survives: signals, a clock that was wrong, a full disk, an address that does not answer."""

import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from achim import run_cli
from achim.app import App
from achim.domain.schedule import Run
from achim.errors import FetchError, UserError
from achim.posting import PostOffice
from achim.render.messages import said
from achim.replay import MARK
from achim.running import Runner
from achim.settings import Settings
from achim.store.locks import DirectoryLock
from tests.editions import DAY, full_day
from tests.fakes import FakeProgress
from tests.moving_clock import MovingClock

NOW = datetime(2026, 8, 11, 3, tzinfo=UTC)


def an_app(home: Path, **told: object) -> App:
    settings = Settings.model_validate({"schedule": {"weekdays": ["sun"]}, **told})
    return App(settings=settings, home=home, progress=FakeProgress(), say=lambda text: None, clock=MovingClock(NOW))


# --- told to end


class _Cut(Exception):
    """In the place of the process's end."""


@pytest.fixture
def told_to_end(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Sends the signal without sending it."""
    handlers: list[Callable[[int, FrameType | None], None]] = []
    monkeypatch.setattr(signal, "signal", lambda number, handler: handlers.append(handler))  # pyright: ignore[reportUnknownLambdaType, reportUnknownArgumentType]
    return lambda: handlers[-1](signal.SIGTERM, None)


@pytest.mark.parametrize("ended", [True, False])
def test_kill_gently_ends_one_run_without_success(
    ended: bool, told_to_end: Callable[[], None], monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setenv("ACHIM_EDITION__LANG", "en")
    monkeypatch.setattr(run_cli, "_GRACE", 86_400.0)  # its timer outlives the test and would end this process

    def once(self: Runner) -> Run:
        if ended:
            told_to_end()
        return Run(begun_at=NOW, ended_at=NOW, day=NOW.date())

    monkeypatch.setattr(Runner, "once", once)
    if ended:
        with pytest.raises(SystemExit) as exit_:
            run_cli.run(once=True, home=tmp_path)
        assert exit_.value.code == 1
    else:
        run_cli.run(once=True, home=tmp_path)
    assert ("told to end before all was done" in capsys.readouterr().err) is ended


@pytest.mark.parametrize(("once", "code"), [(True, 1), (False, 0)])
def test_kill_past_the_grace_says_that_it_was_cut_off(
    once: bool, code: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, told_to_end: Callable[[], None],
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setenv("ACHIM_EDITION__LANG", "en")
    codes: list[int] = []
    cut = threading.Event()

    def end(code: int) -> None:
        codes.append(code)
        cut.set()

    def stuck(self: Runner, *told: object) -> Any:
        told_to_end()
        assert cut.wait(30)
        raise _Cut

    monkeypatch.setattr(os, "_exit", end)
    monkeypatch.setattr(run_cli, "_GRACE", 0.0)
    monkeypatch.setattr(Runner, "once" if once else "forever", stuck)
    with pytest.raises(_Cut):
        run_cli.run(once=once, home=tmp_path)
    assert codes == [code]
    assert "cut off" in capsys.readouterr().err


# --- a clock that was wrong


def test_a_clock_that_ran_ahead_makes_no_silent_service_well(tmp_path: Path) -> None:
    """Nor does it hide the runs of the right clock, whichever of them did something."""
    app = an_app(tmp_path)
    ahead = NOW + timedelta(days=30)
    with app.archive() as store:
        store.journal.note_run(Run(begun_at=ahead, ended_at=ahead, day=ahead.date(), made=()))
    assert not Runner(app).is_well()
    with app.archive() as store:
        store.journal.note_run(Run(begun_at=NOW, ended_at=NOW, day=NOW.date()))
    assert Runner(app).is_well()


# --- a full disk


def test_fault_a_full_disk_does_not_keep_the_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, *told: object, **more: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    lock = DirectoryLock(tmp_path / "x.lock", patience=0, waiting=lambda note: None)
    with lock:
        inside = _taken(tmp_path / "x.lock")
    assert (inside, _taken(tmp_path / "x.lock")) == (True, False)


def _taken(path: Path) -> bool:
    """Whether another thread would wait for the lock."""
    found: list[bool] = []

    def look() -> None:
        try:
            with DirectoryLock(path, patience=0, waiting=lambda note: None):
                found.append(False)
        except UserError:
            found.append(True)

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    return found[0]


# --- an address that is told of each run


class _Elsewhere(BaseHTTPRequestHandler):
    """Leads every request to another place of the same machine."""

    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(302)
        self.send_header("location", "/private")
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def leading_on() -> Iterator[tuple[str, list[str]]]:
    handler = type("Handler", (_Elsewhere,), {"asked": []})
    with HTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/secret-word", handler.asked
        server.shutdown()
        thread.join()


def test_hostile_a_ping_is_led_nowhere(tmp_path: Path, leading_on: tuple[str, list[str]]) -> None:
    url, asked = leading_on
    with pytest.raises(FetchError) as raised:
        an_app(tmp_path).ping(url)
    assert asked == ["/secret-word"]
    assert "secret-word" not in str(raised.value)


def test_fault_a_ping_that_hangs_ends(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/secret-word"
        with pytest.raises(FetchError) as raised:
            an_app(tmp_path, http={"read_timeout": 0.1}).ping(url)
    assert raised.value.note.code == "fetch.timeout"
    assert "secret-word" not in str(raised.value)


# --- a replay


def test_hostile_a_replay_is_sent_to_nobody(tmp_path: Path) -> None:
    """Whoever is set up; what it would send may be looked at."""
    app = an_app(tmp_path, channels={"out": {"type": "files", "folder": str(tmp_path / "out")}})
    with app.archive() as store:
        store.keep(full_day(), (), ())
    (tmp_path / MARK).write_text('{"record": "x"}', encoding="utf-8")
    office = PostOffice(app)
    with pytest.raises(UserError) as raised:
        office.deliver(DAY, None)
    assert "nobody" in said(raised.value, "en")
    assert not (tmp_path / "out").exists()
    assert list(office.rehearsed(DAY, None))
    (tmp_path / MARK).unlink()
    assert office.deliver(DAY, None)

"""Processes of their own that start warm: each is forked from one that has imported the program and loaded its data.

A cold start is a second of imports, about which few of the tests that need a process of its own ask anything.

python -m tests.warm        # reads requests, a line of JSON each, and answers each by a number, until its input ends
"""

import atexit
import gc
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any, NoReturn
from unittest.mock import patch

from achim.app import SAMPLE, SAMPLE_NEWS, App
from achim.request import BuildRequest
from achim.settings import Settings
from tests.fakes import FakeProgress

ROOT = Path(__file__).parents[1]
ACHIM = "from achim.cli import main; main()"
"""``python -m achim``, as code."""
HELD = (
    *("achim.cli", "achim.app", "achim.doctor", "achim.evaluation", "achim.feeds", "achim.settings_text"),
    *("achim.render.audit", "achim.render.evaluation", "achim.render.sources", "achim.render.terminal"),
    *("achim.writers.service", "alembic.command", "jinja2", "openai", "pydantic_ai.models.openai", "rich.console"),
    *("tests.coast_news", "tests.fakes", "tests.world", "vl_convert"),
)
_RUNS = 1_000
"""What a process that has not ended answers for its exit code."""


class _Server:
    """The process that forks. Asked from several threads, one question at a time."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.warm"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._turn = threading.Lock()
        self._words = tempfile.TemporaryDirectory(prefix="achim-words-")
        atexit.register(self.close)

    def ask(self, request: Mapping[str, object]) -> int:
        assert self._process.stdin
        assert self._process.stdout
        with self._turn:
            print(json.dumps(request), file=self._process.stdin, flush=True)
            return int(self._process.stdout.readline())

    def room(self) -> Path:
        """A folder for the words of one process."""
        return Path(tempfile.mkdtemp(dir=self._words.name))

    def close(self) -> None:
        self._process.communicate()
        self._words.cleanup()


@cache
def _server() -> _Server:
    return _Server()


@dataclass
class Warm:
    """A process that runs code as ``python -c`` does. Its words are kept in files, so that nobody need read them."""

    pid: int
    words: Path
    returncode: int | None = None
    """The number of a signal that ended it is negative; None while it runs."""
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def poll(self) -> int | None:
        with self._turn:
            if self.returncode is None and (ended := _server().ask({"ended": self.pid})) != _RUNS:
                self.returncode = ended
            return self.returncode

    def wait(self, timeout: float = 100.0) -> int:
        """The exit code. ``timeout`` in seconds."""
        latest = time.monotonic() + timeout
        while (ended := self.poll()) is None:
            assert time.monotonic() < latest, f"still running: {self.told}"
            time.sleep(0.01)
        return ended

    def kill(self) -> None:
        if self.poll() is None:
            os.kill(self.pid, signal.SIGKILL)

    @property
    def stdout(self) -> str:
        return (self.words / "1").read_text(encoding="utf-8")

    @property
    def stderr(self) -> str:
        return (self.words / "2").read_text(encoding="utf-8")

    @property
    def told(self) -> str:
        return self.stdout + self.stderr


def start(code: str, *arguments: str, environment: Mapping[str, str], cwd: Path = ROOT) -> Warm:
    """Begin a process; nothing of this one's environment is in it."""
    words = _server().room()
    request = {"code": code, "arguments": arguments, "environment": dict(environment), "cwd": str(cwd)}
    return Warm(_server().ask(request | {"words": str(words)}), words)


def run(code: str, *arguments: str, environment: Mapping[str, str], cwd: Path = ROOT) -> CompletedProcess[str]:
    """Start a process and wait for its end."""
    ended = start(code, *arguments, environment=environment, cwd=cwd)
    return CompletedProcess(arguments, ended.wait(), ended.stdout, ended.stderr)


def _serve() -> Mapping[str, Any] | None:
    """Fork and tell who ended. Returns in each forked process, with its request, and at the end, with nothing."""
    for line in sys.stdin:
        request = json.loads(line)
        if "ended" in request:
            pid, status = os.waitpid(request["ended"], os.WNOHANG)
            answer = os.waitstatus_to_exitcode(status) if pid else _RUNS
        elif (answer := os.fork()) == 0:
            return request
        print(answer, flush=True)
    return None


def _run(request: Mapping[str, Any]) -> NoReturn:
    os.environ.clear()
    os.environ.update(request["environment"])
    os.chdir(request["cwd"])
    for number, name in enumerate((os.devnull, "1", "2")):
        flags = os.O_RDWR | os.O_CREAT | os.O_APPEND
        os.dup2(os.open(Path(request["words"]) / name, flags, 0o600), number)
    sys.stdin, sys.stdout, sys.stderr = (
        open(number, mode, encoding="utf-8", closefd=False)  # noqa: SIM115
        for number, mode in ((0, "r"), (1, "w"), (2, "w"))
    )
    sys.argv = ["-c", *request["arguments"]]
    code: object = 0
    try:
        exec(compile(request["code"], "<warm>", "exec"), {"__name__": "__main__"})
    except SystemExit as ended:
        code = ended.code or 0
    except BaseException:
        traceback.print_exc()
        code = 1
    if not isinstance(code, int):
        print(code, file=sys.stderr)
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)  # taking apart what was held takes longer than most commands


def _undrawn(spec: object) -> bytes:
    return b""


def _hold() -> None:
    """Load and build what the forked processes need not load and make ready anew."""
    for name in HELD:
        import_module(name)
    drawing = patch.multiple("achim.render.files", png=_undrawn, svg=repr)  # it starts threads, which a fork would lose
    with tempfile.TemporaryDirectory() as place, drawing:
        for record in (SAMPLE, SAMPLE_NEWS):
            app = App(settings=Settings(), home=Path(place), progress=FakeProgress(), say=lambda text: None)
            app.build(BuildRequest(replay=record, lang="en"))
    for thread in set(threading.enumerate()) - {threading.main_thread()}:
        thread.join()


if __name__ == "__main__":
    _hold()
    gc.freeze()
    if wanted := _serve():
        _run(wanted)

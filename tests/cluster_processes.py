"""A cluster on loopback, of processes: a scheduler and workers, which can be killed and started again."""

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from achim import __version__
from achim.engines.cluster import connect
from achim.engines.place import Place
from tests.warm import ROOT

_PATIENCE = 60.0


@dataclass
class Process:
    """A program whose words are kept in a file."""

    process: "subprocess.Popen[bytes]"
    words: Path

    @property
    def told(self) -> str:
        return self.words.read_text(encoding="utf-8", errors="replace")

    def await_word(self, word: str, unless: threading.Event | None = None) -> None:
        """Wait until it has said ``word``, or nobody wants to know any more."""
        latest = time.monotonic() + _PATIENCE
        while word not in self.told and not (unless and unless.is_set()):
            assert self.process.poll() is None, self.told
            assert time.monotonic() < latest, self.told
            time.sleep(0.02)

    def kill(self) -> None:
        """As kill -9 does."""
        self.process.kill()
        self.process.wait()

    def end(self, timeout: float = 100.0) -> int:
        """As SIGTERM does; the exit code."""
        self.process.terminate()
        return self.process.wait(timeout)


@dataclass
class ClusterProcesses:
    """A scheduler on the same port for its whole life, and workers by number. ``environment`` is the workers'."""

    folder: Path
    environment: Mapping[str, str]
    port: int
    protocol: str = "tcp"
    told: tuple[str, ...] = ()
    """What the scheduler is told beside its address."""
    scheduler: Process | None = None
    workers: dict[int, Process] = field(default_factory=dict[int, Process])
    _count: int = 0
    _words: list[Path] = field(default_factory=list[Path])

    @property
    def address(self) -> str:
        return f"{self.protocol}://127.0.0.1:{self.port}"

    def start_scheduler(self) -> None:
        told = ("--host", "127.0.0.1", "--port", str(self.port), "--no-dashboard", "--protocol", self.protocol)
        self.scheduler = self._start("-m", "dask", "scheduler", *told, *self.told, environment={})
        self.scheduler.await_word("Scheduler at:")

    def start_worker(self, number: int, *told: str, **environment: str) -> Process:
        """Does not wait until it has joined."""
        home = self.folder / f"home-{number}"
        made = {"ACHIM_HOME": str(home), "ACHIM_ENGINE__SCHEDULER": self.address, **self.environment, **environment}
        self.workers[number] = worker = self._start("-m", "achim", "worker", *told, environment=made)
        return worker

    def start_workers(self, count: int, *told: str) -> None:
        for number in range(count):
            self.start_worker(number, *told)
        self.await_workers(count)

    def await_workers(self, count: int) -> None:
        """Until the scheduler has so many."""
        client = connect(Place(scheduler=self.address), __version__)
        client.wait_for_workers(count, timeout=_PATIENCE)
        client.close()

    def count(self, word: str) -> int:
        """How often all that was ever started has said ``word``."""
        return sum(path.read_text(encoding="utf-8", errors="replace").count(word) for path in self._words)

    def close(self) -> None:
        for each in (*self.workers.values(), *([self.scheduler] if self.scheduler else [])):
            if each.process.poll() is None:
                each.kill()

    def _start(self, *arguments: str, environment: Mapping[str, str]) -> Process:
        self._count += 1
        words = self.folder / f"process-{self._count}.log"
        self._words.append(words)
        told = {"PATH": os.environ["PATH"], "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}", **environment}
        told |= {"OMP_NUM_THREADS": "1", "DASK_CONFIG": str(self.folder)}
        with words.open("wb") as file:
            process = subprocess.Popen(
                [sys.executable, *arguments], env=told, cwd=self.folder, stdout=file, stderr=file
            )
        return Process(process, words)


@contextmanager
def running_cluster(
    folder: Path, environment: Mapping[str, str], protocol: str = "tcp", told: tuple[str, ...] = ()
) -> Generator[ClusterProcesses]:
    """A scheduler without workers. All that was started is ended."""
    folder.mkdir(parents=True, exist_ok=True)
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = int(held.getsockname()[1])
    cluster = ClusterProcesses(folder, environment, port, protocol, told)
    try:
        cluster.start_scheduler()
        yield cluster
    finally:
        cluster.close()

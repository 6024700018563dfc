"""A reader's machine for a simulated year: its settings, its program without threads, and what ends it."""

import os
import signal
import time
import traceback
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from achim.app import App
from achim.domain.edition import EditionKind
from achim.drafting import WritingParts
from achim.replay import ARCHIVE
from achim.settings import FeedSettings, NewsSettings, Settings
from achim.settings_schedule import WatchSettings
from achim.settings_ways import FilesSettings
from achim.store.sql import SqlStore, open_store
from tests.mornings import hurried
from tests.year.contents import CATEGORIES, FEED
from tests.year.trouble import Crash

CHANNEL = "double"
In = TypeVar("In")
Out = TypeVar("Out")


class Crashed(BaseException):
    """The end of a process, as far as one process can play it."""


@dataclass
class Wrecker:
    """Counts requests and hears steps, and ends the process where a crash is to come. A Progress."""

    crash: Crash | None = None
    requests: int = 0
    troubles: list[tuple[str, Exception]] = field(default_factory=list[tuple[str, Exception]])

    def load(self, crash: Crash | None) -> None:
        self.crash, self.requests = crash, 0

    def request(self) -> None:
        self.requests += 1
        if self.crash and self.crash.nth == self.requests:
            raise Crashed(f"request {self.requests}")

    def step(self, name: str, detail: str = "") -> None:
        if self.crash and self.crash.step == name:
            raise Crashed(name)

    def told(self, where: str, note: object) -> None:
        """Nobody watches."""

    def about(self, edition: str) -> None: ...

    def trouble(self, where: str, error: Exception) -> None:
        self.troubles.append((where, error))


class Here:
    """An Engine without threads, so that a clock that moves gives the same moments every time."""

    def map(self, work: Callable[[In], Out], items: Iterable[In]) -> Sequence[Out]:
        return tuple(map(work, items))


@dataclass(frozen=True, slots=True)
class OneByOneApp(App):
    """Works in no other thread, and keeps its archive open for as long as the process lives: ``stores``, by name."""

    stores: dict[str, SqlStore] = field(default_factory=dict[str, SqlStore])

    @contextmanager
    def archive(self, name: str = ARCHIVE) -> Generator[SqlStore]:
        if name not in self.stores:
            self.home.mkdir(exist_ok=True)
            self.stores[name] = open_store(f"sqlite:///{self.home / name}", self.lock())
        yield self.stores[name]

    def writing_parts(self, kind: EditionKind, glossary: Any, answers: Any, stack: ExitStack) -> WritingParts:
        return replace(App.writing_parts(self, kind, glossary, answers, stack), engine=Here())


def close(stores: dict[str, SqlStore]) -> None:
    for store in stores.values():
        store.close()
    stores.clear()


def settings(zone: str, home: Path, papers: int = 4) -> Settings:
    """Editions of a few works in a time zone, of every source, without a pace, on the desk at seven.

    One channel takes every revision and hears of what is wrong.
    """
    told = hurried(CATEGORIES, papers=papers)
    feed = FeedSettings(name=FEED, url=f"https://feeds.example.org/{FEED}.rss", about="ai", title="The Lab")
    edition = told.edition.model_copy(update={"time_zone": zone, "stories": papers, "listed": 8})
    way = FilesSettings(type="files", folder=home / "out", revisions="all")
    return told.model_copy(
        update={
            "edition": edition,
            "news": NewsSettings(feeds=(feed,)),
            "channels": {CHANNEL: way},
            "watch": WatchSettings(channel=CHANNEL),
        }
    )


def killed(work: Callable[[], object], after: float) -> bool:
    """Work in a process of its own that is killed after so many seconds; whether it was still at work."""
    child = os.fork()
    if not child:
        _alone(work)
    until = time.monotonic() + after
    while time.monotonic() < until:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            if status:
                raise AssertionError(f"the process ended with {status} before it was killed")
            return False
        time.sleep(0.005)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return True


def _alone(work: Callable[[], object]) -> NoReturn:
    """In a child: work, and end without anything that the parent would do at its end."""
    try:
        work()
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)

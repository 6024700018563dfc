"""A reader's machine in a world: it wakes every so often, does what is due, breaks down and starts again."""

import os
import signal
import time
import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, NoReturn, TypeVar
from unittest.mock import patch
from zoneinfo import ZoneInfo

from achim.app import App
from achim.domain.edition import Edition, EditionKey, EditionKind
from achim.drafting import WritingParts
from achim.errors import NothingAnswered
from achim.request import BuildRequest
from achim.settings import FeedSettings, NewsSettings, Settings
from tests.mornings import hurried
from tests.moving_clock import MovingClock
from tests.upstream.faults import OK
from tests.year.contents import CATEGORIES, FEED
from tests.year.trouble import Crash
from tests.year.words import WordsEmbedder
from tests.year.world import World, WorldTransport

KINDS: tuple[EditionKind, ...] = ("papers", "news")
_ROUTES: Mapping[EditionKind, Sequence[str]] = {
    "papers": ("arxiv_listing", "hf_api", "deeplearn_home"),
    "news": ("hn_search", "korean_feed", "feed"),
}
_BY = 9
"""Local time, in hours: after it an edition is there."""
_RESTART = timedelta(minutes=7)
_STALE = timedelta(days=1)
"""A crash that found no work to end for so long does not come."""
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

    def trouble(self, where: str, error: Exception) -> None:
        self.troubles.append((where, error))


class Here:
    """An Engine without threads, so that a clock that moves gives the same moments every time."""

    def map(self, work: Callable[[In], Out], items: Iterable[In]) -> Sequence[Out]:
        return tuple(map(work, items))


class OneByOneApp(App):
    """Works in no other thread."""

    def writing_parts(self, kind: EditionKind, glossary: Any, answers: Any, stack: ExitStack) -> WritingParts:
        return replace(super().writing_parts(kind, glossary, answers, stack), engine=Here())


def settings(zone: str, papers: int = 4) -> Settings:
    """Editions of a few works in a time zone, of every source, without a pace."""
    told = hurried(CATEGORIES, papers=papers)
    feed = FeedSettings(name=FEED, url=f"https://feeds.example.org/{FEED}.rss", about="ai", title="The Lab")
    edition = told.edition.model_copy(update={"time_zone": zone, "stories": papers, "listed": 8})
    return told.model_copy(update={"edition": edition, "news": NewsSettings(feeds=(feed,))})


@dataclass(frozen=True, slots=True)
class Crashes:
    """How often the process ended, and where."""

    at: datetime
    where: str


@dataclass(slots=True, kw_only=True)
class Life:
    """Lives in a world from ``first`` to ``last``, waking every ``wakes``; ``drive`` does what is due.

    ``watch`` looks at what was done after each wake. Moments are aware UTC.
    """

    world: World
    home: Path
    first: datetime
    last: datetime
    zone: str
    drive: Callable[[App], None]
    wakes: timedelta = timedelta(hours=1)
    watch: Callable[["Life"], None] = lambda life: None
    clock: MovingClock = field(default_factory=MovingClock)
    wrecker: Wrecker = field(default_factory=Wrecker)
    crashed: list[Crashes] = field(default_factory=list[Crashes])
    ticks: int = 0
    chances: dict[EditionKind, set[date]] = field(default_factory=dict[EditionKind, set[date]])
    """Local days on which an edition could be made: in the hours after its own, something of its kind answered."""

    @property
    def today(self) -> date:
        return self.clock.now().astimezone(ZoneInfo(self.zone)).date()

    def app(self) -> App:
        """A new process: nothing is remembered but what is in its home."""
        return OneByOneApp(
            settings=settings(self.zone),
            home=self.home,
            progress=self.wrecker,
            say=lambda text: None,
            clock=self.clock,
            transport=WorldTransport(self.world, self.clock, self.wrecker.request),
            embedder=WordsEmbedder(),
        )

    def live(self) -> None:
        """Pictures are told of, not drawn."""
        with patch("achim.render.files.png", _told), patch("achim.render.files.svg", repr):
            self._live()

    def _live(self) -> None:
        self.clock.moment = self.first
        crashes = list(self.world.plan.crashes)
        while self.clock.now() < self.last:
            due_next = self.clock.now() + self.wakes
            if not self.world.plan.is_off(self.clock.now()):
                self._note_chance()
                self._wake(crashes)
                self.watch(self)
            self.clock.moment = max(due_next, self.clock.now())

    def _note_chance(self) -> None:
        now = self.clock.now()
        if now.astimezone(ZoneInfo(self.zone)).hour > _BY:
            for kind, routes in _ROUTES.items():
                if any(self.world.plan.fault(route, now) is OK for route in routes):
                    self.chances.setdefault(kind, set()).add(self.today)

    def _wake(self, crashes: list[Crash]) -> None:
        """A crash is followed by a new start some minutes later. One that finds no work to end waits for some."""
        self.ticks += 1
        now = self.clock.now()
        while crashes and crashes[0].at < now - _STALE:
            crashes.pop(0)
        crash = crashes[0] if crashes and crashes[0].at <= now else None
        self.wrecker.load(crash)
        try:
            self._work(crash)
        except Crashed as end:
            crashes.pop(0)
            self.crashed.append(Crashes(self.clock.now(), str(end)))
            self.world.pending.clear()
            self.clock.wait(_RESTART.total_seconds())
            self._wake(crashes)
        else:
            self.world.settle()

    def _work(self, crash: Crash | None) -> None:
        """What is to be killed works in a process of its own."""
        if crash is None or not crash.after:
            self.drive(self.app())
            return
        child = os.fork()
        if not child:
            _alone(lambda: self.drive(self.app()))
        time.sleep(crash.after)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status) and os.WEXITSTATUS(status):
            raise AssertionError(f"the process ended with {os.WEXITSTATUS(status)} before it was killed")
        raise Crashed("SIGKILL" if os.WIFSIGNALED(status) else "after its end")


def _alone(work: Callable[[], None]) -> NoReturn:
    """In a child: work, and end without anything that the parent would do at its end."""
    try:
        work()
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def _told(spec: object) -> bytes:
    return repr(spec).encode()


def at_hours(zone: str, kinds: Sequence[EditionKind], *hours: int) -> Callable[[App], None]:
    """Builds editions at some hours of the local day, where they are not there or have gaps."""

    def drive(app: App) -> None:
        here = app.clock.now().astimezone(ZoneInfo(zone))
        if here.hour not in hours:
            return
        for kind in kinds:
            known = kept(app, EditionKey(day=here.date(), kind=kind))
            if known is None or not known.is_complete:
                try:
                    app.build(BuildRequest(kind=kind))
                except NothingAnswered:
                    continue

    return drive


def kept(app: App, key: EditionKey) -> Edition | None:
    with app.archive() as store:
        return store.edition(key)


def editions(app: App) -> Iterable[Edition]:
    """The newest revision of each, oldest day first."""
    with app.archive() as store:
        return sorted(store.editions(), key=lambda edition: edition.key)

"""A life in a world: the machine wakes when something is due, does it, breaks down and starts again."""

from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from unittest.mock import patch
from zoneinfo import ZoneInfo

from achim.app import App
from achim.domain.delivery import Receipt, Ticket
from achim.domain.edition import Edition, EditionKey, EditionKind
from achim.domain.schedule import Run
from achim.errors import NothingAnswered
from achim.replay import ARCHIVE
from achim.request import BuildRequest
from achim.running import Runner
from achim.store.sql import SqlStore
from tests.moving_clock import MovingClock
from tests.upstream.faults import OK
from tests.year.machine import Crashed, OneByOneApp, Wrecker, close, killed, settings
from tests.year.receiver import Receiver
from tests.year.trouble import Crash
from tests.year.words import WordsEmbedder
from tests.year.world import World, WorldTransport

_ROUTES: Mapping[EditionKind, Sequence[str]] = {
    "papers": ("arxiv_listing", "hf_api", "deeplearn_home"),
    "news": ("hn_search", "korean_feed", "feed"),
}
_BY = 9
"""Local time, in hours: after it an edition is there."""
_RESTART = timedelta(minutes=7)
_SOON = timedelta(minutes=1)
_STALE = timedelta(days=3)
"""A crash that found no work to end for so long does not come."""
_LONG_AGO = date(1970, 1, 1)
Drive = Callable[["Life"], datetime]


@dataclass(frozen=True, slots=True)
class Ended:
    """When and where the process was ended."""

    at: datetime
    where: str


@dataclass(slots=True, kw_only=True)
class Life:
    """From ``first`` to ``last``, aware UTC; ``drive`` does what is due and says when to wake again."""

    world: World
    home: Path
    first: datetime
    last: datetime
    zone: str
    drive: Drive
    seed: int = 0
    clock: MovingClock = field(default_factory=MovingClock)
    wrecker: Wrecker = field(default_factory=Wrecker)
    ended: list[Ended] = field(default_factory=list[Ended])
    runs: list[Run] = field(default_factory=list[Run])
    wakes: int = 0
    chances: dict[EditionKind, set[date]] = field(default_factory=dict[EditionKind, set[date]])
    """Local days on which an edition could be made: in the hours after its own, something of its kind answered."""
    stores: dict[str, SqlStore] = field(default_factory=dict[str, SqlStore])
    """Archives that the living process has open."""
    receiver: Receiver = field(init=False)

    def __post_init__(self) -> None:
        self.receiver = Receiver(
            archive=self.home / ARCHIVE,
            inbox=self.home / "inbox.jsonl",
            clock=self.clock,
            random=Random(self.seed),
            step=self.wrecker.step,
        )

    def app(self) -> App:
        """Nothing is remembered but what is in its home."""
        return OneByOneApp(
            settings=settings(self.zone, self.home),
            home=self.home,
            progress=self.wrecker,
            say=lambda text: None,
            clock=self.clock,
            transport=WorldTransport(self.world, self.clock, self.wrecker.request),
            embedder=WordsEmbedder(),
            stores=self.stores,
        )

    def live(self) -> None:
        """What goes out goes to the receiver."""
        with self.pictures(), patch("achim.posting.make_channel", self._channel):
            self._live()
        close(self.stores)

    @contextmanager
    def pictures(self) -> Generator[None]:
        """They are told of, not drawn."""
        with patch("achim.render.files.png", _told), patch("achim.render.files.svg", repr):
            yield

    def _channel(self, *told: object) -> Receiver:
        return self.receiver

    def _live(self) -> None:
        self.clock.moment = self.first
        crashes = list(self.world.plan.crashes)
        while (now := self.clock.now()) < self.last:
            if on_at := self.world.plan.off_until(now):
                self.clock.moment = on_at
                continue
            self._note_chance(now)
            due_next = self._wake(crashes)
            self.clock.moment = max(due_next, self.clock.now() + _SOON)

    def _note_chance(self, now: datetime) -> None:
        here = now.astimezone(ZoneInfo(self.zone))
        if here.hour > _BY:
            for kind, routes in _ROUTES.items():
                if any(self.world.plan.fault(route, now) is OK for route in routes):
                    self.chances.setdefault(kind, set()).add(here.date())

    def _wake(self, crashes: list[Crash]) -> datetime:
        """Work; an end of the process is followed by a new start some minutes later. Gives when to wake again."""
        self.wakes += 1
        now = self.clock.now()
        while crashes and crashes[0].at < now - _STALE:
            crashes.pop(0)
        crash = crashes[0] if crashes and crashes[0].at <= now else None
        self.wrecker.load(crash)
        try:
            if crash and crash.after:
                close(self.stores)
                if killed(lambda: self.drive(self), crash.after):
                    raise Crashed("SIGKILL")
            due_next = self.drive(self)
        except Crashed as end:
            crashes.pop(0)
            self.ended.append(Ended(self.clock.now(), str(end)))
            self.world.pending.clear()
            close(self.stores)
            self.clock.wait(_RESTART.total_seconds())
            return self._wake(crashes)
        self.world.settle()
        return due_next

    def editions(self) -> tuple[Edition, ...]:
        """The newest revision of each, oldest day first."""
        with self.app().archive() as store:
            return tuple(sorted(store.editions(), key=lambda edition: edition.key))

    def receipts(self) -> dict[Ticket, Receipt]:
        with self.app().archive() as store:
            return {receipt.ticket: receipt for receipt in store.receipts.of_days(_LONG_AGO)}


def by_schedule(life: Life) -> datetime:
    """As ``achim run`` does it, once; when it would look again."""
    runner = Runner(life.app())
    run = runner.once()
    if not run.is_idle:
        life.runs.append(run)
    return runner._look().wake  # pyright: ignore[reportPrivateUsage]


def _told(spec: object) -> bytes:
    return repr(spec).encode()


def at_hours(kinds: Iterable[EditionKind], *hours: int) -> Drive:
    """Builds editions at some hours of the local day, where they are not there or have gaps."""

    def drive(life: Life) -> datetime:
        here, app = life.clock.now().astimezone(ZoneInfo(life.zone)), life.app()
        for kind in kinds if here.hour in hours else ():
            with app.archive() as store:
                known = store.edition(EditionKey(day=here.date(), kind=kind))
            if known is None or not known.is_complete:
                try:
                    app.build(BuildRequest(kind=kind))
                except NothingAnswered:
                    continue
        return life.clock.now() + timedelta(hours=1)

    return drive

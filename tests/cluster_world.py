"""A morning's work for a cluster: made-up papers, a slow model server that counts, and builds with and without workers."""

import threading
import time
from collections import Counter
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random

from achim.app import App, Built
from achim.clock import StandingClock
from achim.errors import UserError
from achim.request import BuildRequest
from achim.settings import Settings
from achim.store.sql import open_store
from tests.cluster_processes import ClusterProcesses
from tests.fakes import FakeProgress
from tests.model_server import Asked, ModelServer, Reply, faithful
from tests.network import Line
from tests.postgres_server import PostgresServer
from tests.processes import files
from tests.upstream.server import UpstreamServer
from tests.upstream.synthetic import synthetic

MORNING = datetime(2026, 8, 11, 1, 30, tzinfo=UTC)
_DAYS = [date(2026, 8, day) for day in (6, 7, 10, 11)]
LEASE = 5.0
"""Seconds: a machine with much to do may leave a worker without a word for as long as three."""
_CUT = 2.0
"""Seconds for which a network is cut."""


@dataclass
class ClusterWorld:
    """``papers`` of ``per_day`` announced are printed, each with a question of its own; an answer takes ``delay``
    seconds."""

    folder: Path
    postgres: PostgresServer
    upstream: UpstreamServer
    model: ModelServer
    papers: int
    together: int = 8

    def new_archive(self) -> str:
        """The URL of an empty archive of the newest schema."""
        url = self.postgres.new_database()
        open_store(url, nullcontext()).close()
        return url

    def settings(self, archive: str, scheduler: str = "", *, pace: float = 0.0, patience: float = 90.0) -> Settings:
        urls = self.upstream.base_urls
        return Settings.model_validate(
            {
                "edition": {"lang": "en", "papers": self.papers},
                "sources": {
                    "arxiv": {
                        "base_url": urls["arxiv"],
                        "feed_url": urls["arxiv_feed"],
                        "oai_url": urls["arxiv_oai"],
                        "api_url": urls["arxiv_api"],
                        "categories": ["cs.AI"],
                    },
                    "huggingface": {"base_url": urls["huggingface"]},
                    "deeplearn": {"base_url": urls["deeplearn"]},
                },
                "http": {"pace": 0, "arxiv_pace": pace},
                "model": {
                    "name": "openai:m",
                    "base_url": self.model.url,
                    "context": 5_000,
                    "together": self.together,
                    "longest_wait": 0.2,
                },
                "store": {"url": archive},
                "engine": {"scheduler": scheduler, "lease": LEASE, "patience": patience},
            }
        )

    def environment(self, archive: str, *, pace: float = 0.0) -> dict[str, str]:
        """The same settings for a worker, as variables; its clock stands too."""
        told = self.settings(archive, pace=pace)
        arxiv, http, model = told.sources.arxiv, told.http, told.model
        return {
            "ACHIM_SOURCES__ARXIV__BASE_URL": arxiv.base_url,
            "ACHIM_SOURCES__ARXIV__FEED_URL": arxiv.feed_url,
            "ACHIM_SOURCES__ARXIV__OAI_URL": arxiv.oai_url,
            "ACHIM_SOURCES__ARXIV__API_URL": arxiv.api_url,
            "ACHIM_SOURCES__ARXIV__CATEGORIES": "cs.AI",
            "ACHIM_SOURCES__HUGGINGFACE__BASE_URL": told.sources.huggingface.base_url,
            "ACHIM_SOURCES__DEEPLEARN__BASE_URL": told.sources.deeplearn.base_url,
            "ACHIM_HTTP__PACE": str(http.pace),
            "ACHIM_HTTP__ARXIV_PACE": str(http.arxiv_pace),
            "ACHIM_MODEL__NAME": model.name,
            "ACHIM_MODEL__BASE_URL": self.model.url,
            "ACHIM_STORE__URL": archive,
            "ACHIM_ENGINE__LEASE": str(LEASE),
            "ACHIM_CLOCK": MORNING.isoformat(),
        }

    def app(self, home: str, settings: Settings) -> App:
        return App(
            settings=settings,
            home=self.folder / home,
            progress=FakeProgress(),
            say=lambda text: None,
            clock=StandingClock(MORNING),
        )

    def build(self, home: str, settings: Settings) -> "tuple[Built, Mapping[str, bytes]]":
        """The edition, and the bytes of its files. A build that a restart of the database cuts short is made again, as
        `achim run` does."""
        out = self.folder / home / "out"
        for _ in range(3):
            try:
                built = self.app(home, settings).build(BuildRequest(out=out))
                return built, files(out)
            except UserError as error:
                if "error.archive" not in str(error):
                    raise
        raise AssertionError("the archive is away")

    def paid(self) -> Counter[str]:
        """How often each question was answered whole."""
        return Counter(each.user for each in self.model.answered)


@contextmanager
def cluster_world(
    folder: Path, postgres: PostgresServer, *, per_day: int, papers: int, delay: float, days: int = 4
) -> Generator[ClusterWorld]:
    """``days`` are how many batches there are, the last one that of the morning."""

    def slow(asked: Asked) -> Reply:
        return replace(faithful(asked), delay=delay)

    corpus = synthetic(3, _DAYS[-days:], per_day=per_day, categories=("cs.AI",))
    with UpstreamServer(corpus, MORNING) as upstream, ModelServer(slow) as model:
        yield ClusterWorld(folder, postgres, upstream, model, papers)


@dataclass
class Chaos:
    """Kills a worker, ``every`` few seconds after the last one was back, and once restarts the scheduler and PostgreSQL,
    and cuts the ``lines`` by which workers reach them.

    With ``spares`` a worker is never killed between an answer's last byte and its row in the archive, the one moment at
    which nobody can know of a call that it was paid.
    """

    world: ClusterWorld
    cluster: ClusterProcesses
    random: Random
    told: tuple[str, ...]
    """What workers are told on the command line."""
    every: tuple[float, float]
    spares: bool = True
    scheduler_at: float = 1.0
    postgres_at: float = 3.0
    network_at: float = 2.0
    lines: Sequence[Line] = ()
    kept: int = 0
    """Answers that workers had kept before."""
    kills: int = 0
    restarted: list[str] = field(default_factory=list[str])
    faults: list[BaseException] = field(default_factory=list[BaseException])
    _over: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def raging(self) -> Generator["Chaos"]:
        """Meanwhile. What went wrong with it is raised at the end."""
        thread = threading.Thread(target=self._rage_on)
        thread.start()
        try:
            yield self
        finally:
            self._over.set()
            thread.join()
        if self.faults:
            raise self.faults[0]

    def _rage_on(self) -> None:
        try:
            self._rage()
        except BaseException as fault:
            self.faults.append(fault)

    def _rage(self) -> None:
        begun = time.monotonic()
        due = {"scheduler": self.scheduler_at, "postgres": self.postgres_at}
        due |= {"network": self.network_at} if self.lines else {}
        while not self._over.wait(self.random.uniform(*self.every)):
            self._kill(self.random.choice(sorted(self.cluster.workers)))
            for what, at in list(due.items()):
                if time.monotonic() - begun >= at:
                    del due[what]
                    self._restart(what)

    def _kill(self, number: int) -> None:
        if self.spares:
            with self.world.model.sending:
                self._await_kept()
                self.cluster.workers[number].kill()
        else:
            self.cluster.workers[number].kill()
        self.kills += 1
        self.cluster.start_worker(number, *self.told).await_word("event=joined", unless=self._over)

    def _restart(self, what: str) -> None:
        if what == "postgres":
            self.world.postgres.restart()
        elif what == "network":
            self._cut()
        elif self.cluster.scheduler:
            self.cluster.scheduler.kill()
            self.cluster.start_scheduler()
        self.restarted.append(what)

    def _cut(self) -> None:
        for line in self.lines:
            line.close()
        self._over.wait(_CUT)
        for line in self.lines:
            line.open()

    def _await_kept(self) -> None:
        """Until workers have told of each answer that they have kept it."""
        latest = time.monotonic() + 30
        while self.cluster.count("event=kept") - self.kept < len(self.world.model.answered):
            assert time.monotonic() < latest, "an answer was not kept"
            time.sleep(0.01)

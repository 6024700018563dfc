"""arXiv as the sources see it: their client, over a socket, to a server on a clock that both share."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from achim.domain.ids import PaperId
from achim.domain.paper import Batch, Known, Window
from achim.ports import Clock, Fetcher
from achim.sources.arxiv import Arxiv
from achim.sources.arxiv_holidays import holidays
from achim.sources.arxiv_ways import Addresses
from achim.sources.http import Client, Manners
from tests.moving_clock import MovingClock
from tests.upstream.server import UpstreamServer
from tests.upstream.synthetic import synthetic
from tests.upstream.works import Corpus
from tests.world import WorldTransport

QUICK = Manners(
    user_agent="achim/test", default_pace=0.0, attempts=1, first_wait=0.0, longest_wait=0.1, read_timeout=2.0
)
ADDRESSES = Addresses(
    base_url="https://arxiv.org", feed_url="https://rss.arxiv.org", oai_url="https://oaipmh.arxiv.org"
)
TUESDAY = date(2026, 8, 11)
TURNED = datetime(2026, 8, 11, 0, 0, tzinfo=UTC)
"""09:00 in Seoul: Tuesday's batch has just been announced."""
MORNING = datetime(2026, 8, 11, 0, 30, tzinfo=UTC)
"""09:30 in Seoul: only the listing has Tuesday's batch."""
NOON = datetime(2026, 8, 11, 4, 30, tzinfo=UTC)
"""13:30 in Seoul, past midnight in New York: every service has it."""


def corpus(per_day: int = 12) -> Corpus:
    days = [date(2026, 8, day) for day in (6, 7, 10, 11, 12)]
    return synthetic(7, days, per_day=per_day, categories=("cs.AI", "cs.CL"))


@dataclass
class ArxivWorld:
    """The server and the client that asks it."""

    server: UpstreamServer
    clock: MovingClock
    client: Fetcher

    def source(self, *categories: str, clock: Clock | None = None, wait_minutes: int = 15) -> Arxiv:
        return Arxiv(
            self.client,
            clock=clock or self.clock,
            addresses=ADDRESSES,
            categories=categories or ("cs.AI", "cs.CL"),
            holidays=holidays(),
            wait_minutes=wait_minutes,
        )

    def read(self, *categories: str, since: date | None = date(2026, 8, 10), known: tuple[Known, ...] = ()) -> Batch:
        return self.source(*categories).announcements(self.window(since, known))

    def window(self, since: date | None = None, known: tuple[Known, ...] = ()) -> Window:
        day = (self.clock.now() + timedelta(hours=9)).date()
        return Window(day=day, time_zone="Asia/Seoul", as_of=self.clock.now(), since=since, known=known)

    def asked(self) -> list[str]:
        return [request.route.removeprefix("arxiv_") for request in self.server.log]


@contextmanager
def arxiv_world(moment: datetime, known: Corpus | None = None, *, oai_page: int = 2500) -> Generator[ArxivWorld]:
    clock = MovingClock(moment)
    with UpstreamServer(known or corpus(), clock, oai_page=oai_page) as server:
        client = Client(QUICK, WorldTransport(server), clock)
        try:
            yield ArxivWorld(server, clock, client)
        finally:
            client.close()


def ids(batch: Batch) -> set[str]:
    return {each.paper_id.removeprefix("arxiv:") for each in batch.announcements if each.paper_id}


def expected(known: Corpus, label: date = TUESDAY, *categories: str) -> set[str]:
    wanted = set(categories or ("cs.AI", "cs.CL"))
    return {work.arxiv_id for work in known.batch(label) if work.arxiv_id and set(work.categories) & wanted}


def known_batch(known: Corpus, label: date, *without: str) -> tuple[Known, ...]:
    """What an archive holds that has read a batch, less some ids."""
    return tuple(
        Known(
            source="arxiv",
            native_id=f"{label}/{work.arxiv_id}",
            batch=label,
            kind="replace" if work.announce_kind == "replace" else "new",
            paper_id=PaperId(f"arxiv:{work.arxiv_id}"),
        )
        for work in known.batch(label)
        if work.arxiv_id and work.arxiv_id not in without
    )

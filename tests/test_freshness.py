"""How soon a reader has the new batch: on a simulated clock, pacing and waiting included.

A scheduler begins five minutes before the listing turns, or at its turn, and builds every five minutes. Summer and winter time differ by
an hour in Seoul, as New York's clock decides.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from achim.domain.edition import Edition
from achim.errors import NothingAnswered
from achim.request import BuildRequest
from achim.settings import HttpSettings, Settings
from tests.mornings import Mornings, arxiv_keys, days_from
from tests.moving_clock import MovingClock
from tests.upstream import UpstreamServer, synthetic, turns_at

SEOUL = ZoneInfo("Asia/Seoul")
SUMMER, WINTER = date(2026, 8, 11), date(2026, 11, 17)
PACE = 3.0
PROMISE = timedelta(minutes=15)
EVERY = timedelta(minutes=5)
SETTINGS = Settings(http=HttpSettings(pace=0, arxiv_pace=PACE))
"""Others are not paced: their waits would move the one clock between arXiv's turn and the server's note of it."""


@dataclass(frozen=True, slots=True)
class Late:
    """The server's clock, so many minutes behind: everything upstream comes late by as much."""

    clock: MovingClock
    minutes: int

    def now(self) -> datetime:
        return self.clock.now() - timedelta(minutes=self.minutes)


@dataclass(frozen=True, slots=True)
class Morning:
    mornings: Mornings
    clock: MovingClock
    label: date
    begins: datetime

    @property
    def batch(self) -> frozenset[str]:
        return arxiv_keys(self.mornings.server.corpus, [self.label], SETTINGS.sources.arxiv.categories)

    def scheduled(self) -> Iterator[Edition]:
        """The editions of builds begun every five minutes, or as soon as the one before has ended."""
        app = self.mornings.app(self.clock)
        due = self.begins
        for _ in range(8):
            self.clock.moment = max(self.clock.moment, due)
            with suppress(NothingAnswered):
                yield app.build(BuildRequest()).outcome.edition
            due += EVERY

    def published(self) -> Edition | None:
        """The first edition that answers for the whole new batch; the clock stands at the end of its build."""
        return next((edition for edition in self.scheduled() if self.batch <= accounted(edition)), None)


def accounted(edition: Edition) -> frozenset[str]:
    return frozenset(fate.announcement for fate in edition.ledger.fates)


@pytest.fixture(params=[0, 6], ids=["on_time", "six_minutes_late"])
def minutes_late(request: pytest.FixtureRequest) -> int:
    return request.param


@pytest.fixture(params=[5, 0], ids=["from_before_the_turn", "from_the_turn"])
def minutes_early(request: pytest.FixtureRequest) -> int:
    return request.param


@pytest.fixture(params=[SUMMER, WINTER], ids=["summer", "winter"])
def waiting(request: pytest.FixtureRequest, minutes_late: int, minutes_early: int, tmp_path: Path) -> Iterator[Morning]:
    """The archive has read the day before, and the scheduler is about to begin."""
    label: date = request.param
    corpus = synthetic(label.toordinal(), days_from(label - timedelta(days=5), 7), 20, ("cs.AI", "cs.CL", "stat.ML"))
    clock = MovingClock(turns_at(label) - timedelta(days=1) + timedelta(minutes=30))
    with UpstreamServer(corpus, Late(clock, minutes_late)) as server:
        mornings = Mornings(server=server, home=tmp_path, settings=SETTINGS)
        before = mornings.app(clock).build(BuildRequest()).outcome.edition
        assert before.entries
        server.forget()
        yield Morning(mornings, clock, label, turns_at(label) - timedelta(minutes=minutes_early))


def test_the_new_batch_is_published_within_a_quarter_of_an_hour(waiting: Morning, minutes_late: int) -> None:
    """From the moment at which the listing turns to the end of the build that printed it."""
    turned = turns_at(waiting.label) + timedelta(minutes=minutes_late)
    edition = waiting.published()

    assert edition, "never published"
    assert waiting.clock.moment - turned <= PROMISE
    assert edition.key.day == waiting.label
    assert edition.gaps == ()
    assert any(fate.bucket == "printed" and fate.announcement in waiting.batch for fate in edition.ledger.fates)


def test_while_a_listing_is_awaited_arxiv_is_asked_one_request_in_three_seconds(waiting: Morning) -> None:
    """Over a single connection, whichever of its services is asked."""
    waiting.published()
    asked = [request for request in waiting.mornings.server.log if request.party == "arxiv"]

    assert len(asked) > len(SETTINGS.sources.arxiv.categories)
    assert min(waiting.mornings.server.spacing("arxiv")) >= PACE
    assert {request.in_flight for request in asked} == {1}

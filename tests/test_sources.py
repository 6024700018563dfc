"""The sources against a server that speaks their formats."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from achim.domain.note import Note
from achim.domain.paper import Window
from achim.sources.arxiv_api import ArxivApi
from achim.sources.deeplearn import DeepLearn
from achim.sources.http import Client, Manners
from tests.moving_clock import MovingClock
from tests.upstream.corpus import from_sample
from tests.upstream.server import UpstreamServer
from tests.world import WorldTransport

SEOUL = "Asia/Seoul"
QUICK = Manners(user_agent="achim/test", default_pace=0.0, first_wait=0.0, longest_wait=0.1, read_timeout=2.0)
SAMPLE = Path(__file__).parents[1] / "tools" / "sample" / "day.json"
TUESDAY_MORNING = datetime(2026, 8, 11, 1, 30, tzinfo=UTC)
"""10:30 in Seoul, an hour and a half after Tuesday's batch was announced."""


_clients: list[Client] = []


@pytest.fixture(autouse=True)
def closed_clients() -> Iterator[None]:
    yield
    while _clients:
        _clients.pop().close()


def client(server: UpstreamServer) -> Client:
    _clients.append(Client(QUICK, WorldTransport(server), MovingClock()))
    return _clients[-1]


def window(day: date, as_of: datetime, since: date | None = None) -> Window:
    return Window(day=day, time_zone=SEOUL, as_of=as_of, since=since)


def test_deeplearn_reads_the_panel_and_the_pages() -> None:
    """Six hot papers, their addresses as they are, their abstracts, and their ids by title."""
    morning = datetime(2024, 11, 3, 23, tzinfo=UTC)
    with UpstreamServer(from_sample(SAMPLE), morning) as server:
        source = DeepLearn(client(server), base_url="https://deeplearn.org")
        found = source.announcements(window(date(2024, 11, 4), morning)).announcements
        told = source.enrich(found).announcements
        filled = ArxivApi(client(server), base_url="https://export.arxiv.org").enrich(told).announcements

    assert len(found) == 6
    assert all(each.abstract for each in told)
    assert {str(each.paper_id) for each in filled} == {
        f"arxiv:2410.{number}" for number in (23279, 17170, 16593, 13995, 15891, 15801)
    }
    assert any("texpro:-text-guided" in each.url for each in found)


def test_gap_a_page_that_fails_leaves_the_others_filled() -> None:
    """What was learnt is kept and the fault is told."""
    morning = datetime(2024, 11, 3, 23, tzinfo=UTC)
    with UpstreamServer(from_sample(SAMPLE), morning) as server:
        source = DeepLearn(client(server), base_url="https://deeplearn.org")
        found = source.announcements(window(date(2024, 11, 4), morning)).announcements
        server.script("deeplearn_paper", "404")
        told = source.enrich(found)

    assert [each.abstract is None for each in told.announcements] == [True, *[False] * 5]
    assert told.fault == Note.of("fetch.status", status=404)


def test_fault_a_site_that_is_down_is_not_asked_for_every_page() -> None:
    """Three failures in a row are enough."""
    morning = datetime(2024, 11, 3, 23, tzinfo=UTC)
    with UpstreamServer(from_sample(SAMPLE), morning) as server:
        source = DeepLearn(client(server), base_url="https://deeplearn.org")
        found = source.announcements(window(date(2024, 11, 4), morning)).announcements
        server.script("deeplearn_paper", "*:404")

        assert source.enrich(found).announcements == found
        assert len(server.requests("deeplearn_paper")) == 3

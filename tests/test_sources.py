"""The sources against a server that speaks their formats."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import httpx2
import pytest

from achim.domain.paper import Window
from achim.errors import SourceError
from achim.sources.arxiv import Arxiv, parse_listing
from achim.sources.arxiv_api import ArxivApi, parse_feed
from achim.sources.arxiv_calendar import announced_at, newest_batch
from achim.sources.arxiv_holidays import holidays
from achim.sources.deeplearn import DeepLearn
from achim.sources.http import Client, Manners
from achim.sources.huggingface import HuggingFace, parse_item
from tests.fakes import announcement
from tests.upstream.corpus import Corpus, from_sample
from tests.upstream.server import UpstreamServer
from tests.upstream.synthetic import synthetic
from tests.world import WorldTransport

SEOUL = "Asia/Seoul"
QUICK = Manners(user_agent="achim/test", default_pace=0.0, first_wait=0.0, longest_wait=0.1, read_timeout=2.0)
SAMPLE = Path(__file__).parents[1] / "tools" / "sample" / "day.json"
TUESDAY_MORNING = datetime(2026, 8, 11, 1, 30, tzinfo=UTC)
"""10:30 in Seoul, an hour and a half after Tuesday's batch was announced."""


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    days = [date(2026, 8, day) for day in (6, 7, 10, 11, 12)]
    return synthetic(7, days, per_day=12, categories=("cs.AI", "cs.CL"))


@pytest.fixture
def server(corpus: Corpus) -> Iterator[UpstreamServer]:
    with UpstreamServer(corpus, TUESDAY_MORNING) as running:
        yield running


_clients: list[Client] = []


@pytest.fixture(autouse=True)
def closed_clients() -> Iterator[None]:
    yield
    while _clients:
        _clients.pop().close()


def client(server: UpstreamServer) -> Client:
    _clients.append(Client(QUICK, WorldTransport(server)))
    return _clients[-1]


def window(day: date, as_of: datetime, since: date | None = None) -> Window:
    return Window(day=day, time_zone=SEOUL, as_of=as_of, since=since)


def arxiv(server: UpstreamServer, *categories: str) -> Arxiv:
    return Arxiv(
        client(server), base_url="https://arxiv.org", categories=categories or ("cs.AI", "cs.CL"), holidays=holidays()
    )


def test_arxiv_announces_the_newest_batch_on_the_first_run(server: UpstreamServer, corpus: Corpus) -> None:
    """Each paper once, whatever the number of categories that list it."""
    batch = arxiv(server).announcements(window(date(2026, 8, 11), TUESDAY_MORNING))
    expected = {work.arxiv_id for work in corpus.batch(date(2026, 8, 11)) if set(work.categories) & {"cs.AI", "cs.CL"}}

    assert {each.paper_id.removeprefix("arxiv:") for each in batch.announcements if each.paper_id} == expected
    assert len(batch.announcements) == len(expected)
    assert {each.batch for each in batch.announcements} == {date(2026, 8, 11)}
    assert batch.cursor == date(2026, 8, 11)
    assert all(each.title and each.authors and each.categories for each in batch.announcements)


def test_arxiv_reads_the_batches_of_days_without_a_run(server: UpstreamServer) -> None:
    """Older ones from catch-up pages, the newest from the listing."""
    batch = arxiv(server).announcements(window(date(2026, 8, 11), TUESDAY_MORNING, since=date(2026, 8, 6)))

    assert {each.batch for each in batch.announcements} == {date(2026, 8, day) for day in (7, 10, 11)}
    assert {request.route for request in server.log} == {"arxiv_catchup", "arxiv_listing"}


def test_arxiv_is_not_asked_while_nothing_can_be_new(server: UpstreamServer) -> None:
    """On a weekend the batch of Friday is the newest; the note says when the next one comes."""
    sunday = datetime(2026, 8, 9, 3, tzinfo=UTC)
    batch = arxiv(server).announcements(window(date(2026, 8, 9), sunday, since=date(2026, 8, 7)))

    assert (batch.announcements, batch.cursor) == ((), None)
    assert batch.note
    assert batch.note.code == "source.weekend"
    assert server.log == ()


def test_stale_a_listing_of_an_older_day_is_a_fault(server: UpstreamServer) -> None:
    """Yesterday's page is not today's news."""
    server.script("arxiv_listing", "*:stale")
    with pytest.raises(SourceError) as raised:
        arxiv(server).announcements(window(date(2026, 8, 11), TUESDAY_MORNING, since=date(2026, 8, 10)))

    assert "source.stale" in str(raised.value.note)


def test_gap_a_category_that_fails_leaves_the_others(server: UpstreamServer) -> None:
    """And the cursor where it was, so that the next run reads it."""
    server.script("arxiv_listing", "*:500", match="cs.CL")
    batch = arxiv(server).announcements(window(date(2026, 8, 11), TUESDAY_MORNING, since=date(2026, 8, 10)))

    assert batch.announcements
    assert [dict(gap.note.params)["part"] for gap in batch.gaps] == ["cs.CL"]
    assert batch.cursor is None


@pytest.mark.parametrize(
    ("moment", "label"),
    [
        pytest.param(datetime(2026, 8, 11, 0, 1, tzinfo=UTC), date(2026, 8, 11), id="summer, 09:01 in Seoul"),
        pytest.param(datetime(2026, 8, 10, 23, 59, tzinfo=UTC), date(2026, 8, 10), id="summer, 08:59 in Seoul"),
        pytest.param(datetime(2026, 11, 17, 0, 30, tzinfo=UTC), date(2026, 11, 16), id="winter, 09:30 in Seoul"),
        pytest.param(datetime(2026, 11, 17, 1, 1, tzinfo=UTC), date(2026, 11, 17), id="winter, 10:01 in Seoul"),
        pytest.param(datetime(2024, 11, 3, 23, 0, tzinfo=UTC), date(2024, 11, 1), id="the sample's Monday morning"),
        pytest.param(datetime(2026, 8, 8, 1, 0, tzinfo=UTC), date(2026, 8, 7), id="Saturday"),
    ],
)
def test_the_newest_batch_follows_new_york(moment: datetime, label: date) -> None:
    assert newest_batch(moment) == label
    assert announced_at(label) <= moment


def test_hugging_face_takes_the_lists_of_the_days_before() -> None:
    """Of a weekend nothing, of Friday all; votes as they were."""
    morning = datetime(2024, 11, 3, 23, tzinfo=UTC)
    with UpstreamServer(from_sample(SAMPLE), morning) as server:
        source = HuggingFace(client(server), base_url="https://huggingface.co")
        batch = source.announcements(window(date(2024, 11, 4), morning, since=date(2024, 10, 31)))

    assert len(batch.announcements) == 6
    assert {each.batch for each in batch.announcements} == {date(2024, 11, 1)}
    assert {signal.value for each in batch.announcements for signal in each.signals if signal.name == "votes"} >= {
        34,
        32,
    }
    assert batch.cursor == date(2024, 11, 2)


def test_hugging_face_dates_are_those_of_the_paper() -> None:
    """The entry's own ``publishedAt`` is a day early."""
    item = {
        "publishedAt": "2026-07-28T20:00:00.000Z",
        "numComments": 2,
        "paper": {
            "id": "2607.26654",
            "title": "T",
            "publishedAt": "2026-07-29T00:00:00.000Z",
            "upvotes": 3,
            "submittedOnDailyAt": "2026-08-03T00:00:00.000Z",
            "githubRepo": "javascript:alert(1)",
        },
    }
    found = parse_item(item, TUESDAY_MORNING)

    assert found
    assert found.submitted_at == datetime(2026, 7, 29, tzinfo=UTC)
    assert found.batch == date(2026, 8, 3)
    assert found.code_url is None


@pytest.mark.parametrize(
    "item", [None, 3, [], {}, {"paper": None}, {"paper": {"id": "x"}}, {"paper": {"id": "2607.26654"}}]
)
def test_hostile_an_item_that_is_no_paper_is_left_out(item: object) -> None:
    assert parse_item(item, TUESDAY_MORNING) is None


def test_deeplearn_reads_the_panel_and_the_pages() -> None:
    """Six hot papers, their addresses as they are, their abstracts, and their ids by title."""
    morning = datetime(2024, 11, 3, 23, tzinfo=UTC)
    with UpstreamServer(from_sample(SAMPLE), morning) as server:
        source = DeepLearn(client(server), base_url="https://deeplearn.org")
        found = source.announcements(window(date(2024, 11, 4), morning)).announcements
        told = source.enrich(found)
        filled = ArxivApi(client(server), base_url="https://export.arxiv.org").enrich(told)

    assert len(found) == 6
    assert all(each.abstract for each in told)
    assert {str(each.paper_id) for each in filled} == {
        f"arxiv:2410.{number}" for number in (23279, 17170, 16593, 13995, 15891, 15801)
    }
    assert any("texpro:-text-guided" in each.url for each in found)


def test_deeplearn_without_its_panel_is_a_fault() -> None:
    """No item parsed is an alarm, never a quiet day."""
    with pytest.raises(SourceError):
        DeepLearn(
            Client(QUICK, httpx2.MockTransport(lambda request: httpx2.Response(200, html="<p>moved</p>"))),
            base_url="https://deeplearn.org",
        ).announcements(window(date(2026, 8, 11), TUESDAY_MORNING))


def test_the_api_fills_in_only_what_is_lacking(server: UpstreamServer, corpus: Corpus) -> None:
    work = next(work for work in corpus.batch(date(2026, 8, 11)) if work.arxiv_id)
    bare = announcement(
        1, paper_id=None, title=work.title, authors=(), categories=(), abstract="Our own words.", native_id="1"
    )
    (filled,) = ArxivApi(client(server), base_url="https://export.arxiv.org").enrich([bare])

    assert filled.abstract == "Our own words."
    assert filled.authors == work.authors


@pytest.mark.parametrize("body", [b"Rate exceeded.", b"", b"<feed", b"<html></html>", b"\x00\xff"])
def test_fault_an_api_answer_that_is_no_feed_is_a_fault(body: bytes) -> None:
    with pytest.raises(SourceError):
        parse_feed(body)


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"<h3>Showing new listings for Monday, 99 May 2026</h3>", b"\xff" * 100]
)
def test_fault_a_page_that_is_no_listing_is_a_fault(body: bytes) -> None:
    with pytest.raises(SourceError):
        parse_listing(body, TUESDAY_MORNING)

"""Hacker News, MIT Technology Review Korea and feeds as sources: what they announce, over one day and several."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from achim.clock import StandingClock
from achim.domain.note import Note
from achim.domain.paper import Announcement, Known, Signal, Window
from achim.errors import FetchError, SourceError
from achim.ports import Address
from achim.settings import FeedSettings, HackerNewsSettings, NewsSettings, TechnologyReviewKrSettings
from achim.sources.feed import Feed
from achim.sources.hackernews import HackerNews, parse_hits
from achim.sources.hackernews_digest import parse_digest
from achim.sources.hackernews_items import DELETED, HackerNewsItems, with_item
from achim.sources.http import Client
from achim.sources.remembered import RememberedFetcher
from achim.sources.technologyreview_kr import TechnologyReviewKr, one_spelling, parse_page
from achim.sourcing import (
    make_news_sources,
    named_news_places,
    news_source_names,
    source_weights,
    sources_about_ai,
)
from achim.store.sql import SqlStore
from tests.fakes import FakeFetcher, make_store
from tests.mornings import morning
from tests.test_news_faults import make_client
from tests.upstream import Corpus, UpstreamServer, redirect, status
from tests.upstream.faults import Fault
from tests.upstream.news import Thread, stories
from tests.wild_feeds import item, rss

DAY = date(2026, 8, 11)
NOW = morning(DAY)
FIRST = Window(day=DAY, time_zone="Asia/Seoul", as_of=NOW, since=None)
LATER = replace(FIRST, since=DAY - timedelta(days=1))
URL = "https://feeds.example.org/coast.rss"
_DAY = timedelta(days=1)
RECORDED = Path(__file__).parents[2] / "shared" / "upstream" / "recorded"
needs_recorded = pytest.mark.skipif(not RECORDED.is_dir(), reason="shared data absent: ../shared/upstream/recorded")


@pytest.fixture
def server() -> Iterator[UpstreamServer]:
    with UpstreamServer(Corpus((), frozenset()), NOW) as running:
        yield running


@pytest.fixture
def client(server: UpstreamServer) -> Iterator[Client]:
    made = make_client(server)
    yield made
    made.close()


def hackernews(client: Client, min_points: int = 30) -> HackerNews:
    return HackerNews(
        client,
        search_url="https://hn.algolia.com",
        digest_url="https://hackernews.betacat.io",
        min_points=min_points,
    )


def test_every_story_of_the_time_is_found_though_no_query_gives_a_thousand(
    server: UpstreamServer, client: Client
) -> None:
    """1,440 stories a day: the walk goes on where a query ends, and no filter but the moment is used."""
    found = hackernews(client, 1).announcements(FIRST).announcements
    truth = {str(story.id) for story in stories(NOW - timedelta(days=1), NOW)}

    assert {each.native_id for each in found} == truth
    assert len(truth) == 1440
    assert all("points" not in request.query for request in server.requests("hn_search"))
    assert all(request.status == 200 for request in server.requests("hn_search"))


def test_what_rises_late_comes_within_two_days(server: UpstreamServer, client: Client) -> None:
    """A story of yesterday that had too few points then is announced by the next edition."""
    server.set_time(NOW - timedelta(days=1))
    before = replace(FIRST, day=DAY - timedelta(days=1), as_of=NOW - timedelta(days=1))
    yesterday = {each.key for each in hackernews(client).announcements(before).announcements}
    server.set_time(NOW)
    today = hackernews(client).announcements(LATER).announcements

    late = [
        each for each in today if each.submitted_at and each.submitted_at < before.as_of and each.key not in yesterday
    ]
    assert late
    assert {each.key for each in today} >= {
        key for key in yesterday if int(key.split("/")[1]) * 60 > (NOW - timedelta(days=2)).timestamp()
    }


def test_gap_what_rises_within_two_days_falls_between_no_two_editions(server: UpstreamServer, client: Client) -> None:
    """Posted at any hour of a day and risen at any hour since, with editions that are a little late or early."""
    start = NOW - timedelta(days=1)
    server.corpus = Corpus(
        (),
        frozenset(),
        threads=tuple(
            Thread(
                id=number,
                at=start + timedelta(hours=number % 24),
                title=f"Thread {number}",
                url=f"https://example.org/{number}",
                votes=900,
                rises_at=start + timedelta(hours=number % 24 + number // 24 * 5),
            )
            for number in range(240)
        ),
        story_minutes=60,
    )
    told: set[str] = set()
    for days, minutes in enumerate((0, 25, -40, 20)):
        day = DAY + timedelta(days=days)
        as_of = NOW + timedelta(days=days, minutes=minutes)
        server.set_time(as_of)
        batch = hackernews(client, 500).announcements(replace(LATER, day=day, as_of=as_of, since=day - _DAY))
        told |= {each.native_id for each in batch.announcements}

    assert {str(number) for number in range(240)} - told == set()


def test_the_second_edition_tells_no_story_from_before_the_first(server: UpstreamServer, client: Client) -> None:
    """The first one looked back a day."""
    known = Known(source="hackernews", native_id="1", batch=DAY - timedelta(days=2), kind="posted")
    found = hackernews(client).announcements(replace(LATER, known=(known,))).announcements

    assert min(each.batch for each in found) == known.batch


def test_a_story_is_told_with_its_place_signals_and_discussion(server: UpstreamServer, client: Client) -> None:
    found = hackernews(client).announcements(FIRST).announcements
    text = next(each for each in found if each.title.startswith("Ask HN"))
    link = next(each for each in found if not each.title.startswith("Ask HN"))

    assert link.discussion_url == f"https://news.ycombinator.com/item?id={link.native_id}"
    assert (link.publisher, link.kind, link.abstract) == ("articles.example.org", "posted", None)
    assert {signal.name for signal in link.signals} == {"votes", "comments"}
    assert text.url == text.discussion_url
    assert text.abstract
    assert "<p>" not in text.abstract
    assert '"tried"' in text.abstract


def test_a_past_day_ends_where_it_ended(server: UpstreamServer, client: Client) -> None:
    past = replace(LATER, day=DAY - timedelta(days=2), since=DAY - timedelta(days=3))
    end = morning(DAY - timedelta(days=1)).replace(hour=15, minute=0) - timedelta(days=1)
    for source in (hackernews(client), Feed(client, name="coast", url=URL)):
        found = source.announcements(past).announcements
        assert found
        assert all(each.submitted_at and each.submitted_at < end for each in found)


@pytest.mark.parametrize(
    ("hit", "url"),
    [
        ({"url": "javascript:alert(1)"}, None),
        ({"url": "file:///etc/passwd"}, None),
        ({"url": "http://127.0.0.1/admin"}, None),
        ({"url": ""}, None),
        ({"url": 7}, None),
        ({"url": "https://example.org/a"}, "https://example.org/a"),
    ],
)
def test_hostile_an_address_that_leads_nowhere_public_is_as_none(hit: dict[str, object], url: str | None) -> None:
    told = {"objectID": "7", "title": "T", "created_at_i": 1_790_000_000, "points": 50, **hit}
    (post,) = parse_hits(json.dumps({"hits": [told], "nbHits": 1, "exhaustiveNbHits": True}).encode()).posts

    assert post.url == url


@needs_recorded
def test_the_recorded_answers_are_read() -> None:
    hits = parse_hits((RECORDED / "hackernews" / "algolia_search_by_date_2026-04-25.json").read_bytes())
    assert [post.points for post in hits.posts] == [1, 2, 1]
    assert (hits.exact, hits.count) == (False, 3)
    page = (RECORDED / "hackernews-betacat" / "recorded_gh_page_index.html").read_bytes()
    posts = parse_digest(page, "hackernews", datetime(2023, 6, 29, 5, tzinfo=UTC))
    assert len(posts) == 26  # without advertisements, a job, and those that nobody has commented
    assert max(post.points for post in posts) == 1341
    with pytest.raises(SourceError) as raised:
        parse_digest(page, "hackernews", datetime(2023, 6, 30, 5, tzinfo=UTC))
    assert raised.value.note.code == "source.stale"


def test_where_the_search_fails_the_digest_stands_in_and_its_summaries_are_not_read(
    server: UpstreamServer, client: Client
) -> None:
    server.script("hn_search", "*:503")
    batch = hackernews(client).announcements(FIRST)

    assert batch.note
    assert dict(batch.note.params)["way"] == "digest"
    assert batch.announcements
    assert all(each.abstract is None for each in batch.announcements)


def announced(client: Client) -> tuple[Announcement, ...]:
    return hackernews(client).announcements(FIRST).announcements


def test_stories_are_counted_anew_within_the_limit(server: UpstreamServer, client: Client) -> None:
    before = announced(client)
    items = HackerNewsItems(client, item_url="https://hacker-news.firebaseio.com", limit=7)
    told = items.enrich(before)

    assert len(server.requests("hn_item")) == 7
    assert [each.key for each in told.announcements] == [each.key for each in before]
    changed = [new for new, old in zip(told.announcements, before, strict=True) if new != old]
    assert 0 < len(changed) <= 7
    assert told.fault is None


@pytest.mark.parametrize(
    ("body", "comment", "votes"),
    [
        ("null", None, 40),
        ('{"id": 7, "dead": true, "score": 99}', DELETED, 40),
        ('{"id": 7, "deleted": true, "type": "story"}', DELETED, 40),
        ('{"id": 7, "score": 99, "descendants": 3}', None, 99),
        ('{"id": 7, "score": "99"}', None, 40),
        ('{"id": 7, "score": -5}', None, 40),
    ],
)
def test_an_item_may_be_null_dead_or_odd(body: str, comment: str | None, votes: int) -> None:
    before = Announcement(
        source="hackernews",
        native_id="7",
        batch=DAY,
        kind="posted",
        title="T",
        url="https://example.org",
        seen_at=NOW,
        signals=(Signal("votes", 40),),
    )
    after = with_item(before, body.encode())

    assert after.comment == comment
    assert next(signal.value for signal in after.signals if signal.name == "votes") == votes
    with pytest.raises(SourceError):
        with_item(before, b'{"id": 8, "score": 1}')


def test_fault_items_that_fail_in_a_row_are_given_up(server: UpstreamServer, client: Client) -> None:
    before = announced(client)
    server.script("hn_item", "*:500")
    told = HackerNewsItems(client, item_url="https://hacker-news.firebaseio.com", limit=50).enrich(before)

    assert told.announcements == before
    assert told.fault
    assert len(server.requests("hn_item")) == 3 * 2


def test_the_korean_site_tells_the_same_by_feed_and_by_page(server: UpstreamServer, client: Client) -> None:
    """Under one spelling of addresses, without the badges on its page."""
    source = TechnologyReviewKr(client, base_url="https://www.technologyreview.kr")
    by_feed = source.announcements(FIRST).announcements
    server.script("korean_feed", "*:404")
    by_page = source.announcements(FIRST).announcements

    assert by_page
    assert {each.key for each in by_page} <= {each.key for each in by_feed}
    assert {each.title for each in by_page} <= {each.title for each in by_feed}
    assert by_feed[0].abstract


@pytest.mark.parametrize(
    "url",
    [
        "https://www.technologyreview.kr/%EC%9D%B8-1/",
        "https://www.technologyreview.kr/%ec%9d%b8-1/",
        "https://www.technologyreview.kr/인-1/",
    ],
)
def test_an_address_has_one_spelling(url: str) -> None:
    assert one_spelling(url) == "https://www.technologyreview.kr/%ec%9d%b8-1/"


@needs_recorded
def test_the_recorded_titles_lose_their_badge() -> None:
    lines = (RECORDED / "technologyreview-kr" / "listing_titles_by_day.tsv").read_text(encoding="utf-8").splitlines()
    rows = {tuple(line.split("\t")[1:3]) for line in lines if not line.startswith("#")}
    for title, url in rows:
        page = f'<h3 class="entry-title"><a href="{url}">{title}</a></h3>'.encode()
        source = TechnologyReviewKr(
            FakeFetcher(
                {
                    "https://www.technologyreview.kr/feed/": SourceError("t", Note.of("fetch.timeout")),
                    "https://www.technologyreview.kr/category/ai": page,
                }
            ),
            base_url="https://www.technologyreview.kr",
        )
        (found,) = source.announcements(FIRST).announcements
        assert not found.title.endswith(("FREE", "PREMIUM"))
        assert found.url == url
    assert len(rows) >= 15


def test_fault_a_page_without_articles_is_a_fault() -> None:
    with pytest.raises(SourceError):
        parse_page(b"<html><body><h3>moved</h3></body></html>", "https://www.technologyreview.kr")


def feed(body: str) -> Feed:
    return Feed(FakeFetcher({URL: body.encode()}), name="coast", url=URL)


def dated(title: str, days: float) -> str:
    at = NOW - timedelta(days=days)
    return item(title, f"https://example.org/{title}", f"<pubDate>{at:%a, %d %b %Y %H:%M:%S} +0000</pubDate>")


def titles(body: str, window: Window, kind: str = "posted") -> list[str]:
    return [each.title for each in feed(body).announcements(window).announcements if each.kind == kind]


def test_a_feed_is_read_seven_days_back_and_at_first_two_of_them_are_news() -> None:
    """The first run takes note of what later ones reach, so that none of them tells it as new."""
    body = rss(dated("a", 0.5), dated("b", 1.5), dated("c", 5), dated("d", 9))

    assert (titles(body, FIRST), titles(body, FIRST, "earlier")) == (["a", "b"], ["c"])
    assert (titles(body, LATER), titles(body, LATER, "earlier")) == (["a", "b", "c"], [])
    assert titles(body, replace(LATER, since=DAY - timedelta(days=12))) == ["a", "b", "c", "d"]


def test_a_date_that_lies_ahead_is_now_or_none() -> None:
    """A few hours are a wrong zone; more tell nothing, and the item is as one without a date."""
    (near,) = feed(rss(dated("near", -0.4))).announcements(FIRST).announcements
    (far,) = feed(rss(dated("far", -40))).announcements(FIRST).announcements

    assert near.submitted_at == NOW
    assert far.submitted_at is None


def test_of_items_without_dates_those_before_the_first_known_are_new() -> None:
    body = rss(*[item(f"t{n}", f"https://example.org/{n}") for n in range(9)])
    known = Known(source="feed:coast", native_id="https://example.org/5", batch=DAY, kind="posted")

    assert titles(body, FIRST) == ["t0", "t1", "t2"]
    assert titles(body, replace(LATER, known=(known,))) == ["t0", "t1", "t2", "t3", "t4"]


def test_a_feed_names_its_publisher() -> None:
    (found,) = feed(rss(dated("a", 0.5), title="The Coast")).announcements(FIRST).announcements

    assert (found.publisher, found.source, found.native_id) == ("The Coast", "feed:coast", "https://example.org/a")


class Days:
    """A feed over several builds with one archive."""

    def __init__(self, server: UpstreamServer, client: Client, store: SqlStore) -> None:
        self.server = server
        self.client = client
        self.store = store

    def read(self, days: int, url: str = URL, source: str = "feed:coast") -> int:
        """How many bytes came, on a day after the first."""
        now = NOW + timedelta(days=days)
        fetcher = RememberedFetcher(self.client, self.store, StandingClock(now), now)
        return len(fetcher.get(url, source=source).body)


@pytest.fixture
def days(server: UpstreamServer, client: Client, tmp_path: Path) -> Iterator[Days]:
    store = make_store(tmp_path)
    yield Days(server, client, store)
    store.close()


def test_a_feed_is_asked_on_condition_over_builds(days: Days) -> None:
    assert days.read(0) == days.read(1) > 0
    assert [request.status for request in days.server.requests("feed")] == [200, 304]


MOVED = "https://feeds.example.org/moved.rss"
FOR_GOOD = {
    code: Fault(
        f"moved_{code}",
        spoil=lambda asked, answer, code=code: replace(redirect(MOVED).spoil(asked, answer), status=code),
    )
    for code in (301, 302, 308)
}


@pytest.mark.parametrize(("code", "is_kept"), [(301, True), (308, True), (302, False)])
def test_a_move_for_good_is_remembered_and_no_other(code: int, is_kept: bool, days: Days) -> None:
    days.server.script("feed", [], match="coast", forever=FOR_GOOD[code])
    days.read(0)
    days.server.forget()
    days.read(1)

    assert [request.path for request in days.server.requests("feed")] == (
        ["/moved.rss"] if is_kept else ["/coast.rss", "/moved.rss"]
    )
    assert days.store.addresses() == ({URL: Address(url=URL, moved_to=MOVED)} if is_kept else {})


def test_fault_a_new_address_that_fails_is_forgotten(days: Days) -> None:
    days.server.script("feed", [FOR_GOOD[301]], match="coast")
    days.read(0)
    days.server.script("feed", "404,404", match="moved")
    with pytest.raises(FetchError):
        days.read(1)
    days.server.clear_scripts()

    assert days.read(2)
    assert days.server.requests("feed")[-1].path == "/coast.rss"


def test_a_feed_that_has_gone_is_said_to_have_gone_and_not_asked_again(days: Days) -> None:
    """Once as a fault; then in the ledger, without a gap that no build could mend. Another address is asked."""
    days.server.script("feed", [], match="coast", forever=status(410))
    with pytest.raises(FetchError):
        days.read(0)
    asked = len(days.server.requests("feed"))
    now = NOW + timedelta(days=1)
    fetcher = RememberedFetcher(days.client, days.store, StandingClock(now), now)
    batch = Feed(fetcher, name="coast", url=URL).announcements(replace(LATER, as_of=now))

    assert len(days.server.requests("feed")) == asked
    assert batch.note
    assert (batch.note.code, batch.gaps, batch.announcements) == ("fetch.gone", (), ())
    assert days.store.addresses()[URL].gone_at == NOW
    assert days.read(1, "https://feeds.example.org/other.rss")


def test_only_feeds_move_or_go_for_good(days: Days) -> None:
    days.server.script("feed", [FOR_GOOD[301], status(410)], match="coast")
    days.read(0, source="arxiv")
    with pytest.raises(FetchError):
        days.read(1, source="arxiv")

    assert days.store.addresses() == {}
    assert days.read(2, source="arxiv")


def test_the_settings_make_the_sources() -> None:
    settings = NewsSettings(
        feeds=(
            FeedSettings(name="coast", url=URL, weight=2.0, about="ai"),
            FeedSettings(name="reef", url="https://reef.example.org/feed"),
        )
    )
    sources, enrichers = make_news_sources(settings, FakeFetcher({}))
    names = ("hackernews", "technologyreview_kr", "feed:coast", "feed:reef")

    assert tuple(source.name for source in sources) == news_source_names(settings) == names
    assert [each.name for each in enrichers] == ["hackernews_items"]
    assert source_weights(settings) == {"feed:coast": 2.0, "feed:reef": 1.0}
    assert sources_about_ai(settings) == {"feed:coast"}
    assert {("feeds.example.org", 443), ("hn.algolia.com", 443)} <= named_news_places(settings)
    imported = NewsSettings(feeds=(FeedSettings(name="reef", url="http://reef.example.org:81/", found=True),))
    assert named_news_places(imported) == named_news_places(NewsSettings())
    off = NewsSettings(
        hackernews=HackerNewsSettings(enabled=False), technologyreview_kr=TechnologyReviewKrSettings(enabled=False)
    )
    assert make_news_sources(off, FakeFetcher({})) == ((), ())

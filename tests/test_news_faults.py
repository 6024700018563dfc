"""Every fault on every route of news: its source fails with the cause that a reader understands, and tells nothing false.

A source alone is asked here, through the client; what a build makes of a gap is held in ``test_faults``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import product
from typing import Any

import pytest

from achim.clock import StandingClock
from achim.domain.note import Note
from achim.domain.paper import Announcement, Batch, Window
from achim.errors import SourceError
from achim.ports import Source
from achim.render.messages import say
from achim.sources.feed import Feed
from achim.sources.hackernews import HackerNews
from achim.sources.hackernews_items import HackerNewsItems
from achim.sources.http import Client, Manners
from achim.sources.page_text import PageReader
from achim.sources.technologyreview_kr import TechnologyReviewKr
from tests.fault_causes import CAUSES, CLOSING, STATUS, UNTOUCHED, WORDS
from tests.mornings import morning
from tests.upstream import FAULTS, HARMLESS, Corpus, UpstreamServer
from tests.world import WorldTransport

DAY = date(2026, 8, 11)
NOW = morning(DAY)
WINDOW = Window(day=DAY, time_zone="Asia/Seoul", as_of=NOW, since=None)
UNCOUNTED = frozenset({"partial", "short_count", "dropped_ids", "empty_page", "no_items"})
BEHIND = frozenset({"stale", "stale_relabelled"})
SLOW = ("timeout", "slow_drip")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """``hidden`` are faults that nothing betrays; ``whole`` those that take nothing. ``way`` is what stands in.

    ``down`` must be down for the route to be asked; what is then told is why that one was.
    """

    hidden: frozenset[str] = frozenset()
    whole: frozenset[str] = frozenset()
    way: str = ""
    read_all_the_same: frozenset[str] = frozenset()
    down: str = ""
    causes: Mapping[str, str] = field(default_factory=dict[str, str])


COUNTED = frozenset({"no_items", "empty_page"})
SCENES: Mapping[str, Scene] = {
    # every page of the walk says how many there are before its end, and the newest story is never old
    "hn_search": Scene(
        hidden=frozenset({"dropped_ids"}), way="digest", read_all_the_same=frozenset({"partial", "short_count"})
    ),
    # its list has no count; what is told is why the search was not read
    "hn_digest": Scene(
        hidden=UNCOUNTED - COUNTED,
        whole=frozenset({"malformed", "stale_relabelled"}),
        down="hn_search",
        causes=dict.fromkeys(CAUSES, "fetch.status"),
    ),
    # a place that asks to be left alone is not asked for its page either; its titles have no letters to be lost
    "korean_feed": Scene(
        hidden=BEHIND | UNCOUNTED - COUNTED, whole=frozenset({"bad_bytes"}), way="page", read_all_the_same=CLOSING
    ),
    "korean_page": Scene(
        hidden=BEHIND | UNCOUNTED - COUNTED,
        whole=frozenset({"malformed", "bad_bytes"}),
        down="korean_feed",
        causes=dict.fromkeys(CAUSES, "fetch.status"),
    ),
    "feed": Scene(hidden=BEHIND | UNCOUNTED, causes={"bad_bytes": "source.partial"}),
    # an item has no day, and one that is not there is one that is not there yet
    "hn_item": Scene(hidden=BEHIND | UNCOUNTED | {"layout_changed"}),
    # pages are of one article, and have no day; one without an article's text has none to give
    "article": Scene(
        hidden=BEHIND | UNCOUNTED - COUNTED,
        whole=frozenset({"layout_changed", "malformed"}),
        causes={
            **dict.fromkeys(("no_items", "empty_page", "other_page", "error_feed_200", "empty"), "page.too_short"),
            "wrong_type": "page.no_html",
        },
    ),
}
CASES = list(product(SCENES, FAULTS))


@pytest.fixture(scope="module")
def server() -> Iterator[UpstreamServer]:
    with UpstreamServer(Corpus((), frozenset()), NOW) as running:
        yield running


def make_client(server: UpstreamServer, patience: float = 2.0, attempts: int = 2) -> Client:
    manners = Manners(
        user_agent="t",
        default_pace=0.0,
        read_timeout=patience,
        total_timeout=2 * patience,
        max_bytes=2_000_000,
        attempts=attempts,
        first_wait=0.0,
        longest_wait=0.1,
    )
    return Client(manners, WorldTransport(server), StandingClock(NOW))


def make_source(route: str, client: Client) -> Source:
    if route.startswith("hn_"):
        return HackerNews(
            client, search_url="https://hn.algolia.com", digest_url="https://hackernews.betacat.io", min_points=30
        )
    if route.startswith("korean_"):
        return TechnologyReviewKr(client, base_url="https://www.technologyreview.kr")
    return Feed(client, name="coast", url="https://feeds.example.org/coast.rss")


def told(announcement: Announcement) -> tuple[Any, ...]:
    return (announcement.key, announcement.title, announcement.url, announcement.submitted_at)


def asked(route: str, client: Client) -> tuple[frozenset[tuple[Any, ...]], tuple[Note, ...], Note | None]:
    """What is told, what is missing and why, and what stood in."""
    if route == "hn_item":
        batch = make_source(route, client).announcements(WINDOW)
        enriched = HackerNewsItems(client, item_url="https://hacker-news.firebaseio.com", limit=5).enrich(
            batch.announcements
        )
        faults = (enriched.fault,) if enriched.fault else ()
        return frozenset((each.key, each.comment) for each in enriched.announcements), faults, None
    try:
        if route == "article":
            read = PageReader(client, read_at=NOW).read("https://articles.example.org/post/1")
            return frozenset((sentence.rstrip("."),) for sentence in read.text.split(". ")), (), None
        batch = make_source(route, client).announcements(WINDOW)
    except SourceError as error:
        return frozenset(), (error.note,), None
    return frozenset(map(told, batch.announcements)), tuple(gap.note for gap in batch.gaps), batch.note


def assert_is_said(note: Note, fault: str, expected: str, scene: Scene) -> None:
    for lang, index in (("ko", 0), ("en", 1)):
        spoken = say(note, lang, "Asia/Seoul")
        assert expected not in WORDS or WORDS[expected][index] in spoken or expected == "source.stale", spoken
        if not scene.down and fault in STATUS and expected.startswith("fetch."):
            assert str(STATUS[fault]) in spoken


@pytest.mark.parametrize(("route", "fault"), CASES, ids=[f"{route}-{fault}" for route, fault in CASES])
def test_fault_the_cause_is_told_and_nothing_false(route: str, fault: str, server: UpstreamServer) -> None:
    scene = SCENES[route]
    client = make_client(server, *((1.0, 1) if fault in SLOW else (4.0, 2)))
    if scene.down:
        server.script(scene.down, "*:503")
    try:
        truth, missing, _ = asked(route, client)
        assert truth
        assert not missing
        server.script(route, [], forever=FAULTS[fault])
        found, missing, note = asked(route, client)
    finally:
        server.clear_scripts()
        client.close()
    way = dict(note.params).get("way", "") if note else ""
    codes = {each.code for each in missing}

    if route not in ("hn_item", "article"):
        keys = {each[0] for each in truth}
        assert {each for each in found if each[0] in keys and not way} <= truth
        assert fault in BEHIND or {each[0] for each in found} <= keys or way
    elif route == "article":
        assert found <= truth
    if (fault in UNTOUCHED and fault not in scene.causes) or fault in scene.whole | scene.hidden:
        assert not codes
        assert fault not in HARMLESS or len(found) == len(truth)
        return
    if scene.way and fault not in scene.read_all_the_same:
        assert (way, codes) == (scene.way, set())
        return
    expected = scene.causes.get(fault) or CAUSES[fault]
    assert codes == ({expected} if expected else set())
    for each in missing:
        assert_is_said(each, fault, expected, scene)


def test_fault_when_all_ways_fail_the_first_cause_is_told(server: UpstreamServer) -> None:
    client = make_client(server)
    server.script("hn_*", "*:500")
    try:
        with pytest.raises(SourceError) as raised:
            make_source("hn_search", client).announcements(WINDOW)
    finally:
        server.clear_scripts()
        client.close()

    assert raised.value.note == Note.of("fetch.status", status=500)


def test_batches_heal_without_a_word(server: UpstreamServer) -> None:
    """Once the fault is over the next reading tells all, and has nothing to excuse."""
    client = make_client(server)
    for route in ("hn_search", "korean_feed", "feed"):
        server.script(route, "500,500,500")
        asked(route, client)
        server.clear_scripts()
        batch: Batch = make_source(route, client).announcements(WINDOW)
        assert (bool(batch.announcements), batch.gaps, batch.note, batch.cursor) == (True, (), None, DAY)
    client.close()

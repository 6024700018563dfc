"""The feeds that the site serves keep the rules of their formats, whatever papers are called; their ids never change."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, cast
from xml.etree.ElementTree import fromstring

import feedparser  # pyright: ignore[reportMissingTypeStubs]
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from achim.domain.edition import Edition
from achim.domain.shelf import head_of
from achim.render.site.feed_formats import atom, json_feed
from achim.render.site.feeds import NEWEST, Feed, Publisher, correction_feed, edition_feed, topic_feed
from achim.steps.shares import monthly_shares
from achim.web.library import Public, Site
from tests.editions import DAY, HOSTILE, corrected_day, day_with_gaps, full_day, hostile_day, quiet_day, written_day
from tests.feed_rules import atom_faults, html_faults, json_faults
from tests.shelves import MemoryShelf

NAMED = Publisher(name="achim 아침", lang="ko", url="https://example.org/achim", id="example.org,2026")
UNNAMED = Publisher(name="achim 아침", lang="ko")
SOMEWHERE = "https://elsewhere.example/site"


def on(edition: Edition, days: int) -> Edition:
    return replace(edition, key=replace(edition.key, day=DAY + timedelta(days=days)))


def read(data: bytes) -> Any:
    """As a feed reader does."""
    return cast(Any, feedparser).parse(data)


EDITIONS = (
    on(written_day(), 3),
    on(hostile_day(), 2),
    replace(full_day(), key=replace(full_day().key, kind="news")),
    corrected_day(),
    quiet_day(),
    on(day_with_gaps(), -7),
)


def feeds(publisher: Publisher) -> tuple[Feed, ...]:
    shares = monthly_shares(map(head_of, EDITIONS))
    return (
        edition_feed(EDITIONS, publisher),
        topic_feed(EDITIONS, "papers", "llm", publisher),
        topic_feed(EDITIONS, "news", "nlp", publisher),
        correction_feed(EDITIONS, shares, publisher),
        edition_feed((), publisher),
        correction_feed((), (), publisher),
    )


NAMES = ("editions", "topic", "topic of news", "corrections", "no editions", "no corrections")
EACH = pytest.mark.parametrize("number", range(len(NAMES)), ids=NAMES)


@EACH
@pytest.mark.parametrize("publisher", [NAMED, UNNAMED], ids=["named", "unnamed"])
def test_every_feed_keeps_the_rules_of_atom_and_of_json_feed(number: int, publisher: Publisher) -> None:
    feed = feeds(publisher)[number]
    data = atom(feed)
    parsed = read(data)

    assert atom_faults(data, f"{publisher.url or SOMEWHERE}/{feed.atom}") == []
    assert json_faults(json_feed(feed)) == []
    assert (parsed.bozo, parsed.version) == (False, "atom10")
    assert [entry.id for entry in parsed.entries] == [item.id for item in feed.items]
    assert [entry.content[0].type for entry in parsed.entries] == ["text/html"] * len(feed.items)
    assert (atom(feed), json_feed(feed)) == (data, json_feed(feeds(publisher)[number]))


def test_the_rules_find_faults() -> None:
    """Else they would find none in our feeds either."""
    good = atom(feeds(NAMED)[1]).decode()
    at = f"{NAMED.url}/topics/llm/feed.atom"
    for old, new in (
        ("<updated>", "<updated>on "), ("<title>", "<title/><title>"), ('type="html"', 'type="nothing"'),
        ("<author>", "<writer>"), ("tag:example.org,2026:", "urn:"), ('rel="alternate"', 'rel="related"'),
        ("&lt;div&gt;", "&lt;script&gt;"), ("2024-11-07/llm</id>", "2024-11-04/llm</id>"),
    ):  # fmt: skip
        spoilt = good.replace(old, new).replace("</author>", "</writer>") if "writer" in new else good.replace(old, new)
        assert spoilt != good
        assert atom_faults(spoilt.encode(), at), old
    told = json.loads(json_feed(feeds(NAMED)[1]))
    changes: tuple[dict[str, object], ...] = (
        {"version": 1},
        {"items": [{}]},
        {"home_page_url": "index.html"},
        {"more": 1},
    )
    for change in changes:
        assert json_faults(json.dumps({**told, **change}).encode()), change
    assert html_faults("<p onclick='x'>y</p>")
    assert html_faults("<a href='javascript:x'>y</a>")


def test_items_are_editions_topics_of_a_day_and_corrections() -> None:
    editions, topic, news, corrections, *_ = feeds(NAMED)

    assert [item.place for item in editions.items] == [
        "editions/2024-11-07/papers.html",
        "editions/2024-11-06/papers.html",
        "editions/2024-11-04/papers.html",
        "editions/2024-11-04/news.html",
        "editions/2024-11-03/papers.html",
        "editions/2024-10-28/papers.html",
    ]
    assert topic.items[0].place == "editions/2024-11-07/papers.html#t1"
    assert [item.place for item in news.items] == ["editions/2024-11-04/news.html#t2"]
    assert (topic.atom, topic.json) == ("topics/llm/feed.atom", "topics/llm/feed.json")
    assert news.atom == "topics/news-nlp/feed.atom"
    assert [item.place.partition("#")[2] for item in corrections.items] == [
        "p2", "p3", "p2-approach-1", "p1-result-1", "p1", "p1-problem-1",
    ]  # fmt: skip
    assert corrections.about.startswith("2024-11: 문장 ")


def test_an_item_holds_the_whole_edition() -> None:
    edition = written_day()
    (item,) = edition_feed((edition,), NAMED).items
    said = [judged.claim.text for section in edition.sections for judged in section.claims]

    assert [text for text in said if text.replace("&", "&amp;") not in item.html] == []
    assert f"{NAMED.url}/editions/2024-11-04/papers.html#p1-result-1" in item.html


def test_an_id_stays_the_same_while_the_edition_changes_and_the_site_moves() -> None:
    """It changes with series and day alone; a correction makes the item newer."""
    before, after = full_day(), corrected_day()
    moved = replace(NAMED, url="https://new.example")
    first, second = (edition_feed((each,), NAMED).items[0] for each in (before, after))
    other = edition_feed((on(full_day(), 1), full_day("en"), EDITIONS[2]), NAMED).items

    assert first.id == second.id == edition_feed((before,), moved).items[0].id
    assert first.updated_at < second.updated_at == datetime(2024, 11, 20, 1, 0, tzinfo=UTC)
    assert first.id == "tag:example.org,2026:achim/papers/ko/default/2024-11-04"
    assert edition_feed((before,), UNNAMED).items[0].id == "urn:uuid:88355f6d-abd6-5f95-8ced-56e5b608c31c"
    assert len({first.id, *(item.id for item in other)}) == 4


def test_a_feed_holds_the_newest_thirty() -> None:
    many = [on(quiet_day(), days) for days in range(NEWEST + 5)]
    items = edition_feed(many, NAMED).items

    assert len(items) == NEWEST
    assert items[0].place == f"editions/{many[-1].key.day}/papers.html"


def test_links_are_relative_to_the_feed_where_the_site_s_address_is_not_known() -> None:
    root = fromstring(atom(topic_feed(EDITIONS, "papers", "llm", UNNAMED)))
    links = [link.get("href") for link in root.iter("{http://www.w3.org/2005/Atom}link")]

    assert links[:3] == ["feed.atom", "index.html", "../../editions/2024-11-07/papers.html#t1"]
    assert "_url" not in "".join(json.loads(json_feed(edition_feed(EDITIONS, UNNAMED))))


def test_the_site_serves_feeds_at_its_root_under_each_topic_and_for_corrections() -> None:
    """Each language its own; all keep the rules at their own addresses."""
    english = replace(full_day("en"), key=replace(full_day("en").key, day=DAY))
    public = Public(url="https://example.org/achim", id="example.org,2026")
    leaves = Site(MemoryShelf(*EDITIONS, english), "ko", public=public).leaves()
    made = {place: leaf.make() for place, leaf in leaves.items() if place.endswith((".atom", "feed.json"))}

    assert {
        "feed.atom", "feed.json", "corrections/feed.atom", "corrections/feed.json", "topics/llm/feed.atom",
        "topics/llm/feed.json", "topics/news-llm/feed.atom", "en/feed.atom", "en/topics/llm/feed.json",
    } <= set(made)  # fmt: skip
    for place, data in made.items():
        assert (json_faults(data) if place.endswith("json") else atom_faults(data, f"{public.url}/{place}")) == [], (
            place
        )
    home = leaves["index.html"].make().decode()
    assert '<link rel="alternate" type="application/atom+xml" title="achim 아침" href="feed.atom">' in home


def test_the_page_of_corrections_tells_them_and_the_share_of_each_month() -> None:
    leaves = Site(MemoryShelf(*EDITIONS), "ko").leaves()
    told = leaves["corrections/index.html"].make().decode()

    assert "../editions/2024-11-04/papers.html#p3" in told
    assert "저자가 이 논문을 철회했다" in told
    assert "2024-11: 문장 " in told
    assert "2024-10: 문장 " in told
    none = Site(MemoryShelf(full_day()), "ko").leaves()["corrections/index.html"].make().decode()
    assert "아직 정정한 것이 없다" in none


def test_editions_that_were_corrected_before_the_newest_ones_are_linked() -> None:
    """All that were ever corrected can be reached from the page, told in full or by a link."""
    days = [on(corrected_day(), days=each) for each in range(NEWEST + 2)]
    told = Site(MemoryShelf(*days), "ko").leaves()["corrections/index.html"].make().decode()

    reached = set(re.findall(r"editions/([0-9-]+)/papers\.html#", told))
    assert reached == {each.key.day.isoformat() for each in days}
    assert "그 전에 정정한 판" in told


@settings(max_examples=25)
@given(st.text(st.characters(), max_size=200), st.sampled_from(["", HOSTILE, "\x00\x0b\ud800\ufffe\uffff]]>&<>\"'"]))
def test_hostile_property_no_title_breaks_a_feed(drawn: str, attack: str) -> None:
    """Control characters, lone surrogates, what is no character, markup of all kinds."""
    edition = full_day()
    text = drawn + attack
    first, *others = edition.sections
    entry = first.entries[0]
    hostile = replace(
        edition,
        sections=(
            replace(
                first,
                topic=replace(first.topic, name=text, korean=text, emoji=text),
                entries=(replace(entry, paper=replace(entry.paper, title=text), keywords=(text,)),),
            ),
            *others[:1],
        ),
        listed=(replace(edition.listed[0], title=text, url=text),),
    )
    for feed in (edition_feed((hostile,), NAMED), topic_feed((hostile,), "papers", "llm", NAMED)):
        data = atom(feed)
        assert read(data).bozo is False
        assert atom_faults(data, f"{NAMED.url}/{feed.atom}") == []
        assert json_faults(json_feed(feed)) == []

"""Feeds as they are in the wild: what is true in them is read, what is in doubt is a fault, nothing breaks."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from achim.domain.note import Note
from achim.domain.text import is_web_url
from achim.errors import SourceError
from achim.ports import Answer
from achim.render.messages import say
from achim.sources.feed_format import FeedDocument, parse_feed
from tests.damage import Change, any_change, many, spoilt
from tests.wild_feeds import BASE, GOOD, HEAD, KITE, WILD, Wild, atom, item, rss

RAW = Path(__file__).parents[2] / "shared" / "data" / "news" / "rss_raw"
NAME = "feed:kite"


def read(body: bytes | str, content_type: str = "application/rss+xml") -> FeedDocument:
    told = body.encode() if isinstance(body, str) else body
    return parse_feed(Answer(BASE, 200, {"content-type": content_type}, told), NAME)


@pytest.mark.parametrize("wild", WILD.values(), ids=WILD)
def test_hostile_a_malformed_feed_gives_its_items_or_one_clear_fault(wild: Wild) -> None:
    if wild.titles is None:
        with pytest.raises(SourceError) as raised:
            read(wild.body, wild.content_type)
        assert raised.value.note.code == "source.unparsable"
        return
    document = read(wild.body, wild.content_type)

    assert tuple(each.title for each in document.items) == wild.titles
    assert all(is_web_url(each.url) and each.url.startswith("https://") for each in document.items)


def test_there_are_thirty_kinds() -> None:
    assert len(WILD) >= 30
    assert sum(wild.titles is None for wild in WILD.values()) >= 5


@pytest.mark.skipif(not RAW.is_dir(), reason="shared data absent: ../shared/data/news/rss_raw")
def test_the_real_feeds_are_read_whole() -> None:
    paths = sorted(RAW.glob("*.xml"))
    for path in paths:
        body = path.read_bytes()
        document = read(body)
        assert (len(document.items), document.damaged) == (body.count(b"<item>"), 0), path.name
        assert all(each.published and each.published.tzinfo for each in document.items), path.name
        assert not any("<" in (each.text or "") and "</" in (each.text or "") for each in document.items), path.name
    assert len(paths) == 27


NINE_IN_SEOUL = datetime(2026, 8, 10, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("told", "lang", "expected"),
    [
        ("Mon, 10 Aug 2026 09:00:00 +0900", "en", NINE_IN_SEOUL),
        ("10 Aug 2026 00:00:00 GMT", "en", NINE_IN_SEOUL),
        ("Mon, 10 Aug 2026 09:00:00 KST", "en", NINE_IN_SEOUL),
        ("Tue, 10 Aug 2026 00:00:00 Z", "en", NINE_IN_SEOUL),
        ("2026-08-10T09:00:00+09:00", "en", NINE_IN_SEOUL),
        ("2026-08-10 09:00:00 +0900", "en", NINE_IN_SEOUL),
        ("2026-08-10 09:00:00", "ko", NINE_IN_SEOUL),
        ("2026-08-10 00:00:00", "en", NINE_IN_SEOUL),
        ("2026.8.10 09:00:00", "ko-KR", NINE_IN_SEOUL),
        ("Mon, 10 Aug 2026 09:00:00", "ko", NINE_IN_SEOUL),
        ("Sun, 9 Aug 2026 20:00:00 EDT", "en", NINE_IN_SEOUL),
        ("Thu, 01 Jan 1970 00:00:00 +0000", "en", None),
        ("0001-01-01T00:00:00Z", "en", None),
        ("Mon, 99 Aug 2026 09:00:00 +0900", "en", None),
        ("yesterday", "en", None),
        ("", "en", None),
    ],
)
def test_dates_are_read_as_people_write_them(told: str, lang: str, expected: datetime | None) -> None:
    body = rss(
        item(more=f"<pubDate>{told}</pubDate>"), title=f"The Kite</title><language>{lang}</language><title>The Kite"
    )
    body = body.replace("<title>The Kite</title><language>", "<language>", 1)

    assert read(body).items[0].published == expected


def test_an_entry_of_atom_is_dated_by_its_publication_else_by_its_update() -> None:
    link = '<link href="https://news.example.org/1"/><id>urn:1</id>'
    both = "<published>2026-08-10T00:00:00Z</published><updated>2026-08-11T00:00:00Z</updated>"
    (first,) = read(atom(f"<entry><title>{KITE}</title>{link}{both}</entry>")).items
    (second,) = read(atom(f"<entry><title>{KITE}</title>{link}<updated>2026-08-10T00:00:00Z</updated></entry>")).items

    assert first.published == second.published == NINE_IN_SEOUL


def test_the_text_is_the_sentences_of_the_longest_that_the_feed_tells() -> None:
    html = (
        "<h2>Reefs</h2><p>The kite flew over <a href='/x'>two reefs</a>.</p><ul><li>fast</li></ul><script>x()</script>"
        "<p>It mapped both.</p><form>Subscribe now.</form>"
    )
    more = f"<description>Short.</description><content:encoded><![CDATA[{html}]]></content:encoded>"
    (found,) = read(rss(item(more=more), root='<rss xmlns:content="http://purl.org/rss/1.0/modules/content/">')).items

    assert found.text == "The kite flew over two reefs. It mapped both."


def test_a_text_that_only_repeats_the_title_is_none() -> None:
    assert read(rss(item(more=f"<description>{KITE}</description>"))).items[0].text is None


def test_items_are_told_apart_by_their_address_and_by_title_where_they_share_it() -> None:
    """An id that changes at each reading changes nothing; the same item twice is one."""
    first = read(rss(item(more="<guid isPermaLink='false'>1</guid>"), item("Other"), item("Other")))
    second = read(rss(item(more="<guid isPermaLink='false'>99</guid>"), item("Other")))

    assert [each.id for each in first.items] == [each.id for each in second.items]
    assert len({each.id for each in first.items}) == 2
    assert read(rss(item(more="<guid>a</guid>"))).items[0].id == "https://news.example.org/1"


@pytest.mark.parametrize(
    "link",
    [
        *(
            "javascript:alert(1)",
            "data:text/html,x",
            "file:///etc/passwd",
            "ftp://example.org/x",
            "mailto:a@example.org",
        ),
        *("http://127.0.0.1/x", "http://169.254.169.254/latest/meta-data/", "http://[::1]/", "http://localhost:8000/"),
        *("http://10.0.0.8/x", "http://router.local/", "http://2130706433/", "http://0x7f.1/", "http://intranet/x"),
        *("https://user:word@example.org/", "https://", "http://[", "https://exa mple.org/\u202e"),
    ],
)
def test_hostile_an_item_that_leads_nowhere_public_is_left_out(link: str) -> None:
    found = read(rss(f"<item><title>Bad</title><link>{link}</link></item>", item()))

    assert [each.title for each in found.items] == [KITE]


@pytest.mark.parametrize(
    "body",
    [
        rss(item(link="http://10.0.0.8/x"), item(link="http://10.0.0.8/y")),
        json.dumps(
            {
                "version": "https://jsonfeed.org/version/1.1",
                "title": "Kite",
                "items": [{"id": "1", "title": KITE, "url": "http://10.0.0.8/x"}],
            }
        ),
    ],
    ids=["rss", "json"],
)
def test_fault_a_feed_of_private_links_alone_says_so_and_names_the_host(body: str) -> None:
    with pytest.raises(SourceError) as raised:
        read(body)

    assert raised.value.note == Note.of("source.private_items", host="10.0.0.8")
    assert "10.0.0.8" in say(raised.value.note, "en")
    assert "내부 주소" in say(raised.value.note, "ko")


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("&lt;script&gt;alert(1)&lt;/script&gt; kites", "<script>alert(1)</script> kites"),
        ("Kites\u202e\u200b fly", "Kites fly"),
        ("Vec&amp;lt;T&amp;gt; in Rust", "Vec<T> in Rust"),
        ("x" * 3000, "x" * 499 + "…"),
    ],
)
def test_hostile_a_title_is_plain_text(title: str, expected: str) -> None:
    """What is no markup of a title stays, as text: whoever shows it escapes it."""
    assert read(rss(item(title))).items[0].title == expected


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"<rss>" + b"<a>" * 100_000, id="deep"),
        pytest.param(rss(item(more=f"<description>{'&lt;div&gt;' * 60_000}</description>")).encode(), id="deep HTML"),
        pytest.param(rss(*[item("A", f"/{n}") for n in range(5000)]).encode(), id="many items"),
        pytest.param(rss(item("&#0;&#xD800;&#x110000;&#99999999999;")).encode(), id="no letters"),
        pytest.param(b'{"version": "https://jsonfeed.org/version/1", "items": ' + b"[" * 100_000, id="deep JSON"),
        pytest.param(b"[1]", id="a list"),
        pytest.param(b"\xff\xfe", id="a mark alone"),
    ],
)
def test_hostile_a_feed_made_to_hurt_is_read_or_refused(body: bytes) -> None:
    try:
        found = read(body)
    except SourceError:
        return
    assert len(found.items) <= 2000


BODIES = {
    "rss": GOOD.encode(),
    "atom": atom(
        f'<entry><title>{KITE}</title><link href="https://news.example.org/1"/><id>urn:1</id></entry>'
        '<entry><title>Second</title><link href="https://news.example.org/2"/><id>urn:2</id></entry>'
    ).encode(),
    "json": json.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "items": [{"id": "1", "url": "https://news.example.org/1", "title": KITE}],
        }
    ).encode(),
}


@pytest.mark.parametrize("name", BODIES)
@many
@given(changes=st.lists(any_change, min_size=1, max_size=4))
def test_property_no_damage_makes_anything_but_items_or_a_fault(name: str, changes: list[Change]) -> None:
    try:
        found = read(spoilt(BODIES[name], changes))
    except SourceError:
        return
    assert all(each.title and is_web_url(each.url) for each in found.items)


@many
@given(st.binary(max_size=400))
def test_property_any_bytes_are_items_or_a_fault(body: bytes) -> None:
    for told in (body, HEAD.encode() + b"<rss><channel><item>" + body + b"</item></channel></rss>"):
        try:
            read(told)
        except SourceError:
            continue

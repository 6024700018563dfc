"""Feeds and fragments that were written to take for ever, or too deep: each is read or refused, and only it is lost."""

import json

import pytest

from achim.ports import Answer
from achim.sources.feed_format import parse_feed
from achim.sources.feed_text import well_formed
from achim.sources.hackernews import parse_hits
from achim.sources.plain_text import plain_text

_EMPTY = "<rss><channel></channel></rss>"
_MANY = 50_000
_DEEP = ("<u>" * 1_500 + "x.</p>", "</div>" * 1_500 + "<div>" * 1_500 + "x.</p>")
_OPAQUE = "<x-y>" * 3_000 + "x.</p>"
"""Deep by a name that nobody counts."""


@pytest.mark.parametrize("piece", ["<!-- -->", "<!-- --> ", "<?x y?>", "\n"])
def test_hostile_a_long_prolog_is_read_once(piece: str) -> None:
    document = well_formed(piece * _MANY + "<!DOCTYPE rss>" + piece * _MANY + _EMPTY)

    assert document is not None
    assert document[1].tag == "rss"


@pytest.mark.parametrize("opening", ["<!--", "<![CDATA[", "<!-- <![CDATA["])
def test_hostile_what_never_ends_is_looked_for_once(opening: str) -> None:
    assert well_formed("<rss>" + opening * _MANY + "</rss>") is None
    assert well_formed(opening * _MANY) is None


@pytest.mark.parametrize("before", ["", "<!-- x -->" * 500, "<!-- [ -->", "<!DOCTYPE rss>", "&LT;!-- x -->"])
def test_hostile_declared_entities_are_refused_wherever_they_stand(before: str) -> None:
    kinds = ("<!DOCTYPE rss [<!ENTITY e 'kite'>]>", "&LT;!DOCTYPE rss [<!ENTITY e 'kite'>]>")

    assert [well_formed(f"{before}{kind}<rss>&e;</rss>") for kind in kinds] == [None, None]


def test_hostile_many_prefixes_are_declared_in_one_reading() -> None:
    document = well_formed("<rss>" + "".join(f"<a{n}:b/>" for n in range(20_000)) + "</rss>")

    assert document is not None
    assert len(document[1]) == 20_000


def test_an_entity_of_html_that_xml_spells_otherwise_is_no_markup() -> None:
    document = well_formed('<rss a="&QUOT;">1 &LT; 2 &AMP; 3</rss>')

    assert document is not None
    assert (document[1].text, document[1].get("a")) == ("1 < 2 & 3", '"')


def test_a_prefix_that_begins_as_a_declared_one_is_declared_too() -> None:
    document = well_formed('<rss xmlns:dcterms="urn:t"><dc:creator>Reef</dc:creator></rss>')

    assert document is not None
    assert document[1][0].tag == "{http://purl.org/dc/elements/1.1/}creator"


@pytest.mark.parametrize("deep", [*_DEEP, _OPAQUE])
def test_hostile_a_text_nested_beyond_reason_costs_at_most_itself(deep: str) -> None:
    escaped = deep.replace("<", "&lt;").replace(">", "&gt;")
    link = "https://kite.example.org/"
    rss = "".join(
        f"<item><title>Kite {n}</title><link>{link}{n}</link><description>{text}</description></item>"
        for n, text in enumerate((escaped, "It flew."))
    )
    items = [{"id": str(n), "url": f"{link}{n}", "title": "K", "content_html": t} for n, t in enumerate((deep, "Up."))]
    told = {"version": "https://jsonfeed.org/version/1.1", "title": "K", "items": items}
    hit = {"objectID": "1", "created_at_i": 1_786_000_000, "title": "K", "story_text": deep}
    kept = "x." if deep == _OPAQUE else None

    for body in (f'<rss version="2.0"><channel><title>K</title>{rss}</channel></rss>', json.dumps(told)):
        read = parse_feed(Answer(link, 200, {"content-type": ""}, body.encode()), "feed:kite")
        assert read.items[0].text == kept
        assert len(read.items) == 2
    assert [post.text for post in parse_hits(json.dumps({"hits": [hit], "nbHits": 1}).encode()).posts] == [kept]


def test_silent_parts_within_silent_parts_are_taken_out() -> None:
    assert plain_text("<nav><nav><form>a.</form></nav>b.</nav><p>It flew.</p>", "feed") == "It flew."

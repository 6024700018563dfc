"""The replayed services' documents have the shape of the recorded ones: same elements, attributes, order."""

import json
from collections.abc import Sequence
from dataclasses import replace
from html.parser import HTMLParser
from itertools import groupby
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.upstream import Corpus, UpstreamServer
from tests.upstream.plain_client import CORPUS, FRIDAY_NOON, TARGETS, fetch

RECORDED = Path(__file__).parents[2] / "shared" / "upstream" / "recorded"
WORK = replace(
    next(work for work in CORPUS.works if f"{work.announced}" == "2026-08-14" and work.hf_date),
    categories=("cs.CV", "cs.AI"),
    comment="5 pages",
    journal_ref="J. of Made-up Results 1 (2026) 1",
    doi="10.1000/xyz.1",
    code_url="https://github.com/example/code",
)


def recorded(path: str) -> str:
    file = RECORDED / path
    if not file.exists():
        pytest.skip(f"the recorded {path} is not here")
    return file.read_text(encoding="utf-8")


def served(target: str) -> str:
    with UpstreamServer(Corpus((WORK,)), FRIDAY_NOON) as server:
        return fetch(server, target).text


def shape(node: ElementTree.Element) -> list[tuple[str, tuple[str, ...]]]:
    """Names and attribute names of the children in order, repetitions once."""
    names = [(child.tag, tuple(child.attrib)) for child in node]
    return [name for name, _ in groupby(names)]


def assert_same_order(ours: Sequence[object], theirs: Sequence[object], optional: frozenset[str] = frozenset()) -> None:
    """Ours are theirs, in their order; what only they have is optional."""
    assert ours == [name for name in theirs if name in ours]
    missing = {str(name) for name in theirs if name not in ours}
    assert {name for name in missing if not any(word in name for word in optional)} == set()


def child(text: str, path: str) -> ElementTree.Element:
    names = {"a": "http://www.w3.org/2005/Atom", "o": "http://www.openarchives.org/OAI/2.0/"}
    found = ElementTree.fromstring(text.encode()).find(path, names)
    assert found is not None
    return found


def test_an_api_entry_and_its_feed() -> None:
    theirs = recorded("arxiv-api/q_testing_s0_m100_cfe7536492ca.atom.xml")
    ours = served(TARGETS["arxiv_api"])
    assert_same_order(shape(child(ours, ".")), shape(child(theirs, ".")))
    entries = ElementTree.fromstring(theirs.encode()).findall("{http://www.w3.org/2005/Atom}entry")
    richest = max(entries, key=lambda entry: len(shape(entry)))
    assert_same_order(shape(child(ours, "a:entry")), shape(richest))
    assert ours.splitlines()[:2] == theirs.splitlines()[:2]


def test_an_api_error() -> None:
    theirs = recorded("arxiv-api/id_abc_s0_m100_b79c8dcf6bc3.atom.xml")
    ours = served("/export.arxiv.org/api/query?id_list=abc")
    assert shape(child(ours, ".")) == shape(child(theirs, "."))
    assert shape(child(ours, "a:entry")) == shape(child(theirs, "a:entry"))
    assert child(ours, "a:entry/a:id").text == child(theirs, "a:entry/a:id").text


@pytest.mark.parametrize(
    ("target", "path", "item"),
    [
        ("/rss.arxiv.org/rss/cs.AI", "arxiv-rss/generated_by_arxiv-feed/rss_cs.LG_edge_cases.xml", "channel/item"),
        ("/rss.arxiv.org/atom/cs.AI", "arxiv-rss/generated_by_arxiv-feed/atom_cs.LG_edge_cases.xml", "a:entry"),
    ],
)
def test_a_feed_item_and_its_channel(target: str, path: str, item: str) -> None:
    theirs, ours = recorded(path), served(target)
    around = item.rpartition("/")[0] or "."
    assert shape(child(ours, around)) == shape(child(theirs, around))
    names = {"a": "http://www.w3.org/2005/Atom"}
    richest = max(ElementTree.fromstring(theirs.encode()).findall(item, names), key=lambda found: len(shape(found)))
    assert shape(child(ours, item)) == shape(richest)
    assert ours.splitlines()[:2] == theirs.splitlines()[:2]


def test_a_feed_error() -> None:
    theirs = recorded("arxiv-rss/generated_by_arxiv-feed/rss_error.400.xml")
    ours = served("/rss.arxiv.org/rss/nosuch")
    assert shape(child(ours, "channel")) == shape(child(theirs, "channel"))


@pytest.mark.parametrize(
    ("prefix", "path"),
    [
        ("arXivRaw", "arxiv-oai/recorded_excerpt_2026-09-27_cs.LG_arXivRaw.xml"),
        ("arXiv", "arxiv-oai/recorded_excerpt_2026-08-15_cs.CR_arXiv.xml"),
    ],
)
def test_an_oai_record(prefix: str, path: str) -> None:
    theirs, ours = (
        recorded(path),
        served(f"/oaipmh.arxiv.org/oai?verb=ListRecords&metadataPrefix={prefix}&from=2026-08-01"),
    )
    assert shape(child(ours, "."))[::2] == shape(child(theirs, "."))[::2]
    for place in ("o:ListRecords", "o:ListRecords/o:record", "o:ListRecords/o:record/o:header"):
        assert shape(child(ours, place)) == shape(child(theirs, place))
    inner = f"o:ListRecords/o:record/o:metadata/{{http://arxiv.org/OAI/{prefix}/}}{prefix}"
    optional = ("comments", "journal-ref", "doi")
    required = [name for name in shape(child(ours, inner)) if not name[0].endswith(optional)]
    assert required == [name for name in shape(child(theirs, inner)) if not name[0].endswith(optional)]


def test_an_oai_error_is_the_recorded_one_to_the_letter() -> None:
    theirs = recorded("arxiv-oai/generated_by_arxiv-oaipmh/missingprefix.200.xml")
    ours = served("/oaipmh.arxiv.org/oai?verb=ListRecords")
    assert child(ours, "o:error").text == child(theirs, "o:error").text
    assert child(ours, "o:error").attrib == child(theirs, "o:error").attrib


def test_a_hugging_face_entry() -> None:
    theirs: list[dict[str, Any]] = json.loads(recorded("huggingface/daily_papers_recorded_2026-06-13_30items.json"))
    ours: dict[str, Any] = json.loads(served(TARGETS["hf_api"]))[0]
    theirs_rich = max(theirs, key=lambda entry: len(entry["paper"]) + len(entry))
    assert_same_order([*ours], [*theirs_rich], frozenset({"organization", "mediaUrls"}))
    optional = frozenset({"organization", "mediaUrls", "projectPage", "ai_"})
    assert_same_order([*ours["paper"]], [*theirs_rich["paper"]], optional)
    assert [*ours["submittedBy"]] == [*theirs_rich["submittedBy"]]
    assert [*ours["paper"]["submittedOnDailyBy"]] == [*theirs_rich["paper"]["submittedOnDailyBy"]]
    assert type(ours["paper"]["upvotes"]) is type(theirs_rich["paper"]["upvotes"])
    assert [*ours["paper"]["authors"][0]] == [*theirs_rich["paper"]["authors"][0]]


class _Skeleton(HTMLParser):
    """Elements with their classes and attribute names, from the first ``dt`` to the end of its ``dd``."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, ...]] = []
        self.feed(text[text.index("<dt>") : text.index("</dd>")])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        classes = tuple(value or "" for name, value in attrs if name == "class")
        self.seen.append((tag, *(name for name, _ in attrs), *classes))


HTML_LINK = ("a", "href", "title", "id", "aria-labelledby", "rel", "target")
"""Not every work has a page in HTML."""


def skeleton(text: str, start: str = "", without: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    names = (name for name in _Skeleton(text[text.index(start) if start else 0 :]).seen if name != without)
    return [name for name, _ in groupby(names)]


def test_a_listing_item() -> None:
    theirs = recorded("arxiv-listing/generated_by_arxiv-browse/list_math_new.200.html")
    ours = served(TARGETS["arxiv_listing"])
    assert skeleton(ours, without=HTML_LINK) == skeleton(theirs, "<h3>Cross submissions", HTML_LINK)
    assert '      <a href ="/abs/' in theirs
    assert '      <a href ="/abs/' in ours
    assert f"          (cross-list from {WORK.primary})" in ours


def test_a_listing_item_with_an_html_link_has_the_live_page_s_shape() -> None:
    theirs = recorded("arxiv-listing/polaris_cs.AI_new_2026-08-12_sample.html")
    plain = replace(WORK, comment=None, journal_ref=None, arxiv_id="2608.09949")
    with UpstreamServer(Corpus((plain,)), FRIDAY_NOON) as server:
        assert skeleton(fetch(server, TARGETS["arxiv_listing"]).text) == skeleton(theirs)


@pytest.mark.parametrize(
    ("target", "path", "words"),
    [
        ("/arxiv.org/list/cs.LG/new", "list_cs.AI_new.200.html", "    <p>No updates today.</p>"),
        ("/arxiv.org/list/cs.LG/recent", "list_cs.AI_recent.200.html", "    <p>No updates for this time period.</p>"),
        ("/arxiv.org/list/nosuch/new", "list_nosuch_new.400.html", "<h1>Invalid archive or category: nosuch</h1>"),
        (
            "/arxiv.org/catchup/cs.AI/2026-08-15",
            "catchup_future.400.html",
            ". Can&#39;t request date later than today</h1>",
        ),
        (
            "/arxiv.org/catchup/cs.AI/2026-01-02",
            "catchup_math_2011-02-03.400.html",
            ". Catchup only allowed for past 90",
        ),
        (
            "/arxiv.org/catchup/cs.AI/2026-08-08",
            "catchup_cs.AI_2011-02-05_saturday.200.html",
            ". There was either no announcement for this day, or no updates within the requested subject.</p>",
        ),
        (
            "/arxiv.org/catchup/cs.AI/2026-08-14?page=2",
            "catchup_math_2011-02-03__page-2.200.html",
            "No further updates for ",
        ),
        ("/arxiv.org/catchup/cs.AI/2026-08-14", "catchup_math_2011-02-03.200.html", "  <h1>Catchup results for "),
    ],
)
def test_a_listing_says_it_in_the_recorded_words(target: str, path: str, words: str) -> None:
    assert words in recorded(f"arxiv-listing/generated_by_arxiv-browse/{path}")
    assert words in served(target)

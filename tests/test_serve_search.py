"""The live search: what an address asks, what is answered as a page and as JSON."""

import asyncio
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from threading import Event
from urllib.parse import urljoin

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup
from selectolax.lexbor import LexborHTMLParser
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import Message

from achim.domain.edition import Bucket, Edition
from achim.domain.found import Document, Filters, Found, Highlight, Results, Showing
from achim.domain.ids import PaperId
from achim.domain.past import PastPaper
from achim.render.search import search_lines
from achim.steps.past import document_of
from achim.store.search_damage import undamaged
from achim.web.search import MOST_PAGES, Turns, asked_of, hit_views, marked, pieces, stretch
from achim.web.search_schema import search_schema
from tests.editions import DAY, full_day, written_day
from tests.web_world import FORM, WordSearch, World, with_user, world

LABELS = {"since": "From", "until": "To", "kind": "Kind", "topic": "Topic", "source": "Source", "page": "Page"}
DOCUMENTED = Path(__file__).parents[1] / "docs" / "api.md"


def told_day() -> Edition:
    """With headlines in Korean, on the day after the others."""
    edition = written_day()
    return replace(edition, key=replace(edition.key, day=edition.key.day + timedelta(days=1)))


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with world(
        tmp_path_factory.mktemp("search") / "home", editions=[full_day("en"), full_day("ko"), told_day()]
    ) as made:
        yield made


def test_found_works_are_shown_with_their_hits_marked(reader: World) -> None:
    page = LexborHTMLParser(reader.client.get("/search?q=video&kind=papers").text)
    hits = page.css(".hit")
    assert hits
    assert {mark.text() for mark in page.css(".hit h3 mark, .hit .title mark")} == {"Video"}
    assert {link.attributes["href"] for link in page.css(".hit h3 a")} == {"works/arxiv-2410.24213.html"}
    assert [each.attributes["value"] for each in page.css("input#what")] == ["video"]
    selected = [each.attributes["value"] for each in page.css("option[selected]")]
    assert selected == ["papers"]


def test_what_only_a_backfill_took_in_says_so_and_has_no_page(reader: World, monkeypatch: pytest.MonkeyPatch) -> None:
    paper = PastPaper(
        id=PaperId("arxiv:2101.10001"), version=1, told_on=date(2021, 1, 11), title="Sparrow", abstract="It sings.",
        authors=(), categories=("cs.CL",),
    )  # fmt: skip

    def only_past(search: WordSearch) -> Iterator[Document]:
        yield document_of(paper, "llm")

    monkeypatch.setattr(WordSearch, "_all", only_past)
    (hit,) = LexborHTMLParser(reader.client.get("/search?q=sparrow").text).css(".hit")
    assert [each.text() for each in hit.css(".record span")][-2:] == ["not shown by an edition", "LLM"]
    assert not hit.css("h3 a")
    told = reader.client.get("/api/search?q=sparrow").json()
    jsonschema.validate(told, search_schema())
    assert '"bucket": "backfilled"' in json.dumps(told)


@pytest.mark.parametrize(
    ("buckets", "said"),
    [
        (["withheld"], "제외"),
        (["ranked_out", "already_printed"], "이미 실음"),
        (["listed", "ranked_out"], "제목만"),
        (["printed", "already_printed"], None),
    ],
)
def test_gap_what_was_not_printed_says_what_became_of_it(
    reader: World, monkeypatch: pytest.MonkeyPatch, buckets: list[Bucket], said: str | None
) -> None:
    showings = tuple(
        Showing(day=DAY + timedelta(days=at), series="x", kind="papers", bucket=bucket)
        for at, bucket in enumerate(buckets)
    )
    document = Document(work=PaperId("arxiv:2101.10002"), title="Wren", text="", url="", showings=showings)

    def only_this(search: WordSearch) -> Iterator[Document]:
        yield document

    monkeypatch.setattr(WordSearch, "_all", only_this)
    (hit,) = LexborHTMLParser(reader.client.get("/ko/search?q=wren").text).css(".hit")
    assert [each.text() for each in hit.css(".record span")][1:] == ([said] if said else [])
    (found,) = reader.client.get("/api/search?q=wren").json()["results"]
    assert found["page"] == ""
    lines = list(search_lines(Results(query="wren", found=(Found(document=document, score=1, ranks=()),)), "ko"))
    assert lines[1].split(" · ")[2:-1] == ([said] if said else [])


def test_fault_a_damaged_index_is_a_503(reader: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def damaged(search: WordSearch) -> Iterator[Document]:
        with undamaged("search_shown"):
            date.fromisoformat("someday")
        yield from ()

    monkeypatch.setattr(WordSearch, "_all", damaged)
    for path in ("/search?q=wren", "/api/search?q=wren", "/api/similar?id=x"):
        assert reader.client.get(path).status_code == 503


def of_lee(edition: Edition) -> Edition:
    return replace(edition, key=replace(edition.key, profile="lee"))


@pytest.mark.parametrize(
    ("edition", "begins"), [(full_day("en"), "works/"), (full_day("ko"), "ko/works/"), (of_lee(full_day("en")), None)]
)
def test_what_is_found_leads_to_a_page_that_is_there(tmp_path: Path, edition: Edition, begins: str | None) -> None:
    """Where only an edition of another language showed it, to that one's; where only another profile's did, nowhere."""
    with world(tmp_path / "home", editions=[edition], **with_user()) as reader:
        for site in ("/", "/ko/"):
            page = LexborHTMLParser(reader.client.get(f"{site}search?q=video").text)
            (hit,) = page.css(".hit")
            (link,) = hit.css("h3 a") or (None,)
            told = urljoin(f"{site}search", link.attributes["href"] or "") if link else None
            assert told == (begins and f"/{begins}arxiv-2410.24213.html"), site
        (found,) = reader.client.get("/api/search?q=video").json()["results"]
        assert found["page"] == (told or "").removeprefix("/")
        reader.sign_in()
        csrf = LexborHTMLParser(reader.client.get("/mine/").text).css("[name=csrf]")[0].attributes["value"]
        form = {"csrf": csrf, "work": found["work"], "do": "star"}
        reader.client.post("/mine/mark", data=form, headers=FORM)
        links = LexborHTMLParser(reader.client.get("/mine/").text).css(".hit > :first-child a")
        assert [urljoin("/mine/", each.attributes["href"] or "") for each in links] == ([told] if told else [])
        assert told is None or reader.client.get(told).status_code == 200


def test_more_like_a_work_is_a_link_on_its_page_and_on_each_that_was_found(reader: World) -> None:
    asked = "like=arxiv%3A2410.24213"
    page = reader.client.get("/works/arxiv-2410.24213.html").text
    assert LexborHTMLParser(page).css(f".links a[href='../search?{asked}']")
    assert LexborHTMLParser(reader.client.get("/search?q=video").text).css(f".record a[href='search?{asked}']")

    found = LexborHTMLParser(reader.client.get(f"/search?{asked}&kind=papers&since=2024-01-01").text)
    shown = {each.attributes["href"] for each in found.css(".hit h3 a")}
    assert shown
    assert "works/arxiv-2410.24213.html" not in shown
    assert "More like " in found.css("h1")[0].text()
    assert [each.attributes["value"] for each in found.css("form.search-form [name=like]")] == ["arxiv:2410.24213"]
    none = reader.client.get(f"/search?{asked}&kind=news").text
    assert "Nothing like it was found." in none, "filters hold for them too"


def test_nothing_found_is_said(reader: World) -> None:
    page = LexborHTMLParser(reader.client.get("/search?q=zeppelin").text)
    assert "Nothing found for “zeppelin”." in page.text()
    assert not page.css(".hit")
    korean = reader.client.get("/ko/search?q=체펠린").text
    assert "‘체펠린’에 맞는 것을 찾지 못했다" in korean


def test_without_a_query_there_is_a_form_and_no_search(reader: World) -> None:
    page = LexborHTMLParser(reader.client.get("/search").text)
    assert page.css("form.search-form")
    assert not page.css(".hit, .empty")


def test_pages_of_results_lead_on_and_back(reader: World) -> None:
    first = LexborHTMLParser(reader.client.get("/search?q=a&kind=papers&since=2024-01-01").text)
    assert len(first.css(".hit")) == 20
    (onward,) = [each.attributes["href"] for each in first.css("a[rel=next]")]
    assert onward == "search?q=a&kind=papers&since=2024-01-01&page=2"
    second = LexborHTMLParser(reader.client.get(f"/{onward}").text)
    assert second.css("a[rel=prev]")
    assert second.css(".hit")


def test_filters_are_read_from_the_address() -> None:
    asked = asked_of({"q": " a\u202e  b ", "kind": "news", "topic": "llm", "source": "hackernews", "since": "2024-11-01",
                      "until": "2024-11-04", "page": "2"})  # fmt: skip
    assert asked.query == "a b"
    assert asked.filters == Filters(
        kind="news", topic="llm", source="hackernews", since=date(2024, 11, 1), until=date(2024, 11, 4)
    )
    assert (asked.page, asked.faults) == (2, ())


@pytest.mark.parametrize(
    ("name", "value"),
    [("topic", "knitting"), ("source", "pigeons"), ("since", "yesterday"), ("until", "2024-13-01"), ("kind", "poems"), ("page", "0"), ("page", "-1"), ("page", "x"),
     ("page", str(MOST_PAGES + 1)), ("page", "٢"), ("page", "9" * 400)],
)  # fmt: skip
def test_fault_what_cannot_be_read_is_left_out_and_named(reader: World, name: str, value: str) -> None:
    page = reader.client.get("/search", params={"q": "video", name: value})
    assert (page.status_code, f"could not be read: {LABELS[name]}<" in page.text) == (200, True)
    told = reader.client.get("/api/search", params={"q": "video", name: value})
    assert (told.status_code, told.json()["error"]) == (400, {"code": "parameters", "parameters": [name]})
    jsonschema.validate(told.json(), search_schema())


def test_what_a_headline_was_found_by_is_marked_in_it() -> None:
    """The headline is a part of what was printed, told in whatever other sentences stand around it."""
    told = "양자화를 줄인다. <보정> 없는 양자화 · 양자화"
    work, headline = PaperId("arxiv:2410.17170"), "<보정> 없는 양자화"
    marks = tuple(Highlight("told", each.start(), each.end()) for each in re.finditer("양자화", told))
    printed = Showing(day=DAY, series="papers/ko/default", kind="papers", bucket="printed", told=told)
    document = Document(work=work, title="Title", text="", url="", showings=(printed,))
    found = Found(document=document, score=1.0, ranks=(), highlights=marks)
    views = [hit_views([found], frozenset(), {work: each}, {}, "ko")[0] for each in (headline, "다른 양자화", "")]

    assert [each.headline for each in views] == ["&lt;보정&gt; 없는 <mark>양자화</mark>", "다른 양자화", ""]


def test_an_empty_range_of_days_is_said_in_the_readers_language(reader: World) -> None:
    page = reader.client.get("/ko/search?q=video&since=2024-11-05&until=2024-11-04").text
    assert "‘이날부터’가 ‘이날까지’보다 뒤이다" in page
    assert "뺀 조건" not in page
    told = reader.client.get("/api/search?q=video&since=2024-11-05&until=2024-11-04")
    assert (told.status_code, told.json()["error"]["parameters"]) == (400, ["until"])


def test_hits_bear_the_headline_of_an_edition_in_the_readers_language(reader: World) -> None:
    """And places are named as people name them, also one that is no longer read."""
    edition = told_day()
    gists = {
        judged.claim.text for section in edition.sections for judged in section.claims if judged.claim.role == "gist"
    }
    page = LexborHTMLParser(reader.client.get("/ko/search?q=a&kind=papers").text)
    assert {each.text() for each in page.css(".hit h3 a[lang=ko]")} & gists
    assert "MIT 테크놀로지 리뷰 한국판" in [each.text() for each in page.css("#source option")]


@given(st.text(alphabet="ab \n", min_size=1, max_size=900), st.integers(0, 899), st.integers(1, 9))
def test_property_a_stretch_holds_its_hit_and_cuts_no_word_that_fits(text: str, start: int, size: int) -> None:
    start = min(start, len(text) - 1)
    hit = Highlight("text", start, min(len(text), start + size))
    begin, end = stretch(text, hit)
    assert begin <= hit.start
    assert hit.end <= end <= begin + 240
    assert begin == 0 or text[begin - 1].isspace() or not any(map(str.isspace, text[begin : hit.start]))
    assert end == len(text) or text[end].isspace() or not any(map(str.isspace, text[hit.end : end]))


def test_the_json_is_as_its_schema_and_its_page_say(reader: World) -> None:
    schema = search_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    page = DOCUMENTED.read_text(encoding="utf-8")
    for path in (
        "/api/search?q=video",
        "/api/search?q=zeppelin",
        "/api/similar?id=arxiv:2410.24213",
        "/api/search?q=a&page=2",
    ):
        answer = reader.client.get(path)
        assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
        jsonschema.validate(answer.json(), schema)
    fields = schema["oneOf"][0]["properties"]
    for name in (*fields, *fields["results"]["items"]["properties"]):
        assert f"`{name}`" in page, name
    assert reader.client.get("/api/similar").status_code == 400


def test_hostile_the_json_holds_no_sign_of_markup(reader: World) -> None:
    body = reader.client.get("/api/search", params={"q": "</script><b>&\u2028"}).text
    assert not set("<>&\u2028") & set(body)
    assert json.loads(body)["query"].startswith("</script><b>&")


def span(at: int, size: int) -> Highlight:
    return Highlight("title", at, at + size)


spans = st.lists(st.builds(span, st.integers(0, 30), st.integers(0, 12)))


@given(st.text(max_size=40), spans)
def test_property_pieces_are_the_text_again_and_hits_are_within_highlights(text: str, places: list[Highlight]) -> None:
    parts = pieces(text, places, 0, len(text))
    assert "".join(part.text for part in parts) == text
    at = 0
    for part in parts:
        if part.is_hit:
            assert all(any(each.start <= at + n < each.end for each in places) for n in range(len(part.text)))
        at += len(part.text)


@given(st.text(alphabet="<>&\"' ab\u202e\0", max_size=40), spans)
def test_hostile_property_marked_text_has_no_markup_but_marks(text: str, places: list[Highlight]) -> None:
    made = marked(pieces(text, places, 0, len(text)))
    assert isinstance(made, Markup)
    page = LexborHTMLParser(f"<p>{made}</p>")
    assert {node.tag for node in (page.css_first("p") or page).css("*")} <= {"p", "mark"}
    assert "<" not in made.replace("<mark>", "").replace("</mark>", "")


@pytest.mark.parametrize("path", ["/search?q=video", "/ko/search?q=video", "/api/search?q=video", "/api/similar?id=x"])
def test_hostile_no_page_of_elsewhere_has_a_browser_search(reader: World, path: str) -> None:
    told = {site: reader.client.get(path, headers={"sec-fetch-site": site}).status_code
            for site in ("cross-site", "same-site", "same-origin", "none")}  # fmt: skip
    assert told == {"cross-site": 403, "same-site": 403, "same-origin": 200, "none": 200}
    assert reader.client.get("/", headers={"sec-fetch-site": "cross-site"}).status_code == 200, "pages may be linked to"


def test_hostile_searches_have_a_rate_of_their_own(tmp_path: Path) -> None:
    with world(tmp_path / "home", rate_search=2) as live:
        told = [live.client.get("/api/search?q=video") for _ in range(3)]
        assert [each.status_code for each in told] == [200, 200, 429]
        assert int(told[-1].headers["retry-after"]) > 0
        assert live.client.get("/").status_code == 200


def asking(kind: str) -> Request:
    async def receive() -> Message:
        return {"type": kind, "body": b"", "more_body": False}

    return Request({"type": "http"}, receive)


async def abandoned() -> tuple[list[int], list[str]]:
    """What twenty searches are answered that come while two are done, and what is done of them."""
    turns, let, done = Turns(), Event(), list[str]()

    def slow() -> None:
        let.wait(30)
        done.append("slow")

    working = [asyncio.create_task(turns.done(asking("http.request"), slow)) for _ in range(2)]
    await asyncio.sleep(0)
    left = [
        asyncio.create_task(turns.done(asking("http.disconnect"), lambda: done.append("for nobody"))) for _ in range(20)
    ]
    await asyncio.sleep(0)
    let.set()
    await asyncio.gather(*working)
    told = await asyncio.gather(*left, return_exceptions=True)
    await turns.done(asking("http.request"), lambda: done.append("after"))
    return [each.status_code for each in told if isinstance(each, HTTPException)], done


def test_hostile_searches_that_wait_are_bounded_and_none_is_done_for_who_has_gone() -> None:
    answers, done = asyncio.run(abandoned())
    assert answers == [499] * 14 + [503] * 6
    assert done == ["slow", "slow", "after"]


def test_hostile_a_server_that_has_too_many_searches_says_so(reader: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("achim.web.search._MOST", 0)
    for path in ("/search?q=video", "/api/search?q=video", "/api/similar?id=x"):
        answer = reader.client.get(path)
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
        assert "Too many requests" in answer.text
    assert reader.client.get("/search").status_code == 200

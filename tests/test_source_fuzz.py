"""Spoiled bodies of the sources: fewer items or a clear fault, never a crash and never an item that was not there."""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from achim.domain.paper import Announcement, Window
from achim.domain.text import is_web_url
from achim.errors import SourceError
from achim.ports import Answer
from achim.sources.deeplearn import DeepLearn, parse_abstract
from achim.sources.huggingface import HuggingFace
from tests.upstream import deeplearn, huggingface
from tests.upstream.exchange import Asked
from tests.upstream.synthetic import synthetic
from tests.upstream.works import Corpus

DAY = date(2026, 8, 10)
AS_OF = datetime(2026, 8, 11, 1, 30, tzinfo=UTC)
WINDOW = Window(day=date(2026, 8, 11), time_zone="Asia/Seoul", as_of=AS_OF, since=date(2026, 8, 9))
HUB, MONITOR = "https://huggingface.co", "https://deeplearn.org"
FOREIGN = (
    *(b"[", b"]", b"{", b"}", b'"', b"'", b"<", b">", b"&", b"\\", b"/", b"=", b":", b",", b"\x00", b"\xff", b"\xc3"),
    *(
        b"null",
        b"NaN",
        b"1e999",
        b"-1",
        b'"\\ud800"',
        b"&#x0;",
        b"&#xd800;",
        b"<!--",
        b"-->",
        b"<script>",
        b"<![CDATA[",
    ),
    *(b"0001-01-01T00:00:00+14:00", b"\xe2\x80\xae", b"%", b"[" * 3000, b"<div>" * 300, b'{"a":' * 3000),
)


@cache
def corpus() -> Corpus:
    return synthetic(7, [DAY], per_day=16)


def asked(path: str, *query: tuple[str, str]) -> Asked:
    return Asked(path=path, query=query, headers={}, corpus=corpus(), now=AS_OF)


LIST = huggingface.answer_api(asked("/api/daily_papers", ("date", str(DAY)), ("limit", "100"))).body
PAGE = huggingface.answer_page(asked(f"/papers/date/{DAY}")).body
HOME = deeplearn.answer_home(replace(asked("/"), now=datetime(2026, 8, 10, 3, tzinfo=UTC))).body
PAPER = deeplearn.answer_paper(asked("/arxiv/499001/x")).body
SIMPLE = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
ODD = SIMPLE | st.lists(SIMPLE, max_size=2) | st.dictionaries(st.text(max_size=3), SIMPLE, max_size=2)


@st.composite
def spoiled(draw: st.DrawFn, body: bytes) -> bytes:
    """The body with up to six pieces cut out, doubled, moved or overwritten, and perhaps cut short."""
    for _ in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, len(body)))
        end = min(len(body), start + draw(st.sampled_from((0, 1, 3, 40, 400, 4000))))
        piece = body[start:end]
        put = draw(st.one_of(st.sampled_from((b"", piece * 2, piece[::-1], *FOREIGN)), st.binary(max_size=8)))
        body = body[:start] + put + body[end:]
    return body[: draw(st.sampled_from((len(body), len(body), draw(st.integers(0, len(body))))))]


@st.composite
def retyped(draw: st.DrawFn) -> bytes:
    """The list with values of other types in some of its places."""
    entries: list[dict[str, Any]] = json.loads(LIST)
    for _ in range(draw(st.integers(1, 12))):
        entry = draw(st.sampled_from(entries))
        place = draw(st.sampled_from((entry, entry.get("paper"))))
        if isinstance(place, dict) and place:
            place[draw(st.sampled_from(sorted(map(str, place))))] = draw(ODD)  # pyright: ignore[reportUnknownArgumentType]
    return json.dumps(entries).encode()


class OneBody:
    """A Fetcher that answers one way with a body, and the other with what no source can read."""

    def __init__(self, way: str, body: bytes) -> None:
        self._way = way
        self._body = body

    def get(
        self, url: str, *, source: str, again: bool = False, earlier: Callable[[Answer], bool] | None = None
    ) -> Answer:
        way = "api" if "/api/" in url else "page"
        if url.endswith("&p=0") or "&p=" not in url:
            return Answer(f"{HUB}/papers/date/{DAY}", 200, {}, self._body if way == self._way else b"")
        return Answer(url, 200, {}, b"[]")


def told(way: str, body: bytes) -> Sequence[Announcement]:
    try:
        if way == "home":
            return DeepLearn(OneBody("page", body), base_url=MONITOR).announcements(WINDOW).announcements
        return HuggingFace(OneBody(way, body), base_url=HUB).announcements(WINDOW).announcements
    except SourceError:
        return ()


def check_featured(found: Sequence[Announcement], body: bytes) -> None:
    text = body.decode(errors="replace")
    for each in found:
        assert each.paper_id
        assert each.paper_id.removeprefix("arxiv:") in text.lower()
        assert each.batch == DAY
        assert each.title
        assert is_web_url(each.url)
    assert len({each.key for each in found}) == len(found)


def test_the_bodies_are_read_whole_before_they_are_spoiled() -> None:
    """Else nothing below could fail."""
    assert len(told("api", LIST)) == len(told("page", PAGE)) == 4
    assert len(told("home", HOME)) >= 4
    assert parse_abstract(PAPER)


@settings(max_examples=200)
@given(spoiled(LIST) | retyped())
def test_property_hostile_a_spoiled_list_of_the_api(body: bytes) -> None:
    check_featured(told("api", body), body)


@settings(max_examples=200)
@given(spoiled(PAGE))
def test_property_hostile_a_spoiled_page_of_the_day(body: bytes) -> None:
    check_featured(told("page", body), body)


@settings(max_examples=200)
@given(spoiled(HOME))
def test_property_hostile_a_spoiled_panel(body: bytes) -> None:
    found = told("home", body)
    numbers = set(re.findall("[0-9]+", body.decode(errors="replace")))

    assert {each.native_id for each in found} <= numbers
    assert all(each.title and is_web_url(each.url) for each in found)
    assert len({each.key for each in found}) == len(found)


@settings(max_examples=200)
@given(spoiled(PAPER))
def test_property_hostile_a_spoiled_page_of_a_paper(body: bytes) -> None:
    """An abstract or none; a title or a menu is not taken for one."""
    try:
        found = parse_abstract(body)
    except SourceError:
        found = None

    assert found is None or found.strip()

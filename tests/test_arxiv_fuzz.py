"""Two hundred spoilt bodies per parser: a clear error or true items, never a crash, a hang or a wrong item."""

import re
from collections.abc import Callable
from datetime import date
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from achim.errors import SourceError
from achim.sources.arxiv_api import parse_feed as parse_query_feed
from achim.sources.arxiv_feed import parse_feed
from achim.sources.arxiv_listing import parse_listing
from achim.sources.arxiv_oai import parse_records
from tests.arxiv_world import NOON, arxiv_world
from tests.upstream.synthetic import synthetic

Items = dict[str, str]
"""Title by arXiv id."""
Parser = Callable[[bytes], Items]

URLS = {
    "listing": "https://arxiv.org/list/cs.AI/new?skip=0&show=2000",
    "catchup": "https://arxiv.org/catchup/cs.AI/2026-08-10?abs=True&page=1",
    "rss": "https://rss.arxiv.org/rss/cs.AI",
    "atom": "https://rss.arxiv.org/atom/cs.AI",
    "api": "https://export.arxiv.org/api/query?search_query=cat:cs.AI&max_results=12",
    "oai": "https://oaipmh.arxiv.org/oai?verb=ListRecords&metadataPrefix=arXivRaw&set=cs:cs:AI&from=2026-08-10",
}


def _listing(body: bytes) -> Items:
    return {str(each.paper_id): each.title for each in parse_listing(body, NOON).announcements}


def _feed(body: bytes) -> Items:
    return {str(each.paper_id): each.title for each in parse_feed(body, NOON)}


def _query(body: bytes) -> Items:
    return {each.arxiv.paper_id: each.title for each in parse_query_feed(body).records}


def _records(body: bytes) -> Items:
    return {each.arxiv.paper_id: each.title for each in parse_records(body).records}


PARSERS: dict[str, Parser] = {
    "listing": _listing,
    "catchup": _listing,
    "rss": _feed,
    "atom": _feed,
    "api": _query,
    "oai": _records,
}


@cache
def bodies() -> dict[str, bytes]:
    """True answers of the replayed services."""
    corpus = synthetic(11, [date(2026, 8, day) for day in (6, 10, 11)], per_day=8, categories=("cs.AI", "cs.CL"))
    with arxiv_world(NOON, corpus) as world:
        return {name: world.client.get(url, source="arxiv").body for name, url in URLS.items()}


_TAG = re.compile(rb"<[^<>]*>")
_INSERTED = (
    *(b"&nbsp;", b"&lol;", b"&#0;", b"&#x41;", b"&#xD800;", b"&", b"<", b">", b"]]>", b"<![CDATA[", b"<!--"),
    *(b"\x00", b"\xff\xfe", b"\xed\xa0\x80", b"<b>", b"</dl>", b"<h3>", b"<dt>", b"\xe2\x80\xae", b"<?xml?>"),
    b'<!DOCTYPE x [<!ENTITY a "aaaa">]>',
)
_places = st.floats(0, 1, exclude_max=True)
Change = Callable[[bytes], bytes]


def _tag(place: float, times: int) -> Change:
    """A tag left out, or there several times."""

    def change(body: bytes) -> bytes:
        tags = list(_TAG.finditer(body))
        if not tags:
            return body
        tag = tags[int(place * len(tags))]
        return body[: tag.start()] + tag[0] * times + body[tag.end() :]

    return change


def _name(place: float) -> Change:
    """All tags of a name left out."""

    def change(body: bytes) -> bytes:
        names = sorted(set(re.findall(rb"</?[\w:-]+", body)))
        return re.sub(re.escape(names[int(place * len(names))]) + rb"\b[^<>]*>", b"", body) if names else body

    return change


def _line(place: float, times: int) -> Change:
    def change(body: bytes) -> bytes:
        lines = body.splitlines(keepends=True)
        index = int(place * len(lines))
        return b"".join((*lines[:index], *lines[index : index + 1] * times, *lines[index + 1 :]))

    return change


def _cut(place: float) -> Change:
    return lambda body: body[: int(place * len(body))]


def _insert(place: float, what: bytes) -> Change:
    """At the edge of a tag, so that no id is touched."""

    def change(body: bytes) -> bytes:
        edges = [tag.start() for tag in _TAG.finditer(body)] or [0]
        at = edges[int(place * len(edges))]
        return body[:at] + what + body[at:]

    return change


def _encoding(name: str, declared: bool) -> Change:
    def change(body: bytes) -> bytes:
        text = body.decode("utf-8", "replace")
        told = re.sub("encoding=['\"][^'\"]*['\"]", f'encoding="{name}"', text) if declared else text
        return told.encode(name, "replace")

    return change


def _flip(place: float, mask: int) -> Change:
    def change(body: bytes) -> bytes:
        at = int(place * len(body))
        return body[:at] + bytes(byte ^ mask for byte in body[at : at + 1]) + body[at + 1 :]

    return change


losses = st.one_of(
    st.builds(_tag, _places, st.sampled_from([0, 2, 3])),
    st.builds(_line, _places, st.sampled_from([0, 2])),
    st.builds(_name, _places),
    st.builds(_cut, _places),
)
encodings = st.sampled_from(["utf-16", "utf-32", "latin-1", "cp949", "cp037", "iso-2022-kr", "ascii", "utf-7"])
structural = st.one_of(
    losses, st.builds(_insert, _places, st.sampled_from(_INSERTED)), st.builds(_encoding, encodings, st.booleans())
)
any_change = st.one_of(structural, st.builds(_flip, _places, st.integers(1, 255)))
many = settings(max_examples=200, deadline=2000)


def spoilt(body: bytes, changes: list[Change]) -> bytes:
    for change in changes:
        body = change(body)
    return body


def parsed(name: str, body: bytes) -> Items:
    try:
        return PARSERS[name](body)
    except SourceError:
        return {}


@pytest.mark.parametrize("name", URLS)
def test_the_true_bodies_hold_items(name: str) -> None:
    """What is spoilt below is worth spoiling."""
    assert len(PARSERS[name](bodies()[name])) >= 5


@pytest.mark.parametrize("name", URLS)
@many
@given(changes=st.lists(structural, min_size=1, max_size=4))
def test_property_no_paper_comes_from_a_spoilt_structure(name: str, changes: list[Change]) -> None:
    """Every id that is read is one of the true body's."""
    found = parsed(name, spoilt(bodies()[name], changes))

    assert set(found) <= set(PARSERS[name](bodies()[name]))


@pytest.mark.parametrize("name", URLS)
@many
@given(change=losses)
def test_property_no_title_goes_to_another_paper(name: str, change: Change) -> None:
    """What is lost makes no paper of two: a title is the paper's own, said twice, cut off or missing."""
    true = PARSERS[name](bodies()[name])
    for paper, title in parsed(name, change(bodies()[name])).items():
        left = title.replace(true[paper], "").strip()
        assert true[paper].startswith(left), paper


@pytest.mark.parametrize("name", URLS)
@many
@given(changes=st.lists(any_change, min_size=1, max_size=6))
def test_property_an_id_is_read_only_where_it_stands(name: str, changes: list[Change]) -> None:
    """Also when bytes of the ids themselves were changed."""
    body = spoilt(bodies()[name], changes)
    for paper in parsed(name, body):
        assert paper.removeprefix("arxiv:").encode() in body.lower(), paper


@pytest.mark.parametrize("name", URLS)
@many
@given(body=st.binary(max_size=400))
def test_property_noise_is_an_error_or_nothing(name: str, body: bytes) -> None:
    assert parsed(name, body) == {}

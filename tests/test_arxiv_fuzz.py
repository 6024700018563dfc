"""Two hundred spoilt bodies per parser: a clear error or true items, never a crash, a hang or a wrong item."""

from collections.abc import Callable
from datetime import date
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from achim.errors import SourceError
from achim.sources.arxiv_api import parse_feed as parse_query_feed
from achim.sources.arxiv_feed import parse_feed
from achim.sources.arxiv_listing import parse_listing
from achim.sources.arxiv_oai import parse_records
from tests.arxiv_world import NOON, arxiv_world
from tests.damage import Change, any_change, losses, many, spoilt, structural
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

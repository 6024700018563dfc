"""The query API as an enricher: what it learnt is kept, what it could not is told, and it is not begged."""

from collections.abc import Sequence
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest

from achim.domain.note import Note
from achim.domain.paper import Announcement
from achim.errors import SourceError
from achim.sources.arxiv_api import ArxivApi, parse_feed
from tests.arxiv_world import NOON, TUESDAY, ArxivWorld, arxiv_world
from tests.fakes import announcement, arxiv_id
from tests.upstream.faults import FAULTS
from tests.upstream.synthetic import synthetic

KNOWN = synthetic(7, [date(2026, 8, day) for day in (10, 11)], per_day=120, categories=("cs.AI", "cs.CL"))
WORKS = [work for work in KNOWN.batch(TUESDAY) if work.announce_kind == "new"]


def api(world: ArxivWorld) -> ArxivApi:
    return ArxivApi(world.client, base_url="https://export.arxiv.org")


def bare(number: int, **fields: object) -> Announcement:
    """An announcement of the number-th work without anything but its id."""
    told: dict[str, object] = {
        "native_id": str(number),
        "abstract": None,
        "authors": (),
        "categories": (),
        "title": "?",
        "paper_id": arxiv_id(WORKS[number].arxiv_id or ""),
    }
    return announcement(number, **{**told, **fields})  # pyright: ignore[reportArgumentType]


def abstracts(announcements: Sequence[Announcement]) -> list[bool]:
    return [bool(each.abstract) for each in announcements]


def test_only_what_is_lacking_is_filled_in() -> None:
    with arxiv_world(NOON, KNOWN) as world:
        own = bare(0, paper_id=None, title=WORKS[0].title, abstract="Our own words.")
        (filled,) = api(world).enrich([own]).announcements

    assert filled.abstract == "Our own words."
    assert filled.authors == WORKS[0].authors
    assert filled.paper_id == f"arxiv:{WORKS[0].arxiv_id}"


def test_nothing_lacking_asks_nothing() -> None:
    with arxiv_world(NOON, KNOWN) as world:
        whole = (announcement(1), announcement(2))

        assert api(world).enrich(whole).announcements == whole
        assert world.server.log == ()


def test_ids_that_are_silently_dropped_stay_as_they_are() -> None:
    """Unknown ones are no fault; the others are matched by id, not by place."""
    with arxiv_world(NOON, KNOWN) as world:
        asked = [bare(0), bare(1, paper_id=arxiv_id("2401.99999")), bare(2)]
        enriched = api(world).enrich(asked)

    assert abstracts(enriched.announcements) == [True, False, True]
    assert enriched.announcements[1] == asked[1]
    assert [each.authors for each in enriched.announcements[::2]] == [WORKS[0].authors, WORKS[2].authors]
    assert enriched.fault is None


def test_fault_what_was_learnt_before_and_after_is_kept() -> None:
    """The second of three requests fails: fifty papers stay bare, the fault is told."""
    with arxiv_world(NOON, KNOWN) as world:
        world.server.script("arxiv_api", "200,503,200")
        asked = sorted((bare(number) for number in range(105)), key=lambda each: str(each.paper_id))
        enriched = api(world).enrich(asked)

    assert abstracts(enriched.announcements) == [True] * 50 + [False] * 50 + [True] * 5
    assert enriched.fault == Note.of("fetch.status", status=503)


def test_fault_after_three_in_a_row_it_is_asked_no_more() -> None:
    with arxiv_world(NOON, KNOWN) as world:
        world.server.script("arxiv_api", "*:429")
        titled = [bare(number, paper_id=None, title=WORKS[number].title) for number in range(60)]
        enriched = api(world).enrich(titled)

        assert len(world.server.requests("arxiv_api")) == 3
    assert enriched.announcements == tuple(titled)
    assert enriched.fault == Note.of("fetch.rate_limited", status=429)


def test_fault_an_empty_page_is_asked_for_once_more() -> None:
    with arxiv_world(NOON, KNOWN) as world:
        world.server.script("arxiv_api", "empty_page,200")
        enriched = api(world).enrich([bare(0), bare(1)])

        assert abstracts(enriched.announcements) == [True, True]
        assert enriched.fault is None
        world.server.script("arxiv_api", "*:empty_page")
        enriched = api(world).enrich([bare(2), bare(3)])

        assert enriched.fault == Note.of("source.partial", got=0, expected=2)
        assert len(world.server.requests("arxiv_api")) == 2 + 2


@pytest.mark.parametrize(
    "fault", ["error_feed", "error_feed_200", "rate_exceeded_200", "truncated", "malformed", "other_page"]
)
def test_fault_an_error_is_never_a_paper(fault: str) -> None:
    with arxiv_world(NOON, KNOWN) as world:
        world.server.script("arxiv_api", [], forever=FAULTS[fault])
        asked = (bare(0), bare(1, paper_id=None, title="Error"))
        enriched = api(world).enrich(asked)

    assert enriched.announcements == asked
    assert enriched.fault


def test_requests_are_of_fifty_ids_and_six_titles() -> None:
    with arxiv_world(NOON, KNOWN) as world:
        by_id = [bare(number) for number in range(60)]
        by_title = [
            bare(100 + number % 2, paper_id=None, title=f"No work is called so {number}") for number in range(7)
        ]
        api(world).enrich([*by_id, *by_title])
        asked = [parse_qs(urlsplit(f"?{request.query}").query) for request in world.server.requests("arxiv_api")]

    assert [len(each["id_list"][0].split(",")) for each in asked if "id_list" in each] == [50, 10]
    assert [each["search_query"][0].count("ti:") for each in asked if "search_query" in each] == [6, 1]


@pytest.mark.parametrize(
    "body",
    [
        b"Rate exceeded.",
        b"",
        b"<feed",
        b"<html></html>",
        b"\x00\xff",
        b'<!DOCTYPE feed [<!ENTITY a "b">]><feed>&a;</feed>',
    ],
)
def test_fault_an_answer_that_is_no_feed_is_a_fault(body: bytes) -> None:
    with pytest.raises(SourceError):
        parse_feed(body)

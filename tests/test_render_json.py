"""The JSON is complete, follows its published schema, and holds hostile text as data."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from achim.domain.edition import Edition, Score
from achim.render.edition_json import audit_json, edition_json
from achim.render.edition_schema import schema
from achim.store.codec import from_json, to_json
from tests import editions

DAYS = (
    "full_day",
    "written_day",
    "quiet_day",
    "day_with_gaps",
    "lost_day",
    "revised_day",
    "day_with_updates",
    "corrected_day",
    "hostile_day",
)
PUBLISHED = Path(__file__).parents[1] / "docs" / "schema" / "edition.schema.json"


def _validator() -> Any:
    """Its stubs leave types open, which the strict checker does not let pass."""
    return Draft202012Validator(schema())


def _told(data: bytes) -> Any:
    return json.loads(data)


@pytest.mark.parametrize("day", DAYS)
def test_every_edition_follows_the_schema(day: str) -> None:
    Draft202012Validator.check_schema(schema())
    errors = _validator().iter_errors(_told(edition_json(getattr(editions, day)())))
    assert [error.message for error in errors] == []


def test_the_schema_refuses_a_field_more_or_less() -> None:
    told = _told(edition_json(editions.full_day()))
    validator = _validator()
    assert not validator.is_valid({**told, "more": 1})
    assert not validator.is_valid({name: value for name, value in told.items() if name != "gaps"})
    del told["topics"][0]["entries"][0]["sentences"]
    assert not validator.is_valid(told)


def test_the_published_schema_is_the_program_s() -> None:
    assert json.loads(PUBLISHED.read_text(encoding="utf-8")) == schema()


def test_an_entry_tells_its_paper_its_reasons_and_where_it_comes_from() -> None:
    told = _told(edition_json(editions.full_day()))
    assert [topic["emoji"] for topic in told["topics"]][:2] == ["🎈", "🌿"]
    entry = told["topics"][0]["entries"][0]
    paper = next(editions.full_day().entries).paper
    assert entry["id"] == "arxiv:2410.24198"
    assert entry["sentences"][5]["number"] == 6
    assert entry["score"]["parts"][0] == {
        "points": 1.2, "code": "rank.fresh", "params": {"days": "4"}, "text": "공개된 지 4일",
    }  # fmt: skip
    assert entry["topic"]["reasons"][0]["code"] == "topic.keyword"
    assert entry["provenance"]["fields"]["title"] == paper.announcements[0].key
    claim = told["topics"][0]["claims"][2]
    assert claim["citations"][0]["sentences"] == [6]
    assert claim["citations"][0]["quote"] == entry["sentences"][5]["text"] == claim["text"]


def test_the_ledger_sums_per_source() -> None:
    for line in _told(edition_json(editions.full_day()))["ledger"]["sources"]:
        assert sum(line["buckets"].values()) == line["announced"]


def test_the_audit_tells_dropped_claims_and_the_fate_of_every_announcement() -> None:
    day = editions.written_day()
    told = _told(audit_json(day))
    assert told["dropped"][0]["verdict"]["reasons"][0]["text"] == "수치 99.9%가 근거 문장에 없다"
    assert len(told["printed"]) == sum(len(section.claims) for section in day.sections)
    assert len(told["fates"]) == sum(line["announced"] for line in told["ledger"]["sources"])


@pytest.mark.parametrize("day", DAYS)
def test_the_same_edition_gives_the_same_bytes(day: str) -> None:
    make = getattr(editions, day)
    assert edition_json(make()) == edition_json(make())
    assert audit_json(make()) == audit_json(make())
    assert edition_json(make()).endswith(b"}\n")


def test_a_score_of_no_parts_gives_the_same_bytes_from_the_archive() -> None:
    edition = editions.full_day()
    edition = replace(edition, listed=(replace(edition.listed[0], score=Score(()).total),))

    assert edition_json(from_json(Edition, to_json(Edition, edition))) == edition_json(edition)


def test_hostile_text_is_kept_as_it_was_but_for_what_utf8_cannot_hold() -> None:
    title = _told(edition_json(editions.hostile_day()))["topics"][0]["entries"][0]["title"]
    assert title == editions.HOSTILE.replace("\ud800", "\ufffd")

"""The record with planted errors: every plant is refused with its reason, and what is true beside it is printed."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from achim.app import PLANTED, App
from achim.domain.claim import JudgedClaim
from achim.domain.edition import Edition
from achim.render.audit import audit_lines
from achim.render.markdown import markdown
from achim.render.messages import say
from achim.request import BuildRequest
from achim.settings import Settings
from tests.fakes import FakeProgress

_TOLD = json.loads((Path(__file__).parents[1] / "tools" / "sample" / "planted.json").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Told:
    """A claim as ``planted.json`` has it; ``refused`` is the reason against a plant."""

    text: str
    plant: str
    refused: str


def _claims() -> list[Told]:
    rows: list[dict[str, Any]] = [*(row for rows in _TOLD["papers"].values() for row in rows), *_TOLD["impact"]]
    return [Told(row["text"], row.get("plant", ""), row.get("refused", "")) for row in rows]


PLANTS = [each for each in _claims() if each.plant]
TRUE = [each for each in _claims() if not each.plant]


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    place = tmp_path_factory.mktemp("planted")
    app = App(settings=Settings(), home=place / "home", progress=FakeProgress(), say=print)
    return app.build(BuildRequest(replay=PLANTED, out=place / "out")).outcome.edition


def test_the_record_answers_what_is_asked(edition: Edition) -> None:
    """Else prompts have changed since it was made: `make sample` makes it anew.

    What is asked to be mended has the reasons in it and changes with the checks; unanswered, the plants fall the same.
    """
    assert edition.ledger.use.calls >= 1
    assert {dict(note.params)["what"] for note in edition.ledger.writing} <= {"write.unrepaired"}
    assert edition.is_complete


def test_seven_kinds_of_error_are_planted() -> None:
    assert len({each.plant for each in PLANTS}) == len(PLANTS) == 7
    assert len(TRUE) == 7


@pytest.mark.parametrize("plant", PLANTS, ids=[each.plant for each in PLANTS])
def test_a_plant_is_refused_with_its_reason(plant: Told, edition: Edition) -> None:
    """And is nowhere in what readers see."""
    dropped = {each.claim.text: each for each in edition.dropped}
    assert plant.refused in {reason.code for reason in dropped[plant.text].verdict.reasons}
    assert plant.text not in markdown(edition)


@pytest.mark.parametrize("told", TRUE, ids=[each.text[:12] for each in TRUE])
def test_what_is_true_beside_the_plants_is_printed(told: Told, edition: Edition) -> None:
    printed = [each.claim.text for section in edition.sections for each in section.claims]
    assert told.text in printed


def test_the_audit_shows_each_plant_with_why(edition: Edition) -> None:
    text = "\n".join(audit_lines(edition))
    for each in edition.dropped:
        assert each.claim.text in text
        for reason in each.verdict.reasons:
            assert say(reason, "ko") in text


def test_what_fell_is_quoted_and_the_edition_says_what_it_is(edition: Edition) -> None:
    """Each paper keeps an approach and a result; a result that lied is the abstract's own sentence now."""
    claims: list[JudgedClaim] = [each for section in edition.sections for each in section.claims]
    for entry in edition.entries:
        roles = {each.claim.role for each in claims if each.claim.citations[0].paper == entry.paper.id}
        assert {"approach", "result"} <= roles
    assert all(each.claim.quoted for each in claims if each.claim.role == "result")
    assert "일부러" in markdown(edition)

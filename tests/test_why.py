"""``achim why``: printed, listed, ranked out and withheld works say why; what is not known is not made up."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from achim.cli import commands
from achim.domain.edition import EditionKey
from achim.domain.ids import PaperId
from achim.domain.interests import Interests, Never, Wish
from achim.errors import UserError
from achim.pipeline import Order, build
from achim.steps.standing import standing
from achim.store.sql import SqlStore
from tests.fakes import DAY, MORNING, FakeSource, announcement, make_parts, make_store

KEY = EditionKey(day=DAY, lang="en")
WANTS = Interests(phrases=(Wish("Sparrow 3"),), never=(Never("author", "Ada Lovelace7"),))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with eight papers: four printed, two named, one only counted, one withheld."""
    folder = tmp_path_factory.mktemp("why")
    store = make_store(folder)
    source = FakeSource(known=tuple(announcement(number) for number in range(1, 9)))
    order = Order(key=KEY, time_zone="Asia/Seoul", print_most=4, list_most=2, interests=WANTS)
    build(order, MORNING, make_parts(store, [source]))
    store.close()
    return folder


def _standing(store: SqlStore, number: int):
    edition = store.edition(KEY)
    assert edition
    return standing(edition, PaperId(f"arxiv:2410.{10000 + number}"), store.works.scored(KEY))


def test_every_announced_work_has_a_standing_with_its_reason(home: Path) -> None:
    store = make_store(home)
    found = [_standing(store, number) for number in range(1, 9)]
    assert _standing(store, 99) is None
    store.close()
    assert all(found)
    buckets = [each.bucket for each in found if each]
    assert (buckets.count("printed"), buckets.count("listed"), buckets.count("ranked_out")) == (4, 2, 1)
    for each in found:
        assert each
        if each.bucket == "withheld":
            assert (each.score, each.reason and each.reason.code) == (None, "withheld.never.author")
        else:
            assert each.score
            assert each.score.total == pytest.approx(sum(part.points for part in each.score.parts), abs=2e-3)
            assert each.ranked == 7
    places = sorted(each.place for each in found if each and each.place)
    assert places == list(range(1, 8))


def test_the_command_says_it_in_words_and_in_json(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def said(*tokens: str) -> str:
        commands([*tokens, "--home", str(home)], result_action="return_value")
        return capsys.readouterr().out

    text = said("why", "2410.10003", "--lang", "en")
    assert "your phrase ‘Sparrow 3’ in the title" in text
    assert "place 1 of 7" in text
    told = json.loads(said("why", "https://arxiv.org/abs/2410.10007v2", "--json", "--lang", "en"))
    assert [(each["bucket"], each["reason"]["text"]) for each in told] == [
        ("withheld", "by Ada Lovelace7, never to be shown")
    ]
    out = json.loads(said("why", "2410.10001", "--json", "--lang", "en"))[0]
    assert out["score"]["total"] == pytest.approx(sum(part["points"] for part in out["score"]["parts"]), abs=2e-3)
    assert out["least_printed"] >= out["score"]["total"] or out["reason"]
    with pytest.raises(UserError):
        said("why", "2401.99999")
    with pytest.raises(UserError):
        said("why", "no such thing")


def test_gap_an_edition_from_before_scores_were_kept_makes_nothing_up(home: Path) -> None:
    store = make_store(home)
    edition = store.edition(KEY)
    store.close()
    assert edition
    listed = edition.listed[0].paper
    told = standing(edition, listed, ())
    assert told == replace(told, score=None, place=None, ranked=None, least=None) if told else False

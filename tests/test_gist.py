"""Laws of the gist sentence, of the weights that ship, and of the measure they are judged by."""

import gzip
import json
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from achim.domain.paper import Sentence
from achim.sentence_models import GIST_FILE, ROLES_FILE, load_sentence_models
from achim.steps.gist import gist, gist_points
from achim.steps.roles import ROLES, context
from bench.rouge import Rouge, rouge, stem

MODEL = load_sentence_models().gist
TITLE = "TableTree: parsing nested headers"
BACKGROUND = "Tables are read by many systems in the office."
APPROACH = "We propose TableTree, a parser that reads nested headers as trees."
CODE = "Code is available."


def sentences(*texts: str) -> tuple[Sentence, ...]:
    return tuple(Sentence(number, text) for number, text in enumerate(texts, 1))


@pytest.mark.parametrize("order", [(BACKGROUND, APPROACH, CODE), (APPROACH, BACKGROUND, CODE)])
def test_the_sentence_that_says_what_is_proposed_is_the_gist(order: tuple[str, ...]) -> None:
    chosen = gist(TITLE, sentences(*order), MODEL)
    assert chosen is not None
    assert chosen.text == APPROACH


def test_gap_without_sentences_there_is_no_gist() -> None:
    assert gist(TITLE, (), MODEL) is None


def test_of_equal_sentences_the_place_decides_and_the_answer_is_one_of_them() -> None:
    chosen = gist(TITLE, sentences(*[BACKGROUND] * 4), MODEL)
    assert chosen is not None
    assert chosen.number in range(1, 5)


@given(st.text(max_size=60), st.lists(st.text(max_size=150), max_size=8))
def test_property_hostile_text_gets_a_point_per_sentence_and_always_the_same(title: str, texts: list[str]) -> None:
    points = gist_points(title, sentences(*texts), MODEL)
    assert len(points) == len(texts)
    assert gist_points(title, sentences(*texts), MODEL) == points


def test_rouge_1_on_scitldr_dev_stays_above_its_floor(shared_file: Callable[[str], Path]) -> None:
    found: list[float] = []
    with gzip.open(shared_file("data/scitldr/dev.jsonl.gz"), "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            chosen = gist(row["title"], sentences(*row["source"]), MODEL)
            found.append(rouge(chosen.text, row["target"]).one if chosen else 0.0)
    assert sum(found) / len(found) >= 0.41


def test_the_shipped_weights_fit_their_use_and_stay_small() -> None:
    roles = load_sentence_models().roles
    assert len(roles.context) == len(context([(0.2,) * len(ROLES)])[0])
    assert {len(row) for row in (*roles.phrases.values(), *roles.context, *roles.after, roles.first)} == {len(ROLES)}
    data = files("achim").joinpath("data")
    assert sum(len(data.joinpath(name).read_bytes()) for name in (ROLES_FILE, GIST_FILE)) < 200_000


@pytest.mark.parametrize(
    ("said", "true", "expected"),
    [
        # 3 of 4 words against 3 of 5; pairs: 1 of 3 against 1 of 4 (b c); in order: a, c, d
        ("aa bb cc dd", ["aa xx bb cc yy"], Rouge(2 * 3 / 9, 2 * 1 / 7, 2 * 3 / 9)),
        # a word said twice counts once where the reference has it once; in order only one of two
        ("bb aa aa", ["aa bb"], Rouge(2 * 2 / 5, 0.0, 2 * 1 / 5)),
        ("aa bb", ["cc dd", "bb aa"], Rouge(1.0, 0.0, 0.5)),
        ("Parsers parsing", ["parser parse"], Rouge(1.0, 1.0, 1.0)),
        ("", ["aa"], Rouge(0.0, 0.0, 0.0)),
    ],
)
def test_rouge_is_as_counted_by_hand(said: str, true: list[str], expected: Rouge) -> None:
    assert rouge(said, true) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("caresses", "caress"), ("ponies", "poni"), ("agreed", "agre"), ("plastered", "plaster"), ("motoring", "motor"),
        ("hopping", "hop"), ("filing", "file"), ("happy", "happi"), ("relational", "relat"), ("rational", "ration"),
        ("vietnamization", "vietnam"), ("triplicate", "triplic"), ("hopefulness", "hope"), ("adjustable", "adjust"),
        ("adoption", "adopt"), ("controlling", "control"), ("cease", "ceas"),
    ],
)  # fmt: skip
def test_stems_are_porters(word: str, expected: str) -> None:
    """Examples of his paper, each through all steps."""
    assert stem(word) == expected

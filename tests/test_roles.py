"""Laws of sentence roles."""

import gzip
import json
from collections.abc import Callable, Sequence
from itertools import pairwise, product
from math import exp
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from achim.domain.paper import Sentence
from achim.sentence_models import load_sentence_models
from achim.steps.roles import ROLES, Role, RoleModel, context
from achim.steps.roles import roles as roles_by
from bench.role_ceiling import ceiling

MODEL = load_sentence_models().roles


def roles(told: Sequence[Sentence]) -> tuple[Role, ...]:
    return roles_by(told, MODEL)


def sentences(*texts: str) -> tuple[Sentence, ...]:
    return tuple(Sentence(number, text) for number, text in enumerate(texts, 1))


def test_an_ordinary_abstract_goes_from_background_to_result() -> None:
    found = roles(
        sentences(
            "In recent years, table reading has become a popular task.",
            "However, existing systems often fail on nested headers.",
            "In this paper, we propose TableTree, a parser for nested headers.",
            "First, we use a tree encoder that is based on cell positions.",
            "Experimental results show that TableTree outperforms six baselines by 4.2%.",
            "Code is available at https://example.org/tabletree.",
        )
    )
    assert found[:2] == ("background", "background")
    assert found[2] in ("objective", "method")
    assert found[3:] == ("method", "result", "other")


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Experimental results show that our parser outperforms all baselines.", "result"),
        ("However, little is known about nested headers.", "background"),
        ("The aim of this study is to examine nested headers.", "objective"),
        ("All rights reserved.", "other"),
    ],
)
def test_a_single_sentence_is_judged_by_its_text(text: str, role: str) -> None:
    assert roles(sentences(text)) == (role,)


def test_neighbours_decide_where_a_sentence_says_nothing_itself() -> None:
    """The same words at the same place are background amid background and method amid methods."""
    plain = "Headers nest three levels deep."
    told = "However, existing parsers often fail in many offices."
    done = "Then, we use a tree encoder, which is trained on columns."
    assert roles(sentences(told, told, plain, told, told))[2] == "background"
    assert roles(sentences(done, done, plain, done, done))[2] == "method"


def test_place_decides_where_no_cue_speaks() -> None:
    """A first sentence without cues is background, a last one closes the abstract."""
    found = roles(sentences(*["Headers of office forms nest three levels deep."] * 10))
    assert found[0] == "background"
    assert found[-1] in ("result", "other")


def test_gap_no_sentences_no_roles() -> None:
    assert roles(()) == ()


@given(st.lists(st.text(max_size=200), max_size=12))
def test_property_hostile_text_gets_one_role_per_sentence_and_always_the_same(texts: list[str]) -> None:
    found = roles(sentences(*texts))
    assert len(found) == len(texts)
    assert set(found) <= set(ROLES)
    assert roles(sentences(*texts)) == found


WEIGHT = st.floats(-3, 3).map(lambda weight: round(weight, 2))
POINTS = st.tuples(*[WEIGHT] * len(ROLES))
EVEN = (1 / len(ROLES),) * len(ROLES)


@st.composite
def models_of_place(draw: st.DrawFn) -> RoleModel:
    """No phrases, so that every opinion is even and the weights of places and of the chain decide."""
    width = len(context([EVEN])[0])
    return RoleModel(
        phrases={},
        context=draw(st.tuples(*[POINTS] * width)),
        after=draw(st.tuples(*[POINTS] * len(ROLES))),
        first=draw(POINTS),
    )


@given(models_of_place(), st.integers(2, 4))
def test_property_a_role_is_the_likeliest_over_all_sequences_counted_one_by_one(model: RoleModel, count: int) -> None:
    own = [
        [sum(number * row[role] for number, row in zip(numbers, model.context, strict=True)) for role in range(5)]
        for numbers in context([EVEN] * count)
    ]
    shares = [[0.0] * len(ROLES) for _ in range(count)]
    for sequence in product(range(len(ROLES)), repeat=count):
        points = model.first[sequence[0]] + sum(own[at][role] for at, role in enumerate(sequence))
        odds = exp(points + sum(model.after[before][role] for before, role in pairwise(sequence)))
        for at, role in enumerate(sequence):
            shares[at][role] += odds
    for row in shares:
        first, second = sorted(row, reverse=True)[:2]
        assume(first > second * (1 + 1e-6))
    expected = tuple(ROLES[row.index(max(row))] for row in shares)
    assert roles_by(sentences(*["Tables nest."] * count), model) == expected


def test_readers_who_all_agree_leave_everything_to_reach() -> None:
    assert ceiling([1.0] * 50)["most"] == 1.0


def votes(*counts: int) -> list[float]:
    """So many sentences whose label has two, three, four and five votes of five."""
    return [share for share, count in zip((0.4, 0.6, 0.8, 1.0), counts, strict=True) for _ in range(count)]


def test_the_ceiling_sinks_with_agreement_and_is_above_what_one_kind_of_odds_reaches() -> None:
    agreeing, mixed, doubting = (
        ceiling(votes(15, 25, 25, 35)),
        ceiling(votes(30, 37, 23, 10)),
        ceiling(votes(50, 37, 11, 2)),
    )
    assert agreeing["most"] > mixed["most"] > doubting["most"] > 1 / len(ROLES)
    assert agreeing["dirichlet"] > mixed["dirichlet"] > doubting["dirichlet"]
    assert mixed["dirichlet"] < mixed["most"]


def test_fault_readers_who_always_agree_by_four_of_five_are_no_independent_readers() -> None:
    with pytest.raises(ValueError, match="no odds"):
        ceiling(votes(0, 0, 9, 0))


def test_micro_f1_on_csabstruct_dev_stays_above_its_floor(shared_file: Callable[[str], Path]) -> None:
    right = total = 0
    with gzip.open(shared_file("data/csabstruct/dev.jsonl.gz"), "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            found = roles(sentences(*row["sentences"]))
            right += sum(said == label for said, label in zip(found, row["labels"], strict=True))
            total += len(found)
    assert right / total >= 0.675

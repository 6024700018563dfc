"""Closeness of papers to readers' examples."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from achim.domain.ids import PaperId
from achim.domain.interests import ExamplePaper, Near
from achim.domain.paper import AnyWork
from achim.interest_model import load_interest_model
from achim.interests import SharedCloseness
from achim.steps.interest import COMMON, POWER, told
from tests.papers import bare_paper

MODEL = load_interest_model()


def _example(title: str, abstract: str = "") -> ExamplePaper:
    return ExamplePaper(id=PaperId(""), title=title, abstract=abstract)


NOISE = _example("Diffusion models for image denoising", "We remove noise from images by diffusion.")
SPEECH = _example("Speech recognition for children", "We recognise the speech of children.")
WORDS = ("speech", "noise", "images", "children", "of", "we", "benchmark", "∅", "한국어")


def _cosine(work: AnyWork, example: ExamplePaper | None) -> float:
    own, known = told(work.title, work.abstract, MODEL), told(example.title, example.abstract, MODEL) if example else {}
    return min(1.0, sum(value * known.get(at, 0.0) for at, value in own.items()))


def _score(work: AnyWork, examples: Sequence[ExamplePaper]) -> float:
    """The formula, one work and one example at a time."""
    mean = sum(_cosine(work, each) ** POWER for each in examples) / len(examples)
    return max(0.0, mean - COMMON * MODEL.usual(told(work.title, work.abstract, MODEL)))


def test_the_nearest_example_is_the_reason_and_closer_papers_score_higher() -> None:
    near = bare_paper("Recognising speech of children", "A recogniser of children's speech.")
    far = bare_paper("Scheduling of vehicles", "We schedule vehicles in a city with many depots.")
    (_, close), (_, apart) = SharedCloseness(MODEL).near((near, far), (NOISE, SPEECH), 0.0)
    assert close.nearest == SPEECH
    assert 0 <= apart.score < close.score <= 1


def test_gap_without_examples_or_words_there_is_no_closeness() -> None:
    closeness = SharedCloseness(MODEL)
    paper, silent = bare_paper(), bare_paper("∅")
    assert closeness.near((paper,), (), 0.0) == [(paper, Near(0.0, None))]
    assert closeness.near((silent,), (SPEECH, _example("x")), 0.0) == [(silent, Near(0.0, None))]
    assert closeness.near((), (SPEECH,), 0.0) == closeness.near((silent,), (SPEECH,), 0.01) == []


def test_what_everybody_says_is_worth_less() -> None:
    usual, rare = (MODEL.usual(told(text, "", MODEL)) for text in ("We propose a new method", "Glacier isotopes"))
    assert 0 <= rare < usual < 1


titles = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)


@given(st.lists(st.lists(titles, min_size=1, max_size=4), max_size=5), st.lists(titles, max_size=40))
@settings(max_examples=40, deadline=None)
def test_property_all_readers_at_once_are_told_what_each_is_alone(readers: list[list[str]], papers: list[str]) -> None:
    """Whoever else reads, whoever was expected, and in whatever order works are asked about."""
    works = [bare_paper(title, "") for title in papers]
    examples = [tuple(map(_example, own)) for own in readers]
    at_once = SharedCloseness(MODEL, examples)
    for own in [*examples, (NOISE,)]:
        whole = at_once.near(works, own, 0.0)
        found = [near for _, near in (*at_once.near(works[::2], own, 0.0), *whole)]
        asked = [*works[::2], *works]
        assert [each.score for each in found] == pytest.approx([_score(work, own) for work in asked], abs=1e-9)
        best = [max(_cosine(work, each) for each in own) for work in asked]
        nearest = [_cosine(work, each.nearest) for work, each in zip(asked, found, strict=True)]
        assert nearest == pytest.approx(best, abs=1e-9)
        assert [each.nearest is None for each in found] == [cosine == 0 for cosine in best]
        close = [told for told in whole if told[1].score >= 0.3]
        assert at_once.near(works, own, 0.3) == close

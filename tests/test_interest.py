"""Closeness of papers to a reader's examples."""

import pytest

from achim.interest_model import load_interest_model
from achim.interests import closeness
from achim.steps.interest import Example, Interest, interest, told
from tests.papers import bare_paper

MODEL = load_interest_model()
NOISE = Example("arxiv:2411.00002", "Diffusion models for image denoising", "We remove noise from images by diffusion.")
SPEECH = Example("arxiv:2411.00003", "Speech recognition for children", "We recognise the speech of children.")


def test_the_nearest_example_is_the_reason_and_closer_papers_score_higher() -> None:
    near = bare_paper("Recognising speech of children", "A recogniser of children's speech.")
    far = bare_paper("Scheduling of vehicles", "We schedule vehicles in a city with many depots.")
    close, apart = interest((near, far), (NOISE, SPEECH), MODEL)
    assert close.nearest == SPEECH
    assert 0 <= apart.score < close.score <= 1


def test_gap_without_examples_or_words_there_is_no_closeness() -> None:
    assert interest((bare_paper(),), (), MODEL) == (Interest(0.0, None),)
    assert interest((bare_paper("∅"),), (SPEECH, Example("x", "", "")), MODEL) == (Interest(0.0, None),)


def test_property_many_readers_at_once_are_told_what_one_is() -> None:
    papers = [bare_paper(f"{word} of speech and images", "Noise in children's speech.") for word in ("A", "Removal")]
    papers.append(bare_paper("∅"))
    readers: list[list[Example]] = [[NOISE, SPEECH], [], [SPEECH], [Example("x", "", "")]]
    known = [[told(each.title, each.abstract, MODEL) for each in own] for own in readers]
    at_once = closeness([told(each.title, each.abstract, MODEL) for each in papers], known)
    one_by_one = [[each.score for each in interest(papers, own, MODEL)] for own in readers]
    assert at_once.tolist() == [pytest.approx(row, abs=1e-6) for row in one_by_one]
    assert at_once.any()

"""Closeness of papers to a reader's examples."""

from achim.interest_model import load_interest_model
from achim.steps.interest import Example, Interest, interest
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

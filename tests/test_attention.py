"""Early attention: what is predicted of a paper at its announcement, and when it counts."""

from dataclasses import replace
from datetime import UTC, date, datetime

from achim.attention_model import load_attention
from achim.domain.paper import AnnounceKind, Announcement, Paper, Signal
from achim.steps.attention import ATTENTION_POINTS, attention_signal, percent_below, predicted
from tests.papers import bare_paper

MODEL = load_attention()
SIGNAL = attention_signal(MODEL)


def _announced(kind: AnnounceKind = "new", title: str = "OpenSeek: An Open-Source Reasoning Model at 32B") -> Paper:
    told = Announcement(
        source="arxiv", native_id="2411.00001", batch=date(2024, 11, 4), kind=kind, title=title, url="",
        seen_at=datetime(2024, 11, 4, tzinfo=UTC),
    )  # fmt: skip
    text = "We release a large language model for reasoning with code at https://github.com/open/seek and weights."
    return replace(bare_paper(title, text), announcements=(told,), authors=tuple(f"Author {n}" for n in range(30)))


def test_a_paper_that_nobody_could_vote_on_gets_points_for_what_is_predicted() -> None:
    (part,) = SIGNAL(_announced())
    assert part.note.code == "rank.attention"
    assert 0.5 <= part.points < ATTENTION_POINTS
    dull = bare_paper("A Note on a Lemma in Graph Theory", "A lemma on the degrees of trees is shown to be false.")
    assert list(SIGNAL(replace(dull, announcements=_announced().announcements))) == []


def test_gap_votes_that_are_in_and_places_that_pick_leave_nothing_to_predict() -> None:
    voted = replace(_announced(), signals=(Signal("votes", 0),))
    assert [list(SIGNAL(each)) for each in (voted, _announced("featured"), _announced("replace"))] == [[], [], []]


def test_property_whitespace_and_names_of_authors_change_nothing() -> None:
    paper = _announced()
    again = replace(paper, title=f" {paper.title}\n", authors=tuple(f"Other {n}" for n in range(30)))
    assert SIGNAL(again) == SIGNAL(paper)


def test_percentiles_rise_and_a_blank_text_has_a_prediction() -> None:
    assert list(MODEL.percentiles) == sorted(MODEL.percentiles)
    assert len(MODEL.percentiles) == 100
    assert 0 <= percent_below(predicted("", "", 0, MODEL), MODEL) <= 99
    assert percent_below(float("inf"), MODEL) == 99

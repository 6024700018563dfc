"""Why an entry is here: words and parts that add up to the score that is read, wherever an edition is read."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from achim.domain.delivery import Issue
from achim.domain.edition import Edition, Score, ScorePart
from achim.domain.note import Note
from achim.render.chat import FORMS, Chat, Service
from achim.render.inert import markdown_text
from achim.render.mail import environment, mail_text
from achim.render.markdown import markdown
from achim.render.messages import say
from achim.render.reasons import in_thousandths, why_here, why_here_in_short
from achim.render.terminal import terminal
from achim.render.view import view
from tests import editions

_POINTS = st.floats(-12, 12).map(lambda points: round(points, 3))
_FIGURE = re.compile(r"(?<= )(?:[+-]?\d[\d.]*)(?=[:,]|$)")
NOTES = (
    Note.of("rank.code"),
    Note.of("rank.data"),
    Note.of("rank.weights"),
    Note.of("interest.close", example="x" * 400),
    Note.of("rank.venue", venue="ACL"),
)


@given(st.lists(_POINTS, max_size=12))
def test_property_rounded_parts_are_the_rounded_sum(points: list[float]) -> None:
    told = in_thousandths(points)
    assert abs(sum(told) - 1000 * sum(points)) <= 0.5 + 1e-6
    assert all(abs(own - 1000 * exact) < 1 + 1e-6 for own, exact in zip(told, points, strict=True))


@pytest.mark.parametrize("lang", ["ko", "en"])
@given(points=st.lists(_POINTS, min_size=5, max_size=5))
def test_property_what_is_read_adds_up_and_the_short_form_too(lang: str, points: list[float]) -> None:
    score = Score(tuple(ScorePart(each, note) for each, note in zip(points, NOTES, strict=True)))
    for told in (why_here, why_here_in_short):
        text = told(score, lambda note: say(note, lang), lang)
        total, *parts = (round(1000 * float(each)) for each in _FIGURE.findall(text))
        assert sum(parts) == total
    assert len(why_here_in_short(score, lambda note: say(note, lang), lang)) < 300


def test_a_score_of_nothing_is_said_without_parts() -> None:
    assert why_here(Score(()), lambda note: say(note, "en"), "en") == "Score 0"


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_each_rendering_says_of_each_entry_why_it_is_here(lang: str) -> None:
    edition = editions.written_day()
    edition = replace(edition, key=replace(edition.key, lang=lang))
    papers = [paper for topic in view(edition).topics for paper in topic.papers]
    assert len(papers) == sum(1 for _ in edition.entries)
    assert all(paper.why in _terminal(edition) for paper in papers)
    assert all(markdown_text(paper.why) in markdown(edition) for paper in papers)
    mail = mail_text(Issue(edition=edition), environment({}), "example.org", can_leave=True)
    assert all(paper.why in mail.text and paper.why_in_short in mail.html for paper in papers)


@pytest.mark.parametrize("service", list(FORMS))
def test_a_message_of_a_chat_says_of_each_entry_why_it_is_here(service: Service) -> None:
    edition = editions.written_day()
    told = {block.entry: block.text for each in Chat(service).messages(Issue(edition=edition)) for block in each.blocks}
    for topic in view(edition).topics:
        for paper in topic.papers:
            assert FORMS[service].escape(paper.why_in_short) in told[paper.work]


def _terminal(edition: Edition) -> str:
    console = Console(width=92)
    with console.capture() as captured:
        console.print(terminal(edition, 92))
    return " ".join(captured.get().split())

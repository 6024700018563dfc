"""A week's round-up repeats what was printed, chosen anew, and says nothing of its own but counts."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from achim.domain.edition import Edition
from achim.domain.note import Note
from achim.domain.paper import Gap
from achim.domain.shelf import head_of
from achim.domain.weeks import told_weeks
from achim.steps.weekly import LINES, weekly
from tests.editions import corrected_day, full_day, written_day

MONDAY = date(2024, 11, 4)
GAP = Gap("arxiv", Note.of("fetch.timeout"))


def on(edition: Edition, day: int, sections: slice = slice(None)) -> Edition:
    """The edition's topics as one of the week's days printed them; Monday is 0."""
    key = replace(edition.key, day=MONDAY + timedelta(days=day))
    return replace(edition, key=key, sections=edition.sections[sections])


def test_lines_are_printed_claims_of_several_topics_and_each_leads_to_its_edition() -> None:
    editions = [on(full_day(), 2, slice(4, None)), on(full_day(), 0, slice(0, 4))]
    (papers,) = weekly(editions).kinds
    printed = {id(claim): edition.key for edition in editions for each in edition.sections for claim in each.claims}

    assert len(papers.lines) == LINES["papers"]
    assert all(printed[id(line.judged)] == line.key for line in papers.lines)
    assert len({line.entry.paper.id for line in papers.lines}) == len(papers.lines)
    assert len({line.section.topic.key for line in papers.lines}) >= 5


def test_property_the_next_line_is_worth_no_more_where_a_topics_and_a_days_further_ones_count_less() -> None:
    (papers,) = weekly([on(full_day(), 0)]).kinds
    topics = [line.section.topic.key for line in papers.lines]
    spread = [(1 + topics[:at].count(topic)) * (1 + at / 4) for at, topic in enumerate(topics)]
    worth = [line.entry.score.total / more for line, more in zip(papers.lines, spread, strict=True)]

    assert worth == sorted(worth, reverse=True)
    assert worth[0] == max(entry.score.total for entry in full_day().entries)


def test_claims_over_several_papers_and_views_are_no_lines() -> None:
    (papers,) = weekly([on(written_day(), 0)]).kinds

    for line in papers.lines:
        assert line.judged.claim.kind == "fact"
        assert {citation.paper for citation in line.judged.claim.citations} == {line.entry.paper.id}


def test_a_work_of_two_editions_counts_and_speaks_once() -> None:
    (papers,) = weekly([on(full_day(), 0), on(full_day(), 1, slice(0, 2))]).kinds

    assert papers.works == head_of(full_day()).printed
    assert {line.key.day for line in papers.lines} == {MONDAY}


def test_a_work_that_was_withdrawn_since_is_no_line_and_a_corrected_sentence_is_told_as_it_is_now() -> None:
    edition = on(corrected_day(), 0, slice(0, 1))
    (papers,) = weekly([edition]).kinds
    corrected = next(each for each in edition.corrections if each.claim == "p1-result-1")

    assert {line.entry.number for line in papers.lines} == {1, 2, 4}
    assert corrected.says in {line.judged.claim.text for line in papers.lines}


def test_gaps_of_all_days_are_the_weeks() -> None:
    week = weekly([replace(on(full_day(), 3), gaps=(GAP,)), on(full_day(), 0)])

    assert [(each.key.day, each.gap) for each in week.gaps] == [(MONDAY + timedelta(days=3), GAP)]
    assert [edition.key.day for edition in week.editions] == [MONDAY, MONDAY + timedelta(days=3)]


def test_editions_of_two_weeks_are_no_week() -> None:
    with pytest.raises(ValueError, match="2 weeks"):
        weekly([on(full_day(), 0), on(full_day(), 7)])


@pytest.mark.parametrize(
    ("days", "told"),
    [([0, 4], []), ([0, 5], [0]), ([6], [0]), ([0, 7], [0]), ([0, 14, 20], [14, 0]), ([], [])],
)
def test_a_week_is_told_once_a_later_edition_shows_that_it_is_saturday(days: list[int], told: list[int]) -> None:
    found = told_weeks(MONDAY + timedelta(days=day) for day in days)

    assert [(first - MONDAY).days for first in found] == told

"""Works that were told of under another id."""

from dataclasses import replace
from datetime import date

from achim.domain.ids import PaperId
from achim.domain.paper import Paper
from achim.ports import Printed
from achim.steps.deduplicate import deduplicate
from achim.steps.recognise import recognise
from tests.fakes import ABSTRACT, announcement

TITLE = "Sparrow 1: translating speech with compact models"
BY_ADDRESS = PaperId("url:https://deeplearn.org/arxiv/501/sparrow")


def told(paper: str, title: str = TITLE, abstract: str = ABSTRACT) -> Printed:
    return Printed(paper=PaperId(paper), day=date(2024, 11, 1), version=None, title=title, abstract=abstract)


def named() -> tuple[Paper, ...]:
    return deduplicate([announcement(1)])


def nameless() -> tuple[Paper, ...]:
    return deduplicate([announcement(1, "deeplearn", paper_id=None, url=BY_ADDRESS.removeprefix("url:"))])


def test_a_work_without_an_id_is_recognised_by_what_was_told_of_it() -> None:
    assert recognise(nameless(), [told("arxiv:2410.10001")]) == ((BY_ADDRESS, told("arxiv:2410.10001")),)


def test_a_work_that_has_got_its_id_is_recognised() -> None:
    assert recognise(named(), [told(BY_ADDRESS)]) == ((PaperId("arxiv:2410.10001"), told(BY_ADDRESS)),)


def test_works_with_two_ids_are_two() -> None:
    """Whatever else they share: a paper and its successor."""
    assert recognise(named(), [told("arxiv:2409.00001")]) == ()


def test_what_is_known_by_its_id_needs_no_evidence() -> None:
    assert recognise(nameless(), [told(BY_ADDRESS), told("arxiv:2410.10001")]) == ()


def test_another_abstract_under_the_same_title_is_another_work() -> None:
    """Same title is not same paper."""
    other = " ".join(f"word{number} of another story" for number in range(30))
    long = tuple(replace(paper, announcements=_with_abstract(paper, " ".join([ABSTRACT] * 2))) for paper in nameless())

    assert recognise(long, [told("arxiv:2410.10001", abstract=other)]) == ()


def _with_abstract(paper: Paper, abstract: str) -> tuple[object, ...]:
    return tuple(replace(each, abstract=abstract) for each in paper.announcements)


def test_of_two_that_fit_alike_neither_is_taken() -> None:
    assert recognise(nameless(), [told("arxiv:2410.10001"), told("arxiv:2410.10002")]) == ()

"""Days and months told in two languages."""

import pytest

from achim.domain.claim import Citation, Claim
from achim.domain.sentences import split_sentences
from achim.steps.calendar_dates import calendar_dates
from achim.steps.verify import verify
from tests.stories import heron


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("before trading starts on 8 November.", [(11, 8)]),
        ("by Nov. 8th, 2024", [(11, 8)]),
        ("in early October, they", [(10, None)]),
        ("From 31 October to 2 November", [(10, 31), (11, 2)]),
        ("July 10, 1,000 people", [(7, 10)]),
        ("They may win, and 5 may lose", []),
        ("in May 2024", [(5, None)]),
        ("June 30%", [(6, None)]),
        ("11월 8일부터 12월까지", [(11, 8), (12, None)]),
        ("3개월 동안 8일", []),
        ("5월 3일 동안", [(5, None)]),
        ("2024-11-08", [(11, 8)]),
        ("2024-13-08", []),
    ],
)
def test_dates_are_read(text: str, told: list[tuple[int, int | None]]) -> None:
    assert [(each.month, each.day) for each in calendar_dates(text)] == told


@pytest.mark.parametrize(
    ("said", "is_borne"),
    [
        ("Northlake는 11월 8일 Heron 2를 공개한다.", True),
        ("Northlake는 11월 Heron 2를 공개한다.", True),
        ("Northlake는 8일 Heron 2를 공개한다.", True),
        ("Northlake는 11월 9일 Heron 2를 공개한다.", False),
        ("Northlake는 10월 8일 Heron 2를 공개한다.", False),
        ("Northlake releases Heron 2 on November 8.", True),
        ("Northlake releases Heron 2 on 7 November.", False),
    ],
)
def test_a_date_is_borne_by_one_of_the_other_language(said: str, is_borne: bool) -> None:
    text = "Northlake releases Heron 2 on 8 November."
    work = heron(text=text)
    assert work.sentences == split_sentences(text)
    claim = Claim(kind="fact", role="event", text=said, citations=(Citation(work.id, (1,)),))
    codes = [note.code for note in verify(claim, {work.id: work}).verdict.reasons]
    assert ("verify.number" not in codes) == is_borne


def test_property_reading_dates_takes_time_linear_in_the_text() -> None:
    assert len(calendar_dates("8 November " * 2_000)) == 2_000

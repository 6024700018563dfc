"""The edition in a terminal: readable at any width, and inert."""

import io
import re

import pytest
from rich.cells import cell_len
from rich.console import Console

from achim.domain.edition import Edition
from achim.render.terminal import terminal
from tests import editions

DAYS = ("full_day", "written_day", "quiet_day", "day_with_gaps", "lost_day", "revised_day", "hostile_day")


def _printed(edition: Edition, width: int, *, color: bool = False) -> str:
    stream = io.StringIO()
    Console(file=stream, width=width, force_terminal=color, legacy_windows=False).print(terminal(edition, width))
    return stream.getvalue()


def test_the_day_is_told_with_quotes_marks_and_ledger() -> None:
    text = _printed(editions.full_day(), 100)
    assert "2024년 11월 4일 월요일" in text
    assert "① SelfCodeAlign: Self-Alignment for Code Generation" in text
    assert "[1·s6]" in text
    assert "견본 판이다." in text
    assert re.search(r"합계 +49 +12 +0 +37 +0", text)


@pytest.mark.parametrize("width", [40, 80, 200])
@pytest.mark.parametrize("day", DAYS)
def test_no_line_is_wider_than_the_terminal(day: str, width: int) -> None:
    assert max(cell_len(line.rstrip()) for line in _printed(getattr(editions, day)(), width).splitlines()) <= width


def test_gaps_and_quiet_days_are_told() -> None:
    assert "! Hugging Face: 제시간에 응답하지 않았다" in _printed(editions.day_with_gaps(), 100)
    assert "오늘은 새로 발표된 논문이 없다" in _printed(editions.quiet_day(), 100)


def test_hostile_texts_set_no_style_and_move_no_cursor() -> None:
    text = _printed(editions.hostile_day(), 100, color=True)
    assert "[red]bold[/red]" in re.sub(r"\x1b\[[0-9;]*m", "", text).replace("\n", "")
    bare = re.sub(r"\x1b\[[0-9;]*m", "", text)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", bare)
    assert "\x1b[31mgnp" not in text

"""The edition in a terminal: readable at any width, and inert."""

import io
import re
from dataclasses import replace

import pytest
from rich.cells import cell_len
from rich.console import Console

from achim.domain.edition import Edition, Fate
from achim.domain.ids import PaperId
from achim.domain.note import Note
from achim.render.markdown import markdown
from achim.render.messages import name_of, word
from achim.render.page import page
from achim.render.terminal import terminal
from tests import editions

A = PaperId("arxiv:2410.00001")
DAY_OF_MODEL = editions.written_day()
DAYS = ("full_day", "written_day", "quiet_day", "day_with_gaps", "lost_day", "revised_day", "hostile_day")


def _printed(edition: Edition, width: int, *, color: bool = False) -> str:
    stream = io.StringIO()
    Console(file=stream, width=width, force_terminal=color, legacy_windows=False).print(terminal(edition, width))
    return stream.getvalue()


def unwrapped(edition: Edition) -> str:
    return " ".join(_printed(edition, 200).split())


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


@pytest.mark.parametrize(
    ("lang", "why", "replaced", "withdrawn"),
    [
        ("ko", "제외한 까닭", "실은 적이 없는 논문의 고친 판이다 (2건)", "저자가 철회했다 (1건)"),
        ("en", "Why withheld", "a new version of a work that was not in print (2)", "withdrawn by its authors (1)"),
    ],
)
def test_every_rendering_says_why_papers_were_withheld(lang: str, why: str, replaced: str, withdrawn: str) -> None:
    day = editions.full_day(lang)
    reasons = ("withheld.replacement", "withheld.withdrawn", "withheld.replacement")
    fates = tuple(Fate(f"arxiv/{code}", "arxiv", A, "withheld", Note.of(code)) for code in reasons)
    day = replace(day, ledger=replace(day.ledger, fates=(*day.ledger.fates, *fates)))
    for told in (unwrapped(day), markdown(day).replace("\\", ""), page(day).replace("\xa0", " ")):
        assert f"{why}: {replaced} · {withdrawn}" in told
    assert why not in _printed(editions.full_day(lang), 100)


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_every_rendering_of_a_model_s_report_says_what_the_gate_misses(lang: str) -> None:
    """A quotation cannot be wrong so."""
    written, quoted = (replace(day, key=replace(day.key, lang=lang)) for day in (DAY_OF_MODEL, editions.full_day()))
    missed = word("ui.uncaught", lang)
    for told in (unwrapped(written), markdown(written), page(written)):
        assert missed in told
        for what in ("words", "sides", "nouns", "scope", "tail"):
            assert f"{word(f'ui.uncaught.{what}', lang)}." in told, "sentences, each by itself"
    for told in (_printed(quoted, 100), markdown(quoted), page(quoted)):
        assert missed not in told


@pytest.mark.parametrize(
    ("lang", "missing"), [("ko", "Hugging Face를 다 읽지 못해"), ("en", "Hugging Face could not be")]
)
def test_a_day_of_which_a_part_is_unknown_names_the_part(lang: str, missing: str) -> None:
    lost = editions.lost_day()
    lost = replace(lost, key=replace(lost.key, lang=lang))
    for told in (unwrapped(lost), markdown(lost), page(lost)):
        assert missing in told


def test_a_source_that_told_nothing_says_why_also_where_others_did() -> None:
    day = editions.full_day()
    first, *others = day.ledger.sources
    silent = replace(first, note=Note.of("source.weekend", newest="2024-11-01", next="2024-11-04T01:00:00+00:00"))
    told = unwrapped(replace(day, ledger=replace(day.ledger, sources=(silent, *others))))
    assert f"{name_of('source', first.source, 'ko')}: 발표가 없는 날이다" in told
    assert unwrapped(editions.quiet_day()).count("발표가 없는 날이다") == 1

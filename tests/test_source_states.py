"""``achim sources``: what it says of a source in each state, in both languages, from the archive of real builds."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from achim.cli import sources
from achim.domain.edition import EditionKey
from achim.render.sources import source_lines
from tests.mornings import SEOUL, Mornings, days_from, hurried, morning
from tests.upstream import UpstreamServer, synthetic

CATEGORIES = ("cs.AI", "cs.CL")
FRIDAY, MONDAY, TUESDAY = date(2026, 8, 7), date(2026, 8, 10), date(2026, 8, 11)
CORPUS = synthetic(20260811, days_from(date(2026, 8, 3), 10), 8, CATEGORIES)
HOUR = timedelta(hours=1)


@pytest.fixture
def mornings(tmp_path: Path) -> Iterator[Mornings]:
    with UpstreamServer(CORPUS, morning(MONDAY)) as server:
        yield Mornings(server=server, home=tmp_path / "home", settings=hurried(CATEGORIES, papers=1))


def said(mornings: Mornings, lang: str) -> dict[str, list[str]]:
    """What is said of each source; moments in Seoul's time."""
    names = ("arxiv", "huggingface", "deeplearn")
    with mornings.archive() as store:
        states, cursors = store.source_states(), store.cursors(EditionKey(day=date.min, lang="ko").series)
    return {name: list(source_lines([name], states, cursors, lang, SEOUL.key)) for name in names}


def test_a_source_that_was_never_asked_says_so(mornings: Mornings) -> None:
    mornings.settings = hurried(CATEGORIES, papers=1, deeplearn=False)
    mornings.build(morning(MONDAY))

    assert said(mornings, "ko")["deeplearn"] == ["deeplearn.org: 아직 읽은 적이 없다"]
    assert said(mornings, "en")["deeplearn"] == ["deeplearn.org: not read yet"]


def test_a_source_that_answered_tells_when_what_and_how_far(mornings: Mornings) -> None:
    """The newest batch is the source's own day; the cursor of a list that may still grow stays before it."""
    mornings.build(morning(MONDAY))

    assert said(mornings, "ko") == {
        "arxiv": [
            "arXiv: 마지막 응답 2026-08-10 10:30 (Asia/Seoul) · 마지막 목록 2026-08-10 · 읽은 데까지 2026-08-10",
        ],
        "huggingface": [
            "Hugging Face: 마지막 응답 2026-08-10 10:30 (Asia/Seoul) · 마지막 목록 2026-08-07 · 읽은 데까지 2026-08-06",
        ],
        "deeplearn": [
            "deeplearn.org: 마지막 응답 2026-08-10 10:30 (Asia/Seoul) · 마지막 목록 2026-08-10 · 읽은 데까지 2026-08-10",
        ],
    }
    assert said(mornings, "en")["arxiv"] == [
        "arXiv: last answered 2026-08-10 10:30 (Asia/Seoul) · newest batch 2026-08-10 · read up to 2026-08-10",
    ]


def test_fault_a_source_that_fails_says_how_often_when_and_why(mornings: Mornings) -> None:
    """It stays where it was read up to. Once it answers, nothing of it is left."""
    mornings.build(morning(MONDAY))
    mornings.server.script("deeplearn_home", "*:503")
    mornings.build(morning(TUESDAY))
    once = said(mornings, "ko")["deeplearn"]
    mornings.build(morning(TUESDAY) + HOUR)
    twice = said(mornings, "en")["deeplearn"]
    mornings.server.clear_scripts()
    mornings.build(morning(TUESDAY) + 2 * HOUR)

    assert once == [
        "deeplearn.org: 마지막 응답 2026-08-10 10:30 (Asia/Seoul) · 마지막 목록 2026-08-10 · 읽은 데까지 2026-08-10",
        "  잇달아 1번 실패, 마지막은 2026-08-11 10:30 (Asia/Seoul): 오류로 응답했다 (HTTP 503)",
    ]
    assert twice == [
        "deeplearn.org: last answered 2026-08-10 10:30 (Asia/Seoul) · newest batch 2026-08-10 · read up to 2026-08-10",
        "  failed 2 times in a row, last at 2026-08-11 11:30 (Asia/Seoul): answered with an error (HTTP 503)",
    ]
    assert said(mornings, "en")["deeplearn"] == [
        "deeplearn.org: last answered 2026-08-11 12:30 (Asia/Seoul) · newest batch 2026-08-11 · read up to 2026-08-11",
    ]


def test_stale_a_list_that_has_not_turned_is_a_failure_with_both_days(mornings: Mornings) -> None:
    """Yesterday's batch is not taken for today's, so the newest batch stays yesterday's."""
    mornings.build(morning(MONDAY))
    mornings.server.script("arxiv_*", "*:stale")
    mornings.build(morning(TUESDAY))

    assert said(mornings, "ko")["arxiv"] == [
        "arXiv: 마지막 응답 2026-08-10 10:30 (Asia/Seoul) · 마지막 목록 2026-08-10 · 읽은 데까지 2026-08-10",
        "  잇달아 1번 실패, 마지막은 2026-08-11 10:30 (Asia/Seoul): "
        "8월 11일(화) 목록을 기다렸으나 아직 8월 10일(월) 목록이었다",
    ]
    assert said(mornings, "en")["arxiv"][1] == (
        "  failed 1 time in a row, last at 2026-08-11 10:30 (Asia/Seoul): "
        "was expected to show Tue 11 Aug but still showed Mon 10 Aug"
    )


def test_fault_a_part_that_failed_is_told_and_the_cursor_waits_for_it(mornings: Mornings) -> None:
    """It showed a newer batch, but last answered whole with the older one, up to which it has been read."""
    mornings.build(morning(MONDAY))
    mornings.server.script("arxiv_listing", "*:reset", match="cs.CL")
    mornings.build(morning(TUESDAY))

    assert said(mornings, "en")["arxiv"] == [
        "arXiv: last answered 2026-08-10 10:30 (Asia/Seoul) · newest batch 2026-08-11 · read up to 2026-08-10",
        "  failed 1 time in a row, last at 2026-08-11 10:30 (Asia/Seoul): cs.CL broke off the connection",
    ]


def test_gap_a_source_that_has_only_failed_has_no_day_yet(mornings: Mornings) -> None:
    mornings.server.script("hf_*", "*:timeout")
    mornings.settings = hurried(CATEGORIES, papers=1, patience=0.3)
    mornings.build(morning(MONDAY))

    assert said(mornings, "ko")["huggingface"] == [
        "Hugging Face: 마지막 응답 없음 · 마지막 목록 – · 읽은 데까지 –",
        "  잇달아 1번 실패, 마지막은 2026-08-10 10:30 (Asia/Seoul): 제시간에 응답하지 않았다",
    ]


@pytest.mark.parametrize(
    ("lang", "told"), [("ko", "마지막 응답 있었으나 쓸 수 없었음 ·"), ("en", "last answered with nothing usable ·")]
)
def test_gap_a_source_that_answered_only_what_cannot_be_read_has_answered(
    lang: str, told: str, mornings: Mornings
) -> None:
    mornings.server.script("deeplearn_home", "*:layout_changed")
    mornings.build(morning(MONDAY))

    assert told in said(mornings, lang)["deeplearn"][0]


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_the_command_speaks_the_editions_language(
    lang: str, mornings: Mornings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """All sources that are on, a line each; before the first build none has been read."""
    monkeypatch.setenv("ACHIM_EDITION__LANG", lang)
    monkeypatch.setenv("ACHIM_NEWS__HACKERNEWS__ENABLED", "false")
    monkeypatch.setenv("ACHIM_NEWS__TECHNOLOGYREVIEW_KR__ENABLED", "false")
    monkeypatch.setenv("ACHIM_CLOCK", datetime(2026, 8, 10, 2, tzinfo=UTC).isoformat())
    sources(home=mornings.home)
    before = capsys.readouterr().out.splitlines()
    mornings.build(morning(MONDAY))
    sources(home=mornings.home)
    after = capsys.readouterr().out.splitlines()

    assert len(before) == len(after) == 3
    assert all({"ko": "아직 읽은 적이 없다", "en": "not read yet"}[lang] in line for line in before)
    assert all({"ko": "마지막 응답 2026-08-10", "en": "last answered 2026-08-10"}[lang] in line for line in after)

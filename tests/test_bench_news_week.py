"""Pairs of a week's stories that may tell one event: found, and counted as they were read."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from achim.domain.edition import Edition
from bench import news_week
from bench.news_week_pairs import Reading, candidates, read, readings
from bench.same_story_pairs import Row, both

DAY = date(2025, 8, 8)


def story(title: str, day: date = DAY) -> Row:
    return {"title": title, "url": f"https://example.org/{title}", "at": day.isoformat(), "day": day}


def found(*stories: Row, vectors: Sequence[tuple[float, float]]) -> int:
    return len(candidates(stories, dict(zip((each["title"] for each in stories), vectors, strict=True))))


FAR = ((1.0, 0.0), (0.0, 1.0))


@pytest.mark.parametrize(
    ("one", "other", "vectors"),
    [
        ("GPT-5 arrives", "What GPT-5 costs", FAR),
        ("오픈AI, 챗GPT 개편", "ChatGPT looks new", FAR),
        ("Open models by OpenAI", "Introducing gpt-oss", FAR),
        ("A lab opens its model", "The lab opens its model", FAR),
        ("A lab opens its model", "Weights for everyone", ((1.0, 0.0), (0.6, 0.8))),
    ],
)
def test_what_may_tell_one_event_is_a_pair_to_be_read(
    one: str, other: str, vectors: Sequence[tuple[float, float]]
) -> None:
    """By a model, a product, a company, words or meaning."""
    assert found(story(one), story(other), vectors=vectors) == 1


def test_gap_what_shares_nothing_is_none_nor_a_company_days_apart() -> None:
    assert found(story("A lab opens its model"), story("Rain on Monday"), vectors=FAR) == 0
    assert found(story("OpenAI hires three chemists"), story("Court hears OpenAI", date(2025, 8, 10)), vectors=FAR) == 0


def test_pairs_count_as_they_were_read_in_either_order() -> None:
    pairs = [(story("a"), story("b")), (story("a"), story("c")), (story("b"), story("c"))]
    reading = read(pairs, {both(story("b"), story("a")): "same", both(story("a"), story("c")): "different"})

    assert reading == Reading(3, [pairs[0]], [pairs[2]])


def test_the_readings_are_of_both_kinds() -> None:
    assert set(readings().values()) == {"same", "different"}


@pytest.mark.parametrize(("unread", "code"), [([], 0), ([(story("a"), story("b"))], 1)])
def test_fault_the_bench_fails_while_a_pair_has_not_been_read(
    unread: Sequence[tuple[Row, Row]], code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def pairs_read(editions: Sequence[Edition]) -> Reading:
        return Reading(1, [], unread)

    monkeypatch.setattr(news_week, "FRONT_PAGES", Path(__file__))
    monkeypatch.setattr(news_week, "lived", tuple)
    monkeypatch.setattr(news_week, "pairs_read", pairs_read)

    assert news_week.main() == code
    told = capsys.readouterr()
    assert ("1 pairs that may tell one event have not been read" in told.err) is bool(unread)
    assert ("https://example.org/a" in told.out) is bool(unread)

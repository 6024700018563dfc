"""Trends say how topics and keywords move, and nothing before there is enough to say."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from achim.domain.edition import EditionKey
from achim.domain.ids import PaperId
from achim.domain.shelf import Head, Shown, TopicCount
from achim.domain.trends import Trends
from achim.steps.trends import keyword_key, log_odds_z, trends

MONDAY = date(2024, 9, 2)
NAMES = {"llm": "LLM", "vision": "Computer Vision", "other": "Other"}


def shown(day: date, number: int, topic: str, *keywords: str) -> Shown:
    name = f"arxiv:{day:%y%m}.{day.day:02}{number:03}"
    return Shown(
        key=EditionKey(day=day),
        work=PaperId(name),
        number=number,
        title=name,
        url=f"https://arxiv.org/abs/{name}",
        topic=topic,
        keywords=keywords,
    )


def head(day: date, works: Iterable[Shown]) -> Head:
    own = [each.topic for each in works if each.key.day == day and each.number]
    topics = tuple(
        TopicCount(key=key, name=NAMES[key], korean=NAMES[key], emoji="", color="#777777", count=own.count(key))
        for key in dict.fromkeys(own)
    )
    return Head(
        key=EditionKey(day=day),
        revision=1,
        made_at=datetime(day.year, day.month, day.day, tzinfo=UTC),
        is_complete=True,
        is_quiet=not own,
        topics=topics,
        lead=(),
        claims=0,
        announced=0,
    )


def told(works: Sequence[Shown]) -> Trends:
    found = trends([head(day, works) for day in {each.key.day for each in works}], works)
    assert found
    return found


def weeks_of(count: int, days: int = 3, first: date = MONDAY) -> list[Shown]:
    """Two works a day on so many days of each week: one of LLM, one of vision."""
    return [
        shown(first + timedelta(weeks=week, days=day), number, topic)
        for week in range(count)
        for day in range(days)
        for number, topic in ((1, "llm"), (2, "vision"))
    ]


def test_every_work_counts_once_in_the_week_of_its_first_printing() -> None:
    works = weeks_of(4)
    again = replace(works[0], key=replace(works[0].key, day=MONDAY + timedelta(weeks=3)), topic="vision")
    listed = replace(works[1], work=PaperId("arxiv:2409.99999"), number=None, topic="")
    found = told([*works, again, listed])

    assert [dict(span.counts) for span in found.weeks.spans] == [{"llm": 3, "vision": 3}] * 4
    assert {topic.key: topic.count for topic in found.weeks.topics} == {"llm": 12, "vision": 12}
    assert found.weeks.spans[0].share("llm") == 0.5


def test_property_weeks_and_months_hold_the_same_works_in_whatever_order_they_come() -> None:
    works = weeks_of(12)
    mixed = random.Random(1).sample(works, len(works))

    assert told(mixed) == told(works)
    for periods in (told(works).weeks, told(works).months):
        assert sum(span.works for span in periods.spans) == len(works)
        assert all(abs(sum(map(span.share, NAMES)) - 1) < 1e-9 for span in periods.spans)


def test_a_week_without_editions_stands_between_its_neighbours() -> None:
    found = told([*weeks_of(1), *weeks_of(1, first=MONDAY + timedelta(weeks=2))])

    assert [(span.editions, span.works, span.is_enough) for span in found.weeks.spans] == [
        (3, 6, True),
        (0, 0, False),
        (3, 6, True),
    ]


@pytest.mark.parametrize(("weeks", "days", "enough"), [(4, 3, True), (3, 7, False), (9, 2, False)])
def test_a_picture_needs_four_weeks_of_three_editions(weeks: int, days: int, enough: bool) -> None:
    assert told(weeks_of(weeks, days)).weeks.is_enough is enough


def test_nothing_printed_is_no_trend() -> None:
    assert trends([head(MONDAY, ())], ()) is None


def test_other_stands_last_however_many_it_has() -> None:
    works = [shown(MONDAY, number, "other") for number in range(1, 4)]
    found = told([*works, shown(MONDAY, 4, "llm"), shown(MONDAY, 5, "vision"), shown(MONDAY, 6, "vision")])

    assert [topic.key for topic in found.weeks.topics] == ["vision", "llm", "other"]


def test_log_odds_are_those_of_the_paper() -> None:
    """Worked by hand: (12.5 of 150) against (12.5 of 350) with the prior of 2.5 works in 50."""
    assert log_odds_z(10, 100, 10, 300) == pytest.approx(2.2446, abs=1e-3)
    assert log_odds_z(5, 100, 15, 300) == pytest.approx(0)


def rising(*, lately: int, days: int = 6) -> list[str]:
    """Sixteen weeks, the last four of which have so many works with a keyword, spread over so many days."""
    works = weeks_of(16, 5)
    recent = [at for at, each in enumerate(works) if each.key.day >= MONDAY + timedelta(weeks=12)]
    spread = [at for at in recent if works[at].key.day.weekday() < 5][: 2 * days]
    for at in spread[:lately]:
        works[at] = replace(works[at], keywords=("세계 모델(world models)", "benchmark"))
    for at in range(0, len(works), 4):
        works[at] = replace(works[at], keywords=(*works[at].keywords, "common ground"))
    return [each.term for each in told(works).rising.keywords]


def test_keywords_that_come_up_lately_rise_and_steady_ones_do_not() -> None:
    assert rising(lately=8) == ["benchmark", "세계 모델(world models)"]


def test_a_keyword_of_few_works_or_of_one_day_does_not_rise() -> None:
    assert rising(lately=3) == []
    assert rising(lately=4, days=2) == []


def test_keywords_are_told_only_with_weeks_to_compare_with() -> None:
    works = [replace(each, keywords=("new",)) for each in weeks_of(6, 5)]

    assert not told(works).rising.is_enough
    assert told(works).rising.keywords == ()


def test_one_keyword_spelled_two_ways_is_one() -> None:
    assert keyword_key("긴 글 생성(long-form generations)") == keyword_key("long-form generation")
    assert keyword_key("긴 글 생성") != keyword_key("동질성")

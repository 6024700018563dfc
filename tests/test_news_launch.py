"""One launch on several pages: joined where the titles say that one thing is out, parted where they say more."""

from dataclasses import replace
from datetime import timedelta

import pytest

from achim.domain.ids import PaperId
from achim.domain.paper import Announcement
from achim.ports import Printed
from achim.steps.deduplicate_news import deduplicate_news
from achim.steps.recognise import recognise_stories
from tests.test_same_story import MORNING, news

MAKER, ITS_OTHER = "https://openai.com/index/a", "https://openai.com/b"
PLACE = "https://daily.example/x"


def count(*told: Announcement) -> int:
    """Stories, by words alone."""
    return len(deduplicate_news(told, {}))


@pytest.mark.parametrize(
    ("one", "other", "place"),
    [
        ("GPT-5", "GPT-5 for Developers", ITS_OTHER),
        ("Introducing gpt-oss", "Open models by OpenAI", ITS_OTHER),
        ("GPT-5.1", "GPT-5.1: A smarter, more conversational ChatGPT", ITS_OTHER),
        ("GPT-5 is here", "Introducing GPT-5 [video]", PLACE),
        ("Introducing gpt-oss", "오픈AI, 오픈소스 모델 'gpt-oss' 공개", PLACE),
        ("GPT-5 for Developers", "오픈AI, GPT-5 출시", PLACE),
    ],
)
def test_a_launch_is_told_once_whomever_its_pages_address(one: str, other: str, place: str) -> None:
    assert count(news(one, MAKER), news(other, place)) == 1


@pytest.mark.parametrize(
    ("one", "other", "place"),
    [
        ("GPT-5", "GPT-5.2 for Developers", ITS_OTHER),
        ("Introducing gpt-oss", "Introducing gpt-realtime", ITS_OTHER),
        ("GPT-5", "GPT-5 pricing for Developers", ITS_OTHER),
        ("GPT-5", "GPT-5 in the terminal", ITS_OTHER),
        ("Introducing GPT-5", "Open models by OpenAI", ITS_OTHER),
        ("ChatGPT", "ChatGPT for everyone", ITS_OTHER),
        ("Introducing gpt-oss", "Today: OpenAI speaks of open models", ITS_OTHER),
        ("GPT-5", "Introducing: grants for users of GPT-5", ITS_OTHER),
        ("GPT-5", "GPT-5 for Developers", PLACE),
        ("GPT-5", "GPT-5: what it gets wrong", PLACE),
        ("Introducing gpt-oss", "Open models by OpenAI", PLACE),
        ("Introducing gpt-oss", "OpenAI gpt-oss", "https://ollama.com/blog/gpt-oss"),
        ("Introducing gpt-oss", "gpt-oss on day 0", "https://perplexity.ai/hub/gpt-oss"),
    ],
)
def test_gap_what_says_more_or_stands_elsewhere_is_a_story_of_its_own(one: str, other: str, place: str) -> None:
    """Two stories of one company on one day."""
    assert count(news(one, MAKER), news(other, place)) == 2


@pytest.mark.parametrize("title", ["GPT-5.1 for Developers", "Open models by OpenAI"])
def test_what_a_maker_adds_on_another_day_followed(title: str) -> None:
    launch = news("GPT-5.1" if "5.1" in title else "Introducing gpt-oss", MAKER)
    page = news(title, ITS_OTHER)

    assert count(launch, page) == 1
    assert count(launch, replace(page, submitted_at=MORNING + timedelta(days=1))) == 2


@pytest.mark.parametrize(("days", "is_told"), [(0, True), (1, False)])
def test_a_page_of_the_launch_that_comes_late_is_recognised_and_what_followed_is_not(days: int, is_told: bool) -> None:
    """An edition is made on the morning after the launch."""
    edition = (MORNING + timedelta(days=1)).date()
    told = Printed(paper=PaperId(f"url:{MAKER}"), day=edition, version=None, title="GPT-5.1", abstract="")
    page = news("GPT-5.1 for Developers", ITS_OTHER, submitted_at=MORNING + timedelta(days=days))

    assert bool(recognise_stories(deduplicate_news([page], {}), [told], {})) is is_told


def test_of_two_launches_a_page_that_names_neither_joins_no_more_than_one() -> None:
    """Which hides neither of them."""
    told = [news("Introducing gpt-oss", MAKER), news("Introducing open-weight gpt-audio", ITS_OTHER)]

    assert count(*told, news("Open models by OpenAI", "https://openai.com/c")) == 2

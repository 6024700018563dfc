"""The news of the sample day: facts as they were, texts in our own words, an edition that shows what news is like."""

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from achim.app import SAMPLE_NEWS, App
from achim.clock import SystemClock
from achim.domain.edition import Edition
from achim.request import BuildRequest
from achim.settings import Settings
from tests.fakes import FakeProgress
from tests.mornings import unsummed
from tests.test_sample_day import PAPERS
from tools.sample_news import read_news
from tools.topic_data import json_lines

Json = Mapping[str, Any]
TOLD = read_news()
STORIES: list[Json] = list(TOLD["stories"])
WITH_TEXT = [each for each in (*STORIES, *TOLD["feed"]["items"]) if "synopsis" in each]
each_text = pytest.mark.parametrize("story", WITH_TEXT, ids=[each["title"][:40] for each in WITH_TEXT])


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    home = tmp_path_factory.mktemp("sample_news")
    app = App(settings=Settings(), home=home, progress=FakeProgress(), say=print, clock=SystemClock())
    return app.build(BuildRequest(kind="news", replay=SAMPLE_NEWS)).outcome.edition


def test_the_edition_has_stories_of_many_topics(edition: Edition) -> None:
    entries = list(edition.entries)

    assert (edition.key.day.isoformat(), edition.key.kind) == ("2024-11-04", "news")
    assert len(entries) >= 5
    assert len(edition.sections) >= 3
    assert len({name for each in entries for name in each.paper.sources}) == 3
    assert any(re.search("[가-힣]", each.paper.title) for each in entries)
    assert any(reason.code == "topic.meaning" for each in entries for reason in each.choice.reasons)


def test_its_ledger_shows_what_was_left_out_and_sums(edition: Edition) -> None:
    """Stories that are not about AI, a close call, one event of two threads."""
    reasons = {fate.reason.code for fate in edition.ledger.fates if fate.reason}

    assert unsummed(edition) == ()
    assert {"withheld.not_ai", "withheld.borderline", "fate.of"} <= reasons
    close = [fate for fate in edition.ledger.fates if fate.reason and fate.reason.code == "withheld.borderline"]
    assert {(fate.title, fate.url) for fate in close} <= {(told["title"], told["url"]) for told in STORIES}
    assert not any(fate.title for fate in edition.ledger.fates if fate not in close)
    assert len(edition.ledger.fates) == len(STORIES) + len(TOLD["feed"]["items"]) + len(TOLD["technologyreview_kr"])


def test_one_story_is_told_by_its_title_and_all_others_by_sentences(edition: Edition) -> None:
    cited = {each.paper for section in edition.sections for judged in section.claims for each in judged.claim.citations}
    bare = [entry.paper for entry in edition.entries if entry.paper.id not in cited]

    assert [paper.sentences for paper in bare] == [()]
    assert all(each.claim.citations for section in edition.sections for each in section.claims)


@each_text
def test_a_synopsis_has_four_to_ten_sentences_of_usual_length(story: Json) -> None:
    assert 4 <= len(story["synopsis"]) <= 10
    for sentence in story["synopsis"]:
        assert re.fullmatch(r"\S.*[^\s.]\.”?", sentence), sentence
        assert 5 <= len(sentence.split()) <= 40, sentence


def test_facts_are_those_of_the_front_pages(shared_file: Callable[[str], Path]) -> None:
    """Counts were taken at the end of the day."""
    rows = {row["id"]: row for row in json_lines(shared_file("data/news/hn_dev.jsonl.gz"))}

    for told in STORIES:
        row = rows[told["id"]]
        assert (told["title"], told["url"], told["time"]) == (row["title"], row["url"], row["time"])
        assert (told["points"], told["comments"]) == (row["score"], row["num_comments"])


def test_the_sample_s_two_editions_tell_of_different_works(edition: Edition) -> None:
    titles = {paper["title"] for paper in PAPERS}

    assert titles.isdisjoint(entry.paper.title for entry in edition.entries)
    assert json.loads((SAMPLE_NEWS / "record.json").read_text(encoding="utf-8"))["key"]["day"] == "2024-11-04"

"""Topics of news: the packaged list, made-up headlines in both languages, and labels that stay apart."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from achim.domain.topic import OTHER, Taxonomy
from achim.steps.classify import classify, probabilities
from achim.steps.headlines import headline, hosts, places
from achim.taxonomy import load_taxonomy
from achim.topic_model import TOPIC_FILES, content_of, load_topic_model, topic_model_of
from tests.stories import story
from tools.news_data import (
    DRAWN,
    FEED_DRAWN,
    FEED_LABELS,
    FEED_MORE_DRAWN,
    FEED_MORE_LABELS,
    LABELS,
    TOPICS_DRAWN,
    TOPICS_LABELS,
    TRAIN_LABELS,
    drawn,
    front_pages,
    headline_of,
    marks,
    may_train,
)
from tools.news_topic_data import MORE_LABELS, made
from tools.topic_data import json_lines
from tools.train_about_ai import NO

NEWS = load_taxonomy(None, "news")
MODEL = load_topic_model("news")
KEYS = [topic.key for topic in NEWS.topics]


def key_of(title: str, url: str = "", text: str = "") -> str:
    return classify(story(title, url, text), NEWS, MODEL).topic.key


def test_the_list_has_nine_topics_and_the_model_knows_them():
    assert sorted(KEYS) == sorted(
        ("models", "research", "products", "business", "chips", "open-source", "policy", "society", "other")
    )
    assert set(MODEL.topics) <= set(KEYS)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Publishers sue model maker over copyright of training data", "policy"),
        ("Chip start-up shows accelerator without HBM, aims at Nvidia's data centers", "chips"),
        ("Qwen 9 72B released with open weights", "models"),
        ("Start-up raises $2 billion at a valuation of $30 billion", "business"),
        ("Show HN: Open source Rust library for RAG pipelines", "open-source"),
        ("Claude for Android: voice mode now available to all users", "products"),
        ("Understanding attention in transformers: a theory of in-context learning", "research"),
        ("Teachers return to handwritten essays as students cheat with chatbots", "society"),
        ("법원, 생성형 AI 저작권 소송 판결", "policy"),
        ("엔비디아 새 반도체, 데이터센터 전력 절반으로", "chips"),
        ("AI 스타트업, 1억 달러 투자 유치", "business"),
        ("오픈소스 에이전트 프레임워크, 개발자 몰려", "open-source"),
        ("AI가 빼앗는 일자리, 대학은 무엇을 가르치나", "society"),
    ],
)
def test_topics_decide_by_title(title: str, expected: str):
    assert key_of(title) == expected


def test_a_host_speaks_for_a_topic_and_is_named():
    choice = classify(story("Notes on vision", "https://www.arxiv.org/abs/1"), NEWS, MODEL)
    assert choice.topic.key == "research"
    assert "topic.host" in [reason.code for reason in choice.reasons]


def test_hosts_go_up_to_the_domain():
    assert hosts("https://www.blog.example.org:8080/a") == ("blog.example.org", "example.org")
    assert hosts("http://[::1") == ()
    assert hosts("") == ()


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.example.org/Blog/x", ("example.org/blog", "example.org")),
        ("https://example.org/2025/x", ("example.org",)),
        ("https://example.org", ("example.org",)),
        ("http://[::1", ()),
    ],
)
def test_places_go_from_the_part_of_a_site_up(url: str, expected: tuple[str, ...]):
    assert places(url) == expected


def test_a_named_part_of_a_site_counts_and_its_host_does_not():
    own = Taxonomy(
        "own",
        (
            replace(NEWS.topic("policy"), categories=("example.org",)),
            replace(NEWS.topic("research"), categories=("example.org/lab",)),
            NEWS.topic(OTHER),
        ),
    )
    assert classify(story("Notes", "https://example.org/lab/1"), own, MODEL).topic.key == "research"
    assert classify(story("Notes", "https://example.org/court/1"), own, MODEL).topic.key == "policy"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Chips Run Short, New Model Leads, Robots Learn to Walk", "Chips Run Short"),
        ("The Batch: Courts Weigh Books, Models Shrink, Robots Learn", "Courts Weigh Books"),
        ("Anthropic, Google, OpenAI and xAI sign a pledge", "Anthropic, Google, OpenAI and xAI sign a pledge"),
        ("GPT-6, our best model", "GPT-6, our best model"),
    ],
)  # fmt: skip
def test_a_round_up_is_told_by_its_first_subject(title: str, expected: str):
    assert headline(title) == expected


@pytest.mark.parametrize(
    ("title", "url"),
    [("GPT-5", "https://openai.com/gpt-5/"), ("Grok 7 Fast", "https://x.ai/news/grok"), ("Qwen9-VL", "")],
)
def test_a_bare_name_of_a_model_is_its_release(title: str, url: str):
    assert key_of(title, url) == "models"


def test_a_vector_counts_and_is_named():
    told = story("Notes on a day with AI and a new idea")
    shares = [
        probabilities(told, NEWS, MODEL, [sign * each for each in _towards("chips")])["chips"] for sign in (-1, 1)
    ]
    assert shares[0] < shares[1]
    choice = classify(told, NEWS, MODEL, [3 * each for each in _towards("chips")])
    assert choice.topic.key == "chips"
    assert "topic.meaning" in [reason.code for reason in choice.reasons]


def _towards(topic: str) -> list[float]:
    """A unit vector along the topic's own weights."""
    width, column = len(MODEL.topics), MODEL.topics.index(topic)
    along = [float(MODEL.senses[at + column]) for at in range(0, len(MODEL.senses), width)]
    length = sum(each * each for each in along) ** 0.5
    return [each / length for each in along]


def test_fault_a_vector_of_another_size_is_refused():
    with pytest.raises(ValueError, match="zip"):
        classify(story("Notes"), NEWS, MODEL, (1.0, 0.0))


def test_the_end_of_a_long_text_does_not_decide():
    text = "A model of language was released. " * 20 + "The court ruled on copyright. " * 50
    assert key_of("A release", text=text) == key_of("A release", text="A model of language was released. " * 20)


def test_weights_are_read_as_they_were_written():
    again = topic_model_of(content_of(MODEL))
    assert (again.embedder, again.sense_step) == (MODEL.embedder, MODEL.sense_step)
    assert (bytes(again.idf), again.senses.tobytes()) == (bytes(MODEL.idf), MODEL.senses.tobytes())
    assert len(again.senses) == 512 * len(again.topics)


def test_with_nothing_to_go_by_a_story_is_other():
    choice = classify(story("Hm"), NEWS, MODEL)
    assert choice.topic.key == OTHER


def test_what_stands_in_the_text_is_said_to_stand_there():
    choice = classify(
        story("A ruling", text="The court ruled on copyright, and the judge on the lawsuit."), NEWS, MODEL
    )
    assert choice.topic.key == "policy"
    assert {dict(reason.params)["where"] for reason in choice.reasons if "where" in dict(reason.params)} == {"text"}


def test_a_taxonomy_of_ones_own_works_for_stories():
    own = Taxonomy("own", (NEWS.topic("policy"), NEWS.topic(OTHER)))
    assert classify(story("Judge bans face recognition"), own, MODEL).topic.key == "policy"


@pytest.mark.parametrize(
    "title", ["\x00\x1b[2J", "\u202eevil\u202c", "AI " * 50_000, "🤖" * 300], ids=("control", "bidi", "huge", "emoji")
)
def test_hostile_a_title_gets_a_topic_of_the_list(title: str):
    assert key_of(title) in KEYS


@pytest.mark.parametrize(
    ("drawn_file", "labels_file", "name", "count"),
    [
        (TOPICS_DRAWN, TOPICS_LABELS, "id", 170),
        (FEED_DRAWN, FEED_LABELS, "url", 60),
        (FEED_MORE_DRAWN, FEED_MORE_LABELS, "url", 160),
    ],
    ids=("front page", "feeds", "more feeds"),
)
def test_what_was_read_twice_has_a_settled_topic_of_the_list(
    drawn_file: Path, labels_file: Path, name: str, count: int
):
    labels = list(json_lines(labels_file))
    assert [row[name] for row in labels] == [row[name] for row in json_lines(drawn_file)]
    assert len({row[name] for row in labels}) == count
    assert {row[reading] for row in labels for reading in ("first", "second", "settled")} <= {*KEYS, NO}


def test_headlines_of_our_own_are_of_topics_of_the_list_and_of_no_measured_story():
    told = made()
    measured = [*drawn(TOPICS_DRAWN), *drawn(FEED_DRAWN), *drawn(FEED_MORE_DRAWN)]
    own_words = {each.story.title.casefold() for each in told}
    assert {each.topic for each in told} <= set(KEYS)
    assert own_words.isdisjoint(row["title"].casefold() for row in measured)


@given(st.text(max_size=120), st.text(max_size=60))
def test_property_any_story_gets_one_topic_always_the_same(title: str, url: str):
    assert key_of(title, url) == key_of(title, url)


def test_the_weights_are_small():
    assert len(files("achim").joinpath("data", TOPIC_FILES["news"]).read_bytes()) < 300_000


def test_labels_name_topics_of_the_list_and_each_drawn_story_has_one():
    labels = list(json_lines(LABELS))
    assert Counter(row["id"] for row in labels) == Counter(row["id"] for row in drawn())
    assert len(labels) == 400
    assert {row[reading] for row in labels for reading in ("first", "second", "settled")} <= {*KEYS, NO}
    assert all(row["settled"] in (row["first"], row["second"]) for row in labels)


def test_training_labels_are_of_one_story_and_a_topic_of_the_list():
    rows = list(json_lines(TRAIN_LABELS))
    assert max(Counter(row["id"] for row in rows).values()) == 1
    assert {row["topic"] for row in rows} <= {*KEYS, NO}


def test_no_training_label_is_of_a_drawn_story_by_id_title_or_address(shared_file: Callable[[str], Path]):
    shared_file("data/news/hn_dev.jsonl.gz")
    trained = {row["id"] for path in (TRAIN_LABELS, MORE_LABELS) for row in json_lines(path)}
    stories = front_pages()
    told = [each for each in stories if each.id in trained]
    assert len(told) == len(trained)
    kept = {mark for path in (DRAWN, TOPICS_DRAWN) for row in drawn(path) for mark in marks(headline_of(row))}
    assert not [each for each in told if marks(each) & kept]
    assert trained <= {each.id for each in may_train(stories)}

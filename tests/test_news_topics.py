"""Topics of news: the packaged list, made-up headlines in both languages, and labels that stay apart."""

from collections import Counter
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from achim.domain.topic import OTHER, Taxonomy
from achim.steps.classify import classify
from achim.steps.headlines import hosts
from achim.taxonomy import load_taxonomy
from achim.topic_model import TOPIC_FILES, load_topic_model
from tests.stories import story
from tools.news_data import LABELS, TRAIN_LABELS, drawn, front_pages, headline_of, marks, may_train
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
    trained = {row["id"] for row in json_lines(TRAIN_LABELS)}
    stories = front_pages()
    told = [each for each in stories if each.id in trained]
    assert len(told) == len(trained)
    kept = {mark for row in drawn() for mark in marks(headline_of(row))}
    assert not [each for each in told if marks(each) & kept]
    assert trained <= {each.id for each in may_train(stories)}

"""The taxonomy file: the packaged one keeps its promises, a bad one says what to do."""

import re
from itertools import combinations
from pathlib import Path

import pytest

from achim.domain.edition import EditionKind
from achim.domain.topic import OTHER, Taxonomy, Topic
from achim.errors import SettingsError
from achim.glossary import load_glossary
from achim.settings import load_settings
from achim.taxonomy import load_taxonomy

ORIGINALS_EMOJI = {
    "audio": "🌅",
    "training": "🩵",
    "graph": "🪸",
    "reinforcement-learning": "🪐",
    "computer-vision": "🎉",
    "nlp": "🌿",
    "llm": "🎈",
}
ORIGINALS_NAMES = {
    "LLM",
    "Natural Language Processing",
    "Computer Vision",
    "Multimodal",
    "Audio",
    "Reinforcement Learning",
    "Graph Neural Networks",
    "Robotics",
    "Tabular and Time Series",
    "Model training technique",
    "Inference acceleration",
}
OWN = """
version = "mine"

[[topics]]
key = "tea"
name = "Tea"
korean = "차"
emoji = "🍵"
color = "#1E8C4B"
definition = "Leaves in hot water."
examples = ["A kettle that listens."]

[[topics]]
key = "other"
name = "Other"
korean = "기타"
emoji = "📦"
color = "#707070"
definition = "The rest."
"""


def packaged() -> Taxonomy:
    return load_taxonomy(None)


def all_topics() -> list[Topic]:
    """Of papers and of news."""
    return [*packaged().topics, *load_taxonomy(None, "news").topics]


def named() -> list[Topic]:
    return [topic for topic in all_topics() if topic.key != OTHER]


def luminance(color: str) -> float:
    """https://www.w3.org/TR/WCAG22/#dfn-relative-luminance"""
    parts = [int(color[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def written(folder: Path, text: str) -> Path:
    path = folder / "topics.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_packaged_taxonomy_ends_with_other_and_has_at_most_20_topics():
    keys = [topic.key for topic in packaged().topics]
    assert keys[-1] == OTHER
    assert len(keys) <= 20


def test_packaged_taxonomy_keeps_the_names_and_emoji_of_the_original():
    assert {topic.name for topic in packaged().topics} >= ORIGINALS_NAMES
    assert {key: packaged().topic(key).emoji for key in ORIGINALS_EMOJI} == ORIGINALS_EMOJI


@pytest.mark.parametrize("topic", named(), ids=lambda topic: topic.key)
def test_a_packaged_topic_says_what_it_is(topic: Topic):
    """One sentence, four to six examples, phrases of its own, a Korean name in Hangul or its Latin term."""
    assert topic.definition.endswith(".")
    assert topic.definition.count(". ") == 0
    assert 4 <= len(topic.examples) <= 6
    assert len(topic.keywords) >= 20
    assert any("가" <= letter <= "힣" for letter in topic.korean)


@pytest.mark.parametrize("topic", all_topics(), ids=lambda topic: topic.key)
def test_a_packaged_colour_is_readable_on_white_and_on_dark(topic: Topic):
    """3:1, what WCAG asks of large text and of graphics."""
    assert contrast(topic.color, "#FFFFFF") >= 3
    assert contrast(topic.color, "#111111") >= 3


@pytest.mark.parametrize("kind", ["papers", "news"])
def test_packaged_colours_differ(kind: EditionKind):
    for one, other in combinations(load_taxonomy(None, kind).topics, 2):
        apart = sum(abs(int(one.color[at : at + 2], 16) - int(other.color[at : at + 2], 16)) for at in (1, 3, 5))
        assert apart >= 32, (one.key, other.key)


def test_a_taxonomy_of_ones_own_needs_no_keywords(tmp_path: Path):
    taxonomy = load_taxonomy(written(tmp_path, OWN))
    assert taxonomy.version == "mine"
    assert taxonomy.topic("tea").examples == ("A kettle that listens.",)
    assert taxonomy.topic("tea").keywords == ()


def test_the_examples_of_the_guide_are_valid(tmp_path: Path):
    guide = (Path(__file__).parents[1] / "docs" / "guide.md").read_text(encoding="utf-8")
    settings, topics, terms = re.findall(r"```toml\n(.*?)```", guide, re.DOTALL)
    (tmp_path / "topics.toml").write_text(topics, encoding="utf-8")
    (tmp_path / "terms.toml").write_text(terms, encoding="utf-8")
    (tmp_path / "achim.toml").write_text(settings, encoding="utf-8")
    edition = load_settings(tmp_path / "achim.toml").edition
    assert edition.taxonomy
    assert edition.glossary
    taxonomy = load_taxonomy(tmp_path / edition.taxonomy)
    assert [len(topic.examples) >= 4 for topic in taxonomy.topics] == [True, False]
    assert load_glossary(tmp_path / edition.glossary).korean("sign language") == "수어"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        pytest.param('version = "mine"', "", "has no version", id="no version"),
        pytest.param('version = "mine"', 'version = "1"\ncolour = 1', "'colour'", id="unknown entry"),
        pytest.param('name = "Tea"\n', "", "topic 1 (tea): name is missing", id="no name"),
        pytest.param('korean = "차"', 'korean = " "', "topic 1 (tea): korean is missing or empty", id="blank"),
        pytest.param('key = "tea"', 'key = "My Tea"', "topic 1 (My Tea): key", id="key with space"),
        pytest.param('color = "#1E8C4B"', 'color = "green"', "six hex digits", id="colour by name"),
        pytest.param('emoji = "🍵"', 'emoji = "📦"', "'tea' and 'other' have the same emoji", id="emoji twice"),
        pytest.param('"#1E8C4B"', '"#707070"', "'tea' and 'other' have the same color", id="colour twice"),
        pytest.param('examples = ["A kettle that listens."]', "examples = 3", "topic 1 (tea): examples", id="number"),
        pytest.param('["A kettle that listens."]', '["*"]', "examples holds '*'", id="empty phrase"),
        pytest.param('emoji = "🍵"', 'emoji = "🍵"\nwords = []', "topic 1 (tea): unknown entry 'words'", id="unknown"),
        pytest.param('key = "other"', 'key = "rest"', "Put one with key 'other' at the end", id="no other"),
        pytest.param('key = "tea"', "key = ", "not valid TOML", id="no TOML"),
    ],
)
def test_fault_in_a_taxonomy_names_file_topic_and_what_to_do(tmp_path: Path, old: str, new: str, told: str):
    assert old in OWN
    path = written(tmp_path, OWN.replace(old, new))
    with pytest.raises(SettingsError) as caught:
        load_taxonomy(path)
    assert str(path) in str(caught.value)
    assert told in str(caught.value)


def test_fault_a_missing_taxonomy_is_a_setting_to_mend(tmp_path: Path):
    with pytest.raises(SettingsError, match=r"nowhere\.toml: cannot be read"):
        load_taxonomy(tmp_path / "nowhere.toml")


def test_fault_a_taxonomy_that_is_no_text_is_a_setting_to_mend(tmp_path: Path):
    path = tmp_path / "topics.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsError, match="not UTF-8"):
        load_taxonomy(path)

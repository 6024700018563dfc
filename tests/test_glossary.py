"""Laws of the glossary."""

import json
import re
from pathlib import Path

import pytest

from achim.errors import SettingsError
from achim.glossary import Glossary, load_glossary
from achim.phrase_model import load_phrases
from achim.steps.phrases import is_term
from achim.steps.terms import Key, term_key
from achim.taxonomy import load_taxonomy
from tools.glossary_terms import MANY, TERMS, count, listed

SAMPLE = Path(__file__).parents[1] / "tools" / "sample" / "day.json"


def loaded(tmp_path: Path, text: str) -> Glossary:
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return load_glossary(path)


def test_the_shipped_glossary_is_free_of_contradictions_and_covers_the_field() -> None:
    glossary = load_glossary()
    assert sum(bool(term.renderings) for term in glossary.terms) >= 150
    for term in ("large language model", "dense passage retrieval", "graph neural network", "sparse autoencoder",
                 "backdoor attack", "pruning", "instruction tuning", "physically-based rendering"):  # fmt: skip
        assert glossary.korean(term), term


def entries() -> frozenset[Key]:
    return frozenset(term_key(term.english) for term in load_glossary().terms if term.is_known)


def test_gap_the_commonest_terms_of_a_month_of_real_abstracts_are_in_the_glossary() -> None:
    terms = listed(TERMS)
    assert len(terms) >= MANY
    assert terms - entries() == set()


def test_gap_each_part_of_a_topic_name_is_in_the_glossary() -> None:
    names = [topic.name for topic in load_taxonomy(None).topics]
    parts = {term_key(part) for name in names for part in re.split(r", | and ", name)}
    assert parts - entries() == set()


def test_gap_the_terms_of_the_sample_are_in_the_glossary() -> None:
    """Terms are phrases that titles and abstracts of many papers use alike."""
    model = load_phrases()
    papers = [
        {"title": paper["title"], "abstract": " ".join(paper["synopsis"])}
        for paper in json.loads(SAMPLE.read_text(encoding="utf-8"))["papers"]
    ]
    terms = {key for key in count(papers, model)[0] if is_term(key, model)}
    assert len(terms) >= 30
    assert terms - entries() == set()


@pytest.mark.parametrize(
    ("term", "wrong"),
    [("state of the art", "국가"), ("passage", "통과"), ("generation process", "세대 과정"), ("entailment", "귀결")],
)
def test_known_mistranslations_are_forbidden(term: str, wrong: str) -> None:
    found = load_glossary().term(term)
    assert found is not None
    assert wrong in found.forbidden


@pytest.mark.parametrize("spelling", ["quantization", "Quantization", "quantizations"])
def test_a_term_is_found_whatever_its_capitals_and_number(spelling: str) -> None:
    assert load_glossary().korean(spelling) == "양자화"


def test_a_hyphen_or_a_space_makes_no_other_term() -> None:
    glossary = load_glossary()
    assert glossary.korean("state-of-the-art") == glossary.korean("state of the art") == "최고 수준"


def test_display_is_korean_with_english_at_first_mention_and_plain_elsewhere() -> None:
    glossary = load_glossary()
    assert glossary.display("quantization", "ko") == "양자화(quantization)"
    assert glossary.display("quantization", "en") == "quantization"
    assert glossary.display("HumanEval", "ko") == "HumanEval"
    assert glossary.display("Generator", "ko") == "Generator"
    assert glossary.display("SelfCodeAlign", "ko") == "SelfCodeAlign"


def test_known_terms_leave_out_plain_words_and_what_is_only_forbidden(tmp_path: Path) -> None:
    glossary = loaded(
        tmp_path,
        '[translate]\nrow = "행"\n[words]\nfast = "빠른"\n[keep]\nterms = ["GPU"]\n[forbidden]\nbank = ["둑"]\n',
    )
    assert glossary.known() == {"row": "행", "GPU": None}
    bank = glossary.term("bank")
    assert bank is not None
    assert bank.forbidden == ("둑",)


@pytest.mark.parametrize(
    ("text", "term"),
    [
        pytest.param('[translate]\nrow = "행"\n[keep]\nterms = ["Rows"]\n', "Rows", id="in two classes"),
        pytest.param('[translate]\nrow = "행"\nrows = "열"\n', "rows", id="twice in one class"),
        pytest.param('[translate]\nrow = ["행", "열"]\n[forbidden]\nrow = ["열"]\n', "row", id="allowed and forbidden"),
        pytest.param('[translate]\nrow = "가로행"\n[forbidden]\nRow = "가로"\n', "row", id="forbidden inside allowed"),
        pytest.param("[translate]\nrow = 3\n", "row", id="no text"),
        pytest.param("[translate]\nrow = []\n", "row", id="no rendering"),
        pytest.param("[keep]\nterms = [7]\n", "7", id="kept number"),
        pytest.param(
            '[translate]\nrow = "행"\n[words]\nRow = "줄"\n', "both translate and words", id="subject and word"
        ),
        pytest.param("[kept]\n", "kept", id="unknown entry"),
        pytest.param("[translate\n", "line 1", id="no TOML"),
    ],
)
def test_fault_a_contradiction_names_file_and_term(tmp_path: Path, text: str, term: str) -> None:
    with pytest.raises(SettingsError, match=term) as caught:
        loaded(tmp_path, text)
    assert "mine.toml" in str(caught.value)


def test_fault_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"nowhere\.toml"):
        load_glossary(tmp_path / "nowhere.toml")

"""Laws of what the papers of a topic share and what divides them."""

import pytest

from achim.domain.edition import TopicKeyword
from achim.steps.terms import KnownTerms
from achim.steps.topic_keywords import KeyedPaper, topic_keywords
from tests.papers import bare_paper

TERMS = KnownTerms.of({"graph neural network": "그래프 신경망", "GNN": None, "pruning": "가지치기"})


def keyed(number: int, title: str, *keywords: str, abstract: str = "") -> KeyedPaper:
    return KeyedPaper(number, bare_paper(title, abstract), keywords)


def told(*papers: KeyedPaper, name: str = "Graphs") -> dict[str, str]:
    found = topic_keywords(name, papers, TERMS)
    return {each.term: ",".join(map(str, each.entries)) for each in found}


ONE = keyed(1, "Pruning Graph Neural Networks", "graph neural network", "pruning")
TWO = keyed(2, "Column Trees for GNNs", "graph neural network", "column trees")


def test_what_papers_share_comes_first_and_then_what_each_has_alone() -> None:
    assert topic_keywords("Graphs", (ONE, TWO), TERMS) == (
        TopicKeyword("graph neural network", (1, 2)),
        TopicKeyword("pruning", (1,)),
        TopicKeyword("column trees", (2,)),
    )


def test_a_paper_shares_a_term_that_it_only_says_twice_or_as_an_acronym() -> None:
    three = keyed(3, "Row Hashing", "row hashing", abstract="GNNs hash rows. A GNN is small.")
    assert told(ONE, three)["graph neural network"] == "1,3"


def test_a_term_said_once_in_passing_is_not_shared() -> None:
    three = keyed(3, "Row Hashing", "row hashing", abstract="Unlike a GNN we hash rows.")
    assert "1,3" not in told(ONE, three).values()


def test_what_the_topic_is_called_by_says_nothing_of_its_papers() -> None:
    assert "graph neural network" not in told(ONE, TWO, name="Graph Neural Networks")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("GNN pretraining", "graph neural network pre-training", id="acronym and hyphen"),
        pytest.param("column tree", "column trees", id="singular and plural"),
        pytest.param("column-wise trees", "column wise trees", id="hyphen"),
        pytest.param("supervised finetuning", "supervised fine-tuning", id="one word or two"),
        pytest.param("tree-based hashing", "tree hashing", id="a word that only ties"),
        pytest.param("three-dimensional trees", "3D trees", id="a number in words"),
        pytest.param("tree detector", "tree detection", id="another ending"),
        pytest.param("occupancy forecasting", "occupancy prediction", id="synonyms"),
    ],
)
def test_keywords_that_mean_the_same_are_one_keyword_of_the_topic(one: str, other: str) -> None:
    papers = keyed(1, "Oaks", one), keyed(2, "Elms", other)
    assert list(told(*papers).values()) == ["1,2"]


def test_an_acronym_that_one_paper_defines_joins_another_paper() -> None:
    one = keyed(1, "Row Ranking", "row ranking", abstract="We propose row ranking (RR). RR is quick.")
    assert told(one, keyed(2, "Faster", "RR")) == {"row ranking": "1,2"}


def test_an_acronym_that_two_papers_define_apart_joins_neither() -> None:
    one = keyed(1, "Rows", "row ranking", abstract="We propose row ranking (RR). RR is quick.")
    two = keyed(2, "Roots", "RR", abstract="We propose root rotation (RR). RR is slow.")
    assert "1,2" not in told(one, two).values()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("supervised learning", "self-supervised learning"),
        ("deductive reasoning", "abductive reasoning"),
        ("small language model", "large language model"),
        ("vision-language model", "vision-language-action model"),
        ("general model", "generative model"),
        ("2D detection", "3D detection"),
        ("object detection", "object discovery"),
    ],
)
def test_keywords_that_only_look_alike_stay_apart(one: str, other: str) -> None:
    assert "1,2" not in told(keyed(1, "Oaks", one), keyed(2, "Elms", other)).values()


def test_a_name_of_one_paper_divides_nothing() -> None:
    three = keyed(3, "RowNet: Hashing Rows", "RowNet", "row hashing")
    assert told(ONE, three)["row hashing"] == "3"
    assert "RowNet" not in told(ONE, three)


def test_gap_a_single_paper_and_none_share_nothing() -> None:
    assert told(ONE) == {}
    assert told() == {}
    assert told(keyed(1, ""), keyed(2, "")) == {}

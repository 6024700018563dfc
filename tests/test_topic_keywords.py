"""Laws of what the papers of a topic share and what divides them."""

from collections.abc import Mapping

from achim.domain.edition import TopicKeyword
from achim.steps.terms import KnownTerms
from achim.steps.topic_keywords import KeyedPaper, alike, topic_keywords
from tests.papers import bare_paper

TERMS = KnownTerms.of({"graph neural network": "그래프 신경망", "GNN": None, "pruning": "가지치기"})
NOTHING: Mapping[str, frozenset[str]] = {}


def keyed(number: int, title: str, *keywords: str, abstract: str = "") -> KeyedPaper:
    return KeyedPaper(number, bare_paper(title, abstract), keywords)


def told(*papers: KeyedPaper, name: str = "Graphs", near: Mapping[str, frozenset[str]] = NOTHING) -> dict[str, str]:
    found = topic_keywords(name, papers, TERMS, near)
    return {each.term: ",".join(map(str, each.entries)) for each in found}


ONE = keyed(1, "Pruning Graph Neural Networks", "graph neural network", "pruning")
TWO = keyed(2, "Column Trees for GNNs", "graph neural network", "column trees")


def test_what_papers_share_comes_first_and_then_what_each_has_alone() -> None:
    assert topic_keywords("Graphs", (ONE, TWO), TERMS, NOTHING) == (
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


def test_terms_alike_in_meaning_are_one() -> None:
    three = keyed(3, "Weight Removal", "weight removal")
    near = {"pruning": frozenset({"weight removal"}), "weight removal": frozenset({"pruning"})}
    assert told(ONE, three, near=near) == {"pruning": "1,3", "graph neural network": "1"}


def test_a_name_of_one_paper_divides_nothing() -> None:
    three = keyed(3, "RowNet: Hashing Rows", "RowNet", "row hashing")
    assert told(ONE, three)["row hashing"] == "3"
    assert "RowNet" not in told(ONE, three)


def test_gap_a_single_paper_and_none_share_nothing() -> None:
    assert told(ONE) == {}
    assert told() == {}
    assert told(keyed(1, ""), keyed(2, "")) == {}


def test_vectors_say_which_keywords_are_alike() -> None:
    found = alike({"a": (1.0, 0.0), "b": (0.9, 0.4359), "c": (0.0, 1.0)})
    assert found == {"a": frozenset({"b"}), "b": frozenset({"a"}), "c": frozenset()}

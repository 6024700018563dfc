"""Laws of keywords."""

from hypothesis import given
from hypothesis import strategies as st

from achim.domain.ids import PaperId
from achim.domain.paper import Paper
from achim.steps.keywords import LONGEST, keywords, term_key

TERMS = {"graph neural network": "그래프 신경망", "GNN": None, "pruning": "가지치기", "dataset": "데이터셋"}


def paper(title: str, abstract: str = "") -> Paper:
    return Paper(
        id=PaperId("arxiv:2411.00001"),
        title=title,
        url="https://arxiv.org/abs/2411.00001",
        abstract=abstract,
        sentences=(),
        authors=(),
        categories=(),
        submitted_at=None,
        version=None,
        comment=None,
        code_url=None,
        signals=(),
        announcements=(),
        origins=(),
    )


def test_known_terms_come_in_the_singular_of_the_glossary() -> None:
    assert keywords(paper("Pruning Graph Neural Networks"), TERMS) == ("graph neural network", "pruning")


def test_an_acronym_and_what_it_stands_for_are_one_keyword() -> None:
    found = keywords(paper("Pruning GNNs", "We prune graph neural networks (GNNs). GNNs are large."), TERMS)
    assert "graph neural network" in found
    assert "GNN" not in found


def test_a_phrase_around_an_acronym_is_a_part_of_what_it_stands_for() -> None:
    found = keywords(paper("GNN Layers", "Graph neural networks have GNN layers, and GNN layers are deep."), TERMS)
    assert found == ("graph neural network",)


def test_an_acronym_the_paper_defines_is_spelled_out() -> None:
    found = keywords(paper("Reading Tables", "We study nested header parsing (NHP). NHP is hard; NHP matters."), {})
    assert "nested header parsing" in found
    assert not {"NHP", "nhp"} & set(found)


def test_a_known_acronym_inside_another_name_is_not_that_acronym() -> None:
    terms = {"chain-of-thought": "사고 사슬", "CoT": None}
    assert "chain-of-thought" not in keywords(paper("Column Trees", "We name our model S2-CoT."), terms)
    assert "chain-of-thought" in keywords(paper("Column Trees", "We prompt with CoT."), terms)


def test_the_name_before_the_colon_is_a_keyword() -> None:
    assert "TableTree" in keywords(paper("TableTree: Parsing Nested Headers", "TableTree parses headers."), {})


def test_a_name_the_abstract_gives_is_a_keyword() -> None:
    assert "Re-Row" in keywords(paper("Better rows", "We build a parser called Re-Row and test Re-Row."), {})


def test_title_phrases_are_keywords_and_stop_phrases_are_none() -> None:
    found = keywords(paper("A Novel Method for Nested Header Parsing", "Experimental results on this paper."), {})
    assert found == ("nested header parsing",)


def test_a_phrase_inside_a_better_one_is_dropped() -> None:
    terms = {"neural network": "신경망", "graph neural network": "그래프 신경망"}
    assert keywords(paper("Graph Neural Networks"), terms) == ("graph neural network",)


def test_a_generic_term_is_no_keyword_unless_the_title_has_it() -> None:
    assert "dataset" not in keywords(paper("Nested Headers", "We use a dataset."), TERMS)
    assert "dataset" in keywords(paper("A Dataset of Rows", "Rows."), TERMS)


def test_a_star_matches_any_ending() -> None:
    assert keywords(paper("Robotic Arms"), {"robot*": None})[0] == "robotic"


def test_a_korean_abstract_is_searched_for_korean_renderings() -> None:
    assert keywords(paper("그래프 신경망의 가지치기", "우리는 작은 모델을 만든다."), TERMS) == (
        "graph neural network",
        "pruning",
    )


def test_gap_without_an_abstract_the_title_is_enough_and_without_both_there_are_none() -> None:
    assert keywords(paper("Pruning"), TERMS) == ("pruning",)
    assert keywords(paper(""), TERMS) == ()


def test_the_limit_holds() -> None:
    title = "Nested Header Parsing with Column Trees and Row Graphs for Pruning Graph Neural Networks"
    assert len(keywords(paper(title), TERMS, limit=2)) == 2


@given(st.text(max_size=200), st.text(max_size=400))
def test_property_hostile_text_gives_few_short_distinct_keywords(title: str, abstract: str) -> None:
    found = keywords(paper(title, abstract), TERMS)
    assert len(found) <= 5
    assert len({term_key(term) for term in found}) == len(found)
    assert all(1 <= len(term_key(term)) <= LONGEST for term in found)
    assert keywords(paper(title, abstract), TERMS) == found

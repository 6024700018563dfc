"""Laws of keywords."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from achim.phrase_model import load_phrases
from achim.steps.keywords import keywords
from achim.steps.terms import LONGEST, KnownTerms, term_key
from tests.papers import bare_paper

TERMS = {"graph neural network": "그래프 신경망", "GNN": None, "pruning": "가지치기", "dataset": "데이터셋"}


PHRASES = load_phrases()


def found(title: str, abstract: str = "", terms: Mapping[str, str | None] = TERMS, limit: int = 5) -> tuple[str, ...]:
    return keywords(bare_paper(title, abstract), KnownTerms.of(terms), PHRASES, limit)


def test_known_terms_come_in_the_singular_of_the_glossary() -> None:
    assert found("Pruning Graph Neural Networks") == ("graph neural network", "pruning")


def test_an_acronym_and_what_it_stands_for_are_one_keyword() -> None:
    told = found("Pruning GNNs", "We prune graph neural networks (GNNs). GNNs are large.")
    assert "graph neural network" in told
    assert "GNN" not in told


def test_a_phrase_around_an_acronym_is_a_part_of_what_it_stands_for() -> None:
    told = found("GNN Layers", "Graph neural networks have GNN layers, and GNN layers are deep.")
    assert told == ("graph neural network",)


def test_an_acronym_the_paper_defines_is_spelled_out() -> None:
    told = found("Reading Tables", "We study nested header parsing (NHP). NHP is hard; NHP matters.", {})
    assert "nested header parsing" in told
    assert not {"NHP", "nhp"} & set(told)


def test_an_acronym_of_many_words_stays_an_acronym() -> None:
    told = found("Reading Tables", "We study nested row and column header parsing (NRCHP). NRCHP is hard.", {})
    assert "NRCHP" in told


def test_a_known_acronym_inside_another_name_is_not_that_acronym() -> None:
    terms = {"chain-of-thought": "사고 사슬", "CoT": None}
    assert "chain-of-thought" not in found("Column Trees", "We name our model S2-CoT.", terms)
    assert "chain-of-thought" in found("Column Trees", "We prompt with CoT.", terms)


def test_the_name_before_the_colon_is_a_keyword() -> None:
    assert "TableTree" in found("TableTree: Parsing Nested Headers", "TableTree parses headers.")


def test_a_name_the_abstract_gives_is_a_keyword_whole() -> None:
    assert "Re-Row" in found("Better rows", "We build a parser called Re-Row and test Re-Row.")
    assert "RowNet-1.5B" in found("Better rows", "We train a small parser called RowNet-1.5B.")


def test_title_phrases_are_keywords_and_stop_phrases_are_none() -> None:
    assert found("A Novel Method for Nested Header Parsing", "Experimental results on this paper.") == (
        "nested header parsing",
    )


@pytest.mark.parametrize(
    ("title", "keywords"),
    [
        pytest.param(
            "Mitigating Positional Bias via Column Trees", {"positional bias", "column trees"}, id="verb first"
        ),
        pytest.param("Column Trees Accelerate Header Parsing", {"column trees", "header parsing"}, id="verb between"),
        pytest.param("Scaling Nested Header Parsing", {"nested header parsing"}, id="gerund"),
        pytest.param("A Column-Aware Method", set[str](), id="describing word alone"),
        pytest.param("Grounded Header Parsers", {"grounded header parsers"}, id="participle kept"),
    ],
)
def test_a_phrase_begins_and_ends_as_a_term_may(title: str, keywords: set[str]) -> None:
    assert set(found(title, "", {})) == keywords


def test_a_half_of_a_longer_phrase_is_none() -> None:
    abstract = "Satellite surface reconstruction is hard. We do satellite surface reconstruction."
    assert found("Satellite Surface Reconstruction", abstract, {}) == ("satellite surface reconstruction",)


def test_a_known_term_that_mostly_stands_alone_is_kept_and_the_longer_phrase_dropped() -> None:
    terms = {"diffusion model": "확산 모델"}
    abstract = (
        "Diffusion models draw. Diffusion models paint. A row-wise diffusion model is one of the diffusion models."
    )
    assert found("Drawing with Diffusion Models", abstract, terms) == ("diffusion model",)


def test_acronyms_and_proper_names_keep_their_capitals() -> None:
    assert "RLVR" in found("RLVR Learns Off the Rows", "With RLVR rows are learnt.", {})
    assert "2D Gaussian header trees" in found("2D Gaussian Header Trees", "", {})


def test_two_spellings_of_one_thing_are_one_keyword() -> None:
    told = found("Row Detectors for Tables", "Row detection is hard. Row detection of tables is harder.", {})
    assert len({"row detectors", "row detection"} & set(told)) == 1


def test_a_phrase_that_begins_within_a_known_term_is_none() -> None:
    told = found("Attribution of Graph Neural Network-Generated Oak Leaves", terms=TERMS)
    assert not [each for each in told if each.startswith(("network", "neural"))]


def test_a_phrase_with_an_acronym_that_spells_a_known_term_is_that_term() -> None:
    terms = {
        "graph neural network": None,
        "deep neural network": None,
        "deep graph neural network": "깊은 그래프 신경망",
    }
    told = found("Oak Leaves", "Graph neural networks (GNNs) are old. Deep GNNs grow. Deep GNNs fall.", terms)
    assert "deep graph neural network" in told


def test_a_name_of_several_words_keeps_its_capitals() -> None:
    told = found("Oak Leaves on Apple Silicon", "We press leaves on Apple Silicon and on paper. Pressing is slow.")
    assert "Apple Silicon" in told


def test_a_phrase_that_the_abstract_has_in_small_letters_too_is_no_name() -> None:
    told = found("Oak Leaf Pressing", "We study Oak Leaf pressing. An oak leaf dries. Pressing of an oak leaf is slow.")
    assert not [each for each in told if "Leaf" in each]


def test_a_phrase_inside_a_better_one_is_dropped() -> None:
    terms = {"neural network": "신경망", "graph neural network": "그래프 신경망"}
    assert found("Graph Neural Networks", "", terms) == ("graph neural network",)


def test_a_generic_term_only_fills_up_where_there_is_too_little_else() -> None:
    assert "dataset" not in found("Nested Headers", "We use a dataset.")
    assert found("A Dataset of Rows", "Rows.") == ("dataset", "rows")
    title = "Pruning Nested Header Trees with Column Graphs: A Dataset"
    assert "dataset" not in found(title, "Column graphs prune. Nested header trees too.")


def test_a_stem_is_no_term() -> None:
    terms = KnownTerms.of({}, ["robot*"])
    assert keywords(bare_paper("Robotic Arms of Paper"), terms, PHRASES) == ("robotic arms",)


def test_a_korean_abstract_is_searched_for_korean_renderings() -> None:
    assert found("그래프 신경망의 가지치기", "우리는 작은 모델을 만든다.") == ("graph neural network", "pruning")


def test_gap_without_an_abstract_the_title_is_enough_and_without_both_there_are_none() -> None:
    assert found("Pruning") == ("pruning",)
    assert found("") == ()


def test_the_limit_holds() -> None:
    title = "Nested Header Parsing with Column Trees and Row Graphs for Pruning Graph Neural Networks"
    assert len(found(title, limit=2)) == 2


@given(st.text(max_size=200), st.text(max_size=400))
def test_property_hostile_text_gives_few_short_distinct_keywords(title: str, abstract: str) -> None:
    told = found(title, abstract)
    assert len(told) <= 5
    assert len({term_key(term) for term in told}) == len(told)
    assert all(1 <= len(term_key(term)) <= LONGEST for term in told)
    assert found(title, abstract) == told


@pytest.mark.parametrize("word", ["row{0}", "Row-{0}", "({0}AB)", "rows"])
def test_hostile_a_title_of_thousands_of_words_gives_few_keywords(word: str) -> None:
    words = " ".join(word.format(number) for number in range(3_000))
    assert len(found(words, words)) <= 5

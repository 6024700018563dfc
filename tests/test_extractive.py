"""Laws of the extractive writer: verbatim quotes, labelled, none twice, none where nothing fits."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from achim.domain.claim import Citation, Claim, Draft
from achim.domain.edition import Entry, Score, ScorePart, TopicChoice
from achim.domain.note import Note
from achim.domain.topic import Topic
from achim.engines.local import LocalEngine
from achim.ports import Assignment, Writer
from achim.sentence_models import load_sentence_models
from achim.steps.extract import Chooser, has_figure, is_availability
from achim.writers.extractive import ExtractiveWriter
from tests.papers import bare_paper

MODELS = load_sentence_models()
CHOOSER = Chooser(MODELS.roles, MODELS.gist)

BACKGROUND = "Tables are read by many systems in the office."
PROBLEM = "However, existing parsers fail on nested headers."
APPROACH = "In this paper, we propose TableTree, a parser for nested headers."
METHOD = "It is trained on columns, each of which is split into rows."
PLAIN_RESULT = "Our experiments show that it is effective, and we find that it outperforms six baselines."
RESULT = "TableTree achieves 91.4% accuracy on office tables, surpassing the best baseline by 4.2 points."
HARD_LATER = "However, existing parsers often rely on rules, which fail on rotated tables and remain a challenge."
CODE = "Our code and data are publicly available at https://example.org/tabletree."


def topic(key: str = "nlp") -> Topic:
    return Topic(key=key, name=key, korean=key, emoji="📎", color="#123456", definition="A topic.")


def entry(number: int, *texts: str, key: str = "nlp", points: float = 1.0) -> Entry:
    paper = bare_paper(paper_id=f"arxiv:2411.{number:05}", sentences=texts)
    score = Score((ScorePart(points, Note("votes")),))
    return Entry(number=number, paper=paper, score=score, choice=TopicChoice(topic(key), ()))


def draft_of(of: Topic, *entries: Entry, lang: str = "ko") -> Draft:
    assignment = Assignment(topic=of, entries=entries, lang=lang, day=date(2024, 11, 4))
    return ExtractiveWriter(CHOOSER).write([assignment], LocalEngine(1))[0].draft


def written(*texts: str) -> dict[str, str]:
    draft = draft_of(topic(), entry(1, *texts))
    return {claim.role: claim.text for claim in draft.claims}


def test_it_is_a_writer_with_a_version() -> None:
    writer: Writer = ExtractiveWriter(CHOOSER)
    assert writer.name == "extractive/2"


def test_problem_approach_and_result_are_quoted_with_their_sentence() -> None:
    one = entry(1, BACKGROUND, PROBLEM, APPROACH, METHOD, RESULT, CODE)
    draft = draft_of(topic(), one)
    assert draft.topic == "nlp"
    assert draft.claims == (
        Claim(kind="fact", role="problem", text=PROBLEM, citations=(Citation(one.paper.id, (2,)),), quoted=True),
        Claim(kind="fact", role="approach", text=APPROACH, citations=(Citation(one.paper.id, (3,)),), quoted=True),
        Claim(kind="fact", role="result", text=RESULT, citations=(Citation(one.paper.id, (5,)),), quoted=True),
    )


@pytest.mark.parametrize("order", [(PLAIN_RESULT, RESULT), (RESULT, PLAIN_RESULT)])
def test_a_result_with_numbers_goes_first(order: tuple[str, str]) -> None:
    assert written(BACKGROUND, PROBLEM, APPROACH, *order)["result"] == RESULT


def test_the_size_of_what_was_collected_is_no_result() -> None:
    size = "We collect 1.5 million tables from 3.2K offices."
    assert written(BACKGROUND, PROBLEM, APPROACH, size, PLAIN_RESULT)["result"] == PLAIN_RESULT


def test_where_the_code_is_is_no_finding() -> None:
    assert CODE not in written(PROBLEM, APPROACH, CODE).values()
    assert written(CODE) == {}


def test_a_place_stays_empty_where_nothing_fits() -> None:
    assert "problem" not in written(APPROACH, METHOD, RESULT)
    assert "result" not in written(BACKGROUND, PROBLEM, APPROACH)


def test_what_others_reached_before_the_approach_is_no_result() -> None:
    others = "Header pruning reduces latency and improves accuracy by 3.1%."
    assert "result" not in written(PROBLEM, others, APPROACH)
    ours = "Our experiments show that header pruning improves accuracy by 3.1%."
    assert written(PROBLEM, ours, APPROACH)["result"] == ours


def test_of_two_approaches_the_one_that_names_the_work_is_quoted() -> None:
    named = "We introduce TableTree, a parser of nested headers."
    part = "To support this, we adopt a novel column graph and propose a new objective for robust training."
    one = entry(1, PROBLEM, part, named)
    (chosen,) = [
        each.sentence.text
        for each in CHOOSER.extracts("TableTree: Parsing Nested Headers", one.paper.sentences)
        if each.place == "approach"
    ]
    assert chosen == named


@pytest.mark.parametrize(
    "empty",
    [
        "The tables are synthesized into speech and transcribed to obtain noisy rows.",
        "It features paired edits and makes tables a challenging benchmark.",
        "TableTree is intended to reduce the burden of clerks and improve their work.",
    ],
)
def test_what_a_work_holds_or_is_meant_for_is_no_result(empty: str) -> None:
    assert written(PROBLEM, APPROACH, empty, PLAIN_RESULT)["result"] == PLAIN_RESULT


def test_a_difficulty_told_after_the_approach_is_not_the_problem() -> None:
    assert "problem" not in written(APPROACH, METHOD, RESULT, HARD_LATER)


@pytest.mark.parametrize(
    ("text", "place"), [(PROBLEM, "problem"), (APPROACH, "approach"), (RESULT, "result"), (BACKGROUND, "problem")]
)
def test_a_single_sentence_gives_one_claim_by_its_text(text: str, place: str) -> None:
    assert written(text) == {place: text}


def test_gap_no_abstract_no_claims() -> None:
    assert draft_of(topic(), entry(1)).claims == ()


def test_a_korean_abstract_is_read_too() -> None:
    problem = "그러나 기존 파서는 중첩된 머리글을 읽는 데 한계가 있다."
    approach = "본 논문에서는 중첩된 머리글을 읽는 파서를 제안한다."
    result = "실험 결과 정확도가 4.2% 향상되었다."
    assert written("표는 어디에나 있다.", problem, approach, result) == {
        "problem": problem,
        "approach": approach,
        "result": result,
    }


def test_text_in_a_language_without_phrases_is_left_alone() -> None:
    assert written("表はどこにでもある。", "見出しは入れ子になる。", "木を使う。") == {}


def test_hostile_a_wall_of_text_is_not_quoted() -> None:
    assert (
        written(
            BACKGROUND, "In this paper, we propose a novel parser called Wall, " + "very " * 400 + "tall.", APPROACH
        )["approach"]
        == APPROACH
    )


@given(st.lists(st.sampled_from([BACKGROUND, PROBLEM, APPROACH, METHOD, PLAIN_RESULT, RESULT, CODE]), max_size=9))
def test_property_quotes_are_verbatim_and_no_sentence_is_used_twice(texts: list[str]) -> None:
    one = entry(1, *texts)
    found = CHOOSER.extracts(one.paper.title, one.paper.sentences)
    assert len({extract.sentence.number for extract in found}) == len(found) <= 3
    assert len({extract.place for extract in found}) == len(found)
    for claim in draft_of(topic(), one).claims:
        assert claim.text == texts[claim.citations[0].sentences[0] - 1]


@given(st.lists(st.text(max_size=120), max_size=8))
def test_property_hostile_text_never_breaks_the_writer(texts: list[str]) -> None:
    draft_of(topic(), entry(1, *texts), lang="en")


@pytest.mark.parametrize(
    "text",
    [
        "It gains 4.2 points.",
        "It is 3x faster.",
        "Accuracy is 94\\%.",
        "AUC is 0.91.",
        "58-62%.",
        "A Dice 0.91 and BLEU 31.4.",
    ],
)
def test_figures_are_measured_numbers(text: str) -> None:
    assert has_figure(text)


@pytest.mark.parametrize(
    "text",
    [
        "We use GPT-3.5.",
        "It has 7B weights.",
        "In 2024 we met.",
        "Qwen2.5-7B is used.",
        "We ask Gemini 3.1 Pro and Claude Opus 4.8.",
    ],
)
def test_names_years_and_sizes_are_no_figures(text: str) -> None:
    assert not has_figure(text)


def test_a_data_set_that_is_introduced_is_not_taken_for_a_link() -> None:
    assert not is_availability("We introduce a data set of nested headers.")
    assert is_availability("We will release our code, models and data.") or is_availability("Code will be released.")

"""The gate: a claim is supported only if the sentences it cites bear it out, whatever the writer promised."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from achim.domain.claim import Citation, Claim, ClaimKind, Draft
from achim.domain.ids import PaperId
from achim.domain.note import Note
from achim.domain.paper import Paper
from achim.steps.verify import CHECKS, Reading, Standard, verify, verify_draft, with_quotes
from tests.papers import bare_paper

HERE = PaperId("arxiv:2410.24198")
OTHER = PaperId("arxiv:2410.22366")
TEXTS = (
    "We fine-tune a 7B model on 74k pairs.",
    "It gains 3.2 percentage points over a model ten times larger.",
    "Accuracy rises by 12.5% on four tasks.",
    "a",
    "",
)


def paper(paper_id: PaperId, *texts: str) -> Paper:
    return bare_paper("A title with 99 in it", paper_id=paper_id, sentences=texts)


PAPERS = {HERE: paper(HERE, *TEXTS), OTHER: paper(OTHER, "Nine of 10 blocks specialise.")}


def fact(text: str, *numbers: int, kind: ClaimKind = "fact", quoted: bool = False) -> Claim:
    citations = (Citation(HERE, numbers),) if numbers else ()
    return Claim(kind=kind, role="result", text=text, citations=citations, quoted=quoted)


def reasons(claim: Claim) -> tuple[Note, ...]:
    judged = verify(claim, PAPERS)
    assert (judged.verdict.finding == "supported") == (not judged.verdict.reasons)
    return judged.verdict.reasons


def codes(claim: Claim) -> list[str]:
    return [note.code for note in reasons(claim)]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7B 모델을 7만 4천 쌍으로 학습했다.", 1),
        ("70억 매개변수 모델을 74,000쌍으로 학습했다.", 1),
        ("10배 큰 모델보다 3.2%p 높다.", 2),
        ("네 가지 과제에서 정확도가 12.5% 올랐다.", 3),
        ("한 가지 방법으로 과제를 푼다.", 3),
    ],
)
def test_a_fact_whose_numbers_are_in_the_cited_sentence_is_supported(text: str, number: int) -> None:
    assert reasons(fact(text, number)) == ()


@pytest.mark.parametrize("kind", ["fact", "view"])
@pytest.mark.parametrize(
    ("text", "number", "surface"),
    [
        pytest.param("7만 5천 쌍으로 학습했다.", 1, "7만 5천", id="another value"),
        pytest.param("10배 큰 모델보다 3.2% 높다.", 2, "3.2%", id="% is not %p"),
        pytest.param("정확도가 12.5%p 올랐다.", 3, "12.5%p", id="%p is not %"),
        pytest.param("정확도가 12.5% 올랐다.", 2, "12.5%", id="elsewhere in the paper"),
        pytest.param("99개의 과제를 다룬다.", 1, "99", id="in the title only"),
        pytest.param("세 과제에서 정확도가 올랐다.", 3, "세", id="a number word"),
    ],
)
def test_a_number_that_the_cited_sentence_lacks_is_refused(
    text: str, number: int, surface: str, kind: ClaimKind
) -> None:
    found = [note for note in reasons(fact(text, number, kind=kind)) if note.code != "verify.view_fact"]
    assert found == [Note.of("verify.number", number=surface)]


def test_numbers_may_come_from_any_of_the_cited_sentences() -> None:
    text = "7B 모델이 10배 큰 모델을 3.2%p 앞섰다."
    assert codes(fact(text, 1)) == ["verify.number", "verify.number"]
    assert codes(fact(text, 1, 2)) == []
    across = replace(fact("7B 모델과 10개 블록을 다룬다."), citations=(Citation(HERE, (1,)), Citation(OTHER, (1,))))
    assert codes(across) == []


@pytest.mark.parametrize("kind", ["fact", "view"])
def test_a_claim_that_cites_nothing_is_refused(kind: ClaimKind) -> None:
    assert codes(fact("모델을 학습했다.", kind=kind)) == ["verify.uncited"]


def test_a_citation_of_a_paper_outside_the_edition_is_refused() -> None:
    elsewhere = replace(fact("모델을 학습했다."), citations=(Citation(PaperId("arxiv:0000.00000"), (1,)),))
    assert reasons(elsewhere) == (Note.of("verify.unknown_paper", paper="arxiv:0000.00000"),)


@pytest.mark.parametrize("number", [0, -1, 6, 10**9])
def test_a_sentence_that_does_not_exist_is_refused(number: int) -> None:
    unknown = Note.of("verify.unknown_sentence", paper=HERE, sentence=number)
    assert reasons(fact("모델을 학습했다.", 1, number)) == (unknown,)


@pytest.mark.parametrize(("numbers", "between"), [((1, 2), " "), ((1, 3), " … ")])
def test_a_quotation_is_the_cited_sentences_with_an_ellipsis_where_some_are_left_out(
    numbers: tuple[int, int], between: str
) -> None:
    text = between.join(TEXTS[number - 1] for number in numbers)
    assert reasons(fact(text, *numbers, quoted=True)) == ()


@pytest.mark.parametrize(
    "text",
    [TEXTS[0][:-1], TEXTS[0].lower(), f"{TEXTS[0]}  {TEXTS[1]}", f"{TEXTS[1]} {TEXTS[0]}", TEXTS[0], "We fine-tune"],
)
def test_anything_else_than_the_cited_sentences_is_no_quotation(text: str) -> None:
    assert codes(fact(text, 1, 2, quoted=True)) == ["verify.not_verbatim"]


@pytest.mark.parametrize("number", [1, 4, 5])
@pytest.mark.parametrize("text", ["", "a", " ", "…", "1"])
@pytest.mark.parametrize("quoted", [True, False])
def test_a_claim_that_says_nothing_is_refused_even_where_it_is_verbatim(text: str, number: int, quoted: bool) -> None:
    assert "verify.empty" in codes(fact(text, number, quoted=quoted))


def test_quotes_are_put_by_code_whatever_the_writer_put_there() -> None:
    forged = replace(fact("모델을 학습했다."), citations=(Citation(HERE, (1, 3), "forged"), Citation(OTHER, (7,), "x")))
    quotes = [citation.quote for citation in with_quotes(forged, PAPERS).citations]
    assert quotes == [f"{TEXTS[0]} … {TEXTS[2]}", ""]
    assert [citation.quote for citation in verify(forged, PAPERS).claim.citations] == quotes


def test_a_citation_with_an_unknown_sentence_has_no_half_quote() -> None:
    (citation,) = with_quotes(fact("모델을 학습했다.", 1, 99), PAPERS).citations
    assert citation.quote == ""


def test_a_draft_is_judged_claim_by_claim_in_order() -> None:
    claims = (fact("모델을 학습했다.", 1), fact("99개 모델을 학습했다.", 1), fact("모델을 평가했다.", 3))
    judged = verify_draft(Draft("llm", claims), PAPERS)
    assert [one.claim.text for one in judged] == [claim.text for claim in claims]
    assert [one.verdict.finding for one in judged] == ["supported", "unsupported", "supported"]


HOSTILE = st.one_of(
    st.text(max_size=200),
    st.sampled_from(
        ["\x00", "[", "(" * 5000, "9" * 100_000, "1e999999999", "$" * 999, "만" * 9999, "\ud800", "%p" * 99]
    ),
)


@settings(max_examples=150)
@given(
    text=st.lists(HOSTILE, max_size=4).map("".join),
    source=HOSTILE,
    numbers=st.lists(st.integers(), min_size=1, max_size=3).map(tuple),
    quoted=st.booleans(),
)
def test_property_no_hostile_claim_or_sentence_makes_the_gate_raise(
    text: str, source: str, numbers: tuple[int, ...], quoted: bool
) -> None:
    papers = {HERE: paper(HERE, source)}
    for claim in (fact(text, *numbers, quoted=quoted), fact(text, 1, quoted=quoted)):
        judged = verify(claim, papers)
        assert judged == verify(claim, papers)
        assert (judged.verdict.finding == "unsupported") == bool(judged.verdict.reasons)


@given(st.text(min_size=1, max_size=80))
def test_property_a_sentence_that_says_something_supports_its_own_quotation(source: str) -> None:
    said = verify(fact(source, 1, quoted=True), {HERE: paper(HERE, source)}).verdict
    assert {note.code for note in said.reasons} <= {"verify.empty"}


@given(st.integers(2, 10**9), st.integers(2, 10**9))
def test_property_a_planted_number_is_caught(true: int, planted: int) -> None:
    papers = {HERE: paper(HERE, f"We collect {true:,} samples.")}
    finding = verify(fact(f"샘플 {planted}개를 모았다.", 1), papers).verdict.finding
    assert finding == ("supported" if true == planted else "unsupported")


def test_a_check_is_one_function_in_one_tuple() -> None:
    """A check takes a claim with its cited sentences and gives notes; a sound claim has none from any."""
    reading = Reading(
        fact("7B 모델을 학습했다.", 1), ((PAPERS[HERE], PAPERS[HERE].sentences[:1]),), Standard(lang="ko")
    )
    for check in CHECKS:
        assert tuple(check(reading)) == ()


@pytest.mark.parametrize(
    "text",
    [
        "7B 모델을 7만 4천 쌍으로 학습했다. 저자들은 결과를 조작했다.",
        "7B 모델을 7만 4천 쌍으로 학습했다(7B). 이 방법은 위험하다",
        "The 7B model was trained on 74k pairs. It is unsafe.",
    ],
)
def test_hostile_a_second_sentence_is_not_borne_out_by_the_first(text: str) -> None:
    assert "verify.sentences" in codes(fact(text, 1))


@pytest.mark.parametrize(
    "text", ["7B 모델(예: v1.5)을 7만 4천 쌍으로 학습했다.", "The 7B model, e.g. on 74k pairs, is trained."]
)
def test_points_within_a_sentence_end_none(text: str) -> None:
    assert "verify.sentences" not in codes(fact(text, 1))


@pytest.mark.parametrize("text", ["7B 모델이 ⑨⑨% 앞선다.", "7B 모델이 ⅩⅩ배 앞선다.", "7B 모델을 ㊾쌍으로 학습했다."])
def test_hostile_figures_that_are_no_digits_are_refused(text: str) -> None:
    assert "verify.script" in codes(fact(text, 1))

"""Each check of verification: what it refuses and what it leaves. Each was first seen to fail."""

import itertools
import sys

import pytest

from achim.domain.claim import Citation, Claim, ClaimKind, Draft
from achim.domain.ids import PaperId
from achim.glossary import load_glossary
from achim.steps.grounding.names import names_are_cited, runs
from achim.steps.grounding.term_book import TermBook
from achim.steps.terms import words_key
from achim.steps.verify import Reading, Standard, verify, verify_draft
from achim.writing import standard_of
from bench.grounding.data import paper_of

PAPER = paper_of(
    "2410.00001",
    "Foo: A Fast Solver",
    "Foo improves accuracy and reduces latency on ImageNet.",
    "Foo outperforms BarNet on GLUE.",
    "The method may explain the gain.",
    "We study passage retrieval with state-of-the-art models.",
)
PAPERS = {PAPER.id: PAPER}


def codes(text: str, *sentences: int, kind: ClaimKind = "fact", standard: Standard | None = None) -> set[str]:
    claim = Claim(kind=kind, role="result", text=text, citations=(Citation(PAPER.id, sentences),))
    return {note.code for note in verify(claim, PAPERS, standard or Standard(lang="ko")).verdict.reasons}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Foo는 ImageNet에서 정확도를 향상시키고 지연을 줄인다.", 1),
        ("Foo는 GLUE에서 BarNet보다 성능이 높다.", 2),
        ("이 방법이 향상을 설명할 수 있다.", 3),
    ],
)
def test_a_true_claim_passes_all_checks(text: str, sentence: int) -> None:
    assert codes(text, sentence) == set()


@pytest.mark.parametrize(
    ("text", "sentence", "code"),
    [
        ("Foo는 CIFAR에서 정확도를 향상시킨다.", 1, "verify.name"),
        ("BarNet은 GLUE에서 Foo보다 성능이 높다.", 2, "verify.roles"),
        ("Foo가 GLUE에서 BarNet을 앞서지 못했다.", 2, "verify.negation"),
        ("Foo는 GLUE에서 성능을 악화시킨다.", 2, "verify.direction"),
        ("이 방법이 향상을 설명한다.", 3, "verify.hedge"),
        ("Foo는 세계 최초로 지연을 줄인다.", 1, "verify.first"),
        ("Foo는 항상 지연을 줄인다.", 1, "verify.scope"),
        ("세 편 모두 지연을 줄인다.", 1, "verify.count"),
        ("Foo는 지연을 줄인다 Foo는 지연을 줄인다", 1, "verify.loop"),
        ("Foo는 지연을 줄이는 方法을 쓴다.", 1, "verify.script"),
        ("Foo reduces latency on ImageNet in general and improves it.", 1, "verify.language"),
        ("Foo는 지연을 줄인다 https://evil.example", 1, "verify.smuggled"),
        ("Foo는 지연을\u200b 줄인다.", 1, "verify.smuggled"),
    ],
)
def test_hostile_or_wrong_a_planted_error_is_refused_with_its_reason(text: str, sentence: int, code: str) -> None:
    assert code in codes(text, sentence)


def test_a_forbidden_rendering_is_refused_where_the_source_has_the_term() -> None:
    standard = standard_of(load_glossary())
    assert "verify.term" in codes("국가 수준의 모델로 통과 검색을 연구한다.", 4, standard=standard)


@pytest.mark.parametrize(
    ("text", "is_kept"),
    [
        pytest.param("구절 검색을 연구한다.", True, id="its rendering"),
        pytest.param("통과 검색을 연구한다.", True, id="a rendering of no term: the forbidden ones are another check"),
        pytest.param("밀집 검색을 연구한다.", False, id="another term of the same head"),
        pytest.param("이미지 검색을 연구한다.", False, id="another subject"),
        pytest.param("구절 검색과 이미지 검색을 연구한다.", True, id="the term is named beside"),
        pytest.param("passage retrieval로 이미지 검색을 연구한다.", True, id="in English"),
        pytest.param("강화학습을 연구한다.", True, id="another head: this check does not see it"),
        pytest.param("모델을 연구한다.", True, id="a claim need not name every term"),
    ],
)
def test_a_term_is_not_told_as_another_one(text: str, is_kept: bool) -> None:
    standard = standard_of(load_glossary())
    assert ("verify.other_term" not in codes(text, 4, standard=standard)) == is_kept


def test_a_term_that_a_sentence_has_in_other_words_is_no_other_one() -> None:
    book = TermBook.of(load_glossary().terms)
    assert book.may_mean("강화학습", words_key("an RL agent"))
    assert book.may_mean("사전학습", words_key("it was pre-trained on text"))
    assert not book.may_mean("지도학습", words_key("reinforcement learning"))


def test_a_great_word_is_told_as_the_authors_claim() -> None:
    standard = standard_of(load_glossary())
    assert "verify.unattributed" in codes("최첨단 모델로 검색을 연구한다.", 4, standard=standard)
    assert codes("저자들은 최첨단 모델로 검색을 연구한다고 밝힌다.", 4, standard=standard) == set()


def test_a_view_brings_no_number_or_name_and_is_no_fact() -> None:
    fact = Claim(kind="fact", role="result", text="Foo는 지연을 줄인다.", citations=(Citation(PAPER.id, (1,)),))
    view = Claim(
        kind="view", role="impact", text="T5에서도 30% 줄일 수 있을 것이다.", citations=(Citation(PAPER.id, (1,)),)
    )
    _, judged = verify_draft(Draft("x", (fact, view)), PAPERS, Standard(lang="ko"))
    assert {"verify.view_number", "verify.view_name"} <= {note.code for note in judged.verdict.reasons}
    assert "verify.view_fact" in codes("Foo는 지연을 줄인다.", 1, kind="view")
    (lonely,) = verify_draft(Draft("x", (view,)), PAPERS)
    assert "verify.view_ground" in {note.code for note in lonely.verdict.reasons}


def test_hostile_a_view_rests_on_a_sentence_that_a_printed_fact_cites() -> None:
    fact = Claim(kind="fact", role="result", text="Foo는 지연을 줄인다.", citations=(Citation(PAPER.id, (1,)),))
    here, beside = (
        Claim(kind="view", role="impact", text="지연을 더 줄일 수 있을 것이다.", citations=(Citation(PAPER.id, cited),))
        for cited in ((1, 4), (4,))
    )
    judged = verify_draft(Draft("x", (fact, here, beside)), PAPERS, Standard(lang="ko"))
    grounds = [any(note.code == "verify.view_ground" for note in one.verdict.reasons) for one in judged]
    assert grounds == [False, False, True]


TOLD = paper_of(
    "2410.00008",
    "Quux: Sparse Planning",
    "We will release the code and the model.",
    "Existing methods retrieve passages with a single query.",
    "Quux reaches 67.1 on the test, while BarNet reaches 52.3 on the test.",
    "Open models underperform commercial models in creative tasks.",
    "We propose a static planner that reduces latency.",
    "The planner improves accuracy and reduces latency.",
    "We show that accuracy is limited only by the data.",
    "Previous work trains on short videos.",
)
LEXICON = {
    "오픈": {"open": 0.9}, "상용": {"comme": 0.9}, "지연": {"laten": 0.9}, "정확": {"accur": 0.9}, "공개": {"open": 0.9}
}  # fmt: skip


def told(text: str, sentence: int) -> set[str]:
    claim = Claim(kind="fact", role="result", text=text, citations=(Citation(TOLD.id, (sentence,)),))
    standard = Standard(lang="ko", lexicon=LEXICON)
    return {note.code for note in verify(claim, {TOLD.id: TOLD}, standard).verdict.reasons}


@pytest.mark.parametrize(
    ("wrong", "true", "sentence", "code"),
    [
        ("저자들은 코드와 모델을 공개했다.", "저자들은 코드와 모델을 공개할 예정이다.", 1, "verify.plan"),
        ("Quux는 질의 하나로 문단을 찾는다.", "기존 방법은 질의 하나로 문단을 찾는다.", 2, "verify.others"),
        ("저자들은 짧은 비디오로 학습한다.", "선행 연구는 짧은 비디오로 학습한다.", 8, "verify.others"),
        ("BarNet은 시험에서 67.1에 이른다.", "Quux는 시험에서 67.1에 이른다.", 3, "verify.owner"),
        (
            "오픈 모델은 창의적 과제에서 상용 모델보다 높다.",
            "오픈 모델은 창의적 과제에서 상용 모델보다 낮다.",
            4,
            "verify.roles",
        ),
        ("지연을 줄이는 동적 플래너를 제안한다.", "지연을 줄이는 정적 플래너를 제안한다.", 5, "verify.direction"),
        ("이 플래너는 정확도를 줄인다.", "이 플래너는 정확도를 높인다.", 6, "verify.direction"),
        ("이 플래너는 지연을 늘린다.", "이 플래너는 지연을 줄인다.", 6, "verify.direction"),
        ("이 플래너는 환각과 지연을 줄인다.", "이 플래너는 지연을 줄인다.", 6, "verify.thing"),
        (
            "정확도가 데이터에만 달려 있음을 보이지 못한다.",
            "정확도가 데이터에만 달려 있음을 보인다.",
            7,
            "verify.negation",
        ),
        ("지연을 줄이기를 거부한다.", "지연을 줄인다.", 6, "verify.negation"),
    ],
)
def test_hostile_what_a_knowing_liar_would_write_is_refused(wrong: str, true: str, sentence: int, code: str) -> None:
    assert code in told(wrong, sentence)
    assert told(true, sentence) == set()


@pytest.mark.parametrize(
    "piece", ["A보다 ", "지 않", "Foo-", "( ", "<a", "하며, ", "the ", "Foo outperforms ", "@", "0", "두 논문 "]
)
def test_hostile_long_claims_are_judged_without_raising(piece: str) -> None:
    source = paper_of("1", "T", piece * 2000)
    for text in (piece * 300, piece * 20_000):
        claim = Claim(kind="fact", role="result", text=text, citations=(Citation(source.id, (1,)),))
        assert verify(claim, {PaperId(source.id): source}).verdict.finding in ("supported", "unsupported")


ENGLISH = Standard(lang="en")
MODEL = paper_of(
    "2410.00002",
    "A title",
    "Long contexts degrade the recall of small models.",
    "Existing planners cannot recover from a failed grasp.",
    "Compared with BoltSearch, FernIndex answers queries 3 times faster.",
    "Adapters may reduce forgetting.",
)


def english(text: str, sentence: int, standard: Standard = ENGLISH) -> set[str]:
    claim = Claim(kind="fact", role="result", text=text, citations=(Citation(MODEL.id, (sentence,)),))
    return {note.code for note in verify(claim, {MODEL.id: MODEL}, standard).verdict.reasons}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Long contexts lower the recall of small models and degrade it.", 1),
        ("The authors note that existing planners are unable to recover from a failed grasp.", 2),
        ("FernIndex answers queries 3 times faster than BoltSearch.", 3),
        ("The authors report that adapters may reduce forgetting.", 4),
    ],
)
def test_a_true_english_claim_about_an_english_sentence_passes(text: str, sentence: int) -> None:
    assert english(text, sentence) == set()


@pytest.mark.parametrize(
    ("text", "sentence", "code"),
    [
        ("Long contexts improve the recall of small models.", 1, "verify.direction"),
        ("Existing planners recover from a failed grasp.", 2, "verify.negation"),
        ("BoltSearch answers queries 3 times faster than FernIndex.", 3, "verify.roles"),
        ("FernIndex answers queries 4 times faster than BoltSearch.", 3, "verify.number"),
        ("FernIndex answers queries 3 times faster than TideSearch.", 3, "verify.name"),
        ("Adapters reduce forgetting.", 4, "verify.hedge"),
        ("Adapters may always reduce forgetting.", 4, "verify.scope"),
    ],
)
def test_hostile_a_wrong_english_claim_about_an_english_sentence_is_refused(
    text: str, sentence: int, code: str
) -> None:
    assert code in english(text, sentence)


@pytest.mark.parametrize(
    ("text", "register", "refused"),
    [
        ("Foo는 지연을 줄인다.", "handa", False),
        ("Foo는 지연을 줄입니다.", "handa", True),
        ("Foo는 지연을 줄임.", "handa", True),
        ("Foo는 지연을 줄여요.", "handa", True),
        ("Foo는 지연을 줄입니다.", "hapnida", False),
        ("Foo는 지연을 줄인다.", "hapnida", True),
        ("Foo는 지연을 줄임.", "", False),
    ],
)
def test_a_claim_of_another_register_is_refused(text: str, register: str, refused: bool) -> None:
    assert ("verify.register" in codes(text, 1, standard=Standard(lang="ko", register=register))) is refused


def test_a_headline_may_end_in_a_noun() -> None:
    claim = Claim(
        kind="fact", role="gist", text="지연을 줄이는 풀이법 Foo의 접근", citations=(Citation(PAPER.id, (1,)),)
    )
    assert "verify.register" not in {
        note.code for note in verify(claim, PAPERS, Standard(lang="ko", register="handa")).verdict.reasons
    }


def test_fault_a_name_is_no_part_of_another_word() -> None:
    source = paper_of("2410.00003", "T", "Our agents have strong search capabilities.")
    claim = Claim(
        kind="fact", role="result", text="에이전트는 API 검색이 뛰어나다.", citations=(Citation(source.id, (1,)),)
    )
    found = verify(claim, {source.id: source}, Standard(lang="ko")).verdict.reasons
    assert [note.params for note in found if note.code == "verify.name"] == [(("name", "API"),)]


def test_a_short_name_is_borne_out_by_the_long_form_that_the_paper_gives_it() -> None:
    source = paper_of("2410.00004", "T", "We use Spoken Language Models (SLMs).", "Spoken language models help.")
    claim = Claim(kind="fact", role="result", text="SLM은 도움이 된다.", citations=(Citation(source.id, (2,)),))
    assert verify(claim, {source.id: source}, Standard(lang="ko")).holds


def test_what_a_sentence_denies_is_not_told_as_so() -> None:
    source = paper_of("2410.00005", "T", "FooNet does not need CLIP labels.")
    lexicon = {"필요": {"need": 0.9}, "라벨": {"label": 0.9}}
    standard = Standard(lang="ko", lexicon=lexicon)
    said, true = (
        Claim(kind="fact", role="result", text=text, citations=(Citation(source.id, (1,)),))
        for text in ("FooNet은 CLIP 라벨이 필요하다.", "FooNet은 CLIP 라벨이 필요 없다.")
    )
    papers = {source.id: source}
    assert [note.code for note in verify(said, papers, standard).verdict.reasons] == ["verify.negation"]
    assert verify(true, papers, standard).holds


def calls_of(names: int, letters: int) -> int:
    """Functions called to look for so many names in a sentence of single letters: work, not time."""
    said = itertools.islice(itertools.product("BCDEFGHIJK", repeat=3), names)
    source = paper_of("2410.00006", "T", "A " * (letters // 2))
    claim = Claim(
        kind="fact",
        role="result",
        text=" ".join("".join(name) for name in said),
        citations=(Citation(source.id, (1,)),),
    )
    reading = Reading(claim, ((source, source.sentences),), Standard())
    runs.cache_clear()
    count = 0

    def counted(_frame: object, event: str, _what: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(counted)
    try:
        assert len(list(names_are_cited(reading))) == names
    finally:
        sys.setprofile(None)
    return count


def test_hostile_a_long_sentence_is_read_once_however_many_names_ask() -> None:
    less, more = calls_of(100, 12_000), calls_of(200, 12_000)
    assert more - less < 100 * 100  # the sentence has 6,000 words
    assert calls_of(100, 24_000) < 2.2 * less


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Qux는 압축(FlexQux)이라는 방식을 쓴다.", 1),
        ("강화 미세 조정(Reinforced Fine-Tuning, SFT)으로 학습한다.", 2),
        ("BarNet은 지연을 줄인다.", 3),
        ("Qux는 2NLP에서 정확도를 높인다.", 4),
        ("QuxLab은 지연을 줄인다.", 5),
    ],
)
def test_hostile_a_name_exchanged_for_another_of_the_paper_is_refused(text: str, sentence: int) -> None:
    """By the claim's own bracket, by a like acronym, by the paper's own name where others are spoken of."""
    source = paper_of(
        "2410.00007",
        "Qux: Compression",
        "Qux uses compression.",
        "We train with reinforced fine-tuning (RFT).",
        "Qux reduces latency.",
        "On 2WikiHop accuracy rises.",
        "BarNet reduces latency in earlier work.",
        "We introduce QuxLab and compare BarNet.",
    )
    claim = Claim(kind="fact", role="result", text=text, citations=(Citation(source.id, (sentence,)),))
    assert "verify.name" in {
        note.code for note in verify(claim, {source.id: source}, Standard(lang="ko")).verdict.reasons
    }

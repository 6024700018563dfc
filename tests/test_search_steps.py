"""What a text is found by, how a query is read, what misspelled names may mean, and how rankings become one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from achim.domain.found import Document
from achim.domain.ids import PaperId
from achim.ports.search import Alternative
from achim.steps.fuse import K, fuse
from achim.steps.news_names import spellings
from achim.steps.search_everyday import EVERYDAY
from achim.steps.search_highlights import highlights, wanted_by
from achim.steps.search_query import Dictionary, Speller, distance_within, hangul_words, read_query
from achim.steps.search_tokens import hyphenated, tokens, words

TERMS = Dictionary.of(
    [("quantization", ["양자화"]), ("contrastive learning", ["대조 학습", "대비 학습"]), ("transformer", [])]
)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("양자화를", ["양자", "자화"]),
        ("Transformer의 GPT-4o", ["transformer", "gpt", "4o", "gpt4o"]),
        ("Quantized, quantization", ["quantiz", "quantiz"]),
        ("Ｌｌａｍａ's café", ["llama", "cafe"]),
        ("言語", ["言語"]),
        ("뇌 영상에서는", ["뇌", "영상"]),
    ],
)
def test_words_of_each_script_have_tokens(text: str, told: list[str]) -> None:
    assert list(tokens(text)) == told


@given(st.text(max_size=80))
@settings(max_examples=60)
def test_property_tokens_are_letters_and_digits_and_words_stand_where_they_say(text: str) -> None:
    assert all(token.isalnum() for token in tokens(text))
    for word in words(text):
        assert word.tokens
        assert all(each.tokens == word.tokens for each in words(text[word.start : word.end]))


def test_terms_are_looked_for_in_both_languages() -> None:
    korean = read_query("대조 학습을", TERMS)
    english = read_query("contrastive learning for Mamba", TERMS)

    assert korean.terms == (("대조 학습", "contrastive learning"),), "without its particle"
    assert Alternative(tuple(tokens("contrastive learning"))) in korean.every[0].alternatives
    assert english.terms == (("contrastive learning", "대조 학습 · 대비 학습"),)
    assert len(english.every) == 2
    assert len(english.some) == 4


def test_a_name_half_in_hangul_is_the_name_and_the_other_way_round() -> None:
    names = Dictionary.of([("openai", ["오픈ai", "오픈에이아이"])])

    assert read_query("오픈AI가 낸 것", names).terms == (("오픈AI", "openai"),)
    assert read_query("오픈 AI", names).terms == (("오픈 AI", "openai"),)
    assert Alternative(("오픈", "ai")) in read_query("OpenAI", names).every[0].alternatives


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("허깅페이스를", ("허깅페이스", "huggingface · hugging face")),
        ("HuggingFace", ("HuggingFace", "허깅페이스 · hugging face")),
        ("Hugging Face", ("Hugging Face", "허깅페이스 · huggingface")),
        ("SK하이닉스", ("SK하이닉스", "skhynix · sk hynix")),
    ],
)
def test_gap_a_name_of_two_words_is_looked_for_in_one_as_well(asked: str, told: tuple[str, str]) -> None:
    read = read_query(asked, Dictionary.of(spellings()))

    assert read.terms == (told,)
    for other in told[1].split(" · "):
        assert Alternative(tuple(tokens(other))) in read.every[0].alternatives


def test_gap_korean_words_that_the_glossary_does_not_have_are_looked_for_as_english_ones_near_them() -> None:
    read = read_query("보험을 양자화", TERMS)
    assert hangul_words(read) == ("보험", "양자화")

    meanings = {"보험": (("insurance", 0.9), ("insured", 0.7)), "양자화": (("quantum", 0.7),)}
    insurance, quantization = read_query("보험을 양자화", TERMS, None, meanings).every
    assert insurance.alternatives[-2:] == tuple(
        Alternative((token,), weight=weight)
        for token, weight in zip(tokens("insurance insured"), (0.9, 0.7), strict=True)
    )
    assert all(each.tokens != ("quantum",) for each in quantization.alternatives)


def test_words_that_any_text_has_are_looked_for_only_where_there_are_no_others() -> None:
    assert [each.alternatives[0].tokens for each in read_query("to be", TERMS).every] == [("to",), ("be",)]
    assert [each.alternatives[0].tokens for each in read_query("the mamba", TERMS).every] == [("mamba",)]


def test_gap_a_korean_word_of_every_day_is_looked_for_as_that_too() -> None:
    terms = Dictionary.of((*EVERYDAY, ("regularization", ["정칙화", "규제"]), ("machine", ["기계"])))

    assert read_query("인공지능 규제", terms).terms == (("규제", "regulation · regularization"),)
    assert read_query("AI regulation", terms).terms == (("regulation", "규제"),)


@pytest.mark.parametrize("text", ["", " ", "\x00", "\ud800", '* " ^ ( ) :', "\u3000…"])
def test_hostile_a_query_without_a_word_is_empty(text: str) -> None:
    assert read_query(text, TERMS).is_empty


def test_hostile_a_long_query_is_cut() -> None:
    read = read_query("가나다라 " * 10_000 + "x* OR " * 10_000, TERMS)
    assert len(read.text) <= 1_000
    assert len(read.words) <= 40


VOCABULARY = {
    "transformer": 90,
    "quantiz": 40,
    "mamba": 9,
    "llama": 30,
    "diffus": 20,
    "retrieval": 8,
    "langaug": 1,
    "languag": 99,
}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("transfomer", ("transformer",)),
        ("Lama", ("llama",)),
        ("mabma", ("mamba",)),
        ("quantizaton", ("quantiz",)),
        ("retreival", ("retrieval",)),
        ("langauge", ("languag",)),
        ("transformers", ()),
        ("xyz", ()),
        ("zzzzzzzz", ()),
    ],
)
def test_a_letter_wrong_is_forgiven(written: str, meant: tuple[str, ...]) -> None:
    assert Speller(VOCABULARY).meant(written) == meant


SMALL = {"quantiz": 1, "attention": 2, "prun": 1, "result": 8, "real": 6, "reduc": 9, "internet": 1, "mamba": 1}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        *(("quantizaton", ("quantiz",)), ("quantizatoin", ("quantiz",)), ("Quantisaton", ("quantiz",))),
        *(("qauntization", ("quantiz",)), ("wuantization", ("quantiz",)), ("attentoin", ("attention",))),
        *(("prnuing", ("prun",)), ("uantized", ("quantiz",))),
        *(("regulation", ()), ("regulating", ()), ("interaction", ()), ("resale", ()), ("bamba", ())),
    ],
)
def test_gap_of_a_small_archive_typos_are_forgiven_and_no_other_word_is_taken_for_one(
    written: str, meant: tuple[str, ...]
) -> None:
    """One work is enough for a word to be meant; a right ending says that a short stem is right too."""
    assert Speller(SMALL, {"interaction"}).meant(written) == meant


@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
@settings(max_examples=60)
def test_property_distance_is_symmetric_and_bounded(left: str, right: str) -> None:
    found = distance_within(left, right, 2)
    assert found == distance_within(right, left, 2)
    assert (found == 0) == (left == right)
    assert found is None or abs(len(left) - len(right)) <= found <= 2


def test_a_key_that_two_rankings_have_comes_before_those_of_one() -> None:
    fused = fuse({"text": ["a", "b"], "vector": ["c", "b"]})

    assert [key for key, _, _ in fused] == ["b", "a", "c"]
    assert fused[0][1:] == (pytest.approx(2 / (K + 2)), {"text": 2, "vector": 2})


def test_only_what_is_looked_for_is_highlighted() -> None:
    """Of a Korean word the syllables, not its particle; a syllable pair in common is no match."""
    document = Document(work=PaperId("x"), title="자화상 그리기", text="저비트양자화를 쓴 Quantized LLM", url="")
    query = read_query("양자화", TERMS)
    told = [
        document.text[each.start : each.end]
        for each in highlights(document, wanted_by(query.some))
        if each.field == "text"
    ]

    assert told == ["양자화", "Quantized"]
    assert all(each.field == "text" for each in highlights(document, wanted_by(query.some)))


@pytest.mark.parametrize(
    ("asked", "marked"),
    [("GPT4", ["GPT-4", "GPT4"]), ("fewshot", ["few-shot"]), ("gpt4 turbo", ["GPT-4", "Turbo", "GPT4"])],
)
def test_a_word_that_is_found_by_its_hyphenated_form_is_highlighted(asked: str, marked: list[str]) -> None:
    text = "A few-shot GPT-4-Turbo and GPT4 run."
    document = Document(work=PaperId("x"), title="", text=text, url="")
    told = highlights(document, wanted_by(read_query(asked, TERMS).some))

    assert [text[each.start : each.end] for each in told] == marked


@given(st.text("ab4- 가", max_size=40))
def test_property_hyphenated_words_are_those_that_a_document_is_indexed_by(text: str) -> None:
    single = {token for word in words(text) for token in word.tokens}
    whole = {token for token, _, _ in hyphenated(text)}
    assert whole <= set(tokens(text))
    assert set(tokens(text)) - single <= whole

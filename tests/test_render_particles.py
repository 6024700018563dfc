"""Korean particles fit the word before them, as it is read aloud."""

import pytest

from achim.render.particles import attach, particle


@pytest.mark.parametrize(
    ("text", "pair", "expected"),
    [
        ("논문", "을/를", "논문을"),
        ("문제", "을/를", "문제를"),
        ("모델", "으로/로", "모델로"),
        ("학습", "으로/로", "학습으로"),
        ("결과", "으로/로", "결과로"),
        ("LLM", "은/는", "LLM은"),
        ("BERT", "을/를", "BERT를"),
        ("GPT-4", "과/와", "GPT-4와"),
        ("67.1", "으로/로", "67.1로"),
        ("67.0", "으로/로", "67.0으로"),
        ("3", "이/가", "3이"),
        ("2", "이/가", "2가"),
        ("10", "을/를", "10을"),
        ("1,000,000,000,000", "은/는", "1,000,000,000,000는"),
        ("45%", "을/를", "45%를"),
        ("3.2%p", "이/가", "3.2%p가"),
        ("NLP", "은/는", "NLP는"),
        ("OCR", "을/를", "OCR을"),
        ("URL", "으로/로", "URL로"),
        ("RNN", "이/가", "RNN이"),
        ("arXiv", "은/는", "arXiv는"),
        ("Hugging Face", "이/가", "Hugging Face가"),
        ("deeplearn.org", "이/가", "deeplearn.org가"),
        ("Transformer", "을/를", "Transformer를"),
        ("token", "을/를", "token을"),
        ("model", "으로/로", "model로"),
        ("Google", "이/가", "Google이"),
        ("pipeline", "은/는", "pipeline은"),
        ("ImageNet", "을/를", "ImageNet을"),
        ("prompt", "을/를", "prompt를"),
        ("graph", "과/와", "graph와"),
        ("사후 학습(post-training)", "을/를", "사후 학습(post-training)을"),
        ("‘code generation’", "이/가", "‘code generation’이"),
        ("HumanEval+", "은/는", "HumanEval+는"),
        ("①", "과/와", "①과"),
        ("②", "과/와", "②와"),
    ],
)
def test_a_particle_fits_the_last_syllable(text: str, pair: str, expected: str) -> None:
    assert attach(text, pair) == expected


@pytest.mark.parametrize(
    ("pair", "expected"), [("을/를", "을(를)"), ("은/는", "은(는)"), ("으로/로", "(으)로"), ("이라/라", "(이)라")]
)
def test_a_word_of_unknown_reading_gets_both_forms(pair: str, expected: str) -> None:
    assert particle("漢字", pair) == expected
    assert particle("", pair) == expected

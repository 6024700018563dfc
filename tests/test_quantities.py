"""Numbers are read as they are meant, in English and Korean, and what is no number is left alone."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from achim.steps.numerals import UNITS
from achim.steps.quantities import (
    Quantity,
    amount,
    implied_counts,
    names_with_digits,
    quantities,
    same_quantity,
)


def only(text: str) -> Quantity:
    (quantity,) = quantities(text)
    return quantity


def read(text: str) -> list[tuple[Fraction, str]]:
    return [(quantity.value, quantity.unit) for quantity in quantities(text)]


SAME = [
    ("7만 4천 쌍", "74k pairs"),
    ("74,000", "74K"),
    ("120만", "1.2M"),
    ("2억", "200 million"),
    ("3조 개의 토큰", "3 trillion tokens"),
    ("12백만 개", "12 million"),
    ("5백만 개", "five million"),
    ("2만5000개", "25,000"),
    ("4560억 개의 매개변수", "456 billion total parameters"),
    ("130억 매개변수", "13B-parameter"),
    ("10배", "ten times"),
    ("10배", "10x"),
    ("10배", "tenfold"),
    ("10배", "10-fold"),
    ("10배", r"$10\times$"),
    ("10배", "an order of magnitude"),
    ("100배", "two orders of magnitude"),
    ("두 배", "twice"),
    ("두 배", "doubled"),
    ("절반", "half"),
    ("절반", "50%"),
    ("0.5배", "half"),
    ("3분의 1", "1/3"),
    ("3분의 1", "one third"),
    ("1/10", "1/10th"),
    ("50분의 1", "one-fiftieth"),
    ("세 가지 방법", "three methods"),
    ("다섯 가지", "five"),
    ("열두 개", "twelve"),
    ("스무 개", "twenty"),
    ("이십오 개", "twenty-five"),
    ("백만 개", "a million".removeprefix("a ")),
    ("120개", "one hundred and twenty"),
    ("40 밀리초", "40 milliseconds"),
    ("0.04초", "40ms"),
    ("24시간", "1 day"),
    ("10,000시간", "10k hours"),
    ("3,000시간", "3,000 estimated hours"),
    ("6개월", "six months"),
    ("17.2%", "17.2 percent"),
    ("17.2퍼센트", r"17.2\%"),
    ("3.2%p", "3.2 percentage points"),
    ("3.2%포인트", "3.2 pp"),
    ("3.2퍼센트포인트", "3.2%p"),
    ("10점 개선", "10-point improvement"),
    ("4비트", "4-bit"),
    ("0.001", "$10^{-3}$"),
    ("0.0003", "3e-4"),
    ("250,000", "2.5 × 10⁵"),
    ("2024년", "2024"),
    ("16배", "x16"),
    ("４５개", "45"),
    ("1,000개", "1{,}000"),
    ("3번 반복", "3 times"),
]
DIFFERENT = [
    ("3.2%", "3.2 percentage points"),
    ("3.2%p", "3.2%"),
    ("10배", "10%"),
    ("10", "10%"),
    ("8억 개의 매개변수", "8 billion parameters"),
    ("100만 개", "100 million"),
    ("7만 4천", "7,400"),
    ("5GB", "5MB"),
    ("5초", "5분"),
    ("100B 토큰", "100B parameters"),
    ("$5", "5"),
    ("67.1", "67"),
]


@pytest.mark.parametrize(("korean", "english"), SAME)
def test_one_quantity_has_one_amount_however_it_is_written(korean: str, english: str) -> None:
    assert same_quantity(only(korean), only(english))


@pytest.mark.parametrize(("said", "found"), DIFFERENT)
def test_another_value_or_unit_is_another_quantity(said: str, found: str) -> None:
    assert not same_quantity(only(said), only(found))


@pytest.mark.parametrize(
    "text",
    [
        "GPT-4", "Llama-3.1-70B", "COVID-19", "ImageNet-1k", "F1", "top-1", "pass@1", "3D", "2-D", "v2", "S4", "GPT-4o",
        "arXiv:2410.17170v1", "CodeQwen1.5-7B", "1st", "22nd", "두 번째", "3번째", "3차원", "시스템-2", "CO2 배출",
        "v1.2.3", "10.2.1", "수백만 개", "hundreds of tasks", "several thousand", "(1) first", "1) 첫",
    ],
)  # fmt: skip
def test_names_ordinals_and_vague_numbers_are_no_quantities(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    "text",
    ["제안한 개념", "데이터 셋은 크다", "모두 같다", "구조 데이터", "조명 효과", "만일 그렇다면", "세분화된",
     "세대 교체", "열분해", "한편으로", "이 사람은", "일이 많다", "그것만 사용", "상세 가지", "오백나한"],
)  # fmt: skip
def test_korean_syllables_that_only_look_like_numerals_are_none(text: str) -> None:
    assert read(text) == []


def test_names_with_digits_are_given_apart() -> None:
    assert names_with_digits("GPT-4와 Llama-3.1-70B를 top-1로 5개 비교") == ("GPT-4", "Llama-3.1-70B", "top-1")


def test_a_unit_glued_to_a_name_does_not_hide_its_number() -> None:
    assert read("정확도A95%") == [(Fraction(95), "%")]


def test_a_range_shares_its_unit() -> None:
    ten, five = (Fraction(10), "%"), (Fraction(5), "%")
    assert read("5-10%") == read("5~10%") == read("5 to 10%") == read("5–10 %") == [five, ten]
    assert read(r"1.4$-$$12.2\times$") == [(Fraction("1.4"), "x"), (Fraction("12.2"), "x")]
    assert read("9.4$\\pm$1.2\\%") == [(Fraction("9.4"), "%"), (Fraction("1.2"), "%")]


def test_dimensions_are_two_numbers() -> None:
    assert read("512x512") == read("512×512") == [(Fraction(512), "")] * 2


def test_money_keeps_its_unit_beside_latex() -> None:
    assert read("from $3 to $500") == [(Fraction(3), "usd"), (Fraction(500), "usd")]
    assert read(r"costs \$5M") == [(Fraction(5_000_000), "usd")]


def test_the_surface_stands_at_its_start() -> None:
    for text in ("학습률 $10^{-3}$ 과 1{,}000개, 7만 4천 쌍", "costs 12,000 GPU hours", "４５배 빠른 3.2%p"):
        for quantity in quantities(text):
            assert text.startswith(quantity.surface, quantity.start)
            assert quantity.surface


def test_counts_without_a_free_numeral_are_implied() -> None:
    assert implied_counts("both models, by best-of-32 sampling") == {Fraction(2), Fraction(32)}
    assert implied_counts("many models") == frozenset()


@given(st.integers(1, 99_999_999))
def test_property_every_way_of_writing_a_count_agrees(number: int) -> None:
    myriads, rest = divmod(number, 10_000)
    korean = f"{myriads}만 {rest // 1000}천개" if myriads and rest and rest % 1000 == 0 else f"{number}개"
    assert {amount(only(text)) for text in (korean, f"{number:,}", str(number))} == {("", Fraction(number))}


PIECES = st.sampled_from([*"0123456789.,%xX×$^{}\\()[]-~/ 만억조천백십분의배두세한열개GkBe±½⁻³٣１",
                          "million", " times", "10^{", "percentage points", "\\times", "e9999999"])  # fmt: skip


@settings(max_examples=300)
@given(st.one_of(st.text(), st.lists(PIECES, max_size=60).map("".join)))
def test_property_hostile_text_is_read_and_never_raises(text: str) -> None:
    for quantity in quantities(text):
        assert quantity.unit in UNITS
        assert text.startswith(quantity.surface, quantity.start)


@pytest.mark.parametrize(
    "piece", ["9", "9,", "9.", "만", "9만 ", "10^9", "1e9 ", "-a", "a-", "(", "{", "$", "\\", "$9", "two ", "million "]
)
def test_hostile_length_is_read_in_linear_time(piece: str) -> None:
    """A hundred thousand characters of anything: no blow-up (the run would hang) and no limit of integers."""
    quantities(piece * (100_000 // len(piece)))


@pytest.mark.parametrize("before", ["10^", "1e99", "x", "arXiv:", "3/", "1.5×10^", "만"])
def test_hostile_a_long_run_of_digits_is_read_once(before: str) -> None:
    """Not from each of its digits again, which would take hours."""
    assert len(quantities(f"{before}{'9' * 200_000} and 7 cats")) <= 3

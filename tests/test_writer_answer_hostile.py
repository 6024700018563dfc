"""Answers made to hurt: what reads them stays quick and whole. Sizes are such that quadratic work would not end."""

from contextlib import suppress

import pytest

from achim.domain.ids import PaperId
from achim.errors import SettingsError
from achim.ports import ModelAnswer
from achim.settings import load_settings
from achim.writers.answer import Unreadable, find_object, read_report
from achim.writers.budget import Budget, Caps, Prices

PAPER = PaperId("arxiv:2410.10001")
WHOLE = '{"papers": [{"paper": 1, "gist": {"text": "Sparrow is quick", "sentences": [1]}}]}'


@pytest.mark.parametrize(
    "text",
    [
        "<think>" * 200_000,
        '{"papers":' + "[" * 100_000 + "]" * 99_999,
        '{"papers":[' + '{"paper":1},' * 10_000 + " x " + "[]," * 30_000,
        '{"papers": x ' + "[]," * 60_000,
        '{"paper":' + "[" * 20_000 + "]" * 20_000 + "}",
        "{" * 200_000,
        '{"a":"' * 60_000,
    ],
    ids=["thoughts", "deep", "cut after many parts", "many parts", "deep and whole", "openings", "strings"],
)
def test_hostile_wrappings_are_given_up_quickly(text: str) -> None:
    with suppress(Unreadable):
        assert "impact" not in find_object(text, "papers")


def test_hostile_thoughts_before_an_answer_are_left_out() -> None:
    thoughts = f"<think>{WHOLE.replace('quick', 'slow')}</think>" * 3
    assert [claim.text for claim in read_report(thoughts + WHOLE, [PAPER]).claims] == ["Sparrow is quick"]


def test_an_answer_before_a_closing_thought_is_read() -> None:
    assert find_object(WHOLE + "</think>", "papers")


def test_hostile_counts_of_tokens_lower_nothing() -> None:
    budget = Budget(Caps(), Prices(prompt=1.0, completion=1.0))
    use = budget.use_of(ModelAnswer(text="", prompt_tokens=-(10**9), completion_tokens=-5))
    assert (use.prompt_tokens, use.completion_tokens, use.cost) == (0, 0, 0.0)


def test_a_password_in_an_address_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACHIM_MODEL__BASE_URL", "ftp://user:sk-not-to-be-shown@example.org/v1")
    with pytest.raises(SettingsError) as raised:
        load_settings()
    assert "sk-not-to-be-shown" not in str(raised.value)

"""Every code is said in both languages, and nothing that fills a message is read as one."""

import re
from pathlib import Path

import pytest

from achim.domain.note import Note
from achim.render.messages import MESSAGES, frame_lang, name_of, say, word

_SOURCE = Path(__file__).parents[1] / "src" / "achim"
_PLACE = re.compile(r"\{(\w+)")


@pytest.mark.parametrize("code", MESSAGES)
def test_both_languages_say_the_same_parameters(code: str) -> None:
    korean, english = MESSAGES[code]
    assert korean
    assert english
    assert set(_PLACE.findall(korean)) == set(_PLACE.findall(english))


@pytest.mark.parametrize("code", MESSAGES)
def test_every_message_can_be_filled(code: str) -> None:
    """No way after a colon is unknown: with all places filled, no brace is left."""
    params = {name: "2024-11-04" for name in _PLACE.findall(MESSAGES[code][0])}
    for lang in ("ko", "en"):
        assert not re.search(r"[{}]", word(code, lang, **params))


def test_korean_has_hangul_and_english_has_none() -> None:
    sources = ("source.arxiv", "source.huggingface", "source.deeplearn", "source.hackernews")
    names = (*sources, "way.digest", "source.part", "delivery.whose", "error.setting.mail_address")
    own = ("site.name", "site.lang.ko", "site.lang.en")
    for code, (korean, english) in MESSAGES.items():
        assert code in own or not re.search("[가-힣]", english), code
        assert code in (*names, *own) or re.search("[가-힣]", korean), code


def test_every_code_that_the_program_uses_has_a_message() -> None:
    """Codes are written out where notes are made, so that this test finds them."""
    used = {
        code
        for path in _SOURCE.rglob("*.py")
        for code in re.findall(r"(?:Note(?:\.of)?|\bword)\(\s*\"([a-z_]+\.[a-z_.]+)\"", path.read_text("utf-8"))
    }
    refusals = {
        f"error.setting.{code}"
        for path in _SOURCE.glob("settings*.py")
        for code in re.findall(r"Refused\(\s*\"([a-z_]+)\"", path.read_text("utf-8"))
    }
    assert used
    assert refusals
    assert used | refusals <= set(MESSAGES)


def test_an_unknown_code_raises() -> None:
    with pytest.raises(KeyError):
        say(Note.of("no.such.code"), "ko")
    with pytest.raises(KeyError):
        word("no.such.code", "en")


def test_a_missing_parameter_raises() -> None:
    with pytest.raises(KeyError):
        say(Note.of("fetch.status"), "ko")


@pytest.mark.parametrize(
    ("note", "korean", "english"),
    [
        (Note.of("rank.votes", votes=1), "추천 1표", "1 vote"),
        (Note.of("rank.votes", votes=23), "추천 23표", "23 votes"),
        (Note.of("rank.featured", source="huggingface"), "Hugging Face가 골라 실음", "picked by Hugging Face"),
        (Note.of("verify.number", number="67.1"), "수치 67.1이 근거 문장에 없다", "the figure 67.1 is not in the cited sentences"),
        (Note.of("topic.keyword", phrase="speech", where="title"), "제목에 나오는 ‘speech’", "‘speech’ in the title"),
        (
            Note.of("source.stale", expected="2024-11-04", got="2024-11-01"),
            "11월 4일(월) 목록을 기다렸으나 아직 11월 1일(금) 목록이었다",
            "was expected to show Mon 4 Nov but still showed Fri 1 Nov",
        ),
        (
            Note.of("source.part", part="cs.CV", reason="fetch.status", status=503),
            "cs.CV: 오류로 응답했다 (HTTP 503)",
            "cs.CV answered with an error (HTTP 503)",
        ),
        (
            Note.of("change.sources", sources="arxiv, huggingface"),
            "arXiv, Hugging Face가 다시 응답했다",
            "arXiv, Hugging Face answered again",
        ),
    ],
)  # fmt: skip
def test_a_note_is_said_in_the_language_of_the_frame(note: Note, korean: str, english: str) -> None:
    assert say(note, "ko") == korean
    assert say(note, "en") == english
    assert say(note, "ja") == english


def test_a_moment_is_told_in_the_readers_time_zone() -> None:
    note = Note.of("source.weekend", newest="2024-11-01", next="2024-11-04T01:00:00+00:00")
    assert say(note, "ko", "Asia/Seoul") == "발표가 없는 날이다. 다음 발표는 11월 4일(월) 10:00"
    assert say(note, "en", "America/New_York") == "no announcement was due; the next comes Sun 3 Nov 20:00"
    assert say(note, "en", "No/Where").endswith("Mon 4 Nov 01:00")


def test_hostile_parameters_are_filled_in_once_and_stay_on_a_line() -> None:
    said = say(Note.of("fetch.private_address", host="{host} {0.__class__}\n\x1b[31m\u202ex"), "ko")
    assert said == "내부 주소 {host} {0.__class__} [31mx로 향해 열지 않았다"


def test_a_message_that_speaks_of_itself_ends() -> None:
    assert say(Note.of("source.part", part="x", reason="source.part"), "ko").startswith("x: x: ")


def test_an_edition_in_another_language_has_an_english_frame() -> None:
    assert [frame_lang(lang) for lang in ("ko", "ko-KR", "en", "ja", "")] == ["ko", "ko", "en", "en", "en"]


def test_an_unknown_name_stands_for_itself() -> None:
    assert name_of("source", "my feed\n", "ko") == "my feed"

"""Korean particles after any word: 을/를, 은/는, 이/가, 과/와, 으로/로, by how the word before them is read aloud.

Latin words follow the rules for loan words (외래어 표기법 제3장 제1절,
https://korean.go.kr/kornorms/regltn/regltnView.do?regltn_code=0003): a stop after a short vowel closes the syllable,
other final consonants get a vowel of their own. Capitals at the end of a word are read letter by letter (CoT, ChatGPT)
but for a few acronyms that are read as words.
"""

import re
import unicodedata
from string import ascii_uppercase
from typing import Literal

Ending = Literal["open", "closed", "rieul", "unknown"]
"""How the last syllable ends: in a vowel, in a consonant, in ㄹ, or we cannot tell."""

_FIRST_SYLLABLE, _LAST_SYLLABLE, _FINALS, _RIEUL = 0xAC00, 0xD7A3, 28, 8
_DIGITS: dict[str, Ending] = dict(
    zip(
        "0123456789",
        ("closed", "rieul", "open", "closed", "open", "open", "closed", "rieul", "rieul", "open"),
        strict=True,
    )
)
_LETTERS: dict[str, Ending] = {"L": "rieul", "R": "rieul", "M": "closed", "N": "closed"}
_ACRONYMS: dict[str, Ending] = {
    "CLIP": "closed", "BLIP": "closed", "LIP": "closed", "DROP": "closed", "TREC": "closed", "ASIC": "closed",
    "LIME": "closed", "POSTECH": "closed", "TeX": "closed", "LaTeX": "closed", "CIFAR": "open", "METEOR": "open",
    "LIDAR": "open", "LiDAR": "open", "RADAR": "open", "NAVER": "open",
}  # fmt: skip
_UNITS: dict[str, Ending] = {"m": "open", "km": "open", "cm": "open", "mm": "open", "nm": "open", "dB": "rieul"}
"""Read in full behind a number: 5 km is 킬로미터."""
_SIGNS: dict[str, Ending] = {**dict.fromkeys("%+°$€£&", "open"), "#": "closed"}
_WORDS: dict[str, Ending] = {
    "club": "closed", "job": "closed", "tab": "closed", "technique": "closed", "tweet": "closed",
    "bit": "open", "qubit": "open", "hit": "open", "jet": "open", "check": "open", "scout": "open", "soup": "open",
    "theme": "open",
}  # fmt: skip
_WORD_ENDS: tuple[tuple[str, Ending], ...] = (
    (r"le", "rieul"),
    (r"[aeiouy](?:me|ne)", "closed"),
    (r"l", "rieul"),
    (r"[mn]", "closed"),
    (r"ng", "closed"),
    (r"type|(?<!s)lab|web", "closed"),
    (r"ou[tp]|eep|pp|cuit", "closed"),
    (r"(?:^|[^aeiou])[aeiou](?:[ptc]|ck)", "closed"),
    (r"(?:^|[^aeiou])(?:[aeiou]|oo)k", "closed"),
    (r"[a-z]", "open"),
)
_LATIN = re.compile(r"(?P<number>\d\s*)?(?P<word>[A-Za-z]+)$")
_CLOSERS = re.compile(r"[\s\"'’”»›」』】〕\]}.,;:!?…]+$")
_ASIDE = re.compile(r"(?<=\S)\s*\([^()]*\)$")
_TRILLION = re.compile(r"(?:^|\D)[1-9]\d{0,3}(?:0{12}|,000,000,000,000)$")


def attach(text: str, pair: str) -> str:
    """``text`` with the fitting one of ``pair``, the form after a consonant first: ``attach("LLM", "은/는")``."""
    return text + particle(text, pair)


def particle(text: str, pair: str) -> str:
    """The fitting form of ``pair`` after ``text``; both, as ``을(를)``, where its reading is unknown."""
    closed, _, opened = pair.partition("/")
    final = final_of(text)
    if final == "unknown":
        return f"({closed[:-1]}){opened}" if closed.endswith(opened) else f"{closed}({opened})"
    if final == "rieul" and pair == "으로/로":
        return opened
    return opened if final == "open" else closed


def final_of(text: str) -> Ending:
    """How the last syllable of ``text`` ends; brackets that follow a word are not read: 학습(training)을."""
    spoken = _CLOSERS.sub("", unicodedata.normalize("NFKC", text))
    spoken = _CLOSERS.sub("", _ASIDE.sub("", spoken)).rstrip(")")
    if not spoken:
        return "unknown"
    last = spoken[-1]
    if _FIRST_SYLLABLE <= ord(last) <= _LAST_SYLLABLE:
        return _final_of_syllable(last)
    if last in _DIGITS:
        return "open" if _TRILLION.search(spoken) else _DIGITS[last]
    if last in _SIGNS:
        return _SIGNS[last]
    return _final_of_word(spoken)


def _final_of_syllable(syllable: str) -> Ending:
    final = (ord(syllable) - _FIRST_SYLLABLE) % _FINALS
    return "open" if final == 0 else "rieul" if final == _RIEUL else "closed"


def _final_of_word(spoken: str) -> Ending:
    found = _LATIN.search(spoken)
    if found is None:
        return "unknown"
    word = found["word"]
    if found["number"] and word in _UNITS:
        return _UNITS[word]
    capitals = word[len(word.rstrip(ascii_uppercase)) :]
    if capitals or len(word) == 1:
        return _ACRONYMS.get(word) or _ACRONYMS.get(capitals) or _LETTERS.get(word[-1].upper(), "open")
    lower = word.lower()
    return _WORDS.get(lower) or next(final for end, final in _WORD_ENDS if re.search(f"(?:{end})$", lower))

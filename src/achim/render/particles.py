"""Korean particles after any word: 을/를, 은/는, 이/가, 과/와, 으로/로, by how the word before them is read aloud.

Latin words follow the rules for loan words (외래어 표기법 제3장 제1절,
https://korean.go.kr/kornorms/regltn/regltnView.do?regltn_code=0003): a stop after a short vowel closes the syllable,
other final consonants get a vowel of their own. Capitals are read letter by letter.
"""

import re
import unicodedata
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
_OPEN_SIGNS = "%+°$€£#&"
_WORDS: dict[str, Ending] = {
    "web": "closed", "lab": "closed", "colab": "closed", "job": "closed", "club": "closed", "type": "closed",
    "tape": "closed",
}  # fmt: skip
_WORD_ENDS: tuple[tuple[str, Ending], ...] = (
    (r"le", "rieul"),
    (r"[aeiou](?:me|ne)", "closed"),
    (r"l", "rieul"),
    (r"[mn]", "closed"),
    (r"ng", "closed"),
    (r"(?:^|[^aeiou])[aeiou](?:[ptc]|ck)", "closed"),
    (r"(?:^|[^aeiou])(?:[aeiou]|oo)k", "closed"),
    (r"[a-z]", "open"),
)
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
    if last in _OPEN_SIGNS:
        return "open"
    return _final_of_word(spoken)


def _final_of_syllable(syllable: str) -> Ending:
    final = (ord(syllable) - _FIRST_SYLLABLE) % _FINALS
    return "open" if final == 0 else "rieul" if final == _RIEUL else "closed"


def _final_of_word(spoken: str) -> Ending:
    found = re.search(r"[A-Za-z]+$", spoken)
    if found is None:
        return "unknown"
    word = found[0]
    if word.isupper():
        return _LETTERS.get(word[-1], "open")
    lower = word.lower()
    if lower in _WORDS:
        return _WORDS[lower]
    return next(final for end, final in _WORD_ENDS if re.search(f"{end}$", lower))

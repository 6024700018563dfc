"""Right language and script, no loops, nothing smuggled out of hostile sources: checks that read the claim alone."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from achim.domain.note import Note
from achim.domain.sentences import split_sentences
from achim.steps.grounding.reading import Reading

_HANGUL = re.compile(r"[가-힣ㄱ-ㅎㅏ-ㅣ]")
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_LATIN_WORD = re.compile(r"[A-Za-zÀ-ɏ]+")
_ENGLISH_RUN = re.compile(r"(?:(?<![A-Za-z(])[a-z']{1,20}[ ,]+){6}[a-z']+")
_ALLOWED = ("LATIN", "HANGUL", "GREEK", "FULLWIDTH", "DIGIT", "MODIFIER")
_SMUGGLED = (
    ("link", re.compile(r"https?:|www\.|\]\(|\b[a-z0-9-]{2,40}\.(?:com|org|net|io|ai|dev|example)\b", re.IGNORECASE)),
    ("markup", re.compile(r"</?[A-Za-z!][^<>]{0,200}>|```|!\[|<\||\|>|&#?\w{2,8};|\\[a-zA-Z]{3,}|\{\s?\"|\[/?INST\]")),
    ("handle", re.compile(r"(?<!\w)@[A-Za-z_]")),
    (
        "instruction",
        re.compile(
            r"\b(?:ignore|disregard|forget)\s(?:\w+\s){0,3}(?:previous|prior|above|instructions?)"
            r"|(?:이전|위의?|앞의?)\s?(?:모든\s)?(?:지시|명령|프롬프트)\S{0,4}\s?\S{0,4}\s?(?:무시|잊)"
            r"|^\s*(?:system|assistant|user)\s?:",
            re.IGNORECASE,
        ),
    ),
)
_MANY = 3
_LONG_RUN = re.compile(r"([^\s\d])\1{7}|(?:[.,;:!?…]\s?){5}")
_WORD = re.compile(r"\w+")
_ENDED = re.compile(r"(?<=[가-힣)\]”’\"'%])[.!?][”’\"')\]]*\s+(?=\S)")
"""Where a Korean sentence has ended and another begins."""
_PLAIN_NUMBERS = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉¼½¾⅓⅔⅛")


def is_clean(reading: Reading) -> Iterator[Note]:
    """No links, markup, handles, instructions or invisible characters, whether the source has them or not."""
    if reading.claim.quoted:
        return
    for what, pattern in _SMUGGLED:
        if pattern.search(reading.text):
            yield Note.of("verify.smuggled", what=what)
    if any(unicodedata.category(char) in ("Cf", "Co", "Cs") for char in reading.text if not char.isascii()):
        yield Note.of("verify.smuggled", what="invisible")


def is_one_sentence(reading: Reading) -> Iterator[Note]:
    """A claim is one sentence: a second one would be borne out by what the first cites."""
    if reading.claim.quoted:
        return
    parts = [part.text for part in split_sentences(reading.text)]
    if _ENDED.search(reading.text) or any(part.endswith((".", "?")) for part in parts[:-1]):
        yield Note.of("verify.sentences")


def figures_are_plain(reading: Reading) -> Iterator[Note]:
    """Numbers that are no digits (⑨, Ⅻ) are read by no check of numbers; they stand in a cited sentence or nowhere."""
    odd = (char for char in reading.text if unicodedata.category(char) in ("No", "Nl") and char not in _PLAIN_NUMBERS)
    if not reading.claim.quoted and (found := next((char for char in odd if char not in reading.source), None)):
        yield Note.of("verify.script", letter=found)


def is_in_language(reading: Reading) -> Iterator[Note]:
    """Scripts other than those of the edition's language stand in a cited sentence or nowhere.

    English words beside Korean are few, but for names and what stands in brackets.
    """
    if reading.claim.quoted:
        return
    source = reading.source + reading.context
    strange = [char for char in reading.text if char.isalpha() and not char.isascii() and not _is_usual(char)]
    if found := [char for char in strange if char not in source]:
        yield Note.of("verify.script", letter=found[0])
    hangul = len(_HANGUL.findall(reading.text))
    latin = sum(len(word) for word in _LATIN_WORD.findall(_IN_BRACKETS.sub(" ", reading.text)) if word.islower())
    if reading.standard.lang == "en" and hangul and not _HANGUL.search(source):
        yield Note.of("verify.language")
    if (reading.standard.lang == "ko" or hangul) and (
        hangul * 2 < latin or not hangul or _ENGLISH_RUN.search(reading.text)
    ):
        yield Note.of("verify.language")


def _is_usual(char: str) -> bool:
    return unicodedata.name(char, "").startswith(_ALLOWED)


def is_no_loop(reading: Reading) -> Iterator[Note]:
    """A phrase said three times, a clause said twice, a letter or mark without end."""
    if reading.claim.quoted:
        return
    words = _WORD.findall(reading.text.lower())
    triples = Counter(zip(words, words[1:], words[2:], strict=False))
    fives = Counter(zip(words, words[1:], words[2:], words[3:], words[4:], strict=False))
    is_repeated = max(triples.values(), default=0) >= _MANY or max(fives.values(), default=0) > 1
    half = len(words) // 2
    if is_repeated or (half > 2 and words[:half] == words[half:]) or _LONG_RUN.search(reading.text):
        yield Note.of("verify.loop")

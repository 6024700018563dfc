"""Names: every Latin name and acronym of a claim stands in a cited sentence, or is the paper's own."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from achim.domain.note import Note
from achim.steps.grounding.reading import Reading, bare, own_names, proposed

_NAME = re.compile(r"(?<![A-Za-z0-9])(?:[A-Za-z]|[0-9][A-Z](?=[A-Za-z]{2}))[A-Za-z0-9]*(?:[-./+@_'&^][A-Za-z0-9]+|\+)*")
_FREE = frozenset({"ai", "vs", "eg", "ie", "etc", "3d", "2d", "4d", "the"})
_ALIASES = {
    name: re.compile(rf"\b{long}", re.IGNORECASE)
    for name, long in {
        "llm": r"(?:large )?language[- ]models?", "lm": r"language[- ]models?", "vlm": r"vision[- ]language", "lvlm": r"vision[- ]language",
        "mllm": r"multi-?modal (?:large )?(?:language |foundation )?(?:models?|llms?)|vision[- ]language|lmms?\b", "lmm": r"multi-?modal (?:large )?(?:language |foundation )?models?|mllms?\b", "nlp": r"natural language",
        "rl": r"reinforcement", "sft": r"(?<!reinforcement )(?<!reinforced )fine-?\s?tun", "rag": r"retrieval[- ]augment", "cot": r"chains?[- ]of[- ]thought",
        "moe": r"mixture[- ]of[- ]expert", "ml": r"machine[- ]learning", "sota": r"state[- ]of[- ]the[- ]art", "qa": r"question[- ](?:and[- ])?answer|answer\w* (?:\w+ ){0,2}?quer|answer\w* (?:\S+ ){0,3}?questions?", "kv": r"key[- ](?:and )?value",
        "t2i": r"text-to-image", "gui": r"graphical user", "hf": r"hugging ?face", "dit": r"diffusion[- ]transformer", "ar": r"auto-?regressive",
        "vla": r"vision-language-action", "rm": r"reward", "prm": r"process[- ]reward", "diff": r"differen",
    }.items()
}  # fmt: skip
"""Acronyms that everyone in the field reads as their long form: what of it a sentence must hold."""
_RUN = 6
_DEFINED = re.compile(r"\(([A-Za-z][A-Za-z0-9-]{1,11})s?\)")
_LATIN_WORD = re.compile(r"[A-Za-z]+")
_ROW = re.compile(r"[A-Za-z]+(?:[ -][A-Za-z]+)+")
_PIECE = re.compile(r"[^0-9a-z.가-힣]+|\.(?![0-9])|(?<![0-9])\.")
_SELF = re.compile(
    r"\b(?:we|our|ours|this|these|the (?:proposed|resulting)|it|its)\b|\bthe (?:\w+ ){0,2}(?:method|model|framework|approach|system|benchmark|dataset|pipeline|algorithm|tool|technique|architecture)s?\b|\b(?:experiment|evaluation|result)",
    re.IGNORECASE,
)
_NOWHERE: frozenset[int] = frozenset()
_NOTE_LENGTH = 60


def names_are_cited(reading: Reading) -> Iterator[Note]:
    """In a cited sentence, by itself or by what it is short for; of a view, in a printed fact too."""
    if reading.claim.quoted:
        return
    names = tuple(dict.fromkeys(names_of(reading.text)))
    if not names:
        return
    source = reading.source
    said = runs("\n".join((source, reading.antecedents, *(reading.facts or ()))))
    known = runs("\n".join((*_own(reading), *(paper.title for paper, _ in reading.cited))))
    strange = [
        name
        for name in names
        if not (has_name(name, said) or _is_told(name, source))
        and not (has_name(name, known) and not _is_apposed(name, reading.text))
    ]
    shorts = _shorts(reading) if strange else None
    for name in strange:
        if shorts and not _is_short_for(name, shorts):
            yield Note.of("verify.name", name=name[:_NOTE_LENGTH])


def _own(reading: Reading) -> Iterator[str]:
    """What *our method* in a sentence stands for; nothing where the sentences propose something by name or speak of others only."""
    for paper, sentences in reading.cited:
        if any(proposed(each.text) for each in sentences):
            continue
        own = own_names(paper)
        others = {name for each in sentences for name in names_of(each.text)}
        if not others or any(_SELF.search(each.text) for each in sentences):
            yield from own


def _is_apposed(name: str, text: str) -> bool:
    """Whether the name says what a thing is called: X라는, (X)."""
    return re.search(rf"\((?:[^()]*, )?{re.escape(name)}\)|{re.escape(name)}\)?\s?이?라는", text) is not None


def names_of(text: str) -> Iterator[str]:
    """Latin words that name something: with a capital or a digit; in an English claim, not one that begins it."""
    is_english = not re.search(r"[가-힣]", text)
    for match in _NAME.finditer(text):
        word = match.group().rstrip(".'")
        if bare(word) in _FREE or len(bare(word)) < 2 or not _is_name(word):
            continue
        if is_english and word[1:].islower() and (match.start() == 0 or text[: match.start()].rstrip()[-1:] in ".:!?"):
            continue
        yield word


def _is_name(word: str) -> bool:
    return any(char.isupper() or char.isdecimal() for char in word)


@lru_cache(maxsize=2048)
def runs(text: str) -> frozenset[str]:
    """Words of a text, and words in a row written as one: a name is looked up whole, never inside another word."""
    found: set[str] = set()
    for line in text.lower().split("\n"):
        pieces = [bare(piece) for piece in _PIECE.split(line) if piece]
        for start in range(len(pieces)):
            whole = ""
            for piece in pieces[start : start + _RUN]:
                whole += piece
                found.add(whole)
                found.add(whole.removesuffix("s"))
        found.update(match.group() for piece in pieces if (match := re.match(r"[a-z]{3,}(?=[0-9])", piece)))
    return frozenset(found)


def has_name(name: str, said: frozenset[str]) -> bool:
    """Whether a name stands among ``runs``, or all its parts do."""
    short = bare(name)
    if short in said or short.removesuffix("s") in said:
        return True
    parts = [bare(part) for part in re.split(r"[-/&_]", name)]
    return len(parts) > 1 and all(part in said or part.removesuffix("s") in said for part in parts)


def _is_told(name: str, source: str) -> bool:
    """By the long form that everyone in the field knows."""
    short = bare(name)
    pattern = _ALIASES.get(short.removesuffix("s")) or _ALIASES.get(short)
    return bool(pattern and pattern.search(source))


@dataclass(frozen=True, slots=True)
class _Shorts:
    """What is short for what in the cited papers, and what of it a cited sentence says; read once, however many names ask."""

    whole: frozenset[str]
    """Short forms whose long form a cited sentence has."""
    longs: Mapping[str, frozenset[int]]
    """By a word of a long form, the short forms that a cited sentence has."""
    given: frozenset[str]
    """Short forms that the papers give."""
    initials: str
    """First letters of the words of the cited sentences; signs part them."""


def _shorts(reading: Reading) -> _Shorts:
    source = reading.source
    said = runs(source)
    words = frozenset(word.lower().removesuffix("s") for word in _LATIN_WORD.findall(source))
    texts = dict.fromkeys(each.text for paper, _ in reading.cited for each in paper.sentences)
    found = tuple(dict.fromkeys(one for text in texts for one in definitions(text)))
    longs: dict[str, set[int]] = defaultdict(set)
    for index, (short, long) in enumerate(found):
        for word in long if short in said else ():
            longs[word].add(index)
    parts = (_LATIN_WORD.findall(part) for part in re.split(r"[.,;:()]", source))
    return _Shorts(
        frozenset(short for short, long in found if words.issuperset(long)),
        {word: frozenset(places) for word, places in longs.items()},
        frozenset(short for short, _ in found),
        ".".join("".join(word[0].lower() for word in part) for part in parts),
    )


def _is_short_for(name: str, shorts: _Shorts) -> bool:
    """Whether a cited sentence has the long form of a short name, or the short form of a long one.

    Which is short for which, a bracket says anywhere in the paper: Long Form (LF). What the claim itself puts in
    brackets says nothing; an acronym that no paper gives is read by the initials.
    """
    short = bare(name).removesuffix("s")
    pieces = [shorts.longs.get(part, _NOWHERE) for part in re.split(r"[-/ ]", name.lower().removesuffix("s"))]
    if short in shorts.whole or pieces[0].intersection(*pieces[1:]):
        return True
    return name.isupper() and len(short) > 2 and short not in shorts.given and short in shorts.initials


@lru_cache(maxsize=4096)
def definitions(text: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Short forms of a text with the words they stand for: *Long Form (LF)*, *LF (Long Form)*, *(Long Form, LF)*."""
    found: list[tuple[str, tuple[str, ...]]] = []
    for match in _DEFINED.finditer(text):
        before = _LATIN_WORD.findall(text[max(0, match.start() - 120) : match.start()])
        short = bare(match[1]).removesuffix("s")
        for count in range(2, min(len(before), len(short) + 3) + 1):
            if _abbreviates(short, before[-count:]):
                found.append((short, _plain(before[-count:])))
                break
    capitals = {bare(word): word for word in re.findall(r"[A-Z]{2,8}", text)}
    for row in _ROW.finditer(text) if capitals else ():
        words = _LATIN_WORD.findall(row.group())
        if (initials := "".join(word[0] for word in words).lower()) in capitals:
            found.append((initials, _plain(words)))
    return tuple(found)


def _plain(words: list[str]) -> tuple[str, ...]:
    return tuple(word.lower().removesuffix("s") for word in words)


def _abbreviates(short: str, words: list[str]) -> bool:
    """Whether the letters of ``short`` come in their order, the first of them first."""
    text = iter("".join(words).lower())
    return words[0][0].lower() == short[0] and all(letter in text for letter in short)

"""What a text is found by: the same tokens for a document and a query, and for every database.

Latin words are folded (case, accents, full width), put into the singular and freed of an ending, so that *quantized*
finds *quantization*; a hyphenated word is found whole too. Korean words lose a particle or ending at their end and are
kept as pairs of syllables, as other Han and kana are: *양자화를* gives 양자 and 자화, *신경망* finds *심층신경망*. A
morpheme analyser finds no more (``docs/decisions/0022-search.md``).
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from string import ascii_letters, digits
from typing import Literal, NamedTuple

from achim.steps.meaning import stem
from achim.steps.terms import singular

TOKENIZER = "achim-1"
"""Kept with an index; another one there means that it is to be built again."""
LONGEST = 40
"""Letters of a token; what is longer is cut, here as there."""

Script = Literal["hangul", "han", "other"]

_RUN = re.compile(
    r"(?P<other>(?:[A-Za-z0-9]+|[^\W_가-힣\u3041-\u3096\u30a1-\u30fa\u3400-\u4dbf\u4e00-\u9fff]|[\u0300-\u036f])+)"
    r"|(?P<hangul>[가-힣]+)|(?P<han>[\u3041-\u3096\u30a1-\u30fa\u3400-\u4dbf\u4e00-\u9fff]+)"
)
_ASCII_RUN = re.compile("(?P<other>[A-Za-z0-9]+)")
_AFTER_HYPHEN = re.compile("-([A-Za-z0-9]++)")
_ASCII_WORD = frozenset(ascii_letters + digits)
_ENDS = (
    "으로부터 에게서는 에서는 에서의 에서도 으로써 으로서 으로는 으로의 로부터 이라는 이라고 이란 에게서 까지의 까지는 "
    "에서 에게 에는 에도 에의 으로 부터 까지 처럼 보다 마다 조차 밖에 라는 라고 만을 만이 와의 과의 와는 과는 이나 "
    "이며 이고 이다 한다 했다 하다 하는 하여 하고 하며 하면 하지 하기 된다 됐다 되다 되는 되어 되고 되며 되지 되기 "
    "합니다 됩니다 했습니다 됐습니다 되었습니다 하였습니다 입니다 하였다 되었다 시킨다 시키는 시켜 시키고 시킵니다 "
    "을 를 이 가 은 는 의 에 로 와 과 도 만 나 며 고 란 한 할 함 해 된 될 됨"
)
_PARTICLES = frozenset(_ENDS.split())
_LONGEST_FIRST = sorted(_PARTICLES, key=len, reverse=True)
_TIES = _PARTICLES | {"s", "S"}
_LEAST = 2
"""Syllables that a particle or ending leaves standing."""


class Word(NamedTuple):
    """A word of a text: its tokens, and where it stands, from ``start`` to before ``end``."""

    tokens: tuple[str, ...]
    start: int
    end: int
    script: Script


class Among:
    """Words that have one of some tokens. Remembers of every word, as it is written, whether it does."""

    def __init__(self, tokens: Iterable[str]) -> None:
        self._tokens = frozenset(tokens)
        self._known: dict[str, bool] = {}

    def matches(self, text: str) -> Iterator[re.Match[str]]:
        for match in _runs(text):
            written = match[0]
            has = self._known.get(written)
            if has is None:
                has = self._known[written] = not self._tokens.isdisjoint(word_tokens(written, _script(match)))
            if has:
                yield match


def words(text: str, among: Among | None = None) -> Iterator[Word]:
    """The words of a text in order, with ``among`` those that have one of its tokens. Linear; whatever the text holds,
    tokens are letters and digits only."""
    for match in among.matches(text) if among else _runs(text):
        written, script = match[0], _script(match)
        tokens = word_tokens(written, script)
        if tokens and not (written in _TIES and _only_ties(text, match)):
            yield Word(tokens, match.start(), match.end(), script)


def _runs(text: str) -> Iterator[re.Match[str]]:
    """The same for both patterns; that of ASCII alone takes half the time."""
    return (_ASCII_RUN if text.isascii() else _RUN).finditer(text)


def _script(match: re.Match[str]) -> Script:
    return match.lastgroup  # pyright: ignore[reportReturnType]


def _only_ties(text: str, match: re.Match[str]) -> bool:
    """A particle after a Latin word or by itself, and the *s* of a possessive."""
    before = text[match.start() - 1 : match.start()]
    if match.lastgroup == "hangul":
        return match[0] in _PARTICLES and (len(match[0]) == 1 or before.isalnum())
    return match[0] in "sS" and before in ("'", "’")


def tokens(text: str) -> Iterator[str]:
    """What a document's text is indexed by, in order: the tokens of its words, and hyphenated words in one piece."""
    before: Word | None = None
    for word in words(text):
        yield from word.tokens
        if before and _joins(text, before, word):
            yield fold(text[before.start : before.end] + text[word.start : word.end])
        before = word


def hyphenated(text: str) -> Iterator[tuple[str, int, int]]:
    """The token of each hyphenated word of ASCII in one piece, and where it stands: *GPT-4* is found by *GPT4*."""
    for match in _AFTER_HYPHEN.finditer(text):
        hyphen, end = match.span()
        begin = hyphen
        while begin and end - begin <= LONGEST and text[begin - 1] in _ASCII_WORD:
            begin -= 1
        if begin < hyphen and end - begin <= LONGEST:
            yield word_tokens(text[begin:hyphen] + match[1], "other")[0], begin, end


@lru_cache(maxsize=200_000)
def word_tokens(word: str, script: Script) -> tuple[str, ...]:
    if script == "hangul":
        return pairs(without_particle(word))
    if script == "han":
        return pairs(word)
    token = fold(word)
    return (token,) if token else ()


def pairs(word: str) -> tuple[str, ...]:
    """Every two neighbours; of a single syllable, itself."""
    return tuple(a + b for a, b in pairwise(word)) if len(word) > 1 else (word,)


@lru_cache(maxsize=100_000)
def without_particle(word: str) -> str:
    """A Korean word without its last particle or verbal ending, where two syllables are left."""
    for particle in _LONGEST_FIRST:
        if len(word) - len(particle) >= _LEAST and word.endswith(particle):
            return word.removesuffix(particle)
    return word


def fold(word: str) -> str:
    """A Latin word as a token: small letters without accents, singular, without a common ending."""
    plain = surface(word)
    return stem(singular(plain))[:LONGEST] if plain.isascii() else plain[:LONGEST]


def surface(word: str) -> str:
    """A word in small letters without accents; letters and digits only."""
    parts = unicodedata.normalize("NFKD", word).casefold()
    bare = parts if parts.isascii() else "".join(char for char in parts if not unicodedata.combining(char))
    return "".join(filter(str.isalnum, bare))


def _joins(text: str, before: Word, word: Word) -> bool:
    return (
        before.script == word.script == "other"
        and word.start == before.end + 1
        and text[before.end] == "-"
        and word.end - before.start <= LONGEST
    )

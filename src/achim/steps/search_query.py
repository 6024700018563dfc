"""A query as it is looked for: its words, the same terms in the other language, and what misspelled names may mean."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from string import ascii_lowercase

from achim.domain.text import clean
from achim.ports.search import Alternative, Sought
from achim.steps.meaning import ENDINGS
from achim.steps.search_tokens import Word, fold, hyphenated, surface, without_particle, word_tokens, words
from achim.steps.terms import singular

LONGEST = 1_000
"""Characters of a query that are read."""
MOST_WORDS = 40
_TERM_WORDS = 4
_LITTLE_WORDS = (
    "a an and are as at be before by can do does for from has have how in into is it its of on or over than that the "
    "their this to under was were what when where which with without"
)
_TIES = frozenset(map(fold, _LITTLE_WORDS.split()))
"""Words that any English text has: they would put what is English before what is meant."""
BESIDE = " · "
"""Between the words of the other language that a term is looked for as."""
_BEFORE_NUMBER = re.compile("(?<![A-Za-z0-9])([A-Za-z]{3,20}) ([0-9][A-Za-z0-9]{0,9})(?![A-Za-z0-9])")
_SHORTEST_TYPO = 4
_TWO_WRONG = 8
_SHORT_HEAD = 5
"""Letters of a stem that say something even where one is missing, or before an ending with a letter wrong."""
_LONG_HEAD = 6
"""Letters that are enough to say that what they are near is meant."""
_LONG_ENDINGS = tuple(ending for ending in ENDINGS if len(ending) >= 3)
_MORE = 50
"""And is, where a neighbour has so many times as many."""


@dataclass(frozen=True, slots=True)
class Dictionary:
    """Terms of a glossary by their tokens, both ways. Korean is known without its spaces, in small letters (오픈ai)."""

    korean: Mapping[str, tuple[str, ...]]
    """A rendering to its English terms."""
    english: Mapping[tuple[str, ...], tuple[str, ...]]
    """The tokens of an English term to its renderings."""

    @classmethod
    def of(cls, terms: Iterable[tuple[str, Sequence[str]]]) -> "Dictionary":
        """``terms`` are English terms with their Korean renderings."""
        korean: defaultdict[str, list[str]] = defaultdict(list)
        english: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
        for term, renderings in terms:
            if renderings:
                english[_tokens(term)] += renderings
            for rendering in renderings:
                korean["".join(rendering.split()).casefold()].append(term)
        return cls(
            {key: tuple(dict.fromkeys(told)) for key, told in korean.items()},
            {key: tuple(dict.fromkeys(told)) for key, told in english.items()},
        )


@dataclass(frozen=True, slots=True)
class Query:
    """A query's words and what they are looked for as."""

    text: str
    words: tuple[Word, ...]
    every: tuple[Sought, ...]
    """Terms and other words: what a document should have all of."""
    some: tuple[Sought, ...]
    """Those, and each word of a longer term by itself."""
    terms: tuple[tuple[str, str], ...]
    """What the query says, without a particle, and what it is looked for as in the other language."""
    pieces: tuple[tuple[str, int, int], ...]
    """The tokens that neighbours are in one piece, and where those stand: *GPT-4* and *GPT 4* are *gpt4*."""

    @property
    def is_empty(self) -> bool:
        return not self.words


def read_query(
    text: str,
    dictionary: Dictionary,
    meant: Mapping[str, Sequence[str]] | None = None,
    meanings: Mapping[str, Sequence[tuple[str, float]]] | None = None,
) -> Query:
    """Whatever the text holds: it is cleaned and cut, and nothing in it is read as an operator.

    ``meant`` are tokens that misspelled words may stand for, by the words; ``meanings`` English words that Korean ones
    (``hangul_words``) may mean, with what finding them counts for: they are looked for where the dictionary has none.
    """
    text = clean(text[: 4 * LONGEST])[:LONGEST]
    found = _distinct(words(text))
    every: list[Sought] = []
    some: list[Sought] = []
    terms: list[tuple[str, str]] = []
    pieces = _one_piece(text)
    parts = list(_parts(text, found, dictionary))
    for here, other in [part for part in parts if part[1] or not _only_ties(part[0])] or parts:
        singles = [
            Sought((*_written(word), *_tokens_meant(text, word, meant or {}), *glued([word], pieces))) for word in here
        ]
        if other:
            terms.append((_said(text, here, dictionary), BESIDE.join(other)))
            whole = singles[0].alternatives if len(here) == 1 else (*_together(here), *glued(here, pieces))
            every.append(Sought((*whole, *_renderings(other))))
            some += [every[-1], *(singles if len(here) > 1 else ())]
        else:
            singles = [
                _with_meanings(text, word, single, meanings or {}) for word, single in zip(here, singles, strict=True)
            ]
            every += singles
            some += singles
    return Query(text=text, words=found, every=tuple(every), some=tuple(some), terms=tuple(terms), pieces=pieces)


def _one_piece(text: str) -> tuple[tuple[str, int, int], ...]:
    """See ``Query.pieces``."""
    numbers = ((fold(match[1] + match[2]), *match.span()) for match in _BEFORE_NUMBER.finditer(text))
    told = (*hyphenated(text), *numbers)
    return tuple(each for each in told if not any(word.tokens[0] in _TIES for word in words(text[each[1] : each[2]])))


def glued(here: Sequence[Word], pieces: Iterable[tuple[str, int, int]]) -> tuple[Alternative, ...]:
    """What ``Query.pieces`` has of words that stand side by side: of all of them."""
    begin, end = here[0].start, here[-1].end
    return tuple(Alternative((token,)) for token, first, last in pieces if first <= begin and end <= last)


def _only_ties(here: Sequence[Word]) -> bool:
    return all(word.tokens[0] in _TIES for word in here)


def _distinct(found: Iterable[Word]) -> tuple[Word, ...]:
    first: dict[tuple[str, ...], Word] = {}
    for word in found:
        first.setdefault(word.tokens, word)
        if len(first) == MOST_WORDS:
            break
    return tuple(first.values())


def _written(word: Word) -> tuple[Alternative, ...]:
    """A long Korean word may be two in a document: its halves are looked for near each other too."""
    tokens = word.tokens
    if len(tokens) < 3:
        return (Alternative(tokens),)
    apart = tuple(dict.fromkeys((*tokens[::2], tokens[-1])))
    return (Alternative(tokens), Alternative(apart, near=True))


def _together(here: Sequence[Word]) -> tuple[Alternative, ...]:
    """The words of a term near each other; a Korean one may be written without its spaces."""
    tokens = tuple(dict.fromkeys(chain.from_iterable(word.tokens for word in here)))
    return (Alternative(tokens, near=True),)


def _tokens_meant(text: str, word: Word, meant: Mapping[str, Sequence[str]]) -> tuple[Alternative, ...]:
    return tuple(Alternative((token,)) for token in meant.get(text[word.start : word.end], ()))


def _with_meanings(
    text: str, word: Word, sought: Sought, meanings: Mapping[str, Sequence[tuple[str, float]]]
) -> Sought:
    told: dict[str, float] = {}
    for other, weight in meanings.get(_bare(text, word), ()) if word.script == "hangul" else ():
        told.setdefault(fold(other), weight)
    return Sought((*sought.alternatives, *(Alternative((token,), weight=weight) for token, weight in told.items())))


def _bare(text: str, word: Word) -> str:
    return without_particle(text[word.start : word.end])


def _renderings(terms: Sequence[str]) -> tuple[Alternative, ...]:
    return tuple(dict.fromkeys(Alternative(tokens) for each in terms if (tokens := _tokens(each))))


def _tokens(term: str) -> tuple[str, ...]:
    return tuple(chain.from_iterable(word.tokens for word in words(term)))


def _parts(
    text: str, found: Sequence[Word], dictionary: Dictionary
) -> Iterator[tuple[Sequence[Word], tuple[str, ...]]]:
    """Each word in one part: the longest terms that the dictionary knows, with their others, or a word by itself."""
    at = 0
    while at < len(found):
        sizes = range(min(_TERM_WORDS, len(found) - at), 0, -1)
        told = ((size, _other(text, found[at : at + size], dictionary)) for size in sizes)
        size, other = next(((size, other) for size, other in told if other), (1, ()))
        yield found[at : at + size], other
        at += size


def _other(text: str, here: Sequence[Word], dictionary: Dictionary) -> tuple[str, ...]:
    if all(word.script == "other" for word in here):
        return dictionary.english.get(tuple(chain.from_iterable(word.tokens for word in here)), ())
    written, bare = _joined(text, here)
    return dictionary.korean.get(written) or dictionary.korean.get(bare) or ()


def _said(text: str, here: Sequence[Word], dictionary: Dictionary) -> str:
    """A term of the query, without a particle at its end that is no part of it."""
    last = text[here[-1].start : here[-1].end]
    is_known = here[-1].script != "hangul" or _joined(text, here)[0] in dictionary.korean
    return text[here[0].start : here[-1].start] + (last if is_known else without_particle(last))


def _joined(text: str, here: Sequence[Word]) -> tuple[str, str]:
    """Words as the dictionary has Korean, as they are written and without the last one's particle."""
    written = [text[word.start : word.end].casefold() for word in here]
    return "".join(written), "".join((*written[:-1], without_particle(written[-1])))


class Speller:
    """Finds the words of a vocabulary that a misspelled one may mean. Making one takes a while."""

    FEW = 2
    """A word that so few documents have may be misspelled there too."""

    def __init__(self, vocabulary: Mapping[str, int], known: Collection[str] = ()) -> None:
        """``known`` are words that are spelled right, in the singular, whether or not a document has them."""
        self._counts = vocabulary
        self._known = known
        self._alike: defaultdict[tuple[int, str], list[tuple[int, str]]] = defaultdict(list)
        for token in vocabulary:
            if token.isalpha():
                self._alike[len(token), token[0]].append((_letters(token), token))

    def meant(self, written: str) -> tuple[str, ...]:
        """At most three tokens that a Latin word may stand for, the likeliest first; none where it is known or short.

        One letter may be wrong, missing, too many or change places with the next; two where what is compared, the word
        or the token that it comes to, has eight letters or more. An ending may be wrong that no rule took away for
        that (*quantizaton*).
        """
        word = singular(surface(written))
        token = word_tokens(written, "other")[0] if word else ""
        if len(word) < _SHORTEST_TYPO or not word.isalpha() or not word.isascii() or word in self._known:
            return ()
        known = self._counts.get(token, 0)
        if known > self.FEW:
            return ()
        best: dict[str, int] = {}
        for distance, near in chain(
            self._near(word), self._near_stem(token) if token != word else (), self._ended(word)
        ):
            if near != token and (not known or self._counts[near] >= _MORE * known):
                best[near] = min(distance, best.get(near, distance))
        least = min(best.values(), default=0)
        ranked = sorted((-self._counts[near], near) for near, distance in best.items() if distance == least)
        return tuple(near for _, near in ranked[:3])

    def _near(self, word: str) -> Iterator[tuple[int, str]]:
        letters, most = _letters(word), _allowed(word)
        for length in range(len(word) - most, len(word) + most + 1):
            for first in sorted({*word[:2]}):
                for mask, token in self._alike.get((length, first), ()):
                    if (mask ^ letters).bit_count() <= 2 * most:
                        distance = distance_within(word, token, min(most, _allowed(token)))
                        if distance is not None:
                            yield distance, token
        if len(word) >= _LONG_HEAD:
            others = (each for letter in ascii_lowercase for each in (letter + word[1:], letter + word))
            yield from ((1, other) for other in others if other in self._counts)

    def _near_stem(self, stem: str) -> Iterator[tuple[int, str]]:
        """Of a short stem no letter may be another, only one missing, too many or in the next place: its ending is
        right, so the word is likely to be as well."""
        for distance, token in self._near(stem):
            shorter, longer = sorted((len(stem), len(token)))
            if shorter >= _LONG_HEAD or _SHORT_HEAD <= shorter < longer or sorted(stem) == sorted(token):
                yield distance, token

    def _ended(self, word: str) -> Iterator[tuple[int, str]]:
        """Tokens that the word begins with, or all but begins with, before an ending with a letter wrong."""
        for size in range(_SHORT_HEAD, len(word) - 2):
            head, rest = word[:size], word[size:]
            wrong = min((each for each in (distance_within(rest, end, 1) for end in _LONG_ENDINGS) if each), default=0)
            if wrong and head in self._counts:
                yield wrong, head
            if wrong and size >= _LONG_HEAD:
                yield from ((wrong + distance, token) for distance, token in self._near(head) if distance == 1)


def _allowed(word: str) -> int:
    """Letters that may be wrong in a word of so many."""
    return 2 if len(word) >= _TWO_WRONG else 1 if len(word) >= _SHORTEST_TYPO else 0


def _letters(word: str) -> int:
    mask = 0
    for char in word:
        mask |= 1 << (ord(char) & 63)
    return mask


def distance_within(left: str, right: str, most: int) -> int | None:
    """Changes of one letter, or of places of two neighbours, between two words (optimal string alignment), None for
    more than ``most``."""
    if abs(len(left) - len(right)) > most:
        return None
    before: list[int] = []
    last = list(range(len(right) + 1))
    for at, a in enumerate(left, start=1):
        row = [at]
        for to, b in enumerate(right, start=1):
            cost = min(last[to] + 1, row[-1] + 1, last[to - 1] + (a != b))
            if at > 1 and to > 1 and a == right[to - 2] and left[at - 2] == b:
                cost = min(cost, before[to - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return None
        before, last = last, row
    return last[-1] if last[-1] <= most else None


def latin_words(query: Query) -> dict[str, Word]:
    """The Latin words of a query by their tokens: those that may be misspelled, or are names."""
    return {word.tokens[0]: word for word in query.words if word.script == "other"}


def hangul_words(query: Query) -> tuple[str, ...]:
    """The Korean words of a query without their particles: those that may be looked for in English. A single syllable
    means too many things."""
    told = (_bare(query.text, word) for word in query.words if word.script == "hangul")
    return tuple(dict.fromkeys(each for each in told if len(each) > 1))

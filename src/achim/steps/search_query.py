"""A query as it is looked for: its words, the same terms in the other language, and what misspelled names may mean."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from achim.domain.text import clean
from achim.ports.search import Alternative, Sought
from achim.steps.search_tokens import Word, surface, without_particle, word_tokens, words

LONGEST = 1_000
"""Characters of a query that are read."""
MOST_WORDS = 40
_TERM_WORDS = 4
_SHORTEST_TYPO = 4
_MORE = 50
"""And is, where a neighbour has so many times as many."""


@dataclass(frozen=True, slots=True)
class Dictionary:
    """Terms of a glossary by their tokens, both ways. Korean is known without its spaces."""

    korean: Mapping[str, tuple[str, ...]]
    """A rendering to its English terms."""
    english: Mapping[tuple[str, ...], tuple[str, ...]]
    """The tokens of an English term to its renderings."""

    @classmethod
    def of(cls, terms: Iterable[tuple[str, Sequence[str]]]) -> "Dictionary":
        """``terms`` are English terms with their Korean renderings."""
        korean: defaultdict[str, list[str]] = defaultdict(list)
        english: dict[tuple[str, ...], tuple[str, ...]] = {}
        for term, renderings in terms:
            if renderings:
                english[_tokens(term)] = tuple(renderings)
            for rendering in renderings:
                korean["".join(rendering.split())].append(term)
        return cls({key: tuple(dict.fromkeys(told)) for key, told in korean.items()}, english)


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
    """What the query says, and what it is looked for as in the other language."""

    @property
    def is_empty(self) -> bool:
        return not self.words


def read_query(text: str, dictionary: Dictionary, meant: Mapping[str, Sequence[str]] | None = None) -> Query:
    """Whatever the text holds: it is cleaned and cut, and nothing in it is read as an operator.

    ``meant`` are tokens that misspelled words may stand for, by the words.
    """
    text = clean(text[: 4 * LONGEST])[:LONGEST]
    found = _distinct(words(text))
    every: list[Sought] = []
    some: list[Sought] = []
    terms: list[tuple[str, str]] = []
    for here, other in _parts(text, found, dictionary):
        said = text[here[0].start : here[-1].end]
        singles = [Sought((*_written(word), *_tokens_meant(text, word, meant or {}))) for word in here]
        if other:
            terms.append((said, " · ".join(other)))
            whole = singles[0].alternatives if len(here) == 1 else _together(here)
            every.append(Sought((*whole, *_renderings(other))))
            some += [every[-1], *(singles if len(here) > 1 else ())]
        else:
            every += singles
            some += singles
    return Query(text=text, words=found, every=tuple(every), some=tuple(some), terms=tuple(terms))


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
    if all(word.script == "hangul" for word in here):
        written = [text[word.start : word.end] for word in here]
        joined = "".join(written)
        bare = "".join((*written[:-1], without_particle(written[-1])))
        return dictionary.korean.get(joined) or dictionary.korean.get(bare) or ()
    if all(word.script == "other" for word in here):
        return dictionary.english.get(tuple(chain.from_iterable(word.tokens for word in here)), ())
    return ()


class Speller:
    """Finds the words of a vocabulary that a misspelled one may mean. Making one takes a while."""

    FEW = 2
    """A word that so few documents have may be misspelled there too."""

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        self._counts = vocabulary
        self._alike: defaultdict[tuple[int, str], list[tuple[int, str]]] = defaultdict(list)
        for token in vocabulary:
            if token.isalpha():
                self._alike[len(token), token[0]].append((_letters(token), token))

    def meant(self, written: str) -> tuple[str, ...]:
        """At most three tokens that a Latin word may stand for, the likeliest first; none where it is known or short.

        One letter may be wrong, missing, too many or change places with the next; two in a word of eight letters or
        more; a token begins with one of the word's first two. The word may go on after a token as an ending does that
        no rule takes away (*quantizaton*).
        """
        word = surface(written)
        token = word_tokens(written, "other")[0] if word else ""
        if len(word) < _SHORTEST_TYPO or not word.isalpha() or not word.isascii():
            return ()
        known = self._counts.get(token, 0)
        if known > self.FEW:
            return ()
        most = 2 if len(word) >= 8 else 1
        found = self._near(word, most) + self._near(token, most) or self._stems(word)
        best: dict[str, int] = {}
        for distance, near in found:
            if near != token and (not known or self._counts[near] >= _MORE * known):
                best[near] = min(distance, best.get(near, distance))
        least = min(best.values(), default=0)
        ranked = sorted((-self._counts[near], near) for near, distance in best.items() if distance == least)
        return tuple(near for _, near in ranked[:3])

    def _near(self, word: str, most: int) -> list[tuple[int, str]]:
        letters = _letters(word)
        close = (
            token
            for length in range(len(word) - most, len(word) + most + 1)
            for first in sorted({*word[:2]})
            for mask, token in self._alike.get((length, first), ())
            if (mask ^ letters).bit_count() <= 2 * most
        )
        measured = ((distance_within(word, token, most), token) for token in close)
        return [(distance, token) for distance, token in measured if distance is not None]

    def _stems(self, word: str) -> list[tuple[int, str]]:
        """Tokens that the word begins with, or all but begins with, and ends on a few letters after."""
        heads = [word[:size] for size in range(max(5, len(word) - 6), len(word) - 1)]
        whole = [(3, head) for head in heads if self._counts.get(head, 0) > self.FEW]
        near = (each for head in heads if len(head) >= 6 for each in self._near(head, 1))
        return whole or [(4, token) for _, token in near if self._counts[token] > self.FEW]


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


def latin_words(query: Query) -> tuple[str, ...]:
    """The Latin words of a query, as they are written: those that may be misspelled."""
    return tuple(query.text[word.start : word.end] for word in query.words if word.script == "other")

"""Where a document has what a query looks for."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from achim.domain.found import Document, FieldName, Highlight
from achim.ports.search import Sought
from achim.steps.search_tokens import Among, Word, words

_MOST = 50
"""Highlights of a field."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for together, by each of its tokens; and the words that have one of them."""

    together: Mapping[str, Sequence[frozenset[str]]]
    words: Among


def wanted_by(sought: Iterable[Sought]) -> Wanted:
    """For the documents of one search."""
    wanted: defaultdict[str, list[frozenset[str]]] = defaultdict(list)
    for each in {frozenset(each.tokens) for word in sought for each in word.alternatives}:
        for token in each:
            wanted[token].append(each)
    return Wanted(dict(wanted), Among(wanted))


def highlights(document: Document, wanted: Wanted) -> tuple[Highlight, ...]:
    """By field and place; none overlaps another. Of a Korean word only the syllables that are looked for."""
    fields: tuple[tuple[FieldName, str], ...] = (
        ("title", document.title),
        ("text", document.text),
        ("told", document.told),
    )
    return tuple(each for field, text in fields for each in _of_field(field, text, wanted))


def _of_field(field: FieldName, text: str, wanted: Wanted) -> Iterator[Highlight]:
    places = (place for word in words(text, wanted.words) if (place := _place(word, wanted.together)))
    yield from (Highlight(field, *place) for place in islice(places, _MOST))


def _place(word: Word, together: Mapping[str, Sequence[frozenset[str]]]) -> tuple[int, int] | None:
    """A word that has all of an alternative, or is all in one, matches; a pair of syllables in common is chance."""
    if word.script == "other":
        return (word.start, word.end) if word.tokens[0] in together else None
    own = frozenset(word.tokens)
    matched = [each for token in own for each in together.get(token, ()) if each <= own or own <= each]
    if not matched:
        return None
    if len(word.tokens[0]) < 2:
        return word.start, word.end
    found = frozenset[str]().union(*matched)
    places = [at for at, token in enumerate(word.tokens) if token in found]
    return word.start + places[0], word.start + places[-1] + 2

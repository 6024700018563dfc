"""Where a document has what a query looks for."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from achim.domain.found import Document, FieldName, Highlight
from achim.ports.search import Sought
from achim.steps.search_tokens import Among, Word, hyphenated, words

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
    single = (place for word in words(text, wanted.words) if (place := _place(word, wanted.together)))
    joined = ((start, end) for token, start, end in hyphenated(text) if token in wanted.together)
    yield from (Highlight(field, *place) for place in islice(_apart(sorted((*single, *joined))), _MOST))


def _apart(places: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Those in order that overlap as one."""
    begin, end = 0, 0
    for first, last in places:
        if first >= end:
            if end:
                yield begin, end
            begin, end = first, last
        end = max(end, last)
    if end:
        yield begin, end


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

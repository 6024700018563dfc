"""Names with a number glued on: *llama* is looked for as *llama3* too, *gpt* as *gpt4o*."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from achim.ports.search import Alternative, Sought
from achim.steps.search_query import BESIDE, Query, glued, latin_words
from achim.steps.search_tokens import fold, surface
from achim.steps.terms import singular

_SHORTEST = 3
_MOST = 10
"""Tokens that a name is looked for as."""
_TAIL = re.compile("[0-9]+[a-z]{0,2}")


def names(query: Query, known: Collection[str]) -> dict[str, str]:
    """The Latin words that a query is looked for by as they are written in small letters, by their tokens. Those in
    ``known``, words of every text, are no names; nor is what stands before a number of the query's own."""
    latin = (word for word in latin_words(query).values() if not glued([word], query.pieces))
    written = (query.text[word.start : word.end] for word in latin)
    others = chain.from_iterable(other.split(BESIDE) for _, other in query.terms)
    told = {fold(each): singular(surface(each)) for each in (*written, *others) if each.isascii() and each.isalpha()}
    return {token: name for token, name in told.items() if len(name) >= _SHORTEST and name not in known}


def numbered(name: str, vocabulary: Mapping[str, int]) -> tuple[str, ...]:
    """Of tokens by the number of their documents those that are a name with digits behind and at most two letters
    more, the most frequent first, at most ten."""
    told = (each for each in vocabulary if each.startswith(name) and _TAIL.fullmatch(each, len(name)))
    return tuple(sorted(told, key=lambda each: (-vocabulary[each], each))[:_MOST])


def with_numbers(query: Query, told: Mapping[str, Sequence[str]]) -> Query:
    """The query with ``told``, what its tokens are looked for as beside."""

    def more(sought: Sought) -> Sought:
        single = (each.tokens[0] for each in sought.alternatives if len(each.tokens) == 1)
        beside = (Alternative((each,)) for token in single for each in told.get(token, ()))
        return Sought((*sought.alternatives, *beside))

    return replace(query, every=tuple(map(more, query.every)), some=tuple(map(more, query.some))) if told else query

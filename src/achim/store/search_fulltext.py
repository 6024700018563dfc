"""Full text, as every database has it. Nothing of a query reaches one but tokens, which are letters and digits, in
quotes; what differs is in ``Parts``."""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Protocol

import numpy as np
from sqlalchemy import Connection, text

from achim.domain.found import Document
from achim.ports import Vector
from achim.ports.search import Alternative, Sought
from achim.store.search_filters import fits

Split = Callable[[str], Iterable[str]]

SCORED = 10_000
"""Documents that are scored for a query: rare words are looked for first, and common ones only while there is room."""
FEW_WORDS = 3
"""Words of a query that BM25 ranks by; works that have more are ranked by which of them they have."""
COUNTED = 50_000
"""As far as the documents of a token are counted; of a sentence, what more documents have is not looked for."""
NEAR = 4
"""Tokens that may stand between the halves of a long Korean word."""
_READ = 100_000
"""Places that are read for a query of more words, the rarest words first."""
_LONG = 1_000
"""Places of a word that are remembered."""
_REMEMBERED = 4_000_000
"""Places that are remembered in all, four bytes each."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Words to be matched together: the database's expression, how many documents may match, and what it is made of,
    each with the number of documents that may have it."""

    expression: str
    cost: int
    alternatives: tuple[tuple[Alternative, int], ...]


class Parts(Protocol):
    """What a database does in its own way."""

    among: str
    """A subquery of the ids in ``:ids``, a JSON array: hundreds of parameters take longer than the rows."""
    both: str
    either: str

    def empty(self, connection: Connection) -> None: ...

    def put_in(self, connection: Connection, documents: Mapping[int, Document], split: Split) -> None: ...

    def take_out(self, connection: Connection, documents: Mapping[int, Document], split: Split) -> None:
        """The documents are what they were when they were put in."""
        ...

    def counts(self, connection: Connection, tokens: Sequence[str]) -> dict[str, int]:
        """In how many documents each token is, 0 for none; those in more than ``COUNTED`` as one more."""
        ...

    def vocabulary(self, connection: Connection, begin: str, end: str) -> dict[str, int]:
        """In how many documents each token from ``begin`` to before ``end`` is, as ``counts`` has it."""
        ...

    def expression(self, alternative: Alternative) -> str:
        """What finds it; joined by ``both`` and ``either``, in brackets."""
        ...

    def places(self, connection: Connection, expressions: Sequence[str]) -> Iterator[tuple[str, Any]]:
        """The ids of the documents that match each expression, int64."""
        ...

    def matching(self, connection: Connection, wanted: Wanted, allowed: Any | None, limit: int) -> list[int]:
        """By BM25; where more than ``SCORED`` may match, the newest of them."""
        ...

    def put_codes(self, connection: Connection, codes: Mapping[int, bytes], dimensions: int) -> None:
        """Codes of ``search_vectors.packed``, where the database looks for the nearest by itself."""
        ...

    def take_codes(self, connection: Connection, numbers: Sequence[int]) -> None: ...

    def nearest(self, connection: Connection, dimensions: int) -> "Nearest | None":
        """What finds the nearest of vectors of so many numbers; None where the caller is to compare all codes."""
        ...


class Nearest(Protocol):
    """The ids of the documents that may be nearest; with ``allowed``, booleans by id, of those that it lets through."""

    def __call__(self, vectors: Sequence[Vector], allowed: Any | None) -> Sequence[int]: ...


def columns_of(document: Document, split: Split) -> list[list[str]]:
    """The tokens of each of ``search_tables.COLUMNS``."""
    told = (document.title, document.text, document.told, " , ".join(document.authors))
    return [list(split(each)) for each in told]


def remember_common(parts: Parts, connection: Connection, counted: Mapping[str, int], places: dict[str, Any]) -> None:
    """Read ahead the places of the tokens that take longest and are still looked for, as far as they are remembered."""
    often = sorted((each for each in counted if _LONG <= counted[each] <= COUNTED), key=lambda each: -counted[each])
    room = accumulate(counted[each] for each in often)
    kept = [each for each, total in zip(often, room, strict=True) if total <= _REMEMBERED // 2]
    _places(parts, connection, [parts.expression(Alternative((each,))) for each in kept], places)


def tokens_of(words: Iterable[Sought]) -> Iterator[str]:
    return (token for word in words for each in word.alternatives for token in each.tokens)


def ranking(
    parts: Parts,
    connection: Connection,
    every: Sequence[Sought],
    some: Sequence[Sought],
    known: Mapping[str, int],
    places: dict[str, Any],
    allowed: Any | None,
    limit: int,
) -> list[int]:
    """Ids, best first: by BM25, those that have all of ``every`` before others; of a sentence, by the words that works
    have. ``known`` are ``counts`` of all tokens, ``places`` a memory for as long as the index is the same,
    ``allowed`` tells of each id whether it may be found."""
    if len(every) > FEW_WORDS:
        return _by_presence(parts, connection, some, known, places, allowed, limit)
    needed, wanted = (_costed(parts, words, known) for words in (every, some))
    found = list[int]()
    if 1 < len(needed) == len(every):
        found = parts.matching(connection, _joined(parts.both, needed, needed[0].cost), allowed, limit)
    if wanted and len(found) < limit:
        sums = accumulate(each.cost for each in wanted)
        affordable = [each for each, total in zip(wanted, sums, strict=True) if total <= SCORED] or wanted[:1]
        either = _joined(parts.either, affordable, affordable[-1].cost)
        found += parts.matching(connection, either, allowed, limit)
    return list(dict.fromkeys(found))[:limit]


def _joined(by: str, words: Sequence[Wanted], cost: int) -> Wanted:
    alternatives = dict.fromkeys(each for word in words for each in word.alternatives)
    return Wanted(by.join(word.expression for word in words), cost, tuple(alternatives))


def _costed(parts: Parts, words: Sequence[Sought], known: Mapping[str, int]) -> list[Wanted]:
    """How many documents may have each word that the index has, and the expression that finds it, rarest first."""
    costed = {
        Wanted(
            "(" + parts.either.join(map(parts.expression, here)) + ")",
            cost,
            tuple((each, _cost(each, known)) for each in here),
        )
        for cost, here in _rarest(words, known)
    }
    return sorted(costed, key=lambda each: (each.cost, each.expression))


def _by_presence(
    parts: Parts,
    connection: Connection,
    words: Sequence[Sought],
    known: Mapping[str, int],
    places: dict[str, Any],
    allowed: Any | None,
    limit: int,
) -> list[int]:
    """By the sum of ln(1 + works / works with the word) over the words that a work has, each times the weight of the
    likeliest alternative there; of equals the newest first.

    A sentence's words are many and common. Which of them a work has tells nearly all, and is read ten times as fast as
    BM25 is worked out, so that many more can be looked at.
    """
    last = connection.scalar(text("SELECT max(id) FROM search_works")) or 0
    scores, weights = np.zeros(last + 1, np.float32), np.zeros(last + 1, np.float32)
    looked_for = _affordable(_rarest(words, known, COUNTED) or _rarest(words, known)[:1])
    held = _places(parts, connection, [parts.expression(each) for here in looked_for for each in here], places)
    for alternatives in looked_for:
        found = [(each.weight, held[parts.expression(each)]) for each in alternatives]
        for weight, ids in sorted(found, key=lambda each: each[0]):
            weights[ids] = weight
        telling = math.log1p(last / max(1, sum(len(ids) for _, ids in found)))
        for _, ids in found:
            scores[ids] += telling * weights[ids]
            weights[ids] = 0
    if allowed is not None:
        scores[~fits(allowed, np.arange(len(scores)))] = 0
    ids = np.flatnonzero(scores)
    if len(ids) > limit:
        least = np.partition(scores[ids], len(ids) - limit)[len(ids) - limit]
        ids = ids[scores[ids] >= least]
    return ids[np.lexsort((-ids, -scores[ids]))][:limit].tolist()


def _affordable(words: Sequence[tuple[int, list[Alternative]]]) -> list[list[Alternative]]:
    """Of words by cost, the first and what may be read beside it."""
    totals = accumulate(cost for cost, _ in words)
    return [here for (cost, here), total in zip(words, totals, strict=True) if not cost < total > _READ]


def _rarest(
    words: Sequence[Sought], known: Mapping[str, int], most: int | None = None
) -> list[tuple[int, list[Alternative]]]:
    """For each word that the index has, how many documents may have it and what it is found by, rarest first; nothing
    that more than ``most`` may have."""
    told = [{each: _cost(each, known) for each in word.alternatives} for word in dict.fromkeys(words)]
    held = ({each: cost for each, cost in here.items() if 0 < cost <= (most or cost)} for here in told)
    return sorted(((sum(here.values()), list(here)) for here in held if here), key=lambda each: each[0])


def _cost(alternative: Alternative, known: Mapping[str, int]) -> int:
    """How many documents may have it."""
    return min(known.get(token, 0) for token in alternative.tokens)


def _places(parts: Parts, connection: Connection, expressions: Sequence[str], places: dict[str, Any]) -> dict[str, Any]:
    """The ids of the documents that match each expression. Many are remembered in ``places``."""
    held = {each: places[each] for each in expressions if each in places}
    unread = [each for each in dict.fromkeys(expressions) if each not in held]
    for expression, ids in parts.places(connection, unread):
        held[expression] = ids
        if len(ids) >= _LONG:
            if sum(map(len, tuple(places.values()))) > _REMEMBERED:
                places.clear()
            places[expression] = held[expression] = ids.astype(np.int32)
    return held

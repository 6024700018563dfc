"""Full text in SQLite's FTS5. Nothing of a query reaches it but tokens, which are letters and digits, in quotes."""

import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any

import numpy as np
from sqlalchemy import Connection, text

from achim.domain.found import Document
from achim.ports.search import Alternative, Sought
from achim.store.search_filters import fits, numbers
from achim.store.search_tables import COLUMNS

_WEIGHTS = "2.0, 1.0, 1.0, 1.0"
"""Of a match in the title, text, told and authors; chosen on the tuning half of ``bench.search``."""
SCORED = 10_000
"""Documents that are scored for a query: rare words are looked for first, and common ones only while there is room."""
FEW_WORDS = 3
"""Words of a query that BM25 ranks by; works that have more are ranked by which of them they have."""
COUNTED = 50_000
"""As far as the documents of a token are counted; of a sentence, what more documents have is not looked for."""
_READ = 100_000
"""Places that are read for a query of more words, the rarest words first."""
_LONG = 1_000
"""Places of a word that are remembered."""
_REMEMBERED = 4_000_000
"""Places that are remembered in all, four bytes each."""
_NEAR = 4
"""Tokens that may stand between the halves of a long Korean word."""
_NAMES = ", ".join(("rowid", *COLUMNS))
_PLACES = ", ".join(f":{name}" for name in ("rowid", *COLUMNS))


def empty(connection: Connection) -> None:
    connection.execute(text("INSERT INTO search_text (search_text) VALUES ('delete-all')"))


def put_in(connection: Connection, number: int, document: Document, split: Callable[[str], Iterable[str]]) -> None:
    statement = f"INSERT INTO search_text ({_NAMES}) VALUES ({_PLACES})"
    connection.execute(text(statement), _row(number, document, split))


def take_out(connection: Connection, number: int, document: Document, split: Callable[[str], Iterable[str]]) -> None:
    """The document is to be what it was when it was put in: https://www.sqlite.org/fts5.html#the_delete_command."""
    statement = f"INSERT INTO search_text (search_text, {_NAMES}) VALUES ('delete', {_PLACES})"
    connection.execute(text(statement), _row(number, document, split))


def _row(number: int, document: Document, split: Callable[[str], Iterable[str]]) -> dict[str, Any]:
    told = (document.title, document.text, document.told, " , ".join(document.authors))
    return {"rowid": number} | {name: " ".join(split(each)) for name, each in zip(COLUMNS, told, strict=True)}


def counts(connection: Connection, tokens: Sequence[str]) -> dict[str, int]:
    """In how many documents each token is, 0 for none; those in more than ``COUNTED`` as one more."""
    # a token is counted as far as it matters: SQLite's own count reads all that it keeps of a token
    query = text(
        "SELECT value AS term, (SELECT count(*) FROM (SELECT 1 FROM search_text"
        " WHERE search_text MATCH '\"' || value || '\"' LIMIT :most)) AS documents FROM json_each(:tokens)"
    )
    told = {"most": COUNTED + 1, "tokens": json.dumps(list(tokens))}
    return {row.term: row.documents for row in connection.execute(query, told)} if tokens else {}


def remember_common(connection: Connection, counted: Mapping[str, int], places: dict[str, Any]) -> None:
    """Read ahead the places of the tokens that take longest and are still looked for, as far as they are remembered."""
    often = sorted((each for each in counted if _LONG <= counted[each] <= COUNTED), key=lambda each: -counted[each])
    room = accumulate(counted[each] for each in often)
    kept = [each for each, total in zip(often, room, strict=True) if total <= _REMEMBERED // 2]
    _places(connection, [_expression(Alternative((each,))) for each in kept], places)


def tokens_of(words: Iterable[Sought]) -> Iterator[str]:
    return (token for word in words for each in word.alternatives for token in each.tokens)


def vocabulary(connection: Connection, end: str) -> dict[str, int]:
    """In how many documents each token up to ``end`` is, as ``counts`` has it."""
    query = text("SELECT term, min(doc, :most) AS doc FROM search_vocabulary WHERE term >= 'a' AND term < :end")
    return {row.term: row.doc for row in connection.execute(query, {"end": end, "most": COUNTED + 1})}


def ranking(
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
        return _by_presence(connection, some, known, places, allowed, limit)
    needed, wanted = (_costed(words, known) for words in (every, some))
    found = list[int]()
    if 1 < len(needed) == len(every):
        found = _matching(connection, " AND ".join(each for _, each in needed), needed[0][0], allowed, limit)
    if wanted and len(found) < limit:
        sums = accumulate(cost for cost, _ in wanted)
        affordable = [each for each, total in zip(wanted, sums, strict=True) if total <= SCORED] or wanted[:1]
        either = " OR ".join(each for _, each in affordable)
        found += _matching(connection, either, affordable[-1][0], allowed, limit)
    return list(dict.fromkeys(found))[:limit]


def _costed(words: Sequence[Sought], known: Mapping[str, int]) -> list[tuple[int, str]]:
    """How many documents may have each word that the index has, and the expression that finds it, rarest first."""
    costed = ((cost, "(" + " OR ".join(map(_expression, here)) + ")") for cost, here in _rarest(words, known))
    return sorted(dict.fromkeys(costed))


def _by_presence(
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
    held = _places(connection, [_expression(each) for here in looked_for for each in here], places)
    for alternatives in looked_for:
        found = [(each.weight, held[_expression(each)]) for each in alternatives]
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


def _places(connection: Connection, expressions: Sequence[str], places: dict[str, Any]) -> dict[str, Any]:
    """The ids of the documents that match each expression. Many are remembered in ``places``."""
    held = {each: places[each] for each in expressions if each in places}
    statement = text(
        "SELECT value, (SELECT group_concat(rowid) FROM search_text WHERE search_text MATCH value) AS ids"
        " FROM json_each(:sought)"
    )
    unread = json.dumps([each for each in dict.fromkeys(expressions) if each not in held])
    for expression, told in connection.execute(statement, {"sought": unread}):
        ids = held[expression] = numbers(told)
        if len(ids) >= _LONG:
            if sum(map(len, tuple(places.values()))) > _REMEMBERED:
                places.clear()
            places[expression] = held[expression] = ids.astype(np.int32)
    return held


def _expression(alternative: Alternative) -> str:
    if alternative.near:
        return "NEAR(" + " ".join(f'"{token}"' for token in alternative.tokens) + f", {_NEAR})"
    return '"' + " ".join(alternative.tokens) + '"'


def _matching(connection: Connection, expression: str, cost: int, allowed: Any | None, limit: int) -> list[int]:
    """By BM25; where more documents match than can be scored, the newest of them."""
    matched = "SELECT rowid FROM search_text WHERE search_text MATCH :sought"
    by_rank = f" AND rank MATCH 'bm25({_WEIGHTS})' ORDER BY rank"
    statement = text(matched + (by_rank if cost <= SCORED else " ORDER BY rowid DESC"))
    # SQLite gives a match at a time in that order, so those that are let through are looked for as they come
    found = list[int]()
    size = limit if allowed is None else 4 * limit
    for part in connection.execute(statement, {"sought": expression}).scalars().partitions(size):
        ids = np.array(part, dtype=np.int64)
        found += (ids if allowed is None else ids[fits(allowed, ids)]).tolist()
        if len(found) >= limit:
            break
    return found[:limit]

"""Full text in SQLite's FTS5. Nothing of a query reaches it but tokens, which are letters and digits, in quotes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import accumulate
from typing import Any

from sqlalchemy import Connection, bindparam, column, select, text

from achim.domain.found import Document
from achim.ports.search import Alternative, Sought
from achim.store.rows import chunks
from achim.store.search_tables import COLUMNS

_WEIGHTS = "2.0, 1.0, 1.0, 1.0"
"""Of a match in the title, text, told and authors; chosen on the tuning half of ``bench.search``."""
_SCORED = 10_000
"""Documents that are scored for a query: rare words are looked for first, and common ones only while there is room."""
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
    query = text("SELECT term, doc FROM search_vocabulary WHERE term IN :terms").bindparams(
        bindparam("terms", expanding=True)
    )
    rows = (row for part in chunks(list(dict.fromkeys(tokens))) for row in connection.execute(query, {"terms": part}))
    return {row.term: row.doc for row in rows}


def vocabulary(connection: Connection, end: str) -> dict[str, int]:
    query = text("SELECT term, doc FROM search_vocabulary WHERE term >= 'a' AND term < :end")
    return {row.term: row.doc for row in connection.execute(query, {"end": end})}


def ranking(
    connection: Connection, every: Sequence[Sought], some: Sequence[Sought], allowed: Any | None, limit: int
) -> list[int]:
    """Ids by BM25, those that have all of ``every`` first. ``allowed`` is a query for the ids that may be found."""
    alternatives = [each for word in (*every, *some) for each in word.alternatives]
    known = counts(connection, [token for each in alternatives for token in each.tokens])
    needed, wanted = (_costed(words, known) for words in (every, some))
    found = list[int]()
    if 1 < len(needed) == len(every):
        found = _matching(connection, " AND ".join(each for _, each in needed), needed[0][0], allowed, limit)
    if wanted and len(found) < limit:
        sums = accumulate(cost for cost, _ in wanted)
        affordable = [each for each, total in zip(wanted, sums, strict=True) if total <= _SCORED] or wanted[:1]
        either = " OR ".join(each for _, each in affordable)
        found += _matching(connection, either, affordable[-1][0], allowed, limit)
    return list(dict.fromkeys(found))[:limit]


def _costed(words: Sequence[Sought], known: Mapping[str, int]) -> list[tuple[int, str]]:
    """For each word that the index has, how many documents may have it and the expression that finds it, rarest
    first."""
    costed: list[tuple[int, str]] = []
    for word in words:
        here = [each for each in word.alternatives if all(token in known for token in each.tokens)]
        if here:
            cost = sum(min(known[token] for token in each.tokens) for each in here)
            costed.append((cost, "(" + " OR ".join(map(_expression, here)) + ")"))
    return sorted(dict.fromkeys(costed))


def _expression(alternative: Alternative) -> str:
    if alternative.near:
        return "NEAR(" + " ".join(f'"{token}"' for token in alternative.tokens) + f", {_NEAR})"
    return '"' + " ".join(alternative.tokens) + '"'


def _matching(connection: Connection, expression: str, cost: int, allowed: Any | None, limit: int) -> list[int]:
    """By BM25; where more documents match than can be scored, the newest of them."""
    matched = text(
        f"SELECT rowid AS id, rank FROM search_text WHERE search_text MATCH :sought AND rank MATCH 'bm25({_WEIGHTS})'"
    ).bindparams(sought=expression)
    found = matched.columns(column("id"), column("rank")).subquery()
    query = select(found.c.id).limit(limit)
    query = query.order_by(found.c.rank if cost <= _SCORED else found.c.id.desc())
    if allowed is not None:
        # as a sum, lest SQLite look up each allowed id in the full text by itself
        query = query.where((found.c.id + 0).in_(allowed))
    return list(connection.execute(query).scalars())

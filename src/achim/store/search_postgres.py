"""Search in PostgreSQL: full text by ``tsvector``, nearest vectors by pgvector where the server has it.

``search_text`` has a work's tokens at their places, the title's of weight A, then text, told and authors; a gap between
them keeps phrases in one. ``search_tokens`` counts the works of each token, ``search_sizes`` the tokens of each work:
what BM25 needs besides.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

import numpy as np
from sqlalchemy import Connection, text

from achim.domain.found import Document
from achim.ports.search import Alternative
from achim.store.search_filters import fits, numbers
from achim.store.search_fulltext import COUNTED, NEAR, SCORED, Nearest, Split, Wanted, columns_of
from achim.store.search_pgvector import drop_nearest, nearest_of, put_codes

_TABLES = ("search_text", "search_sizes", "search_tokens", "search_pieces")
_GAP = NEAR + 2
"""Places between two columns, which neither a phrase nor words near each other bridge."""
_LAST = 16_383
"""The last place that a ``tsvector`` tells apart: https://www.postgresql.org/docs/18/textsearch-limitations.html."""
_K1, _B = 1.2, 0.75
_TIMES = "round(1 / (1.64493406685 * greatest(1 - ts_rank('{weights}', words, CAST(:{token} AS tsquery)), 1e-4)) - 0.5)"
"""How often a token is in a work. Of n places of one token ``ts_rank`` is (1 + 1/4 + ... + 1/n²) / (π² / 6), which is
near 1 - 6 / π² / (n + 1/2), and 0 of none: https://github.com/postgres/postgres/blob/master/src/backend/utils/adt/tsrank.c.
"""
_COUNTS_OF = (
    "SELECT token, count(*) AS documents FROM (SELECT unnest(tsvector_to_array(words)) AS token FROM search_text"
    " WHERE id = ANY(:ids)) AS told GROUP BY token"
)


class PostgresParts:
    """See ``search_fulltext.Parts``."""

    among = "SELECT CAST(value AS integer) FROM json_array_elements_text(CAST(:ids AS json))"
    both = " & "
    either = " | "

    def empty(self, connection: Connection) -> None:
        for table in _TABLES:
            connection.execute(text(f"DELETE FROM {table}"))
        drop_nearest(connection)

    def put_in(self, connection: Connection, documents: Mapping[int, Document], split: Split) -> None:
        if not documents:
            return
        told = {number: columns_of(each, split) for number, each in documents.items()}
        rows = [
            {"id": number, "words": _placed(columns), "size": sum(map(len, columns))}
            for number, columns in told.items()
        ]
        connection.execute(text("INSERT INTO search_text VALUES (:id, CAST(:words AS tsvector))"), rows)
        connection.execute(text("INSERT INTO search_sizes VALUES (:id, :size)"), rows)
        count = (
            f"INSERT INTO search_tokens {_COUNTS_OF} ORDER BY token"
            " ON CONFLICT (token) DO UPDATE SET documents = search_tokens.documents + excluded.documents"
        )
        connection.execute(text(count), {"ids": list(documents)})

    def take_out(self, connection: Connection, documents: Mapping[int, Document], split: Split) -> None:
        if not documents:
            return
        ids = {"ids": list(documents)}
        discount = (
            f"UPDATE search_tokens SET documents = search_tokens.documents - gone.documents FROM ({_COUNTS_OF}) AS gone"
            " WHERE search_tokens.token = gone.token"
        )
        connection.execute(text(discount), ids)
        connection.execute(text("DELETE FROM search_tokens WHERE documents <= 0"))
        for table in ("search_text", "search_sizes"):
            connection.execute(text(f"DELETE FROM {table} WHERE id = ANY(:ids)"), ids)

    def counts(self, connection: Connection, tokens: Sequence[str]) -> dict[str, int]:
        query = text("SELECT token, least(documents, :most) FROM search_tokens WHERE token = ANY(:tokens)")
        told = {"tokens": list(tokens), "most": COUNTED + 1}
        found = {token: documents for token, documents in connection.execute(query, told)} if tokens else {}
        return dict.fromkeys(tokens, 0) | found

    def vocabulary(self, connection: Connection, begin: str, end: str) -> dict[str, int]:
        query = text("SELECT token, least(documents, :most) FROM search_tokens WHERE token >= :begin AND token < :end")
        rows = connection.execute(query, {"begin": begin, "end": end, "most": COUNTED + 1})
        return {token: documents for token, documents in rows}

    def expression(self, alternative: Alternative) -> str:
        return _expression(alternative)

    def places(self, connection: Connection, expressions: Sequence[str]) -> Iterator[tuple[str, Any]]:
        statement = text(
            "SELECT string_agg(CAST(id AS text), ',') FROM search_text WHERE words @@ CAST(:sought AS tsquery)"
        )
        for expression in expressions:
            yield expression, numbers(connection.scalar(statement, {"sought": expression}))

    def matching(self, connection: Connection, wanted: Wanted, allowed: Any | None, limit: int) -> list[int]:
        if wanted.cost <= SCORED:
            rows = connection.execute(*_scored(connection, wanted)).all()
            ids = np.array([row.id for row in rows], dtype=np.int64)
            scores = np.array([row.score for row in rows], dtype=np.float64)
            ids = ids[np.lexsort((ids, -scores))]
        else:
            ids = self._newest(connection, wanted.expression, limit if allowed is None else None)
        return (ids if allowed is None else ids[fits(allowed, ids)])[:limit].tolist()

    def _newest(self, connection: Connection, expression: str, limit: int | None) -> Any:
        statement = text(
            "SELECT string_agg(CAST(id AS text), ',') FROM (SELECT id FROM search_text"
            " WHERE words @@ CAST(:sought AS tsquery) ORDER BY id DESC LIMIT :limit) AS newest"
        )
        return numbers(connection.scalar(statement, {"sought": expression, "limit": limit}))

    def put_codes(self, connection: Connection, codes: Mapping[int, bytes], dimensions: int) -> None:
        put_codes(connection, codes, dimensions)

    def take_codes(self, connection: Connection, numbers: Sequence[int]) -> None:
        connection.execute(text("DELETE FROM search_pieces WHERE id = ANY(:ids)"), {"ids": list(numbers)})

    def nearest(self, connection: Connection, dimensions: int) -> Nearest | None:
        return nearest_of(connection, dimensions)


def _placed(columns: Sequence[Sequence[str]]) -> str:
    """The text of a ``tsvector``; places after the last that it tells apart fall together there."""
    places: dict[str, list[str]] = {}
    at = 0
    for weight, tokens in zip("ABCD", columns, strict=True):
        for place, token in enumerate(tokens, at + 1):
            places.setdefault(token, []).append(f"{min(place, _LAST)}{weight}")
        at += len(tokens) + _GAP
    return " ".join(f"'{token}':{','.join(told)}" for token, told in places.items())


def _expression(alternative: Alternative) -> str:
    """A ``tsquery``. Of more than two words near each other each two are to be, which may be at several places."""
    told = [f"'{token}'" for token in alternative.tokens]
    if not alternative.near:
        return "(" + " <-> ".join(told) + ")"
    if len(told) == 1:
        return told[0]
    return "(" + " & ".join(f"({_near(first, second)})" for first, second in combinations(told, 2)) + ")"


def _near(first: str, second: str) -> str:
    return " | ".join(
        f"{one} <{apart}> {other}" for one, other in ((first, second), (second, first)) for apart in range(1, NEAR + 2)
    )


def _scored(connection: Connection, wanted: Wanted) -> tuple[Any, dict[str, Any]]:
    """By BM25 as FTS5 has it (https://www.sqlite.org/fts5.html#the_bm25_function), a match in the title counting twice;
    tokens side by side count as often as the rarest of them in the work."""
    works, mean = connection.execute(text("SELECT count(*), avg(size) FROM search_sizes")).one()
    parameters: dict[str, Any] = {"sought": wanted.expression, "mean": float(mean or 1)}
    summands: list[str] = []
    for at, (alternative, documents) in enumerate(wanted.alternatives):
        times = [_times(token, f"t{at}_{n}", parameters) for n, token in enumerate(alternative.tokens)]
        often = times[0] if len(times) == 1 else _together(alternative, f"a{at}", times, parameters)
        parameters[f"i{at}"] = max(math.log((works - documents + 0.5) / (documents + 0.5)), 1e-6)
        summands.append(f":i{at} * (SELECT n * {_K1 + 1} / (n + {_K1} * length) FROM (SELECT {often} AS n) AS often)")
    statement = (
        f"SELECT id, {' + '.join(summands)} AS score FROM (SELECT id, words, {1 - _B} + {_B} * size / :mean AS length"
        " FROM search_text JOIN search_sizes USING (id) WHERE words @@ CAST(:sought AS tsquery)) AS found"
    )
    return text(statement), parameters


def _times(token: str, name: str, parameters: dict[str, Any]) -> str:
    """In the title and elsewhere, and in the title once more."""
    parameters[name] = f"'{token}'"
    return " + ".join(f"({_TIMES.format(weights=weights, token=name)})" for weights in ("{1,1,1,1}", "{0,0,0,1}"))


def _together(alternative: Alternative, name: str, times: Sequence[str], parameters: dict[str, Any]) -> str:
    parameters[name] = _expression(alternative)
    return f"CASE WHEN words @@ CAST(:{name} AS tsquery) THEN least({', '.join(times)}) ELSE 0 END"

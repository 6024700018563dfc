"""Search in SQLite: full text by FTS5, nearest vectors by codes in memory."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from sqlalchemy import Connection, text

from achim.domain.found import Document
from achim.ports.search import Alternative
from achim.store.search_filters import fits, numbers
from achim.store.search_fulltext import COUNTED, NEAR, SCORED, Split, Wanted, columns_of
from achim.store.search_tables import COLUMNS

_WEIGHTS = "2.0, 1.0, 1.0, 1.0"
"""Of a match in the title, text, told and authors; chosen on the tuning half of ``bench.search``."""
_NAMES = ", ".join(("rowid", *COLUMNS))
_PLACES = ", ".join(f":{name}" for name in ("rowid", *COLUMNS))


class SqliteParts:
    """See ``search_fulltext.Parts``."""

    among = "SELECT value FROM json_each(:ids)"
    both = " AND "
    either = " OR "

    def empty(self, connection: Connection) -> None:
        connection.execute(text("INSERT INTO search_text (search_text) VALUES ('delete-all')"))

    def put_in(self, connection: Connection, documents: Mapping[int, Document], split: Split) -> None:
        statement = text(f"INSERT INTO search_text ({_NAMES}) VALUES ({_PLACES})")
        for number, document in documents.items():
            connection.execute(statement, _row(number, document, split))

    def take_out(self, connection: Connection, documents: Mapping[int, Document], split: Split) -> None:
        # the document is to be what it was when it was put in: https://www.sqlite.org/fts5.html#the_delete_command
        statement = text(f"INSERT INTO search_text (search_text, {_NAMES}) VALUES ('delete', {_PLACES})")
        for number, document in documents.items():
            connection.execute(statement, _row(number, document, split))

    def counts(self, connection: Connection, tokens: Sequence[str]) -> dict[str, int]:
        # a token is counted as far as it matters: SQLite's own count reads all that it keeps of a token
        query = text(
            "SELECT value AS term, (SELECT count(*) FROM (SELECT 1 FROM search_text"
            " WHERE search_text MATCH '\"' || value || '\"' LIMIT :most)) AS documents FROM json_each(:tokens)"
        )
        told = {"most": COUNTED + 1, "tokens": json.dumps(list(tokens))}
        return {row.term: row.documents for row in connection.execute(query, told)} if tokens else {}

    def vocabulary(self, connection: Connection, begin: str, end: str) -> dict[str, int]:
        query = text("SELECT term, min(doc, :most) AS doc FROM search_vocabulary WHERE term >= :begin AND term < :end")
        told = {"begin": begin, "end": end, "most": COUNTED + 1}
        return {row.term: row.doc for row in connection.execute(query, told)}

    def expression(self, alternative: Alternative) -> str:
        if alternative.near:
            return "NEAR(" + " ".join(f'"{token}"' for token in alternative.tokens) + f", {NEAR})"
        return '"' + " ".join(alternative.tokens) + '"'

    def places(self, connection: Connection, expressions: Sequence[str]) -> Iterator[tuple[str, Any]]:
        statement = text(
            "SELECT value, (SELECT group_concat(rowid) FROM search_text WHERE search_text MATCH value) AS ids"
            " FROM json_each(:sought)"
        )
        for expression, told in connection.execute(statement, {"sought": json.dumps(expressions)}):
            yield expression, numbers(told)

    def matching(self, connection: Connection, wanted: Wanted, allowed: Any | None, limit: int) -> list[int]:
        matched = "SELECT rowid FROM search_text WHERE search_text MATCH :sought"
        by_rank = f" AND rank MATCH 'bm25({_WEIGHTS})' ORDER BY rank"
        statement = text(matched + (by_rank if wanted.cost <= SCORED else " ORDER BY rowid DESC"))
        # SQLite gives a match at a time in that order, so those that are let through are looked for as they come
        found = list[int]()
        size = limit if allowed is None else 4 * limit
        for part in connection.execute(statement, {"sought": wanted.expression}).scalars().partitions(size):
            ids = np.array(part, dtype=np.int64)
            found += (ids if allowed is None else ids[fits(allowed, ids)]).tolist()
            if len(found) >= limit:
                break
        return found[:limit]

    def put_codes(self, connection: Connection, codes: Mapping[int, bytes], dimensions: int) -> None:
        """They are read from ``search_codes``, all together."""

    def take_codes(self, connection: Connection, numbers: Sequence[int]) -> None:
        """Nothing beside ``search_codes`` has them."""

    def nearest(self, connection: Connection, dimensions: int) -> None:
        """All codes are compared."""


def _row(number: int, document: Document, split: Split) -> dict[str, Any]:
    return {"rowid": number} | {
        name: " ".join(each) for name, each in zip(COLUMNS, columns_of(document, split), strict=True)
    }

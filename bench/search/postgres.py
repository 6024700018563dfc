"""Search on PostgreSQL beside SQLite: ``python -m bench.search.postgres [WORKS]``, 20,000 works unless told otherwise.

The works are those of ``bench.search.latency``, given to both databases by the index's own ways in, a thousand an
edition; a server of its own is started for the run. ``recall`` is how many of the 10 and 100 works that are nearest by
all int8 vectors the index finds, over vectors of 100 Korean sentences; SQLite's are chosen by codes, too. ``ratio`` is
PostgreSQL's time by SQLite's, each query asked of one after the other. Times are by the clock: the server is another
process.
"""

import json
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import timedelta
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from sqlalchemy import text

from achim.domain.edition import EditionKey
from achim.domain.found import Filters
from achim.domain.ids import PaperId
from achim.finding import NONE, PIECES, Finder, find, makers_of
from achim.store.search import SqlSearch
from achim.store.search_vectors import similarities
from bench.search.archive import A_DAY, FIRST, document, opened, opened_at
from bench.search.corpus import papers
from bench.search.latency import NOISE, asked, size_of
from bench.search.vectors import SHARD, absence, built
from tests.postgres_server import running_postgres

ASKED = 20
SEED = 20261126


def works(count: int, finder: Finder) -> Iterator[tuple[tuple[str, str, str], Any]]:
    """Of each its name, title and text, and its vectors."""
    texts = papers()[: max(count, SHARD)]
    ids, counts, vectors = built(texts)
    starts = np.concatenate([[0], np.cumsum(counts)])
    rows: Any = finder.embedder.projected(vectors, "en").astype(np.float16)
    noise: Any = np.random.default_rng(SEED)
    for n in range(count):
        at = n % len(ids)
        own: Any = rows[starts[at] : min(starts[at + 1], starts[at] + PIECES)].astype(np.float32)
        drawn: Any = noise.normal(scale=NOISE, size=own.shape)
        moved: Any = own + drawn.astype(np.float32) * (n >= len(ids))
        name = (f"synthetic:{n}", texts[at].title, texts[at].abstract)
        yield name, moved / np.sqrt(np.einsum("ij,ij->i", moved, moved))[:, None]


def fill(finders: Mapping[str, Finder], count: int) -> Iterator[dict[str, Any]]:
    took = dict.fromkeys(((name, what) for name in finders for what in ("text", "vectors")), 0.0)
    for finder in finders.values():
        finder.index.begin_anew(makers_of(finder))
    made = works(count, next(iter(finders.values())))
    for begin in range(0, count, A_DAY):
        key = EditionKey(day=FIRST + timedelta(days=begin // A_DAY))
        told, vectors = zip(*islice(made, A_DAY), strict=True)
        documents = [document(key, *each) for each in told]
        pieces = {PaperId(name): rows for (name, _, _), rows in zip(told, vectors, strict=True)}
        for name, finder in finders.items():
            begun = time.perf_counter()
            finder.index.put(key, 1, documents, ())
            between = time.perf_counter()
            finder.index.put_vectors(pieces)
            took[name, "text"] += between - begun
            took[name, "vectors"] += time.perf_counter() - between
    yield from (
        {"database": name, "filled with": what, "works a second": round(count / seconds)}
        for (name, what), seconds in took.items()
    )


def recall(finders: Mapping[str, Finder], filters: Filters) -> Iterator[dict[str, Any]]:
    _, sentences = next(asked())
    embedder = next(iter(finders.values())).embedder
    vectors = [embedder.embed([sentence])[0] for sentence in sentences]
    exact = _exact(finders["SQLite"], vectors, filters)
    for name, finder in finders.items():
        found = [[work for work, _ in finder.index.vector_ranking([each], filters, 100)] for each in vectors]
        told = {
            f"recall@{depth}": round(
                float(np.mean([len({*a[:depth]} & {*b[:depth]}) / depth for a, b in zip(found, exact, strict=True)])), 4
            )
            for depth in (10, 100)
        }
        yield {"database": name, "filtered": filters != NONE, **told}


def _exact(finder: Finder, vectors: Sequence[Any], filters: Filters) -> list[list[str]]:
    """The names of the 100 works that are nearest by all their numbers."""
    index = finder.index
    assert isinstance(index, SqlSearch)
    query = "SELECT w.work, v.vectors FROM search_vectors v JOIN search_works w USING (id) WHERE w.day >= :since"
    with index.engine.connect() as connection:
        rows: Sequence[Any] = connection.execute(text(query), {"since": str(filters.since or FIRST)}).all()
    scores = [np.zeros(0)] * len(vectors)
    for begin in range(0, len(rows), A_DAY):
        told = [row.vectors for row in rows[begin : begin + A_DAY]]
        for at, vector in enumerate(vectors):
            scores[at] = np.concatenate([scores[at], similarities([vector], told, len(vector))])
    return [[rows[n].work for n in np.argsort(-each, kind="stable")[:100].tolist()] for each in scores]


def latencies(finders: Mapping[str, Finder]) -> Iterator[dict[str, Any]]:
    for what, queries in asked():
        took: dict[str, list[float]] = {name: [] for name in finders}
        for query in queries[: ASKED + 1]:
            for name, finder in finders.items():
                begun = time.perf_counter()
                find(finder, query)
                took[name].append(1000 * (time.perf_counter() - begun))
        for at in (50, 95):
            told = {name: round(float(np.percentile(each[1:], at)), 1) for name, each in took.items()}
            yield {"asked": what, f"p{at} ms": told, "ratio": round(told["PostgreSQL"] / told["SQLite"], 2)}


def sizes(finder: Finder) -> dict[str, Any]:
    query = (
        "SELECT relname, pg_relation_size(oid) / 1048576 FROM pg_class"
        " WHERE relname LIKE 'search%' AND pg_relation_size(oid) > 1048576 ORDER BY 2 DESC"
    )
    index = finder.index
    assert isinstance(index, SqlSearch)
    with index.engine.connect() as connection:
        total = connection.scalar(text("SELECT pg_database_size(current_database()) / 1048576"))
        return {"database MB": total, "of it": {name: size for name, size in connection.execute(text(query))}}


def measure(count: int = 20_000) -> Iterator[dict[str, Any]]:
    if missing := absence():
        yield missing
        return
    with ExitStack() as held:
        folder = Path(held.enter_context(TemporaryDirectory(prefix="achim-postgres-")))
        server = held.enter_context(running_postgres(folder / "data"))
        finders = {
            "SQLite": held.enter_context(opened(folder / "archive.sqlite")),
            "PostgreSQL": held.enter_context(opened_at(server.new_database())),
        }
        yield from fill(finders, count)
        yield sizes(finders["PostgreSQL"]) | {"SQLite MB": size_of(folder / "archive.sqlite") // 2**20}
        for filters in (NONE, Filters(since=FIRST + timedelta(days=count // A_DAY // 2))):
            yield from recall(finders, filters)
        yield from latencies(finders)


if __name__ == "__main__":
    for row in measure(*map(int, sys.argv[1:2])):
        print(json.dumps(row), flush=True)

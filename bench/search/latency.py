"""How long a search takes, how large the index is and how fast it is made: ``python -m bench.search.latency [WORKS]``.

The works are the papers of ``../shared/data`` that have vectors (``python -m bench.search.vectors``), over and over:
each copy's vectors are moved a little, its text is that of the paper. So every query has many near neighbours, which is
the hard case. Queries are Korean sentences, two-word and one-word queries of glossary terms in both languages, and names
with a letter wrong; the first of each kind warms up. ``cpu`` is the time of the process, which another load of the
machine does not change much; ``wall`` is what the clock said.
"""

import json
import random
import resource
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import insert, text
from threadpoolctl import threadpool_limits  # pyright: ignore[reportMissingTypeStubs]

from achim.domain.found import Filters
from achim.domain.ids import PaperId
from achim.finding import PIECES, Finder, find, makers_of, similar
from achim.glossary import load_glossary
from achim.steps.search_tokens import tokens
from achim.store import search_tables as tables
from achim.store.search import SqlSearch
from achim.store.search_vectors import Packed, packed
from bench.search.archive import A_DAY, FIRST, opened
from bench.search.corpus import papers, questions
from bench.search.vectors import CACHE, absence, built

ASKED = 100
NOISE = 0.05
"""Added to every number of a vector; about 0.8 in all."""


def fill(finder: Finder, works: int) -> float:
    """CPU seconds for the index of so many works, without the encoder's work."""
    texts = papers()
    ids, counts, vectors = built(texts)
    texts, starts = texts[: len(ids)], np.concatenate([[0], np.cumsum(counts)])
    rows = finder.embedder.projected(vectors, "en").astype(np.float16)
    told = [(" ".join(tokens(each.title)), " ".join(tokens(each.abstract))) for each in texts]
    noise = np.random.default_rng(20261125)
    index = finder.index
    assert isinstance(index, SqlSearch)
    index.begin_anew(makers_of(finder))
    begun = time.process_time()
    for begin in range(0, works, A_DAY):
        here = range(begin, min(begin + A_DAY, works))
        with index.engine.begin() as connection:
            _put_works(connection, here, texts)
            _put_texts(connection, here, told)
            _put_vectors(connection, here, rows, starts, noise)
    index.put_vectors({PaperId("synthetic:0"): rows[:2]})
    return time.process_time() - begun


def _put_works(connection: Any, here: range, texts: Any) -> None:
    day = FIRST + timedelta(days=here.start // A_DAY)
    works = [
        {"id": n + 1, "work": f"synthetic:{n}", "day": day, "title": each.title, "text": each.abstract, "url": "",
         "authors": "[]", "sources": '["arxiv"]'}
        for n, each in ((n, texts[n % len(texts)]) for n in here)
    ]  # fmt: skip
    shown = [
        {"series": "papers/ko/default", "day": day, "id": n + 1, "kind": "papers", "bucket": "ranked_out",
         "topic": "", "told": ""} for n in here
    ]  # fmt: skip
    connection.execute(insert(tables.search_works), works)
    connection.execute(insert(tables.search_shown), shown)
    connection.execute(insert(tables.search_sources), [{"source": "arxiv", "id": n + 1} for n in here])
    connection.execute(insert(tables.search_editions), {"series": "papers/ko/default", "day": day, "revision": 1})


def _put_texts(connection: Any, here: range, told: Any) -> None:
    statement = text("INSERT INTO search_text (rowid, title, text, told, authors) VALUES (:id, :title, :text, '', '')")
    pairs = ((n, told[n % len(told)]) for n in here)
    connection.execute(statement, [{"id": n + 1, "title": title, "text": body} for n, (title, body) in pairs])


def _put_vectors(connection: Any, here: range, rows: Any, starts: Any, noise: Any) -> None:
    made: list[tuple[int, Packed]] = []
    for n in here:
        at = n % (len(starts) - 1)
        own = rows[starts[at] : min(starts[at + 1], starts[at] + PIECES)].astype(np.float32)
        moved = own + noise.normal(scale=NOISE, size=own.shape).astype(np.float32) * (n >= len(starts) - 1)
        made.append((n + 1, packed(moved / np.linalg.norm(moved, axis=1, keepdims=True))))
    connection.execute(insert(tables.search_vectors), [{"id": n, "vectors": told.numbers} for n, told in made])
    connection.execute(insert(tables.search_codes), [{"id": n, "codes": told.codes} for n, told in made])


def asked() -> Iterator[tuple[str, list[str]]]:
    draw = random.Random(20261125)
    terms = [term for term in load_glossary().terms if term.renderings and term.is_subject]
    english, korean = [term.english for term in terms], [term.renderings[0] for term in terms]
    yield "Korean sentence", [known.sentence for known in questions()[:ASKED]]
    yield "Korean term", draw.sample(korean, ASKED)
    yield "English term", draw.sample(english, ASKED)
    yield "two terms", [f"{draw.choice(english)} {draw.choice(korean)}" for _ in range(ASKED)]
    yield "misspelled", [_misspelled(draw.choice(english), draw) for _ in range(ASKED)]


def _misspelled(term: str, draw: random.Random) -> str:
    at = draw.randrange(1, max(2, len(term) - 1))
    return term[:at] + draw.choice("aeiourstln") + term[at + 1 :]


def timed(ask: Callable[[str], object], queries: list[str]) -> dict[str, float]:
    ask(queries[0])
    wall: list[float] = []
    cpu: list[float] = []
    for query in queries[1:]:
        begun, worked = time.perf_counter(), time.process_time()
        ask(query)
        wall.append(time.perf_counter() - begun)
        cpu.append(time.process_time() - worked)
    told = {"cpu": cpu, "wall": wall}
    return {
        f"{name} p{at} ms": round(1000 * float(np.percentile(each, at)), 1)
        for name, each in told.items()
        for at in (50, 95)
    }


def measure(works: int = 94_000) -> Iterator[dict[str, Any]]:
    """Nothing but why where no vectors are built."""
    if missing := absence():
        yield missing
        return
    path = CACHE.parent / f"latency-{works}.sqlite"
    # as many as `achim serve` has for the products of a question
    with opened(path) as finder, threadpool_limits(1, "blas"):
        if finder.index.size() != (works, works):
            took = fill(finder, works)
            yield {"works": works, "cpu seconds": round(took, 1), "works a second": round(works / took)}
        begun = time.perf_counter()
        finder.warm()
        yield {"works": works, "read ahead, seconds": round(time.perf_counter() - begun, 2)}
        month = Filters(since=FIRST + timedelta(days=works // A_DAY - 30))
        sentences = [known.sentence for known in questions()[:ASKED]]
        for name, queries in asked():
            yield {"works": works, "asked": name, **timed(lambda query: find(finder, query), queries)}
        held = timed(lambda query: find(finder, query, month), sentences)
        yield {"works": works, "asked": "Korean sentence, last month", **held}
        like = timed(lambda work: similar(finder, PaperId(work)), [f"synthetic:{n * 7}" for n in range(ASKED)])
        yield {"works": works, "asked": "more like this", **like}
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    yield {"works": works, "index MB": size_of(path) // 2**20, "memory MB": memory}


def size_of(path: Path) -> int:
    return sum(each.stat().st_size for each in path.parent.glob(path.name + "*"))


if __name__ == "__main__":
    for row in measure(int(sys.argv[1]) if sys.argv[1:] else 94_000):
        print(json.dumps(row), flush=True)

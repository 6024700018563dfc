"""Backfill a metadata dump into an archive: rate, memory at each quarter, disk, and what was estimated before.

    python -m bench.backfill                             500 real papers of ../shared
    python -m bench.backfill --works 94000               all of them
    python -m bench.backfill --works 94000 --kept        with the vectors that bench.search.vectors has made before
    python -m bench.backfill --synthetic --works 1000000
    python -m bench.backfill --synthetic --works 20000 --postgres

The dump is written to a temporary folder in the form of arXiv's own, from ids, titles, abstracts, categories and days
of ../shared. Synthetic works have words drawn by Zipf's law and vectors from a table, so that reading, deduplicating,
classifying and writing are measured and embedding is not; with ``--kept`` it is told apart. A second reading of the whole dump tells what it costs to
find that nothing is new. With ``--postgres`` the same dump goes into SQLite and then into a PostgreSQL started for the
run, and ``ratio`` is PostgreSQL's seconds by SQLite's; what the server's own processes take is in no processor's time.
"""

import argparse
import json
import random
import sys
import tempfile
import time
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, nullcontext, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import text

from achim.backfilling import BackfillParts, backfill, estimate
from achim.clock import SystemClock
from achim.domain.past import Standing
from achim.embed.use import UseEmbedder
from achim.finding import find, make_finder
from achim.glossary import load_glossary
from achim.ports import Embedder, Vector
from achim.progress import PlainProgress
from achim.sources.arxiv_dump import Dump
from achim.steps.search_tokens import tokens
from achim.store.backfill import SqlBackfill
from achim.store.search import SqlSearch
from achim.store.sql import SqlStore, opened_store
from achim.taxonomy import load_taxonomy
from achim.topic_model import load_topic_model
from bench.search.corpus import DATA, Text, papers
from bench.search.latency import size_of
from bench.search.vectors import CACHE, SHARD, build_time
from tests.postgres_server import running_postgres
from tools.topic_data import json_lines

_SEED = 11
_VOCABULARY = 60_000
_TABLE = 4_096
_DIMENSIONS = 256
_CATEGORIES = ("cs.CV", "cs.CL", "cs.LG", "cs.AI", "cs.GR", "math.CO", "hep-th", "astro-ph.GA", "cond-mat.soft")
_FIRST = datetime(2007, 4, 2, 12, tzinfo=UTC)


@dataclass
class TableEmbedder:
    """A vector for each text, one of a few thousand random ones, at once."""

    name: str = "table/1"
    _table: list[Vector] = field(default_factory=list[Vector])

    def __post_init__(self) -> None:
        draw = random.Random(_SEED)
        for _ in range(_TABLE):
            row = [draw.gauss(0.0, 1.0) for _ in range(_DIMENSIONS)]
            size = sum(each * each for each in row) ** 0.5
            self._table.append(tuple(each / size for each in row))

    def embed(self, texts: Sequence[str]) -> Sequence[Vector]:
        return [self._table[zlib.crc32(text.encode()) % _TABLE] for text in texts]


@dataclass
class KeptEmbedder:
    """The built-in embedder, with the vectors kept for the papers of a dump in their order; the others are made."""

    rows: Iterator[dict[str, Any]]
    inner: UseEmbedder = field(default_factory=lambda: UseEmbedder(threads=1))
    made: int = 0
    _begin: int = 0
    _known: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])

    @property
    def name(self) -> str:
        return self.inner.name

    def embed(self, texts: Sequence[str]) -> Sequence[Vector]:
        while len(texts) > 1 and self._lacks(texts) and self._next():
            pass
        told = {text: each[text] for each in self._known for text in texts if text in each}
        lacking = sorted({text for text in texts if text not in told})
        self.made += len(lacking)
        told |= zip(lacking, self.inner.embed(lacking), strict=True)
        return [told[text] for text in texts]

    def _lacks(self, texts: Sequence[str]) -> bool:
        """Not only a few, whose letters the dump has otherwise."""
        known = sum(any(text in each for each in self._known) for text in texts[-50:])
        return 2 * known < len(texts[-50:])

    def _next(self) -> bool:
        """Take in a thousand papers more, and forget those before the last thousand."""
        path = CACHE / f"{self._begin:06}.npz"
        if not path.exists():
            return False
        with np.load(path) as kept:
            vectors, counts, ids = kept["vectors"], kept["counts"], list(kept["ids"])
        known: dict[str, Any] = {}
        at = 0
        for name, count, row in zip(ids, counts, self.rows, strict=False):
            if row["id"] != name:
                raise ValueError(f"{path} is of other papers")
            pieces = Text(name, row["title"], row["abstract"].strip()).pieces
            known |= zip(pieces, vectors[at : at + count], strict=True)
            at += count
        self._known = [*self._known[-1:], known]
        self._begin += SHARD
        return bool(known)


@dataclass
class Timed:
    """An embedder, and the seconds it took."""

    inner: Embedder
    seconds: float = 0.0

    @property
    def name(self) -> str:
        return self.inner.name

    def embed(self, texts: Sequence[str]) -> Sequence[Vector]:
        begun = time.perf_counter()
        told = self.inner.embed(texts)
        self.seconds += time.perf_counter() - begun
        return told


@dataclass
class Quarters:
    """What memory was used most in each quarter of the works."""

    works: int
    begun: float = field(default_factory=time.perf_counter)
    told: list[dict[str, float]] = field(default_factory=list[dict[str, float]])

    def __call__(self, standing: Standing) -> None:
        quarter = 4 * standing.read // self.works
        if quarter > len(self.told):
            seconds = time.perf_counter() - self.begun
            print(f"{standing.read} read after {seconds:.0f} s", file=sys.stderr, flush=True)
            self.told.append({"read": standing.read, "seconds": round(seconds, 1), "peak MB": _peak_and_reset()})


def main() -> None:
    asked = _arguments()
    if not asked.synthetic and not DATA.exists():
        print(json.dumps({"skipped": "shared data absent: ../shared/data"}))
        return
    with tempfile.TemporaryDirectory() as folder:
        dump = Path(folder) / "arxiv-metadata-oai-snapshot.json"
        rows = synthetic(asked.works) if asked.synthetic else real(asked.works)
        with dump.open("w", encoding="utf-8") as file:
            works = sum(1 for row in rows if file.write(json.dumps(row) + "\n"))
        told = {"works": works, "synthetic": asked.synthetic, "dump MB": round(dump.stat().st_size / 1e6, 1)}
        url = f"sqlite:///{folder}/achim.sqlite"
        measured = measured_at(url, dump, Timed(_embedder(asked, dump)), works)
        if asked.postgres:
            with running_postgres(Path(folder) / "postgres") as server:
                other = measured_at(server.new_database(), dump, Timed(_embedder(asked, dump)), works)
            ratio = round(other["seconds"] / measured["seconds"], 2)
            measured = {"SQLite": measured, "PostgreSQL": other, "ratio": ratio}
        kept = {"vectors kept": build_time(asked.works)} if asked.kept else {}
        print(json.dumps({**told, **measured, **kept}, indent=1))


def measured_at(url: str, dump: Path, embedder: Timed, works: int) -> dict[str, Any]:
    with opened_store(url, nullcontext()) as store:
        measured = measure(store, dump, embedder, works)
        size = disk_used(store, url)
    return {**measured, "archive MB": round(size / 1e6, 1), "archive bytes a work": round(size / works)}


def disk_used(store: SqlStore, url: str) -> int:
    """Bytes of an archive."""
    if url.startswith("sqlite:///"):
        return size_of(Path(url.removeprefix("sqlite:///")))
    with store.engine.connect() as connection:
        return int(connection.scalar(text("SELECT pg_database_size(current_database())")) or 0)


def _embedder(asked: argparse.Namespace, dump: Path) -> Embedder:
    if asked.synthetic:
        return TableEmbedder()
    return KeptEmbedder(_lines(dump)) if asked.kept else UseEmbedder(threads=1)


def _lines(dump: Path) -> Iterator[dict[str, Any]]:
    with dump.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def measure(store: SqlStore, path: Path, embedder: Timed, works: int) -> dict[str, Any]:
    finder = make_finder(SqlSearch(store.engine, tokens), embedder, load_glossary())
    quarters = Quarters(works)
    parts = BackfillParts(
        finder=finder,
        index=SqlBackfill(store.engine, tokens),
        taxonomy=load_taxonomy(None),
        topic_model=load_topic_model(),
        lock=nullcontext,
        clock=SystemClock(),
        progress=PlainProgress("en"),
        say=quarters,
    )
    with closing(Dump(path)) as dump:
        before = estimate(dump, parts)
        embedder.seconds, used = 0.0, time.process_time()
        quarters.begun = begun = time.perf_counter()
        _peak_and_reset()
        at_start = _peak_and_reset()
        standing = backfill(dump, parts)
        seconds, used = time.perf_counter() - begun, time.process_time() - used
        told = quarters.told[:]
    embedding = embedder.seconds
    begun = time.perf_counter()
    with path.open("ab") as file, closing(Dump(path)) as dump:
        file.write(b"\n")  # the same works in a file that is not known
        file.flush()
    with closing(Dump(path)) as dump:
        again = backfill(dump, parts)
    return {
        "taken in": standing.taken,
        "seconds": round(seconds, 1),
        "seconds of the processor": round(used, 1),
        "works a second": round(standing.taken / seconds, 1),
        "seconds of embedding": round(embedding, 1),
        # with vectors from before the sample tells the time of reading them
        "estimated seconds": None
        if isinstance(embedder.inner, KeptEmbedder)
        else round(before.seconds * before.records),
        "estimated MB": round(before.size * before.records / 1e6, 1),
        "MB at the start": at_start,
        "quarters": told,
        "again": {"same": again.same, "seconds": round(time.perf_counter() - begun, 1)},
        "found": len(find(finder, "language model", limit=20).found),
    }


def real(works: int) -> Iterator[dict[str, Any]]:
    """Rows of the dump for papers of ../shared."""
    rows: dict[str, Any] = {}
    for name in ("arxiv/listings_2026-04_2026-06.jsonl.gz", "arxiv/train.jsonl.gz"):
        rows |= {row["id"]: (row.get("categories"), row.get("published")) for row in json_lines(DATA / name)}
    for number, paper in enumerate(papers()[:works]):
        categories, published = rows.get(paper.id, (None, None))
        at = datetime.fromisoformat(published) if published else _FIRST + timedelta(hours=number)
        yield row_of(paper.id, paper.title, paper.abstract, categories or ("cs.LG",), at)


def synthetic(works: int) -> Iterator[dict[str, Any]]:
    """Rows of made-up papers, the same each time."""
    draw = random.Random(_SEED)
    words = ["".join(draw.choices("abcdefghijklmnopqrstuvwxyz", k=draw.randint(3, 10))) for _ in range(_VOCABULARY)]
    weights = [1 / rank for rank in range(1, _VOCABULARY + 1)]
    total = [0.0]
    for weight in weights:
        total.append(total[-1] + weight)
    for number in range(works):
        drawn = draw.choices(words, cum_weights=total[1:], k=170)
        sentences = [" ".join(drawn[at : at + 20]).capitalize() + "." for at in range(10, 170, 20)]
        name = f"{7 + number // 120_000:02d}{1 + number // 10_000 % 12:02d}.{number % 10_000 + 10_000:05d}"
        at = _FIRST + timedelta(minutes=5 * number)
        yield row_of(name, " ".join(drawn[:10]), " ".join(sentences), (draw.choice(_CATEGORIES),), at)


def row_of(name: str, title: str, abstract: str, categories: Iterable[str], at: datetime) -> dict[str, Any]:
    """A line of arXiv's dump."""
    return {
        "id": name,
        "submitter": None,
        "authors": "Ada Lovelace and Kim Min",
        "title": title,
        "comments": None,
        "journal-ref": None,
        "doi": None,
        "report-no": None,
        "categories": " ".join(categories),
        "license": None,
        "abstract": f"  {abstract}\n",
        "versions": [{"version": "v1", "created": format_datetime(at, usegmt=True)}],
        "update_date": at.date().isoformat(),
        "authors_parsed": [["Lovelace", "Ada", ""], ["Min", "Kim", ""]],
    }


def _peak_and_reset() -> float:
    """The most memory since it was last asked, in MB: https://man7.org/linux/man-pages/man5/proc_pid_clear_refs.5.html"""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="utf-8")
    return round(int(peak.split()[1]) / 1024, 1)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--works", type=int, default=500)
    parser.add_argument("--synthetic", action="store_true")
    parser.add_argument("--kept", action="store_true")
    parser.add_argument("--postgres", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()

"""The papers that may train the topics, and those that measure and never train."""

import gzip
import json
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT.parent / "shared" / "data"
LABELS = ROOT / "tools" / "topics" / "train_labels.jsonl"
DRAWN = ROOT / "bench" / "labels" / "topics_drawn.jsonl"
_SEED = 20261125
_BUSY = ("cs.CV", "cs.CL", "cs.AI")


class Row(NamedTuple):
    id: str
    title: str
    abstract: str
    categories: tuple[str, ...]


def json_lines(path: Path) -> Iterator[Mapping[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def measuring_ids() -> frozenset[str]:
    """Of the papers labelled for the bench, the pairs of versions, the original's papers and the seed's."""
    found = {row["id"] for row in json_lines(DRAWN)}
    found |= {row["id"] for row in json_lines(DATA / "dedupe" / "version_pairs_dev.jsonl.gz")}
    found |= {row["arxiv_id"] for row in json_lines(DATA / "gold" / "papers_dev.jsonl") if row.get("arxiv_id")}
    return frozenset(found | {row["arxiv_id"] for row in json_lines(DATA / "seed_abstracts.jsonl")})


def training_rows() -> dict[str, Row]:
    """All papers with an abstract that may train weights, by id."""
    kept, found = measuring_ids(), dict[str, Row]()
    for name in ("train.jsonl.gz", "listings_2026-04_2026-06.jsonl.gz"):
        for row in json_lines(DATA / "arxiv" / name):
            if row["abstract"] and row["id"] not in kept and row["id"] not in found:
                title, abstract = (" ".join(row[field].split()) for field in ("title", "abstract"))
                found[row["id"]] = Row(row["id"], title, abstract, tuple(row["categories"]))
    return found


def labels() -> dict[str, str]:
    return {row["id"]: row["topic"] for row in json_lines(LABELS)}


def spread(rows: Mapping[str, Row], busy: int, others: int) -> list[Row]:
    """At most so many papers of each primary category, the same ones every time."""
    by_category: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows.values():
        by_category[row.categories[0]].append(row)
    rng = random.Random(_SEED)
    drawn: list[Row] = []
    for category, here in sorted(by_category.items()):
        most = busy if category in _BUSY else others
        drawn += here if len(here) <= most else rng.sample(here, most)
    return drawn


def of_fold(count: int, folds: int) -> Sequence[int]:
    """A fold for each of so many rows, drawn once and for all."""
    rng = random.Random(_SEED)
    return [rng.randrange(folds) for _ in range(count)]

"""Known items: a Korean sentence finds the paper that it was written of, among all: ``python -m bench.search.known``.

The papers are those of ``../shared/data`` with an abstract; the sentences, one a paper, are drawn from the Korean
summaries of ``korean/pairs_dev.jsonl.gz`` (measure only; model-written, some tell what only the full text says).
Half of them tuned the weights, the other half tells. Only papers whose vectors are built
(``python -m bench.search.vectors``) take part; the figures say how many those are.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from achim import finding
from achim.domain.ids import PaperId
from achim.finding import NONE, Finder, find
from bench.search.archive import fill, opened
from bench.search.corpus import QUERIES, Known, papers, questions
from bench.search.vectors import CACHE, built

INDEX = CACHE.parent / "known.sqlite"


def figures(ranks: Sequence[int]) -> dict[str, float]:
    """Of ranks from 1, 0 for not found."""
    return {
        "recall@1": round(sum(each == 1 for each in ranks) / len(ranks), 4),
        "recall@10": round(sum(0 < each <= 10 for each in ranks) / len(ranks), 4),
        "recall@100": round(sum(0 < each <= 100 for each in ranks) / len(ranks), 4),
        "mrr": round(sum(1 / each for each in ranks if each) / len(ranks), 4),
    }


def place(works: Iterable[PaperId], wanted: str) -> int:
    return next((rank for rank, work in enumerate(works, start=1) if work == wanted), 0)


def _keep_vectors(finder: Finder, ids: Sequence[str], counts: Any, vectors: Any) -> None:
    """Projected as search does with what the encoder gives."""
    done = finder.index.size()[1]
    starts = np.concatenate([[0], np.cumsum(counts)])
    for begin in range(done, len(ids), 1_000):
        end = min(begin + 1_000, len(ids))
        rows = finder.embedder.projected(vectors[starts[begin] : starts[end]], "en")
        own: list[Any] = np.split(rows, starts[begin + 1 : end] - starts[begin])
        finder.index.put_vectors(
            {PaperId(name): each[: finding.PIECES] for name, each in zip(ids[begin:end], own, strict=True)}
        )


def ways(finder: Finder, asked: Sequence[Known]) -> Mapping[str, list[int]]:
    ranks: dict[str, list[int]] = {"fused": [], "text": [], "vector": []}
    for known in asked:
        found = find(finder, known.sentence, NONE, 200).found
        ranks["fused"].append(place((each.document.work for each in found), known.paper))
        told = {way: rank for each in found if each.document.work == known.paper for way, rank in each.ranks}
        for way in ("text", "vector"):
            ranks[way].append(told.get(way, 0))
    return ranks


def measure() -> Iterator[dict[str, Any]]:
    """Nothing where no vectors are built."""
    texts = papers()
    ids, counts, vectors = built(texts)
    if not ids:
        return
    asked = questions()
    with opened(INDEX) as finder:
        fill(finder, [(each.id, each.title, each.abstract) for each in texts[: len(ids)]])
        _keep_vectors(finder, ids, counts, vectors)
        for half, part in (("tuning", asked[: QUERIES // 2]), ("told", asked[QUERIES // 2 :])):
            for way, ranks in ways(finder, part).items():
                yield {"half": half, "way": way, "papers": len(ids), "sentences": len(ranks), **figures(ranks)}


if __name__ == "__main__":
    for row in measure():
        print(json.dumps(row), flush=True)

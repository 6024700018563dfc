"""Known items: a Korean sentence finds the paper that it was written of, among all: ``python -m bench.search.known``.

The papers are those of ``../shared/data`` with an abstract; the sentences, one a paper, are drawn from the Korean
summaries of ``korean/pairs_dev.jsonl.gz`` (measure only; model-written, some tell what only the full text says).
Half of them tuned the weights, the other half tells. Beside them are asked for the Korean bullets of
``korean/evidence_dev.jsonl.gz`` whose evidence stands in the abstract word for word: what those say, the abstract says
(of the half of the papers that nothing was trained on). Only papers whose vectors are built
(``python -m bench.search.vectors``) take part; the figures say how many those are.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from achim import finding
from achim.domain.ids import PaperId
from achim.embed.search import language
from achim.finding import NONE, Finder, find
from achim.steps.search_query import hangul_words, read_query
from bench.grounding.data import is_reported, pairs
from bench.search.archive import fill, opened
from bench.search.corpus import QUERIES, Known, papers, questions
from bench.search.vectors import CACHE, absence, build_time, built

INDEX = CACHE.parent / "known.sqlite"
DEEP = 200


def figures(ranks: Sequence[int]) -> dict[str, float]:
    """Of ranks from 1, 0 for not found."""
    return {
        "recall@1": round(sum(each == 1 for each in ranks) / len(ranks), 4),
        "recall@10": round(sum(0 < each <= 10 for each in ranks) / len(ranks), 4),
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
    """Ranks by search, of which ten are asked for, and by each of its rankings alone."""
    ranks: dict[str, list[int]] = {"fused": [], "text": [], "vector": []}
    for known in asked:
        found = find(finder, known.sentence, NONE, 10).found
        query = read_query(known.sentence, finder.dictionary)
        meanings = finder.translator.meanings(hangul_words(query))
        query = read_query(known.sentence, finder.dictionary, None, meanings)
        by_vector = finder.index.vector_ranking(finder.embedder.embed([query.text]), NONE, DEEP)
        ranks["fused"].append(place((each.document.work for each in found), known.paper))
        ranks["text"].append(place(finder.index.text_ranking(query.every, query.some, NONE, DEEP), known.paper))
        ranks["vector"].append(place((work for work, _ in by_vector), known.paper))
    return ranks


def bullets(ids: Collection[str]) -> list[Known]:
    """What is told of abstracts of these papers and by them."""
    told = (pair for pair in pairs() if is_reported(pair) and language(pair.said) == "ko")
    return [Known(pair.said, pair.work.id) for pair in told if pair.work.id in ids]


def measure() -> Iterator[dict[str, Any]]:
    """How many of all papers take part and what their vectors took, then figures; or why there are none."""
    if missing := absence():
        yield missing
        return
    texts = papers()
    ids, counts, vectors = built(texts)
    yield {"papers": len(ids), "of all": len(texts), "vectors built": build_time(len(ids))}
    asked = questions()
    with opened(INDEX) as finder:
        fill(finder, [(each.id, each.title, each.abstract) for each in texts[: len(ids)]])
        _keep_vectors(finder, ids, counts, vectors)
        halves = {"tuning": asked[: QUERIES // 2], "told": asked[QUERIES // 2 :], "evidence": bullets(set(ids))}
        for half, part in halves.items():
            for way, ranks in ways(finder, part).items():
                yield {"half": half, "way": way, "papers": len(ids), "sentences": len(ranks), **figures(ranks)}


if __name__ == "__main__":
    for row in measure():
        print(json.dumps(row), flush=True)

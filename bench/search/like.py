"""More like this on CSFCube's dev queries, beside tf-idf and vectors alone: ``python -m bench.search.like``.

CSFCube (Mysore et al. 2021, https://arxiv.org/abs/2103.12906; CC BY-NC, measure only) has graded relevance of candidate
papers per query and facet. As there, the candidates of a query are ranked; NDCG@20 with the grades as gains, MAP with
grades of 2 and more as relevant. The index holds the 4,205 papers, whole abstracts; facets are not told to it.
"""

import json
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from achim.domain.ids import PaperId
from achim.finding import NONE, Finder, index_vectors, similar, telling
from achim.steps.search_tokens import tokens
from bench.search.archive import fill, opened
from bench.search.corpus import DATA
from tools.topic_data import json_lines

Ranking = Callable[[str, Sequence[str]], Sequence[str]]
DEEP = 5_000


def qrels() -> dict[tuple[str, str], dict[str, int]]:
    """Of each query and facet, the candidates with their grade."""
    told: defaultdict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for row in json_lines(DATA / "csfcube/qrels_dev.jsonl"):
        if row["doc_id"] != row["query_id"]:
            told[row["query_id"], row["facet"]][row["doc_id"]] = row["relevance"]
    return dict(told)


def ndcg(grades: Sequence[int], every: Sequence[int], depth: int = 20) -> float:
    """With the grades as gains and log2(rank + 1) as discount."""
    best = sum(grade / math.log2(at + 2) for at, grade in enumerate(sorted(every, reverse=True)[:depth]))
    return sum(grade / math.log2(at + 2) for at, grade in enumerate(grades[:depth])) / best if best else 0.0


def average_precision(grades: Sequence[int], every: Sequence[int]) -> float:
    relevant = [at for at, grade in enumerate(grades, start=1) if grade >= 2]
    many = sum(grade >= 2 for grade in every)
    return sum(count / at for count, at in enumerate(relevant, start=1)) / many if many else 0.0


def figures(rank: Ranking, told: Mapping[tuple[str, str], Mapping[str, int]]) -> dict[str, float]:
    gains: list[float] = []
    precisions: list[float] = []
    for (query, _), graded in told.items():
        ordered = [each for each in rank(query, list(graded)) if each in graded]
        ordered += sorted(set(graded) - set(ordered))
        grades = [graded[each] for each in ordered]
        gains.append(ndcg(grades, list(graded.values())))
        precisions.append(average_precision(grades, list(graded.values())))
    return {"ndcg@20": round(sum(gains) / len(gains), 4), "map": round(sum(precisions) / len(precisions), 4)}


def tf_idf(texts: Mapping[str, str]) -> Ranking:
    """Cosine of log tf · idf over the same tokens, whole documents."""
    counted = {name: Counter(tokens(each)) for name, each in texts.items()}
    often = Counter(token for each in counted.values() for token in each)
    weighed: dict[str, dict[str, float]] = {}
    for name, each in counted.items():
        weights = {token: (1 + math.log(n)) * math.log(len(texts) / often[token]) for token, n in each.items()}
        size = math.sqrt(sum(weight**2 for weight in weights.values())) or 1.0
        weighed[name] = {token: weight / size for token, weight in weights.items()}

    def rank(query: str, among: Sequence[str]) -> Sequence[str]:
        mine = weighed[query]
        score = {name: sum(mine.get(token, 0) * weight for token, weight in weighed[name].items()) for name in among}
        return sorted(among, key=lambda name: (-score[name], name))

    return rank


def by_vectors(finder: Finder) -> Ranking:
    def rank(query: str, among: Sequence[str]) -> Sequence[str]:
        mean = np.asarray(finder.index.vectors(PaperId(query))[0])
        score = {name: float(mean @ np.asarray(finder.index.vectors(PaperId(name))[0])) for name in among}
        return sorted(among, key=lambda name: (-score[name], name))

    return rank


def by_search(finder: Finder) -> Ranking:
    return lambda query, _: [each.document.work for each in similar(finder, PaperId(query), limit=DEEP).found]


def by_text(finder: Finder) -> Ranking:
    def rank(query: str, _: Sequence[str]) -> Sequence[str]:
        document = finder.index.documents([PaperId(query)])[0]
        return finder.index.text_ranking((), telling(document, finder.index), NONE, DEEP)

    return rank


def measure() -> Iterator[dict[str, Any]]:
    told = qrels()
    rows = list(json_lines(DATA / "csfcube/docs.jsonl.gz"))
    with TemporaryDirectory() as folder, opened(Path(folder) / "like.sqlite") as finder:
        fill(finder, [(row["id"], row["title"], row["abstract"] or "") for row in rows])
        while index_vectors(finder, unshown=True):
            pass
        ways = {
            "tf-idf": tf_idf({row["id"]: f"{row['title']} {row['abstract'] or ''}" for row in rows}),
            "full text": by_text(finder),
            "vectors": by_vectors(finder),
            "more like this": by_search(finder),
        }
        for name, rank in ways.items():
            yield {"way": name, "queries": len(told), **figures(rank, told)}


if __name__ == "__main__":
    for row in measure():
        print(json.dumps(row), flush=True)

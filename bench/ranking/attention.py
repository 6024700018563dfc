"""Early attention on days of 2025-10 to 2025-12 that it never saw: ``python -m bench.ranking.attention``.

A day's pool is described in ``tools/attention_data.py``. NDCG@10 takes log2(1 + votes) as gain. Recall@12 asks for the
day's twelve most voted papers, with those that have as many votes as the twelfth. Days without a voted paper tell
nothing and are left out. The shipped weights are measured; beside them, in the same run, chance, the newest first, and
tf-idf (words and pairs of words, sublinear) with a linear model, trained on the very same papers: ridge regression on
votes, and logistic regression on whether a paper was listed.

``oldest`` is there to warn: papers that Hugging Face lists are mostly older than what arXiv lists that day, so age tells
where a paper comes from. Our model does not know it. ``arxiv_only`` leaves out papers that only Hugging Face has.
"""

import json
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from achim.attention_model import load_attention
from achim.steps.attention import predicted
from bench.ranking.measures import above, interval, ndcg, recall
from tools.attention_data import CUT, END, Days, Seen, days
from tools.learn import Linear, ridge, tfidf
from tools.train_attention import ALPHA, trained_on

Score = Callable[[Sequence[Seen]], Sequence[float]]
Pools = Mapping[str, Sequence[Seen]]
_SEED = 20261125
_MOST = 12


def figures(pools: Pools, votes: Mapping[str, int], score: Score) -> dict[str, dict[str, list[float]]]:
    """Both measures by day."""
    told: dict[str, dict[str, list[float]]] = {"ndcg_at_10": {}, "recall_at_12": {}}
    for day, pool in pools.items():
        voted, scores = np.array([votes.get(each.id, 0) for each in pool]), np.array(score(pool))
        least = max(1, np.sort(voted)[::-1][:_MOST][-1])
        told["ndcg_at_10"][day] = [ndcg(scores, np.log2(1 + voted))]
        told["recall_at_12"][day] = [recall(scores, voted >= least)]
    return told


def ours() -> Score:
    model = load_attention()
    return lambda pool: [predicted(each.title, each.abstract, each.authors, model) for each in pool]


def chance(pool: Sequence[Seen]) -> Sequence[float]:
    rng = random.Random(f"{_SEED}/{pool[0].id}/{len(pool)}")
    return [rng.random() for _ in pool]


def newest(pool: Sequence[Seen]) -> Sequence[float]:
    return [float(each.id) for each in pool]


def oldest(pool: Sequence[Seen]) -> Sequence[float]:
    return [-float(each.id) for each in pool]


def linear_text(told: Days) -> dict[str, Score]:
    """Trained on votes as ours is, and on whether a paper was listed."""
    known = days(CUT)
    papers, asked = trained_on(known, CUT), list(told.papers.values())
    features, theirs = tfidf([_text(each) for each in papers], [_text(each) for each in asked])
    votes = np.log2([1 + known.votes.get(each.id, 0) for each in papers])
    weights, _ = ridge(features, votes, ALPHA)
    logistic = Linear(features, np.array([each.id in known.votes for each in papers], dtype=np.int64), 1.0)
    return {
        "tfidf_ridge": _looked_up(asked, theirs @ weights),
        "tfidf_logistic": _looked_up(asked, logistic.points(theirs)[:, 0]),
    }


def _looked_up(papers: Sequence[Seen], points: Any) -> Score:
    known = {each.id: float(point) for each, point in zip(papers, points, strict=True)}
    return lambda pool: [known[each.id] for each in pool]


def _text(paper: Seen) -> str:
    return f"{paper.title}\n{paper.abstract}"


def voted(pools: Pools, votes: Mapping[str, int]) -> Pools:
    return {day: pool for day, pool in pools.items() if any(votes.get(each.id) for each in pool)}


def measured(pools: Pools, votes: Mapping[str, int], scores: Mapping[str, Score]) -> dict[str, Any]:
    told = {name: figures(pools, votes, score) for name, score in scores.items()}
    own = told["achim"]
    return {
        "days": len(pools),
        "papers": sum(map(len, pools.values())),
        "voted": sum(bool(votes.get(each.id)) for pool in pools.values() for each in pool),
        "figures": {name: {measure: interval(here) for measure, here in each.items()} for name, each in told.items()},
        "achim_above": {
            name: {measure: above(own[measure], here) for measure, here in each.items()}
            for name, each in told.items()
            if name != "achim"
        },
        "months": {
            name: {month: _mean(each["ndcg_at_10"], month) for month in sorted({day[:7] for day in pools})}
            for name, each in told.items()
        },
    }


def _mean(by_day: Mapping[str, Iterable[float]], month: str) -> float:
    return round(float(np.mean([each for day, told in by_day.items() if day.startswith(month) for each in told])), 4)


def main() -> None:
    told = days()
    scores: dict[str, Score] = {
        "achim": ours(),
        "chance": chance,
        "newest": newest,
        "oldest": oldest,
        **linear_text(told),
    }
    pools = voted(told.pools(CUT, END), told.votes)
    arxiv = voted({day: [each for each in pool if each.is_arxiv] for day, pool in pools.items()}, told.votes)
    print(json.dumps({"pool": measured(pools, told.votes, scores), "arxiv_only": measured(arxiv, told.votes, scores)}))


if __name__ == "__main__":
    main()

"""The order of an edition of a reader without interests, before votes are in: ``python -m bench.ranking.order``.

The same days and measures as ``attention.py``, by the product's own signals: predicted attention, and beside it what
``usual_signals`` gives. What is new is new against the twelve best of each of the 90 days before, by the same order.
Ages, votes, comments and stars are kept from it; authors' comments are not in the data, so venues are not measured.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

import numpy as np

from achim.attention_model import load_attention
from achim.domain.ids import PaperId
from achim.domain.paper import Announcement, AnyWork
from achim.preferring import REMEMBERED
from achim.steps.attention import attention_signal
from achim.steps.deduplicate import deduplicate
from achim.steps.facts import Facts, facts_of, words_told
from achim.steps.rank import Signals, score
from achim.steps.signals import usual_signals
from bench.ranking.attention import Pools, voted
from bench.ranking.measures import above, interval, ndcg, recall
from tools.attention_data import CUT, END, Seen, days

_MOST = 12
_ANY_DAY = datetime(2025, 10, 1, tzinfo=UTC)


def work_of(seen: Seen) -> AnyWork:
    """As arXiv announces it."""
    announcement = Announcement(
        source="arxiv",
        native_id=seen.id,
        kind="new",
        batch=_ANY_DAY.date(),
        seen_at=_ANY_DAY,
        paper_id=PaperId(f"arxiv:{seen.id}"),
        title=seen.title,
        abstract=seen.abstract,
        authors=tuple(map(str, range(seen.authors))),
        url=f"https://arxiv.org/abs/{seen.id}",
    )
    return deduplicate([announcement])[0]


def measured(pools: Pools, votes: Mapping[str, int]) -> dict[str, Any]:
    """Both orders by day, and by how much what counts a little changes the one of attention alone."""
    papers = {each.id: work_of(each) for pool in pools.values() for each in pool}
    facts = facts_of(papers.values(), {}, {})
    orders = {name: ordered(pools, votes, papers, facts, usual=name == "usual") for name in ("attention", "usual")}
    return {
        "days": len(pools),
        "figures": {
            name: {measure: interval(told) for measure, told in order.items()} for name, order in orders.items()
        },
        "usual_above": {
            measure: above(told, orders["attention"][measure]) for measure, told in orders["usual"].items()
        },
    }


def ordered(
    pools: Pools,
    votes: Mapping[str, int],
    papers: Mapping[str, AnyWork],
    facts: Mapping[PaperId, Facts],
    *,
    usual: bool,
) -> dict[str, dict[str, list[float]]]:
    """Measures by day."""
    attention, printed = attention_signal(load_attention()), list[tuple[date, AnyWork]]()
    told: dict[str, dict[str, list[float]]] = {"ndcg_at_10": {}, "recall_at_12": {}}
    for day, pool in sorted(pools.items()):
        today, works = date.fromisoformat(day), [papers[each.id] for each in pool]
        lately = (work for at, work in printed if today - at <= REMEMBERED)
        seen = words_told(f"{work.title} {work.abstract}" for work in lately)
        signals: Signals = (attention, *(usual_signals(works, facts, seen) if usual else ()))
        scores: Any = np.array([score(work, signals).total for work in works])
        printed += [(today, works[at]) for at in np.argsort(-scores, kind="stable")[:_MOST]]
        _tell(told, day, scores, np.array([votes.get(each.id, 0) for each in pool]))
    return told


def _tell(told: dict[str, dict[str, list[float]]], day: str, scores: Any, votes: Any) -> None:
    least = max(1, np.sort(votes)[::-1][:_MOST][-1])
    told["ndcg_at_10"][day] = [ndcg(scores, np.log2(1 + votes))]
    told["recall_at_12"][day] = [recall(scores, votes >= least)]


def main() -> None:
    told = days()
    pools: dict[str, Sequence[Seen]] = dict(voted(told.pools(CUT, END), told.votes))
    arxiv = voted({day: [each for each in pool if each.is_arxiv] for day, pool in pools.items()}, told.votes)
    print(json.dumps({"pool": measured(pools, told.votes), "arxiv_only": measured(arxiv, told.votes)}))


if __name__ == "__main__":
    main()

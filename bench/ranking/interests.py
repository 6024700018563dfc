"""Interests, by readers made from authors' own later papers: ``python -m bench.ranking.interests``.

The construction is in ``bench/ranking/readers.py``. Each reader's listing of the day is put in order after 1, 3, 5 and
10 examples, the newest ones; NDCG@10 with the reader's own later papers as the only relevant ones. Beside ours, with the
same examples, no names of authors for anyone, and idf of papers before 2025-10:

- ``svm``: as arxiv-sanity-lite describes it: tf-idf of 20,000 words and pairs of words that at least 5 papers and at most
  a tenth have, sublinear; a balanced linear SVM with C = 0.01 per reader, against 1,000 earlier papers.
- ``weighted_vectors``: as zotero-arxiv-daily describes it: similarities of abstracts to examples, weighted by
  1 / (1 + log10(place)), newest first; with this project's sentence vectors in the place of its language model's.
- ``weighted_tfidf``: the same weights over our words, for its vectors are not those that project would use.

Vectors take long to make, so that ``weighted_vectors`` is measured on the first ``FEW`` readers of each day, in a part of
its own.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from achim.interest_model import load_interest_model
from achim.interests import Readers
from achim.steps.interest import InterestModel, Told, told
from achim.steps.ngrams import BUCKETS
from bench.ranking.measures import above, interval, ndcg
from bench.ranking.readers import EXAMPLES, Listed, Reader, by_day, listed, readers
from bench.ranking.vectors import vectors
from tools.learn import below, capped_tfidf, sparse_rows, svm

AFTER = (1, 3, 5, EXAMPLES)
FEW = 5
_BACKGROUND, _TEXTS = 1_000, 6_000
"""Earlier papers that the SVM is against, and those whose words it counts."""
_KNOWN_BEFORE = "2025-10"
Orders = Callable[[Sequence[Listed], Sequence[Listed]], Any]
"""Scores of a day's papers, from examples."""


def _weights(examples: Sequence[object]) -> Any:
    return 1 / (1 + np.log10(np.arange(1, len(examples) + 1)))


class Words:
    """Our own, and weighted similarity over the same words."""

    def __init__(self, model: InterestModel) -> None:
        self._model, self._told = model, dict[str, Told]()

    def _of(self, papers: Sequence[Listed]) -> list[Told]:
        for each in papers:
            if each.id not in self._told:
                self._told[each.id] = told(each.title, each.abstract, self._model)
        return [self._told[each.id] for each in papers]

    def ours(self, papers: Sequence[Listed], examples: Sequence[Listed]) -> Any:
        return Readers([self._of(examples)]).closest(self._of(papers), self._model)[0][:, 0]

    def weighted(self, papers: Sequence[Listed], examples: Sequence[Listed]) -> Any:
        rows, theirs = (sparse_rows(self._of(some), BUCKETS) for some in (papers, examples))
        return np.asarray((rows @ theirs.T).toarray()) @ _weights(examples)


class Vectors:
    """Weighted similarity over sentence vectors of whole abstracts."""

    def __init__(self, days: dict[str, list[Listed]], people: Sequence[Reader]) -> None:
        known = {each.id: each for reader in people for each in reader.examples}
        self._of = vectors(f"examples-{min(days)}", sorted(known.values(), key=lambda each: each.id))
        for day, papers in days.items():
            self._of |= vectors(day, papers)

    def weighted(self, papers: Sequence[Listed], examples: Sequence[Listed]) -> Any:
        rows, theirs = (np.array([self._of[each.id] for each in some]) for some in (papers, examples))
        return rows @ theirs.T @ _weights(examples)


class Svm:
    """A linear SVM per reader."""

    def __init__(self, papers: Sequence[Listed], asked: Sequence[Listed]) -> None:
        early = sorted((each for each in papers if each.day < _KNOWN_BEFORE), key=lambda each: each.id)
        known = early[:: max(1, len(early) // _TEXTS)]
        at = {each.id: row for row, each in enumerate(asked)}
        features, self._rows = capped_tfidf([_text(each) for each in known], [_text(each) for each in asked])
        self._at, self._others = at, features[:: max(1, len(known) // _BACKGROUND)]

    def scores(self, papers: Sequence[Listed], examples: Sequence[Listed]) -> Any:
        own = self._rows[[self._at[each.id] for each in examples]]
        labels = np.array([1] * len(examples) + [0] * self._others.shape[0], dtype=np.int64)
        return svm(
            below(own, self._others), labels, self._rows[[self._at[each.id] for each in papers]], 0.01, balanced=True
        )


def _text(paper: Listed) -> str:
    return f"{paper.title}\n{paper.abstract}"


def measured(days: dict[str, list[Listed]], people: Sequence[Reader], orders: dict[str, Orders]) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for count in AFTER:
        told: dict[str, defaultdict[str, list[float]]] = {name: defaultdict(list) for name in orders}
        for reader in people:
            papers = days[reader.day]
            wanted = np.array([float(each.id in reader.wanted) for each in papers])
            for name, order in orders.items():
                told[name][reader.day].append(ndcg(order(papers, reader.examples[:count]), wanted))
        out[f"after_{count}"] = {
            "ndcg_at_10": {name: interval(each) for name, each in told.items()},
            "achim_above": {name: above(told["achim"], each) for name, each in told.items() if name != "achim"},
        }
    return out


def main() -> None:
    papers = list(listed().values())
    days = by_day(papers)
    people = readers(papers, days)
    examples = [each for reader in people for each in reader.examples]
    asked = list({each.id: each for each in (*examples, *(each for here in days.values() for each in here))}.values())
    words, by_svm = Words(load_interest_model()), Svm(papers, asked)
    few = [reader for day in days for reader in [each for each in people if each.day == day][:FEW]]
    told = {
        "days": len(days),
        "papers": sum(map(len, days.values())),
        "readers": len(people),
        **measured(days, people, {"achim": words.ours, "weighted_tfidf": words.weighted, "svm": by_svm.scores}),
        "readers_with_vectors": len(few),
        "with_vectors": measured(days, few, {"achim": words.ours, "weighted_vectors": Vectors(days, few).weighted}),
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()

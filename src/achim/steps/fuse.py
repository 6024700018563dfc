"""One ranking of several."""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)
Name = TypeVar("Name", bound=str)
K = 20
"""Of reciprocal rank fusion (Cormack, Clarke & Büttcher 2009, https://doi.org/10.1145/1571941.1572114), where it is 60;
chosen on the tuning half of ``bench.search``."""


def fuse(
    rankings: Mapping[Name, Sequence[Key]], weights: Mapping[str, float] | None = None
) -> list[tuple[Key, float, dict[Name, int]]]:
    """Each key with Σ weight / (K + rank) over the rankings that have it, and its rank (from 1) in each; best first.

    Weights are 1 unless told. Of equal scores the key that an earlier ranking named first comes first.
    """
    ranks: defaultdict[Key, dict[Name, int]] = defaultdict(dict)
    for name, ranking in rankings.items():
        for rank, key in enumerate(ranking, start=1):
            ranks[key].setdefault(name, rank)
    told = weights or {}
    scored = [
        (key, sum(told.get(name, 1.0) / (K + at) for name, at in here.items()), here) for key, here in ranks.items()
    ]
    return sorted(scored, key=lambda each: -each[1])

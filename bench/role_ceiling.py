"""How right any judge of CSAbstruct's sentence roles could be, told from how far its readers agreed.

Five readers voted on a sentence; the label is the role of most votes, ties by lot. ``confs`` is about the share of the
votes that went to it (about, because readers counted by how far they were trusted), so rounding gives back how many
those were. Somebody who knew for each sentence how likely a reader is to say each role, and no more than that, would
say the likeliest one and still miss the label where the votes fell otherwise. How often depends on what those odds are,
of which the votes tell a part:

- ``most`` bounds it whatever the odds are: the dual of the linear programme that mixes shapes of odds, in steps of
  a twentieth, to the counts seen. Each value of a dual is a bound, so that a search which stops early errs upwards.
- ``dirichlet`` takes the odds of all sentences from one even Dirichlet distribution, that which gives the counts best.
"""

from collections.abc import Iterable, Iterator
from itertools import product
from math import factorial, prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
READERS = ROLES = 5
STEPS = 20
SAMPLE = 4_000
TRUST = 0.15
"""What is added to a count of votes before it is rounded: readers were trusted by a little less than one."""
VOTES = np.array([votes for votes in product(range(READERS + 1), repeat=ROLES) if sum(votes) == READERS])
WAYS = np.array([factorial(READERS) / prod(map(factorial, votes)) for votes in VOTES.tolist()])
TOP = VOTES.max(axis=1)
_LEADS = TOP[:, None] == VOTES
WINS = _LEADS / _LEADS.sum(axis=1, keepdims=True)
BINS = (TOP <= 2, TOP == 3, TOP == 4, TOP == 5)


def ceiling(agreed: Iterable[float]) -> dict[str, float]:
    """Of the shares that readers agreed on, one per sentence: accuracy, which is micro-F1 where each has one label.

    Raises ValueError where independent readers cannot have agreed so, whatever their odds.
    """
    counts = [min(max(round(share * READERS + TRUST), 2), READERS) for share in agreed]
    seen = np.array([counts.count(votes) / len(counts) for votes in range(2, READERS + 1)])
    return {"most": round(_most(seen), 3), "dirichlet": round(_dirichlet(seen), 3)}


def _outcomes(odds: Floats) -> tuple[Floats, Floats]:
    """Per row of odds: how likely the label has two votes or less, three, four, five; and how likely it is guessed."""
    likely: Floats = WAYS * np.exp(np.log(np.maximum(odds, 1e-300)) @ VOTES.T)
    counts: list[Any] = [likely[:, chosen].sum(axis=1) for chosen in BINS]
    return np.stack(counts, axis=1), (likely @ WINS).max(axis=1)


def _most(seen: Floats) -> float:
    counts, guessed = _outcomes(np.array(list(_shapes(STEPS, STEPS, ROLES))) / STEPS)

    def bound(prices: Floats) -> float:
        return float(prices @ seen + (guessed - counts @ prices).max())

    moves = [np.array(move, dtype=float) for move in product((-1, 0, 1), repeat=len(seen))]
    prices, size = np.zeros(len(seen)), 1.0
    while size > 1e-5:
        best = min((prices + size * move for move in moves), key=bound)
        prices, size = (best, size) if bound(best) < bound(prices) - 1e-9 else (prices, size / 2)
        if bound(prices) < 1 / ROLES:
            raise ValueError(f"no odds of readers give these shares of two to five votes: {seen.tolist()}")
    return bound(prices)


def _shapes(left: int, most: int, places: int) -> Iterator[tuple[int, ...]]:
    """Ways to share ``left`` out, the larger first."""
    if places == 1:
        yield from [(left,)] if left <= most else []
        return
    for first in range(min(left, most), -1, -1):
        yield from ((first, *rest) for rest in _shapes(left - first, first, places - 1))


def _dirichlet(seen: Floats) -> float:
    chance = np.random.default_rng(0)
    tried = [_outcomes(chance.dirichlet(np.full(ROLES, each), SAMPLE)) for each in np.geomspace(0.2, 6, 40)]
    _, guessed = min(tried, key=lambda found: float(np.abs(found[0].mean(axis=0) - seen).sum()))
    return float(guessed.mean())

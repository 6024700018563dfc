"""A day of 600 papers for 1,000 readers of ten examples each: ``python -m bench.ranking.speed``.

Papers are of one busy day, examples drawn with a fixed seed from all others. ``examples`` is what reading 10,000
examples costs, once for as long as a reader keeps them; ``day`` is the day's work: the papers' words, closeness to every
reader, and for each reader the twelve closest with the nearest example of each. The best of two, as wall time,
which hangs on what else the machine does, and as time of processors.
"""

import json
import random
import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from achim.interest_model import load_interest_model
from achim.interests import closeness
from achim.steps.interest import InterestModel, Told, nearest, told
from bench.ranking.readers import EXAMPLES, Listed, listed

PAPERS, READERS, SHOWN = 600, 1_000, 12
_SEED = 20261125
_TIMES = 2


def _read(papers: Sequence[Listed], model: InterestModel) -> list[Told]:
    return [told(each.title, each.abstract, model) for each in papers]


def _day(papers: Sequence[Listed], readers: Sequence[Sequence[Told]], model: InterestModel) -> int:
    """How many reasons are told."""
    known = _read(papers, model)
    shown: list[list[int]] = _order(closeness(known, readers))[:, :SHOWN].tolist()
    chosen = ((known[at], own) for own, row in zip(readers, shown, strict=True) for at in row)
    return sum(nearest(paper, own) is not None for paper, own in chosen)


def _order(scores: Any) -> Any:
    return np.argsort(-scores, axis=1, kind="stable")


def _best(work: Callable[[], object]) -> dict[str, float]:
    took: list[tuple[float, float]] = []
    for _ in range(_TIMES):
        begun, worked = time.perf_counter(), time.process_time()
        work()
        took.append((time.perf_counter() - begun, time.process_time() - worked))
    wall, cpu = map(min, zip(*took, strict=True))
    return {"wall_s": round(wall, 2), "cpu_s": round(cpu, 2)}


def main() -> None:
    papers = sorted(listed().values(), key=lambda each: (each.day != "2026-06-02", each.id))
    day, others = papers[:PAPERS], papers[PAPERS:]
    examples = random.Random(_SEED).sample(others, READERS * EXAMPLES)
    model = load_interest_model()
    known = _read(examples, model)
    readers = [known[at : at + EXAMPLES] for at in range(0, len(known), EXAMPLES)]
    print(
        json.dumps(
            {
                "papers": PAPERS,
                "readers": READERS,
                "examples": _best(lambda: _read(examples, model)),
                "day": _best(lambda: _day(day, readers, model)),
            }
        )
    )


if __name__ == "__main__":
    main()

"""Vectors of the papers, built once and kept in the user's cache directory: ``python -m bench.search.vectors``.

A thousand papers a file under ``$XDG_CACHE_HOME/achim-bench/sentences`` (``~/.cache`` without it); what is there is not
made again, so it may be stopped and started. ``--some N`` stops after so many files.
"""

import json
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bench.search.corpus import DATA, Text, papers

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "achim-bench" / "sentences"
SHARD = 1_000


def built(texts: Sequence[Text]) -> tuple[list[str], Any, Any]:
    """Ids of the papers that have vectors, how many each has, and the vectors, float16 ``(sum of them, 512)``."""
    ids: list[str] = []
    counts: list[Any] = []
    parts: list[Any] = []
    for begin in range(0, len(texts), SHARD):
        here = [text.id for text in texts[begin : begin + SHARD]]
        path = _path(begin)
        if not path.exists():
            break
        with np.load(path) as kept:
            if list(kept["ids"]) != here:
                raise ValueError(f"{path} is of other papers; delete {CACHE}")
            ids += here
            counts.append(kept["counts"])
            parts.append(kept["vectors"])
    if not ids:
        return [], np.zeros(0, np.int64), np.zeros((0, 512), np.float16)
    return ids, np.concatenate(counts), np.concatenate(parts)


def absence() -> dict[str, str] | None:
    """What a bench says that has no papers or vectors to measure with, None where there are some."""
    if not DATA.is_dir():
        return {"skipped": "shared data absent: ../shared/data"}
    if not _path(0).exists():
        return {"skipped": f"no vectors in {CACHE}: build them by `python -m bench.search.vectors`"}
    return None


def build_time(papers: int) -> dict[str, float]:
    """Seconds that the vectors of the first ``papers`` papers took to build, by the clock and of the processor, and of
    how many papers that is known: those of files from before have no times."""
    told = {"of papers": 0.0, "seconds": 0.0, "cpu": 0.0}
    for begin in range(0, papers, SHARD):
        with np.load(_path(begin)) as kept:
            if "took" in kept:
                for name, value in zip(told, (len(kept["ids"]), *kept["took"]), strict=True):
                    told[name] = round(told[name] + float(value), 1)
    return told


def _path(begin: int) -> Path:
    return CACHE / f"{begin:06}.npz"


def main(some: int) -> None:
    from bench.search.encoder import Encoder

    CACHE.mkdir(parents=True, exist_ok=True)
    texts, encoder = papers(), Encoder()
    missing = [begin for begin in range(0, len(texts), SHARD) if not _path(begin).exists()][:some]
    for begin in missing:
        started, worked = time.monotonic(), time.process_time()
        here = texts[begin : begin + SHARD]
        pieces = [text.pieces for text in here]
        vectors = encoder.embed([piece for each in pieces for piece in each]).astype(np.float16)
        partial = _path(begin).with_suffix(".part.npz")
        took = (round(time.monotonic() - started, 1), round(time.process_time() - worked, 1))
        ids, counts = [text.id for text in here], [len(each) for each in pieces]
        np.savez(partial, ids=ids, counts=counts, vectors=vectors, took=took)
        partial.replace(_path(begin))
        times = dict(zip(("seconds", "cpu"), took, strict=True))
        print(json.dumps({"from": begin, "papers": len(here), "vectors": len(vectors), **times}), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[2]) if sys.argv[1:2] == ["--some"] else sys.maxsize)

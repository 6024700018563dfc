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

from bench.search.corpus import Text, papers

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
    return ids, np.concatenate(counts), np.concatenate(parts)


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
        np.savez(partial, ids=[text.id for text in here], counts=[len(each) for each in pieces], vectors=vectors)
        partial.replace(_path(begin))
        took = {"seconds": round(time.monotonic() - started, 1), "cpu": round(time.process_time() - worked, 1)}
        print(json.dumps({"from": begin, "papers": len(here), "vectors": len(vectors), **took}), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[2]) if sys.argv[1:2] == ["--some"] else sys.maxsize)

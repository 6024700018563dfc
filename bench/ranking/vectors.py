"""Vectors of whole abstracts, made once and kept in the user's cache directory beside those of ``bench.search``."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from bench.ranking.readers import Listed
from bench.search.encoder import Encoder
from bench.search.vectors import CACHE

_FOLDER = CACHE.parent / "abstracts"


def vectors(name: str, papers: Sequence[Listed]) -> dict[str, Any]:
    """A unit vector of 512 numbers per paper, by id, and those that the file ``name`` has beside them."""
    path = _FOLDER / f"{name}.npz"
    ids = [paper.id for paper in papers]
    if path.exists():
        with np.load(path) as kept:
            known = dict(zip(kept["ids"].tolist(), kept["vectors"].astype(np.float32), strict=True))
        if known.keys() >= set(ids):
            return known
    _FOLDER.mkdir(parents=True, exist_ok=True)
    made = Encoder().embed([paper.abstract for paper in papers])
    np.savez(path, ids=ids, vectors=made.astype(np.float16))
    return dict(zip(ids, made, strict=True))

"""Trains the projection of search: dimensions in which a paper's sentences lie close and papers lie apart.

    python -m tools.train_search [--out FILE.npz]

Linear discriminant analysis (Fisher 1936) in closed form: the sentence vectors of ``bench.search.vectors`` give the
scatter within papers, the differences of a Korean bullet from its English evidence (tuning half of
``../shared/data/korean/evidence_dev.jsonl.gz``, Apache-2.0) what telling in another language adds. Their sum, shrunk
towards a ball, is made round; the directions of most variance that are then left are kept, and turned at random, so
that signs tell equally much of each. Read are papers of ``arxiv/train.jsonl.gz`` (CC0) that no bench measures on.
"""

import argparse
import sys
from pathlib import Path
from typing import Any

import numpy as np

from achim.embed.search import language
from achim.embed.use import UseEmbedder
from achim.glossary import load_means
from bench.grounding.data import is_reported, pairs
from bench.search.corpus import DATA, papers
from bench.search.vectors import built
from tools.topic_data import json_lines, training_rows

OUT = Path(__file__).parents[1] / "src/achim/data/search.npz"
DIMENSIONS = 256
SHRINK = 1.0
MOST = 10_000
"""Papers that are read."""
_SEED = 20261125


def within(ids: list[str], counts: Any, vectors: Any, mean: Any) -> tuple[Any, Any]:
    """The sentences' vectors of training papers, centred, and their scatter about their papers."""
    measured = {row["id"] for row in json_lines(DATA / "korean/pairs_dev.jsonl.gz")}
    allowed = training_rows().keys() - measured
    chosen = np.flatnonzero([name in allowed for name in ids])[:MOST]
    starts = np.concatenate([[0], np.cumsum(counts)])
    rows = [unit(vectors[starts[at] : starts[at + 1]].astype(np.float32) - mean) for at in chosen]
    apart = np.concatenate([each - each.mean(axis=0) for each in rows])
    return np.concatenate(rows), np.cov(apart.T)


def across(means: dict[str, Any]) -> Any:
    """The scatter of what a Korean bullet differs by from its evidence."""
    tuning = [pair for pair in pairs() if not is_reported(pair) and language(pair.said) == "ko"]
    embedder = UseEmbedder(1)
    said, evidence = (
        unit(np.asarray(embedder.embed(texts), dtype=np.float32) - means[lang])
        for lang, texts in (("ko", [each.said for each in tuning]), ("en", [each.evidence for each in tuning]))
    )
    return np.cov((said - evidence).T)


def projection(rows: Any, scatter: Any) -> Any:
    """Shape ``(512, DIMENSIONS)``, float32."""
    size = len(scatter)
    values, vectors = np.linalg.eigh(scatter + SHRINK * np.trace(scatter) / size * np.eye(size))
    round_ = (vectors * values**-0.5) @ vectors.T
    left = np.linalg.eigh(np.cov((rows @ round_.astype(np.float32)).T))[1][:, ::-1][:, :DIMENSIONS]
    turned = np.linalg.qr(np.random.default_rng(_SEED).normal(size=(DIMENSIONS, DIMENSIONS)))[0]
    return (round_ @ left @ turned).astype(np.float32)


def unit(rows: Any) -> Any:
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def main() -> int:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--out", type=Path, default=OUT)
    chosen = options.parse_args()
    means: dict[str, Any] = {lang: np.array(mean, dtype=np.float32) for lang, mean in load_means().items()}
    rows, scatter = within(*built(papers()), means["en"])
    made = projection(rows, scatter + across(means))
    np.savez_compressed(chosen.out, projection=made.astype(np.float16), ko=means["ko"], en=means["en"])
    print(f"{len(rows)} sentences, {chosen.out.stat().st_size} bytes", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Makes the mean sentence vectors of verification: what all Korean claims, and all English sentences, have in common.

    python -m tools.train_means [--out FILE.json]

From the tuning half of ``../shared/data/korean/evidence_dev.jsonl.gz`` (Apache-2.0), bullets and abstracts. Taken away
from vectors, what remains tells sentences apart (Mu and Viswanath, 2018, https://arxiv.org/abs/1702.01417).
"""

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path

from achim.embed.use import UseEmbedder
from bench.grounding.data import is_reported, pairs

OUT = Path(__file__).parents[1] / "src/achim/data/means.json"
_DIGITS = 4


def mean(texts: Iterable[str], embedder: UseEmbedder) -> list[float]:
    vectors = embedder.embed(sorted(set(texts)))
    return [round(sum(column) / len(vectors), _DIGITS) for column in zip(*vectors, strict=True)]


def main() -> int:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--out", type=Path, default=OUT)
    chosen = options.parse_args()
    embedder = UseEmbedder(1)
    tuning = [pair for pair in pairs() if not is_reported(pair)]
    means = {
        "ko": mean((pair.said for pair in tuning), embedder),
        "en": mean((pair.evidence for pair in tuning), embedder),
    }
    chosen.out.write_text(json.dumps(means, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{len(tuning)} pairs, {chosen.out.stat().st_size} bytes", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Makes the English words that search finds Korean ones near to: ``python -m tools.train_search_words [--out FILE]``.

Of words that stand in small letters in abstracts of arXiv (CC0) of papers that no bench measures on, the one that most
abstracts have stands for all with the same search token. Their vectors are freed of their mean and keep the directions
of most variance, a byte a number; Korean words are freed of the mean of the glossary's renderings.
"""

import argparse
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np

from achim.embed.use import UseEmbedder
from achim.embed.words import WEIGHTS, unit
from achim.glossary import load_glossary
from achim.steps.search_tokens import fold
from tools.topic_data import training_rows

OUT = Path(__file__).parents[1] / "src/achim/data" / WEIGHTS
FEWEST = 8
"""Abstracts that have a word."""
DIMENSIONS = 96
_WORD = re.compile(r"(?<![\w\\-])[a-z]{3,20}(?![\w-])")


def words() -> list[str]:
    counts = Counter[str]()
    for row in training_rows().values():
        counts.update({*_WORD.findall(row.abstract)})
    best: dict[str, str] = {}
    for word, count in sorted(counts.items(), key=lambda each: (-each[1], each[0])):
        if count >= FEWEST:
            best.setdefault(fold(word), word)
    return sorted(best.values())


def korean() -> list[str]:
    told = [rendering for term in load_glossary().terms for rendering in term.renderings]
    return sorted({*told, *(word for each in told for word in each.split())})


def main() -> int:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--out", type=Path, default=OUT)
    chosen = options.parse_args()
    embedder = UseEmbedder(1)
    english = words()
    rows, others = (np.asarray(embedder.embed(each), dtype=np.float32) for each in (english, korean()))
    centred: Any = unit(rows - rows.mean(axis=0))
    basis = np.linalg.eigh(centred.T @ centred)[1][:, ::-1][:, :DIMENSIONS].astype(np.float16)
    told = unit(centred @ basis.astype(np.float32))
    numbers = np.rint(told * (127 / np.abs(told).max(axis=1, keepdims=True))).astype(np.int8)
    np.savez_compressed(
        chosen.out, words=np.array(english, "S20"), vectors=numbers, basis=basis, ko=others.mean(axis=0)
    )
    print(f"{len(english)} words, {chosen.out.stat().st_size} bytes", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Trains the lexicon of verification: by which English words a Korean word is told.

    python -m tools.train_lexicon [--out FILE.json]

IBM Model 1 (Brown et al., 1993, https://aclanthology.org/J93-2003/) over the titles and bullets of
``../shared/data/korean/evidence_dev.jsonl.gz`` (Apache-2.0). Only papers of the tuning half are read, so that what
the bench reports is not trained on. Korean words are known by two syllables, English ones by five letters. No
randomness: the same data give the same bytes.
"""

import argparse
import gzip
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.grounding.data import DATA, is_tuning

OUT = Path(__file__).parents[1] / "src/achim/data/lexicon.ko.json"
ROUNDS = 8
LEAST_SHARE = 0.04
NOTHING = 0.3
"""The pull of the empty word, as a share of all pairs."""
_KOREAN = re.compile("[가-힣]{2,}")
_ENGLISH = re.compile("[a-z]{3,}")
_STOP = {"its", "their", "which", "these", "such", "using", "based", "into", "over", "both"} | set(
    ("the", "and", "for", "with", "that", "this", "from", "are", "our", "was", "has", "have", "can")
)

Texts = tuple[set[str], set[str]]


def korean(text: str) -> set[str]:
    return {word[:2] for word in _KOREAN.findall(text)}


def english(text: str) -> set[str]:
    return {word[:5] for word in _ENGLISH.findall(text.lower()) if word not in _STOP}


def texts(rows: list[dict[str, Any]]) -> Iterator[Texts]:
    for row in rows:
        yield korean(row["title_ko"] or ""), english(row["title"])
        for bullet in row["method_ko"]:
            if bullet["ko"] and bullet["evidence_en"]:
                yield korean(bullet["ko"]), english(bullet["evidence_en"])


def train(rows: list[dict[str, Any]]) -> dict[str, dict[str, float]]:
    read = list(texts(rows))
    often = Counter(word for left, right in read for word in (*left, *right))
    pairs = [
        (sorted(word for word in left if often[word] > 1), ["", *sorted(word for word in right if often[word] > 1)])
        for left, right in read
    ]
    table: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(lambda: 1.0))
    for _ in range(ROUNDS):
        table = _round(pairs, table)
    return {word: shares for word in sorted(table) if (shares := _shares(table[word], often, NOTHING * len(pairs)))}


def _round(pairs: list[tuple[list[str], list[str]]], table: dict[str, dict[str, float]]) -> dict[str, dict[str, float]]:
    counts: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    totals: Counter[str] = Counter()
    for left, right in pairs:
        for word in left:
            total = sum(table[word][other] for other in right)
            for other in right:
                share = table[word][other] / total
                counts[word][other] += share
                totals[other] += share  # pyright: ignore[reportArgumentType]
    return {word: {other: count / totals[other] for other, count in row.items()} for word, row in counts.items()}


def _shares(row: dict[str, float], often: Counter[str], nothing: float) -> dict[str, float]:
    weights = {other: chance * (often[other] if other else nothing) for other, chance in row.items()}
    total = sum(weights.values())
    return {
        other: round(weight / total, 3)
        for other, weight in sorted(weights.items())
        if other and weight / total > LEAST_SHARE
    }


def main() -> int:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--out", type=Path, default=OUT)
    chosen = options.parse_args()
    with gzip.open(DATA, "rt", encoding="utf-8") as lines:
        rows = [row for row in map(json.loads, lines) if is_tuning(row["id"])]
    lexicon = train(rows)
    chosen.out.write_text(json.dumps(lexicon, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{len(rows)} papers, {len(lexicon)} words, {chosen.out.stat().st_size} bytes", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())

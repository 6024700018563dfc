"""Which keywords mean the same: told by their words, and by sentence vectors.

    python -m bench.keyword_pairs

``bench/labels/keyword_pairs.jsonl`` holds pairs of keywords of 900 papers: all that sentence vectors (cosine 0.8 and more)
or the words take for one, less those that differ in case, number or hyphen alone, each judged by reading. So *found* is
a share of what either way finds; what neither finds nobody has looked for.
"""

import json
from pathlib import Path
from typing import NamedTuple

from achim.embed.use import UseEmbedder
from achim.glossary import load_glossary
from achim.steps.meaning import meaning
from achim.steps.terms import KnownTerms
from achim.steps.vectors import cosine

LABELS = Path(__file__).parent / "labels" / "keyword_pairs.jsonl"
NEAR = 0.8


class Pair(NamedTuple):
    one: str
    other: str
    same: bool


def pairs() -> list[Pair]:
    return [Pair(**json.loads(line)) for line in LABELS.read_text(encoding="utf-8").splitlines()]


def figures(told: list[Pair], taken: list[bool]) -> dict[str, object]:
    """Of what one way takes for the same: how many pairs, how many of them are, and the share of all that are."""
    right = sum(pair.same for pair, is_taken in zip(told, taken, strict=True) if is_taken)
    return {"pairs": sum(taken), "same": right, "found": round(right / sum(pair.same for pair in told), 2)}


def main() -> None:
    told = pairs()
    acronyms = KnownTerms.of(load_glossary().known()).acronyms
    words = sorted({word for pair in told for word in (pair.one, pair.other)})
    vectors = dict(zip(words, UseEmbedder().embed(words), strict=True))
    by_words = [meaning(pair.one, acronyms) == meaning(pair.other, acronyms) for pair in told]
    by_vectors = [cosine(vectors[pair.one], vectors[pair.other]) >= NEAR for pair in told]
    result = {"judged": len(told), "words": figures(told, by_words), "vectors": figures(told, by_vectors)}
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()

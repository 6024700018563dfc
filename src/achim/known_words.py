"""The English words that achim brings along, by which search tells a word that nobody misspelled; see
``tools/train_known_words.py``."""

import json
from functools import cache

from achim.weights import as_json, load_weights, write_weights

FILE = "known_words.json.gz"


@cache
def load_known_words() -> frozenset[str]:
    return frozenset(json.loads(load_weights(FILE)))


def write_known_words(words: set[str]) -> int:
    """Write them into the package; how many bytes there are."""
    return write_weights(FILE, as_json(sorted(words), is_sorted=False))

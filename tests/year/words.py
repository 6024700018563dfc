"""An embedder for tests that live through many days: texts are alike where they share words, and it costs nothing."""

import math
import re
import zlib
from collections.abc import Sequence

from achim.ports import Vector

_DIMENSIONS = 64


class WordsEmbedder:
    """Words hashed into 64 dimensions with a sign each, of length one: made-up texts that share few words are far apart.

    Feature hashing: https://arxiv.org/abs/0902.2206
    """

    name = "words/1"

    def embed(self, texts: Sequence[str]) -> Sequence[Vector]:
        return [_vector(text) for text in texts]


def _vector(text: str) -> Vector:
    sums = [0.0] * _DIMENSIONS
    for word in re.findall(r"\w+", text.lower()):
        number = zlib.crc32(word.encode())
        sums[number % _DIMENSIONS] += 1.0 if number & 1024 else -1.0
    length = math.sqrt(sum(value * value for value in sums)) or 1.0
    return tuple(value / length for value in sums)

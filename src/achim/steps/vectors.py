"""What steps do with the vectors that an embedder made."""

from collections.abc import Sequence
from operator import mul


def cosine(left: Sequence[float], right: Sequence[float]) -> float:
    """Of unit vectors."""
    return sum(map(mul, left, right))

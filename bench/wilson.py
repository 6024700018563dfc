"""Shares with their intervals."""

import math
from typing import Any


def wilson(hits: int, of: int, z: float = 1.96) -> tuple[float, float]:
    """95 % interval of a share: https://en.wikipedia.org/wiki/Binomial_proportion_confidence_interval"""
    if not of:
        return 0.0, 1.0
    share, spread = hits / of, z * z / of
    middle, half = share + spread / 2, z * math.sqrt(share * (1 - share) / of + spread / (4 * of))
    return max(0.0, (middle - half) / (1 + spread)), min(1.0, (middle + half) / (1 + spread))


def share(hits: int, of: int) -> dict[str, Any]:
    low, high = wilson(hits, of)
    return {
        "count": hits,
        "of": of,
        "share": round(hits / of, 4) if of else None,
        "ci95": [round(low, 4), round(high, 4)],
    }

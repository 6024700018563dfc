"""How close papers are to what a reader named as of interest, with the example that is nearest as the reason.

Closeness is the mean over the examples of their cosines with the paper to the power of ``POWER``: a paper that is very
like one example is worth more than one that is a little like all. Taken from it is ``COMMON`` times the paper's cosine
with what papers are like on average: who says what everybody says is a little like everything. ``achim.interests``
reckons it, for many readers at once.
"""

from dataclasses import dataclass, field
from math import expm1, sqrt

from achim.steps.ngrams import IDF_STEP, Hashed, hashed

POWER = 1.5
COMMON = 0.02
Told = Hashed
"""What is known of a text: its words and pairs of words."""


@dataclass(frozen=True, slots=True, eq=False)
class InterestModel:
    """``idf`` says how rare each bucket of ``steps.ngrams`` is. ``load_interest_model`` gives the one that ships."""

    idf: bytes
    _usual: tuple[float, ...] = field(init=False)
    """By byte of ``idf``: the value of such a bucket in the average of all papers, of length one together."""

    def __post_init__(self) -> None:
        raw = [_expected(byte * IDF_STEP) for byte in range(256)]
        length = sqrt(sum(self.idf.count(byte) * value * value for byte, value in enumerate(raw)))
        object.__setattr__(self, "_usual", tuple(value / (length or 1.0) for value in raw))

    def usual(self, told: Told) -> float:
        """The cosine of a text with what papers are like on average."""
        return sum(value * self._usual[self.idf[bucket]] for bucket, value in told.items())


def told(title: str, abstract: str, model: InterestModel) -> Told:
    return hashed(title, abstract, model.idf)


def _expected(idf: float) -> float:
    """The idf times the share of papers that have the bucket, where idf = log(1 + 1 / share)."""
    return idf / expm1(idf) if idf else 0.0

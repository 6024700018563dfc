"""Words and pairs of words as numbers, so that no list of them need ship (feature hashing, Weinberger et al. 2009)."""

from math import log1p, sqrt
from zlib import crc32

from achim.steps.topic_model import IN_TITLE, damped
from achim.steps.topic_phrases import words

BUCKETS = 1 << 18
IDF_STEP = 1 / 16

Hashed = dict[int, float]
"""Values by bucket, of length one together; empty for a text without a known word."""


def buckets(title: str, abstract: str) -> Hashed:
    """How much is said of what: damped counts, those of the title twice, not yet weighed."""
    counts: dict[int, int] = {}
    for text, times in ((title, IN_TITLE), (abstract, 1)):
        before = 0
        for word in words(text):
            code = word.encode()
            if before:
                bucket = crc32(b" " + code, before) % BUCKETS
                counts[bucket] = counts.get(bucket, 0) + times
            before = crc32(code)
            bucket = before % BUCKETS
            counts[bucket] = counts.get(bucket, 0) + times
    worth = {count: damped(count) for count in set(counts.values())}
    return {bucket: worth[count] for bucket, count in counts.items()}


def idf_byte(documents: int, having: int) -> int:
    """How rare a bucket is, in units of ``IDF_STEP``: log(1 + documents / having); 0 where too few have it."""
    return min(255, round(log1p(documents / having) / IDF_STEP))


def hashed(title: str, abstract: str, idf: bytes) -> Hashed:
    """The tf-idf values of a text; a bucket whose idf is 0 is not known."""
    raw = {bucket: count * idf[bucket] for bucket, count in buckets(title, abstract).items() if idf[bucket]}
    length = sqrt(sum(value * value for value in raw.values()))
    return {bucket: value / length for bucket, value in raw.items()}

"""Early attention: how much notice a paper is likely to get, from what is known when it is announced.

A linear model of hashed words and of a few cues, trained on votes of 2025 (``tools/train_attention.py``). It knows no
author's name and no institution. ``docs/attention.md`` says what it is worth and what it must not be used for.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import log1p

from achim.domain.edition import ScorePart
from achim.domain.note import Note
from achim.domain.paper import AnyWork, Paper
from achim.steps.ngrams import hashed

ATTENTION_POINTS = 1.0
"""What the highest prediction is worth in the order of an edition, as much as one vote; 0 turns the signal off."""
_LEAST_PERCENT = 50
_ANNOUNCED = frozenset({"new", "cross"})

_RELEASED = re.compile(r"open[- ]sourc|publicly available|released?\b")
_SIZE = re.compile(r"\b\d+(?:\.\d+)?b\b")
_WE = re.compile(r"\bwe\b")
_PERCENT = re.compile(r"\d\s*\\?%")
_DIGIT = re.compile(r"\d")
_LONG_TITLE, _LONG_TEXT = 10, 200
"""Words of a usual title and abstract."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AttentionModel:
    """``idf`` and ``weights`` have a byte per bucket of ``steps.ngrams``, weights signed and in units of ``step``;
    ``cues`` says what one of each cue is worth. ``percentiles`` are a hundred scores: of the papers by which they were
    set, so many percent scored lower. Equal only to itself."""

    name: str
    idf: bytes
    weights: memoryview
    step: float
    cues: Mapping[str, float]
    bias: float
    percentiles: tuple[float, ...]


def cues(title: str, abstract: str, authors: int) -> dict[str, float]:
    """What can be told of a paper beside its words; ``authors`` is their number, 0 where it is not known."""
    text = abstract.lower()
    words, head = title.split(), title.partition(":")[0]
    told = len(abstract.split()) / _LONG_TEXT
    return {
        "authors": log1p(authors or 4),
        "one author": float(authors == 1),
        "ten authors": float(authors >= 10),
        "twenty authors": float(authors >= 20),
        "named": float(":" in title and len(head.split()) == 1),
        "colon": float(":" in title),
        "question": float("?" in title),
        "exclamation": float("!" in title),
        "title words": len(words) / _LONG_TITLE,
        "capitals": sum(map(str.isupper, title)) / max(1, len(title)),
        "survey": float("survey" in title.lower()),
        "benchmark": float("bench" in title.lower()),
        "abstract words": told,
        "abstract words squared": told * told,
        "code on GitHub": float("github.com" in text),
        "project page": float("github.io" in text),
        "on Hugging Face": float("huggingface" in text),
        "address": float("http" in text),
        "released": float(bool(_RELEASED.search(text))),
        "technical report": float("technical report" in f"{title.lower()} {text}"),
        "percentages": len(_PERCENT.findall(abstract)) / 3,
        "digits": len(_DIGIT.findall(abstract)) / 20,
        "model size": float(bool(_SIZE.search(text))),
        "we": len(_WE.findall(text)) / 5,
        "state of the art": float("state-of-the-art" in text or "sota" in text),
    }


def predicted(title: str, abstract: str, authors: int, model: AttentionModel) -> float:
    """The log2(1 + votes) that is to be expected where a paper without votes counts as one with none."""
    title, abstract = " ".join(title.split()), " ".join(abstract.split())
    words = sum(model.weights[bucket] * value for bucket, value in hashed(title, abstract, model.idf).items())
    told = sum(model.cues[name] * value for name, value in cues(title, abstract, authors).items())
    return model.bias + model.step * words + told


def percent_below(score: float, model: AttentionModel) -> int:
    """Of a hundred papers, how many are predicted less; 0 to 99."""
    return min(99, bisect_left(model.percentiles, score))


def attention_signal(model: AttentionModel) -> Callable[[AnyWork], Sequence[ScorePart]]:
    """Points for a paper that arXiv announces and that nobody could vote on yet, if it is in the upper half."""

    def signal(work: AnyWork) -> Sequence[ScorePart]:
        if not isinstance(work, Paper) or not _is_unvoted(work):
            return ()
        percent = percent_below(predicted(work.title, work.abstract, len(work.authors), model), model)
        if percent < _LEAST_PERCENT or not ATTENTION_POINTS:
            return ()
        note = Note.of("rank.attention", percent=max(1, 100 - percent))
        return (ScorePart(round(ATTENTION_POINTS * percent / 100, 3), note),)

    return signal


def _is_unvoted(paper: Paper) -> bool:
    return paper.signal("votes") is None and any(each.kind in _ANNOUNCED for each in paper.announcements)

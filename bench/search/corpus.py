"""The papers of ``../shared/data`` that known items are looked for among, and the Korean sentences that ask for them."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from achim.domain.sentences import split_sentences
from achim.domain.text import clean
from tools.topic_data import json_lines

DATA = Path(__file__).parents[3] / "shared" / "data"
_FILES = {
    "arxiv/train.jsonl.gz": "abstract",
    "arxiv/listings_2026-04_2026-06.jsonl.gz": "abstract",
    "korean/pairs_dev.jsonl.gz": "abstract",
    "korean/evidence_dev.jsonl.gz": "abstract",
    "hf_daily/dev.jsonl.gz": "abstract",
    "dedupe/version_pairs_dev.jsonl.gz": "abstract_b",
}
QUERIES = 2_000
"""Pairs that are asked for: the first half tunes, the second half tells."""


@dataclass(frozen=True, slots=True)
class Text:
    """A paper as it is searched."""

    id: str
    title: str
    abstract: str

    @property
    def pieces(self) -> tuple[str, ...]:
        """The texts that have a vector each: the title, then every sentence of the abstract."""
        return (self.title, *(each.text for each in split_sentences(self.abstract)))


@dataclass(frozen=True, slots=True)
class Known:
    """A Korean sentence and the paper that it was written of."""

    sentence: str
    paper: str


def papers() -> list[Text]:
    """Every arXiv paper with an abstract, once: those that are asked for first, then the others in the order of a hash."""
    found: dict[str, Text] = {}
    for name, field in _FILES.items():
        for row in json_lines(DATA / name):
            if row[field] and row["id"] not in found:
                title = row["title" if field == "abstract" else "title_b"]
                found[row["id"]] = Text(row["id"], clean(title), clean(row[field]))
    asked = {known.paper for known in questions()}
    return sorted(found.values(), key=lambda each: (each.id not in asked, _hash(each.id)))


def questions() -> list[Known]:
    """One sentence of the Korean summary of each paper asked for, drawn by the paper's hash."""
    rows = sorted(json_lines(DATA / "korean/pairs_dev.jsonl.gz"), key=lambda row: _hash(row["id"]))
    drawn = ((row, korean_sentences(row["summary_ko"])) for row in rows)
    return [Known(told[int(_hash(row["id"]), 16) % len(told)], row["id"]) for row, told in drawn if told][:QUERIES]


def korean_sentences(summary: str) -> list[str]:
    """The sentences of a Korean summary, without its headings, that have ten syllables or more."""
    return list(_korean(summary))


def _korean(summary: str) -> Iterator[str]:
    for line in summary.splitlines():
        told = clean(re.sub(r"^[\s\-*•]*\*\*[^*]{1,60}\*\*\s*:?|\*\*", "", line))
        for each in split_sentences(told):
            if len(re.findall(r"[가-힣]", each.text)) >= 10:
                yield each.text


def _hash(value: Any) -> str:
    return hashlib.sha256(str(value).encode()).hexdigest()

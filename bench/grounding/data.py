"""The pairs that verification is measured on, in two halves by paper: one to tune on, one to report."""

import gzip
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from achim.domain.ids import PaperId
from achim.domain.paper import Paper, Sentence
from achim.domain.sentences import split_sentences

DATA = Path(__file__).resolve().parents[3] / "shared/data/korean/evidence_dev.jsonl.gz"


@dataclass(frozen=True)
class Work:
    """A paper of the data: its abstract split as achim splits it."""

    id: str
    title: str
    abstract: str
    keywords: tuple[str, ...]

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        return split_sentences(self.abstract)


@dataclass(frozen=True)
class Pair:
    """A bullet with the sentences that hold what the data give as its evidence; ``index`` is its place in its paper.

    The data often give a part of a sentence. A writer cites whole ones, by number, so whole ones are cited here too.
    """

    work: Work
    said: str
    evidence: str
    index: int = 0

    @cached_property
    def siblings(self) -> tuple[str, ...]:
        """Sentences of the same abstract that the bullet does not rest on."""
        return tuple(one.text for one in self.work.sentences if one.text not in self.evidence)

    @property
    def rest(self) -> str:
        """The abstract without the evidence."""
        return " … ".join(self.siblings)


def cited_of(work: Work, evidence: str) -> str:
    """The whole sentences of an abstract that a piece of it lies in; the piece itself where there are none."""
    start = _letters(work.abstract).find(_letters(evidence))
    end = start + len(_letters(evidence))
    found: list[str] = []
    place = 0
    for sentence in work.sentences:
        length = len(_letters(sentence.text))
        if start >= 0 and place < end and start < place + length:
            found.append(sentence.text)
        place += length
    return " ".join(found) or evidence


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", text.lower())


def pairs(path: Path = DATA) -> Iterator[Pair]:
    """All bullets whose evidence stands verbatim in the abstract; the others are no true claims for certain."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            work = Work(
                row["id"], " ".join(row["title"].split()), " ".join(row["abstract"].split()), tuple(row["keywords"])
            )
            for index, bullet in enumerate(row["method_ko"]):
                if bullet.get("evidence_verbatim") and bullet["ko"]:
                    yield Pair(work, " ".join(bullet["ko"].split()), cited_of(work, bullet["evidence_en"]), index)


def is_tuning(paper: str) -> bool:
    """Whether a paper belongs to the half that is tuned and trained on; figures are reported on the other half."""
    return hashlib.sha256(paper.encode()).digest()[0] % 2 == 0


def is_reported(pair: Pair) -> bool:
    return not is_tuning(pair.work.id)


def paper_of(name: str, title: str, *texts: str) -> Paper:
    """A paper whose sentences are ``texts``; those that are cited come first."""
    nothing: Mapping[str, Any] = dict.fromkeys(("authors", "categories", "signals", "announcements", "origins"), ())
    none = dict.fromkeys(("submitted_at", "version", "comment", "code_url"))
    sentences = tuple(Sentence(number, text) for number, text in enumerate(texts, 1))
    return Paper(
        id=PaperId(f"arxiv:{name}"),
        title=title,
        url="",
        abstract=" ".join(texts),
        sentences=sentences,
        **nothing,
        **none,
    )

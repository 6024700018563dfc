"""Days of papers with the votes that they came to, for training and measuring early attention.

A day's pool is what arXiv listed that day (``arxiv/train.jsonl.gz``, CC0) and what Hugging Face's list of that day has
(``hf_daily/dev.jsonl.gz``; votes and ids of 2024-05 on may train), each paper once. Its votes are those of the last
snapshot, on whichever day it was listed; none counts as 0. The order of the list, comments, stars and links that
Hugging Face adds are not read.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from tools.topic_data import DATA, json_lines

FIRST, CUT, END = "2025-03", "2025-10", "2026"
"""Training begins with FIRST and ends before CUT; measured is from there to before END."""


class Seen(NamedTuple):
    """A paper as it is announced; ``is_arxiv`` is whether the arXiv listing has it."""

    id: str
    title: str
    abstract: str
    authors: int
    is_arxiv: bool


class Days(NamedTuple):
    """Papers by id, their ids by day, and their votes at the last snapshot."""

    papers: Mapping[str, Seen]
    listed: Mapping[str, frozenset[str]]
    featured: Mapping[str, frozenset[str]]
    votes: Mapping[str, int]

    def pools(self, since: str, until: str) -> dict[str, list[Seen]]:
        """Days on which both places have papers."""
        both = sorted(day for day in self.listed.keys() & self.featured.keys() if since <= day < until)
        return {day: [self.papers[each] for each in sorted(self.listed[day] | self.featured[day])] for day in both}


def days(until: str = END) -> Days:
    """All that was known before ``until``: votes of later lists are not read."""
    papers, listed, featured = dict[str, Seen](), defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    votes: dict[str, int] = {}
    for row in json_lines(DATA / "arxiv" / "train.jsonl.gz"):
        if row["first_listed_on"] and row["abstract"] and FIRST <= row["first_listed_on"] < until:
            papers[row["id"]] = _seen(row, is_arxiv=True)
            listed[row["first_listed_on"]].add(row["id"])
    for row in json_lines(DATA / "hf_daily" / "dev.jsonl.gz"):
        if (
            FIRST <= row["date"] < until
            and row["upvotes_last"] is not None
            and (row["abstract"] or row["id"] in papers)
        ):
            if row["id"] not in papers:
                papers[row["id"]] = _seen(row, is_arxiv=False)
            featured[row["date"]].add(row["id"])
            votes[row["id"]] = max(votes.get(row["id"], 0), row["upvotes_last"])
    return Days(papers, _frozen(listed), _frozen(featured), votes)


def _seen(row: Mapping[str, Any], *, is_arxiv: bool) -> Seen:
    title, abstract = (" ".join(row[name].split()) for name in ("title", "abstract"))
    return Seen(row["id"], title, abstract, len(row["authors"] or ()), is_arxiv)


def _frozen(by_day: Mapping[str, Iterable[str]]) -> dict[str, frozenset[str]]:
    return {day: frozenset(ids) for day, ids in by_day.items()}

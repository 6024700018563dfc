"""Readers made from authors' own later papers.

Papers of one name that are linked by a shared co-author are taken for one person's. A reader is such a person with ten
papers listed before ``SINCE`` and a later one, linked to them by a co-author, on a measured day. The newest ten before
are the examples; the later papers are to be found among all that was listed that day. Nobody is shown names of authors.
Measured days are every fourth one since ``SINCE`` with at least ``BUSY`` papers, each with up to ``READERS`` readers
drawn by a hash; one name is a reader once a day.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tools.topic_data import DATA, json_lines

SINCE = "2026-04-01"
BUSY = 250
READERS = 40
EXAMPLES = 10
_MANY = 80


@dataclass(frozen=True, slots=True)
class Listed:
    """A paper as it was listed."""

    id: str
    day: str
    title: str
    abstract: str
    authors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reader:
    """``examples`` newest first; ``wanted`` are the ids of the papers to be found on ``day``."""

    name: str
    day: str
    examples: tuple[Listed, ...]
    wanted: frozenset[str]


def listed() -> dict[str, Listed]:
    """Papers with authors and a day, by id, each on the first day on which it was listed."""
    found: dict[str, Listed] = {}
    for name, field in (("train", "first_listed_on"), ("listings_2026-04_2026-06", "listed_on")):
        for row in json_lines(DATA / "arxiv" / f"{name}.jsonl.gz"):
            paper = _paper(row, field)
            if paper and (paper.id not in found or paper.day < found[paper.id].day):
                found[paper.id] = paper
    return found


def _paper(row: Mapping[str, Any], field: str) -> Listed | None:
    if not (row["authors"] and row["abstract"] and row[field]):
        return None
    title, abstract = (" ".join(row[name].split()) for name in ("title", "abstract"))
    return Listed(row["id"], row[field], title, abstract, tuple(row["authors"]))


def by_day(papers: Iterable[Listed], since: str = SINCE, until: str = "2026-07-01") -> dict[str, list[Listed]]:
    """The measured days with all that was listed on them."""
    days: defaultdict[str, list[Listed]] = defaultdict(list)
    for paper in papers:
        if since <= paper.day < until:
            days[paper.day].append(paper)
    busy = sorted(day for day, here in days.items() if len(here) >= BUSY)
    return {day: sorted(days[day], key=lambda each: each.id) for day in busy[::4]}


def readers(papers: Sequence[Listed], days: Iterable[str], since: str = SINCE) -> list[Reader]:
    """Up to ``READERS`` for each day."""
    by_name: defaultdict[str, list[Listed]] = defaultdict(list)
    for paper in papers:
        for name in set(paper.authors):
            by_name[name].append(paper)
    measured, found = set(days), defaultdict[str, list[Reader]](list)
    for name, own in by_name.items():
        if EXAMPLES < len(own) <= _MANY:
            for reader in _readers(name, own, measured, since):
                found[reader.day].append(reader)
    return [reader for day in sorted(found) for reader in sorted(found[day], key=_drawn)[:READERS]]


def _drawn(reader: Reader) -> str:
    return hashlib.sha256(f"{reader.name}/{reader.day}".encode()).hexdigest()


def _readers(name: str, own: Sequence[Listed], days: set[str], since: str) -> Iterable[Reader]:
    person = linked(name, own)
    before = sorted((each for each in person if each.day < since), key=lambda each: (each.day, each.id))
    if len(before) < EXAMPLES:
        return
    known = {other for each in before[-EXAMPLES:] for other in each.authors} - {name}
    later: defaultdict[str, set[str]] = defaultdict(set)
    for each in person:
        if each.day in days and known & set(each.authors):
            later[each.day].add(each.id)
    for day, wanted in later.items():
        yield Reader(name, day, tuple(reversed(before[-EXAMPLES:])), frozenset(wanted))


def linked(name: str, own: Sequence[Listed]) -> list[Listed]:
    """The most papers of a name that are linked, one to the next, by another author."""
    groups: list[tuple[set[str], list[Listed]]] = []
    for paper in own:
        others = set(paper.authors) - {name}
        touching = [group for group in groups if group[0] & others]
        groups = [group for group in groups if not group[0] & others]
        names = others.union(*(group[0] for group in touching))
        groups.append((names, [*(each for group in touching for each in group[1]), paper]))
    return max((papers for _, papers in groups), key=len)

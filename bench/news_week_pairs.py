"""Which stories of a week may tell one event twice: pairs to be read, and what they were read to be.

A pair is looked at where both name a model or a product, where both name a company and are told on days next to one
another, where titles share words, or where their vectors are near. Readings: ``bench/labels/news_week_pairs.jsonl``, by
docs/news-guideline-pairs.md.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from achim.domain.edition import Edition
from achim.ports import Vector
from achim.steps.news_names import named
from bench.same_story_pairs import Row, both, dot, jaccard

READINGS = Path(__file__).parent / "labels/news_week_pairs.jsonl"
_WORDS = 0.25
_NEAR = 0.5


@dataclass(frozen=True, slots=True)
class Reading:
    """Of the pairs of a week: those read as one event, and those that nobody has read."""

    pairs: int
    same: Sequence[tuple[Row, Row]]
    unread: Sequence[tuple[Row, Row]]


def shown(editions: Iterable[Edition]) -> list[Row]:
    """Title, address and day of all that was printed or listed."""
    return [
        {"title": title, "url": url, "at": edition.key.day.isoformat(), "day": edition.key.day}
        for edition in editions
        for title, url in (
            *((entry.paper.title, entry.paper.url) for entry in edition.entries),
            *((listing.title, listing.url) for listing in edition.listed),
        )
    ]


def candidates(stories: Sequence[Row], vectors: Mapping[str, Vector]) -> list[tuple[Row, Row]]:
    """Pairs that may tell one event; ``vectors`` are unit vectors of all titles."""
    return [(one, other) for one, other in combinations(stories, 2) if _is_near(one, other, vectors)]


def _is_near(one: Row, other: Row, vectors: Mapping[str, Vector]) -> bool:
    mine, theirs = named(one["title"]), named(other["title"])
    return bool(
        mine.models & theirs.models
        or mine.products & theirs.products
        or (mine.companies & theirs.companies and abs((one["day"] - other["day"]).days) <= 1)
        or jaccard(one["title"], other["title"]) >= _WORDS
        or dot(vectors[one["title"]], vectors[other["title"]]) >= _NEAR
    )


def titles(pairs: Iterable[tuple[Row, Row]]) -> list[str]:
    return [" | ".join(f"{each['title']} ({each['at']}, {each['url']})" for each in pair) for pair in pairs]


def readings() -> dict[frozenset[str], str]:
    """*same* or *different*, by pair."""
    with READINGS.open(encoding="utf-8") as lines:
        return {both(row["one"], row["other"]): row["settled"] for row in map(json.loads, lines)}


def read(pairs: Sequence[tuple[Row, Row]], known: Mapping[frozenset[str], str]) -> Reading:
    of = [(pair, known.get(both(*pair))) for pair in pairs]
    return Reading(
        len(pairs),
        [pair for pair, settled in of if settled == "same"],
        [pair for pair, settled in of if settled is None],
    )

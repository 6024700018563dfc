"""Measures whether pairs of news items are told to be one story as a reader told, and prints it as one JSON object.

    python -m bench.same_story [report|tune] [--show] [--stream] [--draw]

Pairs and labels: ``bench/labels/same_story.jsonl`` (docs/news-guideline-pairs.md), drawn by ``--draw``;
constants were set on *tune*, figures are of *report*. Each pair is given to ``deduplicate_news`` alone. Baselines: one
address; titles that share words; near vectors; the last two with the thresholds that do best on *tune*.
``--stream`` counts how many of the pairs that are joined among all items of the half, one address and one title aside, are
right by ``bench/labels/same_story_stream.jsonl``; ``--draw`` draws the pairs anew (both need ../shared).
"""

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from achim.domain.urls import canonical_url
from achim.ports import Vector
from achim.steps.deduplicate_news import deduplicate_news
from bench.same_story_pairs import (
    Row,
    both,
    candidates,
    dot,
    draw,
    embedded,
    jaccard,
    judged,
    shown,
    stream_readings,
    told,
)
from bench.wilson import share

Tell = Callable[[Row, Row], bool]
Vectors = Mapping[str, Vector]
Near = Callable[[Row, Row, Vectors], float]
_FAR = 0.3
"""Cosine below which no pair is looked at: it would need more words in common than there are."""
_STEPS = tuple(step / 100 for step in range(5, 100, 5))


def measure(pairs: Sequence[Row], tell: Tell) -> dict[str, Any]:
    """Precision, recall and F1 of *same*."""
    said = [tell(row["one"], row["other"]) for row in pairs]
    true = [row["settled"] == "same" for row in pairs]
    hits = sum(a and b for a, b in zip(said, true, strict=True))
    return {
        "precision": share(hits, sum(said)),
        "recall": share(hits, sum(true)),
        "f1": round(2 * hits / (sum(said) + sum(true)), 4),
    }


def from_threshold(pairs: Sequence[Row], near: Near, vectors: Vectors) -> dict[str, Any]:
    """The baseline at the threshold that has the highest F1 on the pairs for tuning."""
    tuning = judged("tune")

    def at(step: float, rows: Sequence[Row]) -> dict[str, Any]:
        return measure(rows, lambda one, other: near(one, other, vectors) >= step)

    threshold = max(_STEPS, key=lambda step: at(step, tuning)["f1"])
    return {"threshold": threshold, **at(threshold, pairs)}


def by_words(one: Row, other: Row, _: Vectors) -> float:
    return jaccard(one["title"], other["title"])


def by_vectors(one: Row, other: Row, vectors: Vectors) -> float:
    return dot(vectors[one["title"]], vectors[other["title"]])


def agreement(pairs: Sequence[Row]) -> dict[str, Any]:
    return share(sum(row["first"] == row.get("second") for row in pairs), len(pairs))


def mistakes(pairs: Sequence[Row], tell: Tell) -> list[str]:
    wrong = [row for row in pairs if tell(row["one"], row["other"]) != (row["settled"] == "same")]
    return [f"{row['settled']}: {row['one']['title']} | {row['other']['title']}" for row in wrong]


def stream(half: str) -> list[tuple[Row, Row]]:
    """The pairs that are joined by more than one address or one title."""
    near = [pair for pair in candidates(half) if pair.cosine >= _FAR and not (pair.has_one_url or pair.has_one_title)]
    vectors = embedded([item["title"] for pair in near for item in (pair.one, pair.other)])
    shows = ((shown(pair.one), shown(pair.other)) for pair in near)
    return [(a, b) for a, b in shows if len(deduplicate_news([told(a), told(b)], vectors)) == 1]


def read_stream(joined: Sequence[tuple[Row, Row]], readings: Mapping[frozenset[str], str]) -> dict[str, Any]:
    """How many of the joined pairs were read as one story, and how many were not read."""
    found = [readings.get(both(one, other), "not read") for one, other in joined]
    return {
        "precision": share(found.count("same"), len(found) - found.count("not read")),
        "not read": found.count("not read"),
        "wrong": [f"{a['title']} | {b['title']}" for (a, b), how in zip(joined, found, strict=True) if how != "same"],
    }


def main() -> int:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("half", choices=("report", "tune"), nargs="?", default="report")
    options.add_argument("--show", action="store_true", help="name the pairs that are told wrongly")
    options.add_argument("--stream", action="store_true", help="count the wrong among all that is joined")
    options.add_argument("--draw", action="store_true", help="only print the pairs that are to be judged")
    chosen = options.parse_args()
    if chosen.draw:
        for pair in draw(candidates(chosen.half)):
            print(json.dumps({"one": shown(pair.one), "other": shown(pair.other)}, ensure_ascii=False))
        return 0
    pairs = judged(chosen.half)
    vectors = embedded([item["title"] for row in (*pairs, *judged("tune")) for item in (row["one"], row["other"])])
    elsewhere = [row for row in pairs if canonical_url(row["one"]["url"]) != canonical_url(row["other"]["url"])]

    def ours(known: Vectors) -> Tell:
        return lambda one, other: len(deduplicate_news([told(one), told(other)], known)) == 1

    report: dict[str, Any] = {
        "half": chosen.half,
        "pairs": len(pairs),
        "same": sum(row["settled"] == "same" for row in pairs),
        "ours": measure(pairs, ours(vectors)),
        "ours, two addresses only": measure(elsewhere, ours(vectors)),
        "ours without vectors": measure(pairs, ours({})),
        "baseline: one address": measure(
            pairs, lambda one, other: canonical_url(one["url"]) == canonical_url(other["url"])
        ),
        "baseline: words of titles": from_threshold(pairs, by_words, vectors),
        "baseline: cosine": from_threshold(pairs, by_vectors, vectors),
    }
    if chosen.half == "report":
        report["readings that agree"] = agreement(pairs)
    if chosen.stream:
        report["stream"] = read_stream(stream(chosen.half), stream_readings())
    print(json.dumps(report, ensure_ascii=False, indent=2))
    for line in mistakes(pairs, ours(vectors)) if chosen.show else ():
        print(line, file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())

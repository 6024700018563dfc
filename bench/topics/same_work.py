"""The first and the last version of a paper get the same topic."""

from typing import Any

from achim.domain.topic import Taxonomy
from achim.steps.classify import classify
from bench.topics.data import MODEL
from bench.wilson import share
from tools.topic_data import DATA, Row, json_lines
from tools.topic_features import paper_of

GOAL = 0.97
_KNOWN = "categories known"
_WITH = ("without them", "with them")


def measured(taxonomy: Taxonomy) -> dict[str, Any]:
    alike: dict[str, list[bool]] = {
        kind: []
        for kind in (
            "all",
            "text changed",
            "title changed",
            "half the abstract changed",
            *(f"{_KNOWN}, {k}" for k in _WITH),
        )
    }
    categories = _categories()
    for row in json_lines(DATA / "dedupe" / "version_pairs_dev.jsonl.gz"):
        texts = [(row[f"title_{side}"], row[f"abstract_{side}"] or "") for side in "ab"]
        is_same = texts[0] == texts[1] or len({_topic(*each, (), taxonomy) for each in texts}) == 1
        if known := categories.get(row["id"]):
            alike[f"{_KNOWN}, without them"].append(is_same)
            alike[f"{_KNOWN}, with them"].append(len({_topic(*each, known, taxonomy) for each in texts}) == 1)
        alike["all"].append(is_same)
        if texts[0] != texts[1]:
            alike["text changed"].append(is_same)
        if row["title_changed"]:
            alike["title changed"].append(is_same)
        if row["abstract_jaccard"] is not None and row["abstract_jaccard"] < 0.5:
            alike["half the abstract changed"].append(is_same)
    return {"goal": GOAL} | {kind: share(sum(same), len(same)) for kind, same in alike.items()}


def _categories() -> dict[str, tuple[str, ...]]:
    """Of the papers that the arXiv files hold; the pairs themselves have none."""
    names = ("train.jsonl.gz", "listings_2026-04_2026-06.jsonl.gz")
    return {row["id"]: tuple(row["categories"]) for name in names for row in json_lines(DATA / "arxiv" / name)}


def _topic(title: str, abstract: str, categories: tuple[str, ...], taxonomy: Taxonomy) -> str:
    return classify(paper_of(Row("", title, abstract, categories)), taxonomy, MODEL).topic.key

"""The first and the last version of a paper get the same topic."""

from typing import Any

from achim.domain.topic import Taxonomy
from achim.steps.classify import classify
from bench.topics.data import MODEL
from bench.wilson import share
from tools.topic_data import DATA, Row, json_lines
from tools.train_topics import paper_of

GOAL = 0.97


def measured(taxonomy: Taxonomy) -> dict[str, Any]:
    alike: dict[str, list[bool]] = {"all": [], "text changed": [], "title changed": [], "half the abstract changed": []}
    for row in json_lines(DATA / "dedupe" / "version_pairs_dev.jsonl.gz"):
        texts = [(row[f"title_{side}"], row[f"abstract_{side}"] or "") for side in "ab"]
        is_same = texts[0] == texts[1] or len({_topic(*each, taxonomy) for each in texts}) == 1
        alike["all"].append(is_same)
        if texts[0] != texts[1]:
            alike["text changed"].append(is_same)
        if row["title_changed"]:
            alike["title changed"].append(is_same)
        if row["abstract_jaccard"] is not None and row["abstract_jaccard"] < 0.5:
            alike["half the abstract changed"].append(is_same)
    return {"goal": GOAL} | {kind: share(sum(same), len(same)) for kind, same in alike.items()}


def _topic(title: str, abstract: str, taxonomy: Taxonomy) -> str:
    return classify(paper_of(Row("", title, abstract, ())), taxonomy, MODEL).topic.key

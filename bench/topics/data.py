"""What the topics are measured on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from achim.domain.paper import Paper
from achim.topic_model import load_topic_model
from tools.topic_data import DATA, DRAWN, ROOT, Row, json_lines
from tools.topic_features import paper_of

LABELS = ROOT / "bench" / "labels" / "topics_labels.jsonl"
MODEL = load_topic_model()


class Labelled(NamedTuple):
    """A paper with what two readers said, what was settled, and what else could be defended."""

    paper: Paper
    where: str
    first: str
    second: str
    settled: str
    defensible: frozenset[str]


def labelled() -> list[Labelled]:
    """The papers labelled by the guideline; categories where arXiv's metadata has them."""
    told = {row["id"]: row for row in json_lines(LABELS)}
    where = {row["id"]: row["where"] for row in json_lines(DRAWN)}
    papers = papers_of(told)
    return [
        Labelled(
            papers[each], where[each], row["first"], row["second"], row["settled"], frozenset(row["defensible"] or ())
        )
        for each, row in told.items()
    ]


def papers_of(wanted: Iterable[str]) -> dict[str, Paper]:
    left = set(wanted)
    found: dict[str, Row] = {}
    for name in (
        "arxiv/train.jsonl.gz",
        "arxiv/listings_2026-04_2026-06.jsonl.gz",
        "hf_daily/dev.jsonl.gz",
    ):
        for row in json_lines(DATA / name):
            if row["id"] in left and row["abstract"]:
                left.discard(row["id"])
                found[row["id"]] = row_of(row)
    if left:
        raise LookupError(f"no abstract for {', '.join(sorted(left))}")
    return {each: paper_of(row) for each, row in found.items()}


def row_of(row: Mapping[str, Any]) -> Row:
    title, abstract = (" ".join(row[field].split()) for field in ("title", "abstract"))
    return Row(row["id"], title, abstract, tuple(row.get("categories") or ()))


def unfiled(papers: Sequence[Paper]) -> list[Paper]:
    return [replace(paper, categories=()) for paper in papers]

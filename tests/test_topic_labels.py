"""Labels that train and papers that measure stay apart."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from achim.taxonomy import load_taxonomy
from tools.topic_data import DRAWN, LABELS, json_lines

SharedFile = Callable[[str], Path]
MEASURING = {"dedupe/version_pairs_dev.jsonl.gz": "id", "gold/papers_dev.jsonl": "arxiv_id"}
"""Data that measure, and the field with the paper's id."""


def training_ids() -> list[str]:
    return [row["id"] for row in json_lines(LABELS)]


def test_a_training_label_is_of_one_paper_and_a_topic_of_the_list():
    assert max(Counter(training_ids()).values()) == 1
    known = {topic.key for topic in load_taxonomy(None).topics}
    assert {row["topic"] for row in json_lines(LABELS)} <= known


def test_no_training_label_is_of_a_paper_drawn_for_the_bench():
    drawn = {row["id"] for row in json_lines(DRAWN)}
    assert len(drawn) == 200
    assert not drawn & set(training_ids())


@pytest.mark.parametrize(("name", "field"), MEASURING.items(), ids=MEASURING)
def test_no_training_label_is_of_a_paper_that_measures(name: str, field: str, shared_file: SharedFile):
    measuring = {row[field] for row in json_lines(shared_file(f"data/{name}")) if row.get(field)}
    assert measuring
    assert not measuring & set(training_ids())

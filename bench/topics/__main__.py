"""Measures the topics and draws the confusion matrix.

    python -m bench.topics [categories|same_work|labelled|mirror|own …]

``docs/topics.md`` says what the figures mean. Data: ``../shared/data`` and ``bench/labels``.
"""

import json
import sys
from collections.abc import Callable
from typing import Any

from achim.domain.topic import Taxonomy
from achim.taxonomy import load_taxonomy
from bench.topics import categories, labelled, own, same_work
from bench.topics.picture import draw
from tools.topic_data import DATA


def _labelled(taxonomy: Taxonomy) -> dict[str, Any]:
    figures, pairs = labelled.measured(taxonomy)
    draw(pairs, taxonomy)
    return figures


PARTS: dict[str, Callable[[Taxonomy], dict[str, Any]]] = {
    "categories": categories.measured,
    "same_work": same_work.measured,
    "labelled": _labelled,
    "mirror": labelled.mirror,
    "own": own.measured,
}


def main() -> None:
    taxonomy = load_taxonomy(None)
    wanted = sys.argv[1:] or list(PARTS)
    told: dict[str, Any] = {name: PARTS[name](taxonomy) for name in wanted} if DATA.is_dir() else {}
    print(json.dumps(told or {"skipped": "shared data absent: ../shared/data"}, indent=2))


if __name__ == "__main__":
    main()

"""Facts that a language model wrote for twenty topics of real days, judged twice against what they cite.

    python -m bench.support

``labels/support.jsonl`` holds a line per fact: day, topic, role and its place, what each judge found (*full*,
*partial*, *none*), what a third reading settled on, whether the Korean is *good* or *off* to each, how many sentences
are cited and how many of them each judge found to bear out a part, and whether the gate printed it. The sentences
themselves are not kept here. Who judged is told in docs/grounding.md.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.wilson import share

LABELS = Path(__file__).parent / "labels" / "support.jsonl"
Row = Mapping[str, Any]


def main() -> None:
    rows = [json.loads(line) for line in LABELS.read_text(encoding="utf-8").splitlines()]
    print(json.dumps(measured(rows), ensure_ascii=False, indent=1))


def measured(rows: Sequence[Row]) -> dict[str, Any]:
    printed = [row for row in rows if row["printed"]]
    cited = sum(row["citations"] for row in rows)
    needed = sum(min(row["citations"], *row["needed"]) for row in rows)
    return {
        "topics": len({(row["day"], row["topic"]) for row in rows}),
        "full support, proposed": _full(rows),
        "full support, printed": _full(printed),
        "printed": share(len(printed), len(rows)),
        "refused of fully supported": share(
            sum(not row["printed"] for row in rows if row["settled"] == "full"),
            sum(row["settled"] == "full" for row in rows),
        ),
        "citations needed by both judges": share(needed, cited),
        "agreement": share(sum(row["first"] == row["second"] for row in rows), len(rows)),
        "kappa": round(kappa([(row["first"], row["second"]) for row in rows]), 3),
        "Korean off to one or both": share(sum("off" in row["korean"] for row in rows), len(rows)),
    }


def _full(rows: Sequence[Row]) -> dict[str, Any]:
    return share(sum(row["settled"] == "full" for row in rows), len(rows))


def kappa(pairs: Sequence[tuple[str, str]]) -> float:
    """Cohen's kappa of two readers (Cohen 1960): agreement beyond what their own shares make by chance."""
    first, second = (Counter(side) for side in zip(*pairs, strict=True))
    agreed = sum(one == other for one, other in pairs) / len(pairs)
    by_chance = sum(first[label] * second[label] for label in first) / len(pairs) ** 2
    return (agreed - by_chance) / (1 - by_chance) if by_chance < 1 else 1.0


if __name__ == "__main__":
    main()

"""Measure sentence roles on the dev split of CSAbstruct: micro-F1, per role, confusions, and sentences a second.

The trained model and, in the same run, the hand-set rules it took the place of. Micro-F1 is also told by how far the
readers who labelled a sentence agreed: where they did not, the label itself is in doubt, and ``ceiling`` estimates what
that leaves to reach (``bench/role_ceiling.py``). SciBERT's figure is the
published one, on the test split (https://arxiv.org/abs/1909.04054).
"""

import gzip
import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))


from achim.domain.paper import Sentence  # noqa: E402
from achim.sentence_models import load_sentence_models  # noqa: E402
from achim.steps.roles import ROLES, Role, roles  # noqa: E402
from bench import role_rules  # noqa: E402
from bench.role_ceiling import ceiling  # noqa: E402

DATA = ROOT.parent / "shared" / "data" / "csabstruct"
GOAL, SCIBERT = 0.78, 0.83
AGREED = (0.0, 0.5, 0.6, 0.7, 0.8, 1.01)
Pair = tuple[str, Role]


class Labelled(NamedTuple):
    sentences: tuple[Sentence, ...]
    labels: tuple[str, ...]
    agreed: tuple[float, ...]


def abstracts(path: Path) -> Iterator[Labelled]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            sentences = tuple(Sentence(n, text) for n, text in enumerate(row["sentences"], 1))
            yield Labelled(sentences, tuple(row["labels"]), tuple(row["confs"]))


def f1(pairs: Counter[Pair], role: str) -> float:
    hits = pairs[role, role]  # pyright: ignore[reportArgumentType]
    said = sum(count for (_, found), count in pairs.items() if found == role)
    true = sum(count for (label, _), count in pairs.items() if label == role)
    return 2 * hits / (said + true) if said + true else 0.0


def measured(rows: Sequence[Labelled], judge: Callable[[Sequence[Sentence]], Sequence[Role]]) -> dict[str, object]:
    begun = time.perf_counter()
    found = [judge(row.sentences) for row in rows]
    seconds = time.perf_counter() - begun
    pairs: Counter[Pair] = Counter()
    for row, said in zip(rows, found, strict=True):
        pairs.update(zip(row.labels, said, strict=True))
    by_role = {role: round(f1(pairs, role), 3) for role in ROLES}
    return {
        "micro_f1": round(sum(count for (label, role), count in pairs.items() if label == role) / pairs.total(), 3),
        "macro_f1": round(sum(by_role.values()) / len(ROLES), 3),
        "f1": by_role,
        "micro_f1_by_agreement": by_agreement(rows, found),
        "sentences_a_second": round(pairs.total() / seconds),
        "confusion": {label: {role: pairs[label, role] for role in ROLES} for label in ROLES},
    }


def by_agreement(rows: Sequence[Labelled], found: Sequence[Sequence[Role]]) -> dict[str, object]:
    judged = [
        (share, label == role)
        for row, said in zip(rows, found, strict=True)
        for share, label, role in zip(row.agreed, row.labels, said, strict=True)
    ]
    told: dict[str, object] = {}
    for low, high in pairwise(AGREED):
        right = [is_right for share, is_right in judged if low <= share < high]
        told[f"from {low:g}"] = {"sentences": len(right), "micro_f1": round(sum(right) / max(len(right), 1), 3)}
    return told


def figures() -> dict[str, object]:
    rows = list(abstracts(DATA / "dev.jsonl.gz"))
    model = load_sentence_models().roles
    return {
        "abstracts": len(rows),
        "sentences": sum(len(row.labels) for row in rows),
        "goal": GOAL,
        "scibert_published_on_test": SCIBERT,
        "ceiling": ceiling(share for row in rows for share in row.agreed),
        "model": measured(rows, lambda sentences: roles(sentences, model)),
        "rules": measured(rows, role_rules.roles),
    }


def main() -> None:
    told = figures() if DATA.is_dir() else {"skipped": "shared data absent: ../shared/data/csabstruct"}
    print(json.dumps(told, indent=2))


if __name__ == "__main__":
    main()

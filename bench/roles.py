"""Measure sentence roles on the dev split of CSAbstruct: micro-F1, per role, confusions, and sentences a second."""

import gzip
import json
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from achim.domain.paper import Sentence
from achim.steps.roles import ROLES, Role, roles

DATA = Path(__file__).parents[2] / "shared" / "data" / "csabstruct"
Pair = tuple[str, Role]


def abstracts(path: Path) -> Iterator[tuple[tuple[Sentence, ...], tuple[str, ...]]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            yield tuple(Sentence(n, text) for n, text in enumerate(row["sentences"], 1)), tuple(row["labels"])


def f1(pairs: Counter[Pair], role: str) -> float:
    hits = pairs[role, role]  # pyright: ignore[reportArgumentType]
    said = sum(count for (_, found), count in pairs.items() if found == role)
    true = sum(count for (label, _), count in pairs.items() if label == role)
    return 2 * hits / (said + true) if said + true else 0.0


def measured(folder: Path, split: str) -> dict[str, object]:
    rows = list(abstracts(folder / f"{split}.jsonl.gz"))
    begun = time.perf_counter()
    found = [roles(sentences) for sentences, _ in rows]
    seconds = time.perf_counter() - begun
    pairs: Counter[Pair] = Counter()
    for (_, labels), said in zip(rows, found, strict=True):
        pairs.update(zip(labels, said, strict=True))
    micro = sum(count for (label, role), count in pairs.items() if label == role) / pairs.total()
    by_role = {role: round(f1(pairs, role), 3) for role in ROLES}
    return {
        "abstracts": len(rows),
        "sentences": pairs.total(),
        "sentences_a_second": round(pairs.total() / seconds),
        "micro_f1": round(micro, 3),
        "macro_f1": round(sum(by_role.values()) / len(ROLES), 3),
        "f1": by_role,
        "confusion": {label: {role: pairs[label, role] for role in ROLES} for label in ROLES},
    }


def main() -> None:
    figures = measured(DATA, "dev") if DATA.is_dir() else {"skipped": "shared data absent: ../shared/data/csabstruct"}
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()

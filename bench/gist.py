"""Measure the gist sentence on the dev split of SciTLDR-A: ROUGE-1, 2 and L beside lead, random and oracle.

F1 against human summaries, the best of a paper's references for each measure by itself, with Porter's stems
(``bench/rouge.py``). Random is what a blind choice gets on average, oracle the sentence with the most ROUGE-1.
``approach`` is the sentence that the edition prints as the paper's approach, a paper without one counting nothing.
"""

import gzip
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from achim.domain.paper import Sentence  # noqa: E402
from achim.sentence_models import load_sentence_models  # noqa: E402
from achim.steps.extract import Chooser  # noqa: E402
from achim.steps.gist import gist  # noqa: E402
from bench.rouge import Rouge, rouge  # noqa: E402

DATA = ROOT.parent / "shared" / "data" / "scitldr"
GOAL = {"rouge_1": 41.0}
NOTHING = Rouge(0.0, 0.0, 0.0)


class Told(NamedTuple):
    title: str
    sentences: tuple[Sentence, ...]
    worth: tuple[Rouge, ...]


def papers(split: str) -> list[Told]:
    with gzip.open(DATA / f"{split}.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [
        Told(
            row.get("title") or "",
            tuple(Sentence(number, text) for number, text in enumerate(row["source"], 1)),
            tuple(rouge(text, row["target"]) for text in row["source"]),
        )
        for row in rows
    ]


def mean(found: Sequence[Rouge]) -> dict[str, float]:
    named = zip(("rouge_1", "rouge_2", "rouge_l"), zip(*found, strict=True), strict=True)
    return {name: round(100 * sum(column) / len(found), 1) for name, column in named}


def blind(worth: Sequence[Rouge]) -> Rouge:
    return Rouge(*(sum(column) / len(worth) for column in zip(*worth, strict=True)))


def figures() -> Mapping[str, object]:
    told = papers("dev")
    models = load_sentence_models()
    chooser = Chooser(models.roles, models.gist)
    chosen = [gist(each.title, each.sentences, models.gist) for each in told]
    untitled = [gist("", each.sentences, models.gist) for each in told]
    approach = [
        next(
            (found.sentence for found in chooser.extracts(each.title, each.sentences) if found.place == "approach"),
            None,
        )
        for each in told
    ]
    return {
        "papers": len(told),
        "goal": GOAL,
        "gist": of(told, chosen),
        "gist_without_title": of(told, untitled),
        "approach": of(told, approach),
        "lead": mean([each.worth[0] for each in told]),
        "random": mean([blind(each.worth) for each in told]),
        "oracle": mean([max(each.worth) for each in told]),
    }


def of(told: Sequence[Told], chosen: Sequence[Sentence | None]) -> dict[str, float]:
    found = [each.worth[one.number - 1] if one else NOTHING for each, one in zip(told, chosen, strict=True)]
    return mean(found)


def main() -> None:
    told = figures() if DATA.is_dir() else {"skipped": "shared data absent: ../shared/data/scitldr"}
    print(json.dumps(told, indent=2))


if __name__ == "__main__":
    main()

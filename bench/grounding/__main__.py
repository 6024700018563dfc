"""Measures what verification refuses: of true claims, and of errors planted into them.

    python -m bench.grounding [--out FILE.json] [--half tuning|reported] [--show KIND/FORM]

Data: ``../shared/data/korean/evidence_dev.jsonl.gz``, bullets with verbatim evidence; figures are of the half of the papers
that nothing was tuned or trained on. ``--show TRUE/`` prints refused true claims, ``--show name/hard`` plants that passed.
"""

import argparse
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from achim.app import standard_of
from achim.domain.claim import Claim, ClaimKind
from achim.domain.note import Note
from achim.domain.paper import Paper, Sentence
from achim.embed.use import UseEmbedder
from achim.glossary import load_glossary
from achim.steps.grounding.support import nearness, texts_of
from achim.steps.verify import CHECKS, Check, Reading, Standard, faults
from achim.steps.verify import with_vectors as measured
from bench.grounding.data import DATA, Pair, Work, is_reported, pairs, paper_of
from bench.grounding.plants import PLANTS, Planted, compared, true_claim
from bench.wilson import share

SEED = 20241104
BATCH = 256
OUT = Path(__file__).with_name("grounding.json")


@dataclass(frozen=True)
class Set:
    """Claims of one kind: true ones, or plants in one form."""

    name: str
    readings: tuple[Reading, ...]


def reading_of(planted: Planted, papers: Mapping[str, Paper], standard: Standard) -> Reading:
    kind: ClaimKind = "view" if planted.kind == "view" else "fact"
    cited = tuple(
        (papers[pair.work.id], tuple(Sentence(number, text) for number, text in enumerate(texts, 1)))
        for pair, texts in planted.sources
    )
    return Reading(
        Claim(kind=kind, role="result", text=planted.text, citations=()), cited, standard, planted.facts or None
    )


def sets_of(chosen: Sequence[Pair], standard: Standard) -> list[Set]:
    dice = random.Random(SEED)
    papers = {pair.work.id: _paper(pair.work) for pair in chosen}
    made = {"TRUE/": [true_claim(pair) for pair in chosen]}
    made["TRUE comparisons, made sentences/"] = [
        true_claim(each) for pair in _one_a_work(chosen) for each, *_ in compared(pair)
    ]
    for kind, form, maker in PLANTS:
        made[f"{kind}/{form}"] = [planted for pair in chosen for planted in maker(pair, chosen, dice)]
    return [Set(name, tuple(reading_of(each, papers, standard) for each in claims)) for name, claims in made.items()]


def _paper(work: Work) -> Paper:
    return paper_of(work.id, work.title, *(sentence.text for sentence in work.sentences))


def _one_a_work(chosen: Iterable[Pair]) -> Iterable[Pair]:
    return {pair.work.id: pair for pair in chosen}.values()


def with_vectors(sets: Iterable[Set], standard: Standard) -> tuple[list[Set], float]:
    """The sets with all vectors at hand, and how many texts a second were embedded."""
    sets = list(sets)
    wanted = (text for each in sets for reading in each.readings for text in texts_of(reading.claim, reading.sentences))
    texts = sorted(set(wanted))
    embedder, began = UseEmbedder(2), time.perf_counter()
    vectors: dict[str, Sequence[float]] = {}
    for start in range(0, len(texts), BATCH):
        part = texts[start : start + BATCH]
        vectors.update(zip(part, embedder.embed(part), strict=True))
    pace = len(texts) / (time.perf_counter() - began)
    full = measured(standard, vectors)
    return [Set(each.name, tuple(replace(one, standard=full) for one in each.readings)) for each in sets], pace


def found(readings: Iterable[Reading]) -> list[dict[str, tuple[Note, ...]]]:
    """Per claim, what each check found."""
    return [{name(check): notes for check in CHECKS if (notes := tuple(check(one)))} for one in readings]


def name(check: Check) -> str:
    return getattr(check, "__name__", str(check))


def measure(sets: Sequence[Set]) -> dict[str, Any]:
    judged = {each.name: found(each.readings) for each in sets}
    true = judged["TRUE/"]
    rate = sum(map(bool, true)) / len(true)
    cut = sorted(nearness(one.text, _plain(one)) or 0.0 for one in sets[0].readings)[round(rate * len(true))]
    dice = random.Random(SEED)
    kinds: dict[str, Any] = {}
    for each in sets:
        results = judged[each.name]
        kinds[each.name] = {
            "refused": share(sum(map(bool, results)), len(results)),
            "no gate": 0.0,
            "quote only (citations exist)": 0.0,
            "quote and similarity, at the same rate on true claims": _rate(
                each.readings, lambda one: (nearness(one.text, _plain(one)) or 0.0) < cut
            ),
            "random refusal at the same rate": _rate(each.readings, lambda _: dice.random() < rate),
            "by check": dict(Counter(check for result in results for check in result).most_common()),
        }
    return {"kinds": kinds, "ablation": {name(check): _without(name(check), judged) for check in CHECKS}}


def _plain(reading: Reading) -> Reading:
    return replace(reading, standard=replace(reading.standard, lexicon={}))


def _rate(readings: Sequence[Reading], refuses: Callable[[Reading], bool]) -> float:
    return round(sum(map(refuses, readings)) / max(1, len(readings)), 4)


def _without(check: str, judged: Mapping[str, list[dict[str, tuple[Note, ...]]]]) -> dict[str, float]:
    """What is refused by this check alone, as a share of all claims of a kind: what would be lost without it."""
    alone = {
        kind: sum(set(result) == {check} for result in results) / max(1, len(results))
        for kind, results in judged.items()
    }
    return {kind: round(lost, 4) for kind, lost in alone.items() if lost}


def speed(readings: Sequence[Reading]) -> int:
    """Claims a second on one core, vectors at hand."""
    began = time.perf_counter()
    for reading in readings:
        faults(reading)
    return round(len(readings) / (time.perf_counter() - began))


def show(sets: Iterable[Set], kind: str) -> None:
    for each in sets:
        for reading in each.readings if each.name == kind else ():
            notes = faults(reading)
            if bool(notes) == kind.startswith("TRUE"):
                print(f"{reading.text}\n  {reading.source}\n  {[(note.code, note.params) for note in notes]}\n")


def main() -> int:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--out", type=Path, default=OUT)
    options.add_argument("--half", choices=("tuning", "reported"), default="reported")
    options.add_argument("--show", metavar="KIND/FORM")
    chosen = options.parse_args()
    if not DATA.exists():
        print(
            json.dumps(
                {"skipped": f"{DATA.name} is not there (it lies in ../shared/data/korean beside the repository)"}
            )
        )
        return 0
    half = [pair for pair in pairs() if is_reported(pair) == (chosen.half == "reported")]
    standard = replace(standard_of(load_glossary()), lang="ko", attributed=False)
    sets, pace = with_vectors(sets_of(half, standard), standard)
    if chosen.show:
        show(sets, chosen.show)
        return 0
    papers = len({pair.work.id for pair in half})
    report = {
        "data": DATA.name,
        "half": chosen.half,
        "seed": SEED,
        "papers": papers,
        "pairs": len(half),
        **measure(sets),
    }
    asked = [replace(one, standard=replace(one.standard, attributed=True)) for one in sets[0].readings]
    bare = sum(any(note.code == "verify.unattributed" for note in faults(one)) for one in asked)
    report["true claims that would be sent back to name the authors"] = share(bare, len(asked))
    report["claims a second, one core, vectors at hand"] = speed(sets[0].readings)
    report["texts embedded a second"] = round(pace)
    text = json.dumps(report, ensure_ascii=False, indent=1)
    chosen.out.write_text(text + "\n", encoding="utf-8")
    print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())

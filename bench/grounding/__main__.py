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
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from achim.domain.claim import Claim, ClaimKind
from achim.domain.note import Note
from achim.domain.paper import Paper, Sentence
from achim.embed.use import UseEmbedder
from achim.glossary import load_glossary
from achim.steps.grounding.support import centred, nearness, texts_of
from achim.steps.verify import CHECKS, Check, Reading, Standard, faults
from achim.writing import standard_of
from bench.grounding import recorded, words
from bench.grounding.data import DATA, Pair, Work, is_reported, pairs, paper_of
from bench.grounding.forms import full_sentence
from bench.grounding.goals import goals
from bench.grounding.made import MADE
from bench.grounding.planted import Planted, cited
from bench.grounding.plants import PLANTS, compared, true_claim
from bench.grounding.told import TOLD
from bench.support import kappa
from bench.wilson import share

SEED = 20241104
BATCH = 256
TRUE = "TRUE/"
FEW = 5
GOAL = 1000
"""Claims a second on two cores, vectors at hand."""
FULL = {"full": "false alarm", "partial": "rightly", "none": "rightly"}
"""What a refusal is where the sentence bears a claim out in full, in part or not at all."""
LABELS = Path(__file__).parents[1] / "labels/grounding_refused.jsonl"


@dataclass(frozen=True)
class Set:
    """Claims of one kind: true ones, or plants in one form. ``owners`` are the papers whose bullets they were made of."""

    name: str
    readings: tuple[Reading, ...]
    owners: tuple[str, ...] = ()


def reading_of(planted: Planted, papers: Mapping[str, Paper], standard: Standard) -> Reading:
    kind: ClaimKind = "view" if planted.kind == "view" else "fact"
    sources = tuple(
        (papers[pair.work.id], tuple(Sentence(number, text) for number, text in enumerate(texts, 1)))
        for pair, texts in planted.sources
    )
    claim = Claim(kind=kind, role="result", text=planted.text, citations=(), quoted=planted.quoted)
    return Reading(claim, sources, asked(standard) if planted.as_asked else standard, planted.facts or None)


def asked(standard: Standard) -> Standard:
    """What a build asks beside: one register, and great words told as the authors' own."""
    return replace(standard, attributed=True, register="handa")


def sets_of(chosen: Sequence[Pair], standard: Standard) -> list[Set]:
    made = {TRUE: [(pair.work.id, true_claim(pair)) for pair in chosen]}
    made["TRUE comparisons, made sentences/"] = [
        (pair.work.id, true_claim(each)) for pair in _one_a_work(chosen) for each, *_ in compared(pair)
    ]
    made["TRUE, as asked of a build/"] = [
        (pair.work.id, replace(cited(pair, text), as_asked=True))
        for pair in chosen
        if (text := full_sentence(pair.said, words.PLAIN))
    ]
    papers = {pair.work.id: _paper(pair.work) for pair in chosen}
    sets = [
        Set(name, tuple(reading_of(each, papers, standard) for _, each in claims), tuple(owner for owner, _ in claims))
        for name, claims in (*made.items(), *planted(chosen).items())
    ]
    return [*sets, *_made_sets(standard), *_told_sets(standard), *_recorded_sets(asked(standard))]


def planted(chosen: Sequence[Pair]) -> dict[str, list[tuple[str, Planted]]]:
    """Per kind and form, each with dice of its own: the plants of the pairs, with the papers they were made of."""
    made: dict[str, list[tuple[str, Planted]]] = {}
    for kind, form, maker in PLANTS:
        dice = random.Random(f"{SEED} {kind}/{form}")
        made[f"{kind}/{form}"] = [(pair.work.id, each) for pair in chosen for each in maker(pair, chosen, dice)]
    return made


def _recorded_sets(standard: Standard) -> Iterator[Set]:
    """The sample's recorded answers as a build judges them, and plants on them; kinds that make but a few are left out."""
    chosen = recorded.pairs()
    yield Set("TRUE, recorded answers/", recorded.readings(standard))
    papers = {pair.work.id: _paper(pair.work) for pair in chosen}
    for kind, each in planted(chosen).items():
        if len(each) >= FEW:
            yield Set(f"recorded: {kind}", tuple(reading_of(one, papers, standard) for _, one in each))


def _told_sets(standard: Standard) -> Iterator[Set]:
    """The kinds of lies that someone who knew the gate got through."""
    yield Set(
        "TRUE, sentences made for lies/", tuple(_made_reading(each.source, each.korean, standard) for each in TOLD)
    )
    for kind in dict.fromkeys(each.kind for each in TOLD):
        wrong = [_made_reading(each.source, each.wrong, standard) for each in TOLD if each.kind == kind]
        yield Set(f"{kind}, made sentences/easy", tuple(wrong))


def _made_sets(standard: Standard) -> Iterator[Set]:
    """The sentences made for the bench, Korean and English about English ones."""
    for lang, name in (("ko", "Korean"), ("en", "English")):
        judged = replace(standard, lang=lang)
        for kind, texts in (
            (f"TRUE, made, {name}/", [(each, each.korean if lang == "ko" else each.english) for each in MADE]),
            (
                f"made, {name}/easy",
                [(each, each.wrong_korean if lang == "ko" else each.wrong_english) for each in MADE],
            ),
        ):
            yield Set(kind, tuple(_made_reading(each.source, text, judged) for each, text in texts))


def _made_reading(source: str, text: str, standard: Standard) -> Reading:
    paper = paper_of("made", "Made", source)
    return Reading(Claim(kind="fact", role="result", text=text, citations=()), ((paper, paper.sentences),), standard)


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
    vectors = centred(vectors, standard.means)
    return [replace(each, readings=tuple(_seeing(one, vectors) for one in each.readings)) for each in sets], pace


def _seeing(reading: Reading, vectors: Mapping[str, Sequence[float]]) -> Reading:
    return replace(reading, standard=replace(reading.standard, vectors=vectors))


def found(readings: Iterable[Reading]) -> list[dict[str, tuple[Note, ...]]]:
    """Per claim, what each check found."""
    return [{name(check): notes for check in CHECKS if (notes := tuple(check(one)))} for one in readings]


def name(check: Check) -> str:
    return getattr(check, "__name__", str(check))


def measure(sets: Sequence[Set]) -> dict[str, Any]:
    judged = {each.name: found(each.readings) for each in sets}
    rate = sum(map(bool, judged[TRUE])) / len(judged[TRUE])
    cut = sorted(nearness(one.text, _plain(one)) or 0.0 for one in sets[0].readings)[round(rate * len(judged[TRUE]))]
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
    return {
        "kinds": kinds,
        "sections about another paper": {
            form: _sections(next(each for each in sets if each.name == f"paper/{form}"), judged[f"paper/{form}"])
            for form in ("easy", "hard")
        },
        "ablation": {name(check): _without(name(check), judged) for check in CHECKS},
    }


def _sections(swapped: Set, results: Sequence[Mapping[str, tuple[Note, ...]]]) -> dict[str, Any]:
    """A paper's claims, all citing other papers: of how many papers nothing at all is printed.

    A claim belongs to the paper whose bullet it is; bullets of a paper stand in a row.
    """
    papers: dict[str, list[bool]] = {}
    for owner, result in zip(swapped.owners, results, strict=True):
        papers.setdefault(owner, []).append(bool(result))
    of_several = [refused for refused in papers.values() if len(refused) > 1]
    return share(sum(map(all, of_several)), len(of_several))


def _plain(reading: Reading) -> Reading:
    return replace(reading, standard=replace(reading.standard, lexicon={}))


def _rate(readings: Sequence[Reading], refuses: Callable[[Reading], bool]) -> float:
    return round(sum(map(refuses, readings)) / max(1, len(readings)), 4)


def _without(check: str, judged: Mapping[str, list[dict[str, tuple[Note, ...]]]]) -> dict[str, Any]:
    """What is refused by this check alone, as a share of all claims of a kind: what would be lost without it, and won."""
    alone = {
        kind: round(sum(set(result) == {check} for result in results) / max(1, len(results)), 4)
        for kind, results in judged.items()
    }
    lost = {kind: share for kind, share in alone.items() if share and not kind.startswith("TRUE")}
    return {"true claims it alone refuses": alone[TRUE], "caught by it alone": lost}


def _judged(half: Sequence[Pair], true: Set) -> dict[str, Any]:
    """Refused claims of the data that are refused rightly, as the sentence does not say what they say, and that are not.

    Claims that were not read count as false alarms; accepted ones were not read, and count as supported. The second
    reader judged full, partial or no support, blind to the gate and to the first; ``judged`` is what was settled on.
    """
    rows = [json.loads(line) for line in LABELS.read_text(encoding="utf-8").splitlines()]
    labels = {(row["paper"], row["bullet"]): row["judged"] for row in rows}
    twice = [(row["first"], FULL[row["second"]]) for row in rows if {"first", "second"} <= row.keys()]
    refused = [
        labels.get((pair.work.id, pair.index), "not read")
        for pair, reading in zip(half, true.readings, strict=True)
        if faults(reading)
    ]
    counts = Counter(refused)
    wrong = len(refused) - counts["rightly"]
    return {
        **counts,
        "false alarms among supported claims": share(wrong, len(half) - counts["rightly"]),
        "read twice": len(twice),
        "readers agree": share(sum(one == other for one, other in twice), len(twice)),
        "kappa": round(kappa(twice), 3),
    }


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
    options.add_argument("--out", type=Path)
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
    report["refused true claims, as judged by reading"] = _judged(half, sets[0])
    report["true claims that would be sent back to name the authors"] = share(bare, len(asked))
    pace_of = speed(sets[0].readings)
    report["claims a second, one core, vectors at hand"] = {"measured": pace_of, "goal": GOAL, "met": pace_of >= GOAL}
    report["texts embedded a second"] = round(pace)
    report["papers of the sample's recorded answers that keep"] = recorded.coverage()
    report["goals"] = goals(report)
    text = json.dumps(report, ensure_ascii=False, indent=1)
    if chosen.out:
        chosen.out.write_text(text + "\n", encoding="utf-8")
    print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())

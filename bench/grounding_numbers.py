"""Measures the number check of verification on real Korean-English pairs, and prints and writes what it finds.

    python bench/grounding_numbers.py [--out FILE.json] [--show]

Data: ``../shared/data/korean/evidence_dev.jsonl.gz`` (model-written Korean bullets, each with the sentence of the
abstract given as its evidence; only those whose evidence is verbatim). A plant replaces one number of a true bullet, as
it is written with magnitude and %, by a number (a) that is nowhere in the abstract, or (b) that stands elsewhere in the
same abstract. Where to plant and what to plant is found by a plain pattern of its own, not by the reader under test.
Pairs are called true on the word of the data, which is not always so: ``READ_BY_HAND`` lists the refusals that were
read, and ``--show`` prints them all.
"""

import argparse
import gzip
import json
import math
import random
import re
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from achim.domain.claim import Citation, Claim
from achim.domain.ids import PaperId
from achim.domain.paper import Paper, Sentence
from achim.steps.quantities import quantities
from achim.steps.verify import verify

DATA = Path(__file__).resolve().parents[2] / "shared/data/korean/evidence_dev.jsonl.gz"
SEED = 20241104
MADE_UP = 5
_WRITTEN = re.compile(
    r"(?<![A-Za-z0-9.,_@+-])(?<![가-힣]-)\$?([0-9][0-9,]*(?:\.[0-9]+)?)\s?(?:[kKMB](?![A-Za-z])|(?:thousand|million|billion|trillion)\b"
    r"|[십백천]*[만억조]|천|백만)?(?:\s?(?:%|배))?(?![A-Za-z0-9])"
)
_SPELT = re.compile(r"(?<![가-힣A-Za-z])(?:두|세|네|다섯|여섯|일곱|여덟|아홉)(?=\s(?:가지|개|단계|종류|편|쌍|명)|개)")
_WORDS = dict(zip(["두", "세", "네", "다섯", "여섯", "일곱", "여덟", "아홉"], range(2, 10), strict=True))
_ENGLISH = dict(
    zip(["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"], range(2, 11), strict=True)
)

READ_BY_HAND: dict[str, tuple[str, ...]] = {
    "2412.17451": ("세",),
    "2501.00958": ("2.5년",),
    "2501.04227": ("세",),
    "2501.14249": ("3,000",),
    "2501.15383": ("네 배",),
    "2501.15907": ("216k 시간",),
    "2502.04153": ("8B",),
    "2502.05003": ("4비트",),
    "2502.06329": ("두",),
    "2502.08127": ("8B",),
    "2502.14397": ("두",),
    "2502.16584": ("100만",),
    "2502.18137": ("두",),
    "2503.13327": ("네",),
    "2504.00883": ("120 GPU 시간",),
    "2504.07491": ("128K",),
    "2504.07956": (
        "859",
        "1,034",
    ),
    "2504.08736": ("30억 매개변수",),
    "2504.12285": ("2억 파라미터",),
    "2504.15120": ("15억 매개변수",),
    "2504.15521": (
        "2021년",
        "2024년",
        "2,000",
    ),
    "2504.16929": ("두",),
    "2504.15376": ("3,000",),
    "2504.19093": ("2,358",),
    "2505.03821": ("144",),
    "2505.04620": (
        "700",
        "325,800",
    ),
    "2505.02550": (
        "1.5B",
        "4.5B 파라미터",
        "3억 30백만",
    ),
    "2505.09343": ("2,048",),
    "2505.07675": ("두",),
    "2505.19457": ("6,781",),
    "2505.24867": (
        "98%",
        "0%",
    ),
    "2505.24760": ("100",),
    "2506.04089": ("1000",),
    "2506.05984": ("두",),
    "2506.12571": ("세",),
    "2506.15675": (
        "750",
        "5000시간",
    ),
    "2506.14965": ("여섯",),
    "2506.20512": (
        "200B 토큰",
        "20B 토큰",
    ),
    "2506.20279": ("0.1%",),
}
"""Refusals that were read one by one: paper and number. The evidence that the data gives does not hold the number (it
stands in another sentence, or is wrong: 2 billion as 2억, 303 million as 3억 30백만), so they are no false alarms."""


@dataclass(frozen=True, slots=True)
class Pair:
    paper: str
    said: str
    evidence: str
    abstract: str

    @property
    def rest(self) -> str:
        """The abstract without the evidence."""
        return self.abstract.replace(self.evidence, " … ")


def pairs(path: Path) -> Iterator[Pair]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            abstract = " ".join(row["abstract"].split())
            for bullet in row["method_ko"]:
                if bullet.get("evidence_verbatim") and bullet["ko"]:
                    yield Pair(row["id"], bullet["ko"], " ".join(bullet["evidence_en"].split()), abstract)


def refused(said: str, source: str) -> tuple[str, ...]:
    """The numbers for which the gate refuses ``said`` about a paper whose one cited sentence is ``source``."""
    paper = paper_of(source)
    claim = Claim(kind="fact", role="result", text=said, citations=(Citation(paper.id, (1,)),))
    reasons = verify(claim, {paper.id: paper}).verdict.reasons
    return tuple(value for reason in reasons if reason.code == "verify.number" for _, value in reason.params)


def is_unread(pair: Pair) -> bool:
    """Refused for a number that nobody has read and found wanting: a false alarm, as far as is known."""
    return not set(refused(pair.said, pair.evidence)) <= set(READ_BY_HAND.get(pair.paper, ()))


def paper_of(text: str) -> Paper:
    nothing: Mapping[str, Any] = {"authors": (), "categories": (), "signals": (), "announcements": (), "origins": ()}
    none = dict.fromkeys(("submitted_at", "version", "comment", "code_url"))
    sentences = (Sentence(1, text),)
    return Paper(id=PaperId("url:x"), title="", url="", abstract=text, sentences=sentences, **nothing, **none)


def value(written: str) -> float | None:
    """The bare number of a written one, without unit or magnitude, to tell whether two plants differ."""
    digits = re.search(r"[0-9][0-9,]*(?:\.[0-9]+)?", written)
    return float(digits.group().rstrip(",").replace(",", "")) if digits else _WORDS.get(written)


def numbers(text: str) -> set[float]:
    bare = {number for match in re.finditer(r"[0-9][0-9,]*(?:\.[0-9]+)?", text) if (number := value(match.group()))}
    return bare | {float(number) for word, number in _ENGLISH.items() if re.search(rf"(?i)\b{word}\b", text)}


def places(pair: Pair) -> list[re.Match[str]]:
    return [match for pattern in (_WRITTEN, _SPELT) for match in pattern.finditer(pair.said)]


def planted(pair: Pair, place: re.Match[str], new: str) -> str:
    return pair.said[: place.start()] + new + pair.said[place.end() :]


def made_up(pair: Pair, dice: random.Random) -> Iterator[str]:
    """Plants (a): the number changed to one of the same size and form that is nowhere in the abstract."""
    taken = numbers(pair.abstract)
    for place in places(pair):
        for _ in range(MADE_UP):
            if (new := _changed(place.group(), dice)) and value(new) not in taken:
                yield planted(pair, place, new)
                break


def _changed(written: str, dice: random.Random) -> str:
    if written in _WORDS:
        return dice.choice([word for word in _WORDS if word != written])
    digits = re.sub(r"[1-9]", lambda match: dice.choice("123456789".replace(match.group(), "")), written)
    return digits if value(digits) else ""


def moved(pair: Pair, dice: random.Random) -> Iterator[str]:
    """Plants (b): the number replaced by one from elsewhere in the abstract, as it is written there."""
    near = numbers(pair.evidence)
    donors = [match.group() for match in _WRITTEN.finditer(pair.rest) if value(match.group()) not in near]
    for place in places(pair):
        others = [donor for donor in donors if value(donor) != value(place.group())]
        if others:
            yield planted(pair, place, dice.choice(others))


def wilson(hits: int, of: int, z: float = 1.96) -> tuple[float, float]:
    """95 % interval of a share: https://en.wikipedia.org/wiki/Binomial_proportion_confidence_interval"""
    if not of:
        return 0.0, 1.0
    share, spread = hits / of, z * z / of
    middle, half = share + spread / 2, z * math.sqrt(share * (1 - share) / of + spread / (4 * of))
    return max(0.0, (middle - half) / (1 + spread)), min(1.0, (middle + half) / (1 + spread))


def share(hits: int, of: int) -> dict[str, Any]:
    low, high = wilson(hits, of)
    return {
        "count": hits,
        "of": of,
        "share": round(hits / of, 4) if of else None,
        "ci95": [round(low, 4), round(high, 4)],
    }


Source = Callable[[Pair], str]
CHECKS: tuple[tuple[str, Source], ...] = (
    ("in the cited sentence", lambda pair: pair.evidence),
    ("somewhere in the abstract", lambda pair: pair.abstract),
)


def measure(all_pairs: list[Pair], dice: random.Random) -> dict[str, Any]:
    true = [(pair, pair.said) for pair in all_pairs]
    plants = {
        "a: number nowhere in the abstract": [(pair, text) for pair in all_pairs for text in made_up(pair, dice)],
        "b: number from elsewhere in the abstract": [(pair, text) for pair in all_pairs for text in moved(pair, dice)],
    }
    counting = [(pair, text) for pair, text in true if places(pair) or quantities(text)]
    figures: dict[str, Any] = {}
    for name, source in CHECKS:
        hits = {kind: _refusals(claims, source) for kind, claims in plants.items()}
        figures[name] = {
            "refused, all true pairs": _refusals(true, source),
            "refused, true pairs with a number": _refusals(counting, source),
            "caught": hits,
        }
    figures[CHECKS[0][0]]["false alarms, refusals read by hand apart"] = share(
        sum(is_unread(pair) for pair in all_pairs), len(all_pairs)
    )
    rate = figures[CHECKS[0][0]]["refused, all true pairs"]["share"] or 0.0
    figures["random refusal at the same rate"] = {
        "caught": {k: share(sum(dice.random() < rate for _ in claims), len(claims)) for k, claims in plants.items()}
    }
    return figures


def _refusals(claims: list[tuple[Pair, str]], source: Source) -> dict[str, Any]:
    return share(sum(bool(refused(text, source(pair))) for pair, text in claims), len(claims))


def speed(all_pairs: list[Pair]) -> int:
    """Claims a second, each with its own cited sentence, three rounds."""
    began = time.perf_counter()
    for _ in range(3):
        for pair in all_pairs:
            refused(pair.said, pair.evidence)
    return round(3 * len(all_pairs) / (time.perf_counter() - began))


def show(all_pairs: list[Pair]) -> None:
    for pair in all_pairs:
        if refused(pair.said, pair.evidence):
            where = "elsewhere" if not refused(pair.said, pair.abstract) else "NOWHERE"
            print(f"{pair.paper} [{where}]\n  {pair.said}\n  {pair.evidence}\n")


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--out", type=Path, default=Path(__file__).with_suffix(".json"))
    options.add_argument("--show", action="store_true", help="print the true pairs that the check refuses")
    chosen = options.parse_args()
    if not DATA.exists():
        print(f"skipped: {DATA.name} is not there (it lies in ../shared/data/korean beside the repository)")
        return 0
    all_pairs = list(pairs(DATA))
    if chosen.show:
        show(all_pairs)
        return 0
    report = {"data": DATA.name, "seed": SEED, "pairs": len(all_pairs), **measure(all_pairs, random.Random(SEED))}
    report["claims a second"] = speed(all_pairs)
    text = json.dumps(report, ensure_ascii=False, indent=2)
    chosen.out.write_text(text + "\n", encoding="utf-8")
    print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())

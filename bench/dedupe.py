"""Measures whether a work without id finds its own announcement, and prints what it finds as one JSON object.

    python bench/dedupe.py [--half report|tune] [--show]

Data: ``../shared/data/dedupe`` (first and last version of one arXiv paper). The first version is announced with its id,
the last one without, among all the others of its half and arXiv rows of the busiest days (``../shared/data/arxiv``).
Authors come from those rows where they hold the paper; of the work without id every second list has initials only. The
halves are by hash of the arXiv id: constants were tuned on one, figures are of the other. Hard negatives are pairs of
different arXiv ids whose titles are the same or share 70 % of their words: one has its id, the other has none.
"""

import argparse
import gzip
import json
import math
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import combinations, product
from pathlib import Path
from typing import Any
from zlib import crc32

from achim.domain.ids import PaperId
from achim.domain.paper import Announcement
from achim.domain.text import fold
from achim.steps.deduplicate import deduplicate

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.wilson import share

DATA = Path(__file__).resolve().parents[2] / "shared/data"
PAIRS = DATA / "dedupe/version_pairs_dev.jsonl.gz"
ROWS = DATA / "arxiv/train.jsonl.gz"
SEED = 20241104
DISTRACTORS = 2_000
NEAR = 0.7
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Case:
    """A work told with its id, and the same work told without."""

    named: Announcement
    nameless: Announcement
    change: str


def rows(path: Path) -> Iterator[Row]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def told(arxiv: str, title: str, abstract: str | None, authors: Sequence[str] | None, named: bool) -> Announcement:
    return Announcement(
        source="arxiv" if named else "feed",
        native_id=arxiv,
        batch=date(2024, 11, 1),
        kind="new" if named else "featured",
        title=title,
        url=f"https://arxiv.org/abs/{arxiv}" if named else f"https://feed.example/{arxiv}",
        seen_at=datetime(2024, 11, 1, tzinfo=UTC),
        paper_id=PaperId(f"arxiv:{arxiv}") if named else None,
        abstract=abstract,
        authors=tuple(authors or ()),
    )


def initials(author: str) -> str:
    first, *rest = author.split()
    return f"{first[0]}. {rest[-1]}" if rest else first


def case(row: Row, authors: Mapping[str, Sequence[str]]) -> Case:
    arxiv = row["id"]
    names = authors.get(arxiv, ())
    others = [initials(name) for name in names] if crc32(arxiv.encode()) & 2 else names
    title_changed = fold(row["title_a"]) != fold(row["title_b"])
    change = {(0, 0): "none", (1, 0): "title", (0, 1): "abstract", (1, 1): "both"}[
        title_changed, row["abstract_changed"]
    ]
    first = told(arxiv, row["title_a"], row["abstract_a"], names, named=True)
    return Case(first, told(arxiv, row["title_b"], row["abstract_b"], others, named=False), change)


def in_half(arxiv: str, half: str) -> bool:
    return bool(crc32(arxiv.encode()) & 1) == (half == "tune")


def distractors(all_rows: Sequence[Row], known: set[str], half: str) -> list[Announcement]:
    days = Counter(row["first_listed_on"] for row in all_rows if row["first_listed_on"])
    busy = [day for day, _ in days.most_common(20)]
    chosen = [
        row
        for row in all_rows
        if row["first_listed_on"] in busy and row["id"] not in known and in_half(row["id"], half)
    ]
    return [told(row["id"], row["title"], row["abstract"], row["authors"], named=True) for row in chosen[:DISTRACTORS]]


def with_only(each: Announcement, *, authors: bool, abstract: bool) -> Announcement:
    return replace(each, authors=each.authors if authors else (), abstract=each.abstract if abstract else None)


def ours(announcements: Sequence[Announcement]) -> dict[str, set[str]]:
    """From the native id of each announcement without id to those of the works that it was joined with."""
    joined: dict[str, set[str]] = {}
    for paper in deduplicate(announcements):
        for each in paper.announcements:
            if each.source == "feed":
                joined[each.native_id] = {other.native_id for other in paper.announcements if other is not each}
    return joined


def same_title(announcements: Sequence[Announcement]) -> dict[str, set[str]]:
    """The baseline: the same folded title, borne by one work with id."""
    by_title: defaultdict[str, set[str]] = defaultdict(set)
    for each in announcements:
        if each.paper_id:
            by_title[fold(each.title)].add(each.native_id)
    found = {each.native_id: by_title[fold(each.title)] for each in announcements if not each.paper_id}
    return {guest: hosts if len(hosts) == 1 else set() for guest, hosts in found.items()}


def near_title(announcements: Sequence[Announcement]) -> dict[str, set[str]]:
    """The baseline: the work with id whose title shares most words, from a Jaccard similarity of 0.8 on."""
    words = {each.native_id: frozenset(fold(each.title).split()) for each in announcements if each.paper_id}
    places = rare_words(words, 0.8)
    joined: dict[str, set[str]] = {}
    for each in announcements:
        if not each.paper_id:
            mine = frozenset(fold(each.title).split())
            near = {host for word in mine for host in places.get(word, ())}
            best = max(((jaccard(mine, words[host]), host) for host in near), default=(0.0, ""))
            joined[each.native_id] = {best[1]} if best[0] >= 0.8 else set()
    return joined


def rare_words(words: Mapping[str, frozenset[str]], least: float) -> dict[str, list[str]]:
    """Each title under its rarest words, so many that titles with a similarity of ``least`` meet in one."""
    counts = Counter(word for title in words.values() for word in title)
    places: defaultdict[str, list[str]] = defaultdict(list)
    for key, title in words.items():
        for word in sorted(title, key=lambda word: (counts[word], word))[
            : len(title) - math.ceil(least * len(title)) + 1
        ]:
            places[word].append(key)
    return places


def jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one | other else 0.0


def judge(cases: Sequence[Case], joined: Mapping[str, set[str]]) -> dict[str, Any]:
    right = {each.nameless.native_id: joined[each.nameless.native_id] == {each.named.native_id} for each in cases}
    wrong = sum(bool(joined[each.nameless.native_id] - {each.named.native_id}) for each in cases)
    hits = sum(right.values())
    recall: dict[str, Any] = {"all": share(hits, len(cases))}
    for change in ("none", "abstract", "title", "both"):
        of = [right[each.nameless.native_id] for each in cases if each.change == change]
        recall[f"changed: {change}"] = share(sum(of), len(of))
    return {"precision": share(hits, hits + wrong), "recall": recall}


def measure(cases: Sequence[Case], around: Sequence[Announcement]) -> dict[str, Any]:
    figures: dict[str, Any] = {}
    for authors, abstract in product((True, False), repeat=2):
        chosen = [each for each in cases if each.named.authors] if authors else cases
        guests = [with_only(each.nameless, authors=authors, abstract=abstract) for each in chosen]
        pool = [*(each.named for each in cases), *guests, *around]
        setting = f"{'with' if authors else 'without'} authors, {'with' if abstract else 'without'} abstract"
        figures[setting] = {
            "ours": judge(chosen, ours(pool)),
            "own announcement absent": absent(chosen, guests, around),
        }
    guests = [with_only(each.nameless, authors=False, abstract=False) for each in cases]
    pool = [*(each.named for each in cases), *guests, *around]
    figures["baseline: same folded title"] = judge(cases, same_title(pool))
    figures["baseline: title similarity from 0.8"] = judge(cases, near_title(pool))
    return figures


def absent(cases: Sequence[Case], guests: Sequence[Announcement], around: Sequence[Announcement]) -> dict[str, Any]:
    """Works without id whose own announcement is not there, among those of the others: any join is wrong."""
    middle = len(cases) // 2
    joined = ours([*(each.named for each in cases[:middle]), *guests[middle:], *around])
    return share(sum(map(bool, joined.values())), len(joined))


def look_alikes(all_rows: Iterable[Row]) -> list[tuple[str, str, float]]:
    """Different ids whose titles are the same (1.0) or nearly."""
    words = {row["id"]: frozenset(fold(row["title"]).split()) for row in all_rows}
    crowds = rare_words(words, NEAR).values()
    met = {pair for crowd in crowds if len(crowd) < 500 for pair in combinations(sorted(crowd), 2)}
    scored = ((one, other, jaccard(words[one], words[other])) for one, other in sorted(met))
    return [(one, other, score) for one, other, score in scored if score >= NEAR]


def mistaken(pairs: Sequence[tuple[str, str, float]], of: Mapping[str, Row], *, show: bool) -> dict[str, Any]:
    figures: dict[str, Any] = {}
    for authors, abstract in product((True, False), repeat=2):
        merged = [pair for pair in pairs if is_merged(of[pair[0]], of[pair[1]], authors=authors, abstract=abstract)]
        setting = f"{'with' if authors else 'without'} authors, {'with' if abstract else 'without'} abstract"
        figures[setting] = {
            "same title": share(sum(score == 1 for *_, score in merged), sum(score == 1 for *_, score in pairs)),
            "near title": share(sum(score < 1 for *_, score in merged), sum(score < 1 for *_, score in pairs)),
        }
        for one, other, score in merged if show else ():
            print(f"{setting}: {one} {other} {score:.2f} {of[one]['title']} | {of[other]['title']}", file=sys.stderr)
    return figures


def is_merged(one: Row, other: Row, *, authors: bool, abstract: bool) -> bool:
    named = told(one["id"], one["title"], one["abstract"], one["authors"], named=True)
    nameless = told(other["id"], other["title"], other["abstract"], other["authors"], named=False)
    return len(deduplicate([named, with_only(nameless, authors=authors, abstract=abstract)])) == 1


def speed(announcements: Sequence[Announcement]) -> dict[str, Any]:
    dice = random.Random(SEED)
    day = dice.sample(list(announcements), min(2_000, len(announcements)))
    day = [
        replace(each, paper_id=None, url=f"https://feed.example/{n}") if n % 5 == 0 else each
        for n, each in enumerate(day)
    ]
    began = time.process_time()
    deduplicate(day)
    return {
        "announcements": len(day),
        "without id": sum(each.paper_id is None for each in day),
        "processor seconds": round(time.process_time() - began, 3),
    }


def main() -> int:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--half", choices=("report", "tune"), default="report")
    options.add_argument("--show", action="store_true", help="name the look-alikes that are merged")
    chosen = options.parse_args()
    missing = [path.name for path in (PAIRS, ROWS) if not path.exists()]
    if missing:
        print(json.dumps({"skipped": f"shared data absent: {', '.join(missing)}"}))
        return 0
    all_rows = list(rows(ROWS))
    of = {row["id"]: row for row in all_rows if in_half(row["id"], chosen.half)}
    names = {row["id"]: row["authors"] for row in of.values() if row["authors"]}
    pairs = [row for row in rows(PAIRS) if in_half(row["id"], chosen.half)]
    cases = [case(row, names) for row in pairs]
    print(f"{len(cases)} pairs, {sum(bool(each.named.authors) for each in cases)} with authors", file=sys.stderr)
    around = distractors(all_rows, {row["id"] for row in pairs}, chosen.half)
    report: dict[str, Any] = {"half": chosen.half, "seed": SEED, "pairs": len(cases), "distractors": len(around)}
    report |= measure(cases, around)
    alike = look_alikes(all_rows)
    everything = {row["id"]: row for row in all_rows}
    report["look-alikes of different ids, merged"] = mistaken(alike, everything, show=chosen.show)
    report["speed"] = speed(around)
    print(json.dumps(report, ensure_ascii=False, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())

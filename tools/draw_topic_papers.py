"""Draws the papers of real days that are labelled by topic, and writes the sheet for it.

    python -m tools.draw_topic_papers SHEET.jsonl

Half are of Hugging Face daily lists, half of arXiv listings: five papers of each of twenty days from May 2024 to
July 2026, weekday by weekday. From an arXiv day no two papers have the same primary category, so that the busiest
fields leave room for others; a daily list is taken as it comes. Ids, days and titles go to ``bench/labels``; abstracts
are other people's text and go to the sheet only.
"""

import gzip
import json
import random
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT.parent / "shared/data"
DRAWN = ROOT / "bench/labels/topics_drawn.jsonl"
SEED = 20261125
DAYS = 20
A_DAY = 5
FIRST_DAY = "2024-05-01"
Row = Mapping[str, Any]


def rows(name: str) -> Iterator[Row]:
    with gzip.open(DATA / name, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def by_day(found: Iterable[Row], field: str) -> dict[str, list[Row]]:
    """Papers with an abstract by the day that showed them, each on its first day."""
    days: defaultdict[str, list[Row]] = defaultdict(list)
    seen: set[str] = set()
    for row in sorted(found, key=lambda row: (row[field] or "", row["id"])):
        if row[field] and row[field] >= FIRST_DAY and row["abstract"] and row["id"] not in seen:
            seen.add(row["id"])
            days[row[field]].append(row)
    return days


def spread(days: Iterable[str], rng: random.Random) -> list[str]:
    """Days of as many months and of all five weekdays, in turn."""
    months: defaultdict[str, list[str]] = defaultdict(list)
    for day in sorted(days):
        if date.fromisoformat(day).weekday() < 5:
            months[day[:7]].append(day)
    order = rng.sample(sorted(months), len(months))
    chosen: list[str] = []
    while len(chosen) < DAYS:
        month = order[len(chosen) % len(order)]
        weekday = len(chosen) % 5
        free = [day for day in months[month] if day not in chosen]
        fitting = [day for day in free if date.fromisoformat(day).weekday() == weekday]
        chosen.append(rng.choice(fitting or free))
    return chosen


def draw(papers: Sequence[Row], rng: random.Random, apart: bool) -> list[Row]:
    """``A_DAY`` papers of a day; ``apart`` takes no primary category twice."""
    taken: list[Row] = []
    for paper in rng.sample(papers, len(papers)):
        if len(taken) < A_DAY and not (apart and any(paper["categories"][0] == one["categories"][0] for one in taken)):
            taken.append(paper)
    return taken


def main() -> None:
    rng = random.Random(SEED)
    daily = by_day(rows("hf_daily/dev.jsonl.gz"), "date")
    listed = by_day(rows("arxiv/train.jsonl.gz"), "first_listed_on")
    listed |= by_day(rows("arxiv/listings_2026-04_2026-06.jsonl.gz"), "listed_on")
    drawn: list[tuple[str, str, Row]] = []
    known: set[str] = set()
    for where, days, apart in (("hugging_face", daily, False), ("arxiv", listed, True)):
        full = {day: rows_ for day, rows_ in days.items() if len(draw(rows_, random.Random(SEED), apart)) == A_DAY}
        for day in spread(full, rng):
            fresh = [row for row in full[day] if row["id"] not in known]
            for row in draw(fresh, rng, apart):
                known.add(row["id"])
                drawn.append((where, day, row))
    rng.shuffle(drawn)
    with DRAWN.open("w", encoding="utf-8") as out, Path(sys.argv[1]).open("w", encoding="utf-8") as sheet:
        for where, day, row in drawn:
            title = " ".join(row["title"].split())
            out.write(
                json.dumps({"id": row["id"], "where": where, "day": day, "title": title}, ensure_ascii=False) + "\n"
            )
            blind = {"id": row["id"], "title": title, "abstract": " ".join(row["abstract"].split())}
            sheet.write(json.dumps(blind, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()

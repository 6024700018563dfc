"""Draws the front-page stories that the news bench is measured on, and sheets of them for two blind readings.

    python -m tools.draw_news FIRST.txt SECOND.txt
    python -m tools.draw_news --again SHEET.txt
    python -m tools.draw_news --topics FIRST.txt SECOND.txt

400 of the stories from ``FIRST_MEASURED`` on, the same number of each month as far as it goes, in three strata: AI
stories and near-misses are rare on a front page, so they are drawn more often, and each row keeps its ``weight``, the
number of stories that it stands for. A sheet has a number, title and address per line, each in an order of its own.

``--again`` draws 200 others in the same way: they were read once, after names, weights and thresholds were final.
``--topics`` draws 170 others of those that the filter lets pass, for the topics.
"""

import json
import random
import re
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from achim.about_ai_model import load_about_ai
from achim.steps.about_ai import about_ai
from tools.news_data import (
    AGAIN_DRAWN,
    DRAWN,
    FIRST_MEASURED,
    TOPICS_DRAWN,
    Headline,
    drawn,
    front_pages,
    headline_of,
    marks,
    story_of,
    stratum,
)

SEED = 20261125
SHARES = {"telling": 140, "near": 110, "rest": 150}
# the project names no package registry, be it a story's
_UNNAMED = re.compile(r"pyp[i]\.org|npm[j]s\.com")
PASSING = 170
AGAIN = {"telling": 70, "near": 50, "rest": 80}


def once(stories: Sequence[Headline]) -> list[Headline]:
    """Stories that measure, each on its first day."""
    seen: set[str] = set()
    kept: list[Headline] = []
    for each in stories:
        if not marks(each) & seen and each.day >= FIRST_MEASURED:
            kept.append(each)
        seen |= marks(each)
    return kept


def draw(stories: Sequence[Headline], count: int, rng: random.Random) -> list[Headline]:
    """So many, in proportion to the months."""
    by_month: defaultdict[str, list[Headline]] = defaultdict(list)
    for each in stories:
        by_month[each.day[:7]].append(each)
    order = [each for month in sorted(by_month) for each in rng.sample(by_month[month], len(by_month[month]))]
    step = len(order) / count
    return [order[int(step * at)] for at in range(count)]


def sheet(told: Sequence[Headline], path: Path, seed: int) -> None:
    order = random.Random(seed).sample(range(len(told)), len(told))
    lines = [f"{number} {told[at].title} | {told[at].url[:90]}" for number, at in enumerate(order)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def drawn_of(
    stories: Sequence[Headline], shares: dict[str, int], rng: random.Random
) -> list[tuple[Headline, str, float]]:
    """Stories with stratum and weight, oldest first."""
    chosen: list[tuple[Headline, str, float]] = []
    for name, count in shares.items():
        here = [each for each in stories if stratum(each) == name]
        chosen += [(each, name, round(len(here) / count, 3)) for each in draw(here, count, rng)]
    return sorted(chosen, key=lambda one: (one[0].day, one[0].id))


def write(chosen: Sequence[tuple[Headline, str, float]], path: Path) -> None:
    with path.open("w", encoding="utf-8") as out:
        for each, name, weight in chosen:
            url = "" if _UNNAMED.search(each.url) else each.url
            row = {"id": each.id, "date": each.day, "title": each.title, "url": url, "score": each.votes,
                   "num_comments": each.comments, "stratum": name, "weight": weight}  # fmt: skip
            out.write(json.dumps(row, ensure_ascii=False) + "\n")


def passing(stories: Sequence[Headline]) -> list[Headline]:
    """170 that the filter lets pass and that no other draw has, oldest first."""
    told = [headline_of(row) for path in (DRAWN, AGAIN_DRAWN) for row in drawn(path)]
    known = {mark for each in told for mark in marks(each)} | {each.id for each in told}
    model = load_about_ai()
    left = [each for each in stories if not (marks(each) | {each.id}) & known]
    chosen = random.Random(SEED + 1).sample([each for each in left if about_ai(story_of(each), model).is_ai], PASSING)
    return sorted(chosen, key=lambda each: (each.day, each.id))


def main() -> None:
    stories = once(front_pages())
    if sys.argv[1] == "--topics":
        told = passing(stories)
        write([(each, "passing", 1.0) for each in told], TOPICS_DRAWN)
        for seed, path in enumerate(map(Path, sys.argv[2:4]), start=11):
            sheet(told, path, seed)
        return
    if sys.argv[1] == "--again":
        known = {row["id"] for row in drawn()}
        chosen = drawn_of([each for each in stories if each.id not in known], AGAIN, random.Random(SEED + 1))
        write(chosen, AGAIN_DRAWN)
        sheet([each for each, _, _ in chosen], Path(sys.argv[2]), 3)
        return
    chosen = drawn_of(stories, SHARES, random.Random(SEED))
    write(chosen, DRAWN)
    for seed, path in enumerate(map(Path, sys.argv[1:3]), start=1):
        sheet([each for each, _, _ in chosen], path, seed)


if __name__ == "__main__":
    main()

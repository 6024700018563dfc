"""Draws front-page stories to train on, not yet labelled, and writes the sheet for it.

    python -m tools.draw_news_training SHEET.txt SEED TELLING NEAR REST

So many stories of each stratum from before the split, none with a title or address of a story that measures. A line has
the story's id, title and address.
"""

import random
import sys
from pathlib import Path

from tools.news_data import TRAIN_LABELS, front_pages, may_train, stratum
from tools.topic_data import json_lines


def main() -> None:
    sheet, seed, *counts = sys.argv[1:]
    rng = random.Random(int(seed))
    told = {row["id"] for row in json_lines(TRAIN_LABELS)} if TRAIN_LABELS.exists() else set[str]()
    once = {each.title.casefold(): each for each in may_train(front_pages()) if each.id not in told}
    lines: list[str] = []
    for name, count in zip(("telling", "near", "rest"), map(int, counts), strict=True):
        here = [each for each in once.values() if stratum(each) == name]
        lines += [f"{each.id} {each.title} | {each.url}" for each in rng.sample(here, min(count, len(here)))]
    rng.shuffle(lines)
    Path(sheet).write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

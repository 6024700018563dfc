"""Draws front-page stories to train on, not yet labelled, and writes the sheet for it.

    python -m tools.draw_news_training SHEET.txt SEED TELLING NEAR REST
    python -m tools.draw_news_training SHEET.txt --doubtful COUNT

So many stories of each stratum at random, or those of which the shipped weights doubt most whether they are about AI;
all from before the split, none with a title or address of a story that measures. A line has id, title and address.
"""

import random
import sys
from collections.abc import Sequence
from pathlib import Path

from achim.about_ai_model import load_about_ai
from achim.steps.about_ai import features
from tools.news_data import TRAIN_LABELS, Headline, front_pages, may_train, stratum
from tools.topic_data import json_lines


def at_random(stories: Sequence[Headline], seed: int, counts: Sequence[int]) -> list[Headline]:
    rng = random.Random(seed)
    chosen: list[Headline] = []
    for name, count in zip(("telling", "near", "rest"), counts, strict=True):
        here = [each for each in stories if stratum(each) == name]
        chosen += rng.sample(here, min(count, len(here)))
    return rng.sample(chosen, len(chosen))


def doubtful(stories: Sequence[Headline], count: int) -> list[Headline]:
    model = load_about_ai()

    def odds(story: Headline) -> float:
        told = features(story.title, story.url, "", model.names)
        return model.bias + sum(each.value * model.weights.get(each.key, 0.0) for each in told)

    return sorted(stories, key=lambda each: (abs(odds(each)), each.id))[:count]


def main() -> None:
    sheet, first, *counts = sys.argv[1:]
    told = {row["id"] for row in json_lines(TRAIN_LABELS)} if TRAIN_LABELS.exists() else set[str]()
    once = {each.title.casefold(): each for each in may_train(front_pages()) if each.id not in told}
    stories, numbers = list(once.values()), [int(count) for count in counts]
    chosen = doubtful(stories, numbers[0]) if first == "--doubtful" else at_random(stories, int(first), numbers)
    lines = [f"{each.id} {each.title} | {each.url}\n" for each in chosen]
    Path(sheet).write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()

"""Draws the feed items that the topics of news are measured on, and the sheet for it.

    python -m tools.draw_news_feed SHEET.txt

60 items, by turns of the feeds that have titles. Titles and addresses go to ``bench/labels``; the texts do not.
"""

import json
import random
import sys
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tools.news_data import FEED_DRAWN, FEED_ITEMS
from tools.topic_data import json_lines

SEED = 20261125
COUNT = 60


def main() -> None:
    rng = random.Random(SEED)
    by_feed: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in json_lines(FEED_ITEMS):
        if row["title"] and row["url"]:
            by_feed[row["feed"]].append(row)
    turns = {feed: rng.sample(rows, len(rows)) for feed, rows in sorted(by_feed.items())}
    chosen: list[Mapping[str, Any]] = []
    while len(chosen) < COUNT:
        for rows in turns.values():
            if rows and len(chosen) < COUNT:
                chosen.append(rows.pop())
    with FEED_DRAWN.open("w", encoding="utf-8") as out, Path(sys.argv[1]).open("w", encoding="utf-8") as sheet:
        for number, row in enumerate(chosen):
            told = {"feed": row["feed"], "title": " ".join(row["title"].split()), "url": row["url"]}
            out.write(json.dumps(told, ensure_ascii=False) + "\n")
            sheet.write(f"{number} {told['title']} | {told['url']}\n")


if __name__ == "__main__":
    main()

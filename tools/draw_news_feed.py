"""Draws the feed items that the topics of news are measured on, and the sheets for it.

    python -m tools.draw_news_feed SHEET.txt
    python -m tools.draw_news_feed --more FIRST.txt SECOND.txt
    python -m tools.draw_news_feed --last SHEET.txt

60 items, by turns of the feeds that have titles; ``--more`` draws 160 others, and its sheets have all 220, each in an
order of its own. ``--last`` draws 76 more, read once when the weights were final. Titles and addresses go to
``bench/labels``; the texts do not.
"""

import json
import random
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tools.draw_news import sheet
from tools.news_data import FEED_DRAWN, FEED_ITEMS, FEED_LAST_DRAWN, FEED_MORE_DRAWN, item_of
from tools.topic_data import json_lines

SEED = 20261125
COUNT, MORE, LAST = 60, 160, 76


def by_turns(rows: Sequence[Mapping[str, Any]], count: int, rng: random.Random) -> list[dict[str, str]]:
    """One of each feed after another, no address twice."""
    by_feed: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        by_feed[row["feed"]].append(row)
    turns = {feed: rng.sample(own, len(own)) for feed, own in sorted(by_feed.items())}
    chosen: dict[str, dict[str, str]] = {}
    while len(chosen) < count:
        for own in turns.values():
            if own and len(chosen) < count:
                row = own.pop()
                told = {"feed": row["feed"], "title": " ".join(row["title"].split()), "url": row["url"]}
                chosen.setdefault(row["url"], told)
    return list(chosen.values())


def write(chosen: Sequence[Mapping[str, str]], path: Path) -> None:
    path.write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in chosen), encoding="utf-8")


def without(rows: Sequence[Mapping[str, Any]], drawn: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Rows with no address and no title of those drawn."""
    known = {row["url"] for row in drawn} | {row["title"].casefold() for row in drawn}
    return [row for row in rows if not {row["url"], " ".join(row["title"].split()).casefold()} & known]


def main() -> None:
    rows = [row for row in json_lines(FEED_ITEMS) if row["title"] and row["url"]]
    if sys.argv[1] not in ("--more", "--last"):
        chosen = by_turns(rows, COUNT, random.Random(SEED))
        write(chosen, FEED_DRAWN)
        sheet([item_of(each) for each in chosen], Path(sys.argv[1]), 1)
        return
    first = list(json_lines(FEED_DRAWN))
    if sys.argv[1] == "--last":
        left = without(rows, [*first, *json_lines(FEED_MORE_DRAWN)])
        chosen = by_turns(left, LAST, random.Random(SEED + 2))
        write(chosen, FEED_LAST_DRAWN)
        sheet([item_of(each) for each in chosen], Path(sys.argv[2]), 1)
        return
    left = without(rows, first)
    chosen = by_turns(left, MORE, random.Random(SEED + 1))
    write(chosen, FEED_MORE_DRAWN)
    for seed, path in enumerate(map(Path, sys.argv[2:4]), start=1):
        sheet([item_of(each) for each in (*first, *chosen)], path, seed)


if __name__ == "__main__":
    main()

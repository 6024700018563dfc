"""Draws pairs of stories of real days for the order of news, and sheets of them for two readings without the counts.

    python -m tools.draw_news_order FIRST.txt SECOND.txt

Of each day the stories about AI of the 48 hours before its end: front-page stories with their votes, and items of feeds
about AI. The second sheet has other pairs first and the sides exchanged.
"""

import json
import random
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from achim.about_ai_model import load_about_ai
from achim.steps.about_ai import about_ai
from tools.news_data import FEED_ITEMS, FRONT_PAGES, ROOT, headline_of, story_of
from tools.topic_data import json_lines

PAIRS = ROOT / "bench" / "labels" / "news_order_drawn.jsonl"
LABELS = ROOT / "bench" / "labels" / "news_order_labels.jsonl"
DAYS = tuple(
    date.fromisoformat(day)
    for day in (
        "2025-01-28",
        "2025-02-25",
        "2025-04-16",
        "2025-05-22",
        "2025-07-17",
        "2025-08-07",
        "2025-09-30",
        "2025-11-19",
    )
)
A_DAY = {"threads": 9, "mixed": 5}
"""Pairs of two threads, and of a thread with a feed's item, as far as there are any."""
HOURS = 48
_SEED = 20261125
_REGISTRY = ("npm" + "js.com", "py" + "pi.org")


def threads(end: datetime) -> list[dict[str, Any]]:
    model = load_about_ai()
    found: dict[str, dict[str, Any]] = {}
    days = {(end - timedelta(days=back)).date().isoformat() for back in range(2)}
    for row in json_lines(FRONT_PAGES):
        at = datetime.fromtimestamp(row["time"], UTC)
        story = headline_of(row)
        is_near = row["date"] in days and end - timedelta(hours=HOURS) <= at <= end
        if is_near and about_ai(story_of(story), model).is_ai and not story.url.partition("//")[2].endswith(_REGISTRY):
            found[story.id] = {
                "id": story.id, "title": story.title, "url": story.url, "at": at.isoformat(),
                "votes": story.votes, "comments": story.comments,
            }  # fmt: skip
    return list(found.values())


def items(end: datetime) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for row in json_lines(FEED_ITEMS):
        at = _moment(row["published"])
        if at and row["title"] and row["url"] and end - timedelta(hours=HOURS) <= at <= end:
            title = " ".join(row["title"].split())
            found[row["url"]] = {
                "id": row["url"],
                "title": title,
                "url": row["url"],
                "at": at.isoformat(),
                "votes": None,
                "comments": None,
            }
    return list(found.values())


def _moment(published: str | None) -> datetime | None:
    """A date without a time is the day's noon."""
    try:
        at = parsedate_to_datetime(published or "").astimezone(UTC)
    except ValueError:
        return None
    return at if at.time() != time() else at + timedelta(hours=12)


def drawn() -> list[dict[str, Any]]:
    rng = random.Random(_SEED)
    pairs: list[dict[str, Any]] = []
    for day in DAYS:
        end = datetime.combine(day + timedelta(days=1), time(), UTC)
        told, fed = threads(end), items(end)
        both = [(one, other) for at, one in enumerate(told) for other in told[at + 1 :]]
        mixed = [(one, item) for one in told for item in fed]
        chosen = rng.sample(both, min(A_DAY["threads"], len(both))) + rng.sample(mixed, min(A_DAY["mixed"], len(mixed)))
        pairs += [{"day": day.isoformat(), "sides": rng.sample(pair, 2)} for pair in chosen]
    return pairs


def sheet(pairs: Sequence[Mapping[str, Any]], path: Path, seed: int) -> None:
    lines: list[str] = []
    for number, at in enumerate(random.Random(seed).sample(range(len(pairs)), len(pairs))):
        sides = pairs[at]["sides"][:: 1 if seed == 1 else -1]
        told = [f"{each['title']} | {urlsplit(str(each['url'])).hostname or ''}" for each in sides]
        lines.append(f"{number}\n  a {told[0]}\n  b {told[1]}\n")
    path.write_text("".join(lines), encoding="utf-8")


def main() -> None:
    pairs = drawn()
    PAIRS.write_text("".join(json.dumps(pair, ensure_ascii=False) + "\n" for pair in pairs), encoding="utf-8")
    for seed, path in enumerate(map(Path, sys.argv[1:3]), start=1):
        sheet(pairs, path, seed)


if __name__ == "__main__":
    main()

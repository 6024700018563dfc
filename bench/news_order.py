"""The order of news on real days, against pairs of stories that were judged without their counts.

    python -m bench.news_order

Which of two stories of a day matters more to a reader of AI news, judged twice by title and host alone, the sides
exchanged (``tools/draw_news_order.py``). *tuned* are the days that points may be set by, *held* the others. Beside the
order: votes alone (a story without any is below all) and recency alone; pairs that one of them cannot tell count half.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any, NamedTuple

from achim.domain.ids import PaperId
from achim.domain.paper import Announcement, Signal, Story
from achim.steps.rank import score
from achim.steps.rank_news import news_signals
from bench.wilson import share
from tools.draw_news_order import LABELS, PAIRS
from tools.topic_data import json_lines


class Pair(NamedTuple):
    """The side that was judged to matter more, the other one, and the end of their day."""

    more: Story
    less: Story
    end: datetime


def told_of(side: Mapping[str, Any]) -> Story:
    at = datetime.fromisoformat(side["at"])
    source = "feed:a" if side["votes"] is None else "hackernews"
    told = Announcement(
        source=source, native_id=side["id"], batch=at.date(), kind="posted", title=side["title"], url=side["url"],
        seen_at=at,
    )  # fmt: skip
    signals = () if side["votes"] is None else (Signal("votes", side["votes"]), Signal("comments", side["comments"]))
    return Story(
        id=PaperId(f"url:{side['id']}"), title=side["title"], url=side["url"], abstract="", sentences=(), authors=(),
        submitted_at=at, signals=signals, announcements=(told,), origins=(), publisher="",
    )  # fmt: skip


def judged() -> list[tuple[Pair, str]]:
    """Pairs that both readings judge alike, with their day."""
    found: list[tuple[Pair, str]] = []
    for row, label in zip(json_lines(PAIRS), json_lines(LABELS), strict=True):
        if label["first"] == label["second"]:
            sides = sorted(row["sides"], key=lambda side: side["id"] != label["first"])
            day = datetime.fromisoformat(row["day"]).date()
            end = datetime.combine(day + timedelta(days=1), time(), UTC)
            found.append((Pair(told_of(sides[0]), told_of(sides[1]), end), row["day"]))
    return found


Order = Callable[[Story, datetime], float]


def ours(story: Story, end: datetime) -> float:
    return score(story, news_signals(end)).total


def votes(story: Story, _end: datetime) -> float:
    return float(story.signal("votes") or 0)


def recency(story: Story, _end: datetime) -> float:
    return story.submitted_at.timestamp() if story.submitted_at else 0.0


def agreement(pairs: Sequence[Pair], order: Order) -> dict[str, Any]:
    """Ties count half; rounded up for the interval."""
    points = [(order(pair.more, pair.end), order(pair.less, pair.end)) for pair in pairs]
    hits = sum(1.0 if more > less else 0.5 if more == less else 0.0 for more, less in points)
    return {**share(round(hits), len(pairs)), "hits": hits}


def main() -> None:
    every, labels = judged(), list(json_lines(LABELS))
    days = sorted({day for _, day in every})
    alike = sum(row["first"] == row["second"] for row in labels)
    found: dict[str, Any] = {"days": days, "readings_alike": share(alike, len(labels))}
    for name, kept in (("tuned", days[::2]), ("held", days[1::2])):
        here = [pair for pair, day in every if day in kept]
        threads = [pair for pair in here if all(each.signals for each in (pair.more, pair.less))]
        for what, pairs in (("all", here), ("two_threads", threads)):
            orders: tuple[Order, ...] = (ours, votes, recency)
            found[f"{name}_{what}"] = {order.__name__: agreement(pairs, order) for order in orders}
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()

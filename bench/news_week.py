"""Live a week of real front pages and feed items, and tell what became of every story, day by day.

    .venv/bin/python -m bench.news_week             # the figures as JSON
    .venv/bin/python -m bench.news_week --titles    # and what was printed, to be read
    .venv/bin/python -m bench.news_week --day 2025-08-06    # all that was announced for one day, with what became of it

Pairs of stories that may tell one event (``bench.news_week_pairs``) count as they were read; the exit code is 1 while
some have not been, and they are named.

4 to 10 August 2025: Hacker News' front pages as they stood at the end of each day, so votes are final from the first
moment, and nothing rises late; 15 feeds. There are no pages of articles, so stories are told by the feeds' few words
or by their titles. Editions of 12 stories, at 08:00 in Seoul. Needs ../shared.
"""

import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from email.utils import parsedate_to_datetime
from itertools import combinations
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx2

from achim.app import App
from achim.clock import StandingClock
from achim.domain.edition import BUCKETS, Edition
from achim.domain.paper import Story
from achim.domain.text import clean
from achim.domain.urls import canonical_url
from achim.render.messages import say
from achim.request import BuildRequest
from achim.settings import FeedSettings, HttpSettings, NewsSettings, Settings, TechnologyReviewKrSettings
from bench.news_week_pairs import Reading, candidates, read, readings, shown, titles
from bench.same_story_pairs import embedded
from tests.fakes import FakeProgress
from tests.mornings import UnwrittenApp, morning, unsummed
from tools.news_data import FEED_ITEMS, FRONT_PAGES
from tools.news_wire import ITEM, Json, as_json, as_rss, item, search
from tools.topic_data import json_lines

WEEK = tuple(date(2025, 8, 4) + timedelta(days=more) for more in range(7))
_FEEDS = "feeds.example.org"
_BEFORE = timedelta(days=8)


class RealNews(httpx2.BaseTransport):
    """Hacker News and the feeds as they were at ``now``, in their formats; nothing else is there."""

    def __init__(self, threads: Sequence[Json], items: Mapping[str, Sequence[Json]]) -> None:
        self._threads = {str(each["id"]): each for each in threads}
        self._items = items
        self.now = datetime(1970, 1, 1, tzinfo=UTC)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        parts = urlsplit(str(request.url))
        if parts.hostname == "hn.algolia.com":
            return as_json(search(parts.query, self._threads.values()))
        if found := ITEM.fullmatch(parts.path):
            return as_json(item(self._threads[found[1]]))
        name = parts.path.strip("/")
        if parts.hostname == _FEEDS and name in self._items:
            return as_rss(name, f"https://{_FEEDS}", [each for each in self._items[name] if each["at"] <= self.now])
        return httpx2.Response(404, content=b"Not Found", headers={"content-type": "text/plain"})


def threads() -> list[Json]:
    """The rows of the week and of the days before, each thread once."""
    days = {day.isoformat() for more in range(9) for day in [WEEK[0] - timedelta(days=2) + timedelta(days=more)]}
    rows = {row["id"]: row for row in json_lines(FRONT_PAGES) if row["date"] in days}
    return [
        {**row, "url": row["url"] or None, "points": row["score"], "comments": row["num_comments"]}
        for row in rows.values()
    ]


def items() -> dict[str, list[Json]]:
    """By feed, what it published in the week and the days before; a date without a time is the day's noon."""
    found: dict[str, list[Json]] = {}
    for row in json_lines(FEED_ITEMS):
        at = _moment(row["published"])
        if at and WEEK[0] - _BEFORE <= at.date() <= WEEK[-1]:
            told = {"title": row["title"], "url": row["url"], "published": at.isoformat(), "at": at}
            text = clean(row["description"] or "")
            found.setdefault(row["feed"], []).append({**told, **({"synopsis": [text]} if text else {})})
    return found


def _moment(published: str | None) -> datetime | None:
    try:
        at = parsedate_to_datetime(published or "").astimezone(UTC)
    except ValueError:
        return None
    return at if at.time() != time() else at + timedelta(hours=12)


def settings(feeds: Mapping[str, Any]) -> Settings:
    told = tuple(FeedSettings(name=name, url=f"https://{_FEEDS}/{name}", about="ai") for name in sorted(feeds))
    return Settings(
        news=NewsSettings(feeds=told, technologyreview_kr=TechnologyReviewKrSettings(enabled=False)),
        http=HttpSettings(pace=0, attempts=1),
    )


def lived() -> tuple[Edition, ...]:
    """The week's editions."""
    feeds = items()
    world = RealNews(threads(), feeds)
    with tempfile.TemporaryDirectory() as home:
        editions: list[Edition] = []
        for day in WEEK:
            world.now = morning(day, time(8))
            app: App = UnwrittenApp(
                settings=settings(feeds),
                home=Path(home),
                progress=FakeProgress(),
                say=print,
                clock=StandingClock(world.now),
                transport=world,
            )
            editions.append(app.build(BuildRequest(kind="news")).outcome.edition)
        return tuple(editions)


def told(edition: Edition) -> Mapping[str, object]:
    buckets = Counter(fate.bucket for fate in edition.ledger.fates)
    kept_out = {fate.paper for fate in edition.ledger.fates if fate.bucket == "withheld"}
    reasons = Counter(fate.reason.code for fate in edition.ledger.fates if fate.bucket == "withheld" and fate.reason)
    return {
        "day": edition.key.day.isoformat(),
        "announced": len(edition.ledger.fates),
        "ai": sum(fate.paper not in kept_out for fate in edition.ledger.fates),
        **{bucket: buckets[bucket] for bucket in BUCKETS},
        "borderline": reasons["withheld.borderline"],
        "earlier": reasons["withheld.earlier"],
        "gaps": len(edition.gaps),
        "unsummed": list(unsummed(edition)),
    }


def twice(editions: Sequence[Edition]) -> list[tuple[str, str]]:
    """Pairs of printed stories with one id, one address or one title."""
    stories = [entry.paper for edition in editions for entry in edition.entries]
    marks = [(story.title, {story.id, story.title.casefold(), *_addresses(story)}) for story in stories]
    return [(one, other) for (one, mine), (other, others) in combinations(marks, 2) if mine & others]


def _addresses(story: object) -> Iterator[str]:
    if isinstance(story, Story):
        yield from (canonical_url(url) for url in (story.url, *(place.url for place in story.also_at)))


def pairs_read(editions: Sequence[Edition]) -> Reading:
    """The pairs of what was printed or listed that may tell one event."""
    stories = shown(editions)
    return read(candidates(stories, embedded([story["title"] for story in stories])), readings())


def figures(editions: Sequence[Edition], of_pairs: Reading) -> Mapping[str, object]:
    ledgers = Counter(fate.announcement for edition in editions for fate in edition.ledger.fates)
    return {
        "days": [told(edition) for edition in editions],
        "announced": len(ledgers),
        "in_two_ledgers": sum(count > 1 for count in ledgers.values()),
        "printed": sum(len(list(edition.entries)) for edition in editions),
        "listed": sum(len(edition.listed) for edition in editions),
        "printed_twice": twice(editions),
        "pairs_that_may_tell_one_event": of_pairs.pairs,
        "events_twice": titles(of_pairs.same),
        "unread": titles(of_pairs.unread),
    }


def print_titles(editions: Sequence[Edition]) -> None:
    for edition in editions:
        print(edition.key.day)
        for section in edition.sections:
            for entry in section.entries:
                also = [place.publisher for place in entry.paper.also_at] if isinstance(entry.paper, Story) else []
                print(f"  [{section.topic.key}] {entry.paper.title}", f"(also {', '.join(also)})" if also else "")
        for update in edition.updates:
            print("  update:", update.title, "|", "; ".join(say(note, "en") for note in update.changes))
        for listing in edition.listed:
            print("  listed:", listing.title)


def print_day(edition: Edition, titles: Mapping[str, str]) -> None:
    for fate in sorted(edition.ledger.fates, key=lambda fate: (fate.bucket, fate.announcement)):
        print(f"{fate.bucket:16} {titles[fate.announcement]} | {say(fate.reason, 'en') if fate.reason else ''}")


def titles_of() -> Mapping[str, str]:
    """The title of every announcement, by its key."""
    named = {f"hackernews/{each['id']}": each["title"] for each in threads()}
    return named | {
        f"feed:{name}/{each['url']}": f"{each['title']} ({name})" for name, told in items().items() for each in told
    }


def main() -> int:
    if not FRONT_PAGES.exists():
        print(json.dumps({"skipped": "shared data absent: ../shared/data/news"}))
        return 0
    editions = lived()
    of_pairs = pairs_read(editions)
    print(json.dumps(figures(editions, of_pairs), indent=2, ensure_ascii=False))
    if "--titles" in sys.argv:
        print_titles(editions)
    if "--day" in sys.argv:
        asked = sys.argv[sys.argv.index("--day") + 1]
        print_day(next(each for each in editions if each.key.day.isoformat() == asked), titles_of())
    if of_pairs.unread:
        print(f"{len(of_pairs.unread)} pairs that may tell one event have not been read", file=sys.stderr)
    return int(bool(of_pairs.unread))


if __name__ == "__main__":
    sys.exit(main())

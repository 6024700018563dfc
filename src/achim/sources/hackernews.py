"""Hacker News: stories by date from its search, https://hn.algolia.com/api

The search gives at most 1,000 hits of a query, newest first, and filters on nothing but the moment of submission; so
the time is walked back, each query ending where the one before it came to. Where the search fails, a page that shows
the front page stands in; the summaries on it are another program's and are not read.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, cast
from urllib.parse import quote, urlsplit

from achim.domain.note import Note
from achim.domain.paper import Announcement, Batch, Gap, Signal, Window
from achim.domain.text import clean, is_web_url
from achim.errors import SourceError
from achim.ports import Fetcher
from achim.sources.guard import is_public_url
from achim.sources.hackernews_digest import Post, parse_digest
from achim.sources.news_window import Reach, rising, told_at
from achim.sources.plain_text import plain_text, plain_title

NAME = "hackernews"
ITEM = "https://news.ycombinator.com/item?id="
_FIRST_DAYS = 1
_RISES_WITHIN = 2
_PAGE = 1_000
_MOST_PAGES = 30
_SILENT = timedelta(hours=6)
"""Somebody posts every minute: a search that knows of nobody for so long stands still."""
_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class _Hits:
    """An answer of the search: of ``total`` hits ``count`` came, ``unreadable`` of which are no story.

    A total that is not ``exact`` is an estimate.
    """

    posts: tuple[Post, ...]
    count: int
    total: int
    exact: bool
    unreadable: int


@dataclass(slots=True)
class _Walk:
    """Stories by id, and how many there are before a moment where the search knows."""

    found: dict[str, Post] = field(default_factory=dict[str, Post])
    counts: list[tuple[datetime, int]] = field(default_factory=list[tuple[datetime, int]])
    ended: bool = False

    def lacking(self) -> tuple[int, int] | None:
        """How many there are and how many of them were found, where that is fewer."""
        for until, total in self.counts:
            got = sum(post.at < until for post in self.found.values())
            if got < total:
                return total, got
        return None if self.ended else (len(self.found) + 1, len(self.found))


class HackerNews:
    """The Source of stories that have gathered ``min_points``; all that rise to them within two days."""

    name = NAME

    def __init__(self, fetcher: Fetcher, *, search_url: str, digest_url: str, min_points: int) -> None:
        self._fetcher = fetcher
        self._search = search_url.rstrip("/")
        self._digest = digest_url.rstrip("/")
        self._min_points = min_points

    def has_turned(self, since: datetime, at: datetime) -> bool:
        """It grows and has no moment at which it turns."""
        return False

    def announcements(self, window: Window) -> Batch:
        """From the search; from the digest where that fails. Raises what was wrong with the search."""
        asked = rising(window, first=_FIRST_DAYS, within=_RISES_WITHIN)
        try:
            walk = self._walk(asked)
        except SourceError:
            if posts := self._posts(window):
                return self._batch(posts, window, asked, note=Note.of("source.fallback", way="digest"))
            raise
        gaps: tuple[Gap, ...] = ()
        if lacking := walk.lacking():
            gaps = (Gap(NAME, Note.of("source.partial", expected=lacking[0], got=lacking[1])),)
        return self._batch(tuple(walk.found.values()), window, asked, gaps=gaps)

    def _walk(self, asked: Reach) -> _Walk:
        """All stories of the time, back from its end; one that comes twice counts once.

        There are always some, so none at all, or none of the last hours, is a fault.
        """
        since, until = int(asked.since.timestamp()), int(asked.until.timestamp())
        walk = _Walk()
        for _ in range(_MOST_PAGES):
            told = parse_hits(self._fetcher.get(self._query(since, until), source=NAME).body)
            if told.exact:
                walk.counts.append((datetime.fromtimestamp(until, UTC), told.total - told.unreadable))
            fresh = {post.id: post for post in told.posts if post.id not in walk.found}
            walk.found |= fresh
            walk.ended = not fresh or (told.exact and told.count >= told.total)
            if walk.ended:
                break
            until = int(min(post.at for post in told.posts).timestamp()) + 1
        _check_newest(walk, asked)
        return walk

    def _query(self, since: int, until: int) -> str:
        filters = quote(f"created_at_i>={since},created_at_i<{until}", safe="")
        return f"{self._search}/api/v1/search_by_date?tags=story&hitsPerPage={_PAGE}&numericFilters={filters}"

    def _posts(self, window: Window) -> Sequence[Post]:
        try:
            return parse_digest(self._fetcher.get(f"{self._digest}/", source=NAME).body, NAME, window.as_of)
        except SourceError:
            return ()

    def _batch(
        self,
        posts: Sequence[Post],
        window: Window,
        asked: Reach,
        *,
        gaps: tuple[Gap, ...] = (),
        note: Note | None = None,
    ) -> Batch:
        wanted = [post for post in posts if post.points >= self._min_points and asked.holds(post.at)]
        found = tuple(_announcement(post, window, asked) for post in wanted)
        quiet = None if found or gaps else Note.of("source.quiet")
        return Batch(source=NAME, announcements=found, cursor=window.day, gaps=gaps, note=note or quiet)


def _announcement(post: Post, window: Window, asked: Reach) -> Announcement:
    discussion = f"{ITEM}{post.id}"
    url = post.url or discussion
    signals = (Signal("votes", post.points), Signal("comments", post.comments))
    return Announcement(
        source=NAME,
        native_id=post.id,
        batch=asked.day(post.at),
        kind="posted",
        title=post.title,
        url=url,
        seen_at=window.as_of,
        abstract=post.text,
        submitted_at=told_at(post.at, window.as_of),
        signals=tuple(signal for signal in signals if signal.value),
        publisher=(urlsplit(url).hostname or "").removeprefix("www.") or None,
        discussion_url=discussion,
    )


def _check_newest(walk: _Walk, asked: Reach) -> None:
    """Raises SourceError where nothing was found, or nothing of the last hours."""
    newest = max((post.at for post in walk.found.values()), default=None)
    if newest is None and (lacking := walk.lacking()):
        raise SourceError(NAME, Note.of("source.partial", expected=lacking[0], got=lacking[1]))
    if newest is None:
        raise SourceError(NAME, Note.of("source.empty"))
    expected, got = asked.day(asked.until - _INSTANT), asked.day(newest)
    if asked.until - newest > _SILENT and got < expected:
        raise SourceError(NAME, Note.of("source.stale", expected=expected, got=got))


def parse_hits(body: bytes) -> _Hits:
    """The stories of an answer. Raises SourceError where it is none, or none of its hits is a story."""
    try:
        told: object = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise SourceError(NAME, Note.of("source.unparsable", what="JSON")) from error
    envelope = _mapping(told)
    hits = envelope.get("hits")
    if not isinstance(hits, list) or "nbHits" not in envelope:
        raise SourceError(NAME, Note.of("source.unparsable", what="hits"))
    items = cast(list[object], hits)
    posts = tuple(post for item in items if (post := _post(_mapping(item))))
    if items and not posts:
        raise SourceError(NAME, Note.of("source.unparsable", what="hits"))
    total, exact = _count(envelope.get("nbHits")), envelope.get("exhaustiveNbHits") is True
    return _Hits(posts, len(items), total, exact, len(items) - len(posts))


def _post(hit: Mapping[str, Any]) -> Post | None:
    """None for what has no id, title or moment. An address that nobody may be sent to is as none."""
    name, at = _text(hit.get("objectID")), _count(hit.get("created_at_i"))
    title = plain_title(_text(hit.get("title")))
    if not (name.isascii() and name.isdigit() and len(name) <= 12) or not title or not at:
        return None
    url = clean(_text(hit.get("url")))
    return Post(
        id=name,
        title=title,
        url=url if is_web_url(url) and is_public_url(url) else None,
        at=datetime.fromtimestamp(at, UTC),
        points=_count(hit.get("points")),
        comments=_count(hit.get("num_comments")),
        text=plain_text(text, NAME) if (text := _text(hit.get("story_text"))) else None,
    )


def _count(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**10 else 0


def _mapping(value: object) -> Mapping[str, Any]:
    return cast(Mapping[str, Any], value) if isinstance(value, dict) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""

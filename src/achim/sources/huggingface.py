"""Hugging Face Daily Papers: https://huggingface.co/docs/hub/api

The list of a day grows while people submit and gathers votes for days. A Korean morning therefore takes the lists of
the days before it, and reads a list once more if it was read before its day had ended in UTC.
"""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, cast

from achim.domain.ids import parse_arxiv_id
from achim.domain.note import Note
from achim.domain.paper import Announcement, Batch, Signal, Window
from achim.domain.text import clean, is_web_url
from achim.errors import SourceError
from achim.ports import Fetcher

NAME = "huggingface"
_DAY = timedelta(days=1)
_FIRST_RUN_DAYS = 4
_PAGE = 100
_MOST_PAGES = 20


class HuggingFace:
    """The Source of papers that people submit to and vote for on the Hub."""

    name = NAME

    def __init__(self, fetcher: Fetcher, *, base_url: str) -> None:
        self._fetcher = fetcher
        self._base = base_url.rstrip("/")

    def announcements(self, window: Window) -> Batch:
        last = min(window.day, window.as_of.astimezone(UTC).date() + _DAY) - _DAY
        if window.since is not None and last <= window.since:
            return Batch(source=NAME, announcements=(), note=Note.of("source.unchanged"))
        days = [last - _DAY * back for back in range(_FIRST_RUN_DAYS)] if window.since is None else None
        found: list[Announcement] = []
        for day in days if days is not None else _days(window.since or last, last):
            found += self._list(day, window.as_of)
            if days is not None and found:
                break
        note = None if found else Note.of("source.quiet")
        return Batch(source=NAME, announcements=tuple(found), cursor=_read_up_to(last, window.as_of), note=note)

    def _list(self, day: date, seen_at: datetime) -> list[Announcement]:
        """A day's list. It may change between two pages, so an item seen twice counts once."""
        found: dict[str, Announcement] = {}
        for page in range(_MOST_PAGES):
            url = f"{self._base}/api/daily_papers?date={day.isoformat()}&limit={_PAGE}&p={page}"
            items = _items(self._fetcher.get(url, source=NAME).body)
            for item in items:
                if (announcement := parse_item(item, seen_at)) and announcement.batch == day:
                    found[announcement.key] = announcement
            if len(items) < _PAGE:
                break
        return list(found.values())


def _days(since: date, last: date) -> list[date]:
    return [since + _DAY * step for step in range(1, (last - since).days + 1)]


def _read_up_to(last: date, as_of: datetime) -> date:
    """The newest day whose list can no longer grow: its day has ended in UTC."""
    ended = datetime.combine(last + _DAY, time(), tzinfo=UTC) <= as_of
    return last if ended else last - _DAY


def _items(body: bytes) -> list[object]:
    try:
        items = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise SourceError(NAME, Note.of("source.unparsable", what="JSON")) from error
    if not isinstance(items, list):
        raise SourceError(NAME, Note.of("source.unparsable", what="list"))
    return cast(list[object], items)


def parse_item(item: object, seen_at: datetime) -> Announcement | None:
    """Read an entry of the list; None where it names no paper.

    The entry's own ``publishedAt`` is shifted by the offset of US Eastern and still labelled Z, so the paper's is
    taken; it is on the list of the day on which it was submitted there, whatever list was asked for.
    """
    entry = _mapping(item)
    paper = _mapping(entry.get("paper"))
    arxiv = parse_arxiv_id(str(paper.get("id", "")))
    title = clean(str(paper.get("title") or ""))
    featured_at = _moment(paper.get("submittedOnDailyAt"))
    if arxiv is None or not title or featured_at is None:
        return None
    code = paper.get("githubRepo")
    return Announcement(
        source=NAME,
        native_id=f"{featured_at.date().isoformat()}/{arxiv.id}",
        batch=featured_at.date(),
        kind="featured",
        title=title,
        url=f"https://arxiv.org/abs/{arxiv.id}",
        seen_at=seen_at,
        paper_id=arxiv.paper_id,
        abstract=clean(str(paper.get("summary") or "")) or None,
        authors=_authors(paper.get("authors")),
        submitted_at=_moment(paper.get("publishedAt")),
        code_url=code if isinstance(code, str) and is_web_url(code) else None,
        signals=_signals(paper, entry),
    )


def _signals(paper: Mapping[str, Any], entry: Mapping[str, Any]) -> tuple[Signal, ...]:
    found = [
        Signal("votes", _count(paper.get("upvotes"))),
        Signal("comments", _count(entry.get("numComments"))),
        Signal("code_stars", _count(paper.get("githubStars"))),
    ]
    return tuple(signal for signal in found if signal.value)


def _count(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**9 else 0


def _authors(value: object) -> tuple[str, ...]:
    items = cast(list[object], value) if isinstance(value, list) else []
    names = (clean(str(_mapping(item).get("name") or ""), limit=200) for item in items)
    return tuple(name for name in names if name)


def _mapping(value: object) -> Mapping[str, Any]:
    return cast(Mapping[str, Any], value) if isinstance(value, dict) else {}


def _moment(value: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment and moment.tzinfo else None

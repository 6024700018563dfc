"""Hugging Face Daily Papers: https://huggingface.co/docs/hub/api

The list of a day grows while people submit and gathers votes for days. A Korean morning therefore takes the lists of
the days before it, and every list is read once more by the next edition: it may have been read before its day had
ended in UTC, and an answer does not say whether it is whole. A list is done with only when one of a later day has
begun, so that a place which stands still is read again until it moves. Where the API does not answer, the page of the
day does: https://huggingface.co/papers
"""

import json
import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, cast

from achim.domain.ids import parse_arxiv_id
from achim.domain.note import Note
from achim.domain.paper import Announcement, Batch, Gap, Signal, Window
from achim.domain.text import clean, is_web_url
from achim.errors import FetchError, SourceError
from achim.ports import Fetcher
from achim.sources.markup import parse_html

NAME = "huggingface"
_DAY = timedelta(days=1)
_FIRST_RUN_DAYS = 4
_PAGE = 100
_SHORTEST_FULL_PAGE = 50
"""The page's length where ``limit`` is not heeded: a shorter page is the last one."""
_MOST_PAGES = 20
_SECOND_LOOK = timedelta(days=7)
"""A list older than this is not read again, although nobody has seen anything on it."""
_CATCHES_UP = timedelta(days=3)
"""A list that became shorter is that of a place which is behind; after so many days, one that had items taken off."""
_MOST_FAILURES = 2
"""So many days that cannot be read mean that the place is down, and the others are not asked for."""
_SATURDAY = 5
_ID = re.compile(r"[0-9A-Za-z./-]{1,40}")
_PAGE_OF_DAY = re.compile(r"/papers/date/(\d{4}-\d{2}-\d{2})")


@dataclass(frozen=True, slots=True)
class _List:
    """A day's list as it was read; ``way`` names what had to stand in for the API.

    ``strays`` is the newest day whose items were given in the place of the day's own.
    """

    items: tuple[Announcement, ...] = ()
    way: str | None = None
    strays: date | None = None


class HuggingFace:
    """The Source of papers that people submit to and vote for on the Hub."""

    name = NAME

    def __init__(self, fetcher: Fetcher, *, base_url: str) -> None:
        self._fetcher = fetcher
        self._base = base_url.rstrip("/")

    def has_turned(self, since: datetime, at: datetime) -> bool:
        """It grows and has no moment at which it turns."""
        return False

    def announcements(self, window: Window) -> Batch:
        """Day by day; a day that cannot be read leaves a gap. Raises where none can."""
        days = list_days(window)
        if not days:
            return Batch(source=NAME, announcements=(), note=Note.of("source.unchanged"))
        read: dict[date, _List] = {}
        failed: dict[date, SourceError] = {}
        for day in days:
            try:
                read[day] = self._list(day, window.as_of)
            except SourceError as error:
                failed[day] = error
            if len(failed) == _MOST_FAILURES or (window.since is None and day in read and read[day].items):
                break
        if not read:
            raise next(iter(failed.values()))
        return _batch(window, days, read, failed)

    def _list(self, day: date, seen_at: datetime) -> _List:
        """A day's list from the API; from the page where the API fails, or has nothing on a working day.

        A day that is not over may not have begun for the API, which then refuses it.
        """
        try:
            listed = self._api(day, seen_at)
        except SourceError as error:
            if _is_not_out(error, day, seen_at):
                return _List()
            return self._instead(day, seen_at, error)
        if listed.items or day.weekday() >= _SATURDAY:
            return listed
        return self._confirmed(day, seen_at, listed)

    def _api(self, day: date, seen_at: datetime) -> _List:
        """The pages of the list. It may change between two of them, so an item seen twice counts once."""
        found: dict[str, Announcement] = {}
        strays: set[date] = set()
        for page in range(_MOST_PAGES):
            url = f"{self._base}/api/daily_papers?date={day.isoformat()}&limit={_PAGE}&p={page}"
            items = _items(_json(self._fetcher.get(url, source=NAME).body))
            known = len(found)
            told = parse_list(items, seen_at)
            found |= {each.key: each for each in told if each.batch == day}
            strays |= {each.batch for each in told} - {day}
            if len(items) < _SHORTEST_FULL_PAGE or len(found) == known:
                break
        return _List(tuple(found.values()), strays=None if found else max(strays, default=None))

    def _instead(self, day: date, seen_at: datetime, error: SourceError) -> _List:
        """The page in the API's place. Raises the API's error where the page has no list of a working day either.

        That alone does not tell a day without a list from a page that is behind.
        """
        try:
            items = self._page(day, seen_at)
        except SourceError:
            raise error from None
        if not items and day.weekday() < _SATURDAY:
            raise error
        return _List(items, way="page" if items else None)

    def _confirmed(self, day: date, seen_at: datetime, listed: _List) -> _List:
        """What the page says of a working day of which the API has nothing: some, as on a holiday, have no list.

        Raises where the API gave another day's list and the page has none of the day.
        """
        try:
            items = self._page(day, seen_at)
        except SourceError:
            items = ()
        if listed.strays and not items:
            raise SourceError(NAME, Note.of("source.stale", expected=day, got=listed.strays))
        return _List(items, way="page" if items else None)

    def _page(self, day: date, seen_at: datetime) -> tuple[Announcement, ...]:
        answer = self._fetcher.get(f"{self._base}/papers?date={day.isoformat()}", source=NAME)
        return parse_page(answer.body, answer.url, day, seen_at)


def list_days(window: Window) -> tuple[date, ...]:
    """The days whose lists a window takes: those after the cursor and before its own day, the oldest first.

    None is later than the day that it is in UTC, whose list may still grow. The first run looks for the newest list
    that has items, and gets the days to try, the newest first.
    """
    last = min(window.day - _DAY, window.as_of.astimezone(UTC).date())
    if window.since is None:
        return tuple(last - _DAY * back for back in range(_FIRST_RUN_DAYS))
    return tuple(window.since + _DAY * step for step in range(1, (last - window.since).days + 1))


def _batch(
    window: Window, days: Sequence[date], read: Mapping[date, _List], failed: Mapping[date, SourceError]
) -> Batch:
    known = {each.key for each in window.known}
    items = tuple(item for day in sorted(read) for item in read[day].items if item.key not in known)
    way = next((each.way for each in read.values() if each.way), None)
    behind = _behind(window, read, max(days))
    cursor = min([_done_with(window, read, behind, max(days)), *(day - _DAY for day in failed)])
    gaps = (*_gaps(max(days), read, failed), *(Gap(NAME, _part(str(day), note)) for day, note in behind.items()))
    note = Note.of("source.fallback", way=way) if way else None if items or gaps else Note.of("source.quiet")
    return Batch(source=NAME, announcements=items, cursor=cursor, gaps=gaps, note=note)


def _behind(window: Window, read: Mapping[date, _List], last: date) -> Mapping[date, Note]:
    """The days whose list lacks what earlier editions have of it and has nothing else: it is an older one, which also
    lacks what they have not."""
    known: defaultdict[date, set[str]] = defaultdict(set)
    for each in window.known:
        known[each.batch].add(each.key)
    return {
        day: Note.of("source.partial", expected=len(known[day]), got=len(listed.items))
        for day, listed in read.items()
        if {each.key for each in listed.items} < known[day] and day > last - _CATCHES_UP
    }


def _gaps(last: date, read: Mapping[date, _List], failed: Mapping[date, SourceError]) -> tuple[Gap, ...]:
    """A gap per failed day; the last one also stands for the days behind it that were not asked for."""
    gave_up = max(failed) if len(failed) == _MOST_FAILURES and last not in read else None
    return tuple(
        Gap(NAME, _part(f"{day} – {last}" if day == gave_up != last else str(day), error.note))
        for day, error in failed.items()
    )


def _part(days: str, note: Note) -> Note:
    return Note.of("source.part", **{**dict(note.params), "part": days, "reason": note.code})


def _done_with(window: Window, read: Mapping[date, _List], behind: Collection[date], last: date) -> date:
    """The newest day whose list was read by an earlier edition too, is not ``behind``, and lies before a list that has
    begun: it needs no further look."""
    begun = {day for day, listed in read.items() if listed.items}
    seen = {each.batch for each in window.known if each.batch <= last}
    before = window.since or last - _DAY
    again = [*(begun - seen), *behind, max(begun, default=before + _DAY)]
    return max(min(max(seen, default=before), min(again) - _DAY), last - _SECOND_LOOK)


def _has_ended(day: date, as_of: datetime) -> bool:
    return datetime.combine(day + _DAY, time(), tzinfo=UTC) <= as_of


def _is_not_out(error: SourceError, day: date, as_of: datetime) -> bool:
    """Whether the API refused a day because its list is yet to come."""
    status = dict(error.note.params).get("status") if isinstance(error, FetchError) else None
    return status in ("400", "404") and not _has_ended(day, as_of)


def _json(body: bytes | str) -> object:
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise SourceError(NAME, Note.of("source.unparsable", what="JSON")) from error


def _items(value: object) -> list[object]:
    if not isinstance(value, list):
        raise SourceError(NAME, Note.of("source.unparsable", what="list"))
    return cast(list[object], value)


def parse_page(body: bytes, url: str, day: date, seen_at: datetime) -> tuple[Announcement, ...]:
    """The papers of the page for ``day``, whose final address is ``url``: none where it shows another day.

    A day without a list leads to the newest one before it. Its data stand in an attribute, as JSON.
    """
    data = parse_html(body, NAME).css_first('div[data-target="DailyPapers"][data-props]')
    if data is None:
        raise SourceError(NAME, Note.of("source.unparsable", what="DailyPapers"))
    props = _mapping(_json(data.attributes.get("data-props") or ""))
    shown = _day(str(props.get("dateString"))[:10])
    items = _items(props.get("dailyPapers"))
    led_to = _PAGE_OF_DAY.search(url)
    if shown is None:
        raise SourceError(NAME, Note.of("source.unparsable", what="dateString"))
    if shown != day or (led_to and led_to[1] != day.isoformat()):
        return ()
    told = parse_list(items, seen_at)
    found = {each.key: each for each in told if each.batch == day}
    if told and not found:
        raise SourceError(NAME, Note.of("source.stale", expected=day, got=max(each.batch for each in told)))
    return tuple(found.values())


def parse_list(items: Sequence[object], seen_at: datetime) -> tuple[Announcement, ...]:
    """The entries that name a paper. Raises SourceError where there are entries and none does."""
    found = tuple(each for item in items if (each := parse_item(item, seen_at)))
    if items and not found:
        raise SourceError(NAME, Note.of("source.unparsable", what="paper"))
    return found


def parse_item(item: object, seen_at: datetime) -> Announcement | None:
    """Read an entry of the list; None where it names no paper.

    The entry's own ``publishedAt`` is shifted by the offset of US Eastern and still labelled Z, so the paper's is
    taken; it is on the list of the day on which it was submitted there, whatever list was asked for.
    """
    entry = _mapping(item)
    paper = _mapping(entry.get("paper"))
    arxiv = parse_arxiv_id(name) if _ID.fullmatch(name := _text(paper.get("id"))) else None
    title = clean(_text(paper.get("title")))
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
        abstract=clean(_text(paper.get("summary"))) or None,
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
    names = (clean(_text(_mapping(item).get("name")), limit=200) for item in items)
    return tuple(name for name in names if name)


def _mapping(value: object) -> Mapping[str, Any]:
    return cast(Mapping[str, Any], value) if isinstance(value, dict) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _moment(value: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(_text(value))
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None

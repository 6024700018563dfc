"""arXiv's daily announcements: https://info.arxiv.org/help/availability.html

The listing page turns when the announcement is made, four hours before the feeds, so it is read first; where it fails,
the other ways are tried, and once the feed is there it checks what the listings gave.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from achim.domain.ids import PaperId
from achim.domain.note import Note
from achim.domain.paper import AnnounceKind, Announcement, Batch, Gap, Known, Window
from achim.errors import SourceError
from achim.ports import Clock, Fetcher
from achim.sources.arxiv_calendar import (
    announced,
    announced_at,
    batches,
    is_holiday,
    newest_batch,
    next_batch,
)
from achim.sources.arxiv_categories import covers
from achim.sources.arxiv_ways import Addresses, Found, Way, Ways

NAME = "arxiv"
_ORDER: tuple[AnnounceKind, ...] = ("new", "replace", "cross", "replace-cross", "featured")


class Arxiv:
    """The Source of arXiv's daily announcements in some categories.

    A late listing is waited for until ``wait_minutes`` after its announcement.
    """

    name = NAME

    def __init__(
        self,
        fetcher: Fetcher,
        *,
        clock: Clock,
        addresses: Addresses,
        categories: Sequence[str],
        holidays: frozenset[date],
        wait_minutes: int = 15,
    ) -> None:
        self._fetcher = fetcher
        self._clock = clock
        self._addresses = addresses
        self._categories = tuple(dict.fromkeys(categories))
        self._holidays = holidays
        self._wait_minutes = wait_minutes

    def has_turned(self, since: datetime, at: datetime) -> bool:
        return newest_batch(since) < newest_batch(at)

    def announcements(self, window: Window) -> Batch:
        newest = newest_batch(_end(window))
        if window.since is not None and newest <= window.since:
            return Batch(source=NAME, announcements=(), note=_quiet(newest))
        labels = [announced(newest, self._holidays)] if window.since is None else list(batches(window.since, newest))
        ways = Ways(
            self._fetcher,
            self._clock,
            self._addresses,
            holidays=self._holidays,
            wait_minutes=self._wait_minutes,
            as_of=window.as_of,
            earlier=_before(window),
        )
        reading = _Reading(ways, self._categories, self._holidays, newest_batch(window.as_of))
        for label in labels:
            reading.read(label)
        reading.check(window.known)
        return reading.batch(newest)


@dataclass(slots=True)
class _Reading:
    """What is learnt while the batches of a window are read. ``current`` is the one that the listings show."""

    ways: Ways
    categories: tuple[str, ...]
    holidays: frozenset[date]
    current: date
    found: list[Announcement] = field(default_factory=list[Announcement])
    faults: dict[str, Note] = field(default_factory=dict[str, Note])
    answered: bool = False
    served_by: list[str] = field(default_factory=list[str])
    unchecked: bool = False
    late: int = 0
    last_unchecked: bool = False

    def read(self, label: date) -> None:
        """One batch in all categories. One that is empty in all of them on a working day is not believed at once."""
        told = {category: self._first(category, label) for category in self.categories}
        if not _any_found(told.values()) and not is_holiday(label, self.holidays):
            told = {category: self._second(category, label, first) for category, first in told.items()}
        found: list[Announcement] = []
        for category, outcome in told.items():
            if isinstance(outcome, SourceError):
                self.faults.setdefault(category, outcome.note)
                continue
            self.answered = True
            found += [_as_seen_in(category, each) for each in outcome]
        found += self._lacking(label, found)
        self.found += found
        self.ways.turn_from(found)

    def _first(self, category: str, label: date) -> Found | SourceError:
        """From the first way that answers; where none does, the fault of the first.

        A way that stands in for the listing and has nothing on a working day may be behind: it is passed over.
        """
        if label != self.current:
            return self._ask(self.ways.others(label), category, label)
        found = self._ask([self.ways.listing], category, label)
        if not isinstance(found, SourceError):
            return found
        return self._instead(category, label) or (() if is_holiday(label, self.holidays) else found)

    def _instead(self, category: str, label: date) -> Found:
        """What the first way beside the listing has that has anything."""
        for way in self.ways.others(label):
            found = self._ask([way], category, label)
            if found and not isinstance(found, SourceError):
                return found
        return ()

    def _second(self, category: str, label: date, first: Found | SourceError) -> Found | SourceError:
        """Nothing at all on a working day is believed of a past batch only, and if every way that is open says so."""
        if isinstance(first, SourceError):
            return first
        if label == self.current:
            return self._instead(category, label) or SourceError(NAME, Note.of("source.empty"))
        told = [self._ask([way], category, label) for way in self.ways.others(label)]
        faults = [each for each in told if isinstance(each, SourceError)]
        return next((each for each in told if each and not isinstance(each, SourceError)), faults[0] if faults else ())

    def _ask(self, ways: Sequence[Way], category: str, label: date) -> Found | SourceError:
        fault: SourceError | None = None
        for way in ways:
            try:
                found = way.ask(category, label)
            except SourceError as error:
                fault = fault or error
                continue
            if found:
                self._note_way(way, label)
            return found
        return fault or SourceError(NAME, Note.of("source.not_for_past", day=label))

    def _note_way(self, way: Way, label: date) -> None:
        """Catch-up pages are what past batches are read from; anything else stands in for what should have been."""
        regular = "listing" if label == self.current else "catchup"
        if way.name not in (regular, *self.served_by):
            self.served_by.append(way.name)

    def _lacking(self, label: date, found: Sequence[Announcement]) -> list[Announcement]:
        """New papers that the feed has and the listings did not. Nothing follows from what a feed lacks.

        A feed of which the listings know less than half is of another day, whatever it says:
        https://github.com/ZJU-REAL/Polaris/issues/414
        """
        if not found or label != self.current or not self.ways.has_feed(label):
            return []
        try:
            fed = [each for each in self.ways.feed(self.categories, label) if each.kind in ("new", "cross")]
        except SourceError:
            self.unchecked = True
            return []
        known = {each.key for each in found}
        lacking = [each for each in fed if each.key not in known]
        self.unchecked = 2 * len(lacking) > len(fed)
        return [] if self.unchecked else lacking

    def check(self, known: Sequence[Known]) -> None:
        """Hold the last batches against OAI-PMH, whoever read them: what they left out comes late.

        Nothing follows from what the records lack, as a paper that moderators held back came before its batch's time.
        """
        if not self.answered:
            return
        labels = {each.batch for each in (*known, *self.found)} - {self.current}
        told = {each.paper_id for each in (*known, *self.found)}
        records: list[Announcement] = []
        for label in sorted(labels):
            for category in self.categories:
                try:
                    records += self.ways.oai.ask(category, label)
                except SourceError:
                    self.last_unchecked = True
        late = _once(each for each in records if each.paper_id not in told)
        self.late = len(late)
        self.found += late

    def batch(self, newest: date) -> Batch:
        if not self.answered:
            raise SourceError(NAME, next(iter(self.faults.values())))
        gaps = _gaps(self.faults)
        return Batch(
            source=NAME,
            announcements=_once(self.found),
            cursor=None if gaps else newest,
            gaps=gaps,
            note=self._note(newest),
        )

    def _note(self, newest: date) -> Note | None:
        if not self.found and not self.faults:
            return _quiet(newest)
        notes = [Note.of("source.late", count=self.late)] if self.late else []
        if self.served_by:
            notes.insert(0, Note.of("source.fallback", way=", ".join(self.served_by)))
        elif self.unchecked:
            notes.append(Note.of("source.unchecked"))
        notes += [Note.of("source.last_unchecked")] if self.last_unchecked else []
        return _both(notes)


def _both(notes: Sequence[Note]) -> Note | None:
    """One note that says the first two; each has parameters of its own."""
    if len(notes) < 2:
        return notes[0] if notes else None
    params = {name: value for note in notes[:2] for name, value in note.params}
    return Note.of("source.both", **{**params, "one": notes[0].code, "other": notes[1].code})


def _before(window: Window) -> list[tuple[PaperId, bool]]:
    """Papers of the last batches up to the cursor, and whether they were new; later ones may be read again."""
    earlier = [each for each in window.known if window.since and each.batch <= window.since]
    new = {each.paper_id for each in earlier if each.kind == "new"}
    return [(each.paper_id, each.paper_id in new) for each in earlier if each.paper_id]


def _any_found(outcomes: Iterable[Found | SourceError]) -> bool:
    return any(outcome for outcome in outcomes if not isinstance(outcome, SourceError))


def _as_seen_in(category: str, announcement: Announcement) -> Announcement:
    """A listing does not mark replacements of papers whose primary category is another one."""
    away = announcement.categories and not covers(category, announcement.categories[0])
    return replace(announcement, kind="replace-cross") if away and announcement.kind == "replace" else announcement


def _end(window: Window) -> datetime:
    """The moment up to which announcements belong to the edition: now, or the end of a past day."""
    zone = ZoneInfo(window.time_zone)
    midnight = datetime.combine(window.day + timedelta(days=1), time(), tzinfo=zone)
    return min(window.as_of, midnight)


def _quiet(newest: date) -> Note:
    return Note.of("source.weekend", newest=newest, next=announced_at(next_batch(newest)).astimezone(UTC).isoformat())


def _gaps(faults: dict[str, Note]) -> tuple[Gap, ...]:
    """One for all categories that failed for the same reason."""
    parts: dict[Note, list[str]] = {}
    for category, note in faults.items():
        parts.setdefault(note, []).append(category)
    return tuple(
        Gap(NAME, Note.of("source.part", part=", ".join(names), reason=note.code, **dict(note.params)))
        for note, names in parts.items()
    )


def _once(announcements: Iterable[Announcement]) -> tuple[Announcement, ...]:
    """One announcement per paper and batch: listed in several categories it is still one word of arXiv's.

    A category in which it is new says more than one that it is cross-listed to.
    """
    kept: dict[str, Announcement] = {}
    for announcement in announcements:
        known = kept.get(announcement.key)
        if known is None or _ORDER.index(announcement.kind) < _ORDER.index(known.kind):
            kept[announcement.key] = announcement
    return tuple(kept[key] for key in sorted(kept))

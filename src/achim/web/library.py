"""The library: every page of the reader by its place, with what it is made of. ``achim site`` writes them, ``achim
serve`` answers with them.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property, lru_cache, partial
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import chain

from achim import __version__
from achim.domain.edition import Edition, EditionKey, EditionKind
from achim.domain.ids import PaperId
from achim.domain.paper import AnyWork
from achim.domain.shelf import Head, Shown
from achim.domain.trends import Trends
from achim.domain.weeks import told_weeks
from achim.ports import Shelf
from achim.render.edition_json import edition_json
from achim.render.shown import EditionView
from achim.render.site import archive, corrections, edition, front, places, topic, topics, week, work
from achim.render.site.citations import bibtex, ris
from achim.render.site.edition import Around, Opened
from achim.render.site.feed_formats import atom, json_feed
from achim.render.site.feeds import NEWEST, Feed, Publisher, correction_feed, edition_feed, gone_feed, topic_feed
from achim.render.site.frame import KINDS, Frame, assets, html
from achim.render.site.trends import trends_page
from achim.render.view import view
from achim.settings import SiteSettings
from achim.steps.shares import monthly_shares
from achim.steps.trends import trends
from achim.steps.weekly import weekly

_OPEN = NEWEST + 10
"""Editions kept open: several pages show each, and those of its works; and the feeds of all topics the newest ones."""
_WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page that can be made. ``made_of`` names all that bears on it: the same names, the same bytes."""

    made_of: str
    make: Callable[[], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Public:
    """How a site is known: its address, the name that the ids of its feeds begin with, where mistakes are reported."""

    url: str | None = None
    id: str = ""
    flags_to: str | None = None


def public_of(settings: SiteSettings) -> Public:
    return Public(url=settings.url, id=settings.id, flags_to=settings.corrections_to or None)


class Site:
    """The sites of all languages of an archive as one: the main language at the root, others in folders."""

    def __init__(
        self,
        shelf: Shelf,
        lang: str,
        profile: str = "default",
        *,
        is_live: bool = False,
        has_user: bool = False,
        public: Public | None = None,
    ) -> None:
        public = public or Public()
        spoken = {head.key.lang for head in shelf.heads() if head.key.profile == profile}
        folders = {lang: "", **{each: f"{each}/" for each in sorted(spoken - {lang})}}
        self._shelf = shelf
        self._frames = {
            folder: Frame(
                lang=own,
                profile=profile,
                others=_others(folders, own),
                is_live=is_live,
                has_user=has_user,
                root=_up(folder),
                flags_to=public.flags_to,
            )
            for own, folder in folders.items()
        }
        self._publishers = {
            folder: Publisher(
                name=frame.name,
                lang=frame.lang,
                profile=profile,
                url=f"{public.url}/{folder}".rstrip("/") if public.url else None,
                id=public.id,
            )
            for folder, frame in self._frames.items()
        }

    def frame(self, place: str) -> Frame:
        """The frame of the site that a place is in."""
        folder = place.partition("/")[0] + "/"
        return self._frames.get(folder, self._frames[""])

    def leaves(self) -> dict[str, Leaf]:
        """All pages by place. Nothing is made before it is asked for; the shelf is read, in short."""
        return {
            folder + place: leaf
            for folder, frame in self._frames.items()
            for place, leaf in _Library(self._shelf, frame, self._publishers[folder]).leaves().items()
        }

    def gone(self, place: str) -> bytes:
        """What stands where a page or a feed was that is no longer printed; nothing where it was neither."""
        frame = self.frame(place)
        folder = _folder(frame, self._frames)
        own = place.removeprefix(folder)
        if own.endswith(".html"):
            title, why = frame.word("site.gone"), frame.word("site.gone.why")
            return html(frame, "gone", own, title, why=why).encode()
        above, _, name = own.rpartition("/")
        forms = {places.ATOM: atom, places.JSON_FEED: json_feed}
        return forms[name](gone_feed(f"{above}/", self._publishers[folder])) if name in forms else b""


def _others(folders: Mapping[str, str], lang: str) -> tuple[tuple[str, str], ...]:
    return tuple((each, _up(folders[lang]) + folder) for each, folder in folders.items() if each != lang)


def _up(folder: str) -> str:
    return "../" if folder else ""


def _folder(frame: Frame, frames: Mapping[str, Frame]) -> str:
    return next(folder for folder, each in frames.items() if each == frame)


class _Library:
    def __init__(self, shelf: Shelf, frame: Frame, publisher: Publisher) -> None:
        self._shelf = shelf
        self._publisher = publisher
        self._frame = frame
        self._heads = tuple(shelf.heads([frame.series(kind) for kind in KINDS]))
        self._base = (code_version(), repr(frame))
        self._named = {head.key: _name(head) for head in self._heads}
        self._edition = lru_cache(maxsize=_OPEN)(self._read)
        self._opened = lru_cache(maxsize=_OPEN)(self._open)

    def leaves(self) -> dict[str, Leaf]:
        parts = (self._assets(), self._front(), self._editions(), self._archive(), self._topics(), self._works())
        return dict(chain(*parts, self._weeks(), [self._trends()], self._feeds(), self._corrections()))

    def _assets(self) -> Iterator[tuple[str, Leaf]]:
        if not self._frame.root:
            for place in assets():
                yield self._leaf(place, lambda place=place: assets()[place])

    def _front(self) -> Iterator[tuple[str, Leaf]]:
        newest = [head for kind in KINDS for head in self._heads if head.key.kind == kind]
        firsts = {head.key.kind: head for head in reversed(newest)}
        told = [firsts[kind] for kind in KINDS if kind in firsts]
        days = sorted({head.key.day for head in self._heads}, reverse=True)[: front.RECENT]
        recent = [head for head in self._heads if head.key.day in days]

        def make() -> str:
            return front.front_page(self._frame, [self._opened(head.key) for head in told], recent)

        yield self._page(places.FRONT, make, [*told, *recent])

    def _editions(self) -> Iterator[tuple[str, Leaf]]:
        around = _around(self._heads)
        for head in self._heads:
            yield from self._one(head, around[head.key])

    def _one(self, head: Head, around: Around) -> Iterator[tuple[str, Leaf]]:
        key, frame = head.key, self._frame
        report, brief = places.edition_page(key), places.cards_page(key)
        yield self._page(report, lambda: edition.edition_page(frame, self._opened(key), around), [head], repr(around))
        yield self._page(brief, lambda: edition.cards_page(frame, self._opened(key), around), [head], repr(around))
        yield self._leaf(places.edition_data(key), lambda: edition_json(self._edition(key)), self._named[key])

    def _archive(self) -> Iterator[tuple[str, Leaf]]:
        frame, heads = self._frame, self._heads
        yield self._page(places.ARCHIVE, lambda: archive.archive_page(frame, heads), heads)
        for month, own in archive.months_of(heads).items():
            weeks = archive.weeks_of(month, heads)
            yield self._page(
                places.month_page(*month),
                lambda month=month, own=own, weeks=weeks: archive.month_page(frame, month, own, weeks),
                own,
                repr(weeks),
            )

    def _topics(self) -> Iterator[tuple[str, Leaf]]:
        yield self._page(places.TOPICS, lambda: topics.topics_page(self._frame, self._heads), self._heads)
        for kind in KINDS:
            heads = [head for head in self._heads if head.key.kind == kind]
            for key in dict.fromkeys(each.key for head in heads for each in head.topics):
                own = [head for head in heads if any(each.key == key for each in head.topics)]
                yield self._page(places.topic_page(kind, key), partial(self._topic, key, own), own)

    def _topic(self, key: str, heads: Sequence[Head]) -> str:
        newest = heads[0].key
        named = next(each.topic for each in self._edition(newest).sections if each.topic.key == key)
        since = topic.recent_since(newest.day)
        shown = self._shelf.shown([newest.series], since=since, topic=key)
        return topic.topic_page(self._frame, newest.kind, named, heads, shown)

    def _works(self) -> Iterator[tuple[str, Leaf]]:
        """In the order of editions, so that each is opened once for all the works that it shows."""
        heads = {head.key: head for head in self._heads}
        found: defaultdict[PaperId, list[Shown]] = defaultdict(list)
        for each in self._shown:
            if each.key in heads:
                found[each.work].append(each)
        for id, showings in found.items():
            of = [heads[each.key] for each in showings]
            yield self._page(places.work_page(id), partial(self._work, showings), of)
            if any(each.number for each in showings):
                for ending, cited in (("bib", bibtex), ("ris", ris)):
                    yield self._page(places.citation(id, ending), partial(self._citation, showings, cited), of)

    @cached_property
    def _shown(self) -> Sequence[Shown]:
        return self._shelf.shown([self._frame.series(kind) for kind in KINDS])

    def _work(self, showings: Sequence[Shown]) -> str:
        return work.work_page(self._frame, showings, self._telling(showings))

    def _citation(self, showings: Sequence[Shown], cited: Callable[[AnyWork], str]) -> str:
        found = work.record(self._telling(showings), showings[0].work)
        if found is None:
            raise LookupError(f"{showings[0].work} was on the shelf and is not in its editions")
        return cited(found)

    def _telling(self, showings: Iterable[Shown]) -> Sequence[Opened]:
        return [self._opened(each.key) for each in showings if each.number or each.is_update]

    def _open(self, key: EditionKey) -> Opened:
        edition = self._edition(key)
        return Opened(edition, view(edition, self._frame.flags_to))

    def _viewed(self, edition: Edition) -> EditionView:
        return self._opened(edition.key).view

    def _weeks(self) -> Iterator[tuple[str, Leaf]]:
        firsts = told_weeks(head.key.day for head in self._heads)
        for after, first, before in zip([None, *firsts], firsts, [*firsts[1:], None], strict=False):
            own = [head for head in self._heads if first <= head.key.day < first + _WEEK]
            make = partial(self._week, own, before, after)
            yield self._page(places.week_page(first), make, own, repr((before, after)))

    def _week(self, heads: Iterable[Head], before: date | None, after: date | None) -> str:
        return week.week_page(self._frame, weekly([self._edition(head.key) for head in heads]), before, after)

    def _trends(self) -> tuple[str, Leaf]:
        return self._page(places.TRENDS, self._trends_page, self._heads)

    def _trends_page(self) -> str:
        shown = self._shown
        found: dict[EditionKind, Trends] = {}
        for kind in KINDS:
            heads = [head for head in self._heads if head.key.kind == kind]
            if moved := trends(heads, [each for each in shown if each.key.kind == kind]):
                found[kind] = moved
        return trends_page(self._frame, found)

    def _feeds(self) -> Iterator[tuple[str, Leaf]]:
        """Of all editions, and of each topic that was ever printed."""
        own = self._publisher
        newest = self._heads[:NEWEST]
        yield from self._feed("", lambda: edition_feed(self._editions_of(newest), own, self._viewed), newest)
        for kind in KINDS:
            for counted in topics.counted(self._heads, kind):
                having = [head for head in self._heads if head.key.kind == kind and _has(head, counted.key)][:NEWEST]
                yield from self._feed(
                    places.topic_folder(kind, counted.key),
                    lambda kind=kind, key=counted.key, having=having: topic_feed(
                        self._editions_of(having), kind, key, own
                    ),
                    having,
                )

    def _corrections(self) -> Iterator[tuple[str, Leaf]]:
        """The newest corrections are of the editions that changed last."""
        frame, own, shares = self._frame, self._publisher, monthly_shares(self._heads)
        ever = (head for head in self._heads if head.corrections)
        by_time = sorted(ever, key=lambda head: head.updated_at or head.made_at, reverse=True)
        corrected, older = by_time[:NEWEST], [head.key for head in by_time[NEWEST:]]
        made_at = max((head.made_at for head in self._heads), default=None)
        yield self._page(
            places.CORRECTIONS,
            lambda: corrections.corrections_page(frame, self._editions_of(corrected), shares, older),
            corrected,
            repr((shares, older)),
        )
        yield from self._feed(
            places.CORRECTIONS_FOLDER,
            lambda: correction_feed(self._editions_of(corrected), shares, own, made_at),
            corrected,
            repr((shares, None if corrected else made_at)),
        )

    def _feed(
        self, folder: str, make: Callable[[], Feed], heads: Iterable[Head], *others: str
    ) -> Iterator[tuple[str, Leaf]]:
        made_of, made = (*self._names(heads), repr(self._publisher), *others), cache(make)
        yield self._leaf(f"{folder}{places.ATOM}", lambda: atom(made()), *made_of)
        yield self._leaf(f"{folder}{places.JSON_FEED}", lambda: json_feed(made()), *made_of)

    def _editions_of(self, heads: Iterable[Head]) -> Iterator[Edition]:
        return (self._edition(head.key) for head in heads)

    def _page(self, place: str, make: Callable[[], str], heads: Iterable[Head], *others: str) -> tuple[str, Leaf]:
        return self._leaf(place, lambda: make().encode(), *self._names(heads), *others)

    def _names(self, heads: Iterable[Head]) -> Iterator[str]:
        return (self._named[head.key] for head in heads)

    def _leaf(self, place: str, make: Callable[[], bytes], *made_of: str) -> tuple[str, Leaf]:
        return place, Leaf(_digest(*self._base, place, *made_of), make)

    def _read(self, key: EditionKey) -> Edition:
        found = self._shelf.edition(key)
        if found is None:
            raise LookupError(f"{key} was on the shelf and is not in the archive")
        return found


def _around(heads: Sequence[Head]) -> Mapping[EditionKey, Around]:
    """The editions beside each; ``heads`` come newest day first."""
    keys = [head.key for head in heads]
    days = {(key.kind, key.day): key for key in keys}
    found: dict[EditionKey, Around] = {}
    for kind in KINDS:
        own = [key for key in keys if key.kind == kind]
        for before, key, after in zip([*own[1:], None], own, [None, *own], strict=False):
            twin = next((days.get((other, key.day)) for other in KINDS if other != kind), None)
            found[key] = Around(before=before, after=after, twin=twin)
    return found


def _has(head: Head, topic: str) -> bool:
    return any(each.key == topic for each in head.topics)


def _name(head: Head) -> str:
    return f"{head.key}#{head.revision}@{head.made_at.isoformat()}"


def _digest(*parts: str) -> str:
    whole = hashlib.sha256()
    for part in parts:
        whole.update(f"{len(part)}:{part}".encode())
    return whole.hexdigest()


@cache
def code_version() -> str:
    """Changes whenever what makes pages may have changed: version, templates and the code beside them."""
    whole = hashlib.sha256(__version__.encode())
    for body in _sources(files("achim.render")):
        whole.update(body)
    return whole.hexdigest()


def _sources(folder: Traversable) -> Iterator[bytes]:
    for each in sorted(folder.iterdir(), key=lambda found: found.name):
        if each.is_dir() and each.name != "__pycache__":
            yield from _sources(each)
        elif each.is_file():
            yield each.read_bytes()

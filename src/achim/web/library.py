"""The library: every page of the reader by its place, with what it is made of. ``achim site`` writes them, ``achim
serve`` answers with them.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import chain

from achim import __version__
from achim.domain.edition import Edition, EditionKey
from achim.domain.shelf import Head
from achim.ports import Shelf
from achim.render.edition_json import edition_json
from achim.render.site import archive, corrections, edition, front, places, topics
from achim.render.site.edition import Around
from achim.render.site.feed_formats import atom, json_feed
from achim.render.site.feeds import NEWEST, Feed, Publisher, correction_feed, edition_feed, topic_feed
from achim.render.site.frame import KINDS, Frame, assets, html
from achim.steps.corrections import monthly_shares


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


class Site:
    """The sites of all languages of an archive as one: the main language at the root, others in folders."""

    def __init__(
        self,
        shelf: Shelf,
        lang: str,
        profile: str = "default",
        *,
        is_live: bool = False,
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
        """What stands where a page was that is no longer printed; nothing where it was no page."""
        if not place.endswith(".html"):
            return b""
        frame = self.frame(place)
        title, why = frame.word("site.gone"), frame.word("site.gone.why")
        return html(frame, "gone", place.removeprefix(_folder(frame, self._frames)), title, why=why).encode()


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

    def leaves(self) -> dict[str, Leaf]:
        parts = (self._assets(), self._front(), self._editions(), self._archive(), self._topics())
        return dict(chain(*parts, self._feeds(), self._corrections()))

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
            return front.front_page(self._frame, [self._edition(head.key) for head in told], recent)

        yield self._page(places.FRONT, make, [*told, *recent])

    def _editions(self) -> Iterator[tuple[str, Leaf]]:
        around = _around(self._heads)
        for head in self._heads:
            yield from self._one(head, around[head.key])

    def _one(self, head: Head, around: Around) -> Iterator[tuple[str, Leaf]]:
        key, frame = head.key, self._frame
        report, brief = places.edition_page(key), places.cards_page(key)
        yield self._page(report, lambda: edition.edition_page(frame, self._edition(key), around), [head], repr(around))
        yield self._page(brief, lambda: edition.cards_page(frame, self._edition(key), around), [head], repr(around))
        yield self._leaf(places.edition_data(key), lambda: edition_json(self._edition(key)), _name(head))

    def _archive(self) -> Iterator[tuple[str, Leaf]]:
        frame, heads = self._frame, self._heads
        yield self._page(places.ARCHIVE, lambda: archive.archive_page(frame, heads), heads)
        for month, own in archive.months_of(heads).items():
            yield self._page(
                places.month_page(*month), lambda month=month, own=own: archive.month_page(frame, month, own), own
            )

    def _topics(self) -> Iterator[tuple[str, Leaf]]:
        yield self._page(places.TOPICS, lambda: topics.topics_page(self._frame, self._heads), self._heads)

    def _feeds(self) -> Iterator[tuple[str, Leaf]]:
        """Of all editions, and of each topic that was ever printed."""
        own = self._publisher
        newest = self._heads[:NEWEST]
        yield from self._feed("", lambda: edition_feed(self._opened(newest), own), newest)
        for kind in KINDS:
            for topic in topics.counted(self._heads, kind):
                having = [head for head in self._heads if head.key.kind == kind and _has(head, topic.key)][:NEWEST]
                yield from self._feed(
                    places.topic_folder(kind, topic.key),
                    lambda kind=kind, topic=topic.key, having=having: topic_feed(
                        self._opened(having), kind, topic, own
                    ),
                    having,
                )

    def _corrections(self) -> Iterator[tuple[str, Leaf]]:
        """The newest corrections are of the editions that changed last."""
        frame, own, shares = self._frame, self._publisher, monthly_shares(self._heads)
        ever = (head for head in self._heads if head.corrections)
        corrected = sorted(ever, key=lambda head: head.updated_at or head.made_at, reverse=True)[:NEWEST]
        yield self._page(
            places.CORRECTIONS,
            lambda: corrections.corrections_page(frame, self._opened(corrected), shares),
            corrected,
            repr(shares),
        )
        yield from self._feed(
            places.CORRECTIONS_FOLDER,
            lambda: correction_feed(self._opened(corrected), shares, own),
            corrected,
            repr(shares),
        )

    def _feed(
        self, folder: str, make: Callable[[], Feed], heads: Iterable[Head], *others: str
    ) -> Iterator[tuple[str, Leaf]]:
        made_of, made = (*map(_name, heads), repr(self._publisher), *others), cache(make)
        yield self._leaf(f"{folder}{places.ATOM}", lambda: atom(made()), *made_of)
        yield self._leaf(f"{folder}{places.JSON_FEED}", lambda: json_feed(made()), *made_of)

    def _opened(self, heads: Iterable[Head]) -> Iterator[Edition]:
        return (self._edition(head.key) for head in heads)

    def _page(self, place: str, make: Callable[[], str], heads: Iterable[Head], *others: str) -> tuple[str, Leaf]:
        return self._leaf(place, lambda: make().encode(), *map(_name, heads), *others)

    def _leaf(self, place: str, make: Callable[[], bytes], *made_of: str) -> tuple[str, Leaf]:
        return place, Leaf(_digest(*self._base, place, *made_of), make)

    def _edition(self, key: EditionKey) -> Edition:
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

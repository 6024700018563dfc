"""Stars and mutes → what a profile learns from them, in words."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from achim.domain.ids import PaperId
from achim.domain.interests import ExamplePaper, Interests, Never, Wish
from achim.domain.marks import Kept, Mark
from achim.domain.note import Note
from achim.domain.paper import Announcement
from achim.steps.facts import name_key

MOST_MARKS = 200
"""The newest of each kind; what was marked long before them teaches no more, though the muted stay hidden."""
STARRED_TWICE = 2
AUTHOR_WEIGHT = 0.5
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Learnt:
    """The interests with what marks add; ``notes`` say all of it, ``news`` what came since the edition before."""

    interests: Interests
    notes: tuple[Note, ...] = ()
    news: tuple[Note, ...] = ()


def learn(
    interests: Interests,
    kept: Kept,
    works: Mapping[PaperId, Announcement],
    *,
    until: datetime,
    since: datetime | None = None,
) -> Learnt:
    """A starred work is an example of what is wanted, a muted one of what is not and never shown again; who wrote two
    starred works is followed at half weight. Marks made after ``until`` are left to the next edition."""
    marks = sorted((mark for mark in kept.marks if mark.at <= until), key=lambda mark: mark.at, reverse=True)
    stars = [mark for mark in marks if mark.kind == "star"][:MOST_MARKS]
    muted = [mark for mark in marks if mark.kind == "mute"]
    mutes = muted[:MOST_MARKS]
    if not marks:
        return Learnt(interests)
    known = {name_key(wish.text) for wish in interests.authors}
    authors = [author for author in _shared_authors(stars, works) if name_key(author) not in known]
    learnt = replace(
        interests,
        papers=(
            *(_example(mark, works, 1.0) for mark in stars),
            *(_example(mark, works, -1.0) for mark in mutes),
            *interests.papers,
        ),
        authors=(*interests.authors, *(Wish(author, AUTHOR_WEIGHT) for author in authors)),
        never=(*interests.never, *(Never("work", mark.work) for mark in muted)),
    )
    fresh = [mark for mark in marks if since is None or mark.at > since]
    before = _shared_authors([mark for mark in stars if mark not in fresh], works)
    return Learnt(
        learnt,
        _notes(stars, mutes, authors, works),
        _notes(
            [mark for mark in stars if mark in fresh],
            [mark for mark in mutes if mark in fresh],
            [author for author in authors if author not in before],
            works,
        ),
    )


def _example(mark: Mark, works: Mapping[PaperId, Announcement], weight: float) -> ExamplePaper:
    told = works.get(mark.work)
    title, abstract = (told.title, told.abstract or "") if told else ("", "")
    return ExamplePaper(id=mark.work, title=title, abstract=abstract, weight=weight)


def _shared_authors(stars: list[Mark], works: Mapping[PaperId, Announcement]) -> list[str]:
    """Those of two starred works or more, as the newest writes them."""
    named: dict[frozenset[str], str] = {}
    counts: Counter[frozenset[str]] = Counter()
    for mark in stars:
        authors = {name_key(author): author for author in (works[mark.work].authors if mark.work in works else ())}
        counts.update(authors.keys())
        named = {**authors, **named}
    return sorted(named[key] for key, count in counts.items() if key and count >= STARRED_TWICE)


def _notes(
    stars: list[Mark], mutes: list[Mark], authors: list[str], works: Mapping[PaperId, Announcement]
) -> tuple[Note, ...]:
    told = [Note.of("learnt.more", count=len(stars), titles=_titles(stars, works))] if stars else []
    told += [Note.of("learnt.less", count=len(mutes), titles=_titles(mutes, works))] if mutes else []
    told += [Note.of("learnt.authors", authors=", ".join(authors))] if authors else []
    return tuple(told)


def _titles(marks: list[Mark], works: Mapping[PaperId, Announcement]) -> str:
    named = [works[mark.work].title if mark.work in works else str(mark.work) for mark in marks]
    return " / ".join(named[:_NAMED]) + (" …" if len(named) > _NAMED else "")


def notice_of(news: tuple[Note, ...]) -> Note | None:
    """What an edition says that it learnt, in one note; None where it learnt nothing."""
    if not news:
        return None
    told = {note.code: dict(note.params) for note in news}
    more, less = (told.get(f"learnt.{each}", {}).get("titles", "-") for each in ("more", "less"))
    return Note.of("notice.learnt", more=more, less=less, authors=told.get("learnt.authors", {}).get("authors", "-"))

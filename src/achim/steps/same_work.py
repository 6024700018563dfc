"""Whether announcements that no id joins speak of one work: title, authors and abstract weighed together.

A wrong merge is worse than a miss: what contradicts parts, and of two works that fit alike neither is taken. Every
outcome is a function of the set of works, so the order of arrival changes nothing.
"""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import TypeVar
from zlib import crc32

from achim.domain.paper import Announcement
from achim.domain.text import fold

TITLE_WORDS = 4
"""A shorter title is borne by many works and says nothing alone."""
OTHER_WORK = 0.05
"""Below this containment of abstracts the same title is another work's."""
ALIKE = 0.6
"""Jaccard similarity at which abstracts speak for one work whatever the title, where authors are not known."""
ALIKE_BY_AUTHORS = 0.45
"""The same where at least half of the authors are shared."""
_NEARLY_EQUAL = 0.6
"""Containment of abstracts at which a short title, or the title of a work with a DOI, is taken for the same work's."""
CLEARLY = 0.15
"""By how much the best fit must beat the next."""
_ENOUGH = 20
"""Shingles that an abstract must have to be compared."""
_SKETCH = 16
"""Smallest shingles that stand for an abstract; a Jaccard similarity of 0.3 escapes three times in 1,000."""
_CROWD = 64
"""A shingle that more works share is a phrase of the trade, and finds nothing."""
_WORDS = re.compile(r"[^\W_]+")
_COMMAND = re.compile(r"\\[a-zA-Z]+")
Mark = TypeVar("Mark", bound=Hashable)
_NOBODY = frozenset({"anonymous", "anonymous authors", "et al", "others", "and others", "unknown"})


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of a work by which another may be told to be the same.

    ``ids`` are its arXiv id and DOI as far as known; ``titles`` are folded, without spaces; ``authors`` holds for each
    author the ways to write the name as one word and an initial; ``abstracts`` are sets of hashed word triples.
    """

    key: str
    ids: frozenset[str]
    titles: frozenset[str]
    is_short: bool
    authors: tuple[frozenset[str], ...]
    abstracts: tuple[frozenset[int], ...]

    @classmethod
    def of(cls, key: str, ids: Iterable[str], announcements: Sequence[Announcement]) -> "Evidence":
        authors = {author for each in announcements for author in each.authors}
        return cls._made(
            key, ids, {each.title for each in announcements}, authors, {each.abstract for each in announcements}
        )

    @classmethod
    def told(cls, key: str, ids: Iterable[str], title: str, abstract: str) -> "Evidence":
        """Of a work that is known by what was printed of it."""
        return cls._made(key, ids, {title}, (), {abstract})

    @classmethod
    def _made(
        cls, key: str, ids: Iterable[str], told: Iterable[str], authors: Iterable[str], texts: Iterable[str | None]
    ) -> "Evidence":
        titles = {fold(title) for title in told if title}
        names = {name for author in authors if (name := fold(author)) not in _NOBODY}
        abstracts = {text for text in texts if text}
        triples = (shingles(abstract) for abstract in sorted(abstracts))
        return cls(
            key,
            frozenset(ids),
            frozenset(title.replace(" ", "") for title in titles if title),
            all(len(title.split()) < TITLE_WORDS for title in titles),
            tuple(_spellings(name) for name in sorted(names) if name),
            tuple(found for found in triples if len(found) >= _ENOUGH),
        )


def shingles(abstract: str) -> frozenset[int]:
    """The hashed word triples of a text."""
    words = _WORDS.findall(_COMMAND.sub(" ", abstract).casefold())
    codes = [_code(word) for word in words]
    triples = zip(codes, codes[1:], codes[2:], strict=False)
    return frozenset(((one * 31 + two) * 31 + three) * 0x9E3779B1 & 0xFFFFFFFF for one, two, three in triples)


@lru_cache(maxsize=65_536)
def _code(word: str) -> int:
    return crc32(word.encode())


def _spellings(name: str) -> frozenset[str]:
    """*Ada Lovelace*, *A. Lovelace* and *Lovelace, Ada* share one; family names stand first or last."""
    words = name.split()
    first, last = words[0], words[-1]
    return frozenset({name} if len(words) == 1 else {f"{last} {first[0]}", f"{first} {last[0]}"})


def fit(one: Evidence, other: Evidence) -> float | None:
    """1 for the same title plus the similarity of the abstracts; None where the two are not told to be one work."""
    shared = shared_authors(one, other)
    if _ids_differ(one, other) or shared == 0:
        return None
    closeness = max(((jaccard(a, b), _containment(a, b)) for a, b in _texts(one, other)), default=None)
    if one.titles & other.titles:
        return _fit_by_title(one, other, shared, closeness)
    if closeness is None or closeness[0] < (ALIKE_BY_AUTHORS if shared and shared >= 0.5 else ALIKE):
        return None
    return closeness[0]


def _fit_by_title(
    one: Evidence, other: Evidence, shared: float | None, closeness: tuple[float, float] | None
) -> float | None:
    alike, contained = closeness or (0.0, 0.0)
    if closeness and contained < OTHER_WORK:
        return None
    has_more = bool(shared) or contained >= _NEARLY_EQUAL
    needs_more = (one.is_short and other.is_short) or (bool(one.ids) and bool(other.ids))
    return None if needs_more and not has_more else 1 + max(alike, contained / 2)


def _ids_differ(one: Evidence, other: Evidence) -> bool:
    kinds = [each.partition(":")[0] for each in one.ids | other.ids]
    return len(kinds) > len(set(kinds))


def shared_authors(one: Evidence, other: Evidence) -> float | None:
    """The share of the shorter list's authors that the other has; None where one has no authors."""
    if not one.authors or not other.authors:
        return None
    few, many = sorted((one.authors, other.authors), key=len)
    known = frozenset[str]().union(*many)
    return sum(not known.isdisjoint(spellings) for spellings in few) / len(few)


def _texts(one: Evidence, other: Evidence) -> Iterator[tuple[frozenset[int], frozenset[int]]]:
    return ((mine, theirs) for mine in one.abstracts for theirs in other.abstracts)


def jaccard(one: frozenset[Mark], other: frozenset[Mark]) -> float:
    """https://en.wikipedia.org/wiki/Jaccard_index; 0 where one is empty."""
    both = len(one & other)
    return both / (len(one) + len(other) - both) if both else 0.0


def _containment(one: frozenset[int], other: frozenset[int]) -> float:
    """A feed may cut an abstract short: https://en.wikipedia.org/wiki/Overlap_coefficient"""
    return len(one & other) / min(len(one), len(other))


class _Index:
    """Finds, among works, those that can fit another: by title, or by the smallest shingles of an abstract."""

    def __init__(self, works: Iterable[Evidence]) -> None:
        self._found: defaultdict[str | int, list[Evidence]] = defaultdict(list)
        for work in works:
            for mark in _marks(work):
                self._found[mark].append(work)

    def near(self, work: Evidence) -> Iterable[Evidence]:
        crowds = ((mark, self._found.get(mark, ())) for mark in _marks(work))
        return {
            each.key: each
            for mark, crowd in crowds
            if isinstance(mark, str) or len(crowd) <= _CROWD
            for each in crowd
            if each.key != work.key
        }.values()


def _marks(work: Evidence) -> frozenset[str | int]:
    return work.titles.union(*(sorted(abstract)[:_SKETCH] for abstract in work.abstracts))


def homes(guests: Sequence[Evidence], hosts: Sequence[Evidence]) -> tuple[Mapping[str, str], frozenset[str]]:
    """For each guest the host that it is the same work as, by key; and the guests that fit several alike.

    Guests of one host that contradict each other all stay out.
    """
    index = _Index(hosts)
    best: dict[str, str] = {}
    torn: set[str] = set()
    for guest in guests:
        fits = sorted(((score, host.key) for host in index.near(guest) if (score := fit(guest, host))), reverse=True)
        if len(fits) > 1 and fits[0][0] - fits[1][0] < CLEARLY:
            torn.add(guest.key)
        elif fits:
            best[guest.key] = fits[0][1]
    torn |= _quarrelling([guest for guest in guests if guest.key in best], best)
    return {guest: host for guest, host in best.items() if guest not in torn}, frozenset(torn)


def _quarrelling(guests: Sequence[Evidence], home: Mapping[str, str]) -> set[str]:
    together: defaultdict[str, list[Evidence]] = defaultdict(list)
    for guest in guests:
        together[home[guest.key]].append(guest)
    return {
        each.key for crowd in together.values() for pair in combinations(crowd, 2) if contradict(*pair) for each in pair
    }


def contradict(one: Evidence, other: Evidence) -> bool:
    """Whether something tells two works apart, whatever else speaks for one."""
    apart = all(_containment(*pair) < OTHER_WORK for pair in _texts(one, other))
    return (
        _ids_differ(one, other) or shared_authors(one, other) == 0 or bool(one.abstracts and other.abstracts and apart)
    )


def companies(works: Sequence[Evidence]) -> Iterator[tuple[str, ...]]:
    """Works without an id that are one: all that fit, directly or through others, unless any two contradict."""
    index = _Index(works)
    of = {work.key: work for work in works}
    near = {work.key: [each.key for each in index.near(work) if fit(work, each)] for work in works}
    seen: set[str] = set()
    for start in sorted(near):
        if start in seen:
            continue
        reached = _reached(start, near)
        seen |= reached
        pairs = combinations([of[key] for key in sorted(reached)], 2)
        if len(reached) > 1 and not any(contradict(*pair) for pair in pairs):
            yield tuple(sorted(reached))


def _reached(start: str, near: Mapping[str, Sequence[str]]) -> set[str]:
    reached = {start}
    ahead = [start]
    while ahead:
        fresh = set(near[ahead.pop()]) - reached
        reached |= fresh
        ahead.extend(fresh)
    return reached

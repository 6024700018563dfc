"""What signals ask of works, worked out once for all readers."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from achim.domain.ids import PaperId
from achim.domain.paper import AnyWork, Paper, Story
from achim.domain.topic import Topic
from achim.steps.topic_phrases import words

TOLD_ENOUGH = 20
"""Works that must have been told before anything can be called new against them."""
_NAME_PART = re.compile(r"[^\W_]+")
_HANGUL_END = re.compile(r"[가-힣]\Z")
_ADDRESS = re.compile(r"https?://[^\s<>\"'{}|\\^`()\[\]]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Texts are words between single spaces, with a space before and after; ``told`` is where a work says whose it is.
    ``addresses`` are those that it names. ``attention`` are the points of a thread about it on Hacker News, None where
    there was none.
    """

    title: str
    text: str
    told: str
    authors: tuple[frozenset[str], ...]
    addresses: tuple[str, ...]
    telling: tuple[str, ...] = ()
    """The words of the title that may be new to somebody."""
    topic: Topic | None = None
    attention: int | None = None


def facts_of(
    works: Iterable[AnyWork], topics: Mapping[PaperId, Topic], attention: Mapping[PaperId, int]
) -> dict[PaperId, Facts]:
    """Topics and points by work."""
    return {
        work.id: Facts(
            title=padded(work.title),
            text=padded(f"{work.title} / {work.abstract}"),
            told=padded(" / ".join(_telling(work))),
            authors=tuple(filter(None, map(name_key, work.authors))),
            addresses=addresses_of(work),
            telling=_telling_words(work.title),
            topic=topics.get(work.id),
            attention=attention.get(work.id),
        )
        for work in works
    }


def padded(text: str) -> str:
    return f" {' '.join(words(unicodedata.normalize('NFKC', text)))} "


def _telling_words(title: str) -> tuple[str, ...]:
    return tuple(word for word in dict.fromkeys(padded(title).split()) if len(word) > 3 and word.isalpha())


def words_of(phrase: str) -> tuple[str, ...]:
    """Its words as ``padded`` tells them."""
    return tuple(words(unicodedata.normalize("NFKC", phrase)))


def is_korean(word: str) -> bool:
    """Whether the word ends in Hangul, so that a particle may follow it."""
    return bool(_HANGUL_END.search(word))


def says(text: str, phrase: str) -> bool:
    """Whether a padded text has the phrase, in the plural too, and with a Korean particle after it."""
    return any(form in text for form in _forms(phrase))


@lru_cache(maxsize=4_096)
def _forms(phrase: str) -> tuple[str, ...]:
    """What a padded text has that says the phrase."""
    key = " ".join(words_of(phrase))
    if is_korean(key):
        return (f" {key}",)
    return (f" {key} ", f" {key}s ") if key else ()


@lru_cache(maxsize=16_384)
def name_key(name: str) -> frozenset[str]:
    """A name whatever the order of its parts, its accents and its commas: *Kim, Min* is *Min Kim*."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return frozenset(_NAME_PART.findall("".join(sign for sign in plain if not unicodedata.combining(sign))))


def addresses_of(work: AnyWork) -> tuple[str, ...]:
    """What it gives of addresses: its own of code, and those in its abstract and comment; lower case."""
    told = [work.abstract, *((work.comment or "", work.code_url or "") if isinstance(work, Paper) else ())]
    found = (match.rstrip(".,;:").lower() for text in told for match in _ADDRESS.findall(text))
    return tuple(dict.fromkeys(found))


def _telling(work: AnyWork) -> Iterable[str]:
    """Where a work says whose it is: no source tells affiliations, so its texts, its comment and its addresses."""
    yield from (work.title, work.abstract)
    if isinstance(work, Paper):
        yield work.comment or ""
    if isinstance(work, Story):
        yield work.publisher
    yield from addresses_of(work)


def words_told(texts: Iterable[str]) -> frozenset[str] | None:
    """The words of what was told before; None where that was too little to call anything new."""
    told = list(texts)
    return frozenset(word for text in told for word in words(text)) if len(told) >= TOLD_ENOUGH else None

"""Terms of the field as keys: two spellings of one term have the same key, and texts are searched for keys."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

LONGEST = 4
"""Words in a keyword."""

Key = tuple[str, ...]
"""A term's words in small letters and in the singular; hyphens part words."""

_WORD = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9+@.]*[A-Za-z0-9+])?")


@lru_cache(maxsize=20_000)
def term_key(term: str) -> Key:
    """What two spellings of one term have in common."""
    return words_key(term)


def words_key(text: str) -> Key:
    """The key of a text of any length; not remembered."""
    return tuple(singular(word) for word in _WORD.findall(text.replace("-", " ").lower()))


def singular(word: str) -> str:
    """An English word, in small letters, in the singular."""
    if len(word) <= 3 or word.endswith(("ss", "us", "is", "ous", "ics")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") else word


def holds(words: Key, part: Key) -> bool:
    """Whether ``part`` stands in ``words``, in one piece."""
    size = len(part)
    return any(words[at : at + size] == part for at in range(len(words) - size + 1))


@dataclass(frozen=True, slots=True)
class Places:
    """The words of a text and where each stands, for counting terms in it."""

    words: Key
    at: Mapping[str, tuple[int, ...]]

    @classmethod
    def of(cls, text: str) -> "Places":
        words = words_key(text)
        at: defaultdict[str, list[int]] = defaultdict(list)
        for place, word in enumerate(words):
            at[word].append(place)
        return cls(words, {word: tuple(places) for word, places in at.items()})

    def count(self, key: Key) -> int:
        """How often ``key`` stands in the text."""
        return len(self.starts(key))

    def starts(self, key: Key) -> tuple[int, ...]:
        """Where ``key`` begins in the text."""
        size = len(key)
        return (
            tuple(place for place in self.at.get(key[0], ()) if self.words[place : place + size] == key) if key else ()
        )


@dataclass(frozen=True, slots=True)
class KnownTerms:
    """Terms that a glossary puts into Korean or keeps, and those that are only known to be terms."""

    renderings: Mapping[Key, tuple[str, str | None]]
    """Key to the glossary's spelling and its Korean rendering, None for a term that stays English."""
    plain: frozenset[Key]
    """Terms without an entry in the glossary."""
    acronyms: Mapping[Key, Key]
    """Known acronyms that are the initials of a rendered term: LLM, large language model."""
    first: Mapping[str, tuple[Key, ...]]
    """The keys of ``renderings`` by their first word."""

    @classmethod
    def of(cls, glossary: Mapping[str, str | None], plain: Iterable[str] = ()) -> "KnownTerms":
        """``plain`` may hold stems that end in ``*``; what matches any ending is no term and left out."""
        renderings = {key: (term, korean) for term, korean in glossary.items() if (key := term_key(term))}
        first: defaultdict[str, list[Key]] = defaultdict(list)
        for key in sorted(renderings):
            first[key[0]].append(key)
        rendered = sorted(key for key, (_, korean) in renderings.items() if korean and len(key) > 1)
        initials = {("".join(word[0] for word in key),): key for key in rendered}
        return cls(
            renderings=renderings,
            plain=frozenset(term_key(term) for term in plain if not term.endswith("*")),
            acronyms={acronym: key for acronym, key in initials.items() if acronym in renderings},
            first={word: tuple(keys) for word, keys in first.items()},
        )

    def within(self, words: Key) -> Iterator[Key]:
        """The keys of the glossary's terms that stand in a text, each once."""
        for word in dict.fromkeys(words):
            for key in self.first.get(word, ()):
                if len(key) == 1 or holds(words, key):
                    yield key

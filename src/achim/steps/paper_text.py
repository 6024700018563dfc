"""A paper's title and abstract, read once for counting terms in them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from achim.domain.paper import Work
from achim.steps.acronyms import acronyms
from achim.steps.terms import Key, KnownTerms, Places, term_key

_LONG_TITLE, _LONG_ABSTRACT = 400, 4_000
"""Characters beyond which nothing is read; arXiv allows an abstract 1,920."""


@dataclass(frozen=True, slots=True)
class PaperText:
    """Title and abstract as sequences of words; acronyms count as what they stand for."""

    title: Places
    body: Places
    raw_title: str
    abstract: str
    defined: Mapping[Key, str]
    """Acronyms that the paper defines, and how it spells what they stand for."""
    short: Mapping[Key, Key]
    """Acronyms, known or defined here, and what they stand for."""

    @classmethod
    def of(cls, paper: Work, terms: KnownTerms) -> "PaperText":
        raw_title, abstract = paper.title[:_LONG_TITLE], paper.abstract[:_LONG_ABSTRACT]
        title, body = Places.of(raw_title), Places.of(abstract)
        defined = dict(acronyms(f"{raw_title}. {abstract}"))
        present = {key: long for key, long in terms.acronyms.items() if key[0] in title.at or key[0] in body.at}
        short = present | {acronym: term_key(long) for acronym, long in defined.items()}
        return cls(title, body, raw_title, abstract, defined, short)

    @property
    def raw(self) -> str:
        return f"{self.raw_title}. {self.abstract}"

    def in_title(self, key: Key) -> bool:
        return self.title.count(key) > 0 or any(self.title.count(acronym) for acronym in self._acronyms(key))

    def count(self, key: Key) -> int:
        return self.title.count(key) + self.body.count(key)

    def mentions(self, key: Key) -> int:
        """How often a term stands there, spelled out or as its acronym."""
        return self.count(key) + sum(len(alone(acronym).findall(self.raw)) for acronym in self._acronyms(key))

    def _acronyms(self, key: Key) -> Iterator[Key]:
        return (acronym for acronym, long in self.short.items() if long == key)

    def long(self, key: Key) -> Key:
        """The key with acronyms spelled out."""
        return tuple(word for part in key for word in self.short.get((part,), (part,)))


def alone(acronym: Key) -> re.Pattern[str]:
    """An acronym by itself or before a hyphen: not the CoT of *S2-CoT*."""
    return re.compile(rf"(?<![\w-]){re.escape('-'.join(acronym))}s?(?!\w)", re.IGNORECASE)

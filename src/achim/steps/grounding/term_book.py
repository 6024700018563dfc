"""What the glossary says of a claim's words: renderings that are wrong, and which terms a rendering may stand for."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from achim.steps.terms import Key, holds, term_key

_LEAST, _START = 3, 2
"""Characters of a rendering that is looked for, and of its beginning by which it is found."""
_STEM = 5


class GlossaryTerm(Protocol):
    """As a glossary has it: ``is_subject`` is False for words that papers of any subject use."""

    @property
    def english(self) -> str: ...
    @property
    def renderings(self) -> tuple[str, ...]: ...
    @property
    def forbidden(self) -> tuple[str, ...]: ...
    @property
    def is_subject(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class RefusedTerm:
    """An English term, as a pattern of its spellings, with the renderings that are wrong for it."""

    pattern: str
    forbidden: tuple[str, ...]
    is_phrase: bool

    def stands_in(self, text: str) -> bool:
        return re.search(self.pattern, text, re.IGNORECASE) is not None


@dataclass(frozen=True, slots=True)
class RenderedTerm:
    """A term of several words: its renderings without spaces, and the last words of those that have two and more."""

    english: str
    key: Key
    renderings: tuple[str, ...]
    heads: frozenset[str]


@dataclass(frozen=True, slots=True)
class TermBook:
    """All that the check of terms looks up; renderings are without spaces."""

    refused: tuple[RefusedTerm, ...] = ()
    meanings: Mapping[str, tuple[Key, ...]] = field(default_factory=dict[str, tuple[Key, ...]])
    """The terms that a rendering may stand for."""
    starts: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    """The renderings with the same beginning, the longest first."""
    firsts: Mapping[str, tuple[RenderedTerm, ...]] = field(default_factory=dict[str, tuple[RenderedTerm, ...]])
    """The terms of several words by their first one."""

    @classmethod
    def of(cls, terms: Iterable[GlossaryTerm]) -> "TermBook":
        terms = tuple(terms)
        meanings: defaultdict[str, list[Key]] = defaultdict(list)
        starts: defaultdict[str, set[str]] = defaultdict(set)
        firsts: defaultdict[str, list[RenderedTerm]] = defaultdict(list)
        for term in terms:
            key, renderings = term_key(term.english), tuple(map(_closed, term.renderings))
            for rendering in renderings:
                meanings[rendering].append(key)
                if term.is_subject and len(rendering) >= _LEAST:
                    starts[rendering[:_START]].add(rendering)
            heads = frozenset(words[-1] for each in term.renderings if len(words := each.split()) > 1)
            if term.is_subject and len(key) > 1 and heads:
                firsts[key[0]].append(RenderedTerm(term.english, key, renderings, heads))
        return cls(
            refused=tuple(
                RefusedTerm(_pattern(each.english), each.forbidden, " " in each.english)
                for each in terms
                if each.forbidden
            ),
            meanings={rendering: tuple(keys) for rendering, keys in meanings.items()},
            starts={start: tuple(sorted(found, key=lambda one: (-len(one), one))) for start, found in starts.items()},
            firsts={word: tuple(found) for word, found in firsts.items()},
        )

    def renderings_in(self, text: str) -> Iterator[str]:
        """Renderings that begin where a word of the text does, the longest of each place, none inside another."""
        words = text.split()
        closed, end, at = "".join(words), 0, 0
        for word in words:
            if at >= end and (found := self._at(closed, at)):
                yield found
                end = at + len(found)
            at += len(word)

    def _at(self, closed: str, at: int) -> str | None:
        known = self.starts.get(closed[at : at + _START], ())
        return next((each for each in known if closed.startswith(each, at)), None)

    def may_mean(self, rendering: str, source: Key) -> bool:
        """Whether a term of this rendering stands in the source: whole, by its initials, or by all its words' stems."""
        stems = {word[:_STEM] for word in source}
        return any(
            holds(source, key)
            or (len(key) > 1 and "".join(word[0] for word in key) in source)
            or all(word[:_STEM] in stems for word in key)
            for key in self.meanings.get(rendering, ())
        )

    def within(self, source: Key) -> Iterator[RenderedTerm]:
        """The terms of several words that stand in the source."""
        for word in dict.fromkeys(source):
            yield from (term for term in self.firsts.get(word, ()) if holds(source, term.key))


def _closed(rendering: str) -> str:
    return "".join(rendering.split())


def _pattern(english: str) -> str:
    """Of a term whatever its capitals, hyphens and ending."""
    return r"\b" + r"[\s-]".join(map(_stem, re.split(r"[\s-]", english)))


def _stem(word: str) -> str:
    return re.escape(re.sub(r"(?:ing|s|y|er)$", "", word) if len(word) > 5 else word) + (
        r"[a-z]{0,4}" if len(word) > 3 else ""
    )

"""Which works a wish may fit, so that a wish is not held against every work of the day.

What is found here may be too much and is never too little: ``steps.signals`` says what fits.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from achim.domain.ids import PaperId
from achim.domain.interests import Never
from achim.steps.facts import Facts, is_korean, name_key, words_of

Works = frozenset[PaperId]
Key = TypeVar("Key", bound=Hashable)
_NONE: Works = frozenset()
_LAST = "\uffff"
"""After whatever a word goes on with."""


@dataclass(frozen=True, slots=True, eq=False)
class Mentions:
    """Works by their words, authors and topics; ``mentions_of`` makes it. ``korean`` are the words that end in Hangul,
    sorted. Phrases that were asked about are kept."""

    facts: Mapping[PaperId, Facts]
    by_word: Mapping[str, Works]
    by_author: Mapping[frozenset[str], Works]
    by_topic: Mapping[str, Works]
    korean: Sequence[str]
    _asked: dict[str, Works] = field(default_factory=dict[str, Works])

    def of_author(self, name: str) -> Works:
        return self.by_author.get(name_key(name), _NONE)

    def of_topic(self, key: str) -> Works:
        return self.by_topic.get(key, _NONE)

    def unwanted(self, never: Iterable[Never]) -> Works:
        """Works that something may fit that is never to be shown."""
        return _NONE.union(*map(self._fitting, never))

    def _fitting(self, never: Never) -> Works:
        if never.kind == "work":
            return frozenset({PaperId(never.text)})
        if never.kind == "author":
            return self.of_author(never.text)
        return self.of_topic(never.text) if never.kind == "topic" else self.saying(never.text)

    def saying(self, phrase: str) -> Works:
        """Works that have every word of a phrase, the last one in the plural or with a Korean ending too."""
        if phrase not in self._asked:
            self._asked[phrase] = self._saying(words_of(phrase))
        return self._asked[phrase]

    def _saying(self, told: tuple[str, ...]) -> Works:
        if not told:
            return _NONE
        *before, last = told
        endings = self._going_on(last) if is_korean(last) else (last, f"{last}s")
        ending = _NONE.union(*(self.by_word.get(word, _NONE) for word in endings))
        return ending.intersection(*(self.by_word.get(word, _NONE) for word in before))

    def _going_on(self, word: str) -> Sequence[str]:
        return self.korean[bisect_left(self.korean, word) : bisect_left(self.korean, word + _LAST)]


def mentions_of(facts: Mapping[PaperId, Facts]) -> Mentions:
    by_word = _by(facts, lambda known: {*known.text.split(), *known.told.split()})
    return Mentions(
        facts,
        by_word,
        _by(facts, lambda known: known.authors),
        _by(facts, lambda known: [known.topic.key] if known.topic else []),
        sorted(filter(is_korean, by_word)),
    )


def _by(facts: Mapping[PaperId, Facts], keys: Callable[[Facts], Iterable[Key]]) -> dict[Key, Works]:
    found: defaultdict[Key, set[PaperId]] = defaultdict(set)
    for work, known in facts.items():
        for key in keys(known):
            found[key].add(work)
    return {key: frozenset(works) for key, works in found.items()}

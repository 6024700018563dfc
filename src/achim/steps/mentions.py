"""Which works a wish may fit, so that a wish is not held against every work of the day.

What is found here may be too much and is never too little: ``steps.signals`` says what fits.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from achim.domain.ids import PaperId
from achim.domain.interests import Interests, Never
from achim.steps.facts import Facts, name_key, words_of

Works = frozenset[PaperId]
Key = TypeVar("Key", bound=Hashable)
_NONE: Works = frozenset()
_FIRST_HANGUL, _LAST_HANGUL = "가", "힣"


@dataclass(frozen=True, slots=True, eq=False)
class Mentions:
    """Works by their words, authors and topics; ``mentions_of`` makes it. Phrases that were asked about are kept."""

    facts: Mapping[PaperId, Facts]
    by_word: Mapping[str, Works]
    by_author: Mapping[frozenset[str], Works]
    by_topic: Mapping[str, Works]
    _asked: dict[str, Works] = field(default_factory=dict[str, Works])

    def touched(self, interests: Interests) -> Works:
        """Works that one of the topics, phrases, authors, labs, lanes or papers may fit."""
        phrases = (
            *(wish.text for wish in (*interests.phrases, *interests.labs)),
            *(word for lane in interests.lanes for word in lane.words),
        )
        return _NONE.union(
            *(self.by_topic.get(wish.text, _NONE) for wish in interests.topics),
            *(self.by_author.get(name_key(wish.text), _NONE) for wish in interests.authors),
            *map(self.saying, phrases),
            (paper.id for paper in interests.papers if paper.id in self.facts),
        )

    def unwanted(self, never: Iterable[Never]) -> Works:
        """Works that something may fit that is never to be shown."""
        return _NONE.union(*map(self._fitting, never))

    def _fitting(self, never: Never) -> Works:
        if never.kind == "work":
            return frozenset({PaperId(never.text)})
        if never.kind == "author":
            return self.by_author.get(name_key(never.text), _NONE)
        return self.by_topic.get(never.text, _NONE) if never.kind == "topic" else self.saying(never.text)

    def saying(self, phrase: str) -> Works:
        """Works that have the first word of a phrase, and of a phrase of one word its plural and Korean endings too."""
        if phrase not in self._asked:
            self._asked[phrase] = self._saying(words_of(phrase))
        return self._asked[phrase]

    def _saying(self, told: tuple[str, ...]) -> Works:
        if not told:
            return _NONE
        first, *others = told
        found = [self.by_word.get(first, _NONE)]
        if not others:
            found.append(self.by_word.get(f"{first}s", _NONE))
        if not others and _FIRST_HANGUL <= first[-1] <= _LAST_HANGUL:
            found += [works for word, works in self.by_word.items() if word.startswith(first)]
        return _NONE.union(*found)


def mentions_of(facts: Mapping[PaperId, Facts]) -> Mentions:
    return Mentions(
        facts,
        _by(facts, lambda known: {*known.text.split(), *known.told.split()}),
        _by(facts, lambda known: known.authors),
        _by(facts, lambda known: [known.topic.key] if known.topic else []),
    )


def _by(facts: Mapping[PaperId, Facts], keys: Callable[[Facts], Iterable[Key]]) -> dict[Key, Works]:
    found: defaultdict[Key, set[PaperId]] = defaultdict(set)
    for work, known in facts.items():
        for key in keys(known):
            found[key].add(work)
    return {key: frozenset(works) for key, works in found.items()}

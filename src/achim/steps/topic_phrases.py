"""The phrases that speak for topics, and where a text has them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from achim.domain.topic import OTHER, Taxonomy, Topic

_LONG = 6
# Hangul and other letters are words apart: a particle follows a Latin name without a space (LLM은).
_WORD = re.compile(r"[가-힣]+|[^\W_가-힣]+")


class Phrase(NamedTuple):
    """A phrase in words; ``is_open`` lets the last one have any ending."""

    words: tuple[str, ...]
    is_open: bool
    topics: tuple[str, ...]


class Mention(NamedTuple):
    """A phrase as the text first has it, and how often the text has it."""

    found: str
    times: int


@dataclass(frozen=True, slots=True)
class PhraseIndex:
    """The phrases of a taxonomy by their first word, or by its beginning where that is all that is told."""

    by_word: Mapping[str, tuple[Phrase, ...]]
    by_beginning: Mapping[str, tuple[Phrase, ...]]
    lengths: tuple[int, ...]

    def mentions(self, text: str) -> dict[Phrase, Mention]:
        """The phrases in ``text``. Where some overlap, the first counts, and of those that begin together the
        longest."""
        told = words(text)
        starting: dict[str, list[Phrase]] = {}
        found: dict[Phrase, Mention] = {}
        at = 0
        while at < len(told):
            word = told[at]
            if word not in starting:
                starting[word] = self._starting(word)
            phrase = next((phrase for phrase in starting[word] if _stands_at(phrase, told, at)), None)
            if phrase is None:
                at += 1
                continue
            end = at + len(phrase.words)
            first = found.get(phrase, Mention(" ".join(told[at:end]), 0))
            found[phrase] = first._replace(times=first.times + 1)
            at = end
        return found

    def _starting(self, word: str) -> list[Phrase]:
        """Phrases that may begin at ``word``, longest first."""
        found = list(self.by_word.get(word, ()))
        for length in self.lengths:
            if length > len(word):
                break
            found += self.by_beginning.get(word[:length], ())
        return sorted(found, key=_size, reverse=True)


def words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


@lru_cache(maxsize=8)
def phrase_index(taxonomy: Taxonomy) -> PhraseIndex:
    return index_of({topic.key: topic.keywords or _telling_words(topic, taxonomy) for topic in taxonomy.topics})


def index_of(keywords: Mapping[str, Iterable[str]]) -> PhraseIndex:
    """An index of keywords by topic; a trailing ``*`` matches any ending."""
    by_word: dict[str, tuple[Phrase, ...]] = {}
    by_beginning: dict[str, tuple[Phrase, ...]] = {}
    for phrase in _phrases(keywords):
        table = by_beginning if phrase.is_open and len(phrase.words) == 1 else by_word
        table[phrase.words[0]] = (*table.get(phrase.words[0], ()), phrase)
    return PhraseIndex(by_word, by_beginning, tuple(sorted({len(beginning) for beginning in by_beginning})))


def topic_text(topic: Topic) -> str:
    """What tells of a topic: its name, definition and examples."""
    return "\n".join((f"{topic.name}. {topic.definition}", *topic.examples))


def _stands_at(phrase: Phrase, told: Sequence[str], at: int) -> bool:
    size = len(phrase.words)
    here = told[at : at + size]
    if len(here) < size or tuple(here[:-1]) != phrase.words[:-1]:
        return False
    return here[-1].startswith(phrase.words[-1]) if phrase.is_open else here[-1] == phrase.words[-1]


def _size(phrase: Phrase) -> tuple[int, int, bool]:
    return len(phrase.words), len(phrase.words[-1]), not phrase.is_open


def _phrases(keywords: Mapping[str, Iterable[str]]) -> list[Phrase]:
    """Each phrase once, with every topic that has it."""
    topics: dict[tuple[tuple[str, ...], bool], list[str]] = {}
    for topic, own in keywords.items():
        for keyword in own:
            form = tuple(words(keyword)), keyword.endswith("*")
            if form[0]:
                topics.setdefault(form, []).append(topic)
    return [Phrase(form, is_open, tuple(dict.fromkeys(keys))) for (form, is_open), keys in topics.items()]


def _telling_words(topic: Topic, taxonomy: Taxonomy) -> tuple[str, ...]:
    """Keywords for a topic that has none: its name, and the longer words of it that no other topic's text has."""
    if topic.key == OTHER:
        return ()
    others = {word for other in taxonomy.topics if other.key != topic.key for word in _topic_words(other)}
    own = (word for word in words(topic_text(topic)) if len(word) >= _LONG and word not in others)
    return (topic.name, *dict.fromkeys(own))


def _topic_words(topic: Topic) -> list[str]:
    return words(" ".join((topic_text(topic), *topic.keywords)))

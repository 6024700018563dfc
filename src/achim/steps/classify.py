"""One topic of the closed list for each paper, with reasons.

Three kinds of evidence add up to a topic's points: its keywords in title and abstract, the paper's arXiv categories,
and how near the paper's vector is to the topic's. Weights were chosen by looking at real days.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log2
from operator import mul
from typing import Literal, NamedTuple

from achim.domain.edition import TopicChoice
from achim.domain.note import Note
from achim.domain.paper import Paper
from achim.domain.topic import OTHER, Taxonomy, Topic

IN_TITLE = 2.0
IN_ABSTRACT = 1.0
"""Times log2(1 + mentions), at most ``MOST``: what a paper is about it says more than once."""
MOST = 3.0
PRIMARY_CATEGORY = 2.5
OTHER_CATEGORY = 0.7
SIMILARITY = 6.0
"""Points per 1.0 of cosine similarity above what the paper and the topic have with others on average."""
FLOOR = 2.0
"""A topic with fewer points than this is no choice: the paper is *Other*."""
MARGIN = 0.12
"""The share of the best topic's points by which it must lead, below which the choice is unsure."""

_REASONS = 4
_LONG = 6
# Hangul and other letters are words apart: a particle follows a Latin name without a space (LLM은).
_WORD = re.compile(r"[가-힣]+|[^\W_가-힣]+")

Where = Literal["title", "abstract"]
_Vector = tuple[float, ...]


class _Phrase(NamedTuple):
    """A phrase in words; ``is_open`` lets the last one have any ending."""

    words: tuple[str, ...]
    is_open: bool
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Index:
    """The phrases of a taxonomy by their first word, or by its beginning where that is all that is told."""

    by_word: Mapping[str, tuple[_Phrase, ...]]
    by_beginning: Mapping[str, tuple[_Phrase, ...]]
    lengths: tuple[int, ...]

    def starting(self, word: str) -> list[_Phrase]:
        """Phrases that may begin at ``word``, longest first."""
        found = list(self.by_word.get(word, ()))
        for length in self.lengths:
            if length > len(word):
                break
            found += self.by_beginning.get(word[:length], ())
        return sorted(found, key=_size, reverse=True)


class _Mention(NamedTuple):
    """A phrase as the text first has it, and how often the text has it."""

    found: str
    times: int


@dataclass(frozen=True, slots=True)
class _Evidence:
    topic: str
    points: float
    note: Note


def topic_text(topic: Topic) -> str:
    """What is embedded for a topic."""
    return "\n".join((f"{topic.name}. {topic.definition}", *topic.examples))


def paper_text(paper: Paper) -> str:
    """What is embedded for a paper."""
    return f"{paper.title}\n{paper.abstract}".strip()


def classify(
    paper: Paper,
    taxonomy: Taxonomy,
    vector: Sequence[float] | None,
    topic_vectors: Mapping[str, Sequence[float]],
) -> TopicChoice:
    """The topic with the most evidence; of two with the same, the one that the taxonomy has first.

    ``topic_vectors`` are unit vectors by topic key; without ``vector`` the words and categories decide alone.
    """
    evidence = (
        *_keyword_evidence(paper, taxonomy),
        *_category_evidence(paper, taxonomy),
        *_vector_evidence(taxonomy, vector, topic_vectors),
    )
    ordered = _ordered(taxonomy, evidence)
    best, points = ordered[0]
    if points < FLOOR:
        return TopicChoice(taxonomy.topic(OTHER), (), runner_up=best.key if points > 0 else None, unsure=points > 0)
    runner_up, second = ordered[1]
    reasons = _reasons(best, evidence)
    if second <= 0:
        return TopicChoice(best, reasons)
    if points - second < MARGIN * points:
        unsure = Note.of("topic.unsure", runner_up=runner_up.name)
        return TopicChoice(best, (*reasons, unsure), runner_up=runner_up.key, unsure=True)
    return TopicChoice(best, reasons, runner_up=runner_up.key)


def _ordered(taxonomy: Taxonomy, evidence: Iterable[_Evidence]) -> list[tuple[Topic, float]]:
    """All topics with their points, most first, *Other* last."""
    points = dict.fromkeys((topic.key for topic in taxonomy.topics), 0.0)
    for one in evidence:
        points[one.topic] += one.points
    totals = [(topic, round(points[topic.key], 4)) for topic in taxonomy.topics]
    return sorted(totals, key=lambda total: (total[0].key == OTHER, -total[1]))


def _reasons(topic: Topic, evidence: Iterable[_Evidence]) -> tuple[Note, ...]:
    own = [one for one in evidence if one.topic == topic.key and one.points > 0]
    return tuple(one.note for one in sorted(own, key=lambda one: -one.points)[:_REASONS])


def _keyword_evidence(paper: Paper, taxonomy: Taxonomy) -> list[_Evidence]:
    index = _index(taxonomy)
    in_title, in_abstract = _mentions(paper.title, index), _mentions(paper.abstract, index)
    evidence: list[_Evidence] = []
    for phrase in dict.fromkeys((*in_title, *in_abstract)):
        where: Where = "title" if phrase in in_title else "abstract"
        found = (in_title if phrase in in_title else in_abstract)[phrase].found
        points = _phrase_points(in_title.get(phrase), in_abstract.get(phrase))
        note = Note.of("topic.keyword", phrase=found, where=where)
        evidence += [_Evidence(topic, points, note) for topic in phrase.topics]
    return evidence


def _phrase_points(in_title: _Mention | None, in_abstract: _Mention | None) -> float:
    points = IN_TITLE if in_title else 0.0
    if in_abstract:
        points += IN_ABSTRACT * min(log2(1 + in_abstract.times), MOST)
    return points


def _category_evidence(paper: Paper, taxonomy: Taxonomy) -> list[_Evidence]:
    evidence: list[_Evidence] = []
    for topic in taxonomy.topics:
        known = [category for category in paper.categories if category in topic.categories]
        if known:
            points = PRIMARY_CATEGORY if known[0] == paper.categories[0] else OTHER_CATEGORY
            evidence.append(_Evidence(topic.key, points, Note.of("topic.category", category=known[0])))
    return evidence


def _vector_evidence(
    taxonomy: Taxonomy, vector: Sequence[float] | None, topic_vectors: Mapping[str, Sequence[float]]
) -> list[_Evidence]:
    """Similarity has two decimals, so that the last bits of another processor move no paper to another topic."""
    keys = [topic.key for topic in taxonomy.topics if topic.key != OTHER and topic.key in topic_vectors]
    if vector is None or not keys:
        return []
    own = tuple(vector)
    theirs = tuple(tuple(topic_vectors[key]) for key in keys)
    near = [_similarity(own, their) for their in theirs]
    mean = sum(near) / len(near)
    return [
        _Evidence(key, SIMILARITY * max(0.0, value - mean - off), Note.of("topic.similar", similarity=f"{value:.2f}"))
        for key, value, off in zip(keys, near, _closeness(theirs), strict=True)
    ]


def _similarity(left: _Vector, right: _Vector) -> float:
    return round(sum(map(mul, left, right)), 2)


@lru_cache(maxsize=4)
def _closeness(vectors: tuple[_Vector, ...]) -> tuple[float, ...]:
    """How much nearer each topic is to the others than topics are on average: a broad topic is near to every paper."""
    means = [sum(_similarity(one, other) for other in vectors) / len(vectors) for one in vectors]
    mean = sum(means) / len(means)
    return tuple(value - mean for value in means)


def _mentions(text: str, index: _Index) -> dict[_Phrase, _Mention]:
    """The phrases in ``text``. Where some overlap, the first counts, and of those that begin together the longest."""
    words = _words(text)
    starting: dict[str, list[_Phrase]] = {}
    found: dict[_Phrase, _Mention] = {}
    at = 0
    while at < len(words):
        word = words[at]
        if word not in starting:
            starting[word] = index.starting(word)
        phrase = next((phrase for phrase in starting[word] if _stands_at(phrase, words, at)), None)
        if phrase is None:
            at += 1
            continue
        end = at + len(phrase.words)
        first = found.get(phrase, _Mention(" ".join(words[at:end]), 0))
        found[phrase] = first._replace(times=first.times + 1)
        at = end
    return found


def _stands_at(phrase: _Phrase, words: Sequence[str], at: int) -> bool:
    size = len(phrase.words)
    here = words[at : at + size]
    if len(here) < size or tuple(here[:-1]) != phrase.words[:-1]:
        return False
    return here[-1].startswith(phrase.words[-1]) if phrase.is_open else here[-1] == phrase.words[-1]


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _size(phrase: _Phrase) -> tuple[int, int, bool]:
    return len(phrase.words), len(phrase.words[-1]), not phrase.is_open


@lru_cache(maxsize=8)
def _index(taxonomy: Taxonomy) -> _Index:
    by_word: dict[str, tuple[_Phrase, ...]] = {}
    by_beginning: dict[str, tuple[_Phrase, ...]] = {}
    for phrase in _phrases(taxonomy):
        table = by_beginning if phrase.is_open and len(phrase.words) == 1 else by_word
        table[phrase.words[0]] = (*table.get(phrase.words[0], ()), phrase)
    return _Index(by_word, by_beginning, tuple(sorted({len(beginning) for beginning in by_beginning})))


def _phrases(taxonomy: Taxonomy) -> list[_Phrase]:
    """Each phrase once, with every topic that has it."""
    topics: dict[tuple[tuple[str, ...], bool], list[str]] = {}
    for topic in taxonomy.topics:
        for keyword in topic.keywords or _telling_words(topic, taxonomy):
            form = tuple(_words(keyword)), keyword.endswith("*")
            if form[0]:
                topics.setdefault(form, []).append(topic.key)
    return [_Phrase(words, is_open, tuple(dict.fromkeys(keys))) for (words, is_open), keys in topics.items()]


def _telling_words(topic: Topic, taxonomy: Taxonomy) -> tuple[str, ...]:
    """Keywords for a topic that has none: its name, and the longer words of it that no other topic's text has."""
    if topic.key == OTHER:
        return ()
    others = {word for other in taxonomy.topics if other.key != topic.key for word in _topic_words(other)}
    own = (word for word in _words(topic_text(topic)) if len(word) >= _LONG and word not in others)
    return (topic.name, *dict.fromkeys(own))


def _topic_words(topic: Topic) -> list[str]:
    return _words(" ".join((topic_text(topic), *topic.keywords)))

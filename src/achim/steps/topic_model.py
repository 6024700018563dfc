"""The trained part of the topics: a linear model of words, of the taxonomy's keywords and of arXiv categories; for
stories also of the places where they stand and of sentence vectors.

``docs/topics.md`` says how the weights are made and what they are worth.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log, log1p, sqrt
from typing import NamedTuple

from achim.domain.topic import OTHER, Topic
from achim.ports import Vector
from achim.steps.topic_phrases import words

Row = tuple[float, ...]
"""One number per topic of the model, in the order of its topics, in the scale of log-odds."""

IDF_STEP = 1 / 16
AT = "@"
"""Before the name of a place, among the terms."""
PLACE = 0.25
"""The value of a place beside words whose values have length one together."""
NO_SENSES = memoryview(b"").cast("b")
IN_TITLE = 2


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TopicModel:
    """Weights of terms are signed bytes: ``weights`` has a row per term with a column per topic in units of ``step``,
    ``space`` one with ``dimensions`` columns in any unit. ``idf`` is a byte per term, in units of IDF_STEP.

    ``definitions`` are those that the topics were trained by. ``keywords`` and ``categories`` say by topic what points
    of its own are worth for each topic; ``own`` is what nearness is worth for a topic that was not trained (see
    ``own_topics``). ``senses`` has a row per number of ``embedder``'s vectors, in units of ``sense_step``; empty where
    meanings were not learnt. With fewer known terms than ``telling`` and no keyword or
    category there is nothing to go by. Equal only to itself.
    """

    name: str
    topics: tuple[str, ...]
    definitions: Mapping[str, str]
    terms: Mapping[str, int]
    weights: memoryview
    step: float
    space: memoryview
    dimensions: int
    idf: bytes
    keywords: Mapping[str, Row]
    categories: Mapping[str, Row]
    bias: Row
    own: Row
    telling: int
    embedder: str = ""
    senses: memoryview = NO_SENSES
    sense_step: float = 0.0

    def meaning(self, vector: Vector) -> Row:
        """What the vector of a headline says for each topic."""
        width = len(self.topics)
        rows = (self.senses[at : at + width] for at in range(0, len(self.senses), width))
        totals = [0.0] * width
        for value, row in zip(vector, rows, strict=True):
            for column, weight in enumerate(row):
                totals[column] += value * weight
        return tuple(self.sense_step * each for each in totals)

    def knows(self, topic: Topic) -> bool:
        """Whether the topic was trained: its key by this definition; *Other* is the rest, whatever is said of it."""
        return topic.key in self.topics and (topic.key == OTHER or self.definitions.get(topic.key) == topic.definition)

    def row(self, term: str) -> Row:
        """What the term at full value says for each topic."""
        at = self.terms[term] * len(self.topics)
        return tuple(self.step * each for each in self.weights[at : at + len(self.topics)])


class Terms(NamedTuple):
    """The known words and pairs of a paper with their tf-idf values, of length one together."""

    values: Mapping[str, float]

    def nearness(self, other: "Terms") -> float:
        """The cosine with another's."""
        return sum(value * other.values.get(term, 0.0) for term, value in self.values.items())


NO_TERMS = Terms({})


def grams(title: str, abstract: str) -> Counter[str]:
    """How often the words and pairs of words stand there, those of the title twice."""
    told: Counter[str] = Counter()
    for text, times in ((title, IN_TITLE), (abstract, 1)):
        here = words(text)
        for gram in (*here, *(f"{left} {right}" for left, right in pairwise(here))):
            told[gram] += times
    return told


def damped(count: float) -> float:
    """What a count is worth: the second mention less than the first."""
    return 1 + log(count)


def worth(points: float) -> float:
    """What points of keywords or categories are worth."""
    return log1p(points) / 2


def terms(title: str, abstract: str, model: TopicModel) -> Terms:
    """The terms of a text that the model knows."""
    known = {gram: count for gram, count in grams(title, abstract).items() if gram in model.terms}
    raw = {gram: damped(count) * IDF_STEP * model.idf[model.terms[gram]] for gram, count in known.items()}
    length = sqrt(sum(value * value for value in raw.values()))
    return Terms({gram: value / length for gram, value in raw.items()}) if length else NO_TERMS


def with_places(found: Terms, places: Iterable[str], model: TopicModel) -> Terms:
    """And the places of a story that the model knows."""
    return Terms({**found.values, **{AT + place: PLACE for place in places if AT + place in model.terms}})


def log_odds(
    found: Terms,
    keywords: Mapping[str, float],
    categories: Mapping[str, float],
    model: TopicModel,
    vector: Vector | None = None,
) -> dict[str, float]:
    """For each topic of the model, from terms and from the points that keywords and categories give to topics; of a
    story also from the vector of its headline."""
    totals = list(model.bias)
    if vector is not None:
        totals = [total + each for total, each in zip(totals, model.meaning(vector), strict=True)]
    for row, value in _told(found, keywords, categories, model):
        for at, weight in enumerate(row):
            totals[at] += value * weight
    return dict(zip(model.topics, totals, strict=True))


def _told(
    found: Terms, keywords: Mapping[str, float], categories: Mapping[str, float], model: TopicModel
) -> Iterable[tuple[Row, float]]:
    yield from ((model.row(term), value) for term, value in found.values.items())
    for points, rows in ((keywords, model.keywords), (categories, model.categories)):
        yield from ((rows[topic], worth(each)) for topic, each in points.items() if topic in rows)


def place(found: Terms, model: TopicModel) -> Row:
    """Where terms lie in the model's space, at distance one from its middle, or all zeros."""
    totals = [0.0] * model.dimensions
    for term, value in found.values.items():
        at = model.terms[term] * model.dimensions
        for column, weight in enumerate(model.space[at : at + model.dimensions]):
            totals[column] += value * weight
    length = sqrt(sum(each * each for each in totals))
    return tuple(each / length for each in totals) if length else tuple(totals)


def share(row: Row, topic: int) -> float:
    """By how much a row speaks for a topic more than for the others on average."""
    return row[topic] - sum(row) / len(row)


def mean_terms(parts: Sequence[Terms]) -> Terms:
    """What several texts have in common: the mean of their values, of length one again."""
    sums: dict[str, float] = {}
    for part in parts:
        for term, value in part.values.items():
            sums[term] = sums.get(term, 0.0) + value
    length = sqrt(sum(value * value for value in sums.values()))
    return Terms({term: value / length for term, value in sums.items()}) if length else NO_TERMS

"""Topics that the trained model does not know: scored from their definition, examples, keywords and categories.

A paper is near a topic by the words it shares with its text, by those it shares with the nearest example, and by its
place in a small space of words that stand together (latent semantic analysis). How far the trained topics fit the paper
counts against that. The weights were fitted by leaving one trained topic out after another.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp, log, sqrt

from achim.domain.topic import Topic
from achim.steps.topic_model import Row, Terms, TopicModel, mean_terms, place, share, terms, worth
from achim.steps.vectors import cosine

NEUTRAL = (-0.6, 1.1)
"""What ``fit`` says of a paper on average, where no trained topic is there to say it."""


@dataclass(frozen=True, slots=True)
class OwnTopic:
    """What papers are compared with: each example by itself, all of them together, and their mean place."""

    parts: tuple[Terms, ...]
    together: Terms
    place: Row


@lru_cache(maxsize=64)
def own_topic(topic: Topic, model: TopicModel) -> OwnTopic:
    parts = tuple(terms(text, "", model) for text in (topic.definition, *topic.examples))
    return OwnTopic(parts, mean_terms(parts), mean_place([place(part, model) for part in parts]))


def mean_place(places: Sequence[Row]) -> Row:
    """Of length one, or all zeros."""
    sums = tuple(map(sum, zip(*places, strict=True)))
    length = sqrt(sum(each * each for each in sums))
    return tuple(each / length for each in sums) if length else sums


def nearness(found: Terms, topic: OwnTopic, model: TopicModel) -> tuple[float, float, float]:
    """By the words of all examples together, by those of the nearest one, and by place."""
    together = found.nearness(topic.together)
    nearest = max(found.nearness(part) for part in topic.parts)
    return together, nearest, cosine(place(found, model), topic.place)


def fit(trained: Mapping[str, float]) -> tuple[float, float]:
    """How sure the trained topics are of a paper: the log of the highest probability, and the entropy in nats."""
    shares = [share for share in trained.values() if share > 0]
    return log(max(shares)), -sum(share * log(share) for share in shares)


def own_log_odds(
    near: tuple[float, float, float], sure: tuple[float, float], keywords: float, categories: float, model: TopicModel
) -> float:
    """Log-odds of the topic against all trained ones together; points of its keywords and categories add up."""
    constant, *weights = model.own
    told = constant + sum(weight * value for weight, value in zip(weights, (*near, *sure), strict=True))
    by_keywords = own_weight("", model.keywords, model.topics) * worth(keywords)
    return told + by_keywords + own_weight("", model.categories, model.topics) * worth(categories)


def own_weight(topic: str, rows: Mapping[str, Row], topics: Sequence[str]) -> float:
    """What a topic's own keywords or categories are worth to it against the others; for one that was not trained, the
    mean of those that were."""
    shares = {key: share(row, topics.index(key)) for key, row in rows.items() if key in topics}
    return shares[topic] if topic in shares else sum(shares.values()) / len(shares)


def softmax(odds: Mapping[str, float]) -> dict[str, float]:
    most = max(odds.values())
    powers = {key: exp(each - most) for key, each in odds.items()}
    total = sum(powers.values())
    return {key: each / total for key, each in powers.items()}

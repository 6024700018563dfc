"""One topic of the closed list for each work, with reasons.

Topics that the trained model knows by key and definition get its log-odds: of the paper's words, of the taxonomy's
keywords in title and abstract, of a paper's arXiv categories or the place where a story stands, and of the meaning of a
story's title. A topic of the user's own is scored
from its definition, examples, keywords and categories (``own_topics``), on the same scale.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from math import log, log2
from typing import Literal, NamedTuple

from achim.domain.edition import TopicChoice
from achim.domain.note import Note
from achim.domain.paper import Paper, Work
from achim.domain.topic import OTHER, Taxonomy, Topic
from achim.ports import Vector
from achim.steps.headlines import OPENING, headline, places
from achim.steps.own_topics import NEUTRAL, fit, nearness, own_log_odds, own_topic, own_weight, softmax
from achim.steps.topic_model import AT, NO_TERMS, Terms, TopicModel, grams, log_odds, share, terms, with_places, worth
from achim.steps.topic_phrases import Mention, phrase_index

IN_TITLE = 2.0
IN_ABSTRACT = 1.0
"""Points of a keyword, times log2(1 + mentions), at most ``MOST``: what a paper is about it says more than once."""
MOST = 3.0
PRIMARY_CATEGORY = 2.5
OTHER_CATEGORY = 0.7
MARGIN = 0.2
"""The lead in probability below which the choice is unsure; ``docs/topics.md`` shows what it costs."""
SPAN = 0.25
"""A second topic with this much probability is named as one that the paper belongs to as well."""

_REASONS = 4
_LETTERS = 4
_LEAST = 0.02
_TINY = 1e-9

Where = Literal["title", "abstract", "text"]


@dataclass(frozen=True, slots=True)
class _Keyword:
    """A keyword in a paper: as it stands there, its points and the topics for which it speaks."""

    found: str
    where: Where
    points: float
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """What of a work speaks for topics."""

    work: Work
    title: str
    text: str
    terms: Terms
    vector: Vector | None
    keywords: tuple[_Keyword, ...]
    telling: int
    categories: Mapping[str, tuple[str, float]]
    """By topic: the paper's category that speaks for it, and its points."""

    @property
    def keyword_points(self) -> dict[str, float]:
        points: dict[str, float] = {}
        for keyword in self.keywords:
            for topic in keyword.topics:
                points[topic] = points.get(topic, 0.0) + keyword.points
        return points

    @property
    def category_points(self) -> dict[str, float]:
        return {topic: points for topic, (_, points) in self.categories.items()}

    @property
    def says_nothing(self) -> bool:
        return not self.keywords and not self.categories and len(self.terms.values) < self.telling


class _Reason(NamedTuple):
    weight: float
    phrase: str
    note: Note


def classify(work: Work, taxonomy: Taxonomy, model: TopicModel, vector: Vector | None = None) -> TopicChoice:
    """The most probable topic; of two with the same probability, the one that the taxonomy has first.

    ``vector`` is that of the work's ``headline`` by the embedder that the model names, None where there is none.
    """
    found = _found(work, taxonomy, model, vector)
    ordered = _ordered(taxonomy, _log_odds(found, taxonomy, model))
    if found.says_nothing:
        return TopicChoice(taxonomy.topic(OTHER), (Note.of("topic.none"),))
    (best, most), *others = ordered
    notes = _reasons(best, found, model)
    if not others:
        return TopicChoice(best, tuple(notes))
    runner_up, second = others[0]
    is_unsure = most - second < MARGIN
    if is_unsure:
        notes.append(Note.of("topic.unsure", **runner_up.named("runner_up")))
    elif second >= SPAN:
        notes.append(Note.of("topic.spans", **runner_up.named("runner_up")))
    return TopicChoice(best, tuple(notes), runner_up=runner_up.key, unsure=is_unsure)


def probabilities(work: Work, taxonomy: Taxonomy, model: TopicModel, vector: Vector | None = None) -> dict[str, float]:
    """How probable each topic of the taxonomy is, by key."""
    return softmax(_log_odds(_found(work, taxonomy, model, vector), taxonomy, model))


def points_of(work: Work, taxonomy: Taxonomy) -> tuple[dict[str, float], dict[str, float]]:
    """What keywords and what categories give to each topic, as the model is trained on."""
    title, text = _told(work)
    found = _Found(
        work, title, text, NO_TERMS, None, _keywords(work, title, text, taxonomy), 0, _categories(work, taxonomy)
    )
    return found.keyword_points, found.category_points


def _found(work: Work, taxonomy: Taxonomy, model: TopicModel, vector: Vector | None) -> _Found:
    title, text = _told(work)
    known = terms(title, text, model)
    if not isinstance(work, Paper):
        known = with_places(known, places(work.url), model)
    keywords = _keywords(work, title, text, taxonomy)
    return _Found(work, title, text, known, vector, keywords, model.telling, _categories(work, taxonomy))


def _told(work: Work) -> tuple[str, str]:
    """Title and text, as far as they tell the topic."""
    return (work.title, work.abstract) if isinstance(work, Paper) else (headline(work.title), work.abstract[:OPENING])


def _keywords(work: Work, title: str, text: str, taxonomy: Taxonomy) -> tuple[_Keyword, ...]:
    index = phrase_index(taxonomy)
    in_title, in_abstract = index.mentions(title), index.mentions(text)
    told: list[_Keyword] = []
    for phrase in dict.fromkeys((*in_title, *in_abstract)):
        where: Where = "title" if phrase in in_title else _text_name(work)
        found = (in_title if phrase in in_title else in_abstract)[phrase].found
        points = _points(in_title.get(phrase), in_abstract.get(phrase))
        told.append(_Keyword(found, where, points, phrase.topics))
    return tuple(told)


def _text_name(work: Work) -> Where:
    return "abstract" if isinstance(work, Paper) else "text"


def _points(in_title: Mention | None, in_abstract: Mention | None) -> float:
    points = IN_TITLE if in_title else 0.0
    if in_abstract:
        points += IN_ABSTRACT * min(log2(1 + in_abstract.times), MOST)
    return points


def _categories(work: Work, taxonomy: Taxonomy) -> dict[str, tuple[str, float]]:
    filed = work.categories if isinstance(work, Paper) else _nearest_known(work.url, taxonomy)
    told: dict[str, tuple[str, float]] = {}
    for topic in taxonomy.topics:
        known = [category for category in filed if category in topic.categories]
        if known:
            told[topic.key] = known[0], PRIMARY_CATEGORY if known[0] == filed[0] else OTHER_CATEGORY
    return told


def _nearest_known(url: str, taxonomy: Taxonomy) -> tuple[str, ...]:
    """Of the places where a story stands the nearest that a topic names; the others say no more."""
    named = {category for topic in taxonomy.topics for category in topic.categories}
    return tuple(place for place in places(url) if place in named)[:1]


def _log_odds(found: _Found, taxonomy: Taxonomy, model: TopicModel) -> dict[str, float]:
    """For each topic of the taxonomy: a trained one's share in log, and an own one's odds against all trained ones."""
    known = {topic.key for topic in taxonomy.topics if model.knows(topic)}
    keywords, categories = found.keyword_points, found.category_points
    told = log_odds(found.terms, _only(known, keywords), _only(known, categories), model, found.vector)
    trained = softmax({key: told[key] for key in model.topics if key in known} or {OTHER: 0.0})
    odds = {key: log(max(share, _TINY)) for key, share in trained.items()}
    own = [topic for topic in taxonomy.topics if topic.key not in trained]
    if own and set(trained) == {OTHER}:
        odds[OTHER] = model.own[0]
    sure = fit(trained) if len(trained) > 1 else NEUTRAL
    for topic in own:
        near = nearness(found.terms, own_topic(topic, model), model)
        points = keywords.get(topic.key, 0.0), categories.get(topic.key, 0.0)
        odds[topic.key] = own_log_odds(near, sure, *points, model)
    return odds


def _only(keys: Collection[str], points: Mapping[str, float]) -> dict[str, float]:
    return {key: each for key, each in points.items() if key in keys}


def _ordered(taxonomy: Taxonomy, odds: Mapping[str, float]) -> list[tuple[Topic, float]]:
    """All topics with their probabilities, most first."""
    shares = softmax(odds)
    told = [(topic, round(shares[topic.key], 4)) for topic in taxonomy.topics]
    return sorted(told, key=lambda each: -each[1])


def _reasons(topic: Topic, found: _Found, model: TopicModel) -> list[Note]:
    """What speaks most for the topic, each word once."""
    told = [*_keyword_reasons(topic, found, model), *_category_reasons(topic, found, model)]
    if model.knows(topic):
        told += [*_term_reasons(topic, found, model), *_meaning_reasons(topic, found, model)]
    else:
        told += _near_reasons(topic, found, model)
    chosen: list[_Reason] = []
    said: set[str] = set()
    for reason in sorted(told, key=lambda each: -each.weight):
        here = set(reason.phrase.split())
        if len(chosen) < _REASONS and reason.weight >= _LEAST and not here & said:
            chosen.append(reason)
            said |= here
    return [reason.note for reason in chosen]


def _trained(topic: Topic, model: TopicModel) -> str:
    """The key under which the model has the topic; none of its keys for one of the user's own."""
    return topic.key if model.knows(topic) else ""


def _keyword_reasons(topic: Topic, found: _Found, model: TopicModel) -> list[_Reason]:
    total = found.keyword_points.get(topic.key, 0.0)
    own = [keyword for keyword in found.keywords if topic.key in keyword.topics]
    weight = worth(total) * own_weight(_trained(topic, model), model.keywords, model.topics)
    return [
        _Reason(
            max(weight * each.points / total, _LEAST),
            each.found,
            Note.of("topic.keyword", phrase=each.found, where=each.where),
        )
        for each in own
    ]


def _category_reasons(topic: Topic, found: _Found, model: TopicModel) -> list[_Reason]:
    if topic.key not in found.categories:
        return []
    category, points = found.categories[topic.key]
    weight = worth(points) * own_weight(_trained(topic, model), model.categories, model.topics)
    if isinstance(found.work, Paper):
        return [_Reason(max(weight, _LEAST), "", Note.of("topic.category", category=category))]
    return [_Reason(max(weight, _LEAST), AT + category, Note.of("topic.host", host=category))]


def _term_reasons(topic: Topic, found: _Found, model: TopicModel) -> list[_Reason]:
    column = model.topics.index(topic.key)
    title = set(grams(found.title, ""))
    told: list[_Reason] = []
    for term, value in found.terms.values.items():
        if term.startswith(AT):
            host = Note.of("topic.host", host=term.removeprefix(AT))
            told.append(_Reason(value * share(model.row(term), column), term, host))
            continue
        where: Where = "title" if term in title else _text_name(found.work)
        if min(map(len, term.split())) >= _LETTERS:
            weight = value * share(model.row(term), column)
            told.append(_Reason(weight, term, Note.of("topic.term", phrase=term, where=where)))
    return told


def _meaning_reasons(topic: Topic, found: _Found, model: TopicModel) -> list[_Reason]:
    if found.vector is None:
        return []
    weight = share(model.meaning(found.vector), model.topics.index(topic.key))
    return [_Reason(weight, "", Note.of("topic.meaning"))]


def _near_reasons(topic: Topic, found: _Found, model: TopicModel) -> list[_Reason]:
    """Words that the work shares with the topic's text."""
    theirs = own_topic(topic, model).together.values
    title = set(grams(found.title, ""))
    told: list[_Reason] = []
    for term, value in found.terms.values.items():
        where: Where = "title" if term in title else _text_name(found.work)
        if term in theirs and min(map(len, term.split())) >= _LETTERS:
            told.append(_Reason(value * theirs[term] * 10, term, Note.of("topic.shared", phrase=term, where=where)))
    return told

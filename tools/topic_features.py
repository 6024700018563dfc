"""Papers as the numbers that topics are trained on, whole and in parts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import Any

import numpy as np

from achim.domain.ids import PaperId
from achim.domain.paper import Paper
from achim.domain.sentences import split_sentences
from achim.domain.topic import Taxonomy
from achim.steps.classify import points_of
from achim.steps.topic_model import IDF_STEP, damped, grams, worth
from tools.fit import Floats
from tools.learn import Labels, directions, document_counts, sparse_rows
from tools.topic_data import Row

AT_LEAST, AT_MOST = 25, 0.3
"""In how many papers a term stands; in at most this share of them."""
DIRECTIONS = 256


def paper_of(row: Row) -> Paper:
    """The row as the classifier reads it."""
    return Paper(
        id=PaperId(f"arxiv:{row.id}"), title=row.title, url="", abstract=row.abstract, sentences=(), authors=(),
        categories=row.categories, submitted_at=None, version=None, comment=None, code_url=None, signals=(),
        announcements=(), origins=(),
    )  # fmt: skip


@dataclass(frozen=True)
class Space:
    """Words of unlabelled papers: ``idf`` by term, and directions of shape (terms, count) in their scale."""

    names: tuple[str, ...]
    idf: Floats
    directions: Floats

    def rows(self, told: Sequence[Row]) -> Any:
        return tfidf(told, {name: at for at, name in enumerate(self.names)}, self.idf)


def tfidf(told: Sequence[Row], at: Mapping[str, int], idf: Floats) -> Any:
    """Rows of length one."""
    found: list[dict[int, float]] = []
    for row in told:
        counts = grams(row.title, row.abstract)
        raw = {at[name]: damped(count) * float(idf[at[name]]) for name, count in counts.items() if name in at}
        length = sum(value * value for value in raw.values()) ** 0.5 or 1.0
        found.append({column: value / length for column, value in raw.items()})
    return sparse_rows(found, len(at))


def idf_of(told: Sequence[Row], at_least: int) -> tuple[tuple[str, ...], Floats]:
    """The terms that so many rows have, and what their rarity is worth."""
    counts = document_counts(grams(row.title, row.abstract) for row in told)
    names = sorted(name for name, count in counts.items() if at_least <= count <= AT_MOST * len(told))
    idf = np.array([log((1 + len(told)) / (1 + counts[name])) + 1 for name in names])
    return tuple(names), np.round(idf / IDF_STEP) * IDF_STEP


def space_of(told: Sequence[Row], at_least: int = AT_LEAST, count: int = DIRECTIONS) -> Space:
    """Of the terms that so many rows have, with so many directions."""
    names, idf = idf_of(told, at_least)
    rows = tfidf(told, {name: at for at, name in enumerate(names)}, idf)
    found = directions(rows, count)
    length = float(np.linalg.norm(rows @ found, axis=1).mean())
    return Space(names, idf, found / length)


@dataclass(frozen=True)
class Told:
    """Texts as numbers: tf-idf rows, their places in the space, points by topic of keywords and of categories."""

    rows: Any
    near: Floats
    keywords: Floats
    categories: Floats

    def of(self, keep: Any) -> "Told":
        return Told(self.rows[keep], self.near[keep], self.keywords[keep], self.categories[keep])

    def without(self, topic: int) -> "Told":
        """As if nobody had heard of a topic."""
        columns = np.ones(self.keywords.shape[1])
        columns[topic] = 0.0
        return Told(self.rows, self.near, self.keywords * columns, self.categories * columns)

    @property
    def unfiled(self) -> "Told":
        """Without categories."""
        return Told(self.rows, self.near, self.keywords, np.zeros_like(self.categories))

    @property
    def features(self) -> Floats:
        return np.hstack([self.near, self.keywords, self.categories])


def told_of(rows: Sequence[Row], space: Space, taxonomy: Taxonomy) -> Told:
    keys = [topic.key for topic in taxonomy.topics]
    points = [points_of(paper_of(row), taxonomy) for row in rows]

    def by_key(one: Mapping[str, float]) -> list[float]:
        return [worth(one.get(key, 0.0)) for key in keys]

    found = space.rows(rows)
    return Told(
        rows=found,
        near=np.asarray(found @ space.directions),
        keywords=np.array([by_key(keywords) for keywords, _ in points]),
        categories=np.array([by_key(categories) for _, categories in points]),
    )


@dataclass(frozen=True)
class Papers:
    """Papers with their labels; ``parts`` are the same papers in the same order, each time with less of their text."""

    whole: Told
    parts: tuple[Told, ...]
    labels: Labels

    def of(self, which: Sequence[bool]) -> "Papers":
        keep = np.array(which)
        return Papers(self.whole.of(keep), tuple(part.of(keep) for part in self.parts), self.labels[keep])

    def without(self, topic: int) -> "Papers":
        return Papers(self.whole.without(topic), tuple(part.without(topic) for part in self.parts), self.labels)


def papers_of(rows: Sequence[Row], labels: Labels, parts: int, space: Space, taxonomy: Taxonomy) -> Papers:
    """With the first so many of ``parts_of``."""
    cut = [parts_of(row)[:parts] for row in rows]
    told = [told_of([each[at] for each in cut], space, taxonomy) for at in range(parts)]
    return Papers(told_of(rows, space, taxonomy), tuple(told), labels)


def parts_of(row: Row) -> list[Row]:
    """Without title and categories: the abstract, every other sentence of it (from the first, from the second), its
    first half and its second."""
    said = [each.text for each in split_sentences(row.abstract)]
    middle = (len(said) + 1) // 2
    cuts = (said, said[::2], said[1::2], said[:middle], said[middle:])
    return [Row(row.id, "", " ".join(cut or said), ()) for cut in cuts]

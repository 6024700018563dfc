"""Train the topics on labelled papers and write the weights that ship.

    python -m tools.train_topics [--folds]

Words and pairs of words of many unlabelled papers, as tf-idf, give a space in which words that stand together lie
close; a logistic regression over that space and over the taxonomy's keyword and category points learns from the
labels. Its weights in the space are multiplied out, so that what ships is one linear model of words. The same data give
the same weights. Settings were chosen by five folds of the labels, printed by ``--folds``.

What nearness is worth for a topic of the user's own is fitted by leaving one topic out after another and giving it by
its definition and five examples.
"""

import random
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import compress
from math import log
from typing import Any

import numpy as np

from achim.domain.ids import PaperId
from achim.domain.paper import Paper
from achim.domain.topic import OTHER, Taxonomy
from achim.steps.classify import points_of
from achim.steps.own_topics import fit, nearness, own_topic
from achim.steps.topic_model import IDF_STEP, TopicModel, damped, grams, terms, worth
from achim.taxonomy import load_taxonomy
from achim.topic_model import write_topic_model
from tools.fit import Floats, softmax
from tools.learn import Labels, Linear, directions, document_counts, sparse_rows
from tools.topic_data import Row, labels, of_fold, spread, training_rows

BUSY, OTHERS = 4000, 1500
AT_LEAST, AT_MOST = 25, 0.3
"""In how many papers a term stands; in at most this share of them."""
KEEP = 24_000
"""Terms that ship: those that say most."""
DIRECTIONS, DIMENSIONS = 256, 32
C = 6.0
UNFILED = 0.3
"""The weight of each paper without its categories, so that the model also works where they are not known."""
TELLING = 8
"""With fewer known terms than this, and no keyword or category, a paper is *Other*."""
OWN_C = 10.0
EXAMPLES = 5
FOLDS = 5


def paper_of(row: Row) -> Paper:
    """The row as the classifier reads it."""
    return Paper(
        id=PaperId(f"arxiv:{row.id}"), title=row.title, url="", abstract=row.abstract, sentences=(), authors=(),
        categories=row.categories, submitted_at=None, version=None, comment=None, code_url=None, signals=(),
        announcements=(), origins=(),
    )  # fmt: skip


@dataclass(frozen=True)
class Space:
    """Words of unlabelled papers: ``idf`` by term, and directions of shape (terms, DIRECTIONS) in their scale."""

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


def space_of(told: Sequence[Row]) -> Space:
    names, idf = idf_of(told, AT_LEAST)
    rows = tfidf(told, {name: at for at, name in enumerate(names)}, idf)
    found = directions(rows, DIRECTIONS)
    length = float(np.linalg.norm(rows @ found, axis=1).mean())
    return Space(names, idf, found / length)


@dataclass(frozen=True)
class Told:
    """Labelled papers as numbers: tf-idf rows, points by topic of keywords and of categories, labels."""

    rows: Any
    keywords: Floats
    categories: Floats
    labels: Labels

    def of(self, which: Sequence[bool]) -> "Told":
        keep = np.array(which)
        return Told(self.rows[keep], self.keywords[keep], self.categories[keep], self.labels[keep])


def told_of(rows: Sequence[Row], space: Space, taxonomy: Taxonomy, given: Mapping[str, str]) -> Told:
    keys = [topic.key for topic in taxonomy.topics]
    points = [points_of(paper_of(row), taxonomy) for row in rows]

    def by_key(one: Mapping[str, float]) -> list[float]:
        return [worth(one.get(key, 0.0)) for key in keys]

    return Told(
        rows=space.rows(rows),
        keywords=np.array([by_key(keywords) for keywords, _ in points]),
        categories=np.array([by_key(categories) for _, categories in points]),
        labels=np.array([keys.index(given[row.id]) for row in rows]),
    )


@dataclass(frozen=True)
class Weights:
    """By term, keyword and category for each topic that was learnt."""

    topics: Labels
    words: Floats
    keywords: Floats
    categories: Floats
    bias: Floats

    def points(self, told: Told) -> Floats:
        return (
            np.asarray(told.rows @ self.words)
            + told.keywords @ self.keywords
            + told.categories @ self.categories
            + self.bias
        )

    def says(self, told: Told) -> Labels:
        return self.topics[self.points(told).argmax(axis=1)]


def learnt(told: Told, space: Space, c: float = C, steps: int = 400) -> Weights:
    near = np.asarray(told.rows @ space.directions)
    filed = np.hstack([near, told.keywords, told.categories])
    unfiled = np.hstack([near, told.keywords, np.zeros_like(told.categories)])
    weight = np.repeat([1.0, UNFILED], len(near))
    model = Linear(np.vstack([filed, unfiled]), np.tile(told.labels, 2), c, weight, steps)
    by_direction, keywords, categories = np.split(model.weights, [DIRECTIONS, DIRECTIONS + told.keywords.shape[1]])
    return Weights(model.classes, space.directions @ by_direction, keywords, categories, model.bias)


Learn = Callable[[Told, Space, float, int], Weights]


def kept(space: Space, weights: Weights, rows: Any, count: int = KEEP) -> Labels:
    """The terms that say most: by weight, and by how much of the papers they make up."""
    spread_ = np.abs(weights.words - weights.words.mean(axis=1, keepdims=True)).max(axis=1)
    share = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=0)).ravel())
    return np.sort(np.argsort(-spread_ * share, kind="stable")[:count])


def as_bytes(numbers: Floats) -> tuple[memoryview, float]:
    """Signed bytes and what one is worth. The few largest are cut, so that the many small ones keep their order."""
    step = float(np.quantile(np.abs(numbers), 0.9999)) / 127
    return memoryview(np.clip(np.round(numbers / step), -127, 127).astype(np.int8).tobytes()).cast("b"), step


def model_of(
    space: Space,
    weights: Weights,
    at: Labels,
    keys: list[str],
    own: tuple[float, ...],
    name: str = "topics/1",
    telling: int = TELLING,
) -> TopicModel:
    words, step = as_bytes(weights.words[at])
    place, _ = as_bytes(space.directions[at, 1 : 1 + DIMENSIONS])

    def by_key(rows: Floats) -> dict[str, tuple[float, ...]]:
        told = zip(keys, np.round(rows, 3).tolist(), strict=True)
        return {key: tuple(row) for key, row in told if any(row)}

    return TopicModel(
        name=name,
        topics=tuple(keys[int(topic)] for topic in weights.topics),
        terms={space.names[old]: new for new, old in enumerate(at)},
        weights=words,
        step=step,
        space=place,
        dimensions=DIMENSIONS,
        idf=np.round(space.idf[at] / IDF_STEP).astype(np.uint8).tobytes(),
        keywords=by_key(weights.keywords),
        categories=by_key(weights.categories),
        bias=tuple(np.round(weights.bias, 3).tolist()),
        own=own,
        telling=telling,
    )


def own_weights(
    told: Told,
    rows: Sequence[Row],
    space: Space,
    taxonomy: Taxonomy,
    bare: TopicModel,
    learn: Learn = learnt,
) -> list[float]:
    """Constant, and weights of the numbers of ``nearness`` and ``fit``, over all topics left out in turn."""
    rng = random.Random(0)
    found = [terms(row.title, row.abstract, bare) for row in rows]
    fold = of_fold(len(rows), 2)
    numbers: list[tuple[float, ...]] = []
    wanted: list[bool] = []
    for topic, key in enumerate(topic.key for topic in taxonomy.topics):
        here = [at for at, label in enumerate(told.labels) if label == topic]
        if key == OTHER or len(here) < 2 * EXAMPLES:
            continue
        sure = _sure_without(topic, told, space, fold, learn)
        print(key, end=" ", flush=True)
        drawn = set(rng.sample(here, EXAMPLES))
        texts = tuple(f"{rows[at].title}\n{rows[at].abstract}" for at in sorted(drawn))
        given = taxonomy.topic(key)
        for one, out in ((given, set[int]()), (replace(given, examples=texts), drawn)):
            own = own_topic(one, bare)
            asked = [at for at in range(len(rows)) if at not in out]
            numbers += [(*nearness(found[at], own, bare), *sure[at]) for at in asked]
            wanted += [bool(told.labels[at] == topic) for at in asked]
    model = Linear(np.array(numbers), np.array(wanted, dtype=np.int64), OWN_C)
    return [round(float(each), 3) for each in (model.bias[0], *model.weights[:, 0])]


def _sure_without(topic: int, told: Told, space: Space, fold: Sequence[int], learn: Learn) -> list[tuple[float, float]]:
    """How sure the others are of each paper when one topic was never heard of."""
    sure: list[tuple[float, float]] = [(0.0, 0.0)] * len(fold)
    columns = np.ones(told.keywords.shape[1])
    columns[topic] = 0.0
    blind = Told(told.rows, told.keywords * columns, told.categories * columns, told.labels)
    for each in range(max(fold) + 1):
        weights = learn(blind.of([at != each and told.labels[n] != topic for n, at in enumerate(fold)]), space, C, 60)
        asked = [at == each for at in fold]
        shares = softmax(weights.points(blind.of(asked)))
        for at, row in zip(compress(range(len(fold)), asked), shares.tolist(), strict=True):
            sure[at] = fit(dict(zip(map(str, weights.topics), row, strict=True)))
    return sure


def without_categories(told: Told) -> Told:
    return Told(told.rows, told.keywords, np.zeros_like(told.categories), told.labels)


def print_folds(told: Told, space: Space) -> None:
    fold = of_fold(len(told.labels), FOLDS)
    for c in (3.0, C):
        right = [0, 0, 0]
        leads: list[tuple[float, bool]] = []
        for each in range(FOLDS):
            weights = learnt(told.of([at != each for at in fold]), space, c)
            asked = told.of([at == each for at in fold])
            at = kept(space, weights, told.rows)
            words = np.zeros_like(weights.words)
            words[at] = weights.words[at]
            shipped = replace(weights, words=words)
            for n, (model, given) in enumerate(
                ((weights, asked), (shipped, asked), (shipped, without_categories(asked)))
            ):
                right[n] += int((model.says(given) == asked.labels).sum())
            shares = np.sort(softmax(shipped.points(asked)), axis=1)
            hits = shipped.says(asked) == asked.labels
            leads += list(zip((shares[:, -1] - shares[:, -2]).tolist(), hits.tolist(), strict=True))
        told_right = [round(each / len(fold), 3) for each in right]
        print(f"C {c:g}: all terms {told_right[0]}, those kept {told_right[1]}, without categories {told_right[2]}")
        for margin in (0.1, 0.15, 0.2, 0.3):
            sure = [hit for lead, hit in leads if lead >= margin]
            print(f"  margin {margin}: unsure {1 - len(sure) / len(leads):.2f}, right when sure {np.mean(sure):.3f}")


def main() -> None:
    taxonomy = load_taxonomy(None)
    all_rows, given = training_rows(), labels()
    rows = [all_rows[each] for each in given]
    space = space_of(spread(all_rows, BUSY, OTHERS))
    told = told_of(rows, space, taxonomy, given)
    print(f"{len(rows)} labelled, {len(space.names)} terms", flush=True)
    if "--folds" in sys.argv:
        print_folds(told, space)
        return
    weights = learnt(told, space)
    keys = [topic.key for topic in taxonomy.topics]
    at = kept(space, weights, told.rows)
    bare = model_of(space, weights, at, keys, ())
    own = own_weights(told, rows, space, taxonomy, bare)
    print("own topics", own)
    print(write_topic_model(model_of(space, weights, at, keys, tuple(own))), "bytes")


if __name__ == "__main__":
    main()

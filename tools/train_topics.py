"""Train the topics on labelled papers and write the weights that ship.

    python -m tools.train_topics [--folds]

Words and pairs of words of many unlabelled papers, as tf-idf, give a space in which words that stand together lie
close; a logistic regression over that space and over the taxonomy's keyword and category points learns from the
labels. What it says of unlabelled papers, with their categories, teaches a second one beside the labels. Both also see
each paper without its title, without categories and with half of its abstract, so that other words for the same work
change little. The weights in the space are multiplied out, so that what ships is one linear model of words. The same
data give the same weights. Settings were chosen by five folds of the labels, printed by ``--folds``.

What nearness is worth for a topic of the user's own is fitted by leaving one topic out after another and giving it by
its definition and five examples.
"""

import random
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import compress
from typing import Any, NamedTuple

import numpy as np

from achim.domain.topic import OTHER, Taxonomy
from achim.steps.own_topics import fit, nearness, own_topic
from achim.steps.topic_model import IDF_STEP, TopicModel, terms
from achim.taxonomy import load_taxonomy
from achim.topic_model import write_topic_model
from tools.fit import Floats, softmax
from tools.learn import Labels, Linear
from tools.topic_data import Row, labels, of_fold, spread, training_rows
from tools.topic_features import DIRECTIONS, Papers, Space, Told, papers_of, space_of

BUSY, OTHERS = 4000, 1500
KEEP = 24_000
"""Terms that ship: those that say most."""
DIMENSIONS = 32
PARTS, PART = 5, 0.3
"""In how many parts labelled papers are seen beside the whole, and the weight of each, and of the whole unfiled."""
GUESSED, GUESSED_PARTS, GUESS = 8_000, 3, 0.2
"""How many unlabelled papers teach, in how many parts, and the weight of each where the first model is quite sure."""
C, FIRST_C = 1.0, 3.0
TELLING = 8
"""With fewer known terms than this, and no keyword or category, a paper is *Other*."""
OWN_C = 10.0
OWN_STEPS = 60
"""How many steps the models take that never heard of a topic."""
EXAMPLES = 5
FOLDS = 5
_SEED = 11


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

    def only(self, at: Labels) -> "Weights":
        """As if the other terms had no weight."""
        words = np.zeros_like(self.words)
        words[at] = self.words[at]
        return replace(self, words=words)


Learn = Callable[[Papers, int], Weights]
"""Learns from labelled papers without a topic."""


def learnt(given: Papers, guessed: Papers, space: Space, c: float = C, steps: int = 200) -> Weights:
    """From labelled papers, and from unlabelled ones by what is guessed of them."""
    even = np.ones(len(given.labels))
    told = list(_taught(given, given.labels, even, PART * even))
    first = _linear(told, FIRST_C, steps)
    shares = softmax(first.points(guessed.whole.features))
    weight = GUESS * shares.max(axis=1)
    model = _linear([*told, *_taught(guessed, first.classes[shares.argmax(axis=1)], weight, weight)], c, steps)
    by_direction, keywords, categories = np.split(
        model.weights, [DIRECTIONS, DIRECTIONS + given.whole.keywords.shape[1]]
    )
    return Weights(model.classes, space.directions @ by_direction, keywords, categories, model.bias)


_Batch = tuple[Floats, Labels, Floats]


def _taught(papers: Papers, labels: Labels, weight: Floats, of_part: Floats) -> Iterator[_Batch]:
    """Features, labels and weights of the papers: as they are, without categories, and in parts."""
    yield papers.whole.features, labels, weight
    for each in (papers.whole.unfiled, *papers.parts):
        yield each.features, labels, of_part


def _linear(batches: Sequence[_Batch], c: float, steps: int) -> Linear:
    features, labels, weights = zip(*batches, strict=True)
    return Linear(np.vstack(features), np.concatenate(labels), c, np.concatenate(weights), steps)


def kept(weights: Weights, rows: Any, count: int = KEEP) -> Labels:
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
    taxonomy: Taxonomy,
    own: tuple[float, ...],
    name: str = "topics/2",
    telling: int = TELLING,
) -> TopicModel:
    keys = [topic.key for topic in taxonomy.topics]
    words, step = as_bytes(weights.words[at])
    place, _ = as_bytes(space.directions[at, 1 : 1 + DIMENSIONS])

    def by_key(rows: Floats) -> dict[str, tuple[float, ...]]:
        told = zip(keys, np.round(rows, 3).tolist(), strict=True)
        return {key: tuple(row) for key, row in told if any(row)}

    return TopicModel(
        name=name,
        topics=tuple(keys[int(topic)] for topic in weights.topics),
        definitions={topic.key: topic.definition for topic in taxonomy.topics if topic.key != OTHER},
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


class Asked(NamedTuple):
    """What is known of a paper about a topic of one's own: the place of the paper, the numbers of ``nearness`` and
    ``fit``, and whether the paper is of the topic."""

    at: int
    numbers: tuple[float, ...]
    is_topic: bool

    SUREST = 3
    """Which of the numbers is the log of the highest probability of a trained topic."""


@dataclass(frozen=True)
class LeftOut:
    """A topic that the trained ones never heard of: what is told of it, and the papers that were asked about it, given
    its own examples and given ``texts``, papers that are then not asked."""

    key: str
    texts: tuple[str, ...]
    by_definition: Sequence[Asked]
    by_papers: Sequence[Asked]


def left_out(
    given: Papers, rows: Sequence[Row], taxonomy: Taxonomy, bare: TopicModel, learn: Learn
) -> Iterator[LeftOut]:
    """One topic after another, each paper asked by a model that learnt from the other half of the papers."""
    rng = random.Random(0)
    found = [terms(row.title, row.abstract, bare) for row in rows]
    fold = of_fold(len(rows), 2)
    for topic, key in enumerate(topic.key for topic in taxonomy.topics):
        here = [at for at, label in enumerate(given.labels) if label == topic]
        if key == OTHER or len(here) < 2 * EXAMPLES:
            continue
        sure = _sure_without(topic, given, fold, learn)
        drawn = sorted(rng.sample(here, EXAMPLES))
        texts = tuple(f"{rows[at].title}\n{rows[at].abstract}" for at in drawn)
        told = taxonomy.topic(key)
        asked = [
            [
                Asked(at, (*nearness(found[at], own, bare), *sure[at]), bool(given.labels[at] == topic))
                for at in range(len(rows))
                if at not in out
            ]
            for own, out in ((own_topic(told, bare), ()), (own_topic(replace(told, examples=texts), bare), drawn))
        ]
        yield LeftOut(key, texts, *asked)


def own_weights(told: Sequence[LeftOut]) -> list[float]:
    """Constant, and weights of the numbers of ``nearness`` and ``fit``."""
    asked = [each for one in told for each in (*one.by_definition, *one.by_papers)]
    wanted = np.array([each.is_topic for each in asked], dtype=np.int64)
    model = Linear(np.array([each.numbers for each in asked]), wanted, OWN_C)
    return [round(float(each), 3) for each in (model.bias[0], *model.weights[:, 0])]


def _sure_without(topic: int, given: Papers, fold: Sequence[int], learn: Learn) -> list[tuple[float, float]]:
    """How sure the others are of each paper when one topic was never heard of."""
    sure: list[tuple[float, float]] = [(0.0, 0.0)] * len(fold)
    blind = given.without(topic)
    for each in range(max(fold) + 1):
        known = [at != each and given.labels[n] != topic for n, at in enumerate(fold)]
        weights = learn(blind.of(known), topic)
        asked = [at == each for at in fold]
        shares = softmax(weights.points(blind.of(asked).whole))
        for at, row in zip(compress(range(len(fold)), asked), shares.tolist(), strict=True):
            sure[at] = fit(dict(zip(map(str, weights.topics), row, strict=True)))
    return sure


def print_folds(given: Papers, guessed: Papers, space: Space) -> None:
    fold = of_fold(len(given.labels), FOLDS)
    right = [0, 0, 0]
    alike = 0
    leads: list[tuple[float, bool]] = []
    for each in range(FOLDS):
        weights = learnt(given.of([at != each for at in fold]), guessed, space)
        asked = given.of([at == each for at in fold])
        shipped = weights.only(kept(weights, given.whole.rows))
        unfiled = shipped.says(asked.whole.unfiled)
        said = (weights.says(asked.whole), shipped.says(asked.whole), unfiled)
        right = [count + int((one == asked.labels).sum()) for count, one in zip(right, said, strict=True)]
        alike += int((shipped.says(asked.parts[0]) == unfiled).sum())
        shares = np.sort(softmax(shipped.points(asked.whole)), axis=1)
        hits = said[1] == asked.labels
        leads += list(zip((shares[:, -1] - shares[:, -2]).tolist(), hits.tolist(), strict=True))
    told = [round(each / len(fold), 3) for each in (*right, alike)]
    print(f"all terms {told[0]}, those kept {told[1]}, without categories {told[2]}, same without title {told[3]}")
    for margin in (0.1, 0.15, 0.2, 0.3):
        sure = [hit for lead, hit in leads if lead >= margin]
        print(f"  margin {margin}: unsure {1 - len(sure) / len(leads):.2f}, right when sure {np.mean(sure):.3f}")


@dataclass(frozen=True)
class Material:
    """All that the topics are trained on."""

    rows: Sequence[Row]
    space: Space
    given: Papers
    guessed: Papers

    def learnt_without(self, given: Papers, topic: int) -> Weights:
        """Learnt from these labelled papers and from the guessed ones as if nobody had heard of the topic."""
        return learnt(given, self.guessed.without(topic), self.space, steps=OWN_STEPS)


def material(taxonomy: Taxonomy) -> Material:
    all_rows, told = training_rows(), labels()
    rows = [all_rows[each] for each in told]
    many = spread(all_rows, BUSY, OTHERS)
    space = space_of(many)
    keys = [topic.key for topic in taxonomy.topics]
    given = papers_of(rows, np.array([keys.index(key) for key in told.values()]), PARTS, space, taxonomy)
    drawn = random.Random(_SEED).sample([row for row in many if row.id not in told], GUESSED)
    guessed = papers_of(drawn, np.zeros(GUESSED, dtype=np.int64), GUESSED_PARTS, space, taxonomy)
    return Material(rows, space, given, guessed)


def main() -> None:
    taxonomy = load_taxonomy(None)
    told = material(taxonomy)
    print(f"{len(told.rows)} labelled, {len(told.space.names)} terms", flush=True)
    if "--folds" in sys.argv:
        print_folds(told.given, told.guessed, told.space)
        return
    weights = learnt(told.given, told.guessed, told.space)
    at = kept(weights, told.given.whole.rows)
    bare = model_of(told.space, weights, at, taxonomy, ())
    own = own_weights(list(left_out(told.given, told.rows, taxonomy, bare, told.learnt_without)))
    print("own topics", own)
    print(write_topic_model(model_of(told.space, weights, at, taxonomy, tuple(own))), "bytes")


if __name__ == "__main__":
    main()

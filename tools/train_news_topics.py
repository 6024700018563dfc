"""Train the topics of news on labelled front-page stories about AI and write the weights that ship.

    python -m tools.train_news_topics [--folds]

The form is that of the papers' topics (``train_topics``). What differs: a story has only a title to learn from and its
host in the place of arXiv categories, and words weigh by themselves, not through directions: by folds the two were the
same. The space of words for topics of the user's own is of all titles before the split.
"""

import sys
from itertools import compress
from typing import Any

import numpy as np

from achim.domain.topic import Taxonomy
from achim.steps.classify import hosts
from achim.taxonomy import load_taxonomy
from achim.topic_model import write_topic_model
from tools.learn import Labels, Linear, beside, directions, tfidf_svm
from tools.news_data import Headline, front_pages, may_train
from tools.topic_data import Row, of_fold
from tools.train_about_ai import NO, training
from tools.train_topics import (
    DIMENSIONS,
    UNFILED,
    Space,
    Told,
    Weights,
    idf_of,
    kept,
    model_of,
    own_weights,
    tfidf,
    told_of,
)

AT_LEAST = 3
KEEP = 4000
C, SCALE = 1.0, 2.0
TELLING = 3
FOLDS = 5


def row_of(story: Headline) -> Row:
    """A story as a row of the papers' recipe: its hosts stand where a paper's categories do."""
    return Row(story.id, story.title, "", hosts(story.url))


def space_of(stories: list[Headline]) -> Space:
    rows = [row_of(each) for each in stories]
    names, idf = idf_of(rows, AT_LEAST)
    found = directions(tfidf(rows, {name: at for at, name in enumerate(names)}, idf), 1 + DIMENSIONS)
    return Space(names, idf, found)


def learnt(told: Told, space: Space, c: float = C, steps: int = 400) -> Weights:
    filed = beside(SCALE * told.rows, told.keywords, told.categories)
    unfiled = beside(SCALE * told.rows, told.keywords, np.zeros_like(told.categories))
    weight = np.repeat([1.0, UNFILED], filed.shape[0])
    rows: Any = beside(filed.T, unfiled.T).T.tocsr()
    model = Linear(rows, np.tile(told.labels, 2), c, weight, steps)
    words, topics = len(space.names), told.keywords.shape[1]
    by_word, keywords, categories = np.split(model.weights, [words, words + topics])
    return Weights(model.classes, SCALE * by_word, keywords, categories, model.bias)


def told_stories(taxonomy: Taxonomy, space: Space) -> tuple[list[Row], Told]:
    labelled = [each for each in training() if each.topic != NO]
    rows = [row_of(each.story) for each in labelled]
    return rows, told_of(rows, space, taxonomy, {each.story.id: each.topic for each in labelled})


def print_folds(rows: list[Row], told: Told, space: Space) -> None:
    fold = of_fold(len(rows), FOLDS)
    right, svm_right = 0, 0
    for each in range(FOLDS):
        there, here = [at == each for at in fold], [at != each for at in fold]
        weights = learnt(told.of(here), space)
        at = kept(space, weights, told.rows, KEEP)
        shipped = np.zeros_like(weights.words)
        shipped[at] = weights.words[at]
        asked = told.of(there)
        says = Weights(weights.topics, shipped, weights.keywords, weights.categories, weights.bias).says(asked)
        right += int((says == asked.labels).sum())
        by_svm = svm(list(compress(rows, here)), told.of(here).labels, list(compress(rows, there)))
        svm_right += int((by_svm == asked.labels).sum())
    print(f"{len(rows)} stories: right {right / len(rows):.3f}, tf-idf with SVM {svm_right / len(rows):.3f}")


def svm(rows: list[Row], labels: Labels, asked: list[Row]) -> Labels:
    points = tfidf_svm([text_of(row) for row in rows], labels, [text_of(row) for row in asked])
    return np.unique(labels)[points.argmax(axis=1)]


def text_of(row: Row) -> str:
    """What an SVM reads: the title, and the host as one word."""
    return " ".join((row.title, *(host.replace(".", "_") for host in row.categories[:1])))


def main() -> None:
    taxonomy = load_taxonomy(None, "news")
    space = space_of(may_train(front_pages()))
    rows, told = told_stories(taxonomy, space)
    if "--folds" in sys.argv:
        print_folds(rows, told, space)
        return
    weights = learnt(told, space)
    keys = [topic.key for topic in taxonomy.topics]
    at = kept(space, weights, told.rows, KEEP)
    bare = model_of(space, weights, at, keys, (), "topics_news/1", TELLING)
    own = own_weights(told, rows, space, taxonomy, bare, learnt)
    print("own topics", own)
    model = model_of(space, weights, at, keys, tuple(own), "topics_news/1", TELLING)
    print(f"{len(rows)} labelled, {len(at)} terms, {write_topic_model(model, 'news')} bytes")


if __name__ == "__main__":
    main()

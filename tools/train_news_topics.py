"""Train the topics of news on labelled front-page stories about AI and write the weights that ship.

    python -m tools.train_news_topics [--folds]

The form is that of the papers' topics (``train_topics``). What differs: a story has only a title to learn from and its
host in the place of arXiv categories, and words weigh by themselves, not through directions: by folds the two were the
same. The space of words for topics of the user's own is of all titles before the split.
"""

import sys
from itertools import compress

import numpy as np

from achim.domain.topic import Taxonomy
from achim.steps.classify import hosts
from achim.taxonomy import load_taxonomy
from achim.topic_model import write_topic_model
from tools.learn import Labels, Linear, below, beside, tfidf_svm
from tools.news_data import Headline, front_pages, may_train
from tools.topic_data import Row, of_fold
from tools.topic_features import Papers, Space, papers_of, space_of
from tools.train_about_ai import NO, training
from tools.train_topics import DIMENSIONS, OWN_STEPS, PART, Weights, kept, left_out, model_of, own_weights

AT_LEAST = 3
KEEP = 4000
C, SCALE = 1.0, 2.0
TELLING = 3
NAME = "topics_news/1"
FOLDS = 5


def row_of(story: Headline) -> Row:
    """A story as a row of the papers' recipe: its hosts stand where a paper's categories do."""
    return Row(story.id, story.title, "", hosts(story.url))


def learnt(given: Papers, steps: int = 400) -> Weights:
    whole = given.whole
    features = below(*(beside(SCALE * each.rows, each.keywords, each.categories) for each in (whole, whole.unfiled)))
    weight = np.repeat([1.0, PART], len(given.labels))
    model = Linear(features, np.tile(given.labels, 2), C, weight, steps)
    words, topics = whole.rows.shape[1], whole.keywords.shape[1]
    by_word, keywords, categories = np.split(model.weights, [words, words + topics])
    return Weights(model.classes, SCALE * by_word, keywords, categories, model.bias)


def learnt_without(given: Papers, _topic: int) -> Weights:
    return learnt(given, OWN_STEPS)


def words_of_titles() -> Space:
    return space_of([row_of(each) for each in may_train(front_pages())], AT_LEAST, 1 + DIMENSIONS)


def labelled(space: Space, taxonomy: Taxonomy) -> tuple[list[Row], Papers]:
    """The stories about AI, as rows and as numbers."""
    told = [each for each in training() if each.topic != NO]
    keys = [topic.key for topic in taxonomy.topics]
    rows = [row_of(each.story) for each in told]
    return rows, papers_of(rows, np.array([keys.index(each.topic) for each in told]), 0, space, taxonomy)


def print_folds(rows: list[Row], given: Papers) -> None:
    fold = of_fold(len(rows), FOLDS)
    right, svm_right = 0, 0
    for each in range(FOLDS):
        there, here = [at == each for at in fold], [at != each for at in fold]
        weights = learnt(given.of(here))
        asked = given.of(there)
        says = weights.only(kept(weights, given.whole.rows, KEEP)).says(asked.whole)
        right += int((says == asked.labels).sum())
        by_svm = svm(list(compress(rows, here)), given.of(here).labels, list(compress(rows, there)))
        svm_right += int((by_svm == asked.labels).sum())
    print(f"{len(rows)} stories: right {right / len(rows):.3f}, tf-idf with SVM {svm_right / len(rows):.3f}")


def svm(rows: list[Row], labels: Labels, asked: list[Row]) -> Labels:
    points = tfidf_svm([text_of(row) for row in rows], labels, [text_of(row) for row in asked])
    return np.unique(labels)[points.argmax(axis=1)]


def text_of(row: Row) -> str:
    """What an SVM reads: the title, and the host as one word."""
    return " ".join((row.title, *(host.replace(".", "_") for host in row.categories[:1])))


def main() -> None:
    taxonomy, words = load_taxonomy(None, "news"), words_of_titles()
    rows, given = labelled(words, taxonomy)
    if "--folds" in sys.argv:
        print_folds(rows, given)
        return
    weights = learnt(given)
    at = kept(weights, given.whole.rows, KEEP)
    bare = model_of(words, weights, at, taxonomy, (), NAME, TELLING)
    own = own_weights(list(left_out(given, rows, taxonomy, bare, learnt_without)))
    print("own topics", own)
    model = model_of(words, weights, at, taxonomy, tuple(own), NAME, TELLING)
    print(f"{len(rows)} labelled, {len(at)} terms, {write_topic_model(model, 'news')} bytes")


if __name__ == "__main__":
    main()

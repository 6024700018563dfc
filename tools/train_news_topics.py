"""Train the topics of news on labelled front-page stories about AI and write the weights that ship.

    python -m tools.train_news_topics [--folds]

The form is that of the papers' topics (``train_topics``). What differs: a story has only a title to learn from; the
places where it stands are in the place of arXiv categories and are terms too; words weigh by themselves, not through
directions; the sentence vector of the title counts beside them, if the shipped embedder makes it. Headlines in our own
words (``news/patterns.toml``) teach beside the labels, with less weight. Settings were chosen by five folds.

What nearness is worth for a topic of the user's own is fitted on words, keywords and hosts alone.
"""

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from achim.domain.topic import Taxonomy
from achim.embed.use import UseEmbedder
from achim.steps.classify import points_of
from achim.steps.headlines import headline, hosts, places
from achim.steps.topic_model import AT, PLACE, TopicModel, worth
from achim.taxonomy import load_taxonomy
from achim.topic_model import write_topic_model
from tools.fit import Floats
from tools.learn import Labels, Linear, below, beside, sparse_rows, svm, tfidf
from tools.news_data import Headline, front_pages, may_train, story_of
from tools.news_topic_data import Taught, first_labelled, labelled, made
from tools.topic_data import Row, of_fold
from tools.topic_features import Papers, Space, papers_of, space_of
from tools.train_topics import DIMENSIONS, OWN_STEPS, PART, Weights, as_bytes, kept, left_out, model_of, own_weights

AT_LEAST, WORD_AT_LEAST = 3, 3
KEEP = 4000
C, SCALE, SENSE = 1.0, 2.0, 2.0
TELLING = 3
NAME = "topics_news/2"
FOLDS = 5
SVM_C = (0.1, 0.2, 0.3, 0.5, 1.0, 2.0)


@dataclass(frozen=True)
class Sheet:
    """Stories as numbers: words and places (in the space's columns), points of keywords and of the taxonomy's places,
    and vectors of their headlines; shape (stories, …)."""

    terms: Any
    keywords: Floats
    categories: Floats
    vectors: Floats

    @property
    def features(self) -> Any:
        return beside(SCALE * self.terms, self.keywords, self.categories, SENSE * self.vectors)

    def of(self, keep: Any) -> "Sheet":
        return Sheet(self.terms[keep], self.keywords[keep], self.categories[keep], self.vectors[keep])


@dataclass(frozen=True)
class Learnt:
    """Weights of words and places, keywords and categories, and of the numbers of a vector, shape (512, topics)."""

    weights: Weights
    senses: Floats

    def points(self, sheet: Sheet) -> Floats:
        weights = self.weights
        told = np.asarray(sheet.terms @ weights.words) + sheet.vectors @ self.senses
        return told + sheet.keywords @ weights.keywords + sheet.categories @ weights.categories + weights.bias

    def says(self, sheet: Sheet) -> Labels:
        return self.weights.topics[self.points(sheet).argmax(axis=1)]

    def only(self, at: Labels) -> "Learnt":
        return replace(self, weights=self.weights.only(at))


def row_of(story: Headline) -> Row:
    """A story as a row of the papers' recipe: its hosts stand where a paper's categories do."""
    return Row(story.id, headline(story.title), "", hosts(story.url))


def words_and_places(told: Sequence[Taught]) -> Space:
    """Words of all titles that may train and of those made up; places of labelled stories say nothing of nearness."""
    words = space_of(
        [row_of(each) for each in (*may_train(front_pages()), *(one.story for one in told if not one.story.url))],
        WORD_AT_LEAST,
        1 + DIMENSIONS,
    )
    counts = Counter(place for each in told for place in places(each.story.url))
    names = tuple(AT + place for place, count in sorted(counts.items()) if count >= AT_LEAST)
    nowhere = np.zeros((len(names), words.directions.shape[1]))
    return Space(
        (*words.names, *names), np.append(words.idf, np.ones(len(names))), np.vstack([words.directions, nowhere])
    )


def sheet_of(stories: Sequence[Headline], space: Space, taxonomy: Taxonomy) -> Sheet:
    keys = [topic.key for topic in taxonomy.topics]
    at = {name: column for column, name in enumerate(space.names)}
    known = [{at[AT + each]: PLACE for each in places(story.url) if AT + each in at} for story in stories]
    points = [points_of(story_of(story), taxonomy) for story in stories]
    return Sheet(
        terms=space.rows([row_of(story) for story in stories]) + sparse_rows(known, len(at)),
        keywords=np.array([[worth(words.get(key, 0.0)) for key in keys] for words, _ in points]),
        categories=np.array([[worth(filed.get(key, 0.0)) for key in keys] for _, filed in points]),
        vectors=np.array(UseEmbedder().embed([headline(story.title) for story in stories])),
    )


def learnt(sheet: Sheet, labels: Labels, weight: Floats, steps: int = 600) -> Learnt:
    model = Linear(sheet.features, labels, C, weight, steps)
    ends = np.cumsum([sheet.terms.shape[1], sheet.keywords.shape[1], sheet.categories.shape[1]])
    terms, keywords, categories, senses = np.split(model.weights, ends)
    return Learnt(Weights(model.classes, SCALE * terms, keywords, categories, model.bias), SENSE * senses)


def learnt_plain(given: Papers, steps: int = 400) -> Weights:
    """On words, keywords and hosts alone, as the first edition of these topics was."""
    whole = given.whole
    features = below(*(beside(SCALE * each.rows, each.keywords, each.categories) for each in (whole, whole.unfiled)))
    weight = np.repeat([1.0, PART], len(given.labels))
    model = Linear(features, np.tile(given.labels, 2), C, weight, steps)
    words, topics = whole.rows.shape[1], whole.keywords.shape[1]
    by_word, keywords, categories = np.split(model.weights, [words, words + topics])
    return Weights(model.classes, SCALE * by_word, keywords, categories, model.bias)


def learnt_without(given: Papers, _topic: int) -> Weights:
    return learnt_plain(given, OWN_STEPS)


def labels_of(told: Sequence[Taught], taxonomy: Taxonomy) -> Labels:
    keys = [topic.key for topic in taxonomy.topics]
    return np.array([keys.index(each.topic) for each in told])


def print_folds(told: Sequence[Taught], more: Sequence[Taught], space: Space, taxonomy: Taxonomy) -> None:
    """Stories are asked by a model that learnt from the other folds and from all headlines of our own."""
    every = [*told, *more]
    sheet, labels = sheet_of([each.story for each in every], space, taxonomy), labels_of(every, taxonomy)
    weight = np.array([each.weight for each in every])
    fold = np.array([*of_fold(len(told), FOLDS), *(-1 for _ in more)])
    right = np.zeros(2, dtype=np.int64)
    for each in range(FOLDS):
        model, asked = (
            learnt(sheet.of(fold != each), labels[fold != each], weight[fold != each]),
            sheet.of(fold == each),
        )
        shipped = model.only(kept(model.weights, sheet.terms, KEEP))
        right += [int((one.says(asked) == labels[fold == each]).sum()) for one in (model, shipped)]
    texts = [text_of(each.story) for each in told]
    own = labels[: len(told)]
    by_c = {c: svm_right(texts, own, c) for c in SVM_C}
    print(f"{len(told)} stories: all terms {right[0] / len(told):.3f}, those kept {right[1] / len(told):.3f}")
    print("tf-idf with SVM, by C:", {c: round(count / len(told), 3) for c, count in by_c.items()})


def svm_right(texts: Sequence[str], labels: Labels, c: float) -> int:
    """How many labels an SVM gets right that it was not trained on."""
    fold = np.array(of_fold(len(labels), FOLDS))
    count = 0
    for each in range(FOLDS):
        known = [text for text, at in zip(texts, fold, strict=True) if at != each]
        asked = [text for text, at in zip(texts, fold, strict=True) if at == each]
        count += int((svm_says(known, labels[fold != each], asked, c) == labels[fold == each]).sum())
    return count


def svm_says(texts: Sequence[str], labels: Labels, asked: Sequence[str], c: float) -> Labels:
    features, theirs = tfidf(texts, asked)
    return np.unique(labels)[svm(features, labels, theirs, c).argmax(axis=1)]


def tuned_svm(texts: Sequence[str], labels: Labels, asked: Sequence[str]) -> Labels:
    """With the C that folds of the labels like best."""
    return svm_says(texts, labels, asked, max(SVM_C, key=lambda c: svm_right(texts, labels, c)))


def text_of(story: Headline) -> str:
    """What an SVM reads: the title, and the host as one word."""
    return " ".join((story.title, *(host.replace(".", "_") for host in hosts(story.url)[:1])))


def shipped(space: Space, told: Sequence[Taught], taxonomy: Taxonomy) -> TopicModel:
    sheet, labels = sheet_of([each.story for each in told], space, taxonomy), labels_of(told, taxonomy)
    model = learnt(sheet, labels, np.array([each.weight for each in told]))
    at = kept(model.weights, sheet.terms, KEEP)
    senses, step = as_bytes(model.senses)
    bare = model_of(space, model.weights, at, taxonomy, (), NAME, TELLING)
    own = own_weights_of(first_labelled(), space, taxonomy, bare)
    print("own topics", own)
    name = UseEmbedder().name.partition("/")[0]
    return replace(bare, own=tuple(own), embedder=name, senses=senses, sense_step=step)


def own_weights_of(told: Sequence[Taught], space: Space, taxonomy: Taxonomy, bare: TopicModel) -> list[float]:
    rows = [row_of(each.story) for each in told]
    given = papers_of(rows, labels_of(told, taxonomy), 0, space, taxonomy)
    return own_weights(list(left_out(given, rows, taxonomy, bare, learnt_without)))


def main() -> None:
    taxonomy, told, more = load_taxonomy(None, "news"), labelled(), made()
    space = words_and_places([*told, *more])
    if "--folds" in sys.argv:
        print_folds(told, more, space, taxonomy)
        return
    model = shipped(space, [*told, *more], taxonomy)
    print(f"{len(told)} labelled, {len(more)} made, {len(model.terms)} terms, {write_topic_model(model, 'news')} bytes")


if __name__ == "__main__":
    main()

"""Against two hundred papers labelled by the guideline, and the original's labels.

Both readers are a language model, blind to each other; a third reading settled where they differ. Their agreement is
that of one kind of reader, no figure of people's.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

from achim.domain.edition import TopicChoice
from achim.domain.paper import Paper
from achim.domain.topic import Taxonomy
from achim.steps.classify import classify
from bench.support import kappa
from bench.topics.categories import SVM_CS
from bench.topics.data import MODEL, Labelled, labelled, unfiled
from bench.wilson import share
from tools.learn import Labels, Matrix, svm, tfidf
from tools.topic_data import DATA, json_lines, labels, of_fold, training_rows

GOAL = 0.80
FOLDS = 5
Pairs = list[tuple[str, str]]


def said(papers: Sequence[Paper], taxonomy: Taxonomy) -> list[TopicChoice]:
    return [classify(paper, taxonomy, MODEL) for paper in papers]


def measured(taxonomy: Taxonomy) -> tuple[dict[str, Any], Pairs]:
    """Figures, and pairs of settled label and what the classifier says."""
    told = labelled()
    papers = [one.paper for one in told]
    choices = said(papers, taxonomy)
    keys = [choice.topic.key for choice in choices]
    bare = [choice.topic.key for choice in said(unfiled(papers), taxonomy)]
    figures: dict[str, Any] = {
        "papers": len(told),
        "goal": GOAL,
        "readers_agree": share(sum(one.first == one.second for one in told), len(told)),
        "readers_kappa": round(kappa([(one.first, one.second) for one in told]), 3),
        "right": right(told, keys),
        "right_or_defensible": share(
            sum(key == one.settled or key in one.defensible for one, key in zip(told, keys, strict=True)), len(told)
        ),
        "agrees_with_either_reader": share(
            sum(key in (one.first, one.second) for one, key in zip(told, keys, strict=True)), len(told)
        ),
        "agrees_with_first": share(sum(key == one.first for one, key in zip(told, keys, strict=True)), len(told)),
        "agrees_with_second": share(sum(key == one.second for one, key in zip(told, keys, strict=True)), len(told)),
        "right_by_place": {
            where: right([one for one in told if one.where == where], [
                key for one, key in zip(told, keys, strict=True) if one.where == where
            ])
            for where in sorted({one.where for one in told})
        },
        "right_where_readers_agree": right(
            [one for one in told if one.first == one.second],
            [key for one, key in zip(told, keys, strict=True) if one.first == one.second],
        ),
        "right_without_categories": right(told, bare),
        "with_categories_known": sum(bool(paper.categories) for paper in papers),
        "unsure": share(sum(choice.unsure for choice in choices), len(told)),
        "right_when_sure": right(
            [one for one, choice in zip(told, choices, strict=True) if not choice.unsure],
            [choice.topic.key for choice in choices if not choice.unsure],
        ),
        "runner_up_right_when_unsure": share(
            sum(one.settled == choice.runner_up for one, choice in zip(told, choices, strict=True) if choice.unsure),
            sum(choice.unsure for choice in choices),
        ),
        "svm_on_the_same_training_labels": right(told, svm_says(told)),
    }  # fmt: skip
    pairs = [(one.settled, key) for one, key in zip(told, keys, strict=True)]
    figures["confusions"] = [
        f"{true} taken for {key}: {count}"
        for (true, key), count in Counter(pair for pair in pairs if pair[0] != pair[1]).most_common(12)
    ]
    return figures, pairs


def right(told: Sequence[Labelled], keys: Sequence[str]) -> dict[str, Any]:
    return share(sum(one.settled == key for one, key in zip(told, keys, strict=True)), len(told))


def svm_says(told: Sequence[Labelled]) -> list[str]:
    """tf-idf with a linear SVM, trained on the labels that the classifier was trained on, its C by folds of them."""
    given, rows = labels(), training_rows()
    names = sorted(set(given.values()))
    features, asked = tfidf(
        [f"{rows[each].title}\n{rows[each].abstract}" for each in given],
        [f"{one.paper.title}\n{one.paper.abstract}" for one in told],
    )
    known = np.array([names.index(topic) for topic in given.values()])
    points = svm(features, known, asked, max(SVM_CS, key=lambda c: _by_folds(features, known, c)))
    return [names[at] for at in points.argmax(axis=1)]


def _by_folds(features: Matrix, known: Labels, c: float) -> int:
    """How many labels an SVM gets right that it was not trained on."""
    fold = np.array(of_fold(len(known), FOLDS))
    halves = [(fold != each, fold == each) for each in range(FOLDS)]
    return sum(
        int((svm(features[old], known[old], features[new], c).argmax(axis=1) == known[new]).sum())
        for old, new in halves
    )


def mirror(taxonomy: Taxonomy) -> dict[str, Any]:
    """The original's own labels, made from titles: how often ours is among them, or the one it gave most."""
    names = {topic.name: topic.key for topic in taxonomy.topics}
    rows = [row for row in json_lines(DATA / "gold" / "papers_dev.jsonl") if row.get("abstract") and row["arxiv_id"]]
    papers = _gold(rows)
    keys = [choice.topic.key for choice in said(papers, taxonomy)]
    sets = [{names.get(label["category"]) for label in row["labels"]} - {None} for row in rows]
    majority = [names.get(row["majority_category"]) for row in rows]
    known = [at for at, found in enumerate(sets) if found]
    return {
        "papers": len(rows),
        "with_a_label_that_we_have_too": len(known),
        "among_its_labels": share(sum(keys[at] in sets[at] for at in known), len(known)),
        "its_majority": share(
            sum(keys[at] == majority[at] for at in known if majority[at]), sum(bool(majority[at]) for at in known)
        ),
        "it_agrees_with_itself": 0.61,
    }


def _gold(rows: Sequence[Any]) -> list[Paper]:
    from bench.topics.data import row_of
    from tools.topic_features import paper_of

    return [paper_of(row_of({**row, "id": row["arxiv_id"]})) for row in rows]

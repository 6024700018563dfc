"""Topics of news: front-page stories and feed items, told by title and address, beside two others.

    python -m bench.news_topics

*before* is the recipe of the first edition of these topics (words, keywords and hosts; the labels of then), trained in
the same run; *svm* is tf-idf with a linear SVM on all labels that the shipped weights had, its C by folds of them. Front
pages and feeds are apart. Nothing here taught any of them; ``feed_tuned`` chose how much headlines of our own count and
which places the taxonomy names, and is no figure of what comes. Intervals are Wilson's, of 95 %.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from achim.embed.use import UseEmbedder
from achim.steps.classify import classify
from achim.steps.headlines import headline
from achim.taxonomy import load_taxonomy
from achim.topic_model import load_topic_model
from bench.news_filter import asked, asked_again
from bench.support import kappa
from bench.wilson import share
from tools.news_data import (
    FEED_DRAWN,
    FEED_ITEMS,
    FEED_LABELS,
    FEED_LAST_DRAWN,
    FEED_LAST_LABELS,
    FEED_MORE_DRAWN,
    FEED_MORE_LABELS,
    FRONT_PAGES,
    TOPICS_DRAWN,
    TOPICS_LABELS,
    Headline,
    headline_of,
    item_of,
    story_of,
)
from tools.news_topic_data import first_labelled, labelled
from tools.topic_data import json_lines
from tools.topic_features import papers_of, told_of
from tools.train_about_ai import NO
from tools.train_news_topics import labels_of, learnt_plain, row_of, text_of, tuned_svm, words_and_places

TAXONOMY = load_taxonomy(None, "news")
KEYS = [topic.key for topic in TAXONOMY.topics]


class Told(NamedTuple):
    story: Headline
    topic: str


def front_pages() -> dict[str, list[Told]]:
    settled = {row["id"]: row["settled"] for row in json_lines(TOPICS_LABELS)}
    newest = [headline_of(row) for row in json_lines(TOPICS_DRAWN)]
    return {
        "front_page_161": [Told(one.headline, one.topic) for one in asked() if one.is_ai],
        "front_page_85": [Told(one.headline, one.topic) for one in asked_again() if one.is_ai],
        "front_page_166": [Told(each, settled[each.id]) for each in newest if settled[each.id] != NO],
    }


def feed_items(drawn: Path, labels: Path) -> list[Told]:
    settled = {row["url"]: row["settled"] for row in json_lines(labels)}
    return [Told(item_of(row), settled[row["url"]]) for row in json_lines(drawn)]


def readers(labels: Path, kept: Sequence[str] = ()) -> dict[str, Any]:
    pairs = [(row["first"], row["second"]) for row in json_lines(labels) if row["settled"] not in kept]
    return {"agree": share(sum(one == other for one, other in pairs), len(pairs)), "kappa": round(kappa(pairs), 3)}


def right(keys: Sequence[str], told: Sequence[Told]) -> dict[str, Any]:
    return share(sum(key == one.topic for key, one in zip(keys, told, strict=True)), len(told))


def ours(told: Sequence[Told], texts: Mapping[str, str]) -> dict[str, Any]:
    model = load_topic_model("news")
    vectors = UseEmbedder().embed([headline(one.story.title) for one in told])
    stories = [story_of(one.story) for one in told]
    choices = [classify(story, TAXONOMY, model, vector) for story, vector in zip(stories, vectors, strict=True)]
    keys = [choice.topic.key for choice in choices]
    either = [one.topic in (choice.topic.key, choice.runner_up) for choice, one in zip(choices, told, strict=True)]
    sure = [choice.topic.key == one.topic for choice, one in zip(choices, told, strict=True) if not choice.unsure]
    found: dict[str, Any] = {
        "right": right(keys, told),
        "right_when_sure": share(sum(sure), len(sure)),
        "right_or_runner_up": share(sum(either), len(told)),
        "right_without_vectors": right([classify(story, TAXONOMY, model).topic.key for story in stories], told),
        "confusions": _confusions(keys, told),
    }
    if texts:
        with_text = [story_of(one.story, texts[one.story.url]) for one in told]
        said = [classify(story, TAXONOMY, model, each) for story, each in zip(with_text, vectors, strict=True)]
        found["right_with_text"] = right([choice.topic.key for choice in said], told)
    return found


def _confusions(keys: Sequence[str], told: Sequence[Told]) -> list[str]:
    pairs = Counter((one.topic, key) for one, key in zip(told, keys, strict=True) if one.topic != key)
    return [f"{topic} taken for {key}: {count}" for (topic, key), count in pairs.most_common(6)]


def before(told: Sequence[Told]) -> list[str]:
    """By words, keywords and hosts, learnt from the labels of the first edition."""
    given = first_labelled()
    space = words_and_places(given)
    known = papers_of([row_of(each.story) for each in given], labels_of(given, TAXONOMY), 0, space, TAXONOMY)
    said: list[int] = learnt_plain(known).says(told_of([row_of(one.story) for one in told], space, TAXONOMY)).tolist()
    return [KEYS[at] for at in said]


def by_svm(told: Sequence[Told]) -> list[str]:
    given = labelled()
    texts, asked_texts = [text_of(each.story) for each in given], [text_of(one.story) for one in told]
    said: list[int] = tuned_svm(texts, labels_of(given, TAXONOMY), asked_texts).tolist()
    return [KEYS[at] for at in said]


def main() -> None:
    if not FRONT_PAGES.exists():
        print(json.dumps({"skipped": "shared data absent: ../shared/data/news"}))
        return
    feeds = {
        "feed_tuned": feed_items(FEED_DRAWN, FEED_LABELS),
        "feed_160": feed_items(FEED_MORE_DRAWN, FEED_MORE_LABELS),
        "feed_76": feed_items(FEED_LAST_DRAWN, FEED_LAST_LABELS),
    }
    sets = {**front_pages(), **feeds}
    every = [one for told in sets.values() for one in told]
    texts = {row["url"]: row["description"] or "" for row in json_lines(FEED_ITEMS)}
    old, svm = iter(before(every)), iter(by_svm(every))
    found: dict[str, Any] = {
        "readers_front_page_166": readers(TOPICS_LABELS, [NO]),
        "readers_feed_160": readers(FEED_MORE_LABELS),
    }
    for name, told in sets.items():
        found[name] = {
            **ours(told, texts if name in feeds else {}),
            "before": right([next(old) for _ in told], told),
            "svm": right([next(svm) for _ in told], told),
        }
    print(json.dumps(found, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()

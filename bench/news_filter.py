"""AI or not, on 400 front-page stories, 200 others drawn again, and 60 feed items; topics are in ``news_topics``.

    python -m bench.news_filter

Baselines are trained and asked in the same run: a keyword list as the original had it, and tf-idf with a linear SVM on the
training labels, over the title and the words of the address. The 400 were drawn by strata: *drawn* figures are of the 400
as they are, *front_page* figures weigh each story by how many it stands for. Intervals are of 2,000 bootstrap draws
within strata. The 200 were drawn and read once names, weights and thresholds were final. Who labelled is told in docs/news-guideline.md.
"""

import json
import random
import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from achim.about_ai_model import load_about_ai
from achim.steps.about_ai import about_ai
from bench.support import kappa
from bench.wilson import share
from tools.learn import tfidf_svm
from tools.news_data import (
    AGAIN_DRAWN,
    AGAIN_LABELS,
    FEED_DRAWN,
    FEED_ITEMS,
    FRONT_PAGES,
    LABELS,
    Headline,
    drawn,
    headline_of,
    item_of,
    story_of,
)
from tools.topic_data import json_lines
from tools.train_about_ai import NO, training

GOAL = 0.90
DRAWS = 2000
_KEYWORDS = re.compile(r"\b(?:ai|gpt\S*|chatgpt|llms?|openai|machine learning|deep learning|neural networks?)\b", re.I)
_WORD = re.compile(r"[^\W_]+")


class Asked(NamedTuple):
    """A drawn story, what was settled, and how many front-page stories it stands for."""

    headline: Headline
    stratum: str
    weight: float
    topic: str

    @property
    def is_ai(self) -> bool:
        return self.topic != NO


def asked() -> list[Asked]:
    return _asked(drawn(), {row["id"]: row["settled"] for row in json_lines(LABELS)})


def asked_again() -> list[Asked]:
    return _asked(drawn(AGAIN_DRAWN), {row["id"]: row["topic"] for row in json_lines(AGAIN_LABELS)})


def _asked(rows: Sequence[Mapping[str, Any]], topic: Mapping[str, str]) -> list[Asked]:
    return [Asked(headline_of(row), row["stratum"], row["weight"], topic[row["id"]]) for row in rows]


def readers() -> dict[str, Any]:
    rows = list(json_lines(LABELS))
    ai = [("no" if row["first"] == NO else "yes", "no" if row["second"] == NO else "yes") for row in rows]
    return {"ai_kappa": round(kappa(ai), 3)}


def text_of(headline: Headline) -> str:
    return " ".join((headline.title, *_WORD.findall(headline.url)))


def scores(told: Sequence[Asked], says: Sequence[bool]) -> dict[str, Any]:
    return {
        "drawn": measured(told, says, lambda one: 1.0),
        "front_page": measured(told, says, lambda one: one.weight),
    }


def measured(told: Sequence[Asked], says: Sequence[bool], weight: Callable[[Asked], float]) -> dict[str, Any]:
    pairs = [(one.stratum, weight(one), one.is_ai, said) for one, said in zip(told, says, strict=True)]
    precision, recall, f1 = figures(pairs)
    by_stratum: defaultdict[str, list[tuple[str, float, bool, bool]]] = defaultdict(list)
    for pair in pairs:
        by_stratum[pair[0]].append(pair)
    rng = random.Random(0)
    again = [
        figures([each for own in by_stratum.values() for each in rng.choices(own, k=len(own))]) for _ in range(DRAWS)
    ]
    spread = [sorted(each[at] for each in again) for at in range(3)]
    low, high = int(0.025 * DRAWS), int(0.975 * DRAWS)
    names = ("precision", "recall", "f1")
    return {
        name: {"value": round(value, 3), "ci95": [round(own[low], 3), round(own[high], 3)]}
        for name, value, own in zip(names, (precision, recall, f1), spread, strict=True)
    }


def figures(pairs: Sequence[tuple[str, float, bool, bool]]) -> tuple[float, float, float]:
    hits = sum(weight for _, weight, is_ai, said in pairs if is_ai and said)
    told = sum(weight for _, weight, _, said in pairs if said)
    there = sum(weight for _, weight, is_ai, _ in pairs if is_ai)
    return hits / (told or 1), hits / (there or 1), 2 * hits / ((told + there) or 1)


def filters(told: Sequence[Asked]) -> dict[str, Any]:
    model = load_about_ai()
    answers = [about_ai(story_of(one.headline), model) for one in told]
    rows = training()
    points = tfidf_svm(
        [text_of(row.story) for row in rows],
        np.array([int(row.topic != NO) for row in rows]),
        [text_of(one.headline) for one in told],
    )
    wrong = [(one, answer) for one, answer in zip(told, answers, strict=True) if one.is_ai != answer.is_ai]
    return {
        "trained_on": {"stories": len(rows), "about_ai": sum(row.topic != NO for row in rows)},
        "filter": scores(told, [answer.is_ai for answer in answers]),
        "keywords": scores(told, [bool(_KEYWORDS.search(one.headline.title)) for one in told]),
        "tfidf_svm": scores(told, [bool(point > 0) for point in points]),
        "borderline": share(sum(answer.is_borderline for answer in answers), len(told)),
        "wrong_that_are_borderline": share(sum(answer.is_borderline for _, answer in wrong), len(wrong)),
        "wrong": [
            f"{'lost' if one.is_ai else 'wrongly kept'} {answer.score:.2f}: {one.headline.title}"
            for one, answer in wrong
        ],
    }


def feed_items() -> list[tuple[Headline, str]]:
    """With their texts."""
    texts = {row["url"]: row["description"] or "" for row in json_lines(FEED_ITEMS)}
    return [(item_of(row), texts[row["url"]]) for row in json_lines(FEED_DRAWN)]


def main() -> None:
    if not FRONT_PAGES.exists():
        print(json.dumps({"skipped": "shared data absent: ../shared/data/news"}))
        return
    told, again = asked(), asked_again()
    items = feed_items()
    model = load_about_ai()
    found: dict[str, Any] = {
        "stories": len(told),
        "about_ai": sum(one.is_ai for one in told),
        "goal_f1": GOAL,
        "readers": readers(),
        **filters(told),
        "again": {
            "stories": len(again),
            "about_ai": sum(one.is_ai for one in again),
            **filters(again),
        },
        "feed_items_known_as_ai": share(
            sum(about_ai(story_of(headline, text), model).is_ai for headline, text in items), len(items)
        ),
    }
    print(json.dumps(found, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()

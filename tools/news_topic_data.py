"""What the topics of news learn from: labelled front-page stories, and headlines in our own words."""

import random
import re
import tomllib
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tools.news_data import ROOT, Headline, front_pages, may_train
from tools.topic_data import json_lines
from tools.train_about_ai import NO, training

MORE_LABELS = ROOT / "tools" / "news" / "train_topics.jsonl"
PATTERNS = ROOT / "tools" / "news" / "patterns.toml"
MADE = 150
"""Headlines in our own words for each topic, before the same ones are told once."""
_SEED = 7
_WORD = re.compile(r"\{(\w+)\}")


class Taught(NamedTuple):
    """A story with its topic and how much it counts."""

    story: Headline
    topic: str
    weight: float


MADE_WEIGHT = 0.6


def first_labelled() -> list[Taught]:
    """The stories that also taught the filter."""
    return [Taught(each.story, each.topic, 1.0) for each in training() if each.topic != NO]


def labelled() -> list[Taught]:
    """Those, and others that the filter lets pass."""
    topics = {row["id"]: row["topic"] for row in json_lines(MORE_LABELS)}
    more = [each for each in may_train(front_pages()) if topics.get(each.id, NO) != NO]
    return [*first_labelled(), *(Taught(each, topics[each.id], 1.0) for each in more)]


def made() -> list[Taught]:
    """Headlines of ``patterns.toml`` with words of its lists in their places, the same ones every time."""
    told = tomllib.loads(PATTERNS.read_text(encoding="utf-8"))
    words: Mapping[str, Sequence[str]] = told.pop("words")
    rng = random.Random(_SEED)
    found: dict[str, str] = {}
    for topic, part in told.items():
        titles: Sequence[str] = part["titles"]
        for at in range(MADE):
            found[_WORD.sub(lambda place: rng.choice(words[place[1]]), titles[at % len(titles)])] = topic
    return [Taught(Headline("", "", title, "", 0, 0), topic, MADE_WEIGHT) for title, topic in found.items()]

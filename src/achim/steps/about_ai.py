"""Whether a story is about AI, with the words that spoke for it.

A linear model over the words and pairs of words of the title, the parts of the address, and the kinds of known names
(``data/ai_names.toml``) in title, address and the opening of the text. Korean titles are known by such names and by
the Latin words in them: training had no Korean. ``docs/news.md`` says how it was made and what it is worth.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import exp
from urllib.parse import urlsplit

from achim.domain.note import Note
from achim.domain.paper import Work
from achim.steps.topic_phrases import PhraseIndex, words

OPENING = 600
"""Characters of the text that are read."""
IN_TEXT = 0.5
"""What a name in the text is worth beside one in the title: set by hand, as training had titles only."""

_MOST = 2000
BORDERLINE = "withheld.borderline"
_REASONS = 4
_LETTERS = 2
_LEAST = 0.1
_PATH_WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AboutAiModel:
    """``weights`` by feature and ``bias`` add up to log-odds; ``threshold`` and ``band`` are probabilities.

    A story is about AI at ``threshold`` or above, and borderline from ``band[0]`` to ``band[1]``.
    """

    name: str
    names: PhraseIndex
    weights: Mapping[str, float]
    bias: float
    threshold: float
    band: tuple[float, float]


@dataclass(frozen=True, slots=True)
class AboutAi:
    """``score`` is how probable it is that the story is about AI; ``reasons`` are what spoke for the answer."""

    score: float
    is_ai: bool
    is_borderline: bool
    reasons: tuple[Note, ...]

    @property
    def refusal(self) -> Note | None:
        """Why the ledger says it was kept out, None for a story that stays."""
        if self.is_ai:
            return None
        score = f"{self.score:.2f}"
        if self.is_borderline:
            return Note.of(BORDERLINE, score=score)
        return Note.of("withheld.not_ai", score=score)


@dataclass(frozen=True, slots=True)
class Feature:
    """What the model has a weight for; ``found`` is how the story has it."""

    key: str
    found: str
    where: str
    value: float = 1.0


def about_ai(story: Work, model: AboutAiModel, *, by_setting: bool = False) -> AboutAi:
    """Whether a story is about AI. ``by_setting``: its source is about AI by the user's word, and nothing is asked."""
    if by_setting:
        return AboutAi(1.0, True, False, (Note.of("about_ai.by_setting"),))
    found = tuple(features(story.title, story.url, story.abstract, model.names))
    odds = model.bias + sum(feature.value * model.weights.get(feature.key, 0.0) for feature in found)
    score = round(1 / (1 + exp(-max(-30.0, min(30.0, odds)))), 4)
    is_ai = score >= model.threshold
    low, high = model.band
    return AboutAi(score, is_ai, low <= score < high, _reasons(found, model, is_ai))


def features(title: str, url: str, text: str, names: PhraseIndex) -> Iterator[Feature]:
    """Each feature once, in an order of its own."""
    told: dict[str, Feature] = {}
    for feature in (*_of_title(title[:_MOST], names), *_of_address(url[:_MOST], names)):
        told.setdefault(feature.key, feature)
    for kind, phrase in _kinds(text[:OPENING], names):
        told.setdefault(f"name {kind}", Feature(f"name {kind}", phrase, "text", IN_TEXT))
    yield from told.values()


def _of_title(title: str, names: PhraseIndex) -> Iterator[Feature]:
    here = words(title)
    for word in here:
        yield Feature(f"word {word}", word, "title")
        stem = word.rstrip("0123456789")
        if len(stem) >= _LETTERS and stem != word:
            yield Feature(f"word {stem}", word, "title")
    for left, right in pairwise(("^", *here)):
        yield Feature(f"pair {left} {right}", f"{left} {right}".removeprefix("^ "), "title")
    kinds = _kinds(title, names)
    for kind, phrase in kinds:
        yield Feature(f"name {kind}", phrase, "title")
    telling = [phrase for kind, phrase in kinds if kind != "near"]
    if len(telling) > 1:
        yield Feature("name several", " ".join(telling[:2]), "title")
    if not telling:
        yield Feature("name none", "", "title")


def _of_address(url: str, names: PhraseIndex) -> Iterator[Feature]:
    try:
        parts = urlsplit(url.casefold())
    except ValueError:
        return
    labels = parts.netloc.removeprefix("www.").split(".")
    for at in range(len(labels)):
        yield Feature(f"host {'.'.join(labels[at:])}", ".".join(labels[at:]), "address")
    for word in _PATH_WORD.findall(parts.path):
        yield Feature(f"path {word}", word, "address")
    for kind, phrase in _kinds(f"{' '.join(labels[:-1])} {parts.path}", names):
        yield Feature(f"address {kind}", phrase, "address")


def _kinds(text: str, names: PhraseIndex) -> list[tuple[str, str]]:
    """Each kind of known names in the text, with the first of them."""
    told: dict[str, str] = {}
    for phrase, mention in names.mentions(text).items():
        for kind in phrase.topics:
            told.setdefault(kind, mention.found)
    return list(told.items())


def _reasons(found: tuple[Feature, ...], model: AboutAiModel, is_ai: bool) -> tuple[Note, ...]:
    """What spoke most for the answer, each word once."""
    sign = 1 if is_ai else -1
    weighed = [(sign * feature.value * model.weights.get(feature.key, 0.0), feature) for feature in found]
    notes: list[Note] = []
    said: set[str] = set()
    for weight, feature in sorted(weighed, key=lambda each: (-each[0], each[1].key)):
        here = set(feature.found.split())
        if weight >= _LEAST and here and len(notes) < _REASONS and not here & said:
            code = "about_ai.for" if is_ai else "about_ai.against"
            notes.append(Note.of(code, phrase=feature.found, where=feature.where))
            said |= here
    return tuple(notes) or (Note.of("about_ai.nothing"),)

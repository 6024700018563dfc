"""Count how words and phrases are used in arXiv abstracts and write what keywords need of it.

    python -m tools.train_phrases

Reads ../shared/data/arxiv/train.jsonl.gz (CC0 metadata). The same data give the same bytes. Nothing is fitted: a word's
class follows from the share of its places that stand beside certain function words; the shares below were chosen by
reading the lists they give.
"""

import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from achim.phrase_model import write_phrases
from achim.steps.phrases import PhraseModel, noun_phrases, trimmed
from achim.steps.terms import LONGEST, term_key

TRAIN = Path(__file__).parents[1].parent / "shared" / "data" / "arxiv" / "train.jsonl.gz"
WORD_SEEN, TERM_SEEN = 80, 25
"""Places of a word, papers of a phrase, below which nothing is said of it."""
TITLE_SHARE, WEAK_SHARE = 0.12, 0.03
"""Papers with a phrase (a word) in the title to those with it in the abstract: terms from here, weak below."""
COMMON = 0.01
HALF = 0.6
"""Share of a phrase's papers that have it within one longer phrase, from which it is a half of that."""

_TOKEN = re.compile(r"[A-Za-z][A-Za-z0-9+@.'\-]*|\d[\w.,%]*|[^\s\w]|\w+")
_CAPITAL = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}(?![\w-])")
_OBJECT = frozenset(
    {"the", "a", "an", "our", "their", "its", "this", "these", "those", "how", "it", "them", "all", "any", "such"}
    | {"whether"}
)
_AFTER_NOUN = frozenset(
    {
        "of",
        "is",
        "are",
        "was",
        "were",
        "in",
        "on",
        "from",
        "has",
        "have",
        "can",
        "that",
        "with",
        "by",
        "which",
        "remain",
    }
    | {"remains", "at", *".,;:("}
)
_BEFORE_VERB = frozenset(
    {"we", "to", "can", "will", "may", "could", "must", "would", "not", "which", "cannot", "should", "might", "they"}
    | {"does", "do", "also", "who", "is", "are", "was", "were", "be", "been", "being", "more", "most", "very", "remain"}
    | {"remains", "remained", "becomes", "become", "it", "then", "thereby", "while", "by", "when", "further", "how"}
)
_ARTICLE = frozenset({"the", "a", "an", "this", "our", "each", "these", "of", "its", "their"})
_WORDS_TOO = frozenset(
    {"anything", "arena", "bird", "dice", "lean", "lite", "meta", "nano", "south", "spider", "splatting"}
    | {"transformer", "transformers", "union", "western", "whisper"}
)
"""Written with a capital in names more than half the time, and words all the same."""
_DESCRIBES = ("ive", "ous", "able", "ible", "ful", "less", "ed", "ly")


@dataclass(slots=True)
class Use:
    """Places of each word, and how many stand before an object, before what follows nouns, after what precedes verbs
    or predicates, and after an article, and how many have a capital; papers with it in abstract and title."""

    places: Counter[str] = field(default_factory=Counter[str])
    objects: Counter[str] = field(default_factory=Counter[str])
    nouns: Counter[str] = field(default_factory=Counter[str])
    verbs: Counter[str] = field(default_factory=Counter[str])
    articles: Counter[str] = field(default_factory=Counter[str])
    bodies: Counter[str] = field(default_factory=Counter[str])
    titles: Counter[str] = field(default_factory=Counter[str])
    capitals: Counter[str] = field(default_factory=Counter[str])
    papers: int = 0


def rows() -> Iterator[Any]:
    with gzip.open(TRAIN, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _tokens(text: str) -> list[str]:
    return [(token.rstrip(".'-") or token).lower() for token in _TOKEN.findall(text)]


def used() -> Use:
    use = Use()
    for row in rows():
        body = [".", *_tokens(row["abstract"]), "."]
        use.papers += 1
        use.titles.update(set(_tokens(row["title"])))
        use.bodies.update(set(body))
        use.capitals.update(word.lower() for word in _CAPITAL.findall(row["abstract"]))
        for before, word, after in zip(body, body[1:], body[2:], strict=False):
            if word[0].isalpha():
                use.places[word] += 1
                use.objects[word] += after in _OBJECT
                use.nouns[word] += after in _AFTER_NOUN
                use.verbs[word] += before in _BEFORE_VERB or before.endswith("ly")
                use.articles[word] += before in _ARTICLE
    return use


def class_of(word: str, use: Use) -> str:
    """*breaks*, *trails*, *leads*, or nothing for a plain noun."""
    seen = use.places[word]
    of_object, as_noun, as_verb = use.objects[word] / seen, use.nouns[word] / seen, use.verbs[word] / seen
    with_article = use.articles[word] / seen
    is_verb = (
        of_object >= 0.15
        or as_verb >= 0.3
        or (as_verb >= 0.2 and with_article < 0.06)
        or (word.endswith("ing") and of_object + as_verb >= 0.15)
        or (word.endswith("ed") and "-" not in word and with_article < 0.03)
    )
    if is_verb:
        is_noun_too = with_article >= 0.05 and as_noun >= 0.1 and not word.endswith(_DESCRIBES)
        return "trails" if is_noun_too else "breaks"
    if as_noun < 0.05 or as_verb >= 0.6 * as_noun or word.endswith(_DESCRIBES):
        return "leads"
    return ""


def words_of(use: Use) -> PhraseModel:
    known = sorted(word for word, count in use.places.items() if count >= WORD_SEEN)
    classes = {word: class_of(word, use) for word in known}
    common = Counter[str]()
    for word, count in use.bodies.items():
        if len(key := term_key(word)) == 1:
            common[key[0]] += count
    return PhraseModel(
        breaks=frozenset(word for word in known if classes[word] == "breaks"),
        trails=frozenset(word for word in known if classes[word] == "trails"),
        leads=frozenset(word for word in known if classes[word] == "leads"),
        weak=frozenset(
            word for word in known if use.bodies[word] >= 150 and use.titles[word] < WEAK_SHARE * use.bodies[word]
        ),
        proper=frozenset(word for word in known if use.capitals[word] >= 0.5 * use.places[word]) - _WORDS_TOO,
        common=frozenset(word for word, count in common.items() if count >= COMMON * use.papers),
    )


def terms_of(model: PhraseModel) -> frozenset[str]:
    """Phrases that titles and abstracts use alike, without those that are mostly a part of one longer phrase."""
    bodies, titles = Counter[str](), Counter[str]()
    for row in rows():
        titles.update(set(_parts(row["title"], model)))
        bodies.update(set(_parts(row["abstract"], model)))
    halves = {
        part
        for term, count in bodies.items()
        if count >= TERM_SEEN * HALF
        for part in (term.partition(" ")[2], term.rpartition(" ")[0])
        if count >= HALF * bodies[part]
    }
    return frozenset(
        term
        for term, count in bodies.items()
        if count >= TERM_SEEN and titles[term] >= TITLE_SHARE * count
        if term.count(" ") < LONGEST and term not in halves
    )


def _parts(text: str, model: PhraseModel) -> Iterator[str]:
    """The keys of two words up to one more than a keyword may have, that begin and end as a phrase may."""
    for phrase in noun_phrases(text, model):
        for start in range(len(phrase)):
            for end in range(start + 1, min(start + LONGEST + 1, len(phrase)) + 1):
                part = phrase[start:end]
                key = term_key(" ".join(part))
                if 1 < len(key) <= LONGEST + 1 and trimmed(part, model) == part:
                    yield " ".join(key)


def main() -> int:
    if not TRAIN.exists():
        print("shared data absent: ../shared/data/arxiv", file=sys.stderr)
        return 1
    model = words_of(used())
    model = replace(model, terms=terms_of(model))
    size = write_phrases(model)
    counts = {name: len(getattr(model, name)) for name in PhraseModel.__slots__}
    print(json.dumps({"bytes": size, **counts}, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())

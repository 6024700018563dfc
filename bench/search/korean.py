"""Search tokens of Korean, the project's own beside a morpheme analyser's: ``python -m bench.search.korean``.

Real Korean is ``../shared/data/korean/pairs_dev.jsonl.gz`` (measure only): one sentence of a summary is taken out and
looks for the rest of its summary among 3,000, by BM25; whole (*sentence*), and by two of its words as they are written
(*words*). ``kiwipiepy`` is no requirement of the project: where it is not installed its row is left out.
"""

import json
import math
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from achim.steps.search_tokens import fold, pairs, tokens, words
from bench.search.corpus import DATA, korean_sentences
from tools.topic_data import json_lines

Split = Callable[[str], list[str]]
PAPERS = 3_000
K1, B = 1.2, 0.75


def rows(some: int) -> list[tuple[str, str, str]]:
    """Sentence taken out, two of its words, and the rest of the summary."""
    draw, made = random.Random(20261125), list[tuple[str, str, str]]()
    for row in json_lines(DATA / "korean/pairs_dev.jsonl.gz"):
        told = korean_sentences(row["summary_ko"])
        if len(told) >= 4 and len(made) < some:
            asked = told.pop(draw.randrange(len(told)))
            long = [each for each in asked.split() if sum("가" <= char <= "힣" for char in each) >= 3]
            if len(long) >= 2:
                made.append((asked, " ".join(draw.sample(long, 2)), " ".join(told)))
    return made


def bm25(documents: Sequence[list[str]]) -> Callable[[Iterable[str], int], int]:
    """A function that gives the rank, from 1, of a document for a query; 0 where it is not found at all."""
    postings: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, document in enumerate(documents):
        for token, count in Counter(document).items():
            postings[token].append((number, count))
    mean = sum(map(len, documents)) / len(documents)

    def rank(query: Iterable[str], wanted: int) -> int:
        scores: defaultdict[int, float] = defaultdict(float)
        for token in set(query):
            here = postings.get(token, [])
            idf = math.log(1 + (len(documents) - len(here) + 0.5) / (len(here) + 0.5))
            for number, count in here:
                length = 1 - B + B * len(documents[number]) / mean
                scores[number] += idf * count * (K1 + 1) / (count + K1 * length)
        mine = scores.get(wanted)
        return 0 if mine is None else 1 + sum(score > mine for score in scores.values())

    return rank


def splits() -> dict[str, Split]:
    made: dict[str, Split] = {
        "achim": lambda text: list(tokens(text)),
        "pairs without particles stripped": lambda text: [
            token
            for word in words(text)
            for token in (pairs(text[word.start : word.end]) if word.script == "hangul" else word.tokens)
        ],
        "written words": lambda text: [fold(word) if word.isascii() else word for word in text.split()],
    }
    if find_spec("kiwipiepy"):
        made["kiwipiepy"] = _kiwi()
    return made


def _kiwi() -> Split:
    kiwi: Any = import_module("kiwipiepy").Kiwi()
    content = ("NN", "NR", "VV", "VA", "XR", "MAG", "SL", "SN", "SH")

    def split(text: str) -> list[str]:
        found = [each for each in kiwi.tokenize(text) if each.tag.startswith(content)]
        return [fold(each.form) if each.tag in ("SL", "SN") else each.form for each in found]

    return split


def measured(split: Split, made: Sequence[tuple[str, str, str]]) -> dict[str, Any]:
    started = time.process_time()
    documents = [split(rest) for _, _, rest in made]
    took = time.process_time() - started
    rank, told = bm25(documents), dict[str, Any]()
    for name, at in (("sentence", 0), ("words", 1)):
        ranks = [rank(split(row[at]), number) for number, row in enumerate(made)]
        told[name] = {
            "recall@10": round(sum(0 < each <= 10 for each in ranks) / len(ranks), 4),
            "mrr": round(sum(1 / each for each in ranks if each) / len(ranks), 4),
        }
    kinds = len({token for document in documents for token in document})
    letters = sum(len(row[2]) for row in made)
    return told | {
        "tokens": sum(map(len, documents)),
        "kinds": kinds,
        "million characters a second": round(letters / took / 1e6, 3),
    }


def measure(some: int = PAPERS) -> Iterator[dict[str, Any]]:
    made = rows(some)
    for name, split in splits().items():
        yield {"tokens": name, "summaries": len(made), **measured(split, made)}


if __name__ == "__main__":
    for row in measure(int(sys.argv[2]) if sys.argv[1:2] == ["--some"] else PAPERS):
        print(json.dumps(row, ensure_ascii=False), flush=True)

"""Measures what verification refuses of claims about news: true ones, and lies of fourteen kinds.

    python -m bench.news_claims [--half tuning|reported] [--show KIND] [--out FILE.json]

``labels/news_claims.jsonl`` holds claims that we wrote, each with the sentences that it cites, by article: items of real
feeds (their sentences are read from ``../shared/data/news``), the sample's news and ``labels/news_texts.jsonl``, both our
own words. Articles are split in two. ``--show true`` prints true claims that are refused,
``--show doer`` lies that pass.
"""

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from achim.domain.claim import Claim, ClaimKind, ClaimRole
from achim.domain.ids import PaperId
from achim.domain.paper import Sentence, Story
from achim.domain.sentences import split_sentences
from achim.glossary import load_glossary
from achim.steps.verify import Reading, Standard, faults
from achim.writing import standard_of
from bench.grounding.__main__ import Set, asked, found, show, with_vectors
from bench.wilson import share
from tools.news_data import FEED_ITEMS
from tools.sample_news import read_news
from tools.topic_data import json_lines

Row = Mapping[str, Any]
LABELS = Path(__file__).parent / "labels"
TRUE = "true"
VIEW = "true view"
LIES = (
    "doer",
    "company",
    "said",
    "denied",
    "plan",
    "opinion",
    "number",
    "currency",
    "date",
    "negation",
    "direction",
    "place",
    "person",
    "tail",
)
NO_EFFECT = "view of no effect"
"""A view under *impact* that cites sentences in which nobody speaks of one."""
KINDS = (TRUE, VIEW, *LIES, NO_EFFECT)
_ROLES: Mapping[str, tuple[ClaimKind, ClaimRole]] = {
    "fact": ("fact", "event"),
    "gist": ("fact", "gist"),
    "view": ("view", "impact"),
}
_MARKUP = re.compile(r"<[^>]{0,2000}>")
_HANGUL = re.compile("[가-힣]")


@dataclass(frozen=True, slots=True)
class Article:
    """``place`` is where its words are from: feed, sample or made."""

    story: Story
    place: str


def articles() -> dict[str, Article]:
    """By address; those of the feeds only where the data are there."""
    told: dict[str, Article] = {}
    if FEED_ITEMS.exists():
        for row in json_lines(FEED_ITEMS):
            text = " ".join(_MARKUP.sub(" ", row["description"] or "").split())
            told.setdefault(row["url"], _article(row["url"], row["title"], split_sentences(text), "feed"))
    news = read_news()
    for row in (*news["stories"], *news["feed"]["items"]):
        if "synopsis" in row:
            url = row["url"].partition("?")[0]
            told[url] = _article(url, row["title"], _numbered(row["synopsis"]), "sample")
    for row in json_lines(LABELS / "news_texts.jsonl"):
        told[row["article"]] = _article(row["article"], row["title"], _numbered(row["sentences"]), "made")
    return told


def claims() -> list[Row]:
    """Each with its article's address, the numbers of the sentences cited, its role (fact, gist, view), kind and text."""
    return list(json_lines(LABELS / "news_claims.jsonl"))


def readings(rows: Sequence[Row], told: Mapping[str, Article], standard: Standard) -> list[tuple[str, Reading]]:
    """Kind and reading of each claim, asked as a build asks; a view stands beside the article's true claims."""
    facts: dict[str, tuple[str, ...]] = {}
    for row in rows:
        if row["kind"] == TRUE:
            facts[row["article"]] = (*facts.get(row["article"], ()), row["text"])
    return [(row["kind"], _reading(row, told[row["article"]].story, facts, standard)) for row in rows]


def _reading(row: Row, story: Story, facts: Mapping[str, tuple[str, ...]], standard: Standard) -> Reading:
    kind, role = _ROLES[row["role"]]
    cited = tuple(sentence for number in row["cites"] if (sentence := story.sentence(number)))
    claim = Claim(kind=kind, role=role, text=row["text"], citations=())
    judged = replace(asked(standard), lang="ko" if _HANGUL.search(row["text"]) else "en")
    return Reading(claim, ((story, cited),), judged, facts.get(row["article"]) if kind == "view" else None)


def _numbered(texts: Iterable[str]) -> tuple[Sentence, ...]:
    return tuple(Sentence(number, text) for number, text in enumerate(texts, 1))


def _article(url: str, title: str, sentences: tuple[Sentence, ...], place: str) -> Article:
    nothing: Mapping[str, Any] = dict.fromkeys(("authors", "signals", "announcements", "origins"), ())
    text = " ".join(sentence.text for sentence in sentences)
    story = Story(
        id=PaperId(f"url:{url}"),
        title=title,
        url=url,
        abstract=text,
        sentences=sentences,
        submitted_at=None,
        publisher="",
        **nothing,
    )
    return Article(story, place)


def measure(judged: Sequence[tuple[str, Reading]]) -> dict[str, Any]:
    """Per kind, the share that is refused with its interval, and by which checks."""
    return {
        "true claims refused": _refused([one for kind, one in judged if kind == TRUE]),
        "of these, Korean": _refused([one for kind, one in judged if kind == TRUE and one.standard.lang == "ko"]),
        "of these, English": _refused([one for kind, one in judged if kind == TRUE and one.standard.lang == "en"]),
        "lies caught": _refused([one for kind, one in judged if kind in LIES]),
        "lies caught, by kind": {each: _refused([one for kind, one in judged if kind == each]) for each in LIES},
        "true views refused": _refused([one for kind, one in judged if kind == VIEW]),
        "views of no effect caught": _refused([one for kind, one in judged if kind == NO_EFFECT]),
    }


def _refused(chosen: Sequence[Reading]) -> dict[str, Any]:
    results = found(chosen)
    by_check = Counter(check for result in results for check in result)
    return {**share(sum(map(bool, results)), len(results)), "by check": dict(by_check.most_common())}


def by_place(rows: Sequence[Row], told: Mapping[str, Article], judged: Sequence[tuple[str, Reading]]) -> dict[str, Any]:
    """The same of true claims and of lies, by where the words of the article are from."""
    groups: dict[str, list[bool]] = {}
    for row, (kind, reading) in zip(rows, judged, strict=True):
        what = "true" if kind == TRUE else "lies" if kind in LIES else None
        if what:
            groups.setdefault(f"{told[row['article']].place}, {what}", []).append(bool(faults(reading)))
    return {name: share(sum(refused), len(refused)) for name, refused in sorted(groups.items())}


def _named(kind: str) -> str:
    """``show`` prints the refused of sets whose name begins with TRUE, and what passed of the others."""
    return kind.upper() if kind in (TRUE, VIEW) else kind


def of_half(rows: Sequence[Row], half: str) -> list[Row]:
    """Articles were dealt to the halves whole, by a hash of their addresses; the labels say to which."""
    return [row for row in rows if row["half"] == half]


def main() -> int:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--half", choices=("tuning", "reported"), default="reported")
    options.add_argument("--show", metavar="KIND", choices=KINDS)
    options.add_argument("--out", type=Path)
    chosen = options.parse_args()
    if not FEED_ITEMS.exists():
        print(json.dumps({"skipped": f"{FEED_ITEMS.name} is not there (it lies in ../shared/data/news)"}))
        return 0
    told, rows = articles(), of_half(claims(), chosen.half)
    plain = readings(rows, told, standard_of(load_glossary()))
    sets, _ = with_vectors([Set(_named(kind), (reading,)) for kind, reading in plain], plain[0][1].standard)
    if chosen.show:
        show(sets, _named(chosen.show))
        return 0
    judged = [(kind, each.readings[0]) for (kind, _), each in zip(plain, sets, strict=True)]
    report = {
        "half": chosen.half,
        "articles": len({row["article"] for row in rows}),
        **measure(judged),
        "by place": by_place(rows, told, judged),
    }
    text = json.dumps(report, ensure_ascii=False, indent=1)
    if chosen.out:
        chosen.out.write_text(text + "\n", encoding="utf-8")
    print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())

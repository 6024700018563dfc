"""The commonest terms of a month of real abstracts, which the glossary has to cover.

    python -m tools.glossary_terms              # writes tools/glossary/month_terms.txt

Reads what arXiv listed in May 2026 and, as other fields, the abstracts of ``OTHER_FIELDS`` (../shared/data/arxiv).
Written are the ``MANY`` commonest terms, and the ``MANY`` commonest of several words. A term is a run of one to four
words of a noun phrase, counted by the papers that have it, that

- is not commoner in other fields: its share of the month's papers is at least ``RATIO`` times its share of theirs;
- is no half of a longer one (``HALF`` of its papers have it only there);
- is not in ``tools/glossary/not_terms.txt``, which was written by reading: plain words (*quality*, *real-world*),
  and names and sizes of models.
"""

import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from achim.phrase_model import load_phrases
from achim.steps.phrases import PhraseModel, noun_phrases
from achim.steps.terms import LONGEST, Key, term_key

ARXIV = Path(__file__).parents[1].parent / "shared" / "data" / "arxiv"
PLACE = Path(__file__).parent / "glossary"
TERMS, NOT_TERMS = PLACE / "month_terms.txt", PLACE / "not_terms.txt"
MONTH = "2026-05"
OTHER_FIELDS = ("cs.IT", "cs.GT", "cs.CE", "cs.NI", "cs.DB", "cs.DL", "cs.SI", "eess.SY", "math.", "q-fin.", "quant-ph")
MANY, LEAST, RATIO, HALF = 300, 30, 1.0, 0.6

Rows = Iterable[dict[str, Any]]


def rows(name: str) -> Iterator[dict[str, Any]]:
    with gzip.open(ARXIV / name, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def month_of(listed: Rows) -> list[dict[str, Any]]:
    """The month's papers, each once however often it was listed."""
    return list({row["id"]: row for row in listed if row["listed_on"].startswith(MONTH)}.values())


def count(papers: Rows, model: PhraseModel) -> tuple[Counter[Key], dict[Key, Counter[str]]]:
    """Papers by term, and the spellings of each."""
    found: Counter[Key] = Counter()
    spelled: defaultdict[Key, Counter[str]] = defaultdict(Counter)
    for paper in papers:
        runs = {run for text in (paper["title"], paper["abstract"]) for run in _runs(text, model)}
        keys = {term_key(run): run for run in sorted(runs)}
        found.update(keys.keys())
        for key, run in keys.items():
            spelled[key][run] += 1
    return found, spelled


def _runs(text: str, model: PhraseModel) -> Iterator[str]:
    for phrase in noun_phrases(" ".join(text.split()), model):
        for start in range(len(phrase)):
            for end in range(start + 1, min(start + LONGEST, len(phrase)) + 1):
                yield " ".join(phrase[start:end])


def chosen(here: Counter[Key], others: Counter[Key], scale: float, stop: frozenset[Key]) -> list[Key]:
    """Terms, the commonest first; ``scale`` is how many papers of the month come to one of other fields."""
    longer: defaultdict[Key, int] = defaultdict(int)
    for key, papers in here.items():
        for start in range(len(key)):
            for end in range(start + 1, len(key) + 1):
                if end - start < len(key):
                    part = key[start:end]
                    longer[part] = max(longer[part], papers)
    fit = [
        key
        for key, papers in here.items()
        if papers >= LEAST
        and len(key) <= LONGEST
        and papers >= RATIO * scale * others[key]
        and longer[key] < HALF * papers
        and key not in stop
        and not key[0].isdigit()
    ]
    return sorted(fit, key=lambda key: (-here[key], key))


def listed(path: Path) -> frozenset[Key]:
    """The terms of a file: one a line, behind its count where it has one."""
    lines = (line.partition("#")[0].strip() for line in path.read_text(encoding="utf-8").splitlines())
    return frozenset(term_key(line.rpartition("\t")[2]) for line in lines if line)


def main() -> None:
    model = load_phrases()
    papers = month_of(rows("listings_2026-04_2026-06.jsonl.gz"))
    strange = [row for row in rows("train.jsonl.gz") if str(row["primary_category"]).startswith(OTHER_FIELDS)]
    here, spelled = count(papers, model)
    others, _ = count(strange, model)
    terms = chosen(here, others, len(papers) / len(strange), listed(NOT_TERMS))
    several = [key for key in terms if len(key) > 1][:MANY]
    terms = [key for rank, key in enumerate(terms) if rank < MANY or key in several]
    head = (
        f"# The {MANY} commonest terms of {len(papers):,} papers that arXiv listed in {MONTH} (cs.CV, cs.CL, cs.GR,\n"
        f"# cs.AI), against {len(strange):,} of other fields, and the {MANY} commonest of several words.\n"
        f"# Papers and term. Written by `python -m tools.glossary_terms`.\n"
    )
    told = "".join(f"{here[key]}\t{spelled[key].most_common(1)[0][0]}\n" for key in terms)
    TERMS.write_text(head + told, encoding="utf-8")


if __name__ == "__main__":
    main()

"""Keywords of sixty papers of five real days, judged by reading: how many are good, before and after.

    python -m bench.keywords           the shares, as JSON
    python -m bench.keywords --show    the papers and their keywords, to read

``labels/keywords.jsonl`` holds per paper the keywords that were judged and what each was found to be: *good* tells
what the paper is about, whole; *fragment* is a half of a name or phrase or no noun phrase; *generic* would stand under
any paper. ``before`` are the keywords of the code of 2026-11-25 that this bench first judged. Both lists of a paper
were judged together in the order of the alphabet, by one reader who also wrote the rules. The rules were made reading
other days, but the first judging (0.80 good) had a say: single words of a title and terms in passing were put last, as
they were most of what was wrong. A keyword without a label counts as unjudged.
"""

import json
import random
import sys
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from achim.domain.paper import Paper
from achim.glossary import load_glossary
from achim.phrase_model import load_phrases
from achim.steps.keywords import keywords
from achim.steps.terms import KnownTerms
from achim.taxonomy import load_taxonomy
from tests.papers import bare_paper
from tools.topic_data import json_lines

ROOT = Path(__file__).parents[1]
DATA = ROOT.parent / "shared" / "data"
LABELS = ROOT / "bench" / "labels" / "keywords.jsonl"
DAYS = {"2025-10-15": "hf", "2025-12-02": "hf", "2026-04-17": "arxiv", "2026-05-18": "arxiv", "2026-06-11": "arxiv"}
"""A Wednesday, a Tuesday, a Friday, a Monday and a Thursday."""
FRESH = {"2025-11-18": "hf", "2026-04-29": "arxiv", "2026-06-03": "arxiv"}
"""Days looked at once, when the rules were done, and judged without the earlier keywords beside them."""
A_DAY, FRESH_A_DAY, SEED = 12, 7, 20261125
_FILES = {"hf": ("hf_daily/dev.jsonl.gz", "date"), "arxiv": ("arxiv/listings_2026-04_2026-06.jsonl.gz", "listed_on")}


def sample(days: Mapping[str, str] = DAYS, a_day: int = A_DAY) -> list[Paper]:
    """So many papers of each day, the same every time."""
    draw = random.Random(SEED)
    papers: list[Paper] = []
    for day, source in days.items():
        rows = {
            row["id"]: row
            for row in json_lines(DATA / _FILES[source][0])
            if row[_FILES[source][1]] == day and row["abstract"]
        }
        papers += [_paper(rows[key]) for key in sorted(draw.sample(sorted(rows), a_day))]
    return papers


def _paper(row: Any) -> Paper:
    title, abstract = (" ".join(row[name].split()) for name in ("title", "abstract"))
    return bare_paper(title, abstract, paper_id=f"arxiv:{row['id']}")


def judged() -> dict[str, Any]:
    return {row["id"]: row for row in json_lines(LABELS)}


def shares(labels: Iterable[str]) -> dict[str, object]:
    counts = Counter(labels)
    good = counts["good"] / max(1, counts.total())
    return {
        "keywords": counts.total(),
        "good": round(good, 3),
        **dict(sorted(counts.items() - {("good", counts["good"])})),
    }


def main() -> int:
    if not DATA.exists():
        print(json.dumps({"skipped": "shared data absent: ../shared/data"}))
        return 0
    taxonomy = load_taxonomy(None)
    terms = KnownTerms.of(load_glossary().known(), (word for topic in taxonomy.topics for word in topic.keywords))
    model = load_phrases()
    papers, fresh = sample(), sample(FRESH, FRESH_A_DAY)
    begun = time.process_time()
    found = {paper.id: keywords(paper, terms, model) for paper in papers}
    took = time.process_time() - begun
    found |= {paper.id: keywords(paper, terms, model) for paper in fresh}
    if "--show" in sys.argv:
        for paper in (*papers, *fresh):
            print(f"{paper.id} {paper.title}\n    {' | '.join(found[paper.id])}")
        return 0
    rows = judged()
    before = [rows[paper.id]["labels"][each] for paper in papers for each in rows[paper.id]["before"]]
    after, unseen = (
        [rows[paper.id]["labels"].get(each, "unjudged") for paper in some for each in found[paper.id]]
        for some in (papers, fresh)
    )
    figures = {
        "papers": len(papers),
        "before": shares(before),
        "after": shares(after),
        "after_on_fresh_papers": {"papers": len(fresh), **shares(unseen)},
        "cpu_ms_a_paper": round(1000 * took / len(papers), 2),
    }
    print(json.dumps(figures, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())

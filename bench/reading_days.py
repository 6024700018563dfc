"""Five real days, built as a reader gets them without a model: time, memory, and what their editions quote.

    python -m bench.reading_days

A Wednesday and a Tuesday of 2025 from Hugging Face's lists, a Friday, a Monday and a Thursday of 2026 from arXiv's
listings; each in a process of its own from an empty archive, with nothing waited for between requests. ``told`` counts
over the papers printed: places that were filled, and of the papers whose abstract has a measured number outside its
background how many results quote one. Needs ../shared.
"""

import json
import os
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, cast

from achim.domain.edition import Edition, Entry
from achim.steps.extract import has_figure
from bench.day import LISTINGS, built
from tests.fakes import make_store
from tests.mornings import RECORDED_CATEGORIES
from tests.upstream import UpstreamServer
from tests.upstream.__main__ import corpus_around

DAYS = (date(2025, 10, 15), date(2025, 12, 2), date(2026, 4, 17), date(2026, 5, 18), date(2026, 6, 11))
HOUR = 9
"""UTC, six in the evening in Seoul: most of a list has its votes by then."""
_LISTED_FROM = 2026


def measured(day: date) -> dict[str, object]:
    now = datetime(day.year, day.month, day.day, HOUR, tzinfo=UTC)
    os.environ["ACHIM_SOURCES__ARXIV__ENABLED"] = json.dumps(day.year >= _LISTED_FROM)
    with tempfile.TemporaryDirectory() as home, UpstreamServer(corpus_around([day]), now) as server:
        figures = cast("dict[str, Any]", built(server, Path(home), now, RECORDED_CATEGORIES, 0))
        (edition,) = make_store(Path(home)).editions()
    return {"day": f"{day:%Y-%m-%d %a}", **figures, "told": told(edition)}


def told(edition: Edition) -> dict[str, object]:
    entries = list(edition.entries)
    quotes = {
        (judged.claim.citations[0].paper, judged.claim.role): judged.claim.text
        for section in edition.sections
        for judged in section.claims
    }
    places = {
        role: sum((each.paper.id, role) in quotes for each in entries) for role in ("problem", "approach", "result")
    }
    with_figure = [each for each in entries if _has_own_figure(each)]
    return {
        **places,
        "abstracts_with_figure": len(with_figure),
        "results_with_figure": sum(has_figure(quotes.get((each.paper.id, "result"), "")) for each in with_figure),
        "keywords": sum(len(each.keywords) for each in entries),
        "shared_keywords": sum(len(each.entries) > 1 for section in edition.sections for each in section.keywords),
    }


def _has_own_figure(entry: Entry) -> bool:
    """In the second half of the abstract, where results stand."""
    sentences = entry.paper.sentences
    return any(has_figure(each.text) for each in sentences[len(sentences) // 2 :])


def main() -> None:
    if not LISTINGS.exists():
        print(json.dumps({"skipped": "shared data absent: ../shared/data"}))
        return
    days = [measured(day) for day in DAYS]
    print(json.dumps({"cpus": os.cpu_count(), "load": round(os.getloadavg()[0], 1), "days": days}, indent=2))


if __name__ == "__main__":
    main()

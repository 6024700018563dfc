"""Live the days of tests/test_days.py and tell what was printed, repeated and lost, day by day.

    python bench/days.py

Editions of twelve papers. A repeat is a work that is printed although an edition before printed it; lost is what
upstream served and no ledger speaks of. The recorded days need ../shared.
"""

import json
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from achim.domain.edition import BUCKETS, Edition  # noqa: E402
from achim.settings import EditionSettings  # noqa: E402
from tests.mornings import Mornings, account, morning  # noqa: E402
from tests.test_days import WEEKS, Week  # noqa: E402
from tests.upstream import UpstreamServer  # noqa: E402


class Absent(Exception):
    """Of the data beside the repository."""


def shared_file(name: str) -> Path:
    found = ROOT.parent / "shared" / name
    if not found.exists():
        raise Absent(f"shared data absent: ../shared/{name}")
    return found


def lived(week: Week) -> tuple[Edition, ...]:
    settings = week.settings.model_copy(update={"edition": EditionSettings()})
    with tempfile.TemporaryDirectory() as home, UpstreamServer(week.corpus, morning(week.days[0])) as server:
        mornings = Mornings(server=server, home=Path(home), settings=settings)
        for day in week.days:
            mornings.build(morning(day))
        return mornings.editions()


def told(edition: Edition) -> dict[str, object]:
    buckets = Counter(fate.bucket for fate in edition.ledger.fates)
    return {
        "day": edition.key.day.isoformat(),
        "announced": len(edition.ledger.fates),
        **{bucket: buckets[bucket] for bucket in BUCKETS},
        "gaps": len(edition.gaps),
        "quiet": edition.is_quiet,
    }


def figures(week: Week, editions: Sequence[Edition]) -> dict[str, object]:
    found = account(editions, week.served([morning(day) for day in week.days], editions))
    works = Counter(entry.paper.id for edition in editions for entry in edition.entries)
    return {
        "served": found.served,
        "printed": found.printed,
        "repeats_percent": round(100 * (works.total() - len(works)) / max(works.total(), 1), 1),
        "lost_percent": round(100 * len(found.lost) / max(found.served, 1), 1),
        "breaches": {name: len(breaches) for name, breaches in found.faults.items()},
        "days": [told(edition) for edition in editions],
    }


def main() -> None:
    measured: dict[str, object] = {}
    for name, make in WEEKS.items():
        try:
            week = make(shared_file)
        except Absent as absent:
            measured[name] = {"skipped": str(absent)}
            continue
        measured[name] = figures(week, lived(week))
    print(json.dumps(measured, indent=2))


if __name__ == "__main__":
    main()

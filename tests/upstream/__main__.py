"""Replays a day until it is interrupted: ``python -m tests.upstream 2026-06-30 [HH:MM]``, the time in UTC.

Serves the recorded listings and lists where they are beside the repository, made-up works where they are not, and prints
the addresses to use.
"""

import sys
import time
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from tests.upstream import HOLIDAYS_2026, Corpus, UpstreamServer, from_hf, from_listings, joined, synthetic

_DATA = Path(__file__).parents[3] / "shared" / "data"
_DAYS_BEFORE = 10


def main(arguments: list[str]) -> None:
    day = date.fromisoformat(arguments[0])
    clock = arguments[1] if len(arguments) > 1 else "02:00"
    now = datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=UTC)
    with UpstreamServer(corpus_around(day), now) as server:
        sys.stdout.write(f"The clock stands at {now:%Y-%m-%d %H:%M} UTC. Base URLs:\n")
        for service, url in server.base_urls.items():
            sys.stdout.write(f"  {service:12} {url}\n")
        sys.stdout.flush()
        with suppress(KeyboardInterrupt):
            while True:
                time.sleep(3600)


def corpus_around(day: date) -> Corpus:
    """The day and those before it."""
    days = [day - timedelta(days=before) for before in range(_DAYS_BEFORE, -1, -1)]
    listings, lists = _DATA / "arxiv" / "listings_2026-04_2026-06.jsonl.gz", _DATA / "hf_daily" / "dev.jsonl.gz"
    found = joined(
        from_listings(listings, days) if listings.exists() else Corpus((), HOLIDAYS_2026),
        from_hf(lists, days) if lists.exists() else Corpus((), frozenset()),
    )
    return found if found.works else synthetic(day.toordinal(), days, 60)


if __name__ == "__main__":
    main(sys.argv[1:])

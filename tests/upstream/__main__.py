"""Replays a day until it is interrupted: ``python -m tests.upstream 2026-06-30 [HH:MM]``, the time in UTC.

Serves the recorded listings and lists where they are beside the repository, made-up works where they are not, and prints
the settings to use as lines for a shell.
"""

import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from tests.upstream import HOLIDAYS_2026, Corpus, UpstreamServer, from_hf, from_listings, joined, synthetic

_DATA = Path(__file__).parents[3] / "shared" / "data"
_DAYS_BEFORE = 10
SETTINGS = {
    "ACHIM_SOURCES__ARXIV__BASE_URL": "arxiv",
    "ACHIM_SOURCES__ARXIV__API_URL": "arxiv_api",
    "ACHIM_SOURCES__ARXIV__FEED_URL": "arxiv_feed",
    "ACHIM_SOURCES__ARXIV__OAI_URL": "arxiv_oai",
    "ACHIM_SOURCES__HUGGINGFACE__BASE_URL": "huggingface",
    "ACHIM_SOURCES__DEEPLEARN__BASE_URL": "deeplearn",
    "ACHIM_NEWS__HACKERNEWS__SEARCH_URL": "hackernews",
    "ACHIM_NEWS__HACKERNEWS__ITEM_URL": "hackernews_items",
    "ACHIM_NEWS__HACKERNEWS__DIGEST_URL": "hackernews_digest",
    "ACHIM_NEWS__TECHNOLOGYREVIEW_KR__BASE_URL": "technologyreview",
}
"""A base URL's setting, as a variable of the environment, and the service that it is to name."""


def main(arguments: list[str]) -> None:
    try:
        day = date.fromisoformat(arguments[0])
    except (IndexError, ValueError) as error:
        raise SystemExit(f"name a day that was: make replay DAY=2026-06-30 ({error})") from error
    clock = arguments[1] if len(arguments) > 1 else "02:00"
    now = datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=UTC)
    with UpstreamServer(corpus_around(day), now) as server:
        sys.stdout.writelines(f"{line}\n" for line in exports(server.base_urls, now))
        sys.stdout.flush()
        with suppress(KeyboardInterrupt):
            while True:
                time.sleep(3600)


def exports(base_urls: Mapping[str, str], now: datetime) -> Iterator[str]:
    """The lines that turn another shell's achim to this server, at this moment."""
    yield f"# Upstream as it was on {now:%Y-%m-%d %H:%M} UTC. In another shell, with a data directory of its own:"
    yield from (f"export {variable}={base_urls[service]}" for variable, service in SETTINGS.items())
    yield f"export ACHIM_CLOCK={now.isoformat()}"
    yield "# optional, as nobody's terms bind a replay:"
    yield "export ACHIM_HTTP__ARXIV_PACE=0"
    yield "export ACHIM_HTTP__PACE=0"
    yield f"# then: .venv/bin/achim build --home replay-{now:%Y-%m-%d}   (Ctrl-C ends the replay)"


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

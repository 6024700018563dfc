"""Replays days until it is interrupted: ``python -m tests.upstream 2026-06-29 2026-06-30 [HH:MM]``, the time in UTC.

Each day is served until Enter goes on to the next one. Serves the recorded listings and lists where they are beside the repository, made-up works where they are not, and prints
the settings to use as lines for a shell.
"""

import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path

from tests.upstream import (
    HOLIDAYS_2026,
    Corpus,
    SettableClock,
    UpstreamServer,
    from_hf,
    from_listings,
    joined,
    synthetic,
    with_panels,
)

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
        moments = moments_of(arguments)
    except ValueError as error:
        raise SystemExit(f"name a day that was, or several: make replay DAY=2026-06-30 ({error})") from error
    clock = SettableClock(moments[0])
    with UpstreamServer(served(moments), clock) as server, suppress(EOFError):
        told = exports(server.base_urls, moments[0])
        for later in moments[1:]:
            sys.stdout.writelines(f"{line}\n" for line in told)
            input(f"# Enter goes on to {later:%Y-%m-%d}\n")
            clock.moment = later
            told = iter([f"# Upstream as it was on {later:%Y-%m-%d %H:%M} UTC.", clock_export(later)])
        sys.stdout.writelines(f"{line}\n" for line in told)
        sys.stdout.flush()
        with suppress(KeyboardInterrupt):
            while True:
                time.sleep(3600)


def moments_of(arguments: Sequence[str]) -> tuple[datetime, ...]:
    """The days that are named, each at the time at the end, else at 02:00 UTC. Raises ValueError where there is none."""
    at = time_of_day.fromisoformat(arguments[-1] if arguments and ":" in arguments[-1] else "02:00")
    days = sorted({date.fromisoformat(argument) for argument in arguments if ":" not in argument})
    if not days:
        raise ValueError("no day")
    return tuple(datetime.combine(day, at, tzinfo=UTC) for day in days)


def exports(base_urls: Mapping[str, str], now: datetime) -> Iterator[str]:
    """The lines that turn another shell's achim to this server, at this moment."""
    yield f"# Upstream as it was on {now:%Y-%m-%d %H:%M} UTC. In another shell, with a data directory of its own:"
    yield from (f"export {variable}={base_urls[service]}" for variable, service in SETTINGS.items())
    yield clock_export(now)
    yield "# optional, as nobody's terms bind a replay:"
    yield "export ACHIM_HTTP__ARXIV_PACE=0"
    yield "export ACHIM_HTTP__PACE=0"
    yield f"# then: .venv/bin/achim build --home replay-{now:%Y-%m-%d}   (Ctrl-C ends the replay)"


def served(moments: Sequence[datetime]) -> Corpus:
    return with_panels(corpus_around([moment.date() for moment in moments]))


def clock_export(now: datetime) -> str:
    return f"export ACHIM_CLOCK={now.isoformat()}"


def corpus_around(asked: Sequence[date]) -> Corpus:
    """The days and those before them."""
    first = min(asked) - timedelta(days=_DAYS_BEFORE)
    days = [first + timedelta(days=after) for after in range((max(asked) - first).days + 1)]
    listings, lists = _DATA / "arxiv" / "listings_2026-04_2026-06.jsonl.gz", _DATA / "hf_daily" / "dev.jsonl.gz"
    found = joined(
        from_listings(listings, days) if listings.exists() else Corpus((), HOLIDAYS_2026),
        from_hf(lists, days) if lists.exists() else Corpus((), frozenset()),
    )
    return found if found.works else synthetic(max(asked).toordinal(), days, 60)


if __name__ == "__main__":
    main(sys.argv[1:])

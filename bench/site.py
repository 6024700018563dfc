"""A site of 250 editions of real days: how long it takes to write, to write again, and after a new day; its size.

    .venv/bin/python -m bench.site                  # editions are built at first, which takes minutes
    .venv/bin/python -m bench.site --editions 40

Editions of twelve papers and twenty titles, without a model, of the announcement days from March 2025 on; of cs.CL and
cs.GR, so that a day has some hundred announcements. The archive is kept in the user's cache for the next run, and its
build is told apart. A new day is measured beside writing everything, in the same run. Needs ../shared.
"""

import argparse
import json
import sqlite3
import time
from contextlib import AbstractContextManager, closing, nullcontext, suppress
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from platformdirs import user_cache_path

from achim.domain.edition import EditionKey
from achim.errors import NothingAnswered
from achim.ports import Shelf
from achim.replay import ARCHIVE
from achim.settings import EditionSettings
from achim.store.sql import SqlStore, opened_store
from achim.web.library import Site
from achim.web.site import WrittenSite, write_site
from bench.days import shared_file
from tests.mornings import Mornings, UnwrittenApp, hurried, morning
from tests.upstream import Corpus, UpstreamServer, from_metadata

FIRST = date(2025, 3, 10)
CATEGORIES = ("cs.CL", "cs.GR")


def days(count: int) -> list[date]:
    """The weekdays on whose mornings arXiv has announced."""
    found: list[date] = []
    day = FIRST
    while len(found) < count:
        if day.weekday() < 5:
            found.append(day)
        day += timedelta(days=1)
    return found


def built(home: Path, wanted: list[date]) -> float:
    """Build those that are not in the archive; seconds that it took."""
    begun = time.perf_counter()
    settings = hurried(CATEGORIES, huggingface=False, deeplearn=False)
    settings = settings.model_copy(update={"edition": EditionSettings()})
    corpus: Corpus = from_metadata(shared_file("data/arxiv/train.jsonl.gz"), frozenset(wanted))
    with UpstreamServer(corpus, morning(wanted[0])) as server:
        mornings = Mornings(server=server, home=home, settings=settings, kind=UnwrittenApp)
        with mornings.archive() as store:
            known = {head.key for head in store.shelf.heads()}
        for day in wanted:
            if EditionKey(day=day) not in known:
                with suppress(NothingAnswered):  # a holiday
                    mornings.build(morning(day))
    return time.perf_counter() - begun


def archive(home: Path) -> AbstractContextManager[SqlStore]:
    return opened_store(f"sqlite:///{home / ARCHIVE}", nullcontext())


def copy_until(home: Path, copy: Path, day: date) -> None:
    """The archive as it was before the edition of a day."""
    with closing(sqlite3.connect(home / ARCHIVE)) as whole, closing(sqlite3.connect(copy / ARCHIVE)) as part:
        whole.backup(part)
        for table in ("editions", "heads", "shown"):
            part.execute(f"DELETE FROM {table} WHERE day >= ?", (day.isoformat(),))
        part.commit()


def timed(shelf: Shelf, out: Path) -> tuple[float, WrittenSite]:
    begun = time.perf_counter()
    site = Site(shelf, "ko")
    written = write_site(out, site.leaves(), site.gone, lambda done, of: None)
    return time.perf_counter() - begun, written


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--editions", type=int, default=250)
    wanted = days(parser.parse_args().editions)
    home = user_cache_path("achim-bench") / "site"
    home.mkdir(parents=True, exist_ok=True)
    build_s = built(home, wanted)
    with TemporaryDirectory() as folder, archive(home) as store:
        editions = len(store.shelf.heads())
        day_before = Path(folder) / "before"
        day_before.mkdir()
        copy_until(home, day_before, store.shelf.heads()[0].key.day)
        with archive(day_before) as earlier:
            first = timed(earlier.shelf, Path(folder) / "site")
            again = timed(earlier.shelf, Path(folder) / "site")
        new = timed(store.shelf, Path(folder) / "site")
        whole = timed(store.shelf, Path(folder) / "whole")
    print(
        json.dumps(
            {
                "editions": editions,
                "build_s": round(build_s, 1),
                "pages": first[1].written,
                "first_s": round(first[0], 2),
                "unchanged_s": round(again[0], 2),
                "new_day_s": round(new[0], 2),
                "new_day_pages": new[1].written,
                "new_day_of_whole": round(new[0] / whole[0], 4),
                "megabytes": round(whole[1].size / 1e6, 1),
                "goal": {"new_day_s": 2},
            },
            indent=2,
        )
    )


if __name__ == "__main__":
    main()

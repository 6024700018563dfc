"""Papers of the past for tests: lines of a dump, an archive that takes them in, and what it then holds."""

import json
from collections.abc import Generator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select

from achim.backfilling import BackfillParts
from achim.domain.found import Filters
from achim.finding import find, make_finder
from achim.glossary import load_glossary
from achim.ports import Clock, Embedder
from achim.steps.search_tokens import tokens
from achim.store.backfill import SqlBackfill
from achim.store.search import SqlSearch
from achim.store.search_tables import metadata
from achim.store.sql import SqlStore, open_store
from achim.taxonomy import load_taxonomy
from tests.fakes import TOPICS, FakeEmbedder, FakeProgress, NoLock
from tests.moving_clock import MovingClock

GLOSSARY = load_glossary()
TAXONOMY = load_taxonomy(None)


def line(number: int = 1, **fields: object) -> dict[str, object]:
    """A line of arXiv's dump, of the made-up paper ``number``; every field may be told otherwise."""
    told: dict[str, object] = {
        "id": f"2101.{10000 + number}",
        "submitter": "Ada Lovelace",
        "authors": "Ada Lovelace, Kim Min and Andr\\'e Weil",
        "title": f"Sparrow{number}: translating speech with\n  compact models",
        "comments": None,
        "journal-ref": None,
        "doi": None,
        "report-no": None,
        "categories": "cs.CL cs.LG",
        "license": "http://creativecommons.org/licenses/by/4.0/",
        "abstract": f"  Translating speech is slow. We propose sparrow{number}, a compact language model.\n",
        "versions": [{"version": "v1", "created": "Mon, 11 Jan 2021 20:31:27 GMT"}],
        "update_date": "2021-01-12",
        "authors_parsed": [["Lovelace", "Ada", ""], ["Min", "Kim", ""], ["Weil", "André", ""]],
    }
    return told | fields


def second(number: int = 1, **fields: object) -> dict[str, object]:
    """The same paper's second version, which tells of wrens."""
    first = {"version": "v1", "created": "Mon, 11 Jan 2021 20:31:27 GMT"}
    versions = [first, {"version": "v2", "created": "Sat, 30 Jan 2021 23:57:29 GMT"}]
    told = {"abstract": f"  We now propose wren{number}.\n", "versions": versions, "update_date": "2021-02-01"}
    return line(number, **(told | fields))


def write_dump(path: Path, rows: Sequence[dict[str, object] | bytes]) -> Path:
    lines = (each if isinstance(each, bytes) else json.dumps(each).encode() for each in rows)
    path.write_bytes(b"".join(each + b"\n" for each in lines))
    return path


@dataclass
class Past:
    """An archive with what a backfill needs; ``progress`` is told of records that cannot be read."""

    store: SqlStore
    parts: BackfillParts
    progress: FakeProgress = field(default_factory=FakeProgress)

    def found(self, query: str, filters: Filters | None = None) -> list[str]:
        """Works whose words a query has, whatever is near."""
        results = find(self.parts.finder, query, filters or Filters())
        return sorted(each.document.work for each in results.found if "text" in each.why)

    def rows(self, *, of_search: bool) -> dict[str, list[tuple[object, ...]]]:
        """Every table of the archive, those of search and backfills or all others."""
        names = [each for each in metadata.sorted_tables if each.name.startswith(("search", "backfill")) == of_search]
        with self.store.engine.connect() as connection:
            told = {each.name: sorted(map(tuple, connection.execute(select(each)).all()), key=repr) for each in names}
        told.pop("search_state", None)  # counts changes
        return told


@contextmanager
def opened(url: str, clock: Clock | None = None, embedder: Embedder | None = None) -> Generator[Past]:
    with closing(open_store(url, NoLock())) as store:
        progress = FakeProgress()
        finder = make_finder(SqlSearch(store.engine, tokens), embedder or FakeEmbedder(), GLOSSARY)
        parts = BackfillParts(
            finder=finder,
            index=SqlBackfill(store.engine, tokens),
            taxonomy=TAXONOMY,
            topic_model=TOPICS,
            lock=NoLock,
            clock=clock or MovingClock(),
            progress=progress,
        )
        yield Past(store, parts, progress)

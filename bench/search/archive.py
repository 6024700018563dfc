"""A search index of many papers, in a file of its own, made once and kept beside the vectors."""

import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager, nullcontext
from datetime import date, timedelta
from pathlib import Path

from achim.domain.edition import EditionKey
from achim.domain.found import Document, Showing
from achim.domain.ids import PaperId
from achim.embed.use import UseEmbedder
from achim.finding import Finder, make_finder, makers_of
from achim.glossary import load_glossary
from achim.steps.search_tokens import tokens
from achim.store.search import SqlSearch
from achim.store.sql import opened_store

A_DAY = 1_000
FIRST = date(2020, 1, 1)


@contextmanager
def opened(path: Path) -> Generator[Finder]:
    """A finder over an archive that holds nothing but its index."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with opened_at(f"sqlite:///{path}") as finder:
        yield finder


@contextmanager
def opened_at(url: str) -> Generator[Finder]:
    """The same, at a database's URL."""
    with opened_store(url, nullcontext()) as store:
        yield make_finder(SqlSearch(store.engine, tokens), UseEmbedder(threads=1), load_glossary())


def fill(finder: Finder, papers: Sequence[tuple[str, str, str]]) -> float:
    """Put papers (id, title, text) in, a thousand an edition, after those that are there; CPU seconds that it took."""
    if finder.index.makers() != makers_of(finder):
        finder.index.begin_anew(makers_of(finder))
    begun = time.process_time()
    done, _ = finder.index.size()
    for begin in range(done, len(papers), A_DAY):
        key = EditionKey(day=FIRST + timedelta(days=begin // A_DAY))
        here = papers[begin : begin + A_DAY]
        finder.index.put(key, 1, [document(key, *each) for each in here], ())
    return time.process_time() - begun


def document(key: EditionKey, name: str, title: str, text: str) -> Document:
    showing = Showing(day=key.day, series=key.series, kind="papers", bucket="ranked_out")
    return Document(work=PaperId(name), title=title, text=text, url="", sources=("arxiv",), showings=(showing,))

"""The search of an archive (``achim.finding``) as the reader asks it."""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Thread

from achim.app import App
from achim.domain.found import Filters, Results
from achim.domain.ids import PaperId
from achim.embed.use import UseEmbedder
from achim.finding import Finder, find, open_finder, similar
from achim.glossary import load_glossary
from achim.store.sql import SqlStore
from achim.web.search import Search


@dataclass(frozen=True, slots=True)
class ArchiveSearch:
    finder: Finder

    def find(self, text: str, filters: Filters, limit: int) -> Results:
        return find(self.finder, text, filters, limit)

    def similar(self, work: PaperId, filters: Filters, limit: int) -> Results:
        return similar(self.finder, work, filters, limit)


def archive_search(app: App) -> Callable[[SqlStore], Search]:
    """Makes the search of an archive; the embedder is loaded once, and what is read at first is read beside the first
    questions."""
    embedder, glossary = app.embedder or UseEmbedder(), load_glossary(app.settings.edition.glossary)

    def make(store: SqlStore) -> Search:
        finder = open_finder(store, embedder, glossary)
        Thread(target=_warm, args=(app, finder), name="warm search", daemon=True).start()
        return ArchiveSearch(finder)

    return make


def _warm(app: App, finder: Finder) -> None:
    try:
        finder.warm()
    except Exception as error:  # it is only ahead of time: whoever searches is told what is wrong
        app.progress.trouble("search", error)

"""The search of an archive (``achim.finding``) as the reader asks it."""

from collections.abc import Callable
from dataclasses import dataclass

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

    def similar(self, work: PaperId, limit: int) -> Results:
        return similar(self.finder, work, limit=limit)


def archive_search(app: App) -> Callable[[SqlStore], Search]:
    """Makes the search of an archive; the embedder is loaded at the first question that needs it, and once."""
    embedder, glossary = app.embedder or UseEmbedder(), load_glossary(app.settings.edition.glossary)
    return lambda store: ArchiveSearch(open_finder(store, embedder, glossary))

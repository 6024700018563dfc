"""The archive as pages and searches, made anew when it has changed."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from threading import Lock

from achim.domain.shelf import Head
from achim.render.site import places
from achim.store.sql import SqlStore
from achim.web import waiting
from achim.web.archive import LiveArchive
from achim.web.library import Leaf, Site
from achim.web.pages import Pages, Rendered
from achim.web.search import Search

_MEDIA = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
    "png": "image/png",
    "json": "application/json",
    "atom": f"{places.ATOM_TYPE}; charset=utf-8",
    "bib": "application/x-bibtex; charset=utf-8",
    "ris": "application/x-research-info-systems; charset=utf-8",
    "xml": "application/xml",
}
_PLAIN = "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True)
class View:
    """All that is read of the archive in one state of it. ``made_at`` is when its newest edition was made."""

    state: str
    store: SqlStore
    pages: Pages
    search: Search
    heads: tuple[Head, ...]
    works: int
    made_at: datetime | None
    sources: tuple[str, ...]
    """All that were ever read."""

    @property
    def newest(self) -> date | None:
        return max((head.key.day for head in self.heads), default=None)


class LibraryPages:
    """The library's pages (``web.library``) as responses. ``lang`` is the language at the root."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self._leaves: Mapping[str, Leaf] = site.leaves()

    def page(self, path: str, lang: str) -> Rendered | None:
        leaf = self._leaves.get(path)
        return Rendered(leaf.make(), media_type(path), leaf.made_of[:32]) if leaf else None


class Views:
    """Safe to be used from several threads; what is there is made once for each state."""

    def __init__(
        self,
        archive: LiveArchive,
        make_pages: Callable[[SqlStore], Pages],
        make_search: Callable[[SqlStore], Search],
    ) -> None:
        self._archive = archive
        self._make_pages = make_pages
        self._make_search = make_search
        self._guard = Lock()
        self._view: View | None = None
        self._began = 0.0

    def known(self) -> View | None:
        """The view that is there, if the archive is as it was; without waiting."""
        view, sight = self._view, self._archive.known()
        return view if view and sight and view.state == sight.state else None

    def now(self) -> View | None:
        """None where there is no archive. Raises UserError where it is unusable.

        While one thread makes a view, others go on with the one before it, if there is one. Raises TimeoutError where
        that thread has had no answer for long.
        """
        if not self._guard.acquire(timeout=0 if self._view else waiting.LOOK):
            if time.monotonic() - self._began > waiting.LOOK:
                raise TimeoutError
            return self._view or self.now()
        try:
            self._began = time.monotonic()
            return self._looked()
        finally:
            self._guard.release()

    def _looked(self) -> View | None:
        sight = self._archive.sight()
        if sight is None:
            self._view = None
            return None
        view = self._view
        if view is None or view.state != sight.state or view.store is not sight.store:
            search = view.search if view and view.store is sight.store else self._make_search(sight.store)
            view = self._view = self._made(sight.store, sight.state, search)
        return view

    def close(self) -> None:
        self._archive.close()

    def _made(self, store: SqlStore, state: str, search: Search) -> View:
        heads = tuple(store.shelf.heads())
        return View(
            state=state,
            store=store,
            pages=self._make_pages(store),
            search=search,
            heads=heads,
            works=sum(head.printed for head in heads),
            made_at=max((head.made_at for head in heads), default=None),
            sources=tuple(state.source for state in store.source_states()),
        )


def media_type(place: str) -> str:
    name = place.rpartition("/")[2]
    return places.JSON_FEED_TYPE if name == "feed.json" else _MEDIA.get(name.rpartition(".")[2], _PLAIN)

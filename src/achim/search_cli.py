"""``achim search`` and ``achim index``."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from achim.console import Config, Home, need_archive, open_app, spare_threads
from achim.domain.note import Note
from achim.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Callable

    from achim.app import App
    from achim.domain.found import Filters, Results
    from achim.finding import Finder
    from achim.ports import Embedder
    from achim.store.sql import SqlStore


def search(
    query: Annotated[str, Parameter(help="What to look for, in Korean or English.")] = "",
    *,
    like: Annotated[
        str | None, Parameter(help="More like a work: its id, arxiv:2410.17170 or an arXiv number.")
    ] = None,
    since: Annotated[date | None, Parameter(help="Editions from this day on.")] = None,
    until: Annotated[date | None, Parameter(help="Editions up to this day.")] = None,
    topic: Annotated[str, Parameter(help="Key of a topic, as achim.toml's taxonomy names it.")] = "",
    kind: Annotated[Literal["papers", "news", "all"], Parameter(help="Kind of edition: papers, news, or all.")] = "all",
    source: Annotated[str, Parameter(help="Name of a source, as `achim sources` prints it.")] = "",
    limit: Annotated[int, Parameter(help="Works to show.")] = 10,
    as_json: Annotated[bool, Parameter(name="--json", negative=(), help="Print JSON (docs/search.md).")] = False,
    home: Home = None,
    config: Config = None,
) -> None:
    """Find again what an edition told of: words, names, a half-remembered sentence, in Korean or English."""
    from achim.domain.found import Filters
    from achim.render.search import notes, search_json, search_lines

    if not query.strip() and like is None:
        raise UserError(Note.of("search.no_query"))
    if query.strip() and like is not None:
        raise UserError(Note.of("search.query_or_like"))
    if since and until and since > until:
        raise UserError(Note.of("search.since_until"))
    spare_threads()
    filters = Filters(since=since, until=until, topic=topic, kind=None if kind == "all" else kind, source=source)
    app, _ = open_app(home, config, None)
    lang = app.settings.edition.lang
    results = _results(app, query, like, filters, max(1, limit))
    if as_json:
        return print(search_json(results))
    print(_headline(results, lang, like=like is not None))
    for each in (*notes(results, lang), *search_lines(results, lang)):
        print(each)


def index(
    *,
    everything: Annotated[
        bool, Parameter(name="--all", negative=(), help="Vectors of all works, not only of printed and listed ones.")
    ] = False,
    rebuild: Annotated[bool, Parameter(negative=(), help="Make the index anew.")] = False,
    home: Home = None,
    config: Config = None,
) -> None:
    """Bring the search index up to date; it may be stopped and run again."""
    from achim.backfilling import reindex
    from achim.finding import index_editions, index_vectors, makers_of
    from achim.render.messages import word
    from achim.scaling import indexing
    from achim.steps.search_tokens import tokens
    from achim.store.backfill import SqlBackfill

    app, progress = open_app(home, config, None)
    lang = app.settings.edition.lang
    need_archive(app)
    with app.archive() as store, indexing(app.settings, app.embedder, progress) as embedder:
        finder = _finder(app, store, embedder)
        if rebuild:
            with store.lock():
                finder.index.begin_anew(makers_of(finder))
        total = done = 0
        while left := _step(store, lambda: index_editions(finder, store, most=1)):
            total = max(total, left + 1)
            print(word("search.indexed", lang, done=total - left, all=total), flush=True)
        past = SqlBackfill(store.engine, tokens)
        while made := reindex(finder, past, store.lock):
            done += made
            print(word("backfill.again", lang, done=done), flush=True)
        done = 0
        while made := _step(store, lambda: index_vectors(finder, unshown=everything)):
            done += made
            print(word("search.vectors", lang, done=done), flush=True)
        works, vectors = finder.index.size()
    print(word("search.size", lang, works=works, vectors=vectors))


def _finder(app: "App", store: "SqlStore", embedder: "Embedder") -> "Finder":
    from achim.finding import open_finder
    from achim.glossary import load_glossary

    return open_finder(store, embedder, load_glossary(app.settings.edition.glossary))


def _results(app: "App", query: str, like: str | None, filters: "Filters", limit: int) -> "Results":
    """Looking makes nothing: where there is no archive nothing is found."""
    from achim.domain.ids import PaperId
    from achim.embed.use import UseEmbedder
    from achim.finding import find, similar
    from achim.marks_file import work_id

    need_archive(app)
    with app.archive() as store:
        finder = _finder(app, store, app.embedder or UseEmbedder())
        if finder.index.makers() is None:
            raise UserError(Note.of("search.no_index"))
        _refuse_unknown(finder, filters)
        if like is None:
            return find(finder, query, filters, limit)
        work = work_id(like) or PaperId(like)
        if not finder.index.documents([work]):
            raise UserError(Note.of("search.no_work", query=work))
        return similar(finder, work, filters, limit)


def _refuse_unknown(finder: "Finder", filters: "Filters") -> None:
    """Raises UserError for a topic or a source that no work in the index has."""
    topics, sources = finder.index.names()
    for option, asked, known in (("topic", filters.topic, topics), ("source", filters.source, sources)):
        if asked and asked not in known:
            raise UserError(Note.of(f"search.no_{option}", asked=asked, known=", ".join(known) or "–"))


def _headline(results: "Results", lang: str, *, like: bool) -> str:
    from achim.render.messages import word

    if like:
        code = "search.like" if results.found else "search.nothing_like"
    else:
        code = "search.found" if results.found else "search.nothing"
    return word(code, lang, query=results.query, count=len(results.found))


def _step(store: "SqlStore", work: "Callable[[], int]") -> int:
    """A piece of the work under the lock, so that a build may come between two."""
    with store.lock():
        return work()

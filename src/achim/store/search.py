"""The search index in the archive's own database: see ``ports.search.SearchIndex``."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Engine, delete, func, insert, select, text, update

from achim.domain.edition import EditionKey
from achim.domain.found import SHOWN, Document, Filters, Showing
from achim.domain.ids import PaperId
from achim.domain.past import SERIES
from achim.ports import Vector
from achim.ports.search import Makers, Sought
from achim.store import search_fulltext as fulltext
from achim.store import search_tables as tables
from achim.store.rows import chunks, key_of, put_row, put_rows
from achim.store.search_filters import read_allowed
from achim.store.search_fulltext import Nearest, Split
from achim.store.search_parts import parts_of
from achim.store.search_vectors import Codes, packed, ranked, unpacked
from achim.store.tables import editions

_LATIN_END = "\u0250"
"""Tokens up to here are Latin: what may be misspelled."""
_COUNTS = 100_000
"""Tokens whose numbers of documents are remembered."""
_FILTERS = 16
"""Filters whose works are remembered; a megabyte each for a million works."""


class SqlSearch:
    """Over an engine of ``store.sql``. ``split`` gives the tokens of a text, as queries are split too."""

    def __init__(self, engine: Engine, split: Split) -> None:
        self._engine = engine
        self._split = split
        self._lock = Lock()
        self._loaded: dict[str, tuple[str, Any]] = {}

    @property
    def engine(self) -> Engine:
        """For a bench that fills the tables by itself."""
        return self._engine

    def makers(self) -> Makers | None:
        with self._engine.connect() as connection:
            state = _state(connection)
        return Makers(state["tokenizer"], state["embedder"]) if "tokenizer" in state else None

    def begin_anew(self, makers: Makers) -> None:
        with self._engine.begin() as connection:
            for table in (*(tables.search_editions, tables.search_shown, tables.search_vectors, tables.search_codes),):
                connection.execute(delete(table))
            _keep_only_past(connection)
            parts_of(connection).empty(connection)
            for name, value in (("tokenizer", makers.tokenizer), ("embedder", makers.embedder)):
                put_row(connection, tables.search_state, {"name": name, "value": value})
            _move_on(connection)

    def unindexed(self) -> Sequence[tuple[EditionKey, int]]:
        newest = (
            select(editions.c.series, editions.c.day, func.max(editions.c.revision).label("revision"))
            .group_by(editions.c.series, editions.c.day)
            .subquery()
        )
        has = tables.search_editions
        same = (has.c.series == newest.c.series) & (has.c.day == newest.c.day) & (has.c.revision == newest.c.revision)
        query = (
            select(newest).outerjoin(has, same).where(has.c.revision.is_(None)).order_by(newest.c.day, newest.c.series)
        )
        with self._engine.connect() as connection:
            return tuple((key_of(row.series, row.day), row.revision) for row in connection.execute(query))

    def put(self, key: EditionKey, revision: int, documents: Sequence[Document], gone: Sequence[PaperId]) -> None:
        with self._engine.begin() as connection:
            documents = _still_there(connection, key, documents, gone)
            shown = tables.search_shown
            mine = (shown.c.series == key.series, shown.c.day == key.day)
            known = _ids(connection, [*(each.work for each in documents), *gone])
            ids = {*connection.execute(select(shown.c.id).where(*mine)).scalars(), *known.values()}
            before = _documents(connection, sorted(ids))
            # what the index has to be given again is not in it
            parts_of(connection).take_out(connection, _shown(before), self._split)
            connection.execute(delete(shown).where(*mine))
            for work in gone:
                connection.execute(delete(shown).where(shown.c.id == known.get(work, 0)))
            ids |= {_keep(connection, key, each, known.get(each.work), before) for each in documents}
            after = _documents(connection, sorted(ids))
            parts_of(connection).put_in(connection, _shown(after), self._split)
            for number in after.keys() - _shown(after).keys():
                _forget(connection, number)
            row = {"series": key.series, "day": key.day, "revision": revision}
            put_row(connection, tables.search_editions, row)
            _move_on(connection)

    def told_elsewhere(self, key: EditionKey, works: Sequence[PaperId]) -> frozenset[PaperId]:
        table, shown = tables.search_works, tables.search_shown
        others = (shown.c.day == key.day, shown.c.kind == key.kind, shown.c.series.not_in((key.series, SERIES)))
        query = select(table.c.work).join(shown, shown.c.id == table.c.id).where(*others).distinct()
        with self._engine.connect() as connection:
            rows = (row for part in chunks(works) for row in connection.scalars(query.where(table.c.work.in_(part))))
            return frozenset(map(PaperId, rows))

    def without_vectors(self, limit: int, *, unshown: bool) -> Sequence[Document]:
        table, has, shown = tables.search_works, tables.search_vectors, tables.search_shown
        query = select(table.c.id).outerjoin(has, has.c.id == table.c.id).where(has.c.id.is_(None))
        if not unshown:
            query = query.where(table.c.id.in_(select(shown.c.id).where(shown.c.bucket.in_(SHOWN))))
        with self._engine.connect() as connection:
            newest = query.order_by(table.c.day.desc(), table.c.id.desc()).limit(limit)
            return tuple(_documents(connection, list(connection.execute(newest).scalars())).values())

    def put_vectors(self, vectors: Mapping[PaperId, Sequence[Vector]]) -> None:
        with self._engine.begin() as connection:
            keep_vectors(connection, vectors)

    def names(self) -> tuple[Sequence[str], Sequence[str]]:
        topic, source = tables.search_shown.c.topic, tables.search_sources.c.source
        with self._engine.connect() as connection:
            topics = connection.scalars(select(topic).where(topic != "").distinct().order_by(topic)).all()
            return topics, connection.scalars(select(source).distinct().order_by(source)).all()

    def warm(self) -> None:
        with self._engine.connect() as connection:
            self._nearest(connection)
            places: dict[str, Any] = self._once(connection, "places", lambda _: {})
            fulltext.remember_common(parts_of(connection), connection, self._vocabulary(connection), places)

    def size(self) -> tuple[int, int]:
        with self._engine.connect() as connection:
            works, vectors = (
                connection.execute(select(func.count()).select_from(table)).scalar_one()
                for table in (tables.search_works, tables.search_vectors)
            )
        return works, vectors

    def text_ranking(
        self, every: Sequence[Sought], some: Sequence[Sought], filters: Filters, limit: int
    ) -> Sequence[PaperId]:
        with self._engine.connect() as connection:
            counts = self._counts(connection, fulltext.tokens_of((*every, *some)))
            places: dict[str, Any] = self._once(connection, "places", lambda _: {})
            allowed = self._allowed(connection, filters)
            ids = fulltext.ranking(parts_of(connection), connection, every, some, counts, places, allowed, limit)
            names = _works(connection, ids)
        return tuple(names[each] for each in ids if each in names)

    def vector_ranking(
        self, vectors: Sequence[Vector], filters: Filters, limit: int
    ) -> Sequence[tuple[PaperId, float]]:
        with self._engine.connect() as connection:
            dimensions = _dimensions(connection)
            if not vectors or dimensions != len(vectors[0]):
                return ()
            near = self._nearest(connection)(vectors, self._allowed(connection, filters))
            found = ranked(vectors, _numbers(connection, near), dimensions)[:limit]
            names = _works(connection, [each for each, _ in found])
        return tuple((names[each], score) for each, score in found if each in names)

    def vectors(self, work: PaperId) -> Sequence[Vector]:
        with self._engine.connect() as connection:
            dimensions = _dimensions(connection)
            told = _numbers(connection, list(_ids(connection, [work]).values()))
        return tuple(tuple(row.tolist()) for data in told.values() for row in unpacked(data, dimensions))

    def vocabulary(self) -> Mapping[str, int]:
        with self._engine.connect() as connection:
            return self._vocabulary(connection)

    def counts(self, tokens: Sequence[str]) -> Mapping[str, int]:
        with self._engine.connect() as connection:
            return self._counts(connection, tokens)

    def documents(self, works: Sequence[PaperId]) -> Sequence[Document]:
        with self._engine.connect() as connection:
            ids = _ids(connection, works)
            found = {each.work: each for each in _documents(connection, sorted(ids.values())).values()}
        return tuple(found[work] for work in works if work in found)

    def _nearest(self, connection: Connection) -> Nearest:
        """The database's own, or over the codes of all, in memory."""
        own = parts_of(connection).nearest(connection, _dimensions(connection))
        if own is not None:
            return own
        codes: Codes = self._once(connection, "codes", _read_codes)
        return codes.nearest

    def _counts(self, connection: Connection, tokens: Iterable[str]) -> dict[str, int]:
        known: dict[str, int] = self._once(connection, "counts", lambda _: {})
        counted = self._counted(connection)
        told = {each: known.get(each, counted.get(each)) for each in tokens}
        read = parts_of(connection).counts(connection, [each for each, count in told.items() if count is None])
        if len(known) > _COUNTS:
            known.clear()
        known.update(read)
        return {each: count for each, count in (told | read).items() if count}

    def _allowed(self, connection: Connection, filters: Filters) -> Any | None:
        if filters.is_empty:
            return None
        known: dict[Filters, Any] = self._once(connection, "allowed", lambda _: {})
        allowed = known.get(filters)
        if allowed is None:
            allowed = read_allowed(connection, filters)
            if len(known) >= _FILTERS:
                known.clear()
            known[filters] = allowed
        return allowed

    def _vocabulary(self, connection: Connection) -> Mapping[str, int]:
        return self._once(connection, "vocabulary", lambda here: parts_of(here).vocabulary(here, _LATIN_END))

    def _counted(self, connection: Connection) -> Mapping[str, int]:
        """The counts of Latin tokens, where they have been read."""
        known = self._loaded.get("vocabulary")
        return known[1] if known and known[0] == _state(connection).get("changes", "") else {}

    def _once(self, connection: Connection, name: str, read: Callable[[Connection], Any]) -> Any:
        """What takes long to read is read once for a state of the index."""
        state = _state(connection).get("changes", "")
        with self._lock:
            known = self._loaded.get(name)
            if known is None or known[0] != state:
                known = self._loaded[name] = (state, read(connection))
            return known[1]


def keep_vectors(connection: Connection, vectors: Mapping[PaperId, Sequence[Vector]]) -> None:
    """See ``SqlSearch.put_vectors``, as part of a transaction. The index is another one from now on."""
    made = {number: packed(vectors[work]) for work, number in _ids(connection, list(vectors)).items()}
    told, codes = tables.search_vectors, tables.search_codes
    put_rows(connection, told, [{"id": number, "vectors": each.numbers} for number, each in made.items()])
    put_rows(connection, codes, [{"id": number, "codes": each.codes} for number, each in made.items()])
    if made:
        size = len(next(iter(vectors.values()))[0])
        put_row(connection, tables.search_state, {"name": "dimensions", "value": str(size)})
        parts_of(connection).put_codes(connection, {number: each.codes for number, each in made.items()}, size)
    _move_on(connection)


def _keep_only_past(connection: Connection) -> None:
    """What backfills took in is read from no edition: it stays, to be put into the index again."""
    past = tables.backfill_works
    connection.execute(update(past).where(past.c.is_indexed).values(is_indexed=False))
    held = select(past.c.work)
    works, sources, gone = tables.search_works, tables.search_sources, tables.search_gone
    connection.execute(delete(works).where(works.c.work.not_in(held)))
    connection.execute(delete(sources).where(sources.c.id.not_in(select(works.c.id))))
    connection.execute(delete(gone).where(gone.c.work.not_in(held.where(past.c.is_gone))))


def _state(connection: Connection) -> dict[str, str]:
    return {row.name: row.value for row in connection.execute(select(tables.search_state))}


def _dimensions(connection: Connection) -> int:
    return int(_state(connection).get("dimensions", "0"))


def _move_on(connection: Connection) -> None:
    changes = int(_state(connection).get("changes", "0")) + 1
    put_row(connection, tables.search_state, {"name": "changes", "value": str(changes)})


def _still_there(
    connection: Connection, key: EditionKey, documents: Sequence[Document], gone: Sequence[PaperId]
) -> list[Document]:
    """The documents that no later edition was told are gone; who comes back is no longer gone."""
    table = tables.search_gone
    days: dict[str, Any] = {}
    for part in chunks([*(each.work for each in documents), *gone]):
        days |= {row.work: row.day for row in connection.execute(select(table).where(table.c.work.in_(part)))}
    for work in gone:
        put_row(connection, table, {"work": work, "day": max(key.day, days.get(work, key.day))})
    for work in (each.work for each in documents if each.work in days and days[each.work] <= key.day):
        connection.execute(delete(table).where(table.c.work == work))
    return [each for each in documents if each.work not in days or days[each.work] <= key.day]


def _keep(
    connection: Connection, key: EditionKey, document: Document, known: int | None, before: Mapping[int, Document]
) -> int:
    """Keep a work as its newest edition has it, and what this one showed; gives its number. Other words have other
    vectors."""
    row: dict[str, Any] = {
        "work": document.work,
        "day": key.day,
        "title": document.title,
        "text": document.text,
        "url": document.url,
        "authors": json.dumps(document.authors, ensure_ascii=False),
        "sources": json.dumps(document.sources, ensure_ascii=False),
    }
    table = tables.search_works
    if known is None:
        number = int(connection.execute(insert(table).values(row).returning(table.c.id)).scalar_one())
    else:
        number = known
    if known and all(each.day <= key.day for each in before[number].showings):
        sources = sorted({*before[number].sources, *document.sources})
        row["sources"] = json.dumps(sources, ensure_ascii=False)
        connection.execute(update(table).where(table.c.id == number).values(row))
        if (document.title, document.text) != (before[number].title, before[number].text):
            _forget_vectors(connection, number)
    for source in document.sources:
        put_row(connection, tables.search_sources, {"source": source, "id": number})
    for each in document.showings:
        told: dict[str, Any] = {"series": each.series, "day": each.day, "id": number, "kind": each.kind}
        put_row(connection, tables.search_shown, told | {"bucket": each.bucket, "topic": each.topic, "told": each.told})
    return number


def _forget(connection: Connection, number: int) -> None:
    _forget_vectors(connection, number)
    for table in (tables.search_sources, tables.search_works):
        connection.execute(delete(table).where(table.c.id == number))


def _forget_vectors(connection: Connection, number: int) -> None:
    parts_of(connection).take_codes(connection, [number])
    for table in (tables.search_vectors, tables.search_codes):
        connection.execute(delete(table).where(table.c.id == number))


def _ids(connection: Connection, works: Sequence[str]) -> dict[PaperId, int]:
    table = tables.search_works
    found: dict[PaperId, int] = {}
    for part in chunks(works):
        rows = connection.execute(select(table.c.work, table.c.id).where(table.c.work.in_(part)))
        found |= {PaperId(row.work): row.id for row in rows}
    return found


def _works(connection: Connection, ids: Sequence[int]) -> dict[int, PaperId]:
    found = _among(connection, "id, work FROM search_works", ids)
    return {number: PaperId(work) for number, work in found}


def _shown(documents: Mapping[int, Document]) -> dict[int, Document]:
    return {number: each for number, each in documents.items() if each.showings}


def _documents(connection: Connection, ids: Sequence[int]) -> dict[int, Document]:
    shown: dict[int, list[Showing]] = {each: [] for each in ids}
    found: dict[int, Any] = {}
    for part in chunks(ids):
        told = select(tables.search_shown).where(tables.search_shown.c.id.in_(part)).order_by(tables.search_shown.c.day)
        for row in connection.execute(told):
            shown[row.id].append(_showing(row))
        works = select(tables.search_works).where(tables.search_works.c.id.in_(part))
        found |= {row.id: row for row in connection.execute(works)}
    return {each: _document(found[each], shown[each]) for each in ids if each in found}


def _showing(row: Any) -> Showing:
    return Showing(
        day=row.day, series=row.series, kind=row.kind, bucket=row.bucket, topic=row.topic, told=row.told
    )  # fmt: skip


def _document(row: Any, shown: Sequence[Showing]) -> Document:
    shown = sorted(shown, key=lambda each: each.bucket != "backfilled")
    return Document(
        work=PaperId(row.work),
        title=row.title,
        text=row.text,
        url=row.url,
        authors=tuple(json.loads(row.authors)),
        sources=tuple(json.loads(row.sources)),
        showings=tuple(shown),
    )


def _read_codes(connection: Connection) -> Codes:
    rows = connection.execute(text("SELECT id, codes FROM search_codes ORDER BY id")).all()
    return Codes.of([(row.id, row.codes) for row in rows], _dimensions(connection))


def _numbers(connection: Connection, ids: Sequence[int]) -> dict[int, bytes]:
    found = _among(connection, "id, vectors FROM search_vectors", ids)
    return {number: vectors for number, vectors in found}


def _among(connection: Connection, columns: str, ids: Sequence[int]) -> Any:
    statement = text(f"SELECT {columns} WHERE id IN ({parts_of(connection).among})")
    return connection.execute(statement, {"ids": json.dumps(ids)})

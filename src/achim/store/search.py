"""The search index in the archive's own database: see ``ports.search.SearchIndex``."""

import json
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any, get_args

from sqlalchemy import Connection, Engine, Select, delete, func, insert, select, text, update

from achim.domain.edition import BUCKETS, EditionKey, EditionKind
from achim.domain.found import SHOWN, Document, Filters, Showing
from achim.domain.ids import PaperId
from achim.domain.past import SERIES
from achim.ports import Vector
from achim.ports.search import Makers, Sought
from achim.store import search_fulltext as fulltext
from achim.store import search_tables as tables
from achim.store.rows import chunks, key_of, put_row, put_rows
from achim.store.search_damage import must_be, undamaged
from achim.store.search_fulltext import Split
from achim.store.search_parts import parts_of
from achim.store.search_reading import Memory, Reading, state_of
from achim.store.search_vectors import packed, ranked, unpacked
from achim.store.tables import editions


def _unindexed() -> Select[Any]:
    newest = (
        select(editions.c.series, editions.c.day, func.max(editions.c.revision).label("revision"))
        .group_by(editions.c.series, editions.c.day)
        .subquery()
    )
    has = tables.search_editions
    same = (has.c.series == newest.c.series) & (has.c.day == newest.c.day) & (has.c.revision == newest.c.revision)
    return select(newest).outerjoin(has, same).where(has.c.revision.is_(None)).order_by(newest.c.day, newest.c.series)


_UNINDEXED = _unindexed()
_KINDS = frozenset(get_args(EditionKind))
_STANDINGS = frozenset((*BUCKETS, "backfilled"))


class SqlSearch:
    """Over an engine of ``store.sql``. ``split`` gives the tokens of a text, as queries are split too."""

    def __init__(self, engine: Engine, split: Split) -> None:
        self._engine = engine
        self._split = split
        self._memory = Memory()

    @property
    def engine(self) -> Engine:
        """For a bench that fills the tables by itself."""
        return self._engine

    def makers(self) -> Makers | None:
        with self._engine.connect() as connection:
            state = state_of(connection)
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
        with self._engine.connect() as connection:
            return tuple((key_of(row.series, row.day), row.revision) for row in connection.execute(_UNINDEXED).all())

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
        with self._reading() as here:
            here.warm()

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
        with self._reading() as here:
            counts, places = here.counts(fulltext.tokens_of((*every, *some))), here.places()
            allowed, connection = here.allowed(filters), here.connection
            ids = fulltext.ranking(parts_of(connection), connection, every, some, counts, places, allowed, limit)
            names = _works(connection, ids)
        return tuple(names[each] for each in ids if each in names)

    def vector_ranking(
        self, vectors: Sequence[Vector], filters: Filters, limit: int
    ) -> Sequence[tuple[PaperId, float]]:
        with self._reading() as here:
            if not vectors or here.dimensions != len(vectors[0]):
                return ()
            near = here.nearest()(vectors, here.allowed(filters))
            told = _numbers(here.connection, near)
            with undamaged("search_vectors"):
                found = ranked(vectors, told, here.dimensions)[:limit]
            names = _works(here.connection, [each for each, _ in found])
        return tuple((names[each], score) for each, score in found if each in names)

    def vectors(self, work: PaperId) -> Sequence[Vector]:
        with self._reading() as here:
            told = _numbers(here.connection, list(_ids(here.connection, [work]).values()))
        with undamaged("search_vectors"):
            return tuple(tuple(row.tolist()) for data in told.values() for row in unpacked(data, here.dimensions))

    def vocabulary(self) -> Mapping[str, int]:
        with self._reading() as here:
            return here.vocabulary()

    def numbered(self, names: Sequence[str]) -> Mapping[str, int]:
        with self._reading() as here:
            return here.numbered(names)

    def counts(self, tokens: Sequence[str]) -> Mapping[str, int]:
        with self._reading() as here:
            return here.counts(tokens)

    def documents(self, works: Sequence[PaperId]) -> Sequence[Document]:
        with self._engine.connect() as connection:
            ids = _ids(connection, works)
            found = {each.work: each for each in _documents(connection, sorted(ids.values())).values()}
        return tuple(found[work] for work in works if work in found)

    @contextmanager
    def _reading(self) -> Generator[Reading]:
        with self._engine.connect() as connection:
            yield Reading(connection, self._memory)


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


def _move_on(connection: Connection) -> None:
    changes = state_of(connection).get("changes", "")
    moved = int(changes) + 1 if changes.isdecimal() else 1
    put_row(connection, tables.search_state, {"name": "changes", "value": str(moved)})


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
    return dict(_among(connection, "id, work FROM search_works", ids))


def _shown(documents: Mapping[int, Document]) -> dict[int, Document]:
    return {number: each for number, each in documents.items() if each.showings}


def _documents(connection: Connection, ids: Sequence[int]) -> dict[int, Document]:
    shown: dict[int, list[Showing]] = {each: [] for each in ids}
    found: dict[int, Any] = {}
    for part in chunks(ids):
        told = select(tables.search_shown).where(tables.search_shown.c.id.in_(part)).order_by(tables.search_shown.c.day)
        with undamaged("search_shown"):
            for row in connection.execute(told):
                shown[row.id].append(_showing(row))
        works = select(tables.search_works).where(tables.search_works.c.id.in_(part))
        found |= {row.id: row for row in connection.execute(works)}
    with undamaged("search_works"):
        return {each: _document(found[each], shown[each]) for each in ids if each in found}


def _showing(row: Any) -> Showing:
    must_be(row.kind in _KINDS and row.bucket in _STANDINGS)
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
        authors=_names(row.authors),
        sources=_names(row.sources),
        showings=tuple(shown),
    )


def _names(told: str) -> tuple[str, ...]:
    names: list[object] = json.loads(told)
    must_be(type(names) is list)
    texts = tuple(each for each in names if isinstance(each, str))
    must_be(len(texts) == len(names))
    return texts


def _numbers(connection: Connection, ids: Sequence[int]) -> dict[int, bytes]:
    return dict(_among(connection, "id, vectors FROM search_vectors", ids))


def _among(connection: Connection, columns: str, ids: Sequence[int]) -> Sequence[Any]:
    return connection.execute(_statement(columns, parts_of(connection).among), {"ids": json.dumps(ids)}).all()


@cache
def _statement(columns: str, among: str) -> Any:
    return text(f"SELECT {columns} WHERE id IN ({among})")

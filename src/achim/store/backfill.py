"""What backfills take into search, in the archive's own database: see ``ports.past.PastIndex``."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, Engine, delete, insert, not_, select, update

from achim.domain.found import Document, Showing
from achim.domain.ids import PaperId
from achim.domain.past import SERIES, Standing
from achim.ports.past import Held, PastWork
from achim.store import search_tables as tables
from achim.store.codec import from_json, to_json
from achim.store.connect import repeatable
from achim.store.rows import chunks, put_row, put_rows
from achim.store.search import SqlSearch, keep_vectors
from achim.store.search_fulltext import Split
from achim.store.search_parts import parts_of


class SqlBackfill:
    """Over an engine of ``store.sql``. ``split`` gives the tokens of a text, as the index has them."""

    def __init__(self, engine: Engine, split: Split) -> None:
        self._engine = engine
        self._split = split
        self._search = SqlSearch(engine, split)

    @repeatable
    def standing(self, name: str) -> Standing:
        table = tables.backfills
        with self._engine.connect() as connection:
            body = connection.execute(select(table.c.body).where(table.c.name == name)).scalar()
        return from_json(Standing, body) if body else Standing()

    @repeatable
    def held(self, works: Sequence[PaperId]) -> Mapping[PaperId, Held]:
        table = tables.backfill_works
        query = select(table)
        with self._engine.connect() as connection:
            rows = (row for part in chunks(works) for row in connection.execute(query.where(table.c.work.in_(part))))
            return {PaperId(row.work): _held(row) for row in rows}

    @repeatable
    def take_in(
        self, works: Sequence[PastWork], gone: Mapping[PaperId, Held], name: str = "", standing: Standing | None = None
    ) -> None:
        before = {each.work: each for each in self._search.documents([*(each.document.work for each in works), *gone])}
        with self._engine.begin() as connection:
            numbers = _numbers(connection, list(before))
            shown = {numbers[work]: document for work, document in before.items() if document.showings}
            parts_of(connection).take_out(connection, shown, self._split)
            _take_out(connection, gone, {work: numbers[work] for work in gone if work in numbers})
            if works or gone:
                self._put(connection, works, before, numbers)
            if standing:
                put_row(connection, tables.backfills, {"name": name, "body": to_json(Standing, standing)})

    @repeatable
    def unindexed(self, limit: int) -> Sequence[tuple[Document, Held]]:
        table, works = tables.backfill_works, tables.search_works
        query = select(table).where(not_(table.c.is_indexed), not_(table.c.is_gone))
        query = query.where(table.c.work.in_(select(works.c.work))).order_by(table.c.work).limit(limit)
        with self._engine.connect() as connection:
            rows = {PaperId(row.work): row for row in connection.execute(query)}
        found = self._search.documents(list(rows))
        return tuple((each, _held(rows[each.work])) for each in found)

    def _put(
        self,
        connection: Connection,
        works: Sequence[PastWork],
        before: Mapping[PaperId, Document],
        numbers: Mapping[PaperId, int],
    ) -> None:
        told = {each.document.work: _merged(each.document, before.get(each.document.work)) for each in works}
        ids = _keep(connection, told, numbers)
        parts_of(connection).put_in(connection, {ids[work]: each for work, each in told.items()}, self._split)
        own = (each for each in works if _text(told[each.document.work]) == _text(each.document))
        keep_vectors(connection, {each.document.work: each.vectors for each in own})
        put_rows(connection, tables.backfill_works, [_row(each.document.work, each.held) for each in works])


def _numbers(connection: Connection, works: Sequence[PaperId]) -> dict[PaperId, int]:
    table = tables.search_works
    query = select(table.c.work, table.c.id)
    rows = (row for part in chunks(works) for row in connection.execute(query.where(table.c.work.in_(part))))
    return {PaperId(row.work): row.id for row in rows}


def _text(document: Document) -> tuple[str, str]:
    return document.title, document.text


def _merged(document: Document, before: Document | None) -> Document:
    """The document as it is to be searched: with the showings of editions, and the text of the last of them that told
    of it later than the paper's newest version is."""
    if before is None:
        return document
    shown = [each for each in before.showings if each.series != SERIES]
    sources = tuple(sorted({*before.sources, *document.sources}))
    is_newest = all(each.day <= document.showings[0].day for each in shown)
    return replace(document if is_newest else before, sources=sources, showings=(*document.showings, *shown))


def _keep(
    connection: Connection, told: Mapping[PaperId, Document], numbers: Mapping[PaperId, int]
) -> dict[PaperId, int]:
    """Keep works and that a backfill has them; gives their numbers."""
    table, shown = tables.search_works, tables.search_shown
    new = [_work_row(each) for work, each in told.items() if work not in numbers]
    ids = {work: numbers[work] for work in told if work in numbers}
    for work, number in ids.items():
        connection.execute(update(table).where(table.c.id == number).values(_work_row(told[work])))
    if new:
        made = connection.execute(insert(table).returning(table.c.work, table.c.id), new)
        ids |= {PaperId(row.work): row.id for row in made}
    for part in chunks(list(ids.values())):
        connection.execute(delete(shown).where(shown.c.series == SERIES, shown.c.id.in_(part)))
    for part in chunks(list(told)):
        connection.execute(delete(tables.search_gone).where(tables.search_gone.c.work.in_(part)))
    sources = [{"source": source, "id": ids[work]} for work, each in told.items() for source in each.sources]
    put_rows(connection, tables.search_sources, sources)
    put_rows(connection, shown, [_shown_row(ids[work], each.showings[0]) for work, each in told.items()])
    if told:
        # the series by which filters find days and topics
        put_row(connection, tables.search_editions, {"series": SERIES, "day": date.min, "revision": 0})
    return ids


def _take_out(connection: Connection, gone: Mapping[PaperId, Held], numbers: Mapping[PaperId, int]) -> None:
    of_id = (tables.search_shown, tables.search_sources, tables.search_vectors, tables.search_codes)
    parts_of(connection).take_codes(connection, list(numbers.values()))
    for part in chunks(list(numbers.values())):
        for table in (*of_id, tables.search_works):
            connection.execute(delete(table).where(table.c.id.in_(part)))
    put_rows(connection, tables.search_gone, [{"work": work, "day": held.changed} for work, held in gone.items()])
    put_rows(connection, tables.backfill_works, [_row(work, held) for work, held in gone.items()])


def _work_row(document: Document) -> dict[str, Any]:
    return {
        "work": document.work,
        "day": max(each.day for each in document.showings),
        "title": document.title,
        "text": document.text,
        "url": document.url,
        "authors": json.dumps(document.authors, ensure_ascii=False),
        "sources": json.dumps(document.sources, ensure_ascii=False),
    }


def _shown_row(number: int, each: Showing) -> dict[str, Any]:
    told: dict[str, Any] = {"series": each.series, "day": each.day, "id": number, "kind": each.kind}
    return told | {"bucket": each.bucket, "topic": each.topic, "told": each.told}


def _row(work: PaperId, held: Held) -> dict[str, Any]:
    return {
        "work": work,
        "digest": held.digest,
        "version": held.version,
        "changed": held.changed,
        "told_on": held.told_on,
        "topic": held.topic,
        "is_gone": held.is_gone,
        "is_indexed": True,
    }


def _held(row: Any) -> Held:
    return Held(
        digest=row.digest,
        version=row.version,
        changed=row.changed,
        told_on=row.told_on,
        topic=row.topic,
        is_gone=row.is_gone,
    )

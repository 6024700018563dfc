"""An archive of any earlier schema, with data in every table, is brought to the newest on either database."""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import insert, select

from achim.domain.marks import Mark, WorkNote
from achim.domain.paper import Cursor
from achim.domain.schedule import Tried
from achim.domain.shelf import head_of, shown_in
from achim.store.connect import connected
from achim.store.migrate import HEAD, current
from achim.store.search_tables import metadata
from achim.store.sql import SqlStore, open_store
from tests.fakes import MORNING, NoLock
from tests.schemas import (
    ADDRESS,
    ANSWER,
    EDITION,
    FLAG,
    INCIDENT,
    KEY,
    NEXT,
    PRINTED,
    RECEIPT,
    RUN,
    SCORED,
    TOLD,
    VECTOR,
    WORK,
    earlier_schemas,
    filled,
    tables_of,
    upgraded_to,
)

HOUR = timedelta(hours=1)


def told(store: SqlStore) -> Mapping[str, object]:
    """What the archive tells through its ports, by the table that it comes from."""
    kept = store.marks.kept("default")
    answer = store.answer("GET", MORNING)
    return {
        "editions": (store.edition(KEY, 1), store.editions()),
        "announcements": (store.announcements(KEY), store.accounted(NEXT, [TOLD.key]), store.works.editions_of(WORK)),
        "batches": [(each.batch, each.kind) for each in store.known(NEXT, [Cursor(TOLD.source, KEY.day)])],
        "cursors": store.cursors(KEY.series),
        "answers": answer and answer.body,
        "vectors": store.vectors("model", ["글"]),
        "heads": store.shelf.heads(),
        "shown": store.shelf.shown(),
        "builds": store.begin(NEXT, MORNING + HOUR),
        "tellings": store.printed(NEXT, [WORK]),
        "sources": [(each.source, each.answered_at, each.batch) for each in store.source_states()],
        "model_answers": store.model_answer("q"),
        "addresses": store.addresses(),
        "marks": kept.marks,
        "notes": kept.notes,
        "flags": store.flags(),
        "scores": store.works.scored(KEY),
        "receipts": store.receipts.of_edition(KEY),
        "tries": store.journal.tried(KEY.day),
        "incidents": store.journal.incidents(),
        "runs": store.journal.last_run(MORNING + HOUR),
    }


TELLS: Mapping[str, object] = {
    "editions": (replace(EDITION, revision=1), (EDITION,)),
    "announcements": ((TOLD,), {TOLD.key: KEY.day}, (KEY,)),
    "batches": [(TOLD.batch, "new")],
    "cursors": (Cursor("arxiv", KEY.day),),
    "answers": b"\0\xff",
    "vectors": {"글": VECTOR},
    "heads": (head_of(EDITION),),
    "shown": shown_in(EDITION),
    "builds": MORNING,
    "tellings": (PRINTED,),
    "sources": [("arxiv", MORNING, KEY.day)],
    "model_answers": ANSWER,
    "addresses": {ADDRESS.url: ADDRESS},
    "marks": (Mark(work=WORK, kind="star", at=MORNING),),
    "notes": (WorkNote(work=WORK, text="메모", at=MORNING),),
    "flags": (FLAG,),
    "scores": SCORED,
    "receipts": (RECEIPT,),
    "tries": {KEY: Tried(MORNING, 3)},
    "incidents": (INCIDENT,),
    "runs": RUN,
}


def kept_rows(store: SqlStore) -> dict[str, list[dict[str, Any]]]:
    with store.engine.connect() as connection:
        return {
            table.name: [dict(row) for row in connection.execute(select(table)).mappings()]
            for table in tables_of(store.engine)
        }


@pytest.mark.parametrize("revision", earlier_schemas())
def test_an_archive_of_an_earlier_schema_keeps_all_that_it_knew(archive_url: str, revision: str) -> None:
    put = filled(archive_url, revision)
    with closing(open_store(archive_url, NoLock())) as store:
        assert current(store.engine) == HEAD
        kept = kept_rows(store)
        if store.engine.dialect.name == "postgresql":  # search is made anew there
            put.pop("search_state", None)
        for name in put.keys() & kept.keys():
            assert [{column: row[column] for column in put[name][0]} for row in kept[name]] == put[name]
        now = told(store)
    known = {*put, "batches", "tellings", "heads", "shown"}
    expected = {name: value for name, value in TELLS.items() if name in known}
    if "printed" in put:
        expected["tellings"] = (replace(PRINTED, abstract=""),)
    assert {name: now[name] for name in expected} == expected


def test_every_table_is_as_the_program_takes_it_to_be(store: SqlStore) -> None:
    """What migrations made is what ``tables.py`` says: no column, type, key or index more or less."""

    def is_ours(thing: object, name: str | None, kind: str, reflected: bool, other: object) -> bool:
        return kind != "table" or name in metadata.tables

    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": is_ours, "compare_type": True})
        differences = [each for each in compare_metadata(context, metadata) if "comment" not in str(each[0])]
    assert differences == []


def test_kill_a_migration_that_is_cut_short_can_be_run_again(archive_url: str) -> None:
    """Schema and rows change together or not at all."""
    upgraded_to(archive_url, "0002")
    engine = connected(archive_url)
    announcements = next(table for table in tables_of(engine) if table.name == "announcements")
    row = {"series": KEY.series, "announcement": "arxiv/1", "day": KEY.day, "position": 0, "source": "arxiv"}
    body = "no JSON: the migration stumbles here, after it has changed the schema"
    with engine.begin() as connection:
        connection.execute(insert(announcements).values(row | {"paper": "x", "bucket": "printed", "body": body}))
    with pytest.raises(ValueError, match="Expecting value"):
        open_store(archive_url, NoLock())
    assert current(engine) == "0002"
    with engine.begin() as connection:
        connection.execute(announcements.update().values(body=None))
    open_store(archive_url, NoLock()).close()
    assert current(engine) == HEAD
    engine.dispose()

"""The archive: whole or not at all, remembered, and brought forward from every earlier schema."""

import sqlite3
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from achim.domain.edition import EditionKey, Fate
from achim.domain.ids import PaperId
from achim.domain.note import Note
from achim.domain.paper import Cursor, Known
from achim.errors import UserError
from achim.ports import Answer, Memory, Reading
from achim.store.sql import SqlStore
from tests.editions import full_day
from tests.fakes import MORNING, announcement, make_store

KEY = EditionKey(day=date(2024, 11, 4))


def test_fault_an_archive_of_a_later_achim_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    make_store(tmp_path).close()
    with sqlite3.connect(tmp_path / "archive.sqlite") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    before = (tmp_path / "archive.sqlite").read_bytes()
    with pytest.raises(UserError, match="newer_schema"):
        make_store(tmp_path)

    assert (tmp_path / "archive.sqlite").read_bytes() == before


def test_what_a_source_announced_from_its_cursor_on_is_known(store: SqlStore, tmp_path: Path) -> None:
    """To the series that has it, in another archive from the record's slice of state, and after the migration."""
    edition, told = full_day(), announcement(1, "arxiv", native_id="2024-11-04/2410.10001", batch=date(2024, 11, 4))
    fate = Fate(told.key, "arxiv", PaperId("arxiv:2410.10001"), "listed")
    edition = replace(edition, ledger=replace(edition.ledger, fates=(fate,)))
    at, after = [Cursor("arxiv", date(2024, 11, day)) for day in (4, 5)]
    first, second = store, make_store(tmp_path)
    first.keep(edition, (told,), ())
    later = replace(edition.key, day=date(2024, 11, 7))
    known = tuple(first.known(later, [at]))
    second.restore(later, Memory(known=known))

    assert known == (
        Known(
            source="arxiv",
            native_id="2024-11-04/2410.10001",
            batch=date(2024, 11, 4),
            kind="featured",
            paper_id=PaperId("arxiv:2410.10001"),
        ),
    )
    assert tuple(second.known(later, [at])) == known
    assert tuple(first.known(later, [after])) == known, "the last batch before a cursor that a holiday moved on"
    assert tuple(first.known(later, [Cursor("huggingface", date(2024, 11, 1))])) == ()
    assert tuple(first.known(edition.key, [at])) == (), "an edition does not know itself"
    assert tuple(first.known(replace(later, lang="en"), [at])) == ()
    second.close()


def test_an_edition_comes_back_as_it_went_in(store: SqlStore) -> None:
    edition = full_day()
    store.keep(edition, (), ())

    assert store.edition(edition.key) == edition
    assert store.editions() == (edition,)


def test_an_answer_is_remembered_for_the_build_that_asked(store: SqlStore) -> None:
    """One from before it began is not."""
    answer = Answer("https://example.org/", 200, {"content-type": "text/html"}, b"\x00body")
    store.keep_answer("GET https://example.org/", answer, MORNING)

    assert store.answer("GET https://example.org/", MORNING) == answer
    assert store.answer("GET https://example.org/", MORNING + timedelta(seconds=1)) is None
    assert store.answer("GET https://example.org/other", MORNING) is None


def test_a_build_keeps_the_moment_at_which_it_began_until_it_ends(store: SqlStore) -> None:
    later = MORNING + timedelta(hours=3)

    assert store.begin(KEY, MORNING) == MORNING
    assert store.begin(KEY, later) == MORNING
    store.end(KEY)
    assert store.begin(KEY, later) == later


def test_a_cursor_never_moves_back(store: SqlStore) -> None:
    """An edition of a past day, built late, does not make the next one read everything again."""
    for day in (date(2024, 11, 4), date(2024, 10, 1)):
        store.restore(KEY, Memory(cursors=(Cursor("arxiv", day),)))

    assert store.cursors(KEY.series) == (Cursor("arxiv", date(2024, 11, 4)),)


def test_gap_failures_are_counted_until_a_source_answers_whole(store: SqlStore) -> None:
    fault = Note.of("fetch.timeout")
    at = datetime(2024, 11, 4, tzinfo=UTC)
    store.note_readings([Reading(source="arxiv", at=at, batch=date(2024, 11, 4))])
    store.note_readings([Reading(source="arxiv", at=at, fault=fault)])
    store.note_readings([Reading(source="arxiv", at=at, fault=fault)])
    (failing,) = store.source_states()
    store.note_readings([Reading(source="arxiv", at=at, batch=date(2024, 11, 1))])
    (well,) = store.source_states()

    assert (failing.failures, failing.fault, failing.batch) == (2, fault, date(2024, 11, 4))
    assert (well.failures, well.batch, well.answered_at) == (0, date(2024, 11, 4), at)


def test_vectors_come_back_as_they_were_worked_out(store: SqlStore) -> None:
    """To the last bit of a 32-bit float, whatever the text."""
    store.keep_vectors("model", {"text\ud800": (0.5, -0.25), "다른 글": (1.0, 0.0)})

    assert store.vectors("model", ["text\ud800", "unknown"]) == {"text\ud800": (0.5, -0.25)}
    assert store.vectors("another", ["다른 글"]) == {}

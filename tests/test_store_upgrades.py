"""Archives of every earlier schema, with all that they could hold, are read and run on by this achim."""

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from achim.app import App
from achim.domain.edition import Fate
from achim.domain.ids import PaperId
from achim.domain.marks import Mark
from achim.domain.paper import Cursor, Known
from achim.domain.shelf import head_of, shown_in
from achim.posting import PostOffice, desk_of
from achim.settings import Settings
from achim.store.migrate import HEAD, current
from achim.store.sql import SqlStore
from tests.editions import DAY, full_day
from tests.fakes import MORNING, FakeProgress, announcement, make_store
from tests.moving_clock import MovingClock
from tests.schemas import upgraded_to

TOLD = announcement(1, "arxiv", native_id="2024-11-04/2410.10001", batch=DAY)
_FATE = Fate(TOLD.key, "arxiv", PaperId("arxiv:2410.10001"), "listed")
EDITION = replace(full_day(), ledger=replace(full_day().ledger, fates=(_FATE,)))
CURSOR = Cursor("arxiv", DAY)
STAR = Mark(work=next(iter(EDITION.entries)).paper.id, kind="star", at=MORNING)
EARLIER = [f"{number:04d}" for number in range(1, int(HEAD))]
_FIRST_WITH_CORRECTIONS = "0009"
_SINCE_CORRECTIONS = ("updated_at", "sentences", "corrected", "corrections", "corrected_in")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of today with an edition, what was announced for it, a cursor and a star."""
    home = tmp_path_factory.mktemp("whole")
    with closing(make_store(home)) as store:
        store.keep(EDITION, (TOLD,), (CURSOR,))
        store.marks.mark("default", STAR)
    with closing(sqlite3.connect(home / "archive.sqlite")) as connection, connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return home / "archive.sqlite"


def filled(path: Path, whole: Path, revision: str) -> None:
    """The rows of today's archive in an earlier schema, as far as it has their tables and columns."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("ATTACH ? AS whole", (str(whole),))
        for table in _tables(connection, "main") & _tables(connection, "whole"):
            names = ", ".join(sorted(_columns(connection, "main", table) & _columns(connection, "whole", table)))
            connection.execute(f"INSERT INTO main.{table} ({names}) SELECT {names} FROM whole.{table}")
        if revision == "0001":
            connection.execute(
                "INSERT INTO printed (series, paper, day, version, title) "
                "SELECT series, paper, day, version, title FROM whole.tellings"
            )
        if "heads" in _tables(connection, "main") and revision < _FIRST_WITH_CORRECTIONS:
            (body,) = connection.execute("SELECT body FROM main.heads").fetchone()
            old = {name: value for name, value in json.loads(body).items() if name not in _SINCE_CORRECTIONS}
            connection.execute("UPDATE main.heads SET body = ?", (json.dumps(old),))


def _tables(connection: sqlite3.Connection, schema: str) -> set[str]:
    """Those that a schema keeps rows in; what search makes of them is filled anew."""
    rows = connection.execute(f"SELECT name FROM {schema}.sqlite_master WHERE type = 'table'")
    return {name for (name,) in rows if not name.startswith(("search_", "alembic_", "sqlite_"))}


def _columns(connection: sqlite3.Connection, schema: str, table: str) -> set[str]:
    return {row[1] for row in connection.execute(f"PRAGMA {schema}.table_info({table})")}


@pytest.mark.parametrize("revision", EARLIER)
def test_an_archive_of_an_earlier_schema_loses_nothing_and_runs_on(revision: str, whole: Path, tmp_path: Path) -> None:
    path = tmp_path / "archive.sqlite"
    upgraded_to(f"sqlite:///{path}", revision)
    filled(path, whole, revision)
    app = App(
        settings=Settings(), home=tmp_path, progress=FakeProgress(), say=lambda text: None, clock=MovingClock(MORNING)
    )
    with closing(make_store(tmp_path)) as store:
        assert current(store.engine) == HEAD
        held(store)
        (head,) = store.shelf.heads()
        assert (head.key, head.revision, head.topics) == (EDITION.key, 1, head_of(EDITION).topics)
        assert store.marks.kept("default").marks == (STAR,) * (revision >= "0008")
        desk, _ = desk_of(app, store, PostOffice(app).channels(), MORNING)
        assert (desk.heads, desk.receipts, desk.since) == ((head,), (), None)


def held(store: SqlStore) -> None:
    """What every schema kept."""
    assert store.edition(EDITION.key) == EDITION
    assert store.shelf.shown() == shown_in(EDITION)
    assert store.announcements(EDITION.key) == (TOLD,)
    assert store.cursors(EDITION.key.series) == (CURSOR,)
    later = replace(EDITION.key, day=DAY + timedelta(days=1))
    assert [each.paper for each in store.printed(later, [STAR.work])] == [STAR.work]
    assert store.known(later, [CURSOR]) == (
        Known(source="arxiv", native_id=TOLD.native_id, batch=TOLD.batch, kind=TOLD.kind, paper_id=TOLD.paper_id),
    )

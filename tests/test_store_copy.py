"""An archive moves between a file and PostgreSQL whole, or not at all."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from achim.cli import commands
from achim.domain.marks import Mark
from achim.errors import UserError
from achim.ports import Reading
from achim.store import copying
from achim.store.connect import connected
from achim.store.copying import copy_archive
from achim.store.migrate import HEAD, current
from achim.store.sql import SqlStore, open_store
from tests.editions import full_day
from tests.fakes import NoLock
from tests.postgres_server import PostgresServer
from tests.schemas import upgraded_to

NOW = datetime(2024, 11, 4, 3, tzinfo=UTC)


def nothing(table: str, rows: int) -> None: ...


def fill(store: SqlStore) -> None:
    edition = full_day()
    store.begin(edition.key, NOW)
    store.keep(edition, (), ())
    store.note_readings([Reading(source="arxiv", at=NOW, batch=NOW.date())])
    store.keep_vectors("model", {f"텍스트 {at}": [float(at), 0.5] for at in range(1200)})
    paper = next(iter(edition.entries)).paper.id
    store.marks.mark("default", Mark(work=paper, kind="star", at=NOW))


@pytest.fixture
def pair(archive_url: str, postgres: PostgresServer, tmp_path: Path) -> tuple[str, str]:
    """A filled archive of one database and the URL of an empty one of the other."""
    with closing(open_store(archive_url, NoLock())) as store:
        fill(store)
    is_file = archive_url.startswith("sqlite")
    return archive_url, postgres.new_database() if is_file else f"sqlite:///{tmp_path / 'other.sqlite'}"


def test_postgres_and_files_hold_the_same_after_a_copy_either_way(pair: tuple[str, str]) -> None:
    source, target = pair
    copied = {each.table: each for each in copy_archive(source, target, nothing)}
    with closing(open_store(source, NoLock())) as one, closing(open_store(target, NoLock())) as other:
        assert other.editions() == one.editions() == (full_day(),)
        assert other.source_states() == one.source_states()
        assert other.vectors("model", ["텍스트 7"]) == {"텍스트 7": (7.0, 0.5)}
        assert other.marks.kept("default") == one.marks.kept("default")
        assert other.shelf.heads() == one.shelf.heads()
    assert (copied["vectors"].rows, copied["editions"].rows) == (1200, 1)
    assert "search_vectors" not in copied


def test_a_copy_of_a_copy_has_the_same_digests(pair: tuple[str, str], tmp_path: Path) -> None:
    source, target = pair
    assert copy_archive(source, target, nothing) == copy_archive(target, f"sqlite:///{tmp_path / 'third'}", nothing)


def test_fault_a_copy_that_arrives_changed_keeps_nothing(
    pair: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    source, target = pair
    read = copying._read  # pyright: ignore[reportPrivateUsage]
    seen: list[str] = []

    def lossy(table: object, connection: object) -> object:
        seen.append(str(table))
        rows = read(table, connection)  # type: ignore[arg-type]
        return iter(()) if seen.count("vectors") == 2 and str(table) == "vectors" else rows

    monkeypatch.setattr(copying, "_read", lossy)
    with pytest.raises(UserError, match="copy_differs"):
        copy_archive(source, target, nothing)
    engine = connected(target)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM editions")) == 0
    engine.dispose()


def test_fault_a_copy_that_is_cut_off_leaves_an_empty_archive(pair: tuple[str, str]) -> None:
    source, target = pair

    def cut(table: str, rows: int) -> None:
        if table == "vectors":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        copy_archive(source, target, cut)
    assert {each.table: each.rows for each in copy_archive(source, target, nothing)}["vectors"] == 1200


def test_fault_what_is_no_place_for_a_copy_is_refused(pair: tuple[str, str], tmp_path: Path) -> None:
    source, target = pair
    with pytest.raises(UserError, match="copy_same"):
        copy_archive(source, source, nothing)
    engine = connected(target)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE theirs (id integer)"))
    with pytest.raises(UserError, match="copy_foreign"):
        copy_archive(source, target, nothing)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE theirs"))
    engine.dispose()
    copy_archive(source, target, nothing)
    with pytest.raises(UserError, match="copy_full"):
        copy_archive(source, target, nothing)
    upgraded_to(f"sqlite:///{tmp_path / 'old.sqlite'}", "0009")
    with pytest.raises(UserError, match="copy_schema"):
        copy_archive(f"sqlite:///{tmp_path / 'old.sqlite'}", f"sqlite:///{tmp_path / 'new.sqlite'}", nothing)


def run(*command: str) -> int:
    with pytest.raises(SystemExit) as ended:
        commands(list(command), exit_on_error=False)
    return int(ended.value.code or 0)


def test_postgres_by_the_command_line_there_and_back(
    tmp_path: Path, postgres: PostgresServer, capsys: pytest.CaptureFixture[str]
) -> None:
    """A password stands in a file, not on the command line."""
    first, last, url = tmp_path / "first", tmp_path / "last", tmp_path / "url"
    url.write_text(postgres.new_database(), encoding="utf-8")
    first.mkdir()
    with closing(open_store(f"sqlite:///{first / 'archive.sqlite'}", NoLock())) as store:
        fill(store)
    assert run("store", "copy", str(first), f"@{url}") == 0
    there = capsys.readouterr().out
    assert run("store", "copy", f"@{url}", str(last)) == 0
    assert capsys.readouterr().out == there
    assert "1200" in there
    with closing(open_store(f"sqlite:///{last / 'archive.sqlite'}", NoLock())) as store:
        assert store.editions() == (full_day(),)
    with pytest.raises(UserError, match="copy_nothing"):
        commands(["store", "copy", str(tmp_path / "nowhere"), str(tmp_path / "new")], exit_on_error=False)
    with pytest.raises(UserError, match="copy_place"):
        commands(["store", "copy", "mysql://a:b@c/d", str(tmp_path / "new")], exit_on_error=False)


def test_fault_a_sample_in_the_data_directory_takes_no_database_s_place_in_a_copy(
    clean_environment: Path, postgres: PostgresServer
) -> None:
    clean_environment.mkdir()
    url, there = postgres.new_database(), str(clean_environment.parent / "there")
    with closing(open_store(url, NoLock())) as store:
        fill(store)
    with closing(open_store(f"sqlite:///{clean_environment / 'archive.sqlite'}", NoLock())):
        (clean_environment / "replay.json").write_text('{"record": "x"}\n', encoding="utf-8")
    assert run("store", "copy", url, there) == 0
    with closing(open_store(f"sqlite:///{there}/archive.sqlite", NoLock())) as store:
        assert store.editions() == (full_day(),)
    with pytest.raises(UserError, match="copy_sample"):
        commands(["store", "copy", str(clean_environment), postgres.new_database()], exit_on_error=False)


def test_migrate_brings_an_old_archive_on_once_and_says_so(
    clean_environment: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(UserError, match="no_archive"):
        commands(["migrate", "--check"], exit_on_error=False)
    clean_environment.mkdir(parents=True, exist_ok=True)
    path = clean_environment / "archive.sqlite"
    upgraded_to(f"sqlite:///{path}", "0004")
    assert run("migrate", "--check") == 1
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("0004",)
    capsys.readouterr()
    assert run("migrate") == 0
    assert "0004" in (told := capsys.readouterr().out)
    assert HEAD in told
    assert run("migrate") == run("migrate", "--check") == 0


def test_fault_a_newer_archive_is_told_as_newer_by_a_check_and_a_copy(clean_environment: Path, tmp_path: Path) -> None:
    clean_environment.mkdir(parents=True, exist_ok=True)
    url = f"sqlite:///{clean_environment / 'archive.sqlite'}"
    with closing(open_store(url, NoLock())) as store, store.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(UserError, match="newer_schema"):
        commands(["migrate", "--check"], exit_on_error=False)
    with pytest.raises(UserError, match="newer_schema"):
        copy_archive(url, f"sqlite:///{tmp_path / 'to.sqlite'}", nothing)


def test_postgres_is_migrated_by_the_command(postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch) -> None:
    url = postgres.new_database()
    monkeypatch.setenv("ACHIM_STORE__URL", url)
    assert run("migrate") == 0
    engine = connected(url)
    assert current(engine) == HEAD
    assert "editions" in inspect(engine).get_table_names()
    engine.dispose()

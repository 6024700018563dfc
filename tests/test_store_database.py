"""An archive in a database: machines that share it, the lock between them, and what is refused."""

import socket
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from subprocess import PIPE, Popen
from threading import Timer
from typing import Any

import pytest
from psycopg import Cursor
from pydantic import SecretStr
from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.pool import NullPool, Pool
from starlette.testclient import TestClient

from achim.app import App
from achim.backup import back_up
from achim.cli import commands
from achim.domain.delivery import Receipt, Ticket
from achim.domain.edition import EditionKey
from achim.domain.note import Note
from achim.errors import SettingsError, UserError
from achim.ports import ModelAnswer
from achim.render.messages import said
from achim.settings import Settings, load_settings
from achim.settings_store import StoreSettings, database_url
from achim.settings_ways import FilesSettings
from achim.store import connect
from achim.store import migrate as migrating
from achim.store.connect import connected, disposing
from achim.store.locks import AdvisoryLock
from achim.store.migrate import is_by_code_points
from achim.store.sql import SqlStore, has_archive, open_store
from achim.web import waiting
from achim.web.archive import LiveArchive
from achim.web.server import make_gate
from tests.fakes import FakeProgress
from tests.network import line_to
from tests.postgres_server import PostgresServer
from tests.processes import files
from tests.test_running import DAYS, MORNING, Machine
from tests.upstream import UpstreamServer
from tests.upstream.synthetic import synthetic
from tests.warm import ROOT
from tests.web_world import HOST, WordSearch


def no_word(note: Note) -> None: ...


def lock_of(url: str, patience: float = 0.0) -> AdvisoryLock:
    return AdvisoryLock(url, "achim.lock", patience=patience, waiting=no_word)


@pytest.fixture
def server() -> Iterator[UpstreamServer]:
    with UpstreamServer(synthetic(3, DAYS, per_day=6, categories=("cs.AI",)), MORNING) as running:
        yield running


def machine(server: UpstreamServer, home: Path, url: str) -> Machine:
    made = Machine(server, home)
    store = StoreSettings(url=SecretStr(url.replace("+psycopg", "")), patience=0.2)
    shared = FilesSettings(type="files", folder=home.parent / "shared")
    channels = {**made.settings.channels, "out": shared}
    made.settings = made.settings.model_copy(update={"store": store, "channels": channels})
    return made


def test_postgres_machines_share_an_archive_and_send_once(
    server: UpstreamServer, tmp_path: Path, postgres: PostgresServer
) -> None:
    url = postgres.new_database()
    first, second = (machine(server, tmp_path / name, url) for name in ("first", "second"))
    assert [made.what for made in first.runner().once().made] == ["made"]
    assert second.runner().once().is_idle
    assert [each.channel for each in second.runner(timedelta(minutes=45)).once().sent] == ["out"]
    assert first.runner(timedelta(minutes=46)).once().is_idle
    assert len(files(tmp_path / "shared")) == 6
    assert not list(tmp_path.rglob("*.sqlite"))
    app = second.runner().app
    with app.archive() as store:
        assert [edition.key.day for edition in store.editions()] == [date(2026, 8, 11)]
    assert app.has_archive()
    with pytest.raises(UserError, match="backup_database"):
        back_up(app, tmp_path / "backup.zip")


def test_postgres_second_service_is_well_while_the_first_is_at_work_for_long(
    server: UpstreamServer, tmp_path: Path, postgres: PostgresServer
) -> None:
    url = postgres.new_database()
    open_store(url, lock_of(url)).close()
    with AdvisoryLock(f"{url}?application_name=first", "achim.lock", patience=0, waiting=no_word):
        run = machine(server, tmp_path, url).runner().once()
    assert run.is_well
    assert not run.made
    assert [each.what for each in machine(server, tmp_path, url).runner(timedelta(minutes=11)).once().made] == ["made"]


def test_postgres_serve_sees_what_another_machine_keeps(
    server: UpstreamServer, tmp_path: Path, postgres: PostgresServer
) -> None:
    url = postgres.new_database()
    writer, reader = (machine(server, tmp_path / name, url) for name in ("writer", "reader"))
    now = [0.0]
    live = LiveArchive(reader.runner().app, every=1.0, clock=lambda: now[0])
    assert live.sight() is None
    writer.runner().once()
    now[0] += 1.0
    sight = live.sight()
    assert sight
    assert [head.key.day for head in sight.store.shelf.heads()] == [date(2026, 8, 11)]
    assert live.known() is sight
    live.close()


def test_fault_while_postgres_hangs_serve_says_503_and_is_well_after(
    server: UpstreamServer, tmp_path: Path, postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More than once, since who comes while another looks need not look; and of what nobody has asked for yet."""
    with line_to(postgres.port) as line:
        url = postgres.new_database().replace(f":{postgres.port}/", f":{line.port}/")
        reader = machine(server, tmp_path / "home", url).runner()
        reader.once()
        gate = make_gate(reader.app, WordSearch, every=0.001)
        with TestClient(gate, base_url=HOST, raise_server_exceptions=False) as client:

            def told(*paths: str) -> set[int]:
                return {client.get(path).status_code for path in paths}

            assert told("/healthz", "/") == {200}
            with monkeypatch.context() as patch:
                patch.setattr(waiting, "LOOK", 0.3)
                line.speaks.clear()
                assert told("/healthz", "/", "/archive/", "/search", "/metrics", "/healthz") == {503}
                line.speaks.set()
            assert told("/healthz", "/", "/archive/", "/search") == {200}


def test_postgres_lock_keeps_two_sessions_apart_and_ends_with_its_own(postgres: PostgresServer) -> None:
    """Within a thread it may be entered again. Another process is one whose registry knows nothing of ours."""
    url = postgres.new_database()
    ours = lock_of(url)
    told: list[Note] = []
    theirs = AdvisoryLock(f"{url}?application_name=other", "achim.lock", patience=0.1, waiting=told.append)
    with ours, lock_of(url):
        with pytest.raises(UserError, match="achim"), theirs:
            pass
        assert [note.code for note in told] == ["lock.waiting"]
    with theirs, pytest.raises(UserError), ours:
        pass
    with ours:
        ours.check()


HOLD = """
import sys, time
from achim.store.locks import AdvisoryLock
with AdvisoryLock(sys.argv[1], "achim.lock", patience=0, waiting=print):
    print(flush=True)
    time.sleep(100)
"""


def test_kill_of_the_process_that_has_the_lock_gives_it_to_whoever_waits(postgres: PostgresServer) -> None:
    url = postgres.new_database()
    with Popen([sys.executable, "-c", HOLD, url], cwd=ROOT, stdout=PIPE) as holder:
        assert holder.stdout
        holder.stdout.readline()
        kill = Timer(0.1, holder.kill)

        def begin(note: Note) -> None:
            assert f"achim {holder.pid} on " in str(dict(note.params)["holder"])
            kill.start()

        with AdvisoryLock(url, "achim.lock", patience=20, waiting=begin):
            assert kill.finished.is_set()


def cut_by(url: str, other: AdvisoryLock | None) -> None:
    """End the session that has the lock, as a restart does; ``other`` takes it then."""
    engine = connected(url)
    with engine.connect() as connection:
        connection.execute(text("SELECT pg_terminate_backend(pid, 5000) FROM pg_locks WHERE locktype = 'advisory'"))
    engine.dispose()
    if other:
        other.__enter__()


def test_fault_a_lock_whose_session_was_cut_is_taken_up_or_known_to_be_lost(postgres: PostgresServer) -> None:
    url = postgres.new_database()
    ours = lock_of(url)
    theirs = AdvisoryLock(f"{url}?application_name=other", "achim.lock", patience=5, waiting=no_word)
    with ours:
        cut_by(url, None)
        ours.check()
        with (
            pytest.raises(UserError),
            AdvisoryLock(f"{url}?application_name=third", "achim.lock", patience=0, waiting=no_word),
        ):
            pass
        cut_by(url, theirs)
        with pytest.raises(UserError, match="lock_lost"):
            ours.check()
    theirs.__exit__()
    with ours:
        ours.check()


def test_fault_a_build_that_lost_its_lock_to_another_keeps_nothing(
    server: UpstreamServer, tmp_path: Path, postgres: PostgresServer
) -> None:
    url = postgres.new_database()
    runner = machine(server, tmp_path, url).runner()
    theirs = AdvisoryLock(f"{url}?application_name=other", "achim.lock", patience=5, waiting=no_word)

    def cut(step: str) -> None:
        if step == "rank":
            cut_by(url, theirs)

    runner.app.progress.at_step = cut  # pyright: ignore[reportAttributeAccessIssue]
    run = runner.once()
    theirs.__exit__()
    assert [made.what for made in run.made] == ["failed"]
    with runner.app.archive() as store:
        assert store.editions() == ()
    again = machine(server, tmp_path, url).runner(timedelta(minutes=11)).once()
    assert [made.what for made in again.made] == ["made"]


def test_postgres_that_is_restarted_between_two_looks_costs_nothing(
    server: UpstreamServer, tmp_path: Path, postgres: PostgresServer
) -> None:
    own = machine(server, tmp_path, postgres.new_database())
    runner = own.runner()
    with runner.app.archive() as store:
        assert store.editions() == ()
        postgres.restart("immediate")
        assert store.editions() == ()
    assert [made.what for made in runner.once().made] == ["made"]


def cutting(monkeypatch: pytest.MonkeyPatch, word: str) -> list[str]:
    """Once, the server ends the session of the next statement that has the word, in the middle of its transaction.
    Gives the statements that were cut."""
    cut: list[str] = []

    def execute(connection: Connection, cursor: Any, statement: str, *rest: object) -> None:
        if word in statement and not cut:
            cut.append(statement)
            connection.exec_driver_sql("SELECT pg_terminate_backend(pg_backend_pid())")

    made = connect.connected

    def watched(url: str, pool: type[Pool] | None = None) -> Engine:
        engine = made(url, pool)
        event.listen(engine, "before_cursor_execute", execute)
        return engine

    monkeypatch.setattr("achim.store.sql.connected", watched)
    return cut


@pytest.mark.parametrize(
    "word",
    ["FROM answers", "INSERT INTO answers", "INSERT INTO sources", "FROM tellings", "INSERT INTO editions"],
    ids=["a source", "its answer", "how sources did", "what was told", "the edition"],
)
def test_fault_postgres_that_is_restarted_in_mid_statement_changes_no_edition(
    server: UpstreamServer, tmp_path: Path, postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch, word: str
) -> None:
    """Neither a gap nor a failure: the build goes on, or is made anew from what is kept, and asks nothing twice."""
    runner = machine(server, tmp_path / "cut", postgres.new_database()).runner()
    cut = cutting(monkeypatch, word)
    (made,) = runner.once().made
    assert cut
    assert (made.what, made.gaps) == ("made", ())
    assert set(Counter(f"{each.path}?{each.query}" for each in server.log).values()) == {1}


def test_ctrl_c_in_mid_statement_is_no_archive_that_was_cut(
    postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or else what is tried again after a restart of the server would be, and the process go on."""
    execute: Any = Cursor.execute
    times = list[str]()

    def interrupted(cursor: Cursor[Any], statement: str, *told: Any, **named: Any) -> Cursor[Any]:
        if "INSERT INTO builds" in statement and not times:
            times.append(statement)
            raise KeyboardInterrupt
        return execute(cursor, statement, *told, **named)

    with closing(open_store(url := postgres.new_database(), lock_of(url))) as store:
        monkeypatch.setattr(Cursor, "execute", interrupted)
        with pytest.raises(KeyboardInterrupt):
            store.begin(EditionKey(day=date(2026, 8, 11)), datetime(2026, 8, 11, tzinfo=UTC))


def test_fault_postgres_that_is_restarted_keeps_a_paid_answer_and_a_receipt(
    postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = ModelAnswer(text="{}", prompt_tokens=3, completion_tokens=1)
    ticket = Ticket(channel="mail", recipient="a@x", key=EditionKey(day=MORNING.date()), revision=1)
    receipt = Receipt(ticket=ticket, parts=1, state="delivered", tries=1, unsure=0, first_at=MORNING, last_at=MORNING)
    for word in ("INSERT INTO model_answers", "INSERT INTO receipts"):
        cut = cutting(monkeypatch, word)
        url = postgres.new_database()
        with closing(open_store(url, lock_of(url))) as store:
            store.keep_model_answer("question", "m", answer, MORNING)
            store.receipts.put([receipt])
            assert store.model_answer("question") == answer
            assert store.receipts.of_edition(ticket.key) == (receipt,)
        assert cut


@pytest.mark.parametrize("pool", [None, NullPool], ids=["work", "lock"])
def test_fault_of_the_network_a_side_that_falls_silent_is_given_up_by_the_other(
    postgres: PostgresServer, pool: type[Pool] | None
) -> None:
    """Else what a machine had locked when its power failed would stay so for hours."""
    engine = connected(postgres.new_database(), pool)
    with disposing(engine), engine.connect() as connection:
        names = ("idle", "interval", "count")
        told = [int(str(connection.scalar(text(f"SHOW tcp_keepalives_{name}")))) for name in names]
        assert told[0] + told[1] * told[2] == 30
        assert connection.scalar(text("SHOW tcp_user_timeout")) in ("30s", "30000")
        held = connection.connection.driver_connection
        assert held
        with socket.fromfd(held.fileno(), socket.AF_INET, socket.SOCK_STREAM) as own:
            assert own.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE) == told[0]
            assert own.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == 30_000


@pytest.mark.parametrize(
    "url",
    [
        "mysql://user:open-sesame@host/name",
        "open-sesame",
        "http://user:open-sesame@host",
        "sqlite:open-sesame",
        "postgresql://user:open-sesame",
        "postgresql://user:x@open-sesame@host/name",
    ],
)
def test_fault_an_address_of_no_database_is_refused_without_being_told(url: str, tmp_path: Path) -> None:
    path = tmp_path / "achim.toml"
    path.write_text(f'[store]\nurl = "{url}"\n', encoding="utf-8")
    with pytest.raises(SettingsError) as told:
        load_settings(path)
    assert "open-sesame" not in str(told.value)
    assert "store.url" in str(told.value)
    secret = tmp_path / "secret"
    secret.write_text(url, encoding="utf-8")
    with pytest.raises(SettingsError, match="secret") as told:
        database_url(StoreSettings(url_file=secret))
    assert "open-sesame" not in str(told.value)


@pytest.mark.parametrize("spelt", ["postgresql://a@b/c", "postgres://a@b/c", "postgresql+psycopg://a@b/c"])
def test_every_spelling_of_an_address_means_the_same_driver(spelt: str) -> None:
    assert database_url(StoreSettings(url=SecretStr(spelt))) == "postgresql+psycopg://a@b/c"


@pytest.mark.parametrize("told", ["a:open-sesame@{place}/nowhere", "a@{place}/nowhere?password=open-sesame"])
def test_fault_a_database_that_does_not_answer_is_told_without_its_password(
    told: str, monkeypatch: pytest.MonkeyPatch, postgres: PostgresServer
) -> None:
    url = "postgresql://" + told.format(place=f"127.0.0.1:{postgres.port}")
    monkeypatch.setenv("ACHIM_STORE__URL", url)
    with pytest.raises(UserError) as raised:
        commands(["status"], exit_on_error=False)
    assert "nowhere" in str(raised.value)
    assert "open-sesame" not in str(raised.value)


def test_postgres_that_is_empty_is_told_by_its_address(
    monkeypatch: pytest.MonkeyPatch, postgres: PostgresServer, capsys: pytest.CaptureFixture[str]
) -> None:
    url = postgres.new_database()
    monkeypatch.setenv("ACHIM_STORE__URL", f"{url}?password=open-sesame")
    with pytest.raises(UserError, match=url.rpartition("/")[2]) as raised:
        commands(["status"], exit_on_error=False)
    commands(["list"], exit_on_error=False, result_action="return_value")
    told = f"{raised.value} {capsys.readouterr().out}"
    assert told.count(url) == 2
    assert "open-sesame" not in told


def test_postgres_is_left_alone_by_a_sample(
    clean_environment: Path, monkeypatch: pytest.MonkeyPatch, postgres: PostgresServer
) -> None:
    """What is read in a directory that holds a replay is the replay, until a real edition is made."""
    url = postgres.new_database()
    monkeypatch.setenv("ACHIM_STORE__URL", url)
    for command in (["build", "--sample", "--kind", "papers"], ["show"]):
        with pytest.raises(SystemExit) as ended:
            commands(command, exit_on_error=False)
        assert not ended.value.code
    app = App(settings=load_settings(), home=clean_environment, progress=FakeProgress(), say=print)
    assert (clean_environment / "archive.sqlite").exists()
    engine = connected(url)
    with engine.connect() as connection:
        assert (
            connection.scalar(text("SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'")) == 0
        )
    engine.dispose()
    assert app.archive_url().startswith("sqlite")


def test_a_real_edition_in_a_database_takes_the_place_of_a_sample(
    server: UpstreamServer, tmp_path: Path, postgres: PostgresServer
) -> None:
    own = machine(server, tmp_path, postgres.new_database())
    (tmp_path / "replay.json").write_text('{"record": "x"}\n')
    (tmp_path / "archive.sqlite").write_bytes(b"")
    runner = own.runner()
    assert [made.what for made in runner.once().made] == ["made"]
    assert not (tmp_path / "replay.json").exists()
    assert runner.app.archive_url().startswith("postgresql")


def test_a_file_elsewhere_holds_the_archive_and_its_lock(server: UpstreamServer, tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    own = machine(server, tmp_path / "home", f"sqlite:///{tmp_path / 'far' / 'own.sqlite'}")
    assert [made.what for made in own.runner().once().made] == ["made"]
    assert (tmp_path / "far" / "achim.lock").exists()
    assert not (tmp_path / "home" / "archive.sqlite").exists()


def test_settings_of_a_record_hold_no_address_of_a_database() -> None:
    from achim.replay import recorded_settings

    own = Settings(store=StoreSettings(url=SecretStr("postgresql://a:open-sesame@b/c")))
    assert "open-sesame" not in str(recorded_settings(own))
    assert "open-sesame" not in repr(own)


@pytest.mark.parametrize(
    ("order", "is_plain"),
    [("C", True), ("C.UTF-8", True), ("POSIX", True), ("en_US.utf8", False), ("ko_KR.UTF-8", False), ("Cx", False)],
)
def test_a_database_is_to_sort_by_code_points(order: str, is_plain: bool) -> None:
    assert is_by_code_points(order) == is_plain


def test_fault_a_database_that_sorts_otherwise_is_refused_before_it_is_touched(
    postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, filled = postgres.new_database(), postgres.new_database()
    open_store(filled, lock_of(filled)).close()
    monkeypatch.setattr(migrating, "is_by_code_points", "".__eq__)
    for each in (url, filled):  # as a dump may be put back
        with pytest.raises(UserError, match="database_order"):
            open_store(each, lock_of(each))
    assert not has_archive(url)


def test_fault_a_database_without_an_encoding_is_refused(postgres: PostgresServer) -> None:
    engine = connected(postgres.url("postgres")).execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("CREATE DATABASE ascii TEMPLATE template0 ENCODING 'SQL_ASCII'"))
    engine.dispose()
    url = postgres.url("ascii")
    with pytest.raises(UserError, match="SQL_ASCII"):
        open_store(url, lock_of(url))


def test_fault_a_newer_archive_is_refused_in_the_reader_s_language(store: SqlStore) -> None:
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(UserError) as refused:
        migrating.migrate(store.engine)
    assert "새롭다" in said(refused.value, "ko")
    assert "9999" in said(refused.value, "en")

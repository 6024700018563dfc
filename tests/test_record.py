"""Records and replays: the same edition byte for byte, without a network."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import httpx2
import pytest

from achim.app import SAMPLE, App, Built
from achim.clock import StandingClock
from achim.errors import NothingAnswered, RecordError
from achim.record import read_record
from achim.render.messages import say
from achim.request import BuildRequest
from achim.settings import HttpSettings, Settings
from tests.fakes import ONCE, FakeProgress
from tests.moving_clock import MovingClock
from tests.upstream.server import UpstreamServer
from tests.upstream.synthetic import synthetic
from tests.world import WorldTransport

MORNING = datetime(2026, 8, 11, 1, 30, tzinfo=UTC)
DAYS = [date(2026, 8, day) for day in (6, 7, 10, 11, 12)]
QUICK = Settings(http=HttpSettings(pace=0, arxiv_pace=0, attempts=2, first_wait=0, longest_wait=0.1, read_timeout=5))


class NoNetwork(httpx2.BaseTransport):
    """Fails the test that reaches it."""

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        pytest.fail(f"the network was asked for {request.url}")


@pytest.fixture
def server() -> Iterator[UpstreamServer]:
    with UpstreamServer(synthetic(11, DAYS, per_day=8, categories=("cs.AI", "cs.CL")), MORNING) as running:
        yield running


def app(home: Path, server: UpstreamServer | None) -> App:
    return App(
        settings=QUICK,
        home=home,
        progress=FakeProgress(),
        say=lambda text: None,
        clock=StandingClock(MORNING),
        transport=WorldTransport(server) if server else NoNetwork(),
        embedder=ONCE,
    )


def contents(built: Built) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in built.files}


@pytest.mark.parametrize("fault", ["", "arxiv_*", "hf_*", "deeplearn_home"])
def test_fault_a_replay_builds_the_recorded_edition(tmp_path: Path, server: UpstreamServer, fault: str) -> None:
    """Gaps included, and the record of the replay is the record."""
    if fault:
        server.script(fault, "*:503")
    recorded = app(tmp_path / "a", server).build(BuildRequest(record=tmp_path / "record"))
    replayed = app(tmp_path / "b", None).build(
        BuildRequest(replay=tmp_path / "record", record=tmp_path / "again", out=tmp_path / "out")
    )

    assert contents(replayed) == contents(recorded)
    assert bool(recorded.outcome.edition.gaps) == bool(fault)
    assert folder(tmp_path / "again") == folder(tmp_path / "record")


def folder(path: Path) -> dict[str, bytes]:
    return {file.relative_to(path).as_posix(): file.read_bytes() for file in sorted(path.rglob("*")) if file.is_file()}


def test_a_record_of_a_later_day_holds_the_state_that_day_read(tmp_path: Path, server: UpstreamServer) -> None:
    """Cursors and what was printed: replayed in an empty place, the second day is the second day."""
    home = tmp_path / "a"
    app(home, server).build(BuildRequest(day=date(2026, 8, 10)))
    second = app(home, server).build(BuildRequest(day=date(2026, 8, 11), record=tmp_path / "record"))
    replayed = app(tmp_path / "b", None).build(BuildRequest(replay=tmp_path / "record"))

    assert read_record(tmp_path / "record").memory.cursors
    assert contents(replayed) == contents(second)


def test_a_replay_again_is_a_no_op_and_of_another_record_starts_afresh(tmp_path: Path, server: UpstreamServer) -> None:
    app(tmp_path / "a", server).build(BuildRequest(record=tmp_path / "record"))
    home = tmp_path / "b"

    assert app(home, None).build(BuildRequest(replay=tmp_path / "record")).outcome.what == "made"
    assert app(home, None).build(BuildRequest(replay=tmp_path / "record")).outcome.what == "complete"
    assert app(home, None).build(BuildRequest(replay=SAMPLE)).outcome.what == "made"


def test_a_replay_refuses_an_archive_of_its_own_and_loses_nothing(tmp_path: Path, server: UpstreamServer) -> None:
    """It says how to name another."""
    real = app(tmp_path / "a", server)
    built = real.build(BuildRequest(record=tmp_path / "record"))
    with pytest.raises(RecordError, match=r"error\.own_archive"):
        app(tmp_path / "a", None).build(BuildRequest(replay=tmp_path / "record"))
    with real.archive() as store:
        assert store.editions() == (built.outcome.edition,)


def test_a_record_is_not_written_over(tmp_path: Path, server: UpstreamServer) -> None:
    (tmp_path / "record").mkdir()
    (tmp_path / "record" / "mine.txt").write_text("mine")
    with pytest.raises(RecordError, match=r"error\.full"):
        app(tmp_path / "a", server).build(BuildRequest(record=tmp_path / "record"))

    assert (tmp_path / "record" / "mine.txt").read_text() == "mine"


@pytest.mark.parametrize("name", ["record.json", "state.json"])
def test_fault_a_broken_record_names_its_file(tmp_path: Path, server: UpstreamServer, name: str) -> None:
    app(tmp_path / "a", server).build(BuildRequest(record=tmp_path / "record"))
    (tmp_path / "record" / name).write_text("{")
    with pytest.raises(RecordError, match=name):
        app(tmp_path / "b", None).build(BuildRequest(replay=tmp_path / "record"))


def test_fault_an_answer_that_the_record_lacks_is_named(tmp_path: Path, server: UpstreamServer) -> None:
    """It never becomes a gap: the record is at fault, not the source."""
    app(tmp_path / "a", server).build(BuildRequest(record=tmp_path / "record"))
    for path in (tmp_path / "record" / "answers").glob("*huggingface*"):
        path.unlink()
    with pytest.raises(RecordError, match="huggingface"):
        app(tmp_path / "b", None).build(BuildRequest(replay=tmp_path / "record"))


def test_hostile_a_record_reads_no_file_outside_its_folder(tmp_path: Path, server: UpstreamServer) -> None:
    """A body's name is a name, whatever it says."""
    app(tmp_path / "a", server).build(BuildRequest(record=tmp_path / "record"))
    (tmp_path / "secret.html").write_text("secret")
    path = next((tmp_path / "record" / "answers").glob("*arxiv.org-list*.json"))
    told = json.loads(path.read_text())
    path.write_text(json.dumps({**told, "body": "../../secret.html"}))
    with pytest.raises(RecordError):
        read_record(tmp_path / "record")


def test_the_record_holds_no_cookie_and_no_secret(tmp_path: Path, server: UpstreamServer) -> None:
    app(tmp_path / "a", server).build(BuildRequest(record=tmp_path / "record"))
    everything = b"".join(folder(tmp_path / "record").values()).lower()

    assert b"set-cookie" not in everything
    assert str(tmp_path).encode() not in everything


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("lang", "../../outside"),
        ("lang", "/tmp/outside"),
        ("lang", "a\0b"),
        ("profile", "x/../../outside"),
        ("profile", ""),
    ],
)
def test_hostile_a_record_names_no_folder_outside(tmp_path: Path, field: str, value: str) -> None:
    """Its key becomes folders, so it is held to letters."""
    shutil.copytree(SAMPLE, tmp_path / "record")
    head = json.loads((tmp_path / "record" / "record.json").read_text())
    head["key"][field] = value
    (tmp_path / "record" / "record.json").write_text(json.dumps(head))
    with pytest.raises(RecordError, match=r"record\.json"):
        read_record(tmp_path / "record")


@pytest.mark.parametrize(
    ("change", "named"),
    [
        pytest.param({"notice": {"code": "zzz", "params": []}}, "zzz", id="notice without words"),
        pytest.param({"time_zone": "Mars/X"}, "record.json", id="time zone"),
        pytest.param({"format": 99}, "format 99", id="later format"),
    ],
)
def test_hostile_a_record_s_head_is_checked_before_anything_is_built(
    tmp_path: Path, change: dict[str, object], named: str
) -> None:
    shutil.copytree(SAMPLE, tmp_path / "record")
    head = json.loads((tmp_path / "record" / "record.json").read_text())
    (tmp_path / "record" / "record.json").write_text(json.dumps({**head, **change}))
    with pytest.raises(RecordError, match=named):
        read_record(tmp_path / "record")


def test_hostile_a_record_reads_no_settings_file_and_follows_no_link(tmp_path: Path) -> None:
    """A taxonomy elsewhere on the disk is not read, nor an answer that is a link to it."""
    secret = tmp_path / "secret.toml"
    secret.write_text("secret = true")
    shutil.copytree(SAMPLE, tmp_path / "record")
    head = json.loads((tmp_path / "record" / "record.json").read_text())
    head["settings"]["edition"]["taxonomy"] = str(secret)
    (tmp_path / "record" / "record.json").write_text(json.dumps(head))
    assert app(tmp_path / "home", None).build(BuildRequest(replay=tmp_path / "record")).outcome.what == "made"

    body = next((tmp_path / "record" / "answers").glob("*.body.html"))
    body.unlink()
    body.symlink_to(secret)
    with pytest.raises(RecordError, match="no plain file"):
        read_record(tmp_path / "record")


def test_fault_a_build_that_failed_is_recorded_too(tmp_path: Path, server: UpstreamServer) -> None:
    """Its replay fails the same way."""
    server.script("*", "*:503")
    with pytest.raises(NothingAnswered) as recorded:
        app(tmp_path / "a", server).build(BuildRequest(record=tmp_path / "record"))
    with pytest.raises(NothingAnswered) as replayed:
        app(tmp_path / "b", None).build(BuildRequest(replay=tmp_path / "record"))

    assert replayed.value.gaps == recorded.value.gaps


def test_a_real_build_clears_a_replay_and_nothing_else(tmp_path: Path, server: UpstreamServer) -> None:
    home = tmp_path / "home"
    app(home, None).build(BuildRequest(replay=SAMPLE))
    (home / "archive.sqlite.backup").write_text("mine")
    app(home, server).build(BuildRequest())
    with app(home, server).archive() as store:
        days = [edition.key.day for edition in store.editions()]

    assert days == [date(2026, 8, 11)]
    assert (home / "archive.sqlite.backup").read_text() == "mine"


def test_fault_a_real_build_that_fails_loses_no_replay(tmp_path: Path, server: UpstreamServer) -> None:
    """What was there stays until there is an edition to take its place; what was answered meanwhile is not lost."""
    home = tmp_path / "home"
    sample = app(home, None).build(BuildRequest(replay=SAMPLE)).outcome.edition
    server.script("*", "*:503")
    with pytest.raises(NothingAnswered):
        app(home, server).build(BuildRequest())
    with app(home, server).archive() as store:
        assert store.editions() == (sample,)
    assert app(home, None).build(BuildRequest(replay=SAMPLE)).outcome.what == "complete"


def test_fault_a_replay_that_fails_loses_no_other(tmp_path: Path, server: UpstreamServer) -> None:
    home = tmp_path / "home"
    app(tmp_path / "a", server).build(BuildRequest(record=tmp_path / "record"))
    for path in (tmp_path / "record" / "answers").glob("*huggingface*"):
        path.unlink()
    sample = app(home, None).build(BuildRequest(replay=SAMPLE)).outcome.edition
    with pytest.raises(RecordError, match="huggingface"):
        app(home, None).build(BuildRequest(replay=tmp_path / "record"))
    with app(home, None).archive() as store:
        assert store.editions() == (sample,)


@pytest.mark.parametrize("nth", range(6))
def test_kill_while_a_real_build_takes_a_replay_s_place(
    tmp_path: Path, server: UpstreamServer, monkeypatch: pytest.MonkeyPatch, nth: int
) -> None:
    """Cut at each change of a file: the archive is one or the other, and the next build has its edition."""
    home = tmp_path / "home"
    app(home, None).build(BuildRequest(replay=SAMPLE))
    changes = iter(range(100))

    def cut(change: Callable[..., object]) -> Callable[..., object]:
        def changed(path: Path, *arguments: object, **options: object) -> object:
            if path.parent == home and path.suffix in (".sqlite", ".json", ".sqlite-wal") and next(changes) == nth:
                raise KeyboardInterrupt
            return change(path, *arguments, **options)

        return changed

    with monkeypatch.context() as patch, suppress(KeyboardInterrupt):
        for name in ("replace", "unlink", "write_text"):
            patch.setattr(Path, name, cut(getattr(Path, name)))
        app(home, server).build(BuildRequest())
    with app(home, server).archive() as store:
        assert len(store.editions()) == 1
    assert app(home, server).build(BuildRequest()).outcome.edition.key.day == date(2026, 8, 11)
    with app(home, server).archive() as store:
        assert [edition.key.day for edition in store.editions()] == [date(2026, 8, 11)]
    assert sorted(path.name for path in home.glob("*.json")) == []


def test_a_record_of_a_replay_is_taken_also_where_the_replay_is_there(tmp_path: Path) -> None:
    home = tmp_path / "home"
    app(home, None).build(BuildRequest(replay=SAMPLE))
    app(home, None).build(BuildRequest(replay=SAMPLE, record=tmp_path / "record"))

    assert read_record(tmp_path / "record").answers == read_record(SAMPLE).answers


def test_what_killed_runs_left_of_a_record_goes_and_nothing_else(tmp_path: Path) -> None:
    """Not what a process at work writes, nor what only looks alike."""
    gone = subprocess.Popen(["true"])
    gone.wait()
    names = {
        "left": f".record.{gone.pid}.achim-unfinished",
        "at work": f".record.{os.getppid()}.achim-unfinished",
        "another": f".records.{gone.pid}.achim-unfinished",
    }
    for name in names.values():
        (tmp_path / name / "answers").mkdir(parents=True)
    (tmp_path / f".record.{gone.pid + 1}.achim-unfinished").write_text("mine")
    app(tmp_path / "home", None).build(BuildRequest(replay=SAMPLE, record=tmp_path / "record"))

    left = {path.name for path in tmp_path.glob(".*")}
    assert left == {names["at work"], names["another"], f".record.{gone.pid + 1}.achim-unfinished"}


def test_fault_without_a_network_a_build_ends_soon_and_is_not_silent(tmp_path: Path) -> None:
    """By the paces and patience of the default settings; a line for each source and each new try."""
    clock, progress = MovingClock(MORNING), FakeProgress()

    def offline(request: httpx2.Request) -> httpx2.Response:
        raise httpx2.ConnectError("no network", request=request)

    lonely = replace(
        app(tmp_path, None),
        settings=Settings(),
        progress=progress,
        clock=clock,
        transport=httpx2.MockTransport(offline),
    )
    with pytest.raises(NothingAnswered):
        lonely.build(BuildRequest())
    assert (clock.now() - MORNING).total_seconds() < 60
    assert {where for where, note in progress.notes if note.code == "progress.again"} >= {"arxiv", "huggingface"}
    ends = {where for where, note in progress.notes if note.code != "progress.again"}
    assert ends == {"arxiv", "huggingface", "deeplearn"}
    for lang in ("ko", "en"):
        assert all(say(note, lang) for _, note in progress.notes)

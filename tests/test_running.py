"""The unattended run, over a morning of an upstream server and as the command that is told to end."""

import os
import shutil
import signal
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path

import pytest
from pydantic import SecretStr

from achim.app import App
from achim.domain.anchors import anchored
from achim.domain.note import Note
from achim.domain.schedule import Run
from achim.errors import SettingsError, UserError
from achim.posting import PostOffice
from achim.render.messages import said
from achim.render.running import run_lines
from achim.running import SILENT_AFTER, Runner
from achim.settings import Settings, load_settings
from achim.settings_schedule import ScheduleSettings, WatchSettings
from achim.settings_ways import FilesSettings
from achim.steps.corrections import Change, corrected
from tests.fakes import FakeEmbedder, FakeProgress
from tests.mornings import SEOUL, hurried
from tests.moving_clock import MovingClock
from tests.processes import files
from tests.upstream import UpstreamServer
from tests.upstream.synthetic import synthetic
from tests.warm import ACHIM, ROOT, Warm, start
from tests.world import WorldTransport

DAYS = [date(2026, 8, day) for day in (6, 7, 10, 11)]
MORNING = datetime(2026, 8, 11, 10, 45, tzinfo=SEOUL)
"""When the building of an edition that is due at half past eleven begins."""


@dataclass(frozen=True, slots=True)
class PingedApp(App):
    pings: list[str] = field(default_factory=list[str])

    def ping(self, url: str) -> None:
        self.pings.append(url)


@pytest.fixture
def server() -> Iterator[UpstreamServer]:
    with UpstreamServer(synthetic(3, DAYS, per_day=6, categories=("cs.AI",)), MORNING) as running:
        yield running


@dataclass
class Machine:
    """A data directory, its clock, and the upstream that goes by the same clock."""

    server: UpstreamServer
    home: Path
    at: datetime = MORNING
    settings: Settings = field(default_factory=lambda: hurried(("cs.AI",)))
    pings: list[str] = field(default_factory=list[str])

    def __post_init__(self) -> None:
        told = {
            "schedule": ScheduleSettings(at=clock_time(11, 30), kinds=("papers",)),
            "channels": {
                "out": FilesSettings(type="files", folder=self.home / "out"),
                "owner": FilesSettings(type="files", folder=self.home / "owner", kinds=()),
            },
            "watch": WatchSettings(channel="owner", ping_url=SecretStr("https://ping.example/secret-word?create=1")),
        }
        self.settings = self.settings.model_copy(update=told)

    def runner(self, after: timedelta = timedelta(0)) -> Runner:
        self.at += after
        self.server.set_time(self.at)
        return Runner(
            PingedApp(
                settings=self.settings,
                home=self.home,
                progress=FakeProgress(),
                say=lambda text: None,
                clock=MovingClock(self.at),
                transport=WorldTransport(self.server),
                embedder=FakeEmbedder(),
                pings=self.pings,
            )
        )

    def sent(self) -> set[str]:
        return {path.name.split("_")[0] for path in (self.home / "out").rglob("*") if path.is_file()}

    def notices(self) -> list[str]:
        return sorted(path.read_text().splitlines()[0] for path in (self.home / "owner").rglob("*.txt"))


def test_an_edition_is_built_before_its_hour_and_sent_at_it(server: UpstreamServer, tmp_path: Path) -> None:
    machine = Machine(server, tmp_path)
    assert [made.what for made in machine.runner().once().made] == ["made"]
    assert machine.sent() == set()
    assert machine.runner(timedelta(minutes=20)).once().is_idle
    run = machine.runner(timedelta(minutes=25)).once()
    assert [(each.channel, each.waiting) for each in run.sent] == [("out", 0)]
    assert machine.sent() == {"Papers", "paper"}
    assert machine.runner(timedelta(minutes=1)).once().is_idle
    assert machine.notices() == []
    assert machine.pings == ["https://ping.example/secret-word?create=1"] * 4


class Killed(BaseException):
    """The end of a process, as far as one process can play it."""


def kill_before_files(step: str) -> None:
    if step == "render":
        raise Killed


def test_kill_between_keeping_and_writing_leaves_the_files_to_the_next_run(
    server: UpstreamServer, tmp_path: Path
) -> None:
    """The edition is complete and nothing is due; and what is written is written once."""
    machine = Machine(server, tmp_path)
    schedule = machine.settings.schedule.model_copy(update={"site": True})
    machine.settings = machine.settings.model_copy(update={"schedule": schedule})
    runner = machine.runner()
    runner.app.progress.at_step = kill_before_files  # pyright: ignore[reportAttributeAccessIssue]
    with pytest.raises(Killed):
        runner.once()
    folder = tmp_path / "editions" / "2026-08-11"
    assert not folder.exists()
    assert machine.runner(timedelta(minutes=2)).once().made == ()
    assert len(files(folder)) == 6
    assert (tmp_path / "site" / "index.html").exists()
    shutil.rmtree(folder)
    shutil.rmtree(tmp_path / "site")
    machine.runner(timedelta(minutes=2)).once()
    assert not folder.exists()
    assert not (tmp_path / "site").exists()


def test_gap_of_the_morning_is_filled_before_the_edition_goes_out(server: UpstreamServer, tmp_path: Path) -> None:
    server.script("hf_*", "*:503")
    machine = Machine(server, tmp_path)
    run = machine.runner().once()
    assert any(line.startswith("  Hugging Face: ") for line in run_lines(run, "en"))
    assert [made.what for made in machine.runner(timedelta(minutes=10)).once().made] == ["unchanged"]
    server.clear_scripts()
    (made,) = machine.runner(timedelta(minutes=10)).once().made
    assert (made.what, made.gaps) == ("revised", ())
    machine.runner(timedelta(minutes=25)).once()
    assert machine.sent() == {"Papers", "paper"}


def test_gap_that_stays_goes_out_a_little_later_and_is_a_revision_when_it_is_filled(
    server: UpstreamServer, tmp_path: Path
) -> None:
    server.script("hf_*", "*:503")
    machine = Machine(server, tmp_path)
    machine.runner().once()
    machine.runner(timedelta(minutes=45)).once()
    assert machine.sent() == set()
    machine.runner(timedelta(minutes=20)).once()
    assert machine.sent() == {"Papers", "paper"}
    server.clear_scripts()
    (made,) = machine.runner(timedelta(hours=2)).once().made
    assert made.what == "revised"


def test_fault_of_all_sources_is_tried_again_and_the_owner_hears_of_it_once(
    server: UpstreamServer, tmp_path: Path
) -> None:
    server.script("*", "*:503")
    machine = Machine(server, tmp_path)
    run = machine.runner().once()
    assert [made.what for made in run.made] == ["unanswered"]
    assert not run.is_well
    assert machine.pings == ["https://ping.example/secret-word/fail?create=1"]
    for _ in range(8):
        machine.runner(timedelta(minutes=20)).once()
    assert machine.notices() == ["아침 알림: 8월 11일(화) 논문 판이 아직 없다"]
    server.clear_scripts()
    made = machine.runner(timedelta(hours=1)).once()
    assert [each.what for each in made.made] == ["made"]
    assert machine.sent() == {"Papers", "paper"}


def test_fault_that_is_tried_again_soon_is_waited_for_and_the_wait_told(server: UpstreamServer, tmp_path: Path) -> None:
    server.script("*", "*:503")
    machine = Machine(server, tmp_path)
    machine.runner().once()
    runner = machine.runner(timedelta(minutes=1))
    runner.patience = 600
    runner.once()
    assert isinstance(runner.app.progress, FakeProgress)
    (told,) = [note for where, note in runner.app.progress.notes if where == "run"]
    assert said(UserError(told), "en") == "waiting until 10:55:00 before trying again"


def test_a_correction_of_an_edition_of_weeks_ago_goes_out(server: UpstreamServer, tmp_path: Path) -> None:
    machine = Machine(server, tmp_path)
    machine.runner(timedelta(hours=1)).once()
    late = machine.runner(timedelta(days=20))
    with late.app.archive() as store:
        head = store.shelf.heads()[-1]
        edition = store.edition(head.key)
        assert edition
        change = Change(next(iter(anchored(edition))), None, Note.of("correction.reader", why="no such thing"))
        store.correct(corrected(edition, [change], late.app.clock.now()), [], late.app.clock.now())
    late.once()
    late.once()
    with late.app.archive() as store:
        receipts = store.receipts.of_edition(head.key)
    assert {(each.ticket.revision, each.state) for each in receipts} == {(1, "delivered"), (2, "delivered")}


def test_a_service_that_fell_silent_is_not_well(server: UpstreamServer, tmp_path: Path) -> None:
    machine = Machine(server, tmp_path)
    assert not machine.runner().is_well()
    machine.settings = machine.settings.model_copy(
        update={"schedule": ScheduleSettings(at=clock_time(23), lead_minutes=0)}
    )
    machine.runner().once()
    assert machine.runner(timedelta(minutes=5)).is_well()
    assert not machine.runner(SILENT_AFTER).is_well()


def environment(home: Path, **told: str) -> Mapping[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        "ACHIM_HOME": str(home),
        "ACHIM_SCHEDULE__WEEKDAYS": _not_today(),
        **told,
    }


def _not_today() -> str:
    """A day of the week on which nothing is due."""
    names = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    return f'["{names[(datetime.now(SEOUL).weekday() + 3) % 7]}"]'


def _until(child: Warm, path: Path) -> None:
    latest = time.monotonic() + 60
    while not path.exists():
        assert child.poll() is None, child.told
        assert time.monotonic() < latest
        time.sleep(0.02)


def test_kill_gently_ends_the_service_with_success(tmp_path: Path) -> None:
    child = start(ACHIM, "run", environment=environment(tmp_path))
    _until(child, tmp_path / "archive.sqlite")
    os.kill(child.pid, signal.SIGTERM)
    assert child.wait(30) == 0, child.told
    assert "Traceback" not in child.told
    assert child.told.startswith("설정은 ")
    assert str(tmp_path) in child.told.splitlines()[0]


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"ACHIM_WATCH__CHANNEL": "nobody"}, "watch.channel"),
        ({"ACHIM_SCHEDULE__AT": "25:00"}, "schedule.at"),
        ({"ACHIM_CHANNELS__X": '{type="files", folder="/x", profile="nobody"}'}, "channels.x.profile"),
        ({"ACHIM_CHANNELS__X": '{type="pigeon"}'}, "channels.x"),
    ],
)
def test_hostile_settings_are_refused_by_name(
    told: Mapping[str, str], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as refused:
        PostOffice(App(load_settings(), tmp_path, FakeProgress(), say=lambda text: None)).channels()
    assert words in said(refused.value, "en")


def test_hostile_address_of_a_watcher_is_refused_and_not_told(tmp_path: Path) -> None:
    told = {"ACHIM_WATCH__PING_URL": "ftp://secret-word.example"}
    child = start(ACHIM, "run", "--once", environment=environment(tmp_path, **told))
    assert child.wait(60) == 2, child.told
    assert "watch.ping_url" in child.stderr
    assert "secret-word" not in child.told
    assert "Traceback" not in child.told


class _Ended(Exception):
    """Ends a service from inside its third look."""


def test_fault_of_the_disk_that_passes_does_not_end_the_service(
    server: UpstreamServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine = Machine(server, tmp_path, at=MORNING - timedelta(hours=3))
    runner, looks = machine.runner(), list[int]()
    whole = Runner.once

    def once(self: Runner) -> Run:
        looks.append(1)
        if len(looks) == 2:
            raise UserError(Note.of("error.locked", place="here", holder="process 1", seconds="1"))
        if len(looks) == 3:
            raise _Ended
        return whole(self)

    monkeypatch.setattr(Runner, "once", once)
    monkeypatch.setattr(runner.stop, "wait", lambda seconds: False)  # pyright: ignore[reportUnknownLambdaType, reportUnknownArgumentType]
    with pytest.raises(_Ended):
        runner.forever(lambda run: None)
    assert machine.pings == [
        "https://ping.example/secret-word?create=1",
        "https://ping.example/secret-word/fail?create=1",
    ]


def test_a_clock_that_is_set_back_by_days_does_not_silence_the_ping(server: UpstreamServer, tmp_path: Path) -> None:
    machine = Machine(server, tmp_path, at=MORNING - timedelta(hours=3))
    runner = machine.runner()
    runner.once()
    runner.app = machine.runner(-timedelta(days=3)).app
    runner.once()
    assert len(machine.pings) == 2


def test_fault_of_the_owner_s_channel_is_tried_again_not_at_every_look(server: UpstreamServer, tmp_path: Path) -> None:
    machine = Machine(server, tmp_path)
    server.script("*", "*:503")
    (tmp_path / "owner").write_text("in the way of the folder")
    assert machine.runner(timedelta(hours=2)).once().troubles
    (tmp_path / "owner").unlink()
    machine.runner(timedelta(minutes=5)).once()
    assert machine.notices() == []
    machine.runner(timedelta(minutes=6)).once()
    machine.runner(timedelta(minutes=20)).once()
    assert len(machine.notices()) == 1


def test_what_is_wrong_at_one_moment_is_told_in_one_letter(server: UpstreamServer, tmp_path: Path) -> None:
    machine = Machine(server, tmp_path)
    both = ScheduleSettings(at=clock_time(11, 30))
    machine.settings = machine.settings.model_copy(update={"schedule": both})
    server.script("*", "*:503")
    run = machine.runner(timedelta(hours=2)).once()
    assert len(run.opened) == 2
    assert machine.notices() == ["아침 알림: 8월 11일(화) 논문 판이 아직 없다 (+1)"]

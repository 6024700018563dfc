"""Papers and news in one command: each is built whatever becomes of the other, and after a kill both are there."""

import os
import signal
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import httpx2
import pytest

from achim.app import App
from achim.cli import commands
from tests import coast_news as coast
from tests.processes import STAND_IN, files, finish, run_cold
from tests.upstream import UpstreamServer
from tests.warm import ROOT, Warm
from tests.warm import start as start_warm
from tests.world import WorldTransport

PAPERS_DOWN, NEWS_DOWN = ("arxiv_*", "hf_*", "deeplearn_*"), ("hn_*", "korean_*")
STEPS = ("collect", "read", "compose", "keep", "render")

CHILD = (
    STAND_IN
    + """
import os, signal, sys
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from achim.app import App
from achim.clock import StandingClock
from achim.request import BuildRequest
from tests import coast_news
from tests.fakes import FakeProgress
from tests.world import WorldTransport

home, out, at_step, port = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])

def stop(name):
    if name == at_step:
        os.kill(os.getpid(), signal.SIGKILL)

App(settings=coast_news.settings(), home=home, progress=FakeProgress(at_step=stop), say=print,
    clock=StandingClock(coast_news.MORNING), transport=WorldTransport(SimpleNamespace(port=port)),
).build(BuildRequest(kind="news", out=out))
"""
)


@pytest.fixture(scope="module")
def server() -> Iterator[UpstreamServer]:
    with UpstreamServer(coast.coast(), coast.MORNING) as running:
        yield running


@pytest.fixture
def turned_to(server: UpstreamServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[UpstreamServer]:
    """The real addresses lead the command to the test server."""

    def way_out(app: App) -> httpx2.BaseTransport:
        return app.transport or WorldTransport(server)

    monkeypatch.setattr(App, "way_out", way_out)
    variables = {
        "ACHIM_HTTP__PACE": "0",
        "ACHIM_HTTP__ARXIV_PACE": "0",
        "ACHIM_HTTP__ATTEMPTS": "1",
        "ACHIM_SOURCES__ARXIV__CATEGORIES": '["cs.AI"]',
        "ACHIM_CLOCK": coast.MORNING.isoformat(),
        "ACHIM_HOME": str(tmp_path / "home"),
    }
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    yield server
    server.clear_scripts()


def achim(*told: str) -> int | str | None:
    """The exit code of a command."""
    try:
        commands(list(told), result_action="return_value")
    except SystemExit as ended:
        return ended.code
    return 0


def kinds(out: Path) -> set[str]:
    return {path.name.partition("_")[0] for path in out.rglob("*_report.md")}


def test_papers_are_built_before_news(
    turned_to: UpstreamServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """So that news can point to them; the files lie side by side."""
    assert achim("build", "--out", str(tmp_path / "out")) == 0

    said = [line for line in capsys.readouterr().out.splitlines() if not line.startswith(" ")]
    assert ["논문" in line for line in said] == [True, False]
    assert "소식" in said[1]
    assert kinds(tmp_path / "out") == {"Papers", "News"}


@pytest.mark.parametrize(("down", "left"), [(PAPERS_DOWN, "News"), (NEWS_DOWN, "Papers")])
def test_fault_a_kind_that_fails_does_not_cost_the_other(
    down: tuple[str, ...], left: str, turned_to: UpstreamServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The exit code says that something failed, the words what; once it is over the same command makes both."""
    for route in down:
        turned_to.script(route, "*:503")

    assert achim("build", "--out", str(tmp_path / "out")) == 1
    assert kinds(tmp_path / "out") == {left}
    assert "503" in capsys.readouterr().err
    turned_to.clear_scripts()
    assert achim("build", "--out", str(tmp_path / "out")) == 0
    assert kinds(tmp_path / "out") == {"Papers", "News"}


def test_a_record_of_both_kinds_is_replayed_by_its_one_folder(turned_to: UpstreamServer, tmp_path: Path) -> None:
    """Each has a folder of its own in it; replayed one by one they do not clear one another either."""
    record, home = tmp_path / "record", tmp_path / "replays"
    assert achim("build", "--record", str(record), "--out", str(tmp_path / "out")) == 0
    turned_to.forget()
    assert sorted(path.name for path in record.iterdir()) == ["news", "papers"]
    for kind in (["--kind", "papers"], ["--kind", "news"], []):
        told = ["--replay", str(record), *kind, "--home", str(home), "--out", str(tmp_path / "again")]
        assert achim("build", *told) == 0

    assert turned_to.log == ()
    assert files(tmp_path / "again") == files(tmp_path / "out")


ENVIRONMENT = {"PATH": os.environ["PATH"], "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}


def start(home: Path, out: Path, server: UpstreamServer, at_step: str = "") -> Warm:
    return start_warm(CHILD, str(home), str(out), at_step, str(server.port), environment=ENVIRONMENT)


@pytest.fixture(scope="module")
def undisturbed(server: UpstreamServer, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    place = tmp_path_factory.mktemp("undisturbed")
    run_cold(CHILD, str(place / "home"), str(place / "out"), "", str(server.port), environment=ENVIRONMENT)
    return files(place / "out")


@pytest.mark.parametrize("step", STEPS)
def test_kill_in_a_news_build_loses_nothing_and_asks_nothing_twice(
    step: str, server: UpstreamServer, undisturbed: Mapping[str, bytes], tmp_path: Path
) -> None:
    """Pages of articles included."""
    server.forget()
    assert finish(start(tmp_path / "home", tmp_path / "out", server, step)) == -signal.SIGKILL
    assert finish(start(tmp_path / "home", tmp_path / "out", server)) == 0

    assert files(tmp_path / "out") == undisturbed
    asked = Counter(f"{request.path}?{request.query}" for request in server.log if request.status == 200)
    assert any(request.startswith("/story/") for request in asked)
    assert {request for request, count in asked.items() if count > 1} == set()

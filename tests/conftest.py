"""What holds for every test: no network but loopback, no setting of the user's, a report of what ran."""

import ipaddress
import json
import os
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

import pytest
from hypothesis import settings

from achim.store.sql import SqlStore, open_store
from tests.fakes import NoLock
from tests.postgres_server import PostgresServer, running_postgres
from tools.debian import PACKAGES
from tools.required_ran import DEBIAN_ABSENT, SHARED_ABSENT

ROOT = Path(__file__).parents[1]

settings.register_profile("dev", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))


@pytest.fixture
def shared_file() -> Callable[[str], Path]:
    """A path below ../shared, by its name there; the test is skipped where it is absent."""

    def path(name: str) -> Path:
        found = ROOT.parent / "shared" / name
        if not found.exists():
            pytest.skip(f"{SHARED_ABSENT}: ../shared/{name}")
        return found

    return path


@pytest.fixture
def shared(shared_file: Callable[[str], Path]) -> Path:
    """The folder ../shared; the test is skipped where it is absent."""
    return shared_file("")


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """No setting from outside reaches a test, and its archive is its own: gives the path of ACHIM_HOME."""
    for name in tuple(os.environ):
        if name.startswith("ACHIM_"):
            monkeypatch.delenv(name)
    home = tmp_path_factory.mktemp("home") / "achim"
    monkeypatch.setenv("ACHIM_HOME", str(home))
    return home


def _is_loopback(host: str | bytes | None) -> bool:
    if host is None:
        return True
    name = (host.decode() if isinstance(host, bytes) else host).partition("%")[0]
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name in ("", "localhost")


def _refuse(host: object) -> None:
    # not an OSError, which the code under test would take for a fault of the network and report as a gap
    pytest.fail(f"a test asked the network for {host!r}: tests reach loopback only", pytrace=True)


def _guarded(original: Callable[..., Any]) -> Callable[..., Any]:
    """``original``, a method of a socket whose last argument is an address, refusing what is not loopback."""

    def guard(this: socket.socket, *arguments: Any) -> Any:
        if this.family in (socket.AF_INET, socket.AF_INET6) and not _is_loopback(cast(str, arguments[-1][0])):
            _refuse(arguments[-1])
        return original(this, *arguments)

    return guard


@pytest.fixture(scope="session", autouse=True)
def loopback_only() -> Iterator[None]:
    """Sockets of this process reach loopback addresses only, and no other name is looked up."""
    look_up = socket.getaddrinfo

    def getaddrinfo(host: str | bytes | None, *arguments: Any, **options: Any) -> Any:
        if not _is_loopback(host):
            _refuse(host)
        return look_up(host, *arguments, **options)

    with pytest.MonkeyPatch.context() as patch:
        for method in ("connect", "connect_ex", "sendto"):
            patch.setattr(socket.socket, method, _guarded(getattr(socket.socket, method)))
        patch.setattr(socket, "getaddrinfo", getaddrinfo)
        yield


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL server of this test process. Not in pytest's folder, which each run closes to other users."""
    with TemporaryDirectory(prefix="achim-postgres-") as place, running_postgres(Path(place) / "data") as server:
        yield server


@pytest.fixture(params=["sqlite", "postgres"])
def archive_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database; a test that asks for it is run on both databases."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'archive.sqlite'}"
    server: PostgresServer = request.getfixturevalue("postgres")
    return server.new_database()


@pytest.fixture
def store(archive_url: str) -> Iterator[SqlStore]:
    """An empty archive; a test that asks for it is run on both databases."""
    with closing(open_store(archive_url, NoLock())) as opened:
        yield opened


def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker in item.iter_markers("debian"):
        for package in cast(Sequence[str], marker.args):
            if not PACKAGES[package]():
                pytest.skip(f"{DEBIAN_ABSENT}: {package}")


class Report:
    """What became of every test. Written for `--test-report`; `tools/required_ran.py` reads it.

    Under xdist the workers know what was deselected and the controller what was run.
    """

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._rows: dict[str, tuple[str, str]] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        outcome, reason = report.outcome, _skip_reason(report)
        if report.outcome == "passed" and (report.when != "call" or report.nodeid in self._rows):
            return
        self._rows[report.nodeid] = ("xfailed" if hasattr(report, "wasxfail") else outcome, reason)

    def pytest_deselected(self, items: Sequence[pytest.Item]) -> None:
        self._deselect(item.nodeid for item in items)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any, error: object) -> None:
        self._deselect(cast(Sequence[str], getattr(node, "workeroutput", {}).get("deselected", ())))

    def pytest_sessionfinish(self) -> None:
        output = getattr(self._config, "workeroutput", None)
        if output is not None:
            output["deselected"] = [name for name, (outcome, _) in self._rows.items() if outcome == "deselected"]
        elif path := cast(str | None, self._config.getoption("test_report")):
            self._write(Path(path))

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        rows = sorted((name, why) for name, (_, why) in self._rows.items() if why.startswith(DEBIAN_ABSENT))
        if rows:
            terminalreporter.section("not run for want of a Debian package; as root: make test-deps")
        for name, why in rows:
            terminalreporter.line(f"{name}: {why}")

    def _deselect(self, names: Iterator[str] | Sequence[str]) -> None:
        self._rows.update({name: ("deselected", "") for name in names})

    def _write(self, path: Path) -> None:
        rows = [{"id": name, "outcome": row[0], "reason": row[1]} for name, row in sorted(self._rows.items())]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({"tests": rows}, ensure_ascii=False, indent=1), encoding="utf-8")


def _skip_reason(report: pytest.TestReport) -> str:
    if report.skipped and isinstance(report.longrepr, tuple):
        return report.longrepr[2].removeprefix("Skipped: ")
    return ""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--test-report", metavar="FILE", help="write what became of every test to FILE, as JSON")


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Report(config), "test-report")

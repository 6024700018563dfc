"""What `achim init` writes: linted, checked against schemas, and its commands run in a clean directory."""

import configparser
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from achim import __version__
from achim.errors import UserError
from achim.initializing import Here, Host, host_files, write_new
from tests.repositories import git, own_settings
from tests.upstream import UpstreamServer
from tests.upstream.__main__ import SETTINGS
from tests.upstream.server import SettableClock
from tests.upstream.synthetic import synthetic
from tests.warm import ACHIM
from tests.warm import run as run_warm
from tests.workflows import Job, machine, read_yaml, scripts, warm_program

PROGRAMS = Path(sys.executable).parent
HERE = Here(program=PROGRAMS / "achim", home=Path("/var/lib/achim"), zone="Asia/Seoul", at=time(7))
ALL: tuple[Host, ...] = ("github", "systemd", "cron", "docker")
DAYS = [date(2026, 8, day) for day in (6, 7, 10, 11)]
MORNINGS = (datetime(2026, 8, 10, 1, 30, tzinfo=UTC), datetime(2026, 8, 11, 1, 30, tzinfo=UTC))


def ran(*command: str | Path, cwd: Path | None = None, words: str = "", **environment: str) -> str:
    """What a program says, which must end well."""
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, input=words, env=environment or None, capture_output=True, text=True, check=False
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("written")
    for host in ALL:
        write_new(folder, host_files(host, HERE))
    return folder


@pytest.fixture(scope="module")
def workflow(written: Path) -> Mapping[str, Any]:
    return read_yaml(written / ".github" / "workflows" / "achim.yml")


def test_the_command_writes_all_that_is_asked_and_overwrites_nothing(tmp_path: Path) -> None:
    environment = {
        **machine(tmp_path),
        "ACHIM_HOME": str(tmp_path / "home"),
        "ACHIM_EDITION__TIME_ZONE": "Europe/Berlin",
    }
    asked = ("init", "--github", "--systemd", "--cron", "--docker", "--out", str(tmp_path / "out"))

    done = run_warm(ACHIM, *asked, environment=environment)

    assert done.returncode == 0, done.stderr
    files = [Path(line) for line in done.stdout.splitlines()]
    assert len(files) == 7
    for path in files:
        text = path.read_bytes()
        assert text.endswith(b"\n")
        assert b"\r" not in text
        assert not re.search(rb"@[A-Z]+@", text), path
    assert 'timezone: "Europe/Berlin"' in files[0].read_text(encoding="utf-8")
    again = run_warm(ACHIM, "init", "--docker", "--out", str(tmp_path / "out"), environment=environment)
    assert again.returncode == 2
    assert "Containerfile" in again.stderr
    assert run_warm(ACHIM, "init", "mine.toml", "--cron", environment=environment).returncode == 2


def test_fault_one_file_in_the_way_keeps_all_from_being_written(tmp_path: Path) -> None:
    (tmp_path / "achim-once.timer").symlink_to(tmp_path / "nowhere")
    with pytest.raises(UserError, match=r"achim-once\.timer"):
        write_new(tmp_path, host_files("systemd", HERE))
    assert [path.name for path in tmp_path.iterdir()] == ["achim-once.timer"]


def test_fault_a_folder_that_cannot_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"")
    with pytest.raises(UserError, match="unwritable"):
        write_new(tmp_path / "out" / "deeper", host_files("cron", HERE))


def test_the_workflow_is_as_its_schema_and_two_linters_want_it(written: Path, workflow: Mapping[str, Any]) -> None:
    path, rules = written / ".github" / "workflows" / "achim.yml", written / "zizmor.yml"
    rules.write_text('rules: {unpinned-uses: {config: {policies: {"actions/*": ref-pin}}}}\n', encoding="utf-8")

    ran(PROGRAMS / "check-jsonschema", "--builtin-schema", "vendor.github-workflows", path)
    ran(PROGRAMS / "zizmor", "--offline", "--persona", "pedantic", "--min-severity", "low", "--config", rules, path)
    for script in scripts(workflow):
        ran(PROGRAMS / "shellcheck", "--shell", "bash", "-", words=script)
        assert "${{" not in script, "what comes from outside reaches a script by its environment"


def test_the_workflow_has_the_least_rights_and_its_secrets_one_step_each(workflow: Mapping[str, Any]) -> None:
    jobs = workflow["jobs"]
    assert workflow["permissions"] == {}
    assert {name: job["permissions"] for name, job in jobs.items()} == {
        "paper": {"contents": "write"},
        "publish": {"pages": "write", "id-token": "write"},
        "keep-alive": {"actions": "write"},
    }
    assert all(job["timeout-minutes"] for job in jobs.values())
    assert "secrets." not in json.dumps({**workflow, "jobs": None})
    for job in jobs.values():
        assert "secrets." not in json.dumps({**job, "steps": None})
        for step in job["steps"]:
            bare = {**step, "env": None}
            assert "secrets." not in json.dumps(bare)
            assert "token" not in json.dumps(bare) or step.get("uses")
    (checkout,) = (step for step in jobs["paper"]["steps"] if "checkout" in step.get("uses", ""))
    assert checkout["with"]["persist-credentials"] is False
    assert workflow["concurrency"] == {"group": "achim", "cancel-in-progress": False}


@pytest.mark.parametrize(
    ("at", "morning", "later"),
    [(time(7), "6,7", "8,9,10,11,12,13,14,15,16,17,18,19"), (time(0, 30), "23,0", "1,2,3,4,5,6,7,8,9,10,11,12"),
     (time(20), "19,20", "0,1,2,3,4,5,6,7,8,21,22,23")],
)  # fmt: skip
def test_the_workflow_looks_around_the_time_of_the_settings(at: time, morning: str, later: str) -> None:
    here = Here(program=HERE.program, home=HERE.home, zone=HERE.zone, at=at)
    (text,) = host_files("github", here).values()
    assert f'"7,22,37,52 {morning} * * *"' in text
    assert f'"22 {later} * * *"' in text


@dataclass
class GitHub:
    """A repository with the workflow, and upstream on loopback."""

    remote: Path
    folder: Path
    workflow: Mapping[str, Any]
    settings: Mapping[str, str]
    clock: SettableClock
    runs: int = 0

    def run(self, *, dies_before: str = "", **context: str) -> Job:
        self.runs += 1
        workspace = self.folder / f"workspace-{self.runs}"
        git(self.folder, "clone", "--quiet", str(self.remote), str(workspace))
        known = {"github.workspace": str(workspace), "github.event_name": "schedule", **context}
        environment = {**machine(self.folder), **own_settings(self.folder), **self.settings}
        environment["ACHIM_CLOCK"] = self.clock.moment.isoformat()
        temp = self.folder / f"temp-{self.runs}"
        return Job(self.workflow, "paper", workspace, temp, known, environment).run(dies_before=dies_before)

    def branch(self, name: str) -> str:
        return git(self.remote, "rev-parse", f"refs/heads/{name}")

    def editions(self) -> list[Any]:
        """What the repository has, the oldest first."""
        names = git(self.remote, "ls-tree", "-r", "--name-only", "main", "editions").splitlines()
        found = [name for name in names if name.endswith("_edition.json")]
        return [json.loads(git(self.remote, "show", f"main:{name}")) for name in sorted(found)]


@pytest.fixture
def hosted(tmp_path: Path, workflow: Mapping[str, Any], monkeypatch: pytest.MonkeyPatch) -> Iterator[GitHub]:
    for name, value in own_settings(tmp_path).items():
        monkeypatch.setenv(name, value)
    remote, first = tmp_path / "remote.git", tmp_path / "first"
    git(tmp_path, "init", "--quiet", "--bare", str(remote))
    git(tmp_path, "clone", "--quiet", str(remote), str(first))
    git(first, "commit", "--quiet", "--allow-empty", "-m", "First")
    git(first, "push", "--quiet", "origin", "HEAD:refs/heads/main")
    clock = SettableClock(MORNINGS[0])
    with UpstreamServer(synthetic(7, DAYS, 8), clock) as server, warm_program() as programs:
        settings = {variable: server.base_urls[service] for variable, service in SETTINGS.items()}
        settings |= {"ACHIM_HTTP__ARXIV_PACE": "0", "ACHIM_HTTP__PACE": "0", "ACHIM_SCHEDULE__KINDS": "papers"}
        settings |= {"ACHIM_SOURCES__ARXIV__CATEGORIES": "cs.CL"}
        settings["PATH"] = f"{programs}:{os.environ['PATH']}"
        yield GitHub(remote, tmp_path, workflow, settings, clock)


@pytest.mark.debian("git", "openssl")
def test_kill_and_days_of_the_workflow_lose_nothing_and_tell_nothing_twice(hosted: GitHub) -> None:
    """The first machine dies after its build; the next ones keep their state encrypted."""
    dead = hosted.run(dies_before="Keep the state")
    assert not dead.failed, dead.told
    assert git(hosted.remote, "branch", "--list") == "* main"
    assert not hosted.editions()

    key = {"secrets.ACHIM_STATE_KEY": "a-key-of-ours-0123456789", "secrets.OPENAI_API_KEY": "", "github.token": "t"}
    first = hosted.run(**key)
    assert not first.failed, first.told
    assert first.outputs["site.outputs.publish"] == "true"
    assert (first.temp / "site" / "index.html").is_file()
    assert git(hosted.remote, "rev-list", "--count", "achim-state") == "1"
    parts = git(hosted.remote, "ls-tree", "--name-only", "achim-state").splitlines()
    assert parts == ["encrypted", "part.aa"]
    before, state = hosted.branch("main"), hosted.branch("achim-state")

    idle = hosted.run(**key)
    assert not idle.failed, idle.told
    assert hosted.branch("main") == before
    assert "site.outputs.publish" not in idle.outputs
    assert hosted.branch("achim-state") != state
    assert git(hosted.remote, "rev-list", "--count", "achim-state") == "1"

    hosted.clock.moment = MORNINGS[1]
    second = hosted.run(**key)
    assert not second.failed, second.told
    days = hosted.editions()
    assert [edition["day"] for edition in days] == [moment.date().isoformat() for moment in MORNINGS]
    works = [entry["id"] for edition in days for section in edition["topics"] for entry in section["entries"]]
    assert works
    assert len(works) == len(set(works))
    assert "a-key-of-ours" not in first.told + idle.told + second.told


@pytest.mark.debian("git")
@pytest.mark.parametrize("how", ["damaged", "locked", "gone"])
def test_fault_a_state_that_cannot_be_taken_up_ends_the_run_and_stays_as_it_is(
    hosted: GitHub, tmp_path: Path, how: str
) -> None:
    tree = tmp_path / "first"
    (tree / "editions").mkdir()
    (tree / "editions" / "x.md").write_text("told\n", encoding="utf-8")
    git(tree, "add", "editions")
    git(tree, "commit", "--quiet", "-m", "Editions")
    git(tree, "push", "--quiet", "origin", "HEAD:refs/heads/main")
    if how != "gone":
        git(tree, "switch", "--quiet", "--orphan", "state")
        (tree / "part.aa").write_bytes(b"PK\x03\x04 no archive")
        if how == "locked":
            (tree / "encrypted").touch()
        git(tree, "add", "--force", ".")
        git(tree, "commit", "--quiet", "-m", "Damaged")
        git(tree, "push", "--quiet", "origin", "HEAD:refs/heads/achim-state")
    before = git(hosted.remote, "for-each-ref")

    job = hosted.run()

    assert job.failed
    assert {name: ended for name, ended in job.outcomes.items() if name != "state"} == dict.fromkeys(
        ("run", "keep", "editions", "site"), "skipped"
    )
    assert {"damaged": "state.zip", "locked": "ACHIM_STATE_KEY", "gone": "achim-state"}[how] in job.told
    assert git(hosted.remote, "for-each-ref") == before


@pytest.mark.debian("systemd")
def test_the_units_are_verified_and_leave_little_open(written: Path) -> None:
    units = [written / name for name in ("achim.service", "achim-once.service", "achim-once.timer")]
    ran("systemd-analyze", "verify", *units)
    for unit in units[:2]:
        ran("systemd-analyze", "security", "--offline=true", "--threshold=20", unit)


def unit_command(path: Path) -> list[str]:
    unit = configparser.RawConfigParser(strict=False)
    unit.optionxform = str  # pyright: ignore[reportAttributeAccessIssue]
    unit.read_string(path.read_text(encoding="utf-8"))
    return shlex.split(unit["Service"]["ExecStart"])


def jobs_of(crontab: Path) -> tuple[Mapping[str, str], list[str]]:
    """The variables and the commands of a crontab, as cron reads it: crontab(5)."""
    variables: dict[str, str] = {}
    commands: list[str] = []
    for line in crontab.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if setting := re.fullmatch(r"(\w+)=(.*)", line):
            variables[setting[1]] = setting[2].strip('"')
            continue
        *times, command = line.split(None, 5)
        assert all(re.fullmatch(r"[\d*/,-]+", each) for each in times), line
        assert not re.search(r"(?<!\\)%", command), "cron reads % as a line end"
        commands.append(command.replace(r"\%", "%"))
    return variables, commands


def test_the_crontab_names_the_settings_that_lie_elsewhere(tmp_path: Path) -> None:
    here, home = tmp_path / "here", tmp_path / "home"
    here.mkdir()
    environment = {**machine(tmp_path), "ACHIM_HOME": str(home)}
    (here / "achim.toml").write_text("", encoding="utf-8")
    run_warm(ACHIM, "init", "--cron", environment=environment, cwd=here)
    assert jobs_of(here / "achim.crontab")[0]["ACHIM_CONFIG"] == str(here / "achim.toml")
    home.mkdir()
    (here / "achim.toml").rename(home / "achim.toml")
    run_warm(ACHIM, "init", "--cron", "--out", str(home), environment=environment, cwd=here)
    assert "ACHIM_CONFIG" not in jobs_of(home / "achim.crontab")[0]


@pytest.mark.debian("util-linux")
def test_the_crontab_is_silent_when_all_is_well_and_loud_when_not(tmp_path: Path) -> None:
    home = tmp_path / "a home"
    home.mkdir()
    here = Here(program=HERE.program, home=home, zone=HERE.zone, at=HERE.at)
    (path,) = write_new(tmp_path, host_files("cron", here))
    (home / "achim.toml").write_text('[schedule]\nweekdays = ["mon"]\n', encoding="utf-8")
    variables, (command,) = jobs_of(path)
    environment = {**variables, "HOME": str(tmp_path), "ACHIM_CLOCK": "2026-08-11T01:30:00+00:00"}

    assert ran(variables["SHELL"], "-c", command, cwd=tmp_path, **environment) == ""

    assert (home / "archive.sqlite").stat().st_mode & 0o77 == 0
    (home / "achim.toml").write_text("[schedule]\nweekdays = 7\n", encoding="utf-8")
    assert "weekdays" in ran(variables["SHELL"], "-c", command, cwd=tmp_path, **environment)


def test_the_commands_of_the_unit_and_of_the_container_run_and_its_health_is_told(
    written: Path, tmp_path: Path
) -> None:
    lines = (written / "Containerfile").read_text(encoding="utf-8")
    entry, start, health = (
        json.loads(re.findall(rf"^{name}.*?(\[.*\])$", lines, re.MULTILINE)[0]) for name in ("ENTRYPOINT", "CMD", "HEALTHCHECK")
    )  # fmt: skip
    (tmp_path / "achim.toml").write_text('[schedule]\nweekdays = ["mon"]\n', encoding="utf-8")
    environment = {**machine(tmp_path), "ACHIM_HOME": str(tmp_path), "ACHIM_CLOCK": "2026-08-11T01:30:00+00:00"}
    once = unit_command(written / "achim-once.service")

    assert unit_command(written / "achim.service") == [str(HERE.program), *start]
    assert once == [str(HERE.program), "run", "--once"]
    assert entry == ["achim"]
    sick = run_warm(ACHIM, *health[1:], environment=environment, cwd=tmp_path)
    assert (sick.returncode, sick.stderr) == (1, "")
    assert run_warm(ACHIM, *once[1:], environment=environment, cwd=tmp_path).returncode == 0
    assert run_warm(ACHIM, *health[1:], environment=environment, cwd=tmp_path).returncode == 0


def test_the_container_files_pass_their_linter_and_schema(written: Path) -> None:
    ran(PROGRAMS / "hadolint", written / "Containerfile")
    ran(PROGRAMS / "check-jsonschema", "--builtin-schema", "vendor.compose-spec", written / "compose.yaml")
    text = (written / "Containerfile").read_text(encoding="utf-8")
    assert f"ACHIM_VERSION={__version__}\n" in text
    assert "/wheels/achim-${ACHIM_VERSION}-py3-none-any.whl[" in text  # not by its name, which may be anybody's
    assert re.findall(r"^USER (.+)$", text, re.MULTILINE) == ["10001:10001"]
    (service,) = read_yaml(written / "compose.yaml")["services"].values()
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]


@pytest.mark.parametrize("folder", ["a b", "50%", "it's", "$HOME", 'say "no"', "; touch x", "아침"])
def test_hostile_a_folders_name_is_a_folders_name(tmp_path: Path, folder: str) -> None:
    """The program's path reaches systemd, and cron's shell, as it is."""
    program = tmp_path / folder / "achim"
    program.parent.mkdir()
    program.write_text('#!/bin/sh\necho "$@" > "$0.ran"; exit 1\n', encoding="utf-8")
    program.chmod(0o755)
    here = Here(program=program, home=tmp_path / "home", zone=HERE.zone, at=HERE.at)
    write_new(tmp_path, host_files("cron", here))
    variables, (command,) = jobs_of(tmp_path / "achim.crontab")
    ran("/bin/sh", "-c", command, cwd=tmp_path, **variables)
    assert program.with_name("achim.ran").read_text(encoding="utf-8") == "run --once\n"

    unit = host_files("systemd", here)["achim.service"]
    (line,) = re.findall(r"^ExecStart=(.*) run$", unit, re.MULTILINE)
    assert line.replace("%%", "%").replace("$$", "$") in (str(program), json.dumps(str(program), ensure_ascii=False))

"""The project's frame: locks, requirements, import contracts, the required tests, the version."""

import ast
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import achim
from achim.render.messages import MESSAGES
from tools.required_ran import DEBIAN_ABSENT, SHARED_ABSENT

ROOT = Path(__file__).parents[1]
PROJECT: Mapping[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = ("base", "dev")
PIN = re.compile(r"(?P<name>[a-z0-9-]+)(?:\[[a-z0-9,-]+])?==(?P<version>[\w.!+]+)(?: ; (?P<marker>.+?)(?= \\\n))?")
HASHES = re.compile(r"(?: \\\n {4}--hash=sha256:[0-9a-f]{64})+")
UNINSTALLED = {"pydantic_ai": "pydantic-ai-slim"}


def pins(lock: str) -> Sequence[tuple[str, str, str]]:
    """Name, version and marker of each requirement; fails where a line is anything but a hashed pin."""
    text = (ROOT / "locks" / f"{lock}.txt").read_text(encoding="utf-8")
    found: list[tuple[str, str, str]] = []
    for block in re.split(r"\n(?=\S)", text.rstrip("\n")):
        pin = PIN.match(block)
        assert pin, f"no pin: {block}"
        assert HASHES.fullmatch(block, pin.end()), f"not hashes alone: {block}"
        found.append((pin["name"], pin["version"], pin["marker"] or ""))
    return found


def requirements(*lists: Sequence[str]) -> frozenset[str]:
    return frozenset(canonicalize_name(Requirement(line).name) for lines in lists for line in lines)


def imported(folder: Path) -> Iterator[tuple[str, Path]]:
    """The first part of every absolute import below ``folder``, and where it stands."""
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from ((alias.name.partition(".")[0], path) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                yield node.module.partition(".")[0], path


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_has_hashed_pins_and_nothing_else(lock: str) -> None:
    """No host, path, option or comment: every line is a pin or one of its hashes."""
    assert pins(lock)


def test_the_development_lock_holds_the_base_lock() -> None:
    """What is tested is what a user installs; a package that more need may be needed on more platforms."""
    assert {pin[:2] for pin in pins("base")} <= {pin[:2] for pin in pins("dev")}


def test_the_locks_hold_every_requirement() -> None:
    groups = PROJECT["dependency-groups"]
    named = [line for line in (*groups["build"], *groups["dev"]) if isinstance(line, str)]
    assert requirements(PROJECT["project"]["dependencies"], groups["build"]) <= {name for name, _, _ in pins("base")}
    assert requirements(named) <= {name for name, _, _ in pins("dev")}


def test_what_the_product_imports_is_required() -> None:
    """A package that comes only because another brings it may go as it came."""
    project = PROJECT["project"]
    required = requirements(project["dependencies"], *project["optional-dependencies"].values())
    known = packages_distributions()
    for name, path in imported(ROOT / "src"):
        if name == "achim" or name in sys.stdlib_module_names:
            continue
        distributions = known.get(name) or [UNINSTALLED.get(name, name)]
        assert required & {canonicalize_name(each) for each in distributions}, f"{path} imports {name}: not required"


def test_the_core_imports_the_standard_library_only() -> None:
    package = ROOT / "src" / "achim"
    core = [package / name for name in ("domain", "steps", "ports", "errors.py", "pipeline.py")]
    outside = {
        f"{path.relative_to(package)}: {name}"
        for name, path in imported(package)
        if any(path.is_relative_to(part) for part in core)
        if name != "achim" and name not in sys.stdlib_module_names
    }
    assert not outside


def test_the_core_contract_forbids_every_required_package() -> None:
    """A new requirement joins the list of `forbidden_modules`."""
    contracts = PROJECT["tool"]["importlinter"]["contracts"]
    forbidden = next(set(each["forbidden_modules"]) for each in contracts if each["id"] == "core")
    required = requirements(PROJECT["project"]["dependencies"])
    brought = {
        name
        for name, distributions in packages_distributions().items()
        if required & {canonicalize_name(each) for each in distributions} and re.fullmatch(r"[a-z]\w*", name)
    }
    assert brought == forbidden


# what each plant puts into a copy of the sources, and the contract that must break
PLANTS = {
    "a step imports an adapter": ("layers", {"steps/planted.py": "import achim.store\n"}),
    "the domain imports a step": ("layers", {"domain/planted.py": "import achim.steps\n"}),
    "an adapter imports another": ("layers", {"render/planted.py": "import achim.writers\n"}),
    "an adapter reads settings": (
        "layers",
        {"settings.py": "", "store/planted.py": "import achim.settings\n"},
    ),
    "a module without a room": ("layers", {"planted.py": ""}),
    "an adapter imports a step": (
        "adapters",
        {"steps/planted.py": "", "sources/planted.py": "import achim.steps.planted\n"},
    ),
    "a source imports another": (
        "sources",
        {"sources/planted.py": "import achim.sources.other\n", "sources/other.py": ""},
    ),
    "a channel imports another": (
        "channels",
        {"channels/planted.py": "import achim.channels.other\n", "channels/other.py": ""},
    ),
    "the domain imports a library": ("core", {"domain/planted.py": "import sqlalchemy\n"}),
}


@pytest.mark.parametrize(("contract", "files"), PLANTS.values(), ids=PLANTS)
def test_a_planted_import_breaks_its_contract(contract: str, files: Mapping[str, str], tmp_path: Path) -> None:
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__", "data"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for name, text in files.items():
        (tmp_path / "src" / "achim" / name).write_text(text, encoding="utf-8")
    run = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-logo", "--no-cache", "--contract", contract],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1, run.stdout + run.stderr
    assert "Contracts: 0 kept, 1 broken." in run.stdout
    assert "planted" in run.stdout


# brackets keep the patterns from finding themselves
NOT_OURS = re.compile(
    r"/roo[t]/|/hom[e]/\w+/|/User[s]/\w+/|C:\\User[s]|(?<![\w.])/wor[k]/(?:main|shared)|/tm[p]/(?:lab|team)"
    r"|/op[t]/(?:wheels|pypi)|pyp[i]\.org|pythonhoste[d]|index-ur[l] ?=|find-link[s] ?="
)
BUILT = {".git", ".venv", "build", "dist", "__pycache__", ".hypothesis", ".pytest_cache", ".ruff_cache"}


def files_of_the_project() -> Iterator[tuple[Path, str]]:
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in BUILT]
        for path in (Path(folder) / name for name in names):
            try:
                yield path, path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue


def test_no_file_names_a_machine_path_or_a_registry() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path, text in files_of_the_project()
        for match in NOT_OURS.finditer(text)
    ]
    assert not found


Row = tuple[str, str, str]
WANTED = "alpha\ntests/test_it.py::test_whole[[]*\n"
ALPHA: Row = ("tests/test_it.py::test_alpha_law", "passed", "")
WHOLE: Row = ("tests/test_it.py::test_whole[1]", "passed", "")
# the tests of a report, and what the complaint must name; no complaint means that all is well
REPORTS: Mapping[str, tuple[Sequence[Row], str]] = {
    "all ran": ((ALPHA, WHOLE), ""),
    "one skipped": ((ALPHA, (WHOLE[0], "skipped", "no time")), WHOLE[0]),
    "one of a kind skipped": ((ALPHA, WHOLE, ("tests/test_alpha.py::test_it", "skipped", "")), "tests/test_alpha.py"),
    "one deselected": (((ALPHA[0], "deselected", ""), WHOLE), ALPHA[0]),
    "a kind absent": ((WHOLE,), "alpha: absent"),
    "a pattern absent": ((ALPHA,), "test_whole[[]*: absent"),
    "a word in a parameter is no kind": ((("tests/t.py::test_it[alpha]", "passed", ""), WHOLE), "alpha: absent"),
    "data absent": (((ALPHA[0], "skipped", f"{SHARED_ABSENT}: ../shared/data"), WHOLE), ""),
    "a package absent": (
        (ALPHA, WHOLE, ("tests/t.py::test_z", "skipped", f"{DEBIAN_ABSENT}: x")),
        "tests/t.py::test_z",
    ),
}


def write_report(path: Path, rows: Sequence[Row]) -> None:
    tests = [{"id": name, "outcome": outcome, "reason": reason} for name, outcome, reason in rows]
    path.write_text(json.dumps({"tests": tests}), encoding="utf-8")


@pytest.mark.parametrize(("rows", "complaint"), REPORTS.values(), ids=REPORTS)
def test_a_required_test_that_did_not_run_is_named(rows: Sequence[Row], complaint: str, tmp_path: Path) -> None:
    write_report(tmp_path / "report.json", rows)
    (tmp_path / "required.txt").write_text(WANTED, encoding="utf-8")
    run = subprocess.run(
        [sys.executable, ROOT / "tools" / "required_ran.py", tmp_path / "report.json", tmp_path / "required.txt"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == (1 if complaint else 0), run.stderr
    assert complaint in run.stderr


@pytest.fixture
def ci(tmp_path: Path) -> Path:
    """A tree with `.ci/run` whose `make` logs its target, brings a ready report and fails at the target $FAILS."""
    for folder in (".ci", "tools", "tests", "bin", ".venv/bin"):
        (tmp_path / folder).mkdir(parents=True)
    shutil.copy(ROOT / ".ci" / "run", tmp_path / ".ci")
    shutil.copy(ROOT / "tools" / "required_ran.py", tmp_path / "tools")
    (tmp_path / "tests" / "required.txt").write_text(WANTED, encoding="utf-8")
    (tmp_path / ".venv" / "bin" / "python").symlink_to(sys.executable)
    make = tmp_path / "bin" / "make"
    make.write_text(
        '#!/bin/sh\necho "$1" >>made\n'
        '[ "$1" = test ] && cp ready.json build/test-report.json && echo "==== 2 passed in 0.10s ===="\n'
        '[ "$1" != "$FAILS" ]\n',
        encoding="utf-8",
    )
    make.chmod(0o755)
    return tmp_path


@pytest.mark.parametrize(
    ("fails", "rows", "code"),
    [
        pytest.param("nothing", (ALPHA, WHOLE), 0, id="all well"),
        pytest.param("test", (ALPHA, WHOLE), 1, id="the tests fail"),
        pytest.param("check", (ALPHA, WHOLE), 1, id="the checks fail"),
        pytest.param("nothing", (ALPHA,), 1, id="a required test is absent"),
        pytest.param("nothing", (ALPHA, (WHOLE[0], "skipped", "no time")), 1, id="a required test is skipped"),
    ],
)
def test_ci_does_both_parts_and_fails_for_either(ci: Path, fails: str, rows: Sequence[Row], code: int) -> None:
    write_report(ci / "ready.json", rows)
    environment = {**os.environ, "PATH": f"{ci / 'bin'}{os.pathsep}{os.environ['PATH']}", "FAILS": fails}
    run = subprocess.run([ci / ".ci" / "run"], env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == code, run.stdout + run.stderr
    assert (ci / "made").read_text(encoding="utf-8").split() == ["test", "check"]
    assert "\n==== 2 passed in 0.10s ====" in run.stdout.partition("2 passed")[2]


def test_the_version_is_the_same_everywhere() -> None:
    """The package holds it; the build reads it there; the changelog names it, as released or as what is next."""
    assert "version" in PROJECT["project"]["dynamic"]
    assert PROJECT["tool"]["hatch"]["version"]["path"] == "src/achim/__init__.py"
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^Becomes (\S+)\.$|^## \[(\d\S*)] - \d{4}-\d\d-\d\d$", changelog, re.MULTILINE)
    assert newest is not None
    assert achim.__version__ in newest.groups()


def test_gap_no_page_or_message_installs_achim_from_an_index_that_does_not_have_it() -> None:
    pages = [ROOT / "README.md", *ROOT.glob("docs/**/*.md")]
    told = [
        *((page.name, page.read_text(encoding="utf-8")) for page in pages),
        *((code, text) for code, texts in MESSAGES.items() for text in texts),
    ]
    assert [where for where, text in told if re.search(r"pip install [\"']?achim\[", text)] == []

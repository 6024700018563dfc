"""Settings that nobody means: one clear error each, that names the place, and no key in it."""

import re
import tomllib
from pathlib import Path

import pytest

from achim.errors import SettingsError
from achim.render.messages import said
from achim.settings import ModelSettings, load_settings
from achim.settings_channels import ChannelSettings, secret_of
from achim.settings_text import commented_toml
from achim.settings_ways import WAYS, way_name
from achim.taxonomy import load_taxonomy
from achim.writing import make_model
from tests.moving_clock import MovingClock
from tests.test_record import MORNING

DEEP = "[" * 5000 + "]" * 5000
LONG = "9" * 5000


@pytest.mark.parametrize(
    ("text", "named"),
    [
        pytest.param(f"# a\nx = {DEEP}\n", "line 2 is nested too deeply", id="brackets"),
        pytest.param("x = " + "{a=" * 3000, "line 1 is nested too deeply", id="tables"),
        pytest.param(f"[edition]\npapers = {LONG}\n", "line 2 holds a number that is too large", id="digits"),
        pytest.param(f"[edition]\npapers = {'9' * 300}\n", "edition.papers: the number is too large", id="64 bits"),
        pytest.param(f"[http]\npace = 0x{'f' * 9000}\n", "http.pace: the number is too large", id="hexadecimal"),
        pytest.param("[http]\npace = 1e999\n", "http.pace: must be a number", id="infinite"),
        pytest.param(f"[edition]\nlang = '{'x' * 9000}'\n", "edition.lang: ", id="long text"),
    ],
)
def test_hostile_a_settings_file_is_refused_in_a_line(tmp_path: Path, text: str, named: str) -> None:
    path = tmp_path / "achim.toml"
    path.write_text(text)
    with pytest.raises(SettingsError) as refused:
        load_settings(path)

    told = said(refused.value, "en")
    assert told.startswith(f"{path}: ")
    assert named in told
    assert len(told) < 300 + len(str(path))
    assert re.search("[가-힣]", said(refused.value, "ko"))


@pytest.mark.parametrize("value", [DEEP, LONG, "0x" + "f" * 9000, "{a=" * 3000], ids=["deep", "long", "hex", "tables"])
def test_hostile_a_variable_is_refused_by_its_name(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("ACHIM_EDITION__PAPERS", value)
    with pytest.raises(SettingsError) as refused:
        load_settings()

    assert said(refused.value, "en").startswith("ACHIM_EDITION__PAPERS: ")
    assert len(said(refused.value, "en")) < 200


@pytest.mark.parametrize("text", [DEEP, LONG], ids=["deep", "long"])
def test_hostile_a_taxonomy_file_is_refused_by_its_name(tmp_path: Path, text: str) -> None:
    (tmp_path / "topics.toml").write_text(f"version = {text}\n")
    with pytest.raises(SettingsError, match=r"topics\.toml: not valid TOML"):
        load_taxonomy(tmp_path / "topics.toml")


@pytest.mark.parametrize(
    "content", [b"sk-one\nsk-two\n", b"sk-\x00one", b"sk one", "sk-키".encode(), b"sk-\xff", b"s" * 10_000]
)
def test_hostile_a_key_file_with_more_than_a_key_is_refused_unread_aloud(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "key"
    path.write_bytes(content)
    with pytest.raises(SettingsError) as refused:
        make_model(ModelSettings(name="openai:m", key_file=path), MovingClock(MORNING), {})

    assert said(refused.value, "en").startswith(f"model.key_file: {path} ")
    assert "sk" not in said(refused.value, "en").replace(str(path), "")
    assert refused.value.__cause__ is None


def test_hostile_a_key_of_two_lines_in_a_variable_is_refused() -> None:
    with pytest.raises(SettingsError, match=r"error\.key \(where=OPENAI_API_KEY\)"):
        make_model(ModelSettings(name="openai:m"), MovingClock(MORNING), {"OPENAI_API_KEY": "sk-one\nsk-two"})


@pytest.mark.parametrize("path", ["~nouser/x", "a\0b", "/"])
def test_fault_a_key_file_that_cannot_be_is_named(path: str) -> None:
    with pytest.raises(SettingsError, match=r"^error\.key_file "):
        make_model(ModelSettings(name="openai:m", key_file=Path(path)), MovingClock(MORNING), {})


@pytest.mark.parametrize("content", [b"sk-one", b" sk-one \r\n\n", b"\xef\xbb\xbfsk-one\n"])
def test_a_key_file_may_end_in_empty_lines(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "key").write_bytes(content)
    settings = ModelSettings(name="openai:m", key_file=tmp_path / "key")

    made = make_model(settings, MovingClock(MORNING), {})
    assert made is not None
    assert made.name == "openai:m"


def test_a_relative_path_counts_from_the_folder_of_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "etc" / "achim.toml"
    path.parent.mkdir()
    path.write_text(
        '[edition]\ntaxonomy = "topics.toml"\nglossary = "/whole/terms.toml"\n[model]\nkey_file = "~nobody-here/key"\n'
        '[channels.a]\ntype = "slack"\nsecret_file = "secrets/slack"\n',
        encoding="utf-8",
    )
    monkeypatch.setenv("ACHIM_EDITION__NEWS_TAXONOMY", "news.toml")
    monkeypatch.chdir(tmp_path)
    told = load_settings(Path("etc/achim.toml"))
    assert told.edition.taxonomy == path.parent / "topics.toml"
    assert told.edition.news_taxonomy == Path("news.toml")
    assert told.edition.glossary == Path("/whole/terms.toml")
    assert told.model.key_file == path.parent / "~nobody-here/key"
    secret = path.parent / "secrets" / "slack"
    with pytest.raises(SettingsError) as refused:
        secret_of("a", told.channels["a"], "SLACK_WEBHOOK_URL")
    assert said(refused.value, "en") == f"channels.a.secret_file: no such file or folder: {secret}"
    secret.parent.mkdir()
    secret.write_text("https://hooks.example.org/x\n", encoding="utf-8")
    assert secret_of("a", told.channels["a"], "SLACK_WEBHOOK_URL")


WRONG = """
[edition]
time_zone = "Asia/Soul"
paper = 12
[schedule]
at = "25:00"
kinds = ["paper"]
[sources.arxiv]
holidays = ["today"]
[channels.a]
type = "mail"
form = "me@example.org"
from = "smtp://me:geheim@example.org"
[channels.b]
token = "12345:geheim"
[channels.c]
type = "mial"
[modl]
name = "x"
"""


def test_fault_what_is_wrong_with_settings_is_said_in_the_readers_language(tmp_path: Path) -> None:
    """As the file has it, and once: a list whose only row is wrong is not empty besides."""
    path = tmp_path / "achim.toml"
    path.write_text(WRONG, encoding="utf-8")
    with pytest.raises(SettingsError) as refused:
        load_settings(path)

    english = said(refused.value, "en").replace(f"{path}: ", "")
    assert english.splitlines() == [
        "edition.time_zone: is no time zone; names are like Asia/Seoul or Europe/Berlin (found 'Asia/Soul')",
        "edition.paper: no such setting; did you mean papers? docs/settings.md lists them all",
        "sources.arxiv.holidays#1: must be a day, like 2026-05-05 (found 'today')",
        "schedule.at: must be a time of day, like 07:00 (found '25:00')",
        "schedule.kinds#1: must be one of 'papers', 'news' (found 'paper')",
        "channels.a.host: is missing",
        "channels.a.from: 'smtp://***@example.org' is no mail address: what stands before the @ is none",
        "channels.a.form: no such setting; did you mean from? docs/settings.md lists them all",
        "channels.b: its `type` is missing",
        "channels.c: its `type` must be one of 'files', 'git', 'mail', 'slack', 'discord', 'telegram', 'webhook'",
        "modl: no such setting; did you mean model? docs/settings.md lists them all",
    ]
    for line in said(refused.value, "ko").replace(f"{path}: ", "").splitlines():
        assert re.search("[가-힣]", line), line


@pytest.mark.parametrize("way", WAYS, ids=way_name)
def test_a_file_of_init_tells_all_of_a_way_out(way: type[ChannelSettings]) -> None:
    """With the marks taken away, and what must be given filled in, it is a channel."""
    block = commented_toml().partition(f'# type = "{way_name(way)}"')[2].partition("\n\n")[0]
    told = tomllib.loads("\n".join(line[2:] for line in block.splitlines() if re.match("# [a-z_]+ = ", line)))
    own = {field.alias or name for name, field in way.model_fields.items() if name not in ChannelSettings.model_fields}
    filled = {"from": "me@example.org", "host": "h", "to": ["me@example.org"], "url": "https://x", "chats": ["1"]}
    assert set(told) == own - {"type"}
    way.model_validate({"type": way_name(way)} | told | {name: filled[name] for name in filled.keys() & told.keys()})

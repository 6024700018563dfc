"""Backup and restore: nothing lost, nothing half, no secret, nothing outside the data directory."""

import hashlib
import json
import os
import sqlite3
import threading
import tomllib
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from achim.app import App
from achim.backup import MANIFEST, back_up, restore
from achim.clock import StandingClock
from achim.errors import UserError
from achim.profiles import keep_profile, own_profile, own_profiles
from achim.render.messages import said
from achim.replay import ARCHIVE
from achim.settings import Settings
from achim.settings_interests import InterestsSettings
from achim.store.marks import SqlMarks
from achim.toml_secrets import TAKEN_OUT, without_secrets
from tests.editions import DAY, MADE_AT, full_day, quiet_day
from tests.fakes import FakeProgress, make_store
from tests.test_marks import mark_of

TOKEN = "a-token-nobody-may-read"


def app_over(home: Path) -> App:
    return App(
        settings=Settings(), home=home, progress=FakeProgress(), say=lambda _: None, clock=StandingClock(MADE_AT)
    )


def filled(home: Path) -> App:
    home.mkdir(parents=True)
    store = make_store(home)
    store.keep(full_day(), (), ())
    store.marks.mark("default", mark_of())
    store.close()
    (home / "feeds.toml").write_text('[[feeds]]\nname = "kite"\nurl = "https://kite.example.org/f"\n', encoding="utf-8")
    return app_over(home)


@pytest.fixture
def app(tmp_path: Path) -> App:
    return filled(tmp_path / "home")


def test_a_backup_restores_editions_marks_and_own_files(app: App, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    made = back_up(app, tmp_path / "out" / "a.zip")
    assert made.names == (ARCHIVE, "feeds.toml")
    other = app_over(tmp_path / "other")
    assert restore(other, tmp_path / "out" / "a.zip", force=False).aside == ()
    with other.archive() as store:
        assert store.edition(full_day().key) == full_day()
        assert store.marks.kept("default").marks == (mark_of(),)
    assert (other.home / "feeds.toml").read_bytes() == (app.home / "feeds.toml").read_bytes()
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["a.zip"]


def test_profiles_go_along_whole_and_come_back(app: App, tmp_path: Path) -> None:
    """A phrase that looks like a setting with a secret is one of the reader's interests."""
    lee = InterestsSettings.model_validate({"phrases": [{"name": 'leaks of "api_key = secret"'}]})
    keep_profile(app.home, "lee", lee)
    keep_profile(app.home, "default", InterestsSettings(never=("crypto",)))
    (app.home / "profiles" / "linked.toml").symlink_to(app.home / "feeds.toml")
    made = back_up(app, tmp_path / "a.zip")
    assert made.names == (ARCHIVE, "feeds.toml", "profiles/default.toml", "profiles/lee.toml")
    assert made.stripped == made.left_out == ()
    other = app_over(tmp_path / "other")
    keep_profile(other.home, "lee", InterestsSettings())
    with pytest.raises(UserError, match="profiles/lee"):
        restore(other, tmp_path / "a.zip", force=False)
    (aside,) = restore(other, tmp_path / "a.zip", force=True).aside
    assert own_profiles(other.home) == ("default", "lee")
    assert own_profile(other.home, "lee") == lee
    assert aside.parent == other.home / "profiles"


def test_fault_a_backup_taken_while_a_build_writes_is_whole(app: App, tmp_path: Path) -> None:
    """Each edition is there with all its rows or not at all."""
    stop = threading.Event()

    def build() -> None:
        store = make_store(app.home)
        for number in range(1, 400):
            if stop.is_set():
                break
            store.keep(replace(quiet_day(), key=replace(full_day().key, day=DAY + timedelta(days=number))), (), ())
        store.close()

    writer = threading.Thread(target=build)
    writer.start()
    try:
        for number in range(3):
            back_up(app, tmp_path / f"{number}.zip")
    finally:
        stop.set()
        writer.join()
    for number in range(3):
        other = app_over(tmp_path / f"home{number}")
        restore(other, tmp_path / f"{number}.zip", force=False)
        with other.archive() as store:
            assert {head.key for head in store.shelf.heads()} == {edition.key for edition in store.editions()}


SECRETS: Mapping[str, str] = {
    "a token": f'[serve]\ntoken = "{TOKEN}"\nport = 1\n',
    "an old token": f'[serve]\n# token = "{TOKEN}"\nport = 1\n',
    "an inline table": f'serve = {{ token = "{TOKEN}" }}\n',
    "more lines": f'[serve]\ntoken = """\n{TOKEN}"""\n',
    "escapes": '[serve]\ntoken = "' + "".join(f"\\u{ord(char):04x}" for char in TOKEN) + '"\n',
    "a password in an address": f'[model]\nbase_url = "https://me:{TOKEN}@example.org/v1"\n',
    "a key in an address": f'[model]\nbase_url = "https://example.org/v1?api_key={TOKEN}"\n',
    "a comment without quotes": f"# token = {TOKEN}\n",
    "an address in a comment": f"port = 1 # proxy: https://me:{TOKEN}@example.org/\n",
    "a hyphen": f'"api-key" = "{TOKEN}"\n',
    "a hump": f'accessToken = "{TOKEN}"\n',
    "a bearer": f'bearer = "{TOKEN}"\n',
    "a header": f'headers = ["Authorization: Bearer {TOKEN}"]\n',
    "a table": f'[auth]\nuser = "{TOKEN}"\n',
    "a list": f'private_keys = [\n "{TOKEN}"\n]\n',
    "a user alone": f'url = "https://{TOKEN}@example.org/"\n',
    "a password with a sign": f'url = "https://me:1#{TOKEN}@example.org/"\n',
    "no scheme": f'proxy = "me:{TOKEN}@example.org:3128"\n',
    "a parameter of any name": f'[[feeds]]\nurl = "https://example.org/f?format=rss&t={TOKEN}"\n',
    "a fragment": f'[[feeds]]\nurl = "https://example.org/f#{TOKEN}"\n',
    "a session": f'[[feeds]]\nurl = "https://example.org/f;sid={TOKEN}"\n',
    "no TOML": f"token = {TOKEN}\n",
}


@pytest.mark.parametrize("text", SECRETS.values(), ids=SECRETS)
def test_hostile_no_secret_goes_into_a_backup(app: App, tmp_path: Path, text: str) -> None:
    (app.home / "achim.toml").write_text(text, encoding="utf-8")
    made = back_up(app, tmp_path / "a.zip")
    assert "achim.toml" in (*made.stripped, *made.left_out)
    with zipfile.ZipFile(tmp_path / "a.zip") as packed:
        found = "".join(packed.read(name).decode("utf-8", "ignore") for name in packed.namelist() if name != ARCHIVE)
    assert TOKEN not in found
    assert "\\u0061" not in found


def test_what_is_no_secret_goes_along() -> None:
    """A feed keeps its address less its query; signs of a comment in a text begin none; digits may be a secret."""
    text = (
        '# mine\n[[feeds]]\nname = "a # b"\nurl = "https://a.org/f?t=x"\n[[feeds]]\nurl = "https://a.org/@b?format=rss"\n'
        '[serve]\npin = 1234\ntoken_file = "t" # "x"\nwords = ["basic research"]\nto = "mailto:me@a.org"\n'
    )
    told = without_secrets(text)
    assert told
    assert tomllib.loads(told) == {
        "feeds": [{"name": "a # b", "url": "https://a.org/f"}, {"url": "https://a.org/@b?format=rss"}],
        "serve": {"token_file": "t", "words": ["basic research"], "to": "mailto:me@a.org"},
    }


@pytest.mark.parametrize("quote", ['"""', "'''"])
def test_hostile_a_text_over_lines_hides_no_comment(quote: str) -> None:
    text = f"a = {quote}\n# kept \" ' \n\n{quote}\nb = 1 # {TOKEN} {quote}\n"
    assert without_secrets(text) == text.partition(" # " + TOKEN)[0] + " \n"


def test_no_setting_but_the_secrets_is_taken_for_one() -> None:
    names = {name for table in Settings().model_dump(mode="json").values() for name in table}
    kept = without_secrets("".join(f"{name} = 7\n" for name in names - {"token", "ping_url", "key"}))
    assert kept is not None
    assert TAKEN_OUT not in kept


def test_fault_a_restore_over_something_is_refused_and_with_force_keeps_it(app: App, tmp_path: Path) -> None:
    back_up(app, tmp_path / "a.zip")
    with app.archive() as store:
        store.keep(quiet_day("en"), (), ())
    (app.home / "feeds.toml").write_text("", encoding="utf-8")
    with pytest.raises(UserError, match="restore_over"):
        restore(app, tmp_path / "a.zip", force=False)
    aside = restore(app, tmp_path / "a.zip", force=True).aside
    with app.archive() as store:
        assert [edition.key.lang for edition in store.editions()] == ["ko"]
    kept = sqlite3.connect(next(path for path in aside if path.name.startswith(ARCHIVE)))
    assert kept.execute("SELECT count(*) FROM editions").fetchone() == (2,)
    kept.close()
    assert sorted(path.name for path in aside) == [
        f"{ARCHIVE}.before-{MADE_AT:%Y%m%dT%H%M%S}", f"feeds.toml.before-{MADE_AT:%Y%m%dT%H%M%S}"
    ]  # fmt: skip


def repacked(good: Path, bad: Path, change: Callable[[dict[str, bytes]], object]) -> Path:
    """A copy of a backup whose members, by name, were changed; its manifest fits them unless it was changed too."""
    with zipfile.ZipFile(good) as packed:
        members = {name: packed.read(name) for name in packed.namelist()}
    before = members[MANIFEST]
    change(members)
    if members.get(MANIFEST) == before:
        files = {
            name: {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
            for name, data in members.items()
            if name != MANIFEST
        }
        members[MANIFEST] = json.dumps({**json.loads(before), "files": files}).encode()
    with zipfile.ZipFile(bad, "w") as packed:
        for name, data in members.items():
            packed.writestr(name, data)
    return bad


def altered(members: dict[str, bytes], place: Path, sql: str) -> None:
    path = place / "altered.sqlite"
    path.write_bytes(members[ARCHIVE])
    with sqlite3.connect(path) as connection:
        connection.execute(sql)
    connection.close()
    members[ARCHIVE] = path.read_bytes()


def changed_manifest(members: dict[str, bytes], **changes: object) -> None:
    members[MANIFEST] = json.dumps({**json.loads(members[MANIFEST]), **changes}).encode()


BAD: Mapping[str, tuple[Callable[[dict[str, bytes], Path], object], str]] = {
    "a path upwards": (lambda members, _: members.update({"../evil.toml": b""}), "manifest: files"),
    "an absolute path": (lambda members, _: members.update({"/evil.toml": b""}), "manifest: files"),
    "a path on another system": (lambda members, _: members.update({"..\\evil.toml": b""}), "manifest: files"),
    "a path through profiles": (lambda members, _: members.update({"profiles/../evil.toml": b""}), "manifest: files"),
    "a file among profiles": (lambda members, _: members.update({"profiles/evil.sh": b""}), "manifest: files"),
    "a hidden file": (lambda members, _: members.update({".evil.toml": b""}), "manifest: files"),
    "no manifest": (lambda members, _: members.pop(MANIFEST) and None, "no manifest"),
    "no archive": (lambda members, _: members.pop(ARCHIVE) and None, "manifest: files"),
    "a file too many": (
        lambda members, _: (members.update({"b.toml": b"x"}), changed_manifest(members, made_at="x"))[1],
        "other files",
    ),
    "another format": (lambda members, _: changed_manifest(members, format="achim-backup/2"), "achim-backup/2"),
    "a changed file": (
        lambda members, _: (members.update({"feeds.toml": b"x"}), changed_manifest(members, made_at="x"))[1],
        "not what was backed up",
    ),
    "no database": (lambda members, _: members.update({ARCHIVE: b"oops"}), "archive.sqlite"),
    "a newer schema": (
        partial(altered, sql="UPDATE alembic_version SET version_num = '9999'"),
        "newer than this achim",
    ),
    "no schema": (partial(altered, sql="DELETE FROM alembic_version"), "damaged"),
    "no table of heads": (partial(altered, sql="DROP TABLE heads"), "table heads is missing"),
    "a column less": (partial(altered, sql="ALTER TABLE notes DROP COLUMN at"), "column notes.at is missing"),
    "no heads": (partial(altered, sql="DELETE FROM heads"), "1 editions, 0 of them"),
    "a broken head": (partial(altered, sql="UPDATE heads SET body = '{'"), "damaged"),
    "a broken edition": (partial(altered, sql="UPDATE editions SET body = '{}'"), "cannot be read"),
    "a trigger": (
        partial(altered, sql="CREATE TRIGGER t AFTER INSERT ON marks BEGIN DELETE FROM notes; END"),
        "holds the trigger 't'",
    ),
    "a view": (partial(altered, sql="CREATE VIEW v AS SELECT 1"), "holds the view 'v'"),
    "a module": (partial(altered, sql="CREATE VIRTUAL TABLE v USING fts5(a)"), "holds the table 'v'"),
}


@pytest.mark.parametrize(("change", "why"), BAD.values(), ids=BAD)
def test_hostile_a_bad_backup_is_refused_before_anything_is_touched(
    app: App, tmp_path: Path, change: Callable[[dict[str, bytes], Path], object], why: str
) -> None:
    back_up(app, tmp_path / "good.zip")
    bad = repacked(tmp_path / "good.zip", tmp_path / "bad.zip", lambda members: change(members, tmp_path))
    before = sorted(tmp_path.rglob("*"))
    other = app_over(tmp_path / "other")
    with pytest.raises(UserError) as refused:
        restore(other, bad, force=True)
    assert why in said(refused.value, "en")
    assert sorted(tmp_path.rglob("*")) == sorted([*before, other.home])


def test_fault_a_backup_makes_no_folder_overwrites_nothing_and_holds_something(app: App, tmp_path: Path) -> None:
    file = tmp_path / "b.zip"
    file.write_text("mine", encoding="utf-8")
    empty = app_over(tmp_path / "empty")
    with empty.archive():
        pass
    for own, asked, code in (
        (app, tmp_path / "none" / "x.zip", "backup_folder"),
        (app, file, "backup_over"),
        (empty, tmp_path / "c.zip", "backup_empty"),
    ):
        with pytest.raises(UserError, match=code):
            back_up(own, asked)

    assert file.read_text("utf-8") == "mine"
    assert not (tmp_path / "none").exists()
    back_up(app, file, force=True)
    assert restore(app_over(tmp_path / "back"), file, force=False).names


def test_fault_a_cut_or_foreign_file_is_no_backup(app: App, tmp_path: Path) -> None:
    back_up(app, tmp_path / "a.zip")
    whole = (tmp_path / "a.zip").read_bytes()
    for body in (whole[: len(whole) // 2], b"", b"oops"):
        (tmp_path / "a.zip").write_bytes(body)
        with pytest.raises(UserError, match="restore_damaged"):
            restore(app_over(tmp_path / "other"), tmp_path / "a.zip", force=True)
    middle = whole.index(b"PK\1\2") // 2
    damaged = whole[:middle] + bytes(255 - byte for byte in whole[middle : middle + 200]) + whole[middle + 200 :]
    with zipfile.ZipFile(tmp_path / "lzma.zip", "w", zipfile.ZIP_LZMA) as packed:
        packed.writestr(MANIFEST, "{}" * 99)
    for body in (damaged, (tmp_path / "lzma.zip").read_bytes()):
        (tmp_path / "a.zip").write_bytes(body)
        with pytest.raises(UserError, match="restore_damaged"):
            restore(app_over(tmp_path / "other"), tmp_path / "a.zip", force=True)
    assert not [*(tmp_path / "other").iterdir()]
    with pytest.raises(UserError, match="unreadable"):
        restore(app_over(tmp_path / "other"), tmp_path / "absent.zip", force=True)
    with pytest.raises(UserError, match="no_archive"):
        back_up(app_over(tmp_path / "other"), tmp_path / "b.zip")


def test_an_archive_of_an_older_schema_is_brought_up_to_date(app: App, tmp_path: Path) -> None:
    from tests.schemas import upgraded_to

    upgraded_to(f"sqlite:///{tmp_path / 'old.sqlite'}", "0004")
    back_up(app, tmp_path / "good.zip")
    old = (tmp_path / "old.sqlite").read_bytes()
    repacked(tmp_path / "good.zip", tmp_path / "old.zip", lambda members: members.update({ARCHIVE: old}))
    other = app_over(tmp_path / "other")
    restore(other, tmp_path / "old.zip", force=False)
    with other.archive() as store:
        assert isinstance(store.marks, SqlMarks)
        assert store.marks.kept("default").marks == ()


def test_kill_what_was_left_unfinished_holds_up_nothing_and_goes(app: App, tmp_path: Path) -> None:
    """The number of a process says nothing: in a container it is the same each time."""
    out, other = tmp_path / "out", app_over(tmp_path / "other")
    for leftover in (f".restoring-{os.getpid()}", "achim-scratch-1"):
        (other.home / leftover).mkdir(parents=True)
        (other.home / leftover / "held").touch()
    out.mkdir()
    (tmp_path / "theirs").touch()
    (out / f".a.zip.{os.getpid()}.achim-unfinished").symlink_to(tmp_path / "theirs")
    (out / ".b.zip.0.achim-unfinished").touch()
    back_up(app, out / "a.zip")
    restore(other, out / "a.zip", force=False)
    assert (tmp_path / "theirs").read_bytes() == b""
    assert not (other.home / "achim-scratch-1").exists()
    assert {path.name for path in out.iterdir()} == {"a.zip", ".b.zip.0.achim-unfinished"}

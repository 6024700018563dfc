"""Where a replay is built and with which settings: it never mixes with an archive of the user's own."""

import hashlib
import json
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from shutil import copyfile
from typing import Any

from achim.domain.edition import Edition
from achim.errors import RecordError
from achim.record import Record
from achim.settings import EditionSettings, HttpSettings, ModelSettings, Settings, SourcesSettings
from achim.store import tables

ARCHIVE = "archive.sqlite"
_MARK = "replay.json"
_WITHOUT_BOUND = 2**40
_OWN_FILES = ("taxonomy", "glossary")
_MADE_AGAIN = set(tables.metadata.tables) - {tables.model_answers.name}
"""Tables whose rows a record makes again."""
_MODEL = {
    "name", "style", "second_reader", "unsure_topics", "context", "max_output", "prompt_price", "answer_price",
}  # fmt: skip
"""What bears on what a language model is asked, and on what it is said to have cost."""


def recorded_settings(settings: Settings) -> Mapping[str, Any]:
    """The part of the settings that bears on a build; paths, which mean nothing elsewhere, are left out."""
    told = settings.model_dump(mode="json", include={"edition": True, "sources": True, "model": _MODEL})
    for name in _OWN_FILES:
        told["edition"][name] = None
    return told


def keep_own_files(settings: Settings, folder: Path) -> None:
    """The user's own taxonomy and glossary go into the record."""
    for name in _OWN_FILES:
        if own := getattr(settings.edition, name):
            copyfile(own, folder / f"{name}.toml")


def replay_settings(settings: Settings, record: Record, folder: Path) -> Settings:
    """The record's settings; what bounds an answer was heeded when it was recorded and bounds the replay no more."""
    try:
        told = {**record.head.settings["edition"], "taxonomy": None, "glossary": None}
        edition = EditionSettings.model_validate(told)
        sources = SourcesSettings.model_validate(record.head.settings["sources"])
    except (KeyError, TypeError, ValueError) as error:
        raise RecordError(f"{folder}/record.json: its settings are not of this achim: {error}") from error
    own = {name: folder / f"{name}.toml" for name in _OWN_FILES if (folder / f"{name}.toml").is_file()}
    http = HttpSettings(max_bytes=_WITHOUT_BOUND)
    return settings.model_copy(update={"edition": edition.model_copy(update=own), "sources": sources, "http": http})


def recorded_model(record: Record, folder: Path) -> ModelSettings:
    """The model that the record holds answers of; without a name where it holds none."""
    try:
        return ModelSettings.model_validate(record.head.settings.get("model", {}))
    except ValueError as error:
        raise RecordError(f"{folder}/record.json: its settings are not of this achim: {error}") from error


def prepare_home(home: Path, folder: Path, model: str) -> None:
    """Make a data directory ready for a replay: empty ones and a replay's are taken, another record's or model's is
    cleared.

    The caller holds the directory's lock. Raises RecordError where there is an archive with editions of its own.
    """
    mark = home / _MARK
    digest = _digest(folder, model)
    if not mark.exists() and _holds_editions(home / ARCHIVE):
        raise RecordError(
            f"{home} holds an archive of its own, which a replay would mix with: "
            "name another data directory with --home DIR"
        )
    if _marked(mark) != digest:
        _clear(home)
    mark.write_text(json.dumps({"record": digest}) + "\n", encoding="utf-8")


def leave_replay(home: Path, say: Callable[[str], None]) -> None:
    """A real edition does not mix with a replay: the replay's archive, which its record can make again, goes."""
    if (home / _MARK).exists():
        say(f"{home} held a replay; it is cleared away for real editions")
        _clear(home)
        (home / _MARK).unlink()


def is_new(known: Edition | None, record: Record) -> bool:
    """Whether the replay has not got beyond the state that the record begins with."""
    begins_with = record.memory.earlier.revision if record.memory.earlier else 0
    return known is None or known.revision <= begins_with


def _clear(home: Path) -> None:
    """Empty the archive, but for what language models answered, which was paid for; one that is damaged goes."""
    archive = home / ARCHIVE
    if not archive.exists():
        return
    try:
        with closing(sqlite3.connect(archive)) as connection, connection:
            named = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
            for name in {each for (each,) in named} & _MADE_AGAIN:
                connection.execute(f"DELETE FROM {name}")
    except sqlite3.Error:
        _remove(home)


def _remove(home: Path) -> None:
    for name in (ARCHIVE, f"{ARCHIVE}-wal", f"{ARCHIVE}-shm"):
        (home / name).unlink(missing_ok=True)


def _marked(mark: Path) -> str | None:
    """The digest of the record whose replay the directory holds."""
    try:
        return str(json.loads(mark.read_text(encoding="utf-8"))["record"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _holds_editions(archive: Path) -> bool:
    """An archive that was only opened is nobody's loss; one that cannot be read is taken for somebody's."""
    if not archive.exists():
        return False
    try:
        with closing(sqlite3.connect(f"{archive.as_uri()}?mode=ro", uri=True)) as connection:
            tables = connection.execute("SELECT name FROM sqlite_master WHERE name = 'editions'").fetchall()
            return bool(tables) and bool(connection.execute("SELECT 1 FROM editions LIMIT 1").fetchall())
    except sqlite3.Error:
        return True


def _digest(folder: Path, model: str) -> str:
    found = hashlib.sha256(model.encode())
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            found.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return found.hexdigest()

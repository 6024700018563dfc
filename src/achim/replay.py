"""Where a replay is built and with which settings.

It never mixes with an archive of the user's own, and what a data directory holds stays until there is an edition to
take its place.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from achim.domain.edition import Edition
from achim.domain.note import Note
from achim.domain.secrets import masked
from achim.errors import RecordError
from achim.record import Record
from achim.settings import EditionSettings, HttpSettings, ModelSettings, NewsSettings, Settings, SourcesSettings
from achim.settings_interests import InterestsSettings
from achim.store import tables

ARCHIVE, NEXT = "archive.sqlite", "next.sqlite"
"""What the data directory holds, and what is to take its place once it has an edition."""
MARK, _NEXT_MARK, _SETTLED = "replay.json", "next.json", "settled.json"
"""Which record an archive replays: the directory's, the next one's, and the next one's once it may take the place."""
DATABASE = "database"
"""In an archive's place: the database that the settings name."""
_WITHOUT_BOUND = 2**40
_OWN_FILES = ("taxonomy", "news_taxonomy", "glossary")
_READERS = (tables.marks.name, tables.notes.name)
"""Tables of what readers made, which no replay takes away."""
_MADE_AGAIN = set(tables.metadata.tables) - {tables.model_answers.name, *_READERS}
"""Tables whose rows a record makes again."""
_MODEL = {
    "name", "style", "second_reader", "unsure_topics", "context", "max_output", "prompt_price", "answer_price",
}  # fmt: skip
"""What bears on what a language model is asked, and on what it is said to have cost."""


def recorded_settings(settings: Settings) -> Mapping[str, Any]:
    """The part of the settings that bears on a build; paths, which mean nothing elsewhere, are left out."""
    told = settings.model_dump(mode="json", include={"edition": True, "sources": True, "news": True, "model": _MODEL})
    for name in _OWN_FILES:
        told["edition"][name] = None
    return told | settings.model_dump(mode="json", include={"interests", "profiles"}, exclude_defaults=True)


def own_files(settings: Settings) -> dict[str, Path]:
    """The user's own taxonomy and glossary, by their names in a record."""
    return {f"{name}.toml": own for name in _OWN_FILES if (own := getattr(settings.edition, name))}


def replay_settings(settings: Settings, record: Record, folder: Path) -> Settings:
    """The record's settings; what bounds an answer was heeded when it was recorded and bounds the replay no more."""
    try:
        recorded = {**record.head.settings["edition"], **dict.fromkeys(_OWN_FILES)}
        edition = EditionSettings.model_validate(recorded)
        sources = SourcesSettings.model_validate(record.head.settings["sources"])
        news = NewsSettings.model_validate(record.head.settings.get("news", {}))
        interests = InterestsSettings.model_validate(record.head.settings.get("interests", {}))
    except (KeyError, TypeError, ValueError) as error:
        raise RecordError(f"{folder}/record.json: its settings are not of this achim: {masked(str(error))}") from error
    own = {name: folder / f"{name}.toml" for name in _OWN_FILES if (folder / f"{name}.toml").is_file()}
    http = HttpSettings(max_bytes=_WITHOUT_BOUND)
    told = {
        "edition": edition.model_copy(update=own),
        "sources": sources,
        "news": news,
        "http": http,
        "interests": interests,
        "store": settings.store.model_copy(update={"url": None, "url_file": None}),
    }
    return settings.model_copy(update=told)


def recorded_model(record: Record, folder: Path) -> ModelSettings:
    """The model that the record holds answers of; without a name where it holds none."""
    try:
        return ModelSettings.model_validate(record.head.settings.get("model", {}))
    except ValueError as error:
        raise RecordError(f"{folder}/record.json: its settings are not of this achim: {masked(str(error))}") from error


def replay_place(home: Path, folders: Sequence[Path], model: str, *, afresh: bool = False) -> str:
    """The archive in which a replay of one record or of several side by side is built; see ``_place``.

    The caller holds the directory's lock. Raises RecordError where the directory holds real editions.
    """
    if not (home / MARK).exists() and _holds_editions(home / ARCHIVE):
        raise RecordError(Note.of("error.own_archive", home=home))
    return _place(home, _digest(folders, model), afresh)


def real_place(home: Path) -> str:
    """The archive in which a real edition is built; see ``_place``. The caller holds the directory's lock."""
    return _place(home, None, afresh=False)


def give_way(home: Path) -> bool:
    """Take away the replay that a directory holds whose real editions are in a database; whether there was one."""
    if not (home / MARK).exists():
        return False
    for name in (ARCHIVE, *beside(ARCHIVE), MARK):
        (home / name).unlink(missing_ok=True)
    return True


def settle(home: Path) -> bool:
    """What was built aside takes the place of what the directory held; True where that was a replay.

    Killed in the middle, it is finished by the next build.
    """
    if (home / _NEXT_MARK).exists():
        (home / _NEXT_MARK).replace(home / _SETTLED)
    return _settled(home)


def is_new(known: Edition | None, record: Record) -> bool:
    """Whether the replay has not got beyond the state that the record begins with."""
    begins_with = record.memory.earlier.revision if record.memory.earlier else 0
    return known is None or known.revision <= begins_with


def _place(home: Path, wanted: str | None, afresh: bool) -> str:
    """The file to build in: the directory's archive where it is of the same, else one aside until there is an edition.

    ``wanted`` is the digest of a replay, None for real editions.
    """
    _settled(home)
    if not (home / ARCHIVE).exists():
        _put_mark(home, wanted)
    if not afresh and _marked(home / MARK) == wanted:
        return ARCHIVE
    if not (home / NEXT).exists():
        _copy(home / ARCHIVE, home / NEXT)
        afresh = True
    if afresh or _marked(home / _NEXT_MARK) != wanted:
        _clear(home / NEXT)
    (home / _NEXT_MARK).write_text(_mark_text(wanted), encoding="utf-8")
    return NEXT


def _settled(home: Path) -> bool:
    """Finish what ``settle`` began."""
    settled = home / _SETTLED
    if not settled.exists():
        return False
    was_replay = (home / MARK).exists()
    if (home / NEXT).exists():
        _carry(home / ARCHIVE, home / NEXT)
        for name in beside(ARCHIVE):
            (home / name).unlink(missing_ok=True)
        (home / NEXT).replace(home / ARCHIVE)
    _put_mark(home, _marked(settled))
    settled.unlink()
    return was_replay


def _put_mark(home: Path, digest: str | None) -> None:
    if digest is None:
        (home / MARK).unlink(missing_ok=True)
    else:
        (home / MARK).write_text(_mark_text(digest), encoding="utf-8")


def _mark_text(digest: str | None) -> str:
    return json.dumps({"record": digest}) + "\n"


def _marked(mark: Path) -> str | None:
    """The digest of the record whose replay an archive holds; None without a mark, "" where it cannot be read."""
    if not mark.exists():
        return None
    try:
        digest = json.loads(mark.read_text(encoding="utf-8"))["record"]
    except (OSError, ValueError, KeyError, TypeError):
        return ""
    return None if digest is None else str(digest)


def _copy(archive: Path, to: Path) -> None:
    """A damaged archive is not copied."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(archive)) as old, closing(sqlite3.connect(to)) as new:
        old.backup(new)


def _carry(archive: Path, to: Path) -> None:
    """What readers made while the next archive was built goes into it; a damaged archive gives nothing."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(to)) as new, new:
        new.execute("ATTACH ? AS old", (str(archive),))
        for name in _READERS:
            new.execute(f"DELETE FROM main.{name}")
            new.execute(f"INSERT INTO main.{name} SELECT * FROM old.{name}")


def _clear(archive: Path) -> None:
    """Empty an archive, but for what language models answered, which was paid for; one that is damaged goes."""
    try:
        with closing(sqlite3.connect(archive)) as connection, connection:
            named = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
            for name in {each for (each,) in named} & _MADE_AGAIN:
                connection.execute(f"DELETE FROM {name}")
    except sqlite3.Error:
        for name in (archive.name, *beside(archive.name)):
            archive.with_name(name).unlink(missing_ok=True)


def beside(archive: str) -> tuple[str, str]:
    """SQLite's own files of an archive."""
    return f"{archive}-wal", f"{archive}-shm"


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


def _digest(folders: Iterable[Path], model: str) -> str:
    found = hashlib.sha256(model.encode())
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                found.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return found.hexdigest()

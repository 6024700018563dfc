"""One file that holds a data directory: ``achim backup`` makes it while builds run, ``achim restore`` checks it first.

A zip with ``manifest.json`` (names, sizes, SHA-256), ``archive.sqlite``, the user's own files and the profiles of
readers. The files of editions are not in it: they are made again from the archive.
"""

import hashlib
import json
import os
import re
import secrets
import shutil
import sqlite3
import struct
import zipfile
import zlib
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from sqlalchemy.exc import SQLAlchemyError

from achim import __version__
from achim.app import App, try_folder
from achim.channels.files import UNFINISHED, remove_leftovers
from achim.domain.edition import is_profile_name
from achim.domain.note import Note
from achim.errors import UserError
from achim.profiles import FOLDER as PROFILES
from achim.replay import ARCHIVE, MARK, beside
from achim.scratch import scratch
from achim.settings_store import database_url
from achim.store.checks import check_schema, check_store
from achim.store.locks import DirectoryLock
from achim.store.migrate import HEAD
from achim.store.sql import open_store
from achim.toml_secrets import without_secrets

FORMAT = "achim-backup/1"
MANIFEST = "manifest.json"
_OWN = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]{0,99}\.toml", re.ASCII)
_MOST_OWN = 20_000_000
"""Bytes of a file of the user's own."""
_MOST_MANIFEST = 1_000_000
_CHUNK = 1 << 20
_DAMAGED = (
    zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, RuntimeError, ValueError, zlib.error,
    struct.error,
)  # fmt: skip
"""What Python's zipfile raises, beside OSError, for a file that is none of ours or damaged."""
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class _Member(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    bytes: int = Field(ge=0)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")


class _Manifest(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)
    format: str
    achim: str = Field(max_length=40)
    made_at: str = Field(max_length=40)
    files: dict[str, _Member] = Field(max_length=5_000)


@dataclass(frozen=True, slots=True)
class BackedUp:
    """What a backup holds, and what was left out of it: names of files that hold secrets."""

    names: tuple[str, ...]
    stripped: tuple[str, ...]
    left_out: tuple[str, ...]
    size: int


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put in place, and where what was there before is kept."""

    names: tuple[str, ...]
    aside: tuple[Path, ...]


def back_up(app: App, file: Path, *, force: bool = False) -> BackedUp:
    """Write ``file``, which appears whole by a rename. A build may be at work meanwhile.

    ``force`` lets it take the place of a file. Raises UserError.
    """
    _refuse_database(app)
    if not app.has_archive():
        raise UserError(Note.of("error.no_archive", home=app.home))
    if not _holds_something(app.home / ARCHIVE):
        raise UserError(Note.of("error.backup_empty", home=app.home))
    file = file.absolute()
    if not file.parent.is_dir():
        raise UserError(Note.of("error.backup_folder", path=file, folder=file.parent))
    if file.exists() and not force:
        raise UserError(Note.of("error.backup_over", path=file))
    unfinished = file.with_name(f".{file.name}.{secrets.token_hex(8)}{UNFINISHED}")
    with scratch() as place:
        _copied(app.home / ARCHIVE, place / ARCHIVE)
        stripped, left_out = _own_copied(app.home, place)
        names = sorted([ARCHIVE, *_own(place)])
        try:
            remove_leftovers(file.parent, file.name)
            _write(unfinished, place, names, app.clock.now())
            unfinished.replace(file)
        except OSError as error:
            raise UserError(Note.of("error.unwritable", path=file, why=error.strerror)) from error
        finally:
            with suppress(OSError):
                unfinished.unlink(missing_ok=True)
    return BackedUp(tuple(names), tuple(stripped), tuple(left_out), file.stat().st_size)


def restore(app: App, file: Path, *, force: bool) -> Restored:
    """Put what ``file`` holds into the data directory. All of it is checked before anything is touched.

    ``force`` lets it take the place of an archive that holds something, which is kept beside it. Raises UserError.
    """
    _refuse_database(app)
    try_folder(app.home)
    try:
        with scratch(app.home) as place:
            names = _unpacked(file, place)
            _check_archive(file, place / ARCHIVE)
            with app.lock():
                if not force:
                    _refuse_loss(app.home, place, names)
                aside = _set_aside(app.home, names, app.clock.now())
                _put(app.home, place, names)
    except OSError as error:
        raise UserError(Note.of("error.restore", path=file, why=error.strerror or error)) from error
    return Restored(tuple(names), tuple(aside))


def _refuse_database(app: App) -> None:
    if database_url(app.settings.store):
        raise UserError(Note.of("error.backup_database"))


def _is_own(name: str) -> bool:
    return name == MARK or bool(_OWN.fullmatch(name)) or _is_profile(name)


def _is_profile(name: str) -> bool:
    folder, _, file = name.partition("/")
    return folder == PROFILES and file.endswith(".toml") and is_profile_name(file.removesuffix(".toml"))


def _own(home: Path) -> Iterator[str]:
    """The names of the user's own files, those of profiles with their folder; no link is followed."""
    for folder in (home, home / PROFILES):
        for path in sorted(folder.iterdir()) if folder.is_dir() and not folder.is_symlink() else ():
            name = path.relative_to(home).as_posix()
            if _is_own(name) and path.is_file() and not path.is_symlink():
                yield name


def _copied(archive: Path, to: Path) -> None:
    """SQLite's own copy of a database at one moment: https://www.sqlite.org/backup.html. Raises UserError."""
    try:
        source = sqlite3.connect(archive.as_uri() + "?mode=ro", uri=True, timeout=30)
        with closing(source) as old, closing(sqlite3.connect(to)) as new:
            old.backup(new)
            new.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.Error as error:
        raise UserError(Note.of("error.archive", where=archive, cause=error)) from error


def _own_copied(home: Path, place: Path) -> tuple[list[str], list[str]]:
    """Copy the user's own files; the names of those without their secrets, and of those that were left out."""
    stripped: list[str] = []
    left_out: list[str] = []
    for name in _own(home):
        text = _taken_along(home, name)
        if text is None:
            left_out.append(name)
            continue
        (place / name).parent.mkdir(exist_ok=True)
        (place / name).write_text(text, encoding="utf-8")
        if text.encode() != (home / name).read_bytes():
            stripped.append(name)
    return stripped, left_out


def _taken_along(home: Path, name: str) -> str | None:
    """What of a file goes into a backup: all of a profile, which has no place for a secret; None where nothing does."""
    text = _text(home / name)
    return text if text is None or name == MARK or _is_profile(name) else without_secrets(text)


def _text(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            body = file.read(_MOST_OWN + 1)
        return body.decode() if len(body) <= _MOST_OWN else None
    except (OSError, UnicodeDecodeError):
        return None


def _write(unfinished: Path, place: Path, names: Sequence[str], at: datetime) -> None:
    files = {name: {"bytes": (place / name).stat().st_size, "sha256": _digest(place / name)} for name in names}
    manifest = {
        "format": FORMAT,
        "achim": __version__,
        "schema": HEAD,
        "made_at": at.isoformat(timespec="seconds"),
        "files": files,
    }
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as raw:
        with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr(MANIFEST, json.dumps(manifest, indent=1) + "\n")
            for name in names:
                packed.write(place / name, name)
        raw.flush()
        os.fsync(raw.fileno())


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _opened(file: Path) -> Generator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(file) as packed:
            yield packed
    except _DAMAGED as error:
        raise _damaged(file, str(error) or type(error).__name__) from error
    except OSError as error:
        raise UserError(Note.of("error.unreadable", path=file, why=error.strerror or error)) from error


def _unpacked(file: Path, place: Path) -> list[str]:
    """Unpack what the manifest names, and nothing else, checked against it. Raises UserError."""
    with _opened(file) as packed:
        manifest = _manifest(file, packed)
        needed = sum(member.bytes for member in manifest.files.values())
        if needed > shutil.disk_usage(place).free:
            raise UserError(Note.of("error.restore_space", path=file, needed=needed // 1_000_000))
        for name, member in manifest.files.items():
            with packed.open(name) as source:
                (place / name).parent.mkdir(exist_ok=True)
                _take(file, name, member, source, place / name)
    return sorted(manifest.files)


def _manifest(file: Path, packed: zipfile.ZipFile) -> _Manifest:
    names = packed.namelist()
    if names.count(MANIFEST) != 1 or packed.getinfo(MANIFEST).file_size > _MOST_MANIFEST:
        raise _damaged(file, "no manifest")
    if any(each.compress_type not in _PACKED for each in packed.infolist()):
        raise _damaged(file, "packed in another way than achim packs")
    try:
        manifest = _Manifest.model_validate_json(packed.read(MANIFEST))
    except ValidationError as error:
        raise _damaged(file, f"manifest: {error.errors()[0]['msg']}") from error
    if manifest.format != FORMAT:
        raise UserError(Note.of("error.restore_format", path=file, found=manifest.format[:60], known=FORMAT))
    if ARCHIVE not in manifest.files or any(each != ARCHIVE and not _is_own(each) for each in manifest.files):
        raise _damaged(file, "manifest: files")
    if sorted(names) != sorted([MANIFEST, *manifest.files]):
        raise _damaged(file, "other files than the manifest names")
    return manifest


def _take(file: Path, name: str, member: _Member, source: IO[bytes], to: Path) -> None:
    found, size = hashlib.sha256(), 0
    with to.open("xb") as out:
        while chunk := source.read(_CHUNK):
            size += len(chunk)
            if size > member.bytes:
                raise _damaged(file, f"{name}: longer than the manifest says")
            found.update(chunk)
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
    if found.hexdigest() != member.sha256:
        raise _damaged(file, f"{name}: not what was backed up")


def _damaged(file: Path, why: str) -> UserError:
    return UserError(Note.of("error.restore_damaged", path=file, why=why))


def _check_archive(file: Path, archive: Path) -> None:
    """Bring it to this achim's schema. Raises UserError where it is damaged, no archive, or of a newer achim."""
    lock = DirectoryLock(archive.with_name("achim.lock"), patience=0, waiting=lambda _: None)
    try:
        with closing(sqlite3.connect(archive)) as connection:
            check_schema(connection)
        with closing(open_store(f"sqlite:///{archive}", lock)) as store:
            check_store(store)
        with closing(sqlite3.connect(archive)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
    except (sqlite3.Error, SQLAlchemyError, ValueError, KeyError, RecursionError) as error:
        raise _damaged(file, f"{ARCHIVE}: {str(error)[:200]}") from error


def _refuse_loss(home: Path, place: Path, names: Sequence[str]) -> None:
    if (home / ARCHIVE).exists() and _holds_something(home / ARCHIVE):
        raise UserError(Note.of("error.restore_over", home=home, what=ARCHIVE))
    for name in names:
        there = home / name
        if name != ARCHIVE and there.exists() and there.read_bytes() != (place / name).read_bytes():
            raise UserError(Note.of("error.restore_over", home=home, what=name))


def _holds_something(archive: Path) -> bool:
    """Whether any table of achim's has a row, but for the search index; what cannot be read is taken for something."""
    try:
        with closing(sqlite3.connect(archive.as_uri() + "?mode=ro", uri=True)) as connection:
            tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
            names = [name for (name,) in tables if name != "alembic_version" and re.fullmatch(r"(?!search_)\w+", name)]
            return any(connection.execute(f"SELECT 1 FROM {name} LIMIT 1").fetchone() for name in names)
    except sqlite3.Error:
        return True


def _set_aside(home: Path, names: Sequence[str], at: datetime) -> list[Path]:
    """Copies of what will be replaced; a damaged archive is kept as it lies."""
    kept: list[Path] = []
    for name in names:
        there = home / name
        if not there.exists():
            continue
        aside = _free_name(home / f"{name}.before-{at:%Y%m%dT%H%M%S}")
        if name != ARCHIVE:
            shutil.copy2(there, aside)
        else:
            try:
                _copied(there, aside)
            except UserError:
                shutil.copy2(there, aside)
        kept.append(aside)
    return kept


def _free_name(path: Path) -> Path:
    names = (path, *(path.with_name(f"{path.name}-{number}") for number in range(2, 1_000)))
    return next(each for each in names if not each.exists())


def _put(home: Path, place: Path, names: Sequence[str]) -> None:
    """The archive comes last; readers that have the old one open see another file and open it anew."""
    if MARK not in names:
        (home / MARK).unlink(missing_ok=True)
    for name in sorted(names, key=lambda each: each == ARCHIVE):
        if name == ARCHIVE:
            for log in beside(ARCHIVE):
                (home / log).unlink(missing_ok=True)
        (home / name).parent.mkdir(exist_ok=True)
        (place / name).replace(home / name)

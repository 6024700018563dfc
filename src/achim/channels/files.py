"""Files in a folder. Each appears whole, by a rename, or not at all."""

import os
import secrets
from collections.abc import Mapping
from glob import escape
from pathlib import Path

from achim.domain.note import Note
from achim.errors import UserError

UNFINISHED = ".achim-unfinished"


def write_files(folder: Path, files: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Write those that are missing or differ; returns where all of them lie, in the order given.

    What an interrupted run left unfinished is removed. Raises UserError where the folder cannot be written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        remove_leftovers(folder)
        return tuple(_write(folder / name, data) for name, data in files.items())
    except OSError as error:
        raise UserError(Note.of("error.files", folder=folder, why=error.strerror)) from error


def _write(path: Path, data: bytes) -> Path:
    if path.is_file() and path.read_bytes() == data:
        return path
    write_whole(path, data, is_lasting=True)
    return path


def remove_leftovers(folder: Path, name: str = "") -> None:
    """What interrupted runs left unfinished, of all files or of those of a name. Raises OSError."""
    for leftover in folder.glob(f".{escape(name)}*{UNFINISHED}"):
        leftover.unlink(missing_ok=True)


def write_whole(path: Path, data: bytes, *, is_lasting: bool) -> None:
    """By a rename from a new file, never through a link; ``is_lasting`` waits for the disk. Raises OSError."""
    unfinished = path.with_name(f".{secrets.token_hex(8)}{UNFINISHED}")
    try:
        with unfinished.open("xb") as file:
            file.write(data)
            if is_lasting:
                file.flush()
                os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)

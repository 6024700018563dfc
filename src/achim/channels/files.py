"""Files in a folder. Each appears whole, by a rename, or not at all."""

import os
from collections.abc import Mapping
from pathlib import Path

from achim.domain.note import Note
from achim.errors import UserError

_UNFINISHED = ".achim-unfinished"


def write_files(folder: Path, files: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Write those that are missing or differ; returns where all of them lie, in the order given.

    What an interrupted run left unfinished is removed. Raises UserError where the folder cannot be written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for leftover in folder.glob(f".*{_UNFINISHED}"):
            leftover.unlink(missing_ok=True)
        return tuple(_write(folder / name, data) for name, data in files.items())
    except OSError as error:
        raise UserError(Note.of("error.files", folder=folder, why=error.strerror)) from error


def _write(path: Path, data: bytes) -> Path:
    if path.is_file() and path.read_bytes() == data:
        return path
    unfinished = path.with_name(f".{path.name}.{os.getpid()}{_UNFINISHED}")
    with unfinished.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
    return path

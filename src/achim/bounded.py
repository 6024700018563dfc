"""Files that others made, of any length."""

from pathlib import Path

from achim.domain.note import Note
from achim.errors import UserError


def bounded(path: Path, most: int) -> bytes:
    """What a file holds; of one of more than ``most`` bytes one byte more than that. Raises UserError."""
    try:
        with path.open("rb") as file:
            return file.read(most + 1)
    except OSError as error:
        raise UserError(Note.of("error.unreadable", path=path, why=error.strerror)) from error

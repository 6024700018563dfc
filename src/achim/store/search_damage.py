"""Rows of the index that something damaged: it is made anew from editions, so nothing is lost."""

from collections.abc import Generator
from contextlib import contextmanager

from achim.domain.note import Note
from achim.errors import UserError


@contextmanager
def undamaged(table: str) -> Generator[None]:
    """Raises UserError, which names ``achim index --rebuild``, where a row of the table cannot be read."""
    try:
        yield
    except (ValueError, TypeError, LookupError) as error:
        raise UserError(Note.of("search.damaged", table=table)) from error


def must_be(is_whole: bool) -> None:
    """Raises ValueError where a row is not."""
    if not is_whole:
        raise ValueError("damaged")

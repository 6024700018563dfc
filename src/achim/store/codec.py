"""Domain values ↔ JSON text, by pydantic's adapters for standard dataclasses."""

from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter

T = TypeVar("T")


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def to_json(kind: type[T], value: T, *, indent: int | None = None) -> str:
    return _adapter(kind).dump_json(value, indent=indent).decode()


def from_json(kind: type[T], text: str | bytes) -> T:
    """Raises pydantic.ValidationError, a ValueError, naming every place where the text is not of the kind."""
    return _adapter(kind).validate_json(text)

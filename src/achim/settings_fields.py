"""Kinds of fields that several tables of the settings have."""

from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict


class Table(BaseModel):
    """A table of ``achim.toml``."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, hide_input_in_errors=True)


def listed(value: Any) -> Any:
    """A variable may name several without TOML's brackets: ``cs.AI,cs.CL``."""
    return tuple(part.strip() for part in value.split(",")) if isinstance(value, str) else value


def absent(value: Any) -> Any:
    """An empty text, which is how TOML says that there is none."""
    return None if value == "" else value


T = TypeVar("T")
Names = Annotated[tuple[str, ...], BeforeValidator(listed)]
Maybe = Annotated[T | None, BeforeValidator(absent)]

"""Kinds of fields that several tables of the settings have."""

import os
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Annotated, Any, TypeVar, cast

from pydantic import BaseModel, BeforeValidator, ConfigDict

from achim.domain.note import Note


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
M = TypeVar("M", bound=BaseModel)


def placed(told: M, folder: Path, but: Collection[tuple[str, ...]]) -> M:
    """The settings with each path that is no whole one taken from ``folder``, but for those of the settings ``but``."""
    return _placed(told, folder, but, ())


def _placed(told: M, folder: Path, but: Collection[tuple[str, ...]], place: tuple[str, ...]) -> M:
    moved: dict[str, Any] = {}
    for name, value in told:
        here = (*place, name)
        if isinstance(value, Path) and here not in but:
            moved[name] = folder / os.path.expanduser(value)  # noqa: PTH111 Path's raises for a user whom nobody knows
        elif isinstance(value, BaseModel):
            moved[name] = _placed(value, folder, but, here)
        elif isinstance(value, Mapping):
            moved[name] = {
                key: _placed(each, folder, but, (*here, key)) if isinstance(each, BaseModel) else each
                for key, each in cast(Mapping[str, object], value).items()
            }
    return told.model_copy(update=moved)


def unreadable(setting: str, path: Path, error: OSError) -> Note:
    """Why the file that a setting names cannot be read."""
    if isinstance(error, FileNotFoundError):
        return Note.of("error.setting_file.none", setting=setting, path=path.absolute())
    return Note.of(
        "error.setting_file", setting=setting, path=path.absolute(), why=error.strerror or type(error).__name__
    )

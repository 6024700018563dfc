"""Files that hold secrets, and who may read or write them beside their owner."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

from pydantic import BaseModel

from achim.settings import Settings

_OPEN = frozenset({"ca_file", "cert_file"})
"""Files of the settings that hold no secret."""
_READ_BY_ALL, _WRITTEN_BY_OTHERS = 0o004, 0o022


def loose_files(settings: Settings) -> tuple[str, ...]:
    """The files, with their modes, that everybody may read, or others write; of systems with such modes alone."""
    if os.name != "posix":
        return ()
    modes = {path: path.stat().st_mode & 0o777 for path in _named(settings) if path.is_file()}
    return tuple(f"{path} ({mode:o})" for path, mode in modes.items() if mode & (_READ_BY_ALL | _WRITTEN_BY_OTHERS))


def _named(told: object) -> Iterator[Path]:
    """Every setting whose name ends in ``_file`` and that holds a secret, of channels too."""
    if isinstance(told, Mapping):
        for each in cast(Mapping[str, Any], told).values():
            yield from _named(each)
    elif isinstance(told, BaseModel):
        for name, value in told:
            if name.endswith("_file") and name not in _OPEN and isinstance(value, Path):
                yield value
            else:
                yield from _named(value)

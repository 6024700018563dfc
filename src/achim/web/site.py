"""Write the reader's pages to a folder: what changed, and nothing else."""

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from stat import S_ISREG
from typing import cast

from achim.channels.files import remove_leftovers, write_whole
from achim.domain.note import Note
from achim.errors import UserError
from achim.render.site.places import is_place
from achim.web.library import Leaf

SITE_LOCK = "achim-site.lock"
"""Of the archive: two that write its site at a time would take each other's pages for strangers' or for up to date."""
_MANIFEST = ".achim-site.json"
_GONE = "gone"
_UNDER_WAY = "under way"
"""Of a page that is being written: ours, and to be written again if this is cut short."""


@dataclass(frozen=True, slots=True)
class WrittenSite:
    """How many files have other bytes than before and how many have the same; ``size`` of the whole site in bytes."""

    written: int
    same: int
    size: int


def write_site(
    out: Path, leaves: Mapping[str, Leaf], gone: Callable[[str], bytes], told: Callable[[int, int], None]
) -> WrittenSite:
    """Bring a folder up to date. A page that is no longer there becomes what ``gone`` says, so that no link breaks.

    ``told`` hears how many pages of how many are done. Raises UserError where a file is in the way that achim did not
    write, or the disk is full; whatever else lies in the folder is left alone. Interrupted, it goes on where it
    stopped; pages that are new come before those that lead to them. The caller holds ``SITE_LOCK``.
    """
    try:
        return _written(out, leaves, gone, told)
    except OSError as error:
        raise UserError(Note.of("error.files", folder=out, why=error.strerror)) from error


def _written(
    out: Path, leaves: Mapping[str, Leaf], gone: Callable[[str], bytes], told: Callable[[int, int], None]
) -> WrittenSite:
    known = _known(out)
    all_leaves = {**leaves, **{place: _as_gone(place, gone) for place in known if place not in leaves}}
    sizes = {place: _size(out, place) for place in all_leaves}
    missing = {place: leaf for place, leaf in all_leaves.items() if sizes[place] is None}
    due = missing | {place: leaf for place, leaf in all_leaves.items() if known.get(place) != leaf.made_of}
    _refuse_strangers(out, due, known)
    if due:
        for folder in (out, *_folders(out, due)):
            remove_leftovers(folder)
        _keep(out, known | dict.fromkeys(due, _UNDER_WAY))
    written = 0
    for number, (place, leaf) in enumerate(due.items(), 1):
        written += _brought(out / place, leaf.make())
        known[place] = leaf.made_of
        told(number, len(due))
    if due:
        _keep(out, known)
    sizes |= {place: _size(out, place) for place in due}
    return WrittenSite(written, len(all_leaves) - written, sum(size or 0 for size in sizes.values()))


def _size(out: Path, place: str) -> int | None:
    """Of a file, in bytes; None where there is none, or none that can be looked at."""
    try:
        told = os.stat(f"{out}/{place}")  # noqa: PTH116 paths for ten thousand files take longer than their sizes
    except OSError:
        return None
    return told.st_size if S_ISREG(told.st_mode) else None


def _as_gone(place: str, gone: Callable[[str], bytes]) -> Leaf:
    return Leaf(_GONE, lambda: gone(place))


def _known(out: Path) -> dict[str, str]:
    """What earlier runs wrote, by place."""
    path = out / _MANIFEST
    try:
        told = json.loads(path.read_bytes())
        if not isinstance(told, dict):
            raise ValueError("no table of places")
        known = {place: str(made_of) for place, made_of in cast("dict[str, object]", told).items()}
    except FileNotFoundError:
        return {}
    except (ValueError, RecursionError, OSError) as error:
        raise UserError(Note.of("error.site_manifest", path=path)) from error
    if not all(map(is_place, known)):  # a stranger may have changed it
        raise UserError(Note.of("error.site_manifest", path=path))
    return known


def _keep(out: Path, known: Mapping[str, str]) -> None:
    _write(out / _MANIFEST, json.dumps(known, sort_keys=True, indent=0).encode())


def _refuse_strangers(out: Path, due: Mapping[str, Leaf], known: Mapping[str, str]) -> None:
    for place in due:
        path = out / place
        if path.is_symlink() or path.is_dir() or (place not in known and path.exists()):
            raise UserError(Note.of("error.site_taken", path=path))
    for folder in _folders(out, due):
        if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
            raise UserError(Note.of("error.site_taken", path=folder))


def _folders(out: Path, places: Mapping[str, Leaf]) -> set[Path]:
    """The folders inside ``out`` that hold places."""
    return {folder for place in places for folder in takewhile(lambda each: each != out, (out / place).parents)}


def _brought(path: Path, body: bytes) -> bool:
    """Whether the file had other bytes; one that has them keeps its time, so that nobody fetches it again."""
    if path.is_file() and path.read_bytes() == body:
        return False
    _write(path, body)
    return True


def _write(path: Path, body: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, body, is_lasting=False)

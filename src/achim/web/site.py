"""Write the reader's pages to a folder: what changed, and nothing else."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import cast

from achim.domain.note import Note
from achim.errors import UserError
from achim.web.library import Leaf

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
    write; whatever else lies in the folder is left alone. Interrupted, it goes on where it stopped.
    """
    known = _known(out)
    all_leaves = {**leaves, **{place: _as_gone(place, gone) for place in known if place not in leaves}}
    due = {
        place: leaf
        for place, leaf in all_leaves.items()
        if known.get(place) != leaf.made_of or not (out / place).is_file()
    }
    _refuse_strangers(out, due, known)
    if due:
        _keep(out, known | dict.fromkeys(due, _UNDER_WAY))
    written = 0
    for number, (place, leaf) in enumerate(due.items(), 1):
        written += _brought(out / place, leaf.make())
        known[place] = leaf.made_of
        told(number, len(due))
    if due:
        _keep(out, known)
    size = sum((out / place).stat().st_size for place in all_leaves)
    return WrittenSite(written, len(all_leaves) - written, size)


def _as_gone(place: str, gone: Callable[[str], bytes]) -> Leaf:
    return Leaf(_GONE, lambda: gone(place))


def _known(out: Path) -> dict[str, str]:
    """What earlier runs wrote, by place."""
    path = out / _MANIFEST
    try:
        told = json.loads(path.read_bytes())
        if not isinstance(told, dict):
            raise ValueError("no table of places")
    except FileNotFoundError:
        return {}
    except ValueError as error:
        raise UserError(Note.of("error.site_manifest", path=path)) from error
    return {place: str(made_of) for place, made_of in cast("dict[str, object]", told).items() if _is_inside(place)}


def _is_inside(place: str) -> bool:
    """Whether a place of the manifest, which a stranger may have changed, is one in the folder."""
    parts = PurePosixPath(place).parts
    return bool(parts) and not place.startswith("/") and ".." not in parts and "\\" not in place and "\0" not in place


def _keep(out: Path, known: Mapping[str, str]) -> None:
    _write(out / _MANIFEST, json.dumps(known, sort_keys=True, indent=0).encode())


def _refuse_strangers(out: Path, due: Mapping[str, Leaf], known: Mapping[str, str]) -> None:
    for place in due:
        if place not in known and (out / place).exists():
            raise UserError(Note.of("error.site_taken", path=out / place))


def _brought(path: Path, body: bytes) -> bool:
    """Whether the file had other bytes; one that has them keeps its time, so that nobody fetches it again."""
    if path.is_file() and path.read_bytes() == body:
        return False
    _write(path, body)
    return True


def _write(path: Path, body: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.new")
    beside.write_bytes(body)
    beside.replace(path)

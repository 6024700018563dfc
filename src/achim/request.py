"""What a build is asked for, and the records that it may replay."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal

from achim.domain.edition import DEFAULT_PROFILE, EditionKind
from achim.errors import UserError
from achim.record import read_head

Kinds = Literal["papers", "news", "all"]
KINDS: tuple[EditionKind, ...] = ("papers", "news")
"""In this order: news points to the papers of the day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildRequest:
    """What ``achim build`` was asked. ``replay`` is a record's folder; ``day`` None means today.

    ``beside`` are all records that share the data directory, where ``replay`` is one of several. ``model`` is *none*,
    *replay* or ``provider:name``; None takes the setting's, and in a replay the record's. ``minutes`` is how long an
    edition may take to read; None prints as many works as the settings say.
    """

    day: date | None = None
    kind: EditionKind = "papers"
    lang: str | None = None
    out: Path | None = None
    record: Path | None = None
    replay: Path | None = None
    beside: tuple[Path, ...] = ()
    revise: bool = False
    model: str | None = None
    profile: str = DEFAULT_PROFILE
    minutes: int | None = None
    only_gaps: bool = False
    """Whether nobody is asked but the sources that a kept edition had to do without."""

    def of_profiles(self, names: Sequence[str]) -> "tuple[BuildRequest, ...]":
        return tuple(replace(self, profile=name) for name in names)

    def of_kinds(self, kinds: Kinds, records: Sequence[Path] = ()) -> "tuple[BuildRequest, ...]":
        """The request for each kind that is asked for: of ``records`` where there are any. Raises UserError."""
        if records:
            heads = {_kind_of(folder): folder for folder in records}
            wanted = [kind for kind in KINDS if kind in heads and kinds in (kind, "all")]
            if not wanted:
                raise UserError(f"{records[0]}: no edition of {kinds} is recorded there: leave --kind out")
            told = [replace(self, kind=kind, replay=heads[kind], beside=tuple(records)) for kind in wanted]
        else:
            told = [replace(self, kind=kind) for kind in KINDS if kinds in (kind, "all")]
        if self.record and len(told) > 1:
            told = [replace(each, record=self.record / each.kind) for each in told]
        return tuple(told)


def records_in(folder: Path) -> tuple[Path, ...]:
    """The record that a folder is, or those of each kind within it."""
    inner = tuple(folder / kind for kind in KINDS if (folder / kind / "record.json").is_file())
    return (folder,) if (folder / "record.json").is_file() or not inner else inner


def of_kind(records: Sequence[Path], kinds: Kinds) -> tuple[Path, ...]:
    """Those that are of a kind that is asked for. Raises RecordError."""
    return tuple(folder for folder in records if kinds in ("all", _kind_of(folder)))


def _kind_of(folder: Path) -> EditionKind:
    return read_head(folder).key.kind

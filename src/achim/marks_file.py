"""What readers made as a file: JSON, versioned, described in ``docs/serve.md``. Read with distrust, joined with what is
there.
"""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Literal, NoReturn

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from achim.bounded import bounded
from achim.domain.ids import PaperId, canonical_id
from achim.domain.marks import LONGEST_NOTE, Kept, Mark, MarkKind, WorkNote, joined, note_text
from achim.domain.note import Note
from achim.domain.urls import canonical_url
from achim.errors import UserError

FORMAT = "achim-marks/1"
MOST_BYTES = 64_000_000
_LONGEST_ID = 2_100
_SCHEMES = ("arxiv:", "doi:", "url:http://", "url:https://")


def work_id(text: str) -> PaperId | None:
    """The id of a work by any of its names: ``arxiv:2410.17170``, ``2410.17170v2``, a DOI, an address."""
    bare = text.strip().removeprefix("url:")
    found = canonical_id(bare)
    return PaperId(f"url:{canonical_url(found.removeprefix('url:'))}") if found and found.startswith("url:") else found


def _id(text: str) -> str:
    if not text.startswith(_SCHEMES) or not text.isprintable() or len(text) > _LONGEST_ID:
        raise PydanticCustomError("marks_no_id", "is no id of a work")
    return text


def _moment(at: datetime) -> datetime:
    try:
        return at.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("is no moment that can be told in UTC") from error


def _note(text: str) -> str:
    plain = note_text(text)
    if not plain or len(plain) > LONGEST_NOTE:
        raise PydanticCustomError("marks_note", "has no length that a note may have")
    return plain


WorkId = Annotated[str, AfterValidator(_id)]
Moment = Annotated[AwareDatetime, AfterValidator(_moment)]


_WHYS = {"marks_no_id": "no_id", "marks_note": "note", "missing": "missing", "extra_forbidden": "extra"}
"""Kinds of faults that pydantic names, and the ends of our codes for them."""


class _Doubled(ValueError):
    """A name that stands twice in an object."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Mark(_Part):
    work: WorkId
    kind: MarkKind
    at: Moment


class _Note(_Part):
    work: WorkId
    text: Annotated[str, AfterValidator(_note)]
    at: Moment


class _File(_Part):
    format: Literal["achim-marks/1"]
    profile: str = Field(min_length=1, max_length=60)
    marks: tuple[_Mark, ...] = ()
    notes: tuple[_Note, ...] = ()


def marks_json(profile: str, kept: Kept) -> bytes:
    """UTF-8, indented, ordered by work, a line feed at the end; the same marks, the same bytes."""
    told = {
        "format": FORMAT,
        "profile": profile,
        "marks": [{"work": each.work, "kind": each.kind, "at": each.at.isoformat()} for each in kept.marks],
        "notes": [{"work": each.work, "text": each.text, "at": each.at.isoformat()} for each in kept.notes],
    }
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def read_marks(body: bytes, name: str) -> Kept:
    """What a file holds; ``name`` is the file's, for errors. Raises UserError naming the line or field at fault."""
    if len(body) > MOST_BYTES:
        raise _fault(name, "", "large", most=MOST_BYTES // 1_000_000)
    try:
        told = _File.model_validate(_parsed(body, name))
    except ValidationError as error:
        first = error.errors()[0]
        why = _WHYS.get(first["type"], "value")
        raise _fault(name, _place(first["loc"]), why, most=LONGEST_NOTE) from error
    _refuse_doubles(name, "marks", [each.work for each in told.marks])
    _refuse_doubles(name, "notes", [each.work for each in told.notes])
    return Kept(
        marks=tuple(Mark(work=PaperId(each.work), kind=each.kind, at=each.at) for each in told.marks),
        notes=tuple(WorkNote(work=PaperId(each.work), text=each.text, at=each.at) for each in told.notes),
    )


def read_marks_file(path: Path) -> Kept:
    """Raises UserError."""
    return read_marks(bounded(path, MOST_BYTES), str(path))


def joined_marks(mine: Kept, theirs: Kept, name: str) -> Kept:
    """Both together, as ``domain.marks.joined`` says. Raises UserError where a note would be too long to keep."""
    together = joined(mine, theirs)
    if long := next((note for note in together.notes if len(note.text) > LONGEST_NOTE), None):
        raise UserError(Note.of("error.marks_long", path=name, work=long.work, most=LONGEST_NOTE))
    return together


def _parsed(body: bytes, name: str) -> Any:
    try:
        return json.loads(body.decode("utf-8-sig"), object_pairs_hook=_once)
    except UnicodeDecodeError as error:
        line = body[: error.start].count(b"\n") + 1
        raise _fault(name, "", "utf8", line=line) from error
    except json.JSONDecodeError as error:
        raise _fault(name, "", "json_line", line=error.lineno) from error
    except _Doubled as error:
        raise _fault(name, "", "doubled", key=str(error)) from error
    except (RecursionError, ValueError) as error:
        raise _fault(name, "", "json") from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object; of a name that stands twice JSON would keep the last value and lose the first."""
    found = dict(pairs)
    if len(found) != len(pairs):
        _doubled(key for key, _ in pairs)
    return found


def _doubled(keys: Iterable[str]) -> NoReturn:
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            raise _Doubled(key[:60])
        seen.add(key)
    raise AssertionError("called with names that differ")


def _refuse_doubles(name: str, field: str, works: list[str]) -> None:
    seen: set[str] = set()
    for number, work in enumerate(works):
        if work in seen:
            raise _fault(name, f"{field}[{number}].work", "again")
        seen.add(work)


def _place(parts: tuple[int | str, ...]) -> str:
    """``notes[3].text``."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in parts).lstrip(".")


def _fault(name: str, place: str, why: str, **params: object) -> UserError:
    """``why`` is the end of the code of a message."""
    return UserError(Note.of("error.marks_file", path=name, place=place or "JSON", why=f"marks.{why}", **params))

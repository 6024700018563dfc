"""What is wrong with settings, in words that repeat no secret."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from reprlib import Repr
from typing import cast

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from achim.domain.note import Note
from achim.domain.secrets import masked
from achim.errors import Refused
from achim.toml_secrets import names_secret

Place = tuple[int | str, ...]
Known = Callable[[Place], Iterable[str]]

_DATABASE = ("store", "url")
_CHANNEL = len(("channels", "NAME"))
_MOST = 6
"""Values of a list, and names of a table, that a message shows."""
_VARIABLES = (("key_variable",), ("secret_variable",))
"""Settings that name a variable, into which people write the secret itself."""


def origin(place: tuple[str, ...], path: Path | None, variables: dict[tuple[str, ...], str]) -> str:
    """The variable or file that a setting came from."""
    named = (name for keys, name in variables.items() if place[: len(keys)] == keys[: len(place)])
    return next(named, None) or str(path)


class _ShortRepr(Repr):
    def repr_str(self, x: str, level: int) -> str:
        return super().repr_str(masked(x), level)  # before it is cut, which may take the sign that ends a password


_SHORT = _ShortRepr()
_SHORT.maxstring = _SHORT.maxother = _SHORT.maxlong = 80


_KINDS = {
    "int": "whole",
    "float": "number",
    "finite": "number",
    "bool": "switch",
    "literal": "choice",
    "string_too_long": "long_text",
    "string_too_short": "missing",
    "string_pattern": "form",
    "string_type": "text",
    "path_type": "text",
    "time": "time",
    "date": "date",
    "missing": "missing",
    "model_type": "table",
    "model_attributes_type": "table",
    "dict_type": "table",
    "mapping_type": "table",
    "tuple_type": "list",
    "too_long": "many",
    "too_short": "few",
    "greater_than_equal": "least",
    "less_than_equal": "most",
    "greater_than": "more",
    "union_tag_not_found": "type_missing",
    "union_tag_invalid": "type_unknown",
}
"""Which words a fault has, by how pydantic's name of it begins; the longest beginning counts."""


_BOUNDS = ("ge", "le", "gt", "expected", "expected_tags", "max_length", "min_length")
"""What pydantic calls the bound that a value is beyond."""


def _setting(place: Iterable[int | str]) -> str:
    """``interests.phrases#1.name``: rows count from 1."""
    parts = (f"#{part + 1}" if isinstance(part, int) else f".{part}" for part in place)
    return "".join(parts).removeprefix(".")


def setting_faults(
    error: ValidationError,
    path: Path | None,
    variables: dict[tuple[str, ...], str] | None = None,
    known: Known = lambda _: (),
) -> tuple[Note, ...]:
    """What is wrong with each setting, in words that hold no password.

    ``known`` tells the names of settings at a place, for the nearest to one that is none.
    """
    faults = error.errors()
    wrong = {each["loc"] for each in faults}
    first = [each for each in faults if each["type"] != "too_short" or not _has_faults_within(each["loc"], wrong)]
    return tuple(_fault(each, path, variables or {}, known) for each in first)


def _has_faults_within(place: Place, wrong: Iterable[Place]) -> bool:
    """A list whose items were refused is empty for that alone."""
    return any(len(each) > len(place) and each[: len(place)] == place for each in wrong)


def _fault(error: ErrorDetails, path: Path | None, variables: dict[tuple[str, ...], str], known: Known) -> Note:
    place = _as_written(error["loc"])
    names = tuple(map(str, place))
    told: dict[str, object] = {"setting": _setting(place), "where": origin(names, path, variables)}
    if error["type"] == "extra_forbidden":
        near = get_close_matches(names[-1], known(error["loc"][:-1]), n=1)
        return Note.of("error.no_setting.near", **told, near=near[0]) if near else Note.of("error.no_setting", **told)
    context = error.get("ctx", {})
    told |= {"found": _found(names, error["input"])}
    if isinstance(cause := context.get("error"), Refused):
        return Note.of(f"error.setting.{cause.code}", **told, **cause.told())
    bound = str(next((context[name] for name in _BOUNDS if name in context), "")).replace(" or ", ", ")
    kinds = [kind for kind in _KINDS if error["type"].startswith(kind)]
    kind = _KINDS[max(kinds, key=len)] if kinds else "other"
    told |= {"most" if kind == "long_text" else "why": bound if kinds else masked(error["msg"])}
    return Note.of(f"error.setting.{kind}", **told)


def _as_written(place: Place) -> Place:
    """Without the ``type`` that pydantic puts between a channel's name and its settings."""
    return place[:_CHANNEL] + place[_CHANNEL + 1 :] if place[:1] == ("channels",) else place


def _found(place: tuple[str, ...], value: object) -> str:
    """The value as a message may show it: of a table, the names of its settings alone."""
    if isinstance(value, Mapping):
        names = list(cast(Mapping[object, object], value))
        return "{" + ", ".join(f"{_SHORT.repr(name)}: …" for name in names[:_MOST]) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_found(place, each) for each in cast(Sequence[object], value)[:_MOST]) + "]"
    return "***" if _may_be_secret(place) else _SHORT.repr(value)


def _may_be_secret(place: tuple[str, ...]) -> bool:
    """Whether a setting holds a secret, or people write one into it: the address of a channel in its table's place."""
    is_address = place[:1] == ("channels",) and (len(place) == _CHANNEL or place[-1] == "url")
    return is_address or place == _DATABASE or place[-1:] in _VARIABLES or any(map(names_secret, place))

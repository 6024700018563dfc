"""What is wrong with settings, in words that repeat no secret."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from reprlib import Repr
from typing import cast

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from achim.domain.note import Note
from achim.domain.secrets import masked
from achim.toml_secrets import names_secret

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
    "credentials": "credentials",
    "short_token": "short_token",
    "database_url": "database_url",
    "scheduler_address": "scheduler_address",
    "long_text": "long_text",
    "string_too_long": "long_text",
    "string_type": "text",
    "names_nothing": "names_nothing",
    "no_paper": "no_paper",
    "untold_paper": "untold_paper",
    "profile_name": "profile_name",
    "profile_default": "profile_default",
    "profile_case": "profile_case",
    "missing": "missing",
    "model_type": "table",
    "dict_type": "table",
    "tuple_type": "list",
    "too_long": "many",
    "too_short": "few",
    "greater_than_equal": "least",
    "less_than_equal": "most",
    "greater_than": "more",
}
"""Which words a fault has, by how pydantic's name of it begins; the longest beginning counts."""


_BOUNDS = ("ge", "le", "gt", "expected", "max_length", "min_length")
"""What pydantic calls the bound that a value is beyond."""


def _setting(place: Iterable[int | str]) -> str:
    """``interests.phrases#1.name``: rows count from 1."""
    parts = (f"#{part + 1}" if isinstance(part, int) else f".{part}" for part in place)
    return "".join(parts).removeprefix(".")


def setting_faults(
    error: ValidationError, path: Path | None, variables: dict[tuple[str, ...], str] | None = None
) -> tuple[Note, ...]:
    """What is wrong with each setting, in words that hold no password."""
    return tuple(_fault(each, path, variables or {}) for each in error.errors())


def _fault(error: ErrorDetails, path: Path | None, variables: dict[tuple[str, ...], str]) -> Note:
    place = tuple(str(part) for part in error["loc"])
    told = {"setting": _setting(error["loc"]), "where": origin(place, path, variables)}
    if error["type"] == "extra_forbidden":
        return Note.of("error.no_setting", **told)
    context = error.get("ctx", {})
    bound = next((context[name] for name in _BOUNDS if name in context), "")
    kinds = [kind for kind in _KINDS if error["type"].startswith(kind)]
    code = f"error.setting.{_KINDS[max(kinds, key=len)]}" if kinds else "error.setting"
    why = str(bound).replace(" or ", ", ") if kinds else error["msg"].removeprefix("Value error, ")
    told |= {"why": masked(why), "found": _found(place, error["input"])}
    return Note.of(code, **told)


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

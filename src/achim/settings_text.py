"""The settings as text, from the code alone: the file that ``achim init`` writes, and ``docs/settings.md``."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import time
from pathlib import Path
from typing import Any, cast, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from achim.settings import FeedSettings, Settings
from achim.settings_channels import ChannelSettings
from achim.settings_ways import WAYS, way_name


def _tables(model: type[BaseModel], place: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], type[BaseModel]]]:
    for name, field in model.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield (*place, name), kind
            yield from _tables(kind, (*place, name))


def _values(model: type[BaseModel]) -> Iterator[tuple[str, FieldInfo]]:
    for name, field in model.model_fields.items():
        if not (isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel)):
            yield field.alias or name, field


def commented_toml() -> str:
    """Every table with every setting commented out at its default, so that an update of achim may change it."""
    lines = ["# achim's settings. Take the # away from a line to change it; docs/settings.md says more.", ""]
    for place, model in _tables(Settings):
        fields = list(_values(model))
        if not fields:
            continue
        lines += [f"# {_summary(model)}", f"[{'.'.join(place)}]", *_commented(fields), ""]
    lines += ["# For another reader. The settings are those of [interests].", "# [profiles.NAME]", ""]
    lines += ["# A feed, one table each.", "# [[news.feeds]]", *_commented(_values(FeedSettings)), ""]
    lines += ["# The ways out, each with a name of yours. Every type has these settings beside its own:"]
    common = dict(_values(ChannelSettings))
    lines += _commented(common.items())
    for way in WAYS:
        own = [(name, field) for name, field in _values(way) if name not in {*common, "type"}]
        lines += ["", f"# {_summary(way)}", "# [channels.NAME]", f'# type = "{way_name(way)}"', *_commented(own)]
    return "\n".join(lines) + "\n"


def _commented(fields: Iterable[tuple[str, FieldInfo]]) -> Iterator[str]:
    for name, field in fields:
        must = " Must be given." if field.is_required() else ""
        told = _toml([] if get_origin(field.annotation) is tuple else "") if must else _toml(field.default)
        yield from (f"# {field.description}{must}", f"# {name} = {told}")


def settings_page() -> str:
    """``docs/settings.md``."""
    lines = [
        "# Settings",
        "",
        "achim reads `achim.toml` from the working directory, else from the data directory; `ACHIM_CONFIG` or",
        "`--config` names another file. `achim init` writes one with every setting at its default. An environment",
        "variable wins over the file: `ACHIM_` and the setting's place with `__` between its parts, in capitals, as in",
        "`ACHIM_SOURCES__ARXIV__CATEGORIES='[\"cs.AI\"]'`. `ACHIM_HOME` names the data directory, which holds",
        "all state. A path that is no whole one counts from the folder of the file that it stands in; in a",
        "variable, from the working directory.",
        "",
        "This page is made from the code by `make docs`.",
    ]
    for place, model in _tables(Settings):
        fields = list(_values(model))
        if not fields:
            continue
        lines += _page_of(f"[{'.'.join(place)}]", model)
    for way in WAYS:
        lines += _page_of(f'[channels.NAME] with type = "{way_name(way)}"', way)
    return "\n".join(lines) + "\n"


def _page_of(title: str, model: type[BaseModel]) -> Iterator[str]:
    yield from ("", f"## `{title}`", "", _summary(model), "", "| setting | default | meaning |", "|---|---|---|")
    for name, field in _values(model):
        if name != "type":
            default = "" if field.is_required() else f"`{_toml(field.default)}`"
            yield f"| `{name}` | {default} | {field.description}{_bounds(field)} |"


def _summary(model: type[BaseModel]) -> str:
    return (model.__doc__ or "").strip().splitlines()[0]


def _toml(value: Any) -> str:
    if value is None:
        return '""'
    if isinstance(value, tuple | list):
        return "[" + ", ".join(map(_toml, cast(Sequence[object], value))) + "]"
    if isinstance(value, time):
        return value.isoformat()
    return json.dumps(str(value) if isinstance(value, Path) else value, ensure_ascii=False)


def _bounds(field: FieldInfo) -> str:
    """The range that a number is held to."""
    named = {"ge": "at least", "gt": "more than", "le": "at most", "lt": "less than"}
    told = [
        f"{words} {getattr(each, name)}"
        for each in field.metadata
        for name, words in named.items()
        if hasattr(each, name)
    ]
    return f" ({', '.join(told)})" if told else ""

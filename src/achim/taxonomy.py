"""Reads the closed list of topics from a TOML file: achim's own, or the user's."""

import re
import tomllib
from functools import cache
from importlib import resources
from pathlib import Path
from typing import cast

from achim.domain.edition import EditionKind
from achim.domain.topic import OTHER, Taxonomy, Topic
from achim.errors import SettingsError

_PACKAGED: dict[EditionKind, str] = {"papers": "taxonomy.toml", "news": "taxonomy_news.toml"}
_KEY = re.compile(r"[a-z][a-z0-9-]*")
_COLOR = re.compile(r"#[0-9A-Fa-f]{6}")
_TEXTS = ("key", "name", "korean", "emoji", "color", "definition")
_LISTS = ("examples", "keywords", "categories")


class _Fault(Exception):
    """What is wrong in the file and what to do about it, without the file's name."""


def load_taxonomy(path: Path | None, kind: EditionKind = "papers") -> Taxonomy:
    """The taxonomy of ``path``, or the packaged one of that kind of edition for None.

    Raises SettingsError, which names the file, the topic and what to do.
    """
    return _packaged(kind) if path is None else _read(path, kind)


@cache
def _packaged(kind: EditionKind) -> Taxonomy:
    return _read(None, kind)


def _read(path: Path | None, kind: EditionKind) -> Taxonomy:
    where = "the packaged taxonomy" if path is None else str(path)
    try:
        return _taxonomy(tomllib.loads(_text(path, kind)))
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{where}: not valid TOML: {error}. Mend that line.") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{where}: not UTF-8 text. Save it as UTF-8.") from error
    except (RecursionError, ValueError) as error:
        raise SettingsError(f"{where}: not valid TOML: {error}. Mend that line.") from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise SettingsError(f"{where}: cannot be read ({reason}). Name a taxonomy file that can.") from error
    except _Fault as fault:
        raise SettingsError(f"{where}: {fault}") from fault


def _text(path: Path | None, kind: EditionKind) -> str:
    source = resources.files("achim").joinpath("data", _PACKAGED[kind]) if path is None else path
    return source.read_text(encoding="utf-8")


def _taxonomy(table: dict[str, object]) -> Taxonomy:
    if unknown := sorted(set(table) - {"version", "topics"}):
        raise _Fault(f"unknown entry {unknown[0]!r}. It may hold version and [[topics]].")
    version, rows = table.get("version"), table.get("topics")
    if not isinstance(version, str) or not version.strip():
        raise _Fault('has no version. Add a line such as version = "1" at the top.')
    if not isinstance(rows, list) or not rows:
        raise _Fault("has no topics. Add [[topics]] tables.")
    topics = tuple(_topic(row, number) for number, row in enumerate(cast("list[object]", rows), start=1))
    _check_alone(topics)
    return Taxonomy(version.strip(), topics)


def _topic(row: object, number: int) -> Topic:
    if not isinstance(row, dict):
        raise _Fault(f"topic {number} is no table. Write it as [[topics]].")
    fields = cast("dict[str, object]", row)
    where = f"topic {number} ({fields.get('key', 'no key')})"
    if unknown := sorted(set(fields) - {*_TEXTS, *_LISTS}):
        raise _Fault(f"{where}: unknown entry {unknown[0]!r}. It may hold {', '.join((*_TEXTS, *_LISTS))}.")
    texts = {name: _line(fields, name, where) for name in _TEXTS}
    _check_form(texts, where)
    return Topic(
        key=texts["key"],
        name=texts["name"],
        korean=texts["korean"],
        emoji=texts["emoji"],
        color=texts["color"],
        definition=texts["definition"],
        examples=_phrases(fields, "examples", where),
        keywords=_phrases(fields, "keywords", where),
        categories=_phrases(fields, "categories", where),
    )


def _line(fields: dict[str, object], name: str, where: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str) or not value.strip():
        raise _Fault(f'{where}: {name} is missing or empty. Write {name} = "…".')
    return " ".join(value.split())


def _phrases(fields: dict[str, object], name: str, where: str) -> tuple[str, ...]:
    value = fields.get(name, [])
    if not isinstance(value, list):
        raise _Fault(f'{where}: {name} is no list. Write {name} = ["…", "…"].')
    phrases: list[str] = []
    for phrase in cast("list[object]", value):
        if not isinstance(phrase, str) or not phrase.strip(" *"):
            raise _Fault(f"{where}: {name} holds {phrase!r}, which is no phrase. Remove it or write text.")
        phrases.append(" ".join(phrase.split()))
    return tuple(dict.fromkeys(phrases))


def _check_form(texts: dict[str, str], where: str) -> None:
    if not _KEY.fullmatch(texts["key"]):
        raise _Fault(f"{where}: key {texts['key']!r} is not lower-case letters, digits and hyphens. Rename it.")
    if not _COLOR.fullmatch(texts["color"]):
        raise _Fault(f"{where}: color {texts['color']!r} is no colour. Write six hex digits such as #1E87E1.")


def _check_alone(topics: tuple[Topic, ...]) -> None:
    """No two topics share what readers or programs tell them apart by, and the last one takes the rest."""
    for name in ("key", "name", "korean", "emoji", "color"):
        seen: dict[str, str] = {}
        for topic in topics:
            value = str(getattr(topic, name)).casefold()
            if value in seen:
                raise _Fault(f"topics {seen[value]!r} and {topic.key!r} have the same {name}. Give one another {name}.")
            seen[value] = topic.key
    if topics[-1].key != OTHER:
        raise _Fault(f"the last topic is {topics[-1].key!r}. Put one with key {OTHER!r} at the end.")

"""A TOML file as a backup takes it along: without comments, and without what may be a secret."""

import re
import tomllib
from collections.abc import Iterator
from typing import Any, cast

TAKEN_OUT = "# what stood here may be a secret; `achim backup` takes none along"
_COMMENT = re.compile(
    r'(?P<kept>"""(?:\\.|[^\\])*?"""{1,3}(?!")|' + r"'''.*?'''{1,3}(?!')|"
    r'"(?:\\.|[^"\\\n])*"|' + r"'[^'\n]*')|#[^\n]*",
    re.DOTALL,
)
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_SECRET = re.compile(
    r"(?:^|_)(?:pin|key|auth|pass|pwd|sid|sig|otp|cookie|session|signature)s?(?:_|$)|"
    r"(?<!max_)token|ping_url|secret|passw|passphrase|bearer|authorization|credential|(?:api|private|access)key"
)
_NO_SECRET = re.compile(r"_(?:file|path|variable|hours)$")
"""Names that say where a secret is, or how long something holds."""
_TOLD = re.compile(
    r"\b(?:bearer|basic)\s+[\w.+/=-]{12}|(?:token|secret|passw(?:or)?d|passphrase|key|authorization|cookie)[\"']?\s*[=:]",
    re.IGNORECASE,
)
_AT = re.compile(r"//[^\s/?#\\]*(?:@|%40|:\S*(?:@|%40))|^(?!mailto:)[^\s/:@]+:[^\s/@]+@", re.IGNORECASE)
"""A user or a password before a host; a password may hold any sign."""
_LONGEST = 2_000
"""Characters of a value that is looked through: a longer one is none of a setting's."""
_ADDRESS = re.compile(r"(?P<bare>//[^\s?#;]*)(?P<query>[?#;]\S+)")
_HARMLESS = re.compile(
    r"[?&](?:feed|format|type|alt|output|lang|hl|page|limit|count|sort|order|cat|category|tag|channel_id|playlist_id)="
    r"[\w.,+-]{0,40}",
    re.ASCII,
)
"""A parameter of a feed that says what to show."""


def without_secrets(text: str) -> str | None:
    """``text`` less its comments, queries of addresses and lines that may hold a secret; None where something that may
    be one is left, or ``text`` is no TOML.
    """
    try:
        told = set(_told(tomllib.loads(text)))
        plain = "\n".join(_plain(line, told) for line in _bare(text).split("\n"))
        return None if any(True for _ in _told(tomllib.loads(plain))) else plain
    except (ValueError, RecursionError):
        return None


def _bare(text: str) -> str:
    """``text`` without comments, checked to say the same. Raises ValueError."""
    bare = _COMMENT.sub(lambda found: found["kept"] or "", text)
    if tomllib.loads(bare) != tomllib.loads(text):
        raise ValueError("not only comments were taken out")
    return bare


def _plain(line: str, told: set[tuple[str, str]]) -> str:
    for name, value in told:
        if value in line and not _is_secret(name, value):
            line = line.replace(value, _without_query(value))
    return TAKEN_OUT if any(name in line and value in line for name, value in told) else line


def _told(value: Any, name: str = "", *, within: bool = False) -> Iterator[tuple[str, str]]:
    """Values that may not go along, each with its name; ``within`` a table or list whose name is a secret's."""
    if isinstance(value, dict):
        for each, inner in cast(dict[str, Any], value).items():
            yield from _told(inner, each, within=within or names_secret(each))
    elif isinstance(value, list):
        for inner in cast(list[Any], value):
            yield from _told(inner, name, within=within)
    elif not isinstance(value, bool) and str(value):
        text = str(value)
        if within or _is_secret(name, text) or _without_query(text) != text:
            yield name, text


def names_secret(name: str) -> bool:
    """Whether what a setting of this name holds is a secret."""
    plain = re.sub(r"[^a-z0-9]+", "_", _HUMP.sub("_", name).lower())
    return bool(_SECRET.search(plain)) and not _NO_SECRET.search(plain)


def _is_secret(name: str, text: str) -> bool:
    """Whether no part of a value can be kept."""
    return (
        names_secret(name) or len(text) > _LONGEST or bool(_TOLD.search(_without_query(text))) or bool(_AT.search(text))
    )


def _without_query(text: str) -> str:
    """Addresses in ``text`` less their query and fragment, unless all of it says what to show."""
    return _ADDRESS.sub(lambda found: found["bare"] + (found["query"] if _is_harmless(found["query"]) else ""), text)


def _is_harmless(query: str) -> bool:
    return not _HARMLESS.sub("", query)

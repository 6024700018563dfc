"""What of a story tells its topic: its headline, the opening of its text, and where it stands."""

import re
from urllib.parse import urlsplit

OPENING = 300
"""Characters of a text; the model learnt from titles, and a long text drowns them."""

_ROUND_UP = re.compile(r"(?<=\S), (?=[A-Z0-9])")
_NAME_OF_SERIES = re.compile(r"The Batch: |Import AI \d+: ")
_SUBJECTS = 3
_LETTER_PART = re.compile(r"[^\W\d_]")


def headline(title: str) -> str:
    """The title, or the first subject of a round-up: *Chips Run Short, New Model Leads, Robots Learn to Walk*."""
    parts = _ROUND_UP.split(_NAME_OF_SERIES.sub("", title, count=1))
    is_round_up = len(parts) >= _SUBJECTS and all(len(part.split()) > 1 for part in parts)
    return parts[0] if is_round_up else title


def hosts(url: str) -> tuple[str, ...]:
    """The host of an address, then the domains above it."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ()
    labels = host.removeprefix("www.").split(".")
    return tuple(".".join(labels[at:]) for at in range(len(labels) - 1))


def places(url: str) -> tuple[str, ...]:
    """Where a story stands, the nearest first: ``example.org/blog``, then ``hosts``."""
    above = hosts(url)
    section = urlsplit(url).path.strip("/").partition("/")[0].lower() if above else ""
    return (f"{above[0]}/{section}", *above) if section and _LETTER_PART.match(section) else above

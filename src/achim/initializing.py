"""The files that have achim run by itself elsewhere: on GitHub, by systemd, by cron, in a container.

Templates lie in ``data/init/``. ``@NAME@`` in them is filled in; everything else stands as it is written out.
"""

import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from typing import Literal

from achim import __version__
from achim.domain.note import Note
from achim.errors import UserError

Host = Literal["github", "systemd", "cron", "docker", "cluster"]
_TEMPLATES = Path(__file__).parent / "data" / "init"
_FILES: Mapping[Host, Mapping[str, str]] = {
    "github": {".github/workflows/achim.yml": "github.yml"},
    "systemd": {name: name for name in ("achim.service", "achim-once.service", "achim-once.timer")},
    "cron": {"achim.crontab": "achim.crontab"},
    "docker": {name: name for name in ("Containerfile", "compose.yaml")},
    "cluster": {"Containerfile": "Containerfile", "compose.yaml": "compose-cluster.yaml"},
}
"""Of each host, where its files are written and what they are made from."""
_PLACE = re.compile(r"@([A-Z]+)@")
_LATER = 12
"""Hours after an edition's time in which a workflow still looks for what is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    """What the files say of this installation. ``at`` is when editions go out, in ``zone``; ``config`` a settings file
    that does not lie in ``home``."""

    program: Path
    home: Path
    zone: str
    at: time
    config: Path | None = None


def host_files(host: Host, here: Here) -> dict[str, str]:
    """The files of a host by their paths below the folder they are written to."""
    words = _words(host, here)
    return {path: _filled(name, words) for path, name in _FILES[host].items()}


def write_new(folder: Path, files: Mapping[str, str]) -> tuple[Path, ...]:
    """Write files that are not there yet, or none of them. Raises UserError naming the one that is in the way."""
    paths = {folder / name: text for name, text in files.items()}
    for path in paths:
        if path.is_symlink() or path.exists():
            raise UserError(Note.of("error.there", path=path))
    for path, text in paths.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
        except FileExistsError as error:
            raise UserError(Note.of("error.there", path=path)) from error
        except OSError as error:
            raise UserError(Note.of("error.unwritable", path=path, why=error.strerror)) from error
    return tuple(paths)


def _words(host: Host, here: Here) -> Mapping[str, str]:
    hours = [(here.at.hour + hour) % 24 for hour in range(-1, _LATER + 1)]
    return {
        "VERSION": __version__,
        "ZONE": here.zone,
        "MORNING": ",".join(map(str, hours[:2])),
        "LATER": ",".join(map(str, sorted(hours[2:]))),
        "ACHIM": _in_unit(here.program) if host == "systemd" else _in_crontab(here.program),
        "HOME": f'"{here.home}"',
        "EXTRAS": "all" if host == "cluster" else "news,model,serve",
        "CONFIG": f'ACHIM_CONFIG="{here.config}"' if here.config else "#ACHIM_CONFIG=/etc/achim/achim.toml",
        "HARDENING": (_TEMPLATES / "hardening.conf").read_text(encoding="utf-8"),
    }


def _filled(name: str, words: Mapping[str, str]) -> str:
    text = (_TEMPLATES / name).read_text(encoding="utf-8")
    return _PLACE.sub(lambda found: words[found[1]], text)


def _in_unit(path: Path) -> str:
    """A path as systemd reads a word of a command: https://www.freedesktop.org/software/systemd/man/systemd.service.html#Command%20lines"""
    told = str(path).replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{told}"' if re.search(r"[\s\"'\\;]", told) else told


def _in_crontab(path: Path) -> str:
    """A path as the shell reads it, in a line in which cron reads ``%`` as a line end."""
    return shlex.quote(str(path)).replace("%", r"\%")

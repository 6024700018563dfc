"""Debian packages that some tests need, each known by what it brings, so that other systems may bring it too."""

import os
import shutil
import subprocess
from collections.abc import Callable, Mapping


def chromium() -> str | None:
    """The path of a Chromium or Chrome, or None. ``ACHIM_TEST_CHROMIUM`` names another."""
    named = os.environ.get("ACHIM_TEST_CHROMIUM")
    names = (named,) if named else ("chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if (path := shutil.which(name))), None)


def _has_chromium() -> bool:
    return chromium() is not None


def _has_korean_font() -> bool:
    if not (fc_list := shutil.which("fc-list")):
        return False
    fonts = subprocess.run([fc_list, ":lang=ko", "family"], capture_output=True, check=False)
    return bool(fonts.stdout.strip())


def _has(program: str) -> Callable[[], bool]:
    return lambda: shutil.which(program) is not None


PACKAGES: Mapping[str, Callable[[], bool]] = {
    "chromium": _has_chromium,
    "fonts-noto-cjk": _has_korean_font,
    "git": _has("git"),
    "openssl": _has("openssl"),
    "systemd": _has("systemd-analyze"),
    "util-linux": _has("flock"),
}


def missing() -> tuple[str, ...]:
    """The packages that are neither installed nor replaced by another's."""
    return tuple(name for name, is_there in PACKAGES.items() if not is_there())

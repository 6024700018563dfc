"""Builds in processes of their own, which can be killed, and what they leave."""

import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.warm import ROOT, Warm

STAND_IN = """
import achim.render.files

achim.render.files.png = lambda spec: repr(spec).encode()
achim.render.files.svg = repr
"""
"""Code with which builds don't draw a picture but tell what it would be of: starting to draw takes half a second."""


def run_cold(code: str, *arguments: str, environment: Mapping[str, str]) -> None:
    """A build in an interpreter of its own, which hashes otherwise than any other; it must end well."""
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def finish(child: Warm) -> int:
    """Wait for a build that ends well or by SIGKILL; its return code."""
    assert child.wait() in (0, -signal.SIGKILL), child.told
    return child.wait()


def files(place: Path) -> Mapping[str, bytes]:
    """The bytes of every file below a folder, by its path in it."""
    return {
        path.relative_to(place).as_posix(): path.read_bytes() for path in sorted(place.rglob("*")) if path.is_file()
    }

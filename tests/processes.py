"""Builds in processes of their own, which can be killed, and what they leave."""

import signal
import subprocess
from collections.abc import Mapping
from pathlib import Path


def finish(child: subprocess.Popen[bytes]) -> int:
    """Wait for a build that ends well or by SIGKILL; its return code."""
    told, _ = child.communicate(timeout=100)
    assert child.returncode in (0, -signal.SIGKILL), told.decode()
    return child.returncode


def files(place: Path) -> Mapping[str, bytes]:
    """The bytes of every file below a folder, by its path in it."""
    return {
        path.relative_to(place).as_posix(): path.read_bytes() for path in sorted(place.rglob("*")) if path.is_file()
    }

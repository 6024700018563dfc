"""Run every check, also after one failed, and say at the end which did."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

_BIN = Path(sys.executable).parent
_ROOT = Path(__file__).parents[1]
CHECKS: Sequence[tuple[str, Sequence[str]]] = (
    ("lint", (str(_BIN / "ruff"), "check", "--quiet", "--output-format", "concise", ".")),
    ("format", (str(_BIN / "ruff"), "format", "--check", "--quiet", ".")),
    ("types", (str(_BIN / "pyright"),)),
    ("imports", (str(_BIN / "lint-imports"), "--no-logo", "--cache-dir", "build/import-linter")),
    ("docs", (sys.executable, "tools/docs_in_step.py", "--check")),
)
# pyright else asks the network for its newest version
_ENVIRONMENT = {**os.environ, "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1"}


def _failures() -> list[str]:
    failed: list[str] = []
    for name, command in CHECKS:
        print(f"--- {name}", flush=True)
        if subprocess.run(command, cwd=_ROOT, env=_ENVIRONMENT, check=False).returncode:
            failed.append(name)
    return failed


def main() -> int:
    failed = _failures()
    print(f"checks failed: {', '.join(failed)}" if failed else "all checks passed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

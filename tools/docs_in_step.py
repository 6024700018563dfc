"""Docs that come from the code, and a check that they are in step with it: ``make docs``, ``make check``."""

import argparse
import json
import subprocess
import sys
from pathlib import Path

from achim.cli import commands
from achim.render.edition_schema import schema
from achim.settings_text import settings_page
from achim.web.search_schema import search_schema

ROOT = Path(__file__).resolve().parent.parent


def command_page() -> str:
    """``docs/commands.md``: what ``achim --help`` and every command's ``--help`` say."""
    names = sorted(name for name in commands if not name.startswith("-"))
    lines = ["# Commands", "", "This page is made from the code by `make docs`."]
    for name in ("", *names):
        lines += ["", f"## `{' '.join(['achim', name]).strip()}`", "", "```text"]
        lines += [*_help(name).rstrip().splitlines(), "```"]
    return "\n".join(lines) + "\n"


def _help(name: str) -> str:
    command = [sys.executable, "-m", "achim", *([name] if name else []), "--help"]
    environment = {"COLUMNS": "100", "PATH": "", "NO_COLOR": "1", "TERM": "dumb"}
    told = subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout
    return "\n".join(line.rstrip() for line in told.splitlines())


def pages() -> dict[Path, str]:
    docs = ROOT / "docs"
    return {
        docs / "settings.md": settings_page(),
        docs / "commands.md": command_page(),
        docs / "schema" / "edition.schema.json": json.dumps(schema(), indent=2, ensure_ascii=False) + "\n",
        docs / "schema" / "search.schema.json": json.dumps(search_schema(), indent=2, ensure_ascii=False) + "\n",
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="only say which pages are out of step; exit 1 if any is")
    check = parser.parse_args().check
    stale = [path for path, text in pages().items() if not path.is_file() or path.read_text(encoding="utf-8") != text]
    for path in stale:
        print(
            f"{path.relative_to(ROOT)} is out of step with the code" + (": run `make docs`" if check else "; written")
        )
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(pages()[path], encoding="utf-8")
    sys.exit(1 if check and stale else 0)


if __name__ == "__main__":
    main()

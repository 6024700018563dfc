"""Run every bench that has a main, one after another, and print what they measured as one JSON object.

A bench prints one JSON value on its standard output; words for people go to standard error.
Arguments name benches (`run_benches.py sample_build`); without any, all are run.
"""

import json
import subprocess
import sys
from collections.abc import Collection, Iterator
from pathlib import Path

_ROOT = Path(__file__).parents[1]


def _benches(names: Collection[str]) -> Iterator[Path]:
    for path in sorted([*(_ROOT / "bench").glob("*.py"), *(_ROOT / "bench").glob("*/__main__.py")]):
        if '__name__ == "__main__"' in path.read_text(encoding="utf-8") and (not names or _name(path) in names):
            yield path


def _name(path: Path) -> str:
    return path.parent.name if path.stem == "__main__" else path.stem


def _measure(bench: Path) -> object:
    """What the bench printed. Raises CalledProcessError where it failed, ValueError where it printed no JSON."""
    print(f"{_name(bench)} …", file=sys.stderr, flush=True)
    run = subprocess.run([sys.executable, "-m", f"bench.{_name(bench)}"], cwd=_ROOT, stdout=subprocess.PIPE, check=True)
    return json.loads(run.stdout)


def main() -> int:
    figures: dict[str, object] = {}
    failed: list[str] = []
    for bench in _benches(sys.argv[1:]):
        try:
            figures[_name(bench)] = _measure(bench)
        except (subprocess.CalledProcessError, ValueError) as fault:
            failed.append(f"{_name(bench)}: {fault}")
    print(json.dumps(figures, ensure_ascii=False, indent=2))
    print("".join(f"failed: {fault}\n" for fault in failed), end="", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

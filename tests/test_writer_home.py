"""What a language model's answers leave behind: none is asked for twice, and no secret stays anywhere."""

import json
import os
import signal
import time
from collections import Counter
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from achim.app import SAMPLE
from tests.model_server import Asked, ModelServer, Reply, faithful
from tests.processes import files, finish, run_cold
from tests.warm import ACHIM, ROOT, Warm, run
from tests.warm import start as start_warm

KEY = "sk-this-key-must-be-nowhere-0451"

CHILD = """
import os, signal, sys
from pathlib import Path
from achim.app import SAMPLE, App
from achim.request import BuildRequest
from achim.settings import load_settings
from tests.fakes import FakeProgress

home, out, at_step = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]

def stop(name):
    if name == at_step:
        os.kill(os.getpid(), signal.SIGKILL)

app = App(settings=load_settings(), home=home, progress=FakeProgress(at_step=stop), say=print)
app.build(BuildRequest(replay=SAMPLE, out=out, lang="en", model="openai:scripted"))
"""


def environment(server: ModelServer) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        "OPENAI_API_KEY": KEY,
        "ACHIM_MODEL__BASE_URL": server.url,
        "ACHIM_MODEL__TOGETHER": "2",
        "ACHIM_MODEL__ATTEMPTS": "1",
    }


def start(place: Path, server: ModelServer, at_step: str = "") -> Warm:
    return start_warm(CHILD, str(place / "home"), str(place / "out"), at_step, environment=environment(server))


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer(faithful) as running:
        yield running


def test_kill_among_the_answers_asks_none_twice(server: ModelServer, tmp_path: Path) -> None:
    """Killed when the fifth question comes, and again after all of them: what was answered is not asked again.

    What is on its way while a program dies is lost; here it has the time to arrive.
    """
    place = tmp_path / "undisturbed"
    run_cold(CHILD, str(place / "home"), str(place / "out"), "", environment=environment(server))
    topics = len(server.asked)
    server.asked.clear()
    answered: list[str] = []
    children: list[Warm] = []
    numbers = count(1)

    def killing(asked: Asked) -> Reply:
        if next(numbers) >= 5 and children[0].poll() is None:
            time.sleep(1.0)  # what was answered before is kept meanwhile, and nothing more is answered
            children[0].kill()
            children[0].wait()
            return Reply(status=500)
        answered.append(asked.user)
        return faithful(asked)

    server.script = killing
    children.append(start(tmp_path / "killed", server))
    assert finish(children[0]) == -signal.SIGKILL
    kept = len(answered)
    assert finish(start(tmp_path / "killed", server, at_step="compose")) == -signal.SIGKILL
    assert finish(start(tmp_path / "killed", server)) == 0

    assert files(tmp_path / "killed" / "out") == files(tmp_path / "undisturbed" / "out")
    assert set(Counter(answered).values()) == {1}
    assert len(answered) == topics
    assert kept == 4


@pytest.mark.parametrize("status", [200, 401, 500])
def test_no_secret_is_left_behind(status: int, server: ModelServer, tmp_path: Path) -> None:
    """In home, files, log, record and on the terminal; also where the service answers with the key itself."""
    leak = {"message": f"Incorrect API key provided: {KEY}"}
    if status != 200:
        server.script = lambda asked: Reply(status=status, error=leak)
    command = [
        *("build", "--replay", str(SAMPLE), "--model", "openai:scripted", "--lang", "en"),
        *("--home", str(tmp_path / "home"), "--out", str(tmp_path / "out"), "--record", str(tmp_path / "record")),
    ]
    done = run(ACHIM, *command, environment=environment(server))

    assert done.returncode == 0, done.stderr
    assert server.asked[0].authorization == f"Bearer {KEY}"
    left = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {path.relative_to(tmp_path).parts[0] for path in left} == {"home", "out", "record"}
    assert [path for path in left if KEY.encode() in path.read_bytes()] == []
    assert KEY not in done.stdout + done.stderr
    assert all(KEY not in json.dumps(asked.body) for asked in server.asked)


def test_a_record_with_answers_is_replayed_without_a_model(server: ModelServer, tmp_path: Path) -> None:
    """Word for word, and the same questions of another model are not answered by it."""
    base = ("build", "--kind", "papers", "--lang", "en")
    record = tmp_path / "record"

    def build(*arguments: str) -> None:
        done = run(ACHIM, *base, *arguments, environment=environment(server))
        assert done.returncode == 0, done.stderr

    made = [*("--home", str(tmp_path / "a"), "--out", str(tmp_path / "made" / "out"))]
    build("--replay", str(SAMPLE), "--model", "openai:scripted", "--record", str(record), *made)
    asked = len(server.asked)
    assert len(list((record / "model").glob("*.json"))) == asked
    again = [*("--home", str(tmp_path / "b"), "--out", str(tmp_path / "again" / "out"))]
    build("--replay", str(record), *again)

    assert len(server.asked) == asked
    assert files(tmp_path / "again" / "out") == files(tmp_path / "made" / "out")
    build("--replay", str(record), "--model", "none", "--home", str(tmp_path / "b"), "--out", str(tmp_path / "none"))
    report = next((tmp_path / "none").rglob("*_report.md")).read_text(encoding="utf-8")
    assert "without a language model" in report
    assert len(server.asked) == asked

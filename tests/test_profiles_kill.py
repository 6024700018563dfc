"""kill -9 of ``achim build`` in the middle of its readers: the same command again loses nothing and pays for nothing twice."""

import os
import signal
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import count
from pathlib import Path

import pytest

from tests.model_server import Asked, ModelServer, Reply, faithful
from tests.mornings import days_from, morning
from tests.processes import STAND_IN, files, finish
from tests.upstream import UpstreamServer, synthetic
from tests.upstream.__main__ import SETTINGS
from tests.warm import ACHIM, ROOT, Warm, start

MORNING = morning(date(2026, 8, 11))
READERS = """
[edition]
papers = 3
lang = "en"
[profiles.ann]
phrases = [{ name = "agents", weight = 5 }]
[profiles.bo]
phrases = [{ name = "noisy speech", weight = 5 }]
"""


@pytest.fixture(scope="module")
def upstream() -> Iterator[UpstreamServer]:
    with UpstreamServer(synthetic(5, days_from(date(2026, 8, 6), 6), 8, ("cs.AI",)), MORNING) as running:
        yield running


def _build(place: Path, upstream: UpstreamServer, model: ModelServer) -> Warm:
    place.mkdir(exist_ok=True)
    (place / "achim.toml").write_text(READERS, encoding="utf-8")
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        "ACHIM_CLOCK": MORNING.isoformat(),
        **{variable: upstream.base_urls[service] for variable, service in SETTINGS.items()},
        "ACHIM_SOURCES__ARXIV__CATEGORIES": '["cs.AI"]',
        "ACHIM_HTTP__PACE": "0",
        "ACHIM_HTTP__ARXIV_PACE": "0",
        "OPENAI_API_KEY": "sk-none",
        "ACHIM_MODEL__NAME": "openai:scripted",
        "ACHIM_MODEL__BASE_URL": model.url,
        "ACHIM_MODEL__TOGETHER": "1",
        "ACHIM_MODEL__ATTEMPTS": "1",
    }
    told = ("--config", str(place / "achim.toml"), "--home", str(place / "home"), "--out", str(place / "out"))
    return start(STAND_IN + ACHIM, "build", "--kind", "papers", *told, environment=environment)


def test_kill_among_three_readers_loses_nothing_and_pays_for_nothing_twice(
    upstream: UpstreamServer, tmp_path: Path
) -> None:
    answered: list[str] = []
    children: list[Warm] = []
    numbers = count(1)

    def killing(asked: Asked) -> Reply:
        if next(numbers) == whole - 1 and children[0].poll() is None:
            time.sleep(0.5)  # what was answered before is kept meanwhile
            children[0].kill()
            children[0].wait()
            return Reply(status=500)
        answered.append(asked.user)
        return faithful(asked)

    with ModelServer(faithful) as model:
        assert finish(_build(tmp_path / "undisturbed", upstream, model)) == 0
        whole = len(model.asked)
        model.script = killing
        upstream.forget()
        children.append(_build(tmp_path / "killed", upstream, model))
        assert finish(children[0]) == -signal.SIGKILL
        kept = {path.parts[1] for path in map(Path, files(tmp_path / "killed" / "out"))}
        assert finish(_build(tmp_path / "killed", upstream, model)) == 0

    made = files(tmp_path / "undisturbed" / "out")
    assert kept, "the default edition was there"
    assert {path.parts[1] for path in map(Path, made)} > kept, "and the last reader's was not"
    assert files(tmp_path / "killed" / "out") == made
    assert set(Counter(answered).values()) == {1}
    assert len(answered) == whole
    assert max(Counter(f"{each.path}?{each.query}" for each in upstream.log).values()) == 1

"""``achim doctor`` looks at the scheduler and its workers, and at who may read secrets."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from pydantic import SecretStr

from achim import __version__
from achim.app import App
from achim.doctor import Finding, _Looking  # pyright: ignore[reportPrivateUsage]
from achim.engines.staff import Staff
from achim.settings import ModelSettings, Settings
from achim.settings_chat import SlackSettings
from achim.settings_engine import EngineSettings
from achim.settings_store import StoreSettings
from tests.fakes import FakeProgress

ALL = {"arxiv": 1, "source": 4, "embed": 1, "model": 2}
STORE = StoreSettings(url=SecretStr("postgresql://a@127.0.0.1/b"))


def looking(settings: Settings, home: Path) -> _Looking:
    return _Looking(App(settings=settings, home=home, progress=FakeProgress(), say=print), "en")


@pytest.mark.parametrize(
    ("versions", "resources", "word"),
    [
        ({__version__: 2}, ALL, ""),
        ({}, {}, "0 workers; nobody takes: arxiv, source, embed, model"),
        ({__version__: 2}, {**ALL, "model": 0}, "nobody takes: model"),
        ({__version__: 1, "9.9": 1}, ALL, "of another achim: 9.9"),
    ],
)
def test_workers_are_counted_and_what_they_lack_is_told(
    tmp_path: Path, versions: Mapping[str, int], resources: Mapping[str, int], word: str
) -> None:
    doctor = looking(Settings(model=ModelSettings(name="openai:m")), tmp_path)
    found = doctor._staff("tcp://s:1", Staff(versions=versions, resources=resources))  # pyright: ignore[reportPrivateUsage]
    assert word in found.found
    assert (found.well, bool(found.advice)) == (not word, bool(word))


def engine(settings: EngineSettings, tmp_path: Path, *, offline: bool) -> Finding:
    doctor = looking(Settings(store=STORE, engine=settings), tmp_path)
    return next(iter(doctor._engine(offline)))  # pyright: ignore[reportPrivateUsage]


def test_fault_a_scheduler_that_is_not_there_and_a_certificate_that_is_missing_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("achim.engines.cluster._CONNECT", 0.2)
    away = engine(EngineSettings(scheduler="tcp://127.0.0.1:9"), tmp_path, offline=False)
    assert not away.well
    assert "tcp://127.0.0.1:9" in away.found
    assert engine(EngineSettings(scheduler="tcp://127.0.0.1:9"), tmp_path, offline=True).well
    sealed = EngineSettings(scheduler="tls://127.0.0.1:9", ca_file=tmp_path / "ca.pem")
    assert "ca_file" in engine(sealed, tmp_path, offline=True).found


@pytest.mark.parametrize(("mode", "is_told"), [(0o600, False), (0o640, False), (0o644, True), (0o620, True)])
def test_files_of_secrets_that_others_may_read_or_write_are_named(tmp_path: Path, mode: int, is_told: bool) -> None:
    held, own = tmp_path / "hook", tmp_path / "token"
    for path, its in ((held, mode), (own, 0o600)):
        path.write_text("x", encoding="utf-8")
        path.chmod(its)
    settings = Settings(channels={"team": SlackSettings(type="slack", secret_file=held)})
    told = settings.model_copy(update={"serve": settings.serve.model_copy(update={"token_file": own})})
    found = list(looking(told, tmp_path)._secrets())  # pyright: ignore[reportPrivateUsage]
    assert [str(held) in each.found and str(own) not in each.found for each in found] == [True] * is_told

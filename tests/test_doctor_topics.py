"""``achim doctor`` says which topics of the user's file get no trained weights."""

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from achim.app import App
from achim.doctor import examine
from achim.settings import EditionSettings, Settings
from achim.settings_interests import InterestsSettings
from achim.taxonomy import load_taxonomy
from tests.fakes import FakeProgress

SHIPPED = files("achim").joinpath("data", "taxonomy.toml").read_text(encoding="utf-8")
AUDIO = load_taxonomy(None).topic("audio")


def found(taxonomy: str, folder: Path, profiles: Mapping[str, InterestsSettings] | None = None) -> str:
    """What is said of the user's own files."""
    path = folder / "topics.toml"
    path.write_text(taxonomy, encoding="utf-8")
    settings = Settings(edition=EditionSettings(taxonomy=path, lang="en"), profiles=profiles or {})
    said: list[str] = []
    app = App(settings=settings, home=folder / "home", progress=FakeProgress(), say=said.append)
    examine(lambda: app, None, offline=True, say=said.append)
    return next(line for line in said if "taxonomy" in line)


def test_a_copy_of_the_built_in_topics_keeps_all_weights(tmp_path: Path) -> None:
    assert "without trained weights" not in found(SHIPPED, tmp_path)


def test_fault_a_known_key_with_another_definition_is_told(tmp_path: Path) -> None:
    assert AUDIO.definition in SHIPPED
    told = found(SHIPPED.replace(AUDIO.definition, "Fish and how they swim."), tmp_path)
    assert "without trained weights: audio; of these another definition than the built-in one’s: audio" in told


def test_fault_an_interest_in_no_topic_is_told(tmp_path: Path) -> None:
    told = found(SHIPPED, tmp_path, {"lee": InterestsSettings.model_validate({"topics": ["adio"]})})
    assert "profiles.lee.topics: there is no topic ‘adio’; the closest: audio" in told


def test_a_new_key_is_told(tmp_path: Path) -> None:
    told = found(SHIPPED.replace('key = "audio"', 'key = "sound"'), tmp_path)
    assert told.endswith("without trained weights: sound")

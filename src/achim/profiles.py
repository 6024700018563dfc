"""The profiles of readers: those of achim.toml, and what ``achim profile`` keeps in the data directory."""

import json
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal, cast

from pydantic import ValidationError

from achim.channels.files import write_files
from achim.domain.edition import DEFAULT_PROFILE, is_profile_name
from achim.domain.interests import ExamplePaper, Interests
from achim.domain.note import Note
from achim.domain.topic import Topic
from achim.errors import SettingsError, UserError
from achim.settings import Settings, read_toml
from achim.settings_faults import setting_faults
from achim.settings_interests import InterestsSettings, alike_names
from achim.taxonomy import load_taxonomy

DEFAULT = DEFAULT_PROFILE
FOLDER = "profiles"
Listed = Literal["topics", "phrases", "papers", "authors", "labs", "lanes", "never"]
LISTS: Mapping[str, Listed] = {
    "topic": "topics",
    "phrase": "phrases",
    "paper": "papers",
    "author": "authors",
    "lab": "labs",
    "lane": "lanes",
    "never": "never",
}
MOST_PAPERS = 20_000


def own_profiles(home: Path) -> tuple[str, ...]:
    """The names of those that the data directory holds."""
    return tuple(sorted(path.stem for path in (home / FOLDER).glob("*.toml") if is_profile_name(path.stem)))


def own_profile(home: Path, name: str) -> InterestsSettings:
    """What the data directory has of a profile, empty where it has nothing. Raises UserError."""
    path = _path(home, name)
    if not path.exists():
        return InterestsSettings()
    try:
        return InterestsSettings.model_validate(read_toml(path))
    except ValidationError as error:
        raise UserError(*setting_faults(error, path)) from error


def with_own_profiles(settings: Settings, home: Path) -> Settings:
    """The settings with what the data directory has of each profile behind what achim.toml has."""
    own = {name: own_profile(home, name) for name in own_profiles(home)}
    profiles = {name: _joined(told, own.get(name)) for name, told in settings.profiles.items()}
    profiles |= {name: told for name, told in own.items() if name not in profiles and name != DEFAULT}
    if alike := alike_names((DEFAULT, *profiles)):
        files = [str(_path(home, name)) for name in alike.split(", ") if name in own]
        raise UserError(
            Note.of("error.profile_case", names=alike), Note.of("error.profile_case_files", files=", ".join(files))
        )
    interests = _joined(settings.interests, own.get(DEFAULT))
    return settings.model_copy(update={"interests": interests, "profiles": profiles})


def names(settings: Settings) -> tuple[str, ...]:
    """All profiles, the default one first."""
    return (DEFAULT, *sorted(settings.profiles))


def check_topics(settings: Settings, profiles: Iterable[str]) -> None:
    """Raises SettingsError where interests name a topic that neither taxonomy has, with those that are likest."""
    own = load_taxonomy(settings.edition.taxonomy), load_taxonomy(settings.edition.news_taxonomy, "news")
    topics = {topic.key: topic for taxonomy in own for topic in taxonomy.topics}
    faults = [
        Note.of("error.interest_topic", setting=setting, topic=text, known=", ".join(_likest(text, topics)))
        for profile in profiles
        for setting, text in _topics_of(profile, interests_of(settings, profile).interests())
        if text not in topics
    ]
    if faults:
        raise SettingsError(*faults)


def _topics_of(profile: str, told: Interests) -> list[tuple[str, str]]:
    """Each topic that a profile names, with the setting that does."""
    place = "interests" if profile == DEFAULT else f"profiles.{profile}"
    never = [each.text for each in told.never if each.kind == "topic"]
    return [*((f"{place}.topics", wish.text) for wish in told.topics), *((f"{place}.never", text) for text in never)]


def _likest(text: str, topics: Mapping[str, Topic]) -> list[str]:
    """Keys whose key or label is like the text; all of them where none is."""
    keys = {label.casefold(): key for key, topic in topics.items() for label in (key, topic.name, topic.korean)}
    near = get_close_matches(text.casefold(), keys, n=4, cutoff=0.5)
    return list(dict.fromkeys(keys[each] for each in near)) or sorted(topics)


def interests_of(settings: Settings, profile: str) -> InterestsSettings:
    """Raises UserError for a profile that nobody named."""
    if profile == DEFAULT:
        return settings.interests
    if profile not in settings.profiles:
        raise UserError(Note.of("error.no_profile", name=profile[:80], names=", ".join(names(settings))))
    return settings.profiles[profile]


def added(profile: InterestsSettings, listed: Listed, rows: Iterable[Mapping[str, object] | str]) -> InterestsSettings:
    """The profile with rows added; one of the same name or id takes the place of what was there. Raises UserError."""
    told = profile.model_dump(mode="json")
    kept = {_row_key(row): row for row in [*told[listed], *rows]}
    return _checked({**told, listed: list(kept.values())})


def removed(profile: InterestsSettings, listed: Listed, text: str) -> InterestsSettings | None:
    """The profile without a row; None where it has none of that name or id. Raises UserError."""
    told = profile.model_dump(mode="json")
    wanted = {text.casefold(), *_id_of(text)}
    kept = [row for row in told[listed] if _row_key(row).casefold() not in wanted]
    return None if len(kept) == len(told[listed]) else _checked({**told, listed: kept})


def paper_rows(papers: Sequence[ExamplePaper], weight: float) -> list[dict[str, object]]:
    return [{"id": each.id, "title": each.title, "abstract": each.abstract, "weight": weight} for each in papers]


def keep_profile(home: Path, name: str, profile: InterestsSettings, told: Iterable[str] = ()) -> None:
    """Write it whole or not at all; one that says nothing is kept as a name. ``told`` are the names of the settings'
    profiles. Raises UserError.
    """
    path = _path(home, name)
    if alike := alike_names((DEFAULT, *own_profiles(home), *told, name)):
        raise UserError(Note.of("error.profile_case", names=alike))
    write_files(path.parent, {path.name: profile_toml(profile).encode()})


def profile_toml(profile: InterestsSettings) -> str:
    text = f"# Kept by `achim profile`.\n{profile_rows(profile)}"
    tomllib.loads(text)
    return text


def profile_rows(profile: InterestsSettings) -> str:
    """What a profile says beside the defaults, as TOML."""
    told = profile.model_dump(mode="json", exclude_defaults=True)
    return "".join(f"{name} = {_value(value)}\n" for name, value in told.items())


def _value(value: Any) -> str:
    if isinstance(value, list):
        return "[\n" + "".join(f"  {_value(each)},\n" for each in cast(list[object], value)) + "]"
    if isinstance(value, dict):
        inner = ", ".join(f"{name} = {_text(each)}" for name, each in cast(dict[str, object], value).items())
        return f"{{ {inner} }}"
    return _text(value)


def _text(value: object) -> str:
    """JSON's escapes are TOML's, but for DEL, which TOML wants escaped."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _joined(told: InterestsSettings, own: InterestsSettings | None) -> InterestsSettings:
    if own is None:
        return told
    lists = {name: (*getattr(told, name), *getattr(own, name)) for name in LISTS.values()}
    bounds = {name: getattr(own, name) for name in ("most_of_topic", "surprise") if name in own.model_fields_set}
    return told.model_copy(update={**lists, **bounds})


def _row_key(row: Mapping[str, object] | str) -> str:
    if isinstance(row, str):
        return row
    return str(row.get("name") or row.get("id") or row.get("title") or "")


def _id_of(text: str) -> tuple[str, ...]:
    from achim.domain.ids import canonical_id

    found = canonical_id(text)
    return (found.casefold(),) if found else ()


def _checked(told: Mapping[str, object]) -> InterestsSettings:
    try:
        return InterestsSettings.model_validate(told)
    except ValidationError as error:
        raise UserError(*setting_faults(error, Path("profile"))) from error


def _path(home: Path, name: str) -> Path:
    if not is_profile_name(name):
        raise UserError(Note.of("error.profile_name", name=name[:80]))
    return home / FOLDER / f"{name}.toml"

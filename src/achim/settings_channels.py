"""``[channels.NAME]``: the ways out. Each is a table with its ``type``."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import BeforeValidator, Field, SecretStr

from achim.domain.edition import DEFAULT_PROFILE, EditionKind, is_profile_name
from achim.domain.note import Note
from achim.errors import Refused, SettingsError
from achim.settings_fields import Maybe, Table, listed, unreadable

_MOST_SECRET = 8_192
_VARIABLE = r"^[A-Za-z_][A-Za-z_0-9]*$|^$"
Kinds = Annotated[tuple[EditionKind, ...], BeforeValidator(listed)]
Revisions = Literal["corrections", "all", "none"]


class ChannelSettings(Table):
    """What all channels have."""

    kinds: Kinds = Field(
        default=("papers", "news"), description="Which editions: papers, news; none for the owner's notices alone."
    )
    profile: str = Field(default=DEFAULT_PROFILE, description="Of which profile.")
    lang: Maybe[Literal["ko", "en"]] = Field(default=None, description="In which language; else the edition's own.")
    revisions: Revisions = Field(
        default="corrections",
        description="Which revisions of an edition that was sent are sent too: those that correct, all, or none.",
    )
    template: Maybe[Path] = Field(
        default=None, description="A folder with templates of your own, in the place of those of the same name."
    )
    secret_variable: str = Field(
        default="",
        pattern=_VARIABLE,
        description="The environment variable that holds the channel's secret (password, token, or address with a "
        "secret in it); else the type's own. Not the secret itself.",
    )
    secret_file: Maybe[Path] = Field(default=None, description="A file that holds the secret, in the variable's place.")


T = TypeVar("T")


def named_channels(channels: Mapping[str, T]) -> Mapping[str, T]:
    """Names are said in receipts, file names and commands: letters, digits and hyphens."""
    for name in channels:
        if not is_profile_name(name):
            raise Refused("channel_name", name=repr(name[:64]))
    return channels


def secret_of(name: str, settings: ChannelSettings, variable: str) -> SecretStr | None:
    """The secret of a channel: of its file, else of its variable, which is ``variable`` where the settings name none.

    None where there is none. Raises SettingsError where a file that is named cannot be read; never with its text.
    """
    if settings.secret_file is None:
        told = os.environ.get(settings.secret_variable or variable, "").strip()
        return SecretStr(told) if told else None
    path = settings.secret_file
    try:
        told = path.read_bytes()[: _MOST_SECRET + 1].decode("utf-8").strip()
    except OSError as error:
        raise SettingsError(unreadable(f"channels.{name}.secret_file", path, error)) from error
    except UnicodeDecodeError as error:
        raise SettingsError(Note.of("error.secret_file", channel=name, path=path)) from error
    if not told or len(told) > _MOST_SECRET or "\n" in told:
        raise SettingsError(Note.of("error.secret_file", channel=name, path=path))
    return SecretStr(told)


def own_templates(name: str, settings: ChannelSettings, known: Sequence[str]) -> dict[str, str]:
    """The user's own texts for those of a channel's templates that the folder has, by name. Raises SettingsError."""
    folder = settings.template
    if folder is None:
        return {}
    if not folder.is_dir():
        raise SettingsError(
            Note.of("error.setting_file.none", setting=f"channels.{name}.template", path=folder.absolute())
        )
    try:
        told = {each: (folder / each).read_text(encoding="utf-8") for each in known if (folder / each).exists()}
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(Note.of("error.templates", channel=name, path=folder, known=", ".join(known))) from error
    if not told:
        raise SettingsError(Note.of("error.templates", channel=name, path=folder, known=", ".join(known)))
    return told

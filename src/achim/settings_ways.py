"""``[channels.NAME]``: of which types there are, and those that write files."""

import re
from pathlib import Path, PurePosixPath
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, Field

from achim.errors import Refused
from achim.settings_channels import ChannelSettings
from achim.settings_chat import ChatSettings, DiscordSettings, SlackSettings, TelegramSettings, WebhookSettings
from achim.settings_mail import MailSettings


class FilesSettings(ChannelSettings):
    """The files of each edition, in a folder of its day."""

    type: Literal["files"]
    folder: Path = Field(description="Where the folders of days lie.")


_REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,199}", re.ASCII)
_NO_REFERENCE = re.compile(r"\.\.|//|/\.|\.(?:/|$)|\.lock(?:/|$)|/$|^HEAD$")
"""What git refuses: https://git-scm.com/docs/git-check-ref-format"""
_AUTHOR = re.compile(r"[^\x00-\x1f<>]{0,100}")


def _within(name: str) -> str:
    """A folder within another, without a way out of it."""
    path = PurePosixPath(name)
    if path.is_absolute() or "\\" in name or any(part in ("..", "") or part.lower() == ".git" for part in path.parts):
        raise Refused("folder_within")
    if any(not part.isprintable() for part in path.parts):
        raise Refused("folder_signs")
    return name


def _reference(name: str) -> str:
    if name and (not _REFERENCE.fullmatch(name) or _NO_REFERENCE.search(name)):
        raise Refused("reference")
    return name


def _author(text: str) -> str:
    if not _AUTHOR.fullmatch(text):
        raise Refused("author")
    return text


Reference = Annotated[str, AfterValidator(_reference)]
Author = Annotated[str, AfterValidator(_author)]


class GitSettings(ChannelSettings):
    """A commit with the files of each edition in a repository on this machine, and a push of it."""

    type: Literal["git"]
    repository: Path = Field(description="A working tree of the repository. The branch must be checked out there.")
    folder: Annotated[str, AfterValidator(_within)] = Field(
        default="", description="Where the folders of days lie within it; empty: at its top."
    )
    remote: Reference = Field(default="origin", min_length=1, description="The remote's name, not its address.")
    branch: Reference = Field(default="", description="The branch; empty: whichever is checked out.")
    push: bool = Field(default=True, description="Whether commits are pushed.")
    author_name: Author = Field(default="", description="Who commits; empty: whom git's own settings name.")
    author_email: Author = Field(default="", description="The mail address of who commits.")
    sign_off: bool = Field(default=False, description="Whether commits have a Signed-off-by line.")
    seconds: float = Field(default=60.0, ge=1, le=3600, description="Seconds that one command of git may take.")


Way = Annotated[FilesSettings | GitSettings | MailSettings | ChatSettings, Field(discriminator="type")]
"""One of them, told apart by ``type``."""
WAYS: tuple[type[ChannelSettings], ...] = (
    *(FilesSettings, GitSettings, MailSettings),
    *(SlackSettings, DiscordSettings, TelegramSettings, WebhookSettings),
)


def way_name(way: type[ChannelSettings]) -> str:
    """What its ``type`` is."""
    return get_args(way.model_fields["type"].annotation)[0]

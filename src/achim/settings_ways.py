"""``[channels.NAME]``: of which types there are, and those that write files."""

from pathlib import Path
from typing import Annotated, Literal, get_args

from pydantic import Field

from achim.settings_channels import ChannelSettings
from achim.settings_chat import DiscordSettings, SlackSettings, TelegramSettings, WebhookSettings


class FilesSettings(ChannelSettings):
    """The files of each edition, in a folder of its day."""

    type: Literal["files"]
    folder: Path = Field(description="Where the folders of days lie.")


Way = Annotated[
    FilesSettings | SlackSettings | DiscordSettings | TelegramSettings | WebhookSettings, Field(discriminator="type")
]
"""One of them, told apart by ``type``."""
WAYS: tuple[type[ChannelSettings], ...] = (
    *(FilesSettings, SlackSettings, DiscordSettings, TelegramSettings, WebhookSettings),
)


def way_name(way: type[ChannelSettings]) -> str:
    """What its ``type`` is."""
    return get_args(way.model_fields["type"].annotation)[0]

"""``[channels.NAME]``: chats and webhooks. Their secrets stand in the environment or a file, never here."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from achim.settings_channels import ChannelSettings
from achim.settings_fields import listed

_Chat = Annotated[str, StringConstraints(pattern=r"^(?:-?[0-9]{1,20}|@[A-Za-z][A-Za-z0-9_]{3,31})$")]
Chats = Annotated[tuple[_Chat, ...], BeforeValidator(listed)]


class SlackSettings(ChannelSettings):
    """Messages in a Slack channel, by an incoming webhook whose address SLACK_WEBHOOK_URL holds."""

    type: Literal["slack"]


class DiscordSettings(ChannelSettings):
    """Messages in a Discord channel, by a webhook whose address DISCORD_WEBHOOK_URL holds."""

    type: Literal["discord"]
    chart: bool = Field(default=True, description="Whether the chart goes with the first message.")


class TelegramSettings(ChannelSettings):
    """Messages in Telegram chats, by a bot whose token TELEGRAM_BOT_TOKEN holds."""

    type: Literal["telegram"]
    chats: Chats = Field(min_length=1, description="Ids of chats, as text, or names of public channels: @name.")
    chart: bool = Field(default=True, description="Whether the chart goes first, as a photo.")
    base_url: str = Field(default="https://api.telegram.org", description="Of the Bot API, or of a server of your own.")


class WebhookSettings(ChannelSettings):
    """Editions as JSON to an address of yours, signed as Standard Webhooks says with the key in WEBHOOK_SECRET."""

    type: Literal["webhook"]
    url: str = Field(description="Where they are posted to: https, or http on this machine; may be a private address.")

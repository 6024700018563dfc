"""The channels that the settings name."""

import re
from binascii import Error as NoBase64

from pydantic import SecretStr

from achim.channels.discord import DiscordChannel
from achim.channels.folder import Files, FolderChannel
from achim.channels.git import GitChannel
from achim.channels.git_program import Git
from achim.channels.slack import SlackChannel
from achim.channels.telegram import TelegramChannel
from achim.channels.web import Picture, is_safe
from achim.channels.webhook import WebhookChannel, signing_key
from achim.domain.delivery import Issue
from achim.domain.note import Note
from achim.errors import SettingsError
from achim.ports import Channel, Clock
from achim.settings_channels import ChannelSettings, own_templates, secret_of
from achim.settings_chat import DiscordSettings, SlackSettings, TelegramSettings, WebhookSettings
from achim.settings_ways import FilesSettings, GitSettings, Way

GIT_TOKEN = "GIT_TOKEN"
"""The environment variable that holds what opens a remote over https, where the settings name no other."""
_BOT_TOKEN = re.compile(r"[0-9]{1,20}:[A-Za-z0-9_-]{1,256}")


def make_channel(name: str, settings: Way, files: Files, clock: Clock) -> Channel:
    """Raises SettingsError where what it needs is missing.

    ``files`` makes the files of an edition, ``clock`` paces what has limits.
    """
    match settings:
        case FilesSettings():
            return FolderChannel(name, settings.folder, files)
        case GitSettings():
            return _git_channel(name, settings, files)
        case SlackSettings():
            from achim.render.chat import Chat

            chat = Chat("slack", _own(name, settings, "slack"))
            return SlackChannel(name, _address(name, settings, "SLACK_WEBHOOK_URL"), chat, clock)
        case DiscordSettings():
            from achim.render.chat import Chat

            chat = Chat("discord", _own(name, settings, "discord"))
            address = _address(name, settings, "DISCORD_WEBHOOK_URL")
            return DiscordChannel(name, address, chat, _picture(files, is_wanted=settings.chart), clock)
        case TelegramSettings():
            return _telegram(name, settings, files, clock)
        case WebhookSettings():
            return _webhook(name, settings, clock)


def _telegram(name: str, settings: TelegramSettings, files: Files, clock: Clock) -> TelegramChannel:
    from achim.render.chat import Chat

    token = _secret(name, settings, "TELEGRAM_BOT_TOKEN")
    if not _BOT_TOKEN.fullmatch(token.get_secret_value()):
        raise SettingsError(Note.of("error.chat_token", channel=name))
    _check_address(name, settings.base_url)
    return TelegramChannel(
        name,
        token,
        settings.base_url.rstrip("/"),
        settings.chats,
        Chat("telegram", _own(name, settings, "telegram")),
        _picture(files, is_wanted=settings.chart),
        clock,
    )


def _webhook(name: str, settings: WebhookSettings, clock: Clock) -> WebhookChannel:
    from achim.render.webhook import WebhookBodies

    key = _secret(name, settings, "WEBHOOK_SECRET")
    try:
        signing_key(key)
    except (NoBase64, ValueError):
        raise SettingsError(Note.of("error.chat_key", channel=name)) from None
    _check_address(name, settings.url)
    bodies = WebhookBodies(_own(name, settings, "webhook"))
    return WebhookChannel(name, SecretStr(settings.url), key, bodies.issue, bodies.letter, clock)


def _own(name: str, settings: ChannelSettings, service: str) -> str | None:
    file = f"{service}.jinja"
    return own_templates(name, settings, (file,)).get(file)


def _address(name: str, settings: ChannelSettings, variable: str) -> SecretStr:
    secret = _secret(name, settings, variable)
    _check_address(name, secret.get_secret_value())
    return secret


def _check_address(name: str, url: str) -> None:
    if not is_safe(url):
        raise SettingsError(Note.of("error.chat_url", channel=name))


def _secret(name: str, settings: ChannelSettings, variable: str) -> SecretStr:
    secret = secret_of(name, settings, variable)
    if secret is None:
        told = settings.secret_variable or variable
        raise SettingsError(Note.of("error.chat_secret", channel=name, variable=told))
    return secret


def _picture(files: Files, *, is_wanted: bool) -> Picture:
    """The chart of an edition that has works, but of no revision."""

    def picture(issue: Issue) -> tuple[str, bytes] | None:
        if not is_wanted or issue.before is not None or not issue.edition.sections:
            return None
        return next(((name, data) for name, data in files(issue).items() if name.endswith(".png")), None)

    return picture


def _git_channel(name: str, settings: GitSettings, files: Files) -> GitChannel:
    token = secret_of(name, settings, GIT_TOKEN)
    author = (settings.author_name, settings.author_email)
    return GitChannel(
        name=name,
        git=Git(settings.repository.expanduser().absolute(), author, settings.seconds),
        folder=settings.folder,
        remote=settings.remote,
        branch=settings.branch,
        push=settings.push,
        sign_off=settings.sign_off,
        token=token.get_secret_value() if token else None,
        files=files,
    )

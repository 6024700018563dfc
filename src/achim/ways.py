"""The channels that the settings name."""

from achim.channels.folder import Files, FolderChannel
from achim.channels.git import GitChannel
from achim.channels.git_program import Git
from achim.ports import Channel, Clock
from achim.settings_channels import secret_of
from achim.settings_mail import MailSettings
from achim.settings_ways import FilesSettings, GitSettings, Way

GIT_TOKEN = "GIT_TOKEN"
"""The environment variable that holds what opens a remote over https, where the settings name no other."""


def make_channel(name: str, settings: Way, files: Files, clock: Clock) -> Channel:
    """Raises SettingsError where what it needs is missing.

    ``files`` makes the files of an edition, ``clock`` paces what has limits.
    """
    match settings:
        case FilesSettings():
            return FolderChannel(name, settings.folder, files)
        case GitSettings():
            return _git_channel(name, settings, files)
        case MailSettings():
            from achim.ways_mail import mail_channel

            return mail_channel(name, settings, files, clock)
        case _:
            from achim.ways_chat import chat_channel

            return chat_channel(name, settings, files, clock)


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

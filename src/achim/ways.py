"""The channels that the settings name."""

from achim.channels.folder import Files, FolderChannel
from achim.ports import Channel, Clock
from achim.settings_ways import FilesSettings, Way


def make_channel(name: str, settings: Way, files: Files, clock: Clock) -> Channel:
    """Raises SettingsError where what it needs is missing.

    ``files`` makes the files of an edition, ``clock`` paces what has limits.
    """
    match settings:
        case FilesSettings():
            return FolderChannel(name, settings.folder, files)

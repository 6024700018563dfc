"""The channels that the settings name."""

from collections.abc import Callable, Mapping

from achim.channels.folder import FolderChannel
from achim.domain.delivery import Issue
from achim.ports import Channel
from achim.settings_ways import FilesSettings, Way


def make_channel(name: str, settings: Way, files: Callable[[Issue], Mapping[str, bytes]]) -> Channel:
    """Raises SettingsError where what it needs is missing. ``files`` makes the files of an edition."""
    match settings:
        case FilesSettings():
            return FolderChannel(name, settings.folder, files, _place)


def _place(issue: Issue) -> str:
    return issue.edition.key.day.isoformat()

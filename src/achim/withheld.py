"""What no log may hold: the secrets that the settings and the environment of this process name."""

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from achim.domain.secrets import without
from achim.settings import Settings
from achim.settings_chat import WebhookSettings

_NAMED = re.compile(r"TOKEN|SECRET|PASSW|CREDENTIAL|API_?KEY|WEBHOOK|PING_URL", re.IGNORECASE)
_MOST = 8_192


def withheld(text: str, settings: Settings) -> str:
    """A text without the secrets: they are read anew, as their files may have changed."""
    return without(text, _secrets(settings))


def _secrets(settings: Settings) -> Iterator[str]:
    variables = {way.secret_variable for way in settings.channels.values()} - {""}
    yield from (value.strip() for name, value in os.environ.items() if name in variables or _NAMED.search(name))
    for way in settings.channels.values():
        if isinstance(way, WebhookSettings):
            yield way.url
        if way.secret_file:
            yield _read(way.secret_file)
    if url := settings.store.url:
        yield url.get_secret_value()
        yield urlsplit(url.get_secret_value()).password or ""
    if settings.store.url_file:
        yield _read(settings.store.url_file)
    if settings.watch.ping_url:
        yield settings.watch.ping_url.get_secret_value()
    if settings.watch.ping_file:
        yield _read(settings.watch.ping_file)


def _read(path: Path) -> str:
    with suppress(OSError):
        return path.read_bytes()[:_MOST].decode("utf-8", "replace").strip()
    return ""

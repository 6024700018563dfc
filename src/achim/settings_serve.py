"""``[serve]``: the live reader."""

import ipaddress
import re
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr

from achim.domain.edition import DEFAULT_PROFILE
from achim.domain.note import Note
from achim.errors import Refused, SettingsError
from achim.settings_fields import Maybe, Table, listed, unreadable

SHORTEST_TOKEN = 16
_MOST_TOKEN = 4_096
_LABEL = "[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_HOST = re.compile(rf"(?:{_LABEL}\.)*{_LABEL}\.?|\[[0-9a-f:.]+\]", re.ASCII | re.IGNORECASE)


def _long_enough(token: SecretStr | None) -> SecretStr | None:
    if token is not None and len(token.get_secret_value()) < SHORTEST_TOKEN:
        raise Refused("short_token", least=SHORTEST_TOKEN)
    return token


def _own_name(name: str) -> str:
    """A name as a Host header has it, without the port."""
    bare = name.strip()
    if len(bare) > 253 or not _HOST.fullmatch(bare):
        raise Refused("host_name")
    return bare


def _listed(value: Any) -> Any:
    """An empty variable names none."""
    return () if value == "" else listed(value)


class ServeSettings(Table):
    """The live reader, `achim serve`."""

    host: str = Field(default="127.0.0.1", min_length=1, max_length=253, description="The address that is listened on.")
    port: int = Field(default=8421, ge=0, le=65_535, description="The port; 0 for any that is free.")
    hosts: Annotated[tuple[Annotated[str, AfterValidator(_own_name)], ...], BeforeValidator(_listed)] = Field(
        default=(),
        description="Names by which readers reach it beside this machine's own, like `paper.example.org`.",
    )
    public: bool = Field(
        default=False, description="Whether an address may be listened on that other machines reach; see docs/serve.md."
    )
    behind_proxy: bool = Field(
        default=False,
        description="Whether a proxy on this machine stands before it, whose word for the reader's address and https "
        "is taken.",
    )
    profile: str = Field(
        default=DEFAULT_PROFILE,
        max_length=64,
        description="Whose editions are read, and whose profile learns from stars and mutes: *default*, or a name of "
        "`[profiles.NAME]` or `achim profile`.",
    )
    token: Annotated[Maybe[SecretStr], AfterValidator(_long_enough)] = Field(
        default=None,
        description=f"What the one user signs in with, to keep stars, mutes and notes: {SHORTEST_TOKEN} characters or "
        "more. Better in `ACHIM_SERVE__TOKEN` or a file than here. Empty: nobody signs in and nothing is written.",
    )
    token_file: Maybe[Path] = Field(default=None, description="A file that holds the token, in its place.")
    session_hours: float = Field(default=12.0, gt=0, le=720, description="Hours after which the user signs in anew.")
    rate: int = Field(
        default=600, ge=0, le=10_000_000, description="Requests a minute that one address may make; 0: any number."
    )
    rate_all: int = Field(
        default=6_000, ge=0, le=10_000_000, description="Requests a minute of all together; 0: any number."
    )
    rate_search: int = Field(
        default=60, ge=0, le=10_000_000, description="Searches a minute that one address may make; 0: any number."
    )
    cache_mb: int = Field(default=32, ge=1, le=4_096, description="Memory for pages that were made, in MB.")
    access_log: bool = Field(default=True, description="Whether each request is a line on standard error.")


def is_loopback(host: str) -> bool:
    """Whether nobody but this machine reaches what listens there."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def user_token(settings: ServeSettings) -> SecretStr | None:
    """The token of the setting or of its file; None where there is no user. Raises SettingsError without its text."""
    if settings.token is not None or settings.token_file is None:
        return settings.token
    path = settings.token_file
    try:
        token = path.read_bytes()[: _MOST_TOKEN + 1].decode("utf-8").strip()
    except OSError as error:
        raise SettingsError(unreadable("serve.token_file", path, error)) from error
    except UnicodeDecodeError as error:
        raise SettingsError(Note.of("error.token_file", path=path)) from error
    if not SHORTEST_TOKEN <= len(token) <= _MOST_TOKEN or "\n" in token:
        raise SettingsError(Note.of("error.token_file", path=path))
    return SecretStr(token)

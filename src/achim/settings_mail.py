"""``[channels.NAME]`` with ``type = "mail"``: who sends, who receives, and the server in between."""

import re
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from achim.domain.note import Note
from achim.errors import Refused, SettingsError
from achim.settings_channels import ChannelSettings
from achim.settings_fields import Maybe, listed, unreadable

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LOCAL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
_NAMED = re.compile(r'\s*(?:"([^"<>]*)"|([^"<>]*?))\s*<([^<>]*)>\s*')
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_LONGEST_LOCAL, _LONGEST_ADDRESS, _LONGEST_NAME = 64, 254, 120
"""RFC 5321, 4.5.3.1."""
_WEB = re.compile(r"https://[!-~]{1,400}")
_MAILTO = re.compile(r"mailto:[!-~]{3,400}")
_FIELDS = re.compile(r"\{(?:token|address)\}")
_SHORTEST_KEY, _LONGEST_KEY = 16, 8_192
LOOPBACK = ("localhost", "127.0.0.1", "::1")


def address(text: str) -> str:
    """A bare mail address in ASCII, its domain as it stands in the DNS. ``Refused`` says what is wrong with it.

    Letters beyond ASCII before the @ need SMTPUTF8 (RFC 6531), which achim does not speak.
    """
    shown = {"text": repr(text[:80])}
    local, at, domain = text.strip(" ").rpartition("@")
    if not at:
        raise Refused("mail_address", why="mail.no_at", **shown)
    if not local.isascii():
        raise Refused("mail_address", why="mail.not_ascii", **shown)
    if not _LOCAL.fullmatch(local) or len(local) > _LONGEST_LOCAL:
        raise Refused("mail_address", why="mail.no_local", **shown)
    try:
        host = domain.encode("idna").decode("ascii").lower()
    except UnicodeError:
        host = ""
    labels = host.split(".")
    if (len(labels) < 2 and host != "localhost") or not all(map(_LABEL.fullmatch, labels)):
        raise Refused("mail_address", why="mail.no_domain", **shown)
    if len(local) + 1 + len(host) > _LONGEST_ADDRESS:
        raise Refused("mail_address", why="mail.long", **shown)
    return f"{local}@{host}"


def named_address(text: str) -> tuple[str, str]:
    """Name, which may be empty, and address, of ``Name <me@example.org>`` or an address alone. Raises ``Refused``."""
    if "<" not in text:
        return "", address(text)
    found = _NAMED.fullmatch(text)
    name = (found[1] or found[2] or "").strip() if found else ""
    if not found or _CONTROL.search(name) or len(name) > _LONGEST_NAME:
        raise Refused("mail_address", why="mail.no_name", text=repr(text[:80]))
    return name, address(found[3])


def _checked_name(text: str) -> str:
    named_address(text)
    return text


def _checked_reply(text: str | None) -> str | None:
    return _checked_name(text) if text else None


def _all_addresses(told: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(address, told)))


def _way_to_leave(text: str) -> str:
    bare = _FIELDS.sub("", text)
    if text and (set(bare) & set("{}<>,") or not (_WEB.fullmatch(bare) or _MAILTO.fullmatch(bare))):
        raise Refused("mail_leave")
    return text


def _host(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9.:-]{1,253}", text):
        raise Refused("mail_host")
    return text


class MailSettings(ChannelSettings):
    """Mail by SMTP: each edition is a message to each recipient."""

    type: Literal["mail"]
    host: Annotated[str, AfterValidator(_host)] = Field(description="The server that takes mail, by name.")
    port: int = Field(
        default=0, ge=0, le=65_535, description="Its port; 0: 587 for starttls, 465 for tls, 25 for none."
    )
    security: Literal["starttls", "tls", "none"] = Field(
        default="starttls",
        description="How the connection is protected: starttls, tls from the start, or none, on this machine only. "
        "Certificates are verified.",
    )
    ca_file: Maybe[Path] = Field(
        default=None, description="A PEM file of the authorities to trust, for a private server; else the system's."
    )
    user: str = Field(default="", max_length=320, description="Who signs in; empty: nobody does.")
    sender: Annotated[str, AfterValidator(_checked_name)] = Field(
        alias="from", description="Who the mail is from, like Morning paper <paper@example.org>."
    )
    to: Annotated[tuple[str, ...], BeforeValidator(listed), AfterValidator(_all_addresses)] = Field(
        default=(), description="Who gets it: addresses. Each gets a message of its own and sees nobody else."
    )
    recipients_file: Maybe[Path] = Field(
        default=None, description="A file with further addresses, one a line; after # stands a comment."
    )
    reply_to: Annotated[Maybe[str], AfterValidator(_checked_reply)] = Field(
        default=None, description="Where answers go; else to `from`."
    )
    unsubscribe: Annotated[str, AfterValidator(_way_to_leave)] = Field(
        default="",
        description="Where a recipient leaves: an https: or mailto: address. {address} in it is the recipient, {token} "
        "what proves that the link came from you (needs unsubscribe_key_file). Empty: no such link.",
    )
    unsubscribe_one_click: bool = Field(
        default=False, description="Whether that https: address takes the POST of one click (RFC 8058)."
    )
    unsubscribe_key_file: Maybe[Path] = Field(
        default=None, description="A file with the key of {token}: HMAC-SHA256 of the address, in hexadecimal."
    )
    together: int = Field(default=4, ge=1, le=64, description="How many connections may be open at once.")
    timeout: float = Field(default=60.0, gt=0, le=600, description="Seconds to wait for any answer of the server.")

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if self.security == "none" and self.host not in LOOPBACK:
            raise Refused("mail_unprotected")
        if not self.to and self.recipients_file is None:
            raise Refused("mail_nobody")
        if self.unsubscribe_one_click and not self.unsubscribe.startswith("https:"):
            raise Refused("mail_one_click")
        if "{token}" in self.unsubscribe and self.unsubscribe_key_file is None:
            raise Refused("mail_token")
        return self

    @property
    def reached_at(self) -> int:
        return self.port or {"starttls": 587, "tls": 465, "none": 25}[self.security]


def recipients_of(name: str, settings: MailSettings) -> tuple[str, ...]:
    """Everyone who gets it, once. Raises SettingsError that names the file and the line that is no address."""
    told = dict.fromkeys(settings.to)
    if settings.recipients_file is not None:
        told |= dict.fromkeys(_in_file(name, settings.recipients_file))
    if not told:
        raise SettingsError(Note.of("error.mail_nobody", channel=name, path=settings.recipients_file))
    return tuple(told)


def _in_file(channel: str, path: Path) -> list[str]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise SettingsError(unreadable(f"channels.{channel}.recipients_file", path, error)) from error
    except UnicodeDecodeError as error:
        raise SettingsError(Note.of("error.mail_file", channel=channel, path=path)) from error
    found: list[str] = []
    for number, line in enumerate(lines, 1):
        text = line.partition("#")[0].strip()
        try:
            found += [address(text)] if text else []
        except Refused as error:
            note = Note.of("error.mail_line", channel=channel, path=path, line=number, **error.told())
            raise SettingsError(note) from error
    return found


def unsubscribe_key(name: str, settings: MailSettings) -> bytes:
    """The key of ``{token}``; nothing where none is named. Raises SettingsError, never with its text."""
    path = settings.unsubscribe_key_file
    if path is None:
        return b""
    try:
        key = path.read_bytes()[:_LONGEST_KEY].strip()
    except OSError as error:
        raise SettingsError(unreadable(f"channels.{name}.unsubscribe_key_file", path, error)) from error
    if len(key) < _SHORTEST_KEY:
        raise SettingsError(Note.of("error.mail_key", channel=name, path=path))
    return key

"""A mail as bytes. Every header is written here, on one line of its own, so that no text can add another one.

The email package's own policy takes ``=?utf-8?q?=0ABcc:?=`` in a subject for encoded text and decodes it
(CVE-2024-6923); here such text is encoded once more, as what it is.
"""

import hmac
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.utils import format_datetime
from urllib.parse import quote

from achim.domain.mail import LEAVE, MailText, encoded, in_base64
from achim.domain.text import clean

_PLAIN = re.compile(r"[ -~]*")
_SHORT = 76
_PHRASE = re.compile(r"[A-Za-z0-9 ._'-]*")
_BOUNDARY = "=_achim_{}"
"""Neither quoted-printable nor base64 can hold ``=_``: RFC 2045, 6.7."""
Headers = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """How a recipient unsubscribes. ``{address}`` and ``{token}`` in ``url`` are the recipient and its HMAC-SHA256."""

    url: str
    key: bytes = b""
    one_click: bool = False

    @property
    def is_own(self) -> bool:
        """Whether each recipient has an address of its own."""
        return "{" in self.url

    def of(self, recipient: str) -> str:
        token = hmac.new(self.key, recipient.encode(), "sha256").hexdigest() if self.key else ""
        return self.url.replace("{address}", quote(recipient, safe="@")).replace("{token}", token)

    def headers(self, recipient: str) -> Headers:
        """RFC 2369, and RFC 8058 for one click."""
        told = {"List-Unsubscribe": f"<{self.of(recipient)}>"}
        return {**told, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"} if self.one_click else told


def header(name: str, value: str) -> bytes:
    """A header line, with CRLF. Characters that act are taken out; what is no plain ASCII is encoded (RFC 2047)."""
    told = clean(value)
    if not _PLAIN.fullmatch(told) or "=?" in told or (len(name) + 2 + len(told) > _SHORT and " " in told):
        told = Header(told, "utf-8", maxlinelen=_SHORT, header_name=name).encode(linesep="\r\n")
    return f"{name}: {told}\r\n".encode("ascii")


def mailbox(name: str, address: str) -> str:
    """``"Name" <me@example.org>``, ready to stand in a header; ``address`` is one that was checked."""
    told = clean(name)
    if not told:
        return address
    if _PHRASE.fullmatch(told):
        return f'"{told}" <{address}>'
    return f"{Header(told, 'utf-8', maxlinelen=_SHORT).encode(linesep='')} <{address}>"


def structured(headers: Headers) -> bytes:
    """Header lines whose values are ASCII of our own making. ValueError where one could break out of its line."""
    for name, value in headers.items():
        if not _PLAIN.fullmatch(value):
            raise ValueError(f"{name} is not plain")
    return "".join(f"{name}: {value}\r\n" for name, value in headers.items()).encode("ascii")


def date_of(moment: datetime) -> str:
    return format_datetime(moment)


def edition_body(mail: MailText, picture: bytes | None, leave: str) -> bytes:
    """Content headers and body of an edition: text, and HTML with its picture; ``leave`` unsubscribes."""
    plain = _text("plain", mail.text.replace(LEAVE, leave))
    html = _text("html", mail.html.replace(LEAVE, leave.replace("&", "&amp;")))
    if picture is not None and mail.chart is not None:
        html = _multipart("related", 'type="text/html"', (html, _picture(picture, mail.chart)))
    return structured({"MIME-Version": "1.0", "Content-Language": mail.lang}) + _multipart(
        "alternative", "", (plain, html)
    )


def plain_body(text: str) -> bytes:
    """Content headers and body of a few words."""
    return structured({"MIME-Version": "1.0"}) + _text("plain", text)


def _text(kind: str, text: str) -> bytes:
    encoding, data = encoded(text)
    told = {"Content-Type": f"text/{kind}; charset=utf-8", "Content-Transfer-Encoding": encoding}
    return structured(told) + b"\r\n" + data


def _picture(data: bytes, content_id: str) -> bytes:
    told = {
        "Content-Type": "image/png",
        "Content-Transfer-Encoding": "base64",
        "Content-ID": f"<{content_id}>",
        "Content-Disposition": 'inline; filename="chart.png"',
    }
    return structured(told) + b"\r\n" + in_base64(data)


def _multipart(kind: str, more: str, parts: Iterable[bytes]) -> bytes:
    boundary = _BOUNDARY.format(kind)
    told = f'multipart/{kind}; boundary="{boundary}"' + (f"; {more}" if more else "")
    line = f"--{boundary}".encode()
    inner = b"".join(line + b"\r\n" + part for part in parts)
    return structured({"Content-Type": told}) + b"\r\n" + inner + line + b"--\r\n"

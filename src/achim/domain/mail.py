"""An edition as the texts of a mail, and how they are written for the way."""

from binascii import b2a_base64, b2a_qp
from dataclasses import dataclass

LEAVE = "\ue000"
"""Stands where a recipient's own address to unsubscribe goes; ``clean`` lets no such character through from outside."""
_PACKED = 57
"""Bytes of a line of 76 characters in base64: RFC 2045, 6.8."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailText:
    """``chart`` is the Content-ID, without < and >, that the HTML has for its picture; None where it shows none."""

    subject: str
    html: str
    text: str
    lang: str
    chart: str | None


def encoded(text: str) -> tuple[str, bytes]:
    """The transfer encoding that is shorter for ``text``, and its bytes: lines that end with CRLF, 76 characters.

    ``text`` ends with a line's end then: ``b2a_qp`` breaks lines as the first one in it ends.
    """
    whole = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n") + "\n"
    data = whole.replace("\n", "\r\n").encode()
    quoted, packed = b2a_qp(data, istext=True), in_base64(data)
    return ("quoted-printable", quoted) if len(quoted) <= len(packed) else ("base64", packed)


def in_base64(data: bytes) -> bytes:
    return b"".join(b2a_base64(data[at : at + _PACKED], newline=False) + b"\r\n" for at in range(0, len(data), _PACKED))

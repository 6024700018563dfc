"""Addresses that hold what is nobody else's to see: https://www.rfc-editor.org/rfc/rfc3986#section-7.5"""

import re
from base64 import b64encode
from collections.abc import Iterable
from urllib.parse import quote, urlsplit

_SHORTEST = 6
"""What is shorter is a word that may stand anywhere."""
_PIECE = re.compile(r"[^/?&=#;]{8,}")
_BEGIN = re.compile(":?//|:")
_PARAMETER = re.compile(
    r"([?&#;][\w.-]*(?:key|token|secret|password|passwd|pwd|auth|signature|sig)=)[^&#;\s'\"]*", re.IGNORECASE
)
_AUTHORITY = re.compile(r"[^/?#\\]*")


def masked(text: str) -> str:
    """A message that may quote an address, without its password and what a parameter named like a key holds.

    A password may hold any letter, so all up to the last sign that may end it is taken for it.
    """
    begin = _BEGIN.search(text)
    end = max(text.rfind("@") + 1, text.rfind("%40") + 3 if "%40" in text else 0)
    if begin and end > begin.end():
        text = f"{text[: begin.end()]}***@{text[end:]}"
    return _without_keys(text)


def without(text: str, secrets: Iterable[str]) -> str:
    """A text without any of these: as they are, percent-encoded, in Base64; of an address, also without what its path
    and query hold."""
    forms = {form for secret in secrets for form in _forms(secret) if len(form) >= _SHORTEST}
    for form in sorted(forms, key=len, reverse=True):
        text = text.replace(form, "***")
    return text


def _forms(secret: str) -> Iterable[str]:
    yield from (secret, quote(secret), quote(secret, safe=""), b64encode(secret.encode()).decode())
    yield repr(secret)[1:-1]
    if "://" in secret:
        try:
            parts = urlsplit(secret)
        except ValueError:
            return
        for piece in _PIECE.findall(f"{parts.path}?{parts.query}#{parts.fragment}"):
            yield from (piece, quote(piece))


def shown(url: str) -> str:
    """An absolute address as a message may show it; an ``@`` that no password ends stays."""
    return masked(url) if has_credentials(url) else _without_keys(url)


def has_credentials(url: str) -> bool:
    """Whether an absolute address names a user or a password, also one whose password has a slash."""
    _, _, rest = url.partition("//")
    authority = _AUTHORITY.match(rest)
    place = authority[0] if authority else ""
    port = place.rpartition(":")[2] if ":" in place and not place.endswith("]") else ""
    return "@" in place or bool(port and not port.isdigit() and ("@" in rest or "%40" in rest))


def _without_keys(text: str) -> str:
    return _PARAMETER.sub(r"\1***", text)

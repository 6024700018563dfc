"""Addresses that hold what is nobody else's to see: https://www.rfc-editor.org/rfc/rfc3986#section-7.5"""

import re

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

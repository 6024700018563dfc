"""Addresses that hold what is nobody else's to see: https://www.rfc-editor.org/rfc/rfc3986#section-7.5"""

import re

_CREDENTIALS = re.compile(r"(:?//|:).*(?:@|%40)", re.DOTALL)
"""A password may hold any letter, so all up to the last sign that may end it is taken for it."""
_PARAMETER = re.compile(
    r"([?&#;][\w.-]*(?:key|token|secret|password|passwd|pwd|auth|signature|sig)=)[^&#;\s'\"]*", re.IGNORECASE
)
_AUTHORITY = re.compile(r"[^/?#\\]*")


def masked(text: str) -> str:
    """A message that quotes an address, without its password and without what a parameter named like a key holds."""
    return _PARAMETER.sub(r"\1***", _CREDENTIALS.sub(r"\1***@", text))


def has_credentials(url: str) -> bool:
    """Whether an absolute address names a user or a password, also one whose password has a slash."""
    _, _, rest = url.partition("//")
    authority = _AUTHORITY.match(rest)
    place = authority[0] if authority else ""
    port = place.rpartition(":")[2] if ":" in place and not place.endswith("]") else ""
    return "@" in place or bool(port and not port.isdigit() and ("@" in rest or "%40" in rest))

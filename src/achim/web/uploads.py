"""Forms with a file in them: ``multipart/form-data`` (RFC 7578)."""

from collections.abc import Mapping
from email import message_from_bytes, policy
from email.message import EmailMessage

_MOST_PARTS = 20
_LONGEST_HEAD = 2_000


def fields_of(content_type: str, body: bytes) -> Mapping[str, bytes]:
    """The parts by name, the last of one name. Raises ValueError for what is no such form.

    Cut at its boundary, in time linear in its length; the standard library's parser, slow by the line, reads the heads.
    """
    told = _head(b"Content-Type: " + content_type.encode("latin-1"))
    boundary = told.get_boundary("").encode("ascii", "replace")
    if told.get_content_type() != "multipart/form-data" or not boundary:
        raise ValueError("no form with a file")
    _, *parts = (b"\r\n" + body).split(b"\r\n--" + boundary, _MOST_PARTS + 1)
    if len(parts) < 2 or not parts[-1].startswith(b"--"):
        raise ValueError("cut off, or of too many parts")
    found: dict[str, bytes] = {}
    for part in parts[:-1]:
        head, between, content = part.partition(b"\r\n\r\n")
        name = _head(head.strip()).get_param("name", header="content-disposition")
        if not between or len(head) > _LONGEST_HEAD or not isinstance(name, str):
            raise ValueError("a part without a name")
        found[name] = content
    return found


def _head(lines: bytes) -> EmailMessage:
    return message_from_bytes(lines[:_LONGEST_HEAD] + b"\r\n\r\n", policy=policy.HTTP)

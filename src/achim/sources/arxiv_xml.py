"""Remote XML, read without what makes XML dangerous: no document type, so no entities of its own."""

import re
from xml.etree import ElementTree

from achim.domain.note import Note
from achim.errors import SourceError

_DOCUMENT_TYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_DECLARED = re.compile(rb"\s*<\?xml[^>]{0,200}?\sencoding\s*=\s*[\"']([^\"']*)")
_READABLE = frozenset((b"utf-8", b"us-ascii", b"iso-8859-1"))
"""Encodings in which a document type cannot hide from the search for its bytes."""


def parse_xml(body: bytes, *, source: str, what: str) -> ElementTree.Element:
    """The root element. Raises SourceError for what is no XML, and for a document with a document type."""
    unreadable = SourceError(source, Note.of("source.unparsable", what=what))
    declared = _DECLARED.match(body.removeprefix(b"\xef\xbb\xbf"))
    if b"\x00" in body or _DOCUMENT_TYPE.search(body) or (declared and declared[1].lower() not in _READABLE):
        raise unreadable
    try:
        return ElementTree.fromstring(body.lstrip())
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise unreadable from error


def is_one(item: ElementTree.Element, *tags: str) -> bool:
    """Whether an item has each tag once: where what parts two items is lost, the first has the other's authors too."""
    return all(len(item.findall(tag)) == 1 for tag in tags)

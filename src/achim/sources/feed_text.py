"""A feed's bytes as well-formed XML: what people's software gets wrong is put right where its meaning is not in doubt.

Wrong encodings, blanks before the declaration, control characters, HTML's entities, bare ampersands, prefixes that
nobody declared. What is not well-formed after that is refused: a title that has run into the next one is nobody's.
"""

import codecs
import re
from collections.abc import Iterator
from html import escape
from html.entities import html5
from xml.etree import ElementTree

LOST = "\ufffd"
"""Stands where a letter could not be read."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"\s*<\?xml[^>]{0,200}?\sencoding\s*=\s*[\"']([\w.:-]{1,40})")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_KOREAN = frozenset({"euc_kr", "euckr", "ks_c_5601", "ks_c_5601_1987", "ksc5601", "ks_x_1001", "korean"})
"""What Windows-949 is called by feeds that use it: https://encoding.spec.whatwg.org/#names-and-labels"""
_LATIN = frozenset({"ascii", "us_ascii", "iso8859_1", "iso_8859_1", "latin_1", "latin1", "cp1252", "windows_1252"})
_UNWANTED = frozenset({"utf_7", "unicode_escape", "raw_unicode_escape", "idna", "punycode", "undefined", "mbcs", "oem"})
_MOSTLY = 0.6
_SHIFT = b"\x1b$"
"""What a text in one of ISO 2022's encodings begins its letters with: all of its bytes are ASCII."""

_DECLARATION = re.compile(r"\A[\s\ufeff]*(?:<\?xml\b[^>]*\?>)?\s*")
_BLANKS = re.compile(r"\s*")
_DOCTYPE = re.compile(r"<!DOCTYPE\b(?:[^\[<>]*>)?", re.IGNORECASE)
_OPENING = re.compile(r"<!\[CDATA\[|<!--")
_CLOSING = {"<![CDATA[": "]]>", "<!--": "-->", "<?": "?>"}
_CONTROL = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_NO_LETTER = re.compile(r"[\x00\ud800-\udfff]")
_REFERENCE = re.compile(r"&(?:#(\d{1,7}|[xX][0-9a-fA-F]{1,6});|(\w{1,40});)?")
_OWN = frozenset({"amp", "lt", "gt", "quot", "apos"})
_PREFIX = re.compile(r"(?:</?|\s)([A-Za-z_][\w.-]*):[A-Za-z_][\w.-]*(?=[\s=/>])")
_DECLARED_PREFIX = re.compile(r"\sxmlns:([\w.-]+)")
_ROOT = re.compile(r"<([A-Za-z_][\w.:-]*)")
_NAMESPACES = {
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "atom": "http://www.w3.org/2005/Atom",
    "media": "http://search.yahoo.com/mrss/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
}


def decode(body: bytes, content_type: str) -> str:
    """The text of a document; ``LOST`` where a byte is none of its encoding.

    Bytes that are UTF-8 are UTF-8, whatever is declared; others are what they are declared to be, or Korean where
    they read as Korean.
    """
    for bom, name in _BOMS:
        if body.startswith(bom):
            return body.decode(name, "replace").lstrip("\ufeff")
    if body[:64].count(b"\0") > len(body[:64]) // 3:
        return body.decode("utf-16-be" if body.startswith(b"\0") else "utf-16-le", "replace")
    return next((text for text in _readings(body, content_type) if text is not None), body.decode("utf-8", "replace"))


def _readings(body: bytes, content_type: str) -> Iterator[str | None]:
    """Ways to read it, the most likely one first; None where it cannot be read so."""
    match = _DECLARED.match(body)
    declared = _encoding(match[1].decode("ascii")) if match else ""
    charset = _CHARSET.search(content_type)
    named = _encoding(charset[1]) if charset else ""
    if _SHIFT not in body:
        yield _strictly(body, "utf-8")
    latin = {declared, named} & _LATIN
    if latin or not (declared or named):
        yield _korean(body)
    for name in (declared, named):
        if name and name not in _LATIN | {"utf_8"}:
            yield _strictly(body, name)
    if latin or not (declared or named):
        yield _strictly(body, "cp1252")


def _encoding(label: str) -> str:
    """Python's name of an encoding of text; empty where there is none."""
    name = label.lower().replace("-", "_")
    if name in _KOREAN:
        return "cp949"
    try:
        found = codecs.lookup(name).name.replace("-", "_")
        "".encode(found)
    except (LookupError, UnicodeError):
        return ""
    return "" if found in _UNWANTED else found


def _strictly(body: bytes, name: str) -> str | None:
    try:
        return body.decode(name)
    except (UnicodeError, LookupError):
        return None


def _korean(body: bytes) -> str | None:
    text = _strictly(body, "cp949")
    others = [char for char in text or "" if char > "\x7f"]
    hangul = sum("가" <= char <= "힣" for char in others)
    return text if others and hangul >= _MOSTLY * len(others) else None


def well_formed(text: str) -> tuple[str, ElementTree.Element] | None:
    """The document put right, in UTF-8 by declaration, and its root; None where it is none.

    A document type with declarations of its own is refused, so there are no entities but those that XML has.
    """
    text = _CONTROL.sub(" ", _NO_LETTER.sub(LOST, _DECLARATION.sub("", text, count=1)))
    start = _after_prolog(text)
    if plain := _DOCTYPE.match(text, start):
        text = text[:start] + text[plain.end() :] if plain[0].endswith(">") else text
    pieces = _split(text)
    pieces[::2] = [_REFERENCE.sub(_referred, piece) for piece in pieces[::2]]
    text = _declared_prefixes("".join(pieces))
    if _DOCTYPE.match(text, _after_prolog(text)):
        return None
    try:
        root = ElementTree.fromstring(text)
    except (ElementTree.ParseError, ValueError):
        return None
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}', root


def _after_prolog(text: str) -> int:
    """Where the blanks, comments and processing instructions end that a document begins with."""
    at = 0
    while blanks := _BLANKS.match(text, at):
        at = blanks.end()
        opening = next((each for each in ("<!--", "<?") if text.startswith(each, at)), "")
        end = text.find(_CLOSING[opening], at + len(opening)) if opening else -1
        if end < 0:
            break
        at = end + len(_CLOSING[opening])
    return at


def _split(text: str) -> list[str]:
    """By turns what is markup and text, and what is a comment or section of CDATA; one that never ends is neither."""
    pieces: list[str] = []
    at = 0
    while opening := _OPENING.search(text, at):
        closing = _CLOSING[opening[0]]
        end = text.find(closing, opening.end())
        if end < 0:
            break
        end += len(closing)
        pieces += [text[at : opening.start()], text[opening.start() : end]]
        at = end
    return [*pieces, text[at:]]


def _referred(match: re.Match[str]) -> str:
    if number := match[1]:
        code = int(number[1:], 16) if number[0] in "xX" else int(number)
        if code == 0 or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
            return LOST
        return " " if _CONTROL.fullmatch(chr(code)) else match[0]
    name = match[2]
    if name in _OWN:
        return match[0]
    return escape(html5[f"{name};"]) if name and f"{name};" in html5 else "&amp;" + match[0][1:]


def _declared_prefixes(text: str) -> str:
    """Prefixes that are used and not declared are declared on the root."""
    outside = "".join(_split(text)[::2])
    used = {match[1] for match in _PREFIX.finditer(outside)} - {"xml", "xmlns"}
    unknown = sorted(used - {match[1] for match in _DECLARED_PREFIX.finditer(outside)})
    named = "".join(f' xmlns:{each}="{_NAMESPACES.get(each, f"urn:undeclared:{each}")}"' for each in unknown)
    return _ROOT.sub(rf"<\1{named}", text, count=1) if named else text

"""Cleaning and comparing of remote text, which is hostile: every string is cleaned before it enters the domain."""

import re
import unicodedata
from urllib.parse import SplitResult, urljoin, urlsplit

ELLIPSIS = "…"
_URL_LIMIT = 2_000
_MARKS = 8
"""Combining marks kept on one letter: more than any script stacks, and few enough for normalisation.

Python orders the marks of one letter by insertion, which takes quadratic time: https://unicode.org/reports/tr15/#Stream_Safe_Text_Format.
"""

_EMOJI = (
    "[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2194-\u2199\u21a9\u21aa\u231a\u231b\u2328\u23cf\u23e9-\u23fa\u24c2"
    "\u25aa\u25ab\u25b6\u25c0\u25fb-\u25fe\u2600-\u27bf\u2934\u2935\u2b05-\u2b07\u2b1b\u2b1c\u2b50\u2b55"
    "\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]"
)
_UNWANTED = re.compile(
    "["
    "\u0000-\u0008\u000e-\u001b\u007f-\u0084\u0086-\u009f"  # controls that are no white space
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0"  # invisible letters and hyphens
    "\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"  # zero width, bidi
    "\ufe00-\ufe0e\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"  # variants, tags
    "\ud800-\udfff\ue000-\uf8ff\U000f0000-\U0010ffff"  # surrogates, private use
    "\ufdd0-\ufdef\ufff0-\ufffc\ufffe\uffff"  # annotations, no characters
    + "".join(chr(plane + last) for plane in range(0x1_0000, 0xF_0000, 0x1_0000) for last in (0xFFFE, 0xFFFF))
    + "]+"
)
_PLAIN = re.compile(
    "[\t-\r -~\xa0-\xac\xae-\u02ff\u0391-\u03c9\u2010-\u2027\u2030-\u205e\u2190-\u22ff\u2460-\u24ff\u3001-\u3029가-힣]*"
)
"""Of nothing but letters and signs that stay as they are, whatever stands beside them: nearly every text."""
_LOOSE_JOINER = re.compile(
    rf"(?=[\u200d\ufe0f])(?:(?<!{_EMOJI})\ufe0f|(?<!{_EMOJI})(?<!{_EMOJI}\ufe0f)\u200d|\u200d(?!{_EMOJI}))"
)

_OUTSIDE_URL = re.compile(r"[\s\x00-\x20\x7f-\x9f<>\"\\^`{|}]")
_MARKUP = re.compile(r"\\(?:emph|text(?:bf|it|sc|tt|rm|sf)?|math(?:bf|bb|cal|it|rm|sf|tt)|bf|it|rm)(?![a-z])")
_SILENT = re.compile(r"[$\\{}^_'`´‘’]+")
_LATIN_MARKS = re.compile(r"(?<=[a-z])[\u0300-\u036f\u3099\u309a]+")


def clean(text: str, *, limit: int | None = None) -> str:
    """``text`` in NFC without invisible characters, its white space folded to single spaces and stripped.

    Joiners and emoji presentation selectors stay inside emoji only. A text of more than ``limit`` characters is cut,
    at a word boundary where one is near, and ends with an ellipsis that the limit includes. Linear, idempotent.
    """
    folded = " ".join((text if _PLAIN.fullmatch(text) else _visible(text)).split())
    return folded if limit is None or len(folded) <= limit else _cut(folded, limit)


def _visible(text: str) -> str:
    visible = _LOOSE_JOINER.sub("", _UNWANTED.sub("", text))
    return _unpiled(unicodedata.normalize("NFC", _unpiled(visible)))


def _unpiled(text: str) -> str:
    marks = "".join(sorted(char for char in set(text) if unicodedata.combining(char)))
    return re.sub(f"([{marks}]{{{_MARKS}}})[{marks}]+", r"\1", text) if marks else text


def _cut(text: str, limit: int) -> str:
    if limit < 1:
        return ""
    room = limit - len(ELLIPSIS)
    space = text.rfind(" ", room // 2, room + 1)
    return text[: space if space > 0 else room].rstrip(" \u200d") + ELLIPSIS


def is_web_url(url: str) -> bool:
    """Whether ``url`` is an absolute http or https address that may stand in a link: it has a host, no credentials."""
    if len(url) > _URL_LIMIT or _OUTSIDE_URL.search(url) or _UNWANTED.search(url):
        return False
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and "@" not in parts.netloc and _has_host(parts)
    except ValueError:
        return False


def resolved(base: str, link: str) -> str:
    """The address that a link on the page at ``base`` leads to; empty where it is none of the web."""
    try:
        url = urljoin(base, link)
    except ValueError:
        return ""
    return url if is_web_url(url) else ""


def _has_host(parts: SplitResult) -> bool:
    """Raises ValueError where the port is none."""
    return any(char.isalnum() for char in parts.hostname or "") and parts.port != 0


def fold(text: str) -> str:
    """The form of a title under which two spellings of it are the same.

    Without case, compatibility forms, marks on Latin letters, LaTeX markup and apostrophes; other punctuation parts
    words as a space does. Hangul stays composed. A title of nothing but punctuation stays as it is. Idempotent.
    """
    caseless = clean(unicodedata.normalize("NFKD", clean(text)).casefold())
    bare = _SILENT.sub("", _MARKUP.sub("", unicodedata.normalize("NFKD", caseless)))
    unmarked = _LATIN_MARKS.sub("", unicodedata.normalize("NFKD", bare))
    return clean("".join(map(_spaced, unmarked))) or caseless


def _spaced(char: str) -> str:
    return " " if unicodedata.category(char).startswith("P") or char == "~" else char

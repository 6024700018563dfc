"""Remote text made inert: what a stranger wrote is shown, and does nothing.

Control and bidirectional characters can reorder or hide what stands on a page or drive a terminal
(https://trojansource.codes/). They are dropped wherever text is shown; the JSON keeps them, escaped.
"""

import re
from urllib.parse import quote, urlsplit

from achim.domain.text import clean

_MUCH = 0.2
"""Share of Hangul among letters: Korean about models is full of Latin names."""
_HANGUL = re.compile("[가-힣]+")
_COLOR = re.compile("#[0-9A-Fa-f]{6}")
_SURROGATE = re.compile("[\ud800-\udfff]")
_URL_SAFE = "/:?#@!$&'*+,;=%~"
_MARKUP = re.compile(r"[\\`*\[\]<$]|(?<![^\W_])_|_(?![^\W_])|~(?=~)|&(?=#?\w+;)|:(?=//)|(?<=www)\.", re.IGNORECASE)
_ESCAPE = re.compile(r"\\([%&_#$])")
_GROUP = re.compile(r"\\(?:textbf|textit|texttt|emph|text|textsc)\{([^{}\\]*)\}")
_TIE = re.compile(r"(?<=[A-Za-z])(?<!\d[A-Za-z])~(?=[A-Za-z0-9])|(?<=\d)~(?=[A-Za-z])")
"""LaTeX's space that does not break; *8B~70B* is a range."""
_TIMES = re.compile(r"\$?\\times\$?")
_SPELLED = re.compile(r"[\\~]|``|''")
"""What begins or is a spelling of LaTeX's."""
_BLOCK_START = re.compile(r"^(?:[#>=+-]|\d{1,9}(?=[.)]))")


def whole(text: str) -> str:
    """``text`` without lone surrogates, which no UTF-8 can hold."""
    return _SURROGATE.sub("\ufffd", text)


def line(text: str) -> str:
    """``text`` as one line without characters that act on what is around them."""
    return clean(text)


def lines(text: str) -> str:
    """``text`` with its line ends, each line as ``line`` leaves it."""
    return "\n".join(map(line, text.split("\n")))


def typeset(text: str) -> str:
    """``text`` of a title or abstract as one line, with the marks that LaTeX's spelling stands for: 90\\% is 90%."""
    told = line(text)
    if not _SPELLED.search(told):
        return told
    shown = _GROUP.sub(r"\1", told).replace("``", "“").replace("''", "”")
    return _TIMES.sub("×", _ESCAPE.sub(r"\1", _TIE.sub(" ", shown)))


def markdown_text(text: str) -> str:
    """``text`` as Markdown that shows it as it is; only what would be markup gets a backslash."""
    escaped = _MARKUP.sub(lambda found: "\\" + found[0], line(text))
    return _BLOCK_START.sub(_escaped_start, escaped)


def _escaped_start(found: re.Match[str]) -> str:
    return found[0] + "\\" if found[0].isdigit() else "\\" + found[0]


def markdown_cell(text: str) -> str:
    """``text`` for a cell of a Markdown table."""
    return markdown_text(text).replace("|", "\\|")


def language_of(text: str) -> str:
    """``ko`` where a good part of the letters is Hangul, else ``en``: which voice and which fonts a reader needs."""
    hangul = sum(map(len, _HANGUL.findall(text)))
    return "ko" if hangul and hangul / sum(map(str.isalpha, text)) > _MUCH else "en"


def color_of(text: str) -> str:
    """``text`` as a colour for a picture; grey where it is none."""
    return text if _COLOR.fullmatch(text) else "#777777"


def web_url(url: str) -> str | None:
    """``url`` percent-encoded, so that it holds no space, parenthesis or quote; None where it is no web address."""
    bare = line(url)
    try:
        parts = urlsplit(bare)
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        return None
    return quote(bare, safe=_URL_SAFE)

"""TeX accents in the metadata that arXiv's feeds and OAI-PMH give raw: https://info.arxiv.org/help/prep.html#author"""

import re
import unicodedata

_MARKS = {
    "'": "\u0301",
    "`": "\u0300",
    '"': "\u0308",
    "^": "\u0302",
    "~": "\u0303",
    "=": "\u0304",
    ".": "\u0307",
    "u": "\u0306",
    "v": "\u030c",
    "H": "\u030b",
    "c": "\u0327",
    "k": "\u0328",
    "r": "\u030a",
    "d": "\u0323",
    "b": "\u0331",
}
_LETTERS = {
    "ss": "ß",
    "ae": "æ",
    "AE": "Æ",
    "oe": "œ",
    "OE": "Œ",
    "aa": "å",
    "AA": "Å",
    "o": "ø",
    "O": "Ø",
    "l": "ł",
    "L": "Ł",
    "i": "ı",
    "j": "ȷ",
}
_BASE = r"\\[ij](?![A-Za-z])|[A-Za-z]"
_ACCENT = re.compile(rf"\\(?P<mark>['`\"^~=.])\s?(?:\{{(?P<braced>{_BASE})\}}|(?P<bare>{_BASE}))")
_NAMED_ACCENT = re.compile(rf"\\(?P<mark>[uvHckrdb])(?:\s?\{{(?P<braced>{_BASE})\}}|\s(?P<bare>{_BASE}))")
_LETTER = re.compile(rf"\\(?P<name>{'|'.join(_LETTERS)})(?:\{{\}}|(?![A-Za-z])\s?)")
_BRACED_LETTER = re.compile(r"\{([^\x00-\x7f])\}")
_MATHS = re.compile(r"(\$[^$]*\$)")
_AFFILIATION = re.compile(r"\s*\([^()]*\)")
_SUFFIXES = frozenset(("Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV"))


def without_tex_accents(text: str) -> str:
    """``text`` with accented letters in the place of their TeX; maths between dollar signs stays."""
    parts = _MATHS.split(text) if "\\" in text else [text]
    return "".join(part if index % 2 else _converted(part) for index, part in enumerate(parts))


def _converted(text: str) -> str:
    for pattern in (_ACCENT, _NAMED_ACCENT):
        text = pattern.sub(_accented, text)
    text = _LETTER.sub(lambda match: _LETTERS[match["name"]], text)
    return _BRACED_LETTER.sub(r"\1", text)


def _accented(match: re.Match[str]) -> str:
    letter = (match["braced"] or match["bare"]).removeprefix("\\")
    return unicodedata.normalize("NFC", letter + _MARKS[match["mark"]])


def author_names(joined: str) -> tuple[str, ...]:
    """The names in ``Paulo Andr\\'e, Wei Wang Jr (Inst of X, Univ Y)``, without affiliations."""
    text = joined
    while (shorter := _AFFILIATION.sub("", text)) != text:
        text = shorter
    names: list[str] = []
    for part in re.split(r"\s*,\s*|\s+and\s+", without_tex_accents(text).strip()):
        if part in _SUFFIXES and names:
            names[-1] += f", {part}"
        elif part:
            names.append(part)
    return tuple(names)

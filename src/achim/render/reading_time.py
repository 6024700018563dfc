"""How long a text takes to read."""

import math
import re
from collections.abc import Iterable

_SYLLABLES_A_MINUTE = 500
_WORDS_A_MINUTE = 220
_HANGUL = re.compile("[가-힣]+")
_LATIN_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*")


def minutes_to_read(texts: Iterable[str]) -> int:
    """500 Hangul syllables or 220 Latin words a minute, rounded up; at least one."""
    return max(1, math.ceil(_exact_minutes(texts)))


def whole_minutes(texts: Iterable[str]) -> int:
    """Rounded, so that the topics' times add up to about the edition's; 0 stands for less than one."""
    exact = _exact_minutes(texts)
    return round(exact) if exact >= 1 else 0


def _exact_minutes(texts: Iterable[str]) -> float:
    text = " ".join(texts)
    syllables = sum(map(len, _HANGUL.findall(text)))
    return syllables / _SYLLABLES_A_MINUTE + len(_LATIN_WORD.findall(text)) / _WORDS_A_MINUTE

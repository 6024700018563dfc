"""Korean in the register of a letter: what a frame says in 한다체 is said in 합니다체."""

import re

_ENDING = re.compile(r"([가-힣]?)([가-힣])다(?=[.()\]]|$)")
_FIRST, _FINALS = 0xAC00, 28
_NIEUN, _BIEUP = 4, 17
"""Final consonants by their place in a Hangul syllable: Unicode 3.12, Hangul syllable composition."""


def polite(text: str) -> str:
    """``않았다`` → ``않았습니다``, ``한다`` → ``합니다``, ``묻는다`` → ``묻습니다``, ``판이다`` → ``판입니다``.

    Only what ends a sentence. English stays as it is.
    """
    return _ENDING.sub(lambda found: _ended(found[1], found[2]), text)


def _ended(before: str, last: str) -> str:
    if last == "는" and before and _final(before):
        return f"{before}습니다"
    if _final(last) in (0, _NIEUN):
        return f"{before}{chr(ord(last) - _final(last) + _BIEUP)}니다"
    return f"{before}{last}습니다"


def _final(syllable: str) -> int:
    return (ord(syllable) - _FIRST) % _FINALS

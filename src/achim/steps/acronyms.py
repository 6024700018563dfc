"""Acronyms that a text defines: *sparse autoencoders (SAEs)*."""

import re
from collections.abc import Iterator

from achim.steps.terms import Key, term_key

_SHORT = re.compile(r"\(([A-Z0-9][A-Za-z0-9\-]{1,11})\)")
_REACH = 240
"""Characters before an acronym in which its long form may stand."""


def acronyms(text: str) -> Iterator[tuple[Key, str]]:
    """Key of an acronym and what the text says it stands for: ``sparse autoencoders (SAEs)``."""
    for match in _SHORT.finditer(text):
        short = match[1].removesuffix("s") if match[1][-2:-1].isupper() else match[1]
        words = text[max(0, match.start() - _REACH) : match.start()].split()[-min(len(short) + 5, 2 * len(short)) :]
        if long := _stands_for(short.lower(), " ".join(words)):
            yield term_key(short), long


def _stands_for(short: str, before: str) -> str | None:
    """The shortest end of ``before`` with the letters of ``short`` in order, the first one beginning a word.

    Schwartz and Hearst, "A simple algorithm for identifying abbreviation definitions in biomedical text", 2003.
    """
    low, at = before.lower(), len(before)
    for letter in reversed([letter for letter in short if letter.isalnum()][1:]):
        at = low.rfind(letter, 0, at)
        if at < 0:
            return None
    first = next((start for start in range(at - 1, -1, -1) if _begins(low, start, short[0])), None)
    long = before[first:] if first is not None else ""
    return long if len(long) > len(short) and not re.search(r"[.,;:()~$]", long) else None


def _begins(text: str, at: int, letter: str) -> bool:
    return text[at] == letter and (at == 0 or not text[at - 1].isalnum())

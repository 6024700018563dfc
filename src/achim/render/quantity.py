"""Whether a text gives any figures. In doubt it does, so that "no figures" is said only where it is plain."""

import re

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_NAME_BEFORE = re.compile(r"[^\W\d_](?:[-–_./@^]?\d+)*[-–_./@^]?$")
"""A letter right before a number makes it part of a name, and so what follows: GPT-4, ResNet50, F1, Llama-3-8B."""
_DIMENSION_AFTER = re.compile(r"^-?D\b")
_YEAR = re.compile(r"(?:19|20)\d\d")
_REFERENCE_BEFORE = re.compile(
    r"(?:\b(?:fig|figure|sec|section|table|eq|equation|appendix|part|step|stage|phase)s?\.?|§)\s*$", re.I
)
_LIST_MARK = re.compile(r"(?:^|\s)\(?$")
_ADDRESS = re.compile(r"\b(?:https?://|www\.|arxiv:)\S+", re.IGNORECASE)
_SPELLED = re.compile(
    r"\b(?:twice|thrice|half|halv(?:e[sd]?|ing)|doubl(?:e[sd]?|ing)|tripl(?:e[sd]?|ing)|percent(?:age)?|"
    r"(?:two|three|four|five|six|seven|eight|nine|ten|hundred|thousand|million)[- ](?:times|fold|orders?|percent))\b",
    re.IGNORECASE,
)


def has_quantity(text: str) -> bool:
    """Digits that count or measure; not names (GPT-4), dimensions (3D), years, references (Fig. 2) or list marks."""
    bare = _ADDRESS.sub(" ", text)
    return bool(_SPELLED.search(bare)) or any(_is_quantity(bare, number) for number in _NUMBER.finditer(bare))


def _is_quantity(text: str, number: re.Match[str]) -> bool:
    before, after = text[max(0, number.start() - 16) : number.start()], text[number.end() : number.end() + 2]
    if _NAME_BEFORE.search(before) or _REFERENCE_BEFORE.search(before) or _DIMENSION_AFTER.match(after):
        return False
    if _YEAR.fullmatch(number[0]) and not after.startswith(("%", "x", "×")):
        return False
    return not (after.startswith(")") and len(number[0]) == 1 and _LIST_MARK.search(before))

"""Reads days and months out of English and Korean text: 8 November, Nov. 8th, early October, 11월 8일, 2024-11-08.

Years are left to the reader of numbers. *May* counts only beside a number or a word that goes with months.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAME = (
    r"Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?|"
    r"Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?"
)
_DAY = r"[0-3]?\d(?:st|nd|rd|th)?"
_ENGLISH = re.compile(
    rf"(?<![\w.])(?:(?P<before>{_DAY})\s+(?:of\s+)?)?"
    rf"(?P<with>\b(?:in|early|late|mid|since|until|by|of|last|next|from|through|this)[\s-]+)?"
    rf"\b(?P<month>{_NAME})(?![a-z])(?:\s+(?P<after>{_DAY})(?![\d.%]|,\d|\s*%))?"
)
_KOREAN = re.compile(r"(?<!\d)(?P<month>1[0-2]|0?[1-9])월(?:\s?(?P<day>[0-3]?\d)일(?!\s?(?:동안|간|만)))?")
_ISO = re.compile(r"(?<!\d)\d{4}-(?P<month>0[1-9]|1[0-2])-(?P<day>[0-3]\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class CalendarDate:
    """``month`` from 1; ``day`` None where only the month is told. It stands from ``start`` to ``end``."""

    month: int
    day: int | None
    start: int
    end: int
    surface: str

    def bears(self, said: "CalendarDate") -> bool:
        """Whether ``said`` tells this date, or less of it."""
        return self.month == said.month and said.day in (None, self.day)


def calendar_dates(text: str) -> tuple[CalendarDate, ...]:
    """In the order in which they stand."""
    return tuple(sorted((*_english(text), *_by_number(text, _KOREAN), *_by_number(text, _ISO)), key=lambda d: d.start))


def _english(text: str) -> Iterator[CalendarDate]:
    for found in _ENGLISH.finditer(text):
        day = found["before"] or found["after"]
        if found["month"] == "May" and not (day or found["with"]):
            continue
        month = _MONTHS.index(found["month"][:3].lower()) + 1
        yield CalendarDate(month, _number(day), found.start(), found.end(), found[0].strip())


def _by_number(text: str, pattern: re.Pattern[str]) -> Iterator[CalendarDate]:
    for found in pattern.finditer(text):
        yield CalendarDate(int(found["month"]), _number(found["day"]), found.start(), found.end(), found[0])


def _number(day: str | None) -> int | None:
    digits = re.match(r"\d+", day) if day else None
    return int(digits[0]) if digits and 1 <= int(digits[0]) <= 31 else None

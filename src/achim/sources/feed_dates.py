"""Dates as feeds write them: RFC 822 with and without weekday, ISO 8601, names of zones, none."""

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz
from typing import Any
from zoneinfo import ZoneInfo

_SEOUL = ZoneInfo("Asia/Seoul")
_EARLIEST = datetime(1995, 1, 1, tzinfo=UTC)
"""Before the first feed: a date that a program put where it knew none."""
_ZONES = {
    "KST": "+0900",
    "JST": "+0900",
    "CST-8": "+0800",
    "SGT": "+0800",
    "HKT": "+0800",
    "IST": "+0530",
    "MSK": "+0300",
    "EEST": "+0300",
    "EET": "+0200",
    "CEST": "+0200",
    "CET": "+0100",
    "BST": "+0100",
    "WET": "+0000",
    "AEST": "+1000",
    "Z": "+0000",
}
_ZONE = re.compile(r"(?<=[\d\s])\(?([A-Z]{1,4})\)?\Z")
_ZONED = re.compile(r"(?:[+-]\d\d:?\d\d|[A-Za-z]{1,5}\)?)\s*\Z")
_DOTTED = re.compile(r"(\d{4})[./](\d{1,2})[./](\d{1,2})\b")


def moment_of(text: str, parsed: Any, lang: str) -> datetime | None:
    """The moment that ``text`` tells, aware UTC; None where it tells none.

    ``parsed`` is feedparser's own reading of it, a ``struct_time`` in UTC or None, for the forms that only it knows.
    A time without a zone is Korean where the feed is.
    """
    found = _iso(text, lang) or _mail(text, lang) or _struct(parsed)
    return found if found and found >= _EARLIEST else None


def _iso(text: str, lang: str) -> datetime | None:
    text = _DOTTED.sub(lambda match: f"{match[1]}-{match[2]:0>2}-{match[3]:0>2}", text.strip(), count=1)
    try:
        return _aware(datetime.fromisoformat(_ZONE.sub(_offset, text).replace(" +", "+").replace(" -", "-")), lang)
    except (ValueError, OverflowError):
        return None


def _mail(text: str, lang: str) -> datetime | None:
    told = parsedate_tz(_ZONE.sub(_offset, text.strip()))
    if told is None:
        return None
    offset = told[9] if _ZONED.search(text) else None
    try:
        moment = datetime(*told[:6])  # noqa: DTZ001 its zone follows
        if offset is None:
            return _aware(moment, lang)
        return moment.replace(tzinfo=timezone(timedelta(seconds=offset))).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _offset(match: re.Match[str]) -> str:
    return _ZONES.get(match[1], match[0])


def _aware(moment: datetime, lang: str) -> datetime:
    zone = _SEOUL if lang.lower().startswith("ko") else UTC
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


def _struct(parsed: Any) -> datetime | None:
    try:
        return datetime(*parsed[:6], tzinfo=UTC) if parsed else None
    except (ValueError, TypeError, OverflowError):
        return None

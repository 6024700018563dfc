"""Days and moments in the languages of the frame."""

from datetime import UTC, date, datetime, tzinfo
from zoneinfo import ZoneInfo

_KOREAN_WEEKDAYS = "월화수목금토일"
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def long_day(day: date, lang: str) -> str:
    """``2024년 11월 4일 월요일``, ``Monday, 4 November 2024``."""
    if lang == "ko":
        return f"{day.year}년 {day.month}월 {day.day}일 {_KOREAN_WEEKDAYS[day.weekday()]}요일"
    return f"{_WEEKDAYS[day.weekday()]}, {day.day} {_MONTHS[day.month - 1]} {day.year}"


def short_day(day: date, lang: str) -> str:
    """``11월 4일(월)``, ``Mon 4 Nov``: for days near the edition's own."""
    if lang == "ko":
        return f"{day_of_year(day, lang)}({_KOREAN_WEEKDAYS[day.weekday()]})"
    return f"{_WEEKDAYS[day.weekday()][:3]} {day_of_year(day, lang)}"


def day_of_year(day: date, lang: str) -> str:
    """``11월 4일``, ``4 Nov``."""
    return f"{day.month}월 {day.day}일" if lang == "ko" else f"{day.day} {_MONTHS[day.month - 1][:3]}"


def full_day(day: date, lang: str) -> str:
    """``2024년 11월 4일(월)``, ``Mon 4 Nov 2024``: for days of any year."""
    return f"{day.year}년 {short_day(day, lang)}" if lang == "ko" else f"{short_day(day, lang)} {day.year}"


def long_month(year: int, month: int, lang: str) -> str:
    """``2024년 11월``, ``November 2024``."""
    return f"{year}년 {month}월" if lang == "ko" else f"{_MONTHS[month - 1]} {year}"


def weekday_names(lang: str) -> tuple[tuple[str, str], ...]:
    """Long and short, Monday first: ``월요일``, ``월``; ``Monday``, ``Mon``."""
    if lang == "ko":
        return tuple((f"{name}요일", name) for name in _KOREAN_WEEKDAYS)
    return tuple((name, name[:3]) for name in _WEEKDAYS)


def told_day(text: str, lang: str, time_zone: str) -> str:
    """An ISO day or moment as the frame says it; anything else as it stands."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    if "T" not in text or moment.tzinfo is None:
        return short_day(moment.date(), lang)
    local = moment.astimezone(_zone(time_zone)[0])
    return f"{short_day(local.date(), lang)} {local:%H:%M}"


def local_moment(moment: datetime, time_zone: str) -> str:
    """``2024-11-04 10:05 (Asia/Seoul)``; in UTC where the zone is unknown here."""
    zone, name = _zone(time_zone)
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M} ({name})"


def _zone(time_zone: str) -> tuple[tzinfo, str]:
    try:
        return ZoneInfo(time_zone), time_zone
    except (KeyError, ValueError, OSError):
        return UTC, "UTC"

"""From the announcements of one work to its fields, each with the announcement that gave it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from achim.domain.ids import PaperId, canonical_id
from achim.domain.paper import Announcement, Origin, Signal

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Told(Generic[T_co]):
    """A field of a work and the announcement that gave it."""

    value: T_co | None
    origin: Origin | None


def first(announcements: Sequence[Announcement], name: str, tell: Callable[[Announcement], T | None]) -> Told[T]:
    """What the first of the announcements tells that tells it at all."""
    for announcement in announcements:
        if value := tell(announcement):
            return Told(value, Origin(name, announcement.key))
    return Told(None, None)


def origins(*told: Told[object]) -> tuple[Origin, ...]:
    return tuple(field.origin for field in told if field.origin)


def highest_signals(announcements: Sequence[Announcement]) -> tuple[Signal, ...]:
    """The highest count of each signal: two readings of one counter must not be added."""
    highest: dict[str, Signal] = {}
    for signal in (signal for each in announcements for signal in each.signals):
        if signal.name not in highest or highest[signal.name].value < signal.value:
            highest[signal.name] = signal
    return tuple(highest[name] for name in sorted(highest))


def told_id(announcement: Announcement) -> PaperId:
    """The id that the source names, or the one that its address is; else the address."""
    named = announcement.paper_id
    for text in (named.removeprefix("url:") if named else "", announcement.url):
        if text and (found := canonical_id(text)) and not found.startswith("url:"):
            return found
    return named or PaperId(f"url:{announcement.url}")

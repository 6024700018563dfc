"""What counts for a story: votes, comments, how many tell it, freshness in hours, and the weight of its source.

Votes and comments are counted from what is usual, so that a story of a feed, which has none, stands where a usual
thread stands: not below one with thirty votes, not above one with three hundred.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from math import log2

from achim.domain.edition import ScorePart
from achim.domain.note import Note
from achim.domain.paper import AnyWork, SignalName, Story
from achim.steps.rank import Signals

USUAL: Mapping[SignalName, int] = {"votes": 140, "comments": 68}
"""The median of AI stories on Hacker News' front pages of 2024 and 2025 (the training labels)."""
FRESH_HOURS = 48

_WORTH: Mapping[SignalName, float] = {"votes": 1.5, "comments": 0.5}
_FLOOR = -1.0
"""Few votes cost no more than this: a thread that is an hour old has few."""
_A_PLACE, _FRESH = 1.5, 1.0


def news_signals(as_of: datetime, weights: Mapping[str, float] | None = None) -> Signals:
    """What counts at a moment (aware). ``weights`` are points by source or publisher, as the user's settings have
    them."""
    signals = (
        partial(_counted, name="votes"),
        partial(_counted, name="comments"),
        _places,
        partial(_fresh, as_of=as_of),
        partial(_weight, weights=weights or {}),
    )
    return tuple(partial(_of_story, signal=signal) for signal in signals)


def _of_story(work: AnyWork, signal: Callable[[Story], Sequence[ScorePart]]) -> Sequence[ScorePart]:
    return signal(work) if isinstance(work, Story) else ()


def _counted(story: Story, name: SignalName) -> Sequence[ScorePart]:
    value = story.signal(name)
    if value is None:
        return ()
    usual = USUAL[name]
    points = max(_FLOOR, _WORTH[name] * log2((1 + max(0, value)) / (1 + usual)))
    code = f"rank.{name}" if value >= usual else f"rank.few_{name}"
    return (ScorePart(round(points, 3), Note.of(code, **{name: value})),)


def _places(story: Story) -> Sequence[ScorePart]:
    count = len({story.publisher, *(place.publisher for place in story.also_at)})
    return (ScorePart(_A_PLACE * (count - 1), Note.of("rank.places", count=count)),) if count > 1 else ()


def _fresh(story: Story, as_of: datetime) -> Sequence[ScorePart]:
    """By when it was published, else by when a source was first seen to tell it; a moment to come is now."""
    seen = [each.seen_at for each in story.announcements]
    out = story.submitted_at or min(seen, default=None)
    if out is None:
        return ()
    hours = max(0, int((as_of - out).total_seconds() // 3600))
    if hours >= FRESH_HOURS:
        return ()
    return (ScorePart(round(_FRESH * (1 - hours / FRESH_HOURS), 3), Note.of("rank.hours", hours=hours)),)


def _weight(story: Story, weights: Mapping[str, float]) -> Sequence[ScorePart]:
    """The largest of its sources' weights, or of its publisher's."""
    named = [(weights[name], name) for name in sorted({story.publisher, *story.sources}) if name in weights]
    if not named:
        return ()
    points, name = max(named)
    return (ScorePart(round(points, 3), Note.of("rank.weight", source=name)),) if points else ()

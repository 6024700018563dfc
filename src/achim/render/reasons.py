"""Why an entry is here: its score and the parts of it, in words, as they are kept, so that what is read adds up."""

import math
from collections.abc import Callable, Sequence

from achim.domain.edition import Score
from achim.domain.note import Note
from achim.domain.text import clean
from achim.render.messages import word

_MOST, _LONGEST = 3, 80
"""Parts, and characters of each, where there is little room."""
Parts = Sequence[tuple[int, str]]
"""Thousandths of a point, and what for."""


def why_here(score: Score, say: Callable[[Note], str], lang: str) -> str:
    """``순위 점수 5.657: 추천 14표 +3.907, 공개된 지 1일 +1.25, …``. Plain text."""
    return _told(_parts(score, say), lang)


def why_here_in_short(score: Score, say: Callable[[Note], str], lang: str) -> str:
    """The same with the weightiest parts alone and the others as one, so that it adds up too."""
    parts = _parts(score, say)
    kept = sorted(sorted(range(len(parts)), key=lambda at: -abs(parts[at][0]))[:_MOST])
    told = [(parts[at][0], clean(parts[at][1], limit=_LONGEST)) for at in kept]
    rest = sum(points for points, _ in parts) - sum(points for points, _ in told)
    return _told([*told, *([(rest, word("ui.why.rest", lang))] if len(parts) > _MOST else [])], lang)


def in_thousandths(points: Sequence[float]) -> list[int]:
    """Each rounded to a thousandth, up or down, so that together they are the rounded sum: by largest remainder."""
    exact = [round(1000 * each, 6) for each in points]
    floors = [math.floor(each) for each in exact]
    short = round(sum(exact)) - sum(floors)
    up = sorted(range(len(exact)), key=lambda at: floors[at] - exact[at])[:short]
    return [floor + (at in up) for at, floor in enumerate(floors)]


def _parts(score: Score, say: Callable[[Note], str]) -> Parts:
    counted = [part for part in score.parts if part.points]
    return list(
        zip(in_thousandths([part.points for part in counted]), (say(part.note) for part in counted), strict=True)
    )


def _told(parts: Parts, lang: str) -> str:
    score = word("ui.why.rank", lang, score=f"{sum(points for points, _ in parts) / 1000:g}")
    reasons = ", ".join(f"{text} {points / 1000:+g}" for points, text in parts)
    return f"{score}: {reasons}" if reasons else score

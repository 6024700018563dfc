"""Works → the order in which an edition takes them, each score with its reasons.

What counts is a policy: ``paper_signals`` here, ``news_signals`` in ``rank_news``.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Generic

from achim.domain.edition import Ranked, Score, ScorePart, W
from achim.domain.ids import PaperId
from achim.domain.note import Note
from achim.domain.paper import Paper

_FRESH_DAYS = 6


@dataclass(frozen=True, slots=True)
class RankingOf(Generic[W]):
    """Printed in full, named by title, and only counted; each part best first."""

    printed: tuple[Ranked[W], ...]
    listed: tuple[Ranked[W], ...]
    rest: tuple[Ranked[W], ...]


Ranking = RankingOf[Paper]
SignalOf = Callable[[W], Sequence[ScorePart]]
"""What one signal gives a work, in points with their reason; nothing where the work lacks it."""


def rank(
    works: Iterable[W],
    signals: Sequence[SignalOf[W]],
    *,
    print_most: int,
    list_most: int,
    keep: frozenset[PaperId] = frozenset(),
) -> RankingOf[W]:
    """Order works by score. Those in ``keep`` were printed by an earlier revision and stay printed.

    A signal that is missing lowers nobody: a work without votes is not one with none.
    """
    ranked = sorted((Ranked(work, score(work, signals)) for work in works), key=_best_first)
    kept = [each for each in ranked if each.paper.id in keep]
    others = [each for each in ranked if each.paper.id not in keep]
    room = max(0, print_most - len(kept))
    printed = sorted(kept + others[:room], key=_best_first)
    return RankingOf(tuple(printed), tuple(others[room : room + list_most]), tuple(others[room + list_most :]))


def _best_first(ranked: Ranked[W]) -> tuple[float, str]:
    return (-ranked.score.total, ranked.paper.id)


def score(work: W, signals: Sequence[SignalOf[W]]) -> Score:
    return Score(tuple(part for signal in signals for part in signal(work)))


def paper_signals(day: date) -> tuple[SignalOf[Paper], ...]:
    """What counts for a paper on a day: votes, comments, sources, being picked, being new, and code."""
    return (_votes, _comments, _sources, _featured, partial(_fresh, day=day), _code)


def _votes(paper: Paper) -> Sequence[ScorePart]:
    return _counted("votes", paper.signal("votes"), 1.0)


def _comments(paper: Paper) -> Sequence[ScorePart]:
    return _counted("comments", paper.signal("comments"), 0.25)


def _counted(name: str, value: int | None, weight: float) -> Sequence[ScorePart]:
    if not value:
        return ()
    return (ScorePart(round(weight * math.log2(1 + value), 3), Note.of(f"rank.{name}", **{name: value})),)


def _sources(paper: Paper) -> Sequence[ScorePart]:
    count = len(paper.sources)
    return (ScorePart(1.5 * (count - 1), Note.of("rank.sources", count=count)),) if count > 1 else ()


def _featured(paper: Paper) -> Sequence[ScorePart]:
    places = sorted({each.source for each in paper.announcements if each.kind == "featured"})
    return tuple(ScorePart(1.0, Note.of("rank.featured", source=place)) for place in places)


def _fresh(paper: Paper, day: date) -> Sequence[ScorePart]:
    out = paper.submitted_at.date() if paper.submitted_at else max(each.batch for each in paper.announcements)
    age = max(0, (day - out).days)
    if age >= _FRESH_DAYS:
        return ()
    return (ScorePart(round(1.5 * (1 - age / _FRESH_DAYS), 3), Note.of("rank.fresh", days=age)),)


def _code(paper: Paper) -> Sequence[ScorePart]:
    return (ScorePart(0.5, Note.of("rank.code")),) if paper.code_url else ()

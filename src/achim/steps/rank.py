"""Works → the order in which an edition takes them, each score with its reasons."""

import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from itertools import chain

from achim.domain.edition import RankedPaper, Score, ScorePart
from achim.domain.ids import PaperId
from achim.domain.note import Note
from achim.domain.paper import AnyWork, Paper

Signals = Sequence[Callable[[AnyWork], Sequence[ScorePart]]]
"""Each adds its part to a score, or none: what is not known lowers nobody."""
_FRESH_DAYS = 6


@dataclass(frozen=True, slots=True)
class Chosen:
    """The works of a page in no order, and why works were passed over for others with fewer points."""

    works: tuple[RankedPaper, ...]
    held: Mapping[PaperId, Note] = field(default_factory=dict[PaperId, Note])


Choose = Callable[[Sequence[RankedPaper], Collection[PaperId], int], Chosen]
"""Of works best first those to print: all that are to stay, and so many in all as there is room for."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """Printed in full, named by title, and only counted; each part best first."""

    printed: tuple[RankedPaper, ...]
    listed: tuple[RankedPaper, ...]
    rest: tuple[RankedPaper, ...]
    held: Mapping[PaperId, Note] = field(default_factory=dict[PaperId, Note])
    """Why works are not printed that have more points than some that are."""


@dataclass(frozen=True, slots=True)
class Plain:
    """A work as it stands for every reader with interests; so many parts of its score come before a reader's own."""

    ranked: RankedPaper
    before: int

    def given(self, own: Sequence[ScorePart]) -> RankedPaper:
        parts = self.ranked.score.parts
        return RankedPaper(self.ranked.paper, Score((*parts[: self.before], *own, *parts[self.before :])))


def plain(work: AnyWork, signals: Signals, after: Sequence[ScorePart]) -> Plain:
    """``after`` are the parts that come after a reader's own."""
    before = score(work, signals).parts
    return Plain(RankedPaper(work, Score((*before, *after))), len(before))


def scored(works: Iterable[AnyWork], signals: Signals) -> list[RankedPaper]:
    return [RankedPaper(work, score(work, signals)) for work in works]


def rank(
    works: Iterable[RankedPaper],
    *,
    print_most: int,
    list_most: int,
    keep: frozenset[PaperId] = frozenset(),
    choose: Choose | None = None,
) -> Ranking:
    """Order works by score. Those in ``keep`` were printed by an earlier revision and stay printed; ``choose`` says
    which of the others are, where it is not simply the best.

    A signal that is missing lowers nobody: a paper without votes is not one with none.
    """
    ranked = sorted(works, key=best_first)
    chosen = (choose or the_best)(ranked, keep, print_most)
    printed = {each.paper.id for each in chosen.works}
    others = tuple(each for each in ranked if each.paper.id not in printed)
    works_printed = tuple(sorted(chosen.works, key=best_first))
    return Ranking(works_printed, others[:list_most], others[list_most:], chosen.held)


def the_best(ranked: Sequence[RankedPaper], kept: Collection[PaperId], room: int) -> Chosen:
    """Those that stay and the best of the others, as many as there is room for."""
    stay = [each for each in ranked if each.paper.id in kept]
    others = [each for each in ranked if each.paper.id not in kept]
    return Chosen((*stay, *others[: max(0, room - len(stay))]))


def best_first(ranked: RankedPaper) -> tuple[float, str]:
    return (-ranked.total, ranked.paper.id)


def score(work: AnyWork, signals: Signals) -> Score:
    return Score(tuple(chain.from_iterable(signal(work) for signal in signals)))


def paper_signals(day: date) -> Signals:
    return (_votes, _comments, _sources, _featured, partial(_fresh, day=day), _code)


def _votes(paper: AnyWork) -> Sequence[ScorePart]:
    return _counted("votes", paper.signal("votes"), 1.0)


def _comments(paper: AnyWork) -> Sequence[ScorePart]:
    return _counted("comments", paper.signal("comments"), 0.25)


def _counted(name: str, value: int | None, weight: float) -> Sequence[ScorePart]:
    if not value:
        return ()
    return (ScorePart(round(weight * math.log2(1 + value), 3), Note.of(f"rank.{name}", **{name: value})),)


def _sources(paper: AnyWork) -> Sequence[ScorePart]:
    count = len(paper.sources)
    return (ScorePart(1.5 * (count - 1), Note.of("rank.sources", count=count)),) if count > 1 else ()


def _featured(paper: AnyWork) -> Sequence[ScorePart]:
    places = sorted({each.source for each in paper.announcements if each.kind == "featured"})
    return tuple(ScorePart(1.0, Note.of("rank.featured", source=place)) for place in places)


def _fresh(paper: AnyWork, day: date) -> Sequence[ScorePart]:
    out = paper.submitted_at.date() if paper.submitted_at else max(each.batch for each in paper.announcements)
    age = max(0, (day - out).days)
    if age >= _FRESH_DAYS:
        return ()
    return (ScorePart(round(1.5 * (1 - age / _FRESH_DAYS), 3), Note.of("rank.fresh", days=age)),)


def _code(paper: AnyWork) -> Sequence[ScorePart]:
    return (ScorePart(0.5, Note.of("rank.code")),) if isinstance(paper, Paper) and paper.code_url else ()

"""What the editions of a kind do in their own way: how works are told apart, let in and ordered."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from achim.domain.ids import PaperId
from achim.domain.paper import Announcement, AnyWork
from achim.ports import Printed, Vector
from achim.steps.admit import PAPERS_DOOR, Door
from achim.steps.attention import AttentionModel, attention_signal
from achim.steps.deduplicate import deduplicate
from achim.steps.rank import Signals, paper_signals
from achim.steps.recognise import recognise

Vectors = Mapping[str, Vector]


@dataclass(frozen=True, slots=True, kw_only=True)
class Beat:
    """The policies of a kind. ``compared`` are the texts whose vectors the next two want, none where they want none.

    ``recognise`` gives works that were told of under another id, each with what was told then, among what the editions
    of the last time told, so far back as it ``remembers``.
    """

    compared: Callable[[Sequence[Announcement], Sequence[Printed]], Sequence[str]]
    deduplicate: Callable[[Sequence[Announcement], Vectors], tuple[AnyWork, ...]]
    recognise: Callable[[Sequence[AnyWork], Sequence[Printed], Vectors], tuple[tuple[PaperId, Printed], ...]]
    remembers: timedelta
    door: Door
    signals: Callable[[date, datetime], Signals]
    """Of a day's edition and the moment at which it is made."""


PAPERS = Beat(
    compared=lambda announcements, told: (),
    deduplicate=lambda announcements, vectors: deduplicate(announcements),
    recognise=lambda works, told, vectors: recognise(works, told),
    remembers=timedelta(days=60),
    door=PAPERS_DOOR,
    signals=lambda day, as_of: paper_signals(day),
)


def papers_beat(attention: AttentionModel) -> Beat:
    """Papers, with what is predicted of those that nobody could vote on yet."""

    def signals(day: date, as_of: datetime) -> Signals:
        return (*PAPERS.signals(day, as_of), attention_signal(attention))

    return replace(PAPERS, signals=signals)

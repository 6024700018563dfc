"""Where a work stood in an edition, for those that are not printed too."""

from dataclasses import dataclass

from achim.domain.edition import Bucket, EditionKey, Score, TopicChoice
from achim.domain.ids import PaperId
from achim.domain.note import Note


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """A work that was ranked and not printed. ``held`` says why others were printed before it, None where they had
    more points."""

    paper: PaperId
    title: str
    url: str
    score: Score
    held: Note | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What became of a work in an edition, and why.

    ``place`` counts the works that were ranked from 1, ``ranked`` is how many there were and ``least`` the points of
    the last that was printed; None where the work was not ranked, or where nobody kept it. ``topic`` is a printed
    work's.
    """

    key: EditionKey
    paper: PaperId
    bucket: Bucket
    title: str = ""
    url: str = ""
    reason: Note | None = None
    score: Score | None = None
    place: int | None = None
    ranked: int | None = None
    least: float | None = None
    topic: TopicChoice | None = None
    announced_by: tuple[str, ...] = ()

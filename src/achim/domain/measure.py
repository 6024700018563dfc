"""What a writer's claims came to, in figures."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import reduce

from achim.domain.edition import EditionKey, ModelUse
from achim.domain.note import Note

Counts = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Papers of which a role is told in the writer's words, by a quotation, and not at all."""

    written: int = 0
    quoted: int = 0
    untold: int = 0

    def __add__(self, other: "Coverage") -> "Coverage":
        return Coverage(self.written + other.written, self.quoted + other.quoted, self.untold + other.untold)


@dataclass(frozen=True, slots=True)
class TermUse:
    """Terms of cited sentences in the claims that cite them: rendered as the glossary wants, wrongly, or not named."""

    kept: int = 0
    forbidden: int = 0
    unnamed: int = 0

    def __add__(self, other: "TermUse") -> "TermUse":
        return TermUse(self.kept + other.kept, self.forbidden + other.forbidden, self.unnamed + other.unnamed)


def _no_counts() -> Counts:
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Claims are the writer's own; ``quoted`` counts the quotations that stand where none of them holds.

    ``refused`` counts first tries by their first reason, ``dropped`` what was not printed in the end, so that
    ``proposed`` is ``printed`` and all of ``dropped``. ``in_language`` counts proposals in the edition's language and
    script. ``notes`` counts, by code, what the writer could not do. ``asked`` is how often the model was asked
    now; the other calls of ``use`` were remembered or recorded. ``answer_seconds`` is what the answers took when they
    were asked, one after another; ``wall_seconds`` this measurement, asking and judging.
    """

    papers: int = 0
    topics: int = 0
    proposed: int = 0
    printed: int = 0
    views: int = 0
    repaired: int = 0
    quoted: int = 0
    in_language: int = 0
    refused: Counts = field(default_factory=_no_counts)
    dropped: Counts = field(default_factory=_no_counts)
    notes: Counts = field(default_factory=_no_counts)
    approach: Coverage = Coverage()
    result: Coverage = Coverage()
    terms: TermUse = TermUse()
    use: ModelUse = field(default_factory=ModelUse)
    asked: int = 0
    answer_seconds: float = 0.0
    wall_seconds: float = 0.0

    def __add__(self, other: "Measured") -> "Measured":
        return Measured(
            papers=self.papers + other.papers,
            topics=self.topics + other.topics,
            proposed=self.proposed + other.proposed,
            printed=self.printed + other.printed,
            views=self.views + other.views,
            repaired=self.repaired + other.repaired,
            quoted=self.quoted + other.quoted,
            in_language=self.in_language + other.in_language,
            refused=summed(self.refused, other.refused),
            dropped=summed(self.dropped, other.dropped),
            notes=summed(self.notes, other.notes),
            approach=self.approach + other.approach,
            result=self.result + other.result,
            terms=self.terms + other.terms,
            use=self.use + other.use,
            asked=self.asked + other.asked,
            answer_seconds=round(self.answer_seconds + other.answer_seconds, 3),
            wall_seconds=round(self.wall_seconds + other.wall_seconds, 3),
        )


def summed(one: Counts, other: Counts) -> Counts:
    return dict(sorted((Counter(one) + Counter(other)).items()))


def total(all_measured: Iterable[Measured]) -> Measured:
    return reduce(Measured.__add__, all_measured, Measured())


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluated:
    """A writer measured on the papers of an edition; ``makers`` names it, its prompts and what judged it."""

    key: EditionKey
    makers: tuple[tuple[str, str], ...]
    measured: Measured
    notes: tuple[Note, ...] = ()

    @property
    def writer(self) -> str:
        return dict(self.makers)["writer"]

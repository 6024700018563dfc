"""How close papers are to what a reader named as of interest, with the example that is nearest as the reason.

Closeness is the mean over the examples of their cosines with the paper to the power of ``POWER``: a paper that is very
like one example is worth more than one that is a little like all. ``achim.interests`` reckons it for many readers at
once.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from achim.domain.paper import AnyWork
from achim.steps.ngrams import Hashed, hashed

POWER = 1.5
Told = Hashed
"""What is known of a text: its words and pairs of words."""


@dataclass(frozen=True, slots=True, eq=False)
class InterestModel:
    """``idf`` says how rare each bucket of ``steps.ngrams`` is. ``load_interest_model`` gives the one that ships."""

    idf: bytes


@dataclass(frozen=True, slots=True)
class Example:
    """A paper that a reader named; ``abstract`` may be empty where only the title is known."""

    id: str
    title: str
    abstract: str


@dataclass(frozen=True, slots=True)
class Interest:
    """``score`` is between 0 (nothing in common) and 1 (the same words); ``nearest`` is the example most like the
    paper, None where they share nothing."""

    score: float
    nearest: Example | None


def told(title: str, abstract: str, model: InterestModel) -> Told:
    return hashed(title, abstract, model.idf)


def interest(papers: Sequence[AnyWork], examples: Sequence[Example], model: InterestModel) -> tuple[Interest, ...]:
    """One per paper, in their order, for one reader; examples in any order, as many as there are, or none."""
    known = [told(each.title, each.abstract, model) for each in examples]
    return tuple(_interest(told(paper.title, paper.abstract, model), known, examples) for paper in papers)


def _interest(paper: Told, known: Sequence[Told], examples: Sequence[Example]) -> Interest:
    near = _cosines(paper, known)
    at = _greatest(near)
    return Interest(0.0, None) if at is None else Interest(sum(each**POWER for each in near) / len(near), examples[at])


def nearest(paper: Told, known: Sequence[Told]) -> int | None:
    """Which of the examples is most like the paper, the first of those that are equally; None where none is at all."""
    return _greatest(_cosines(paper, known))


def _greatest(near: Sequence[float]) -> int | None:
    return near.index(max(near)) if any(near) else None


def _cosines(paper: Told, known: Sequence[Told]) -> list[float]:
    return [min(1.0, sum(value * each[at] for at, value in paper.items() if at in each)) for each in known]

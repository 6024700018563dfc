"""How close papers are to what a reader named as of interest, with the example that is nearest as the reason."""

from collections.abc import Sequence
from dataclasses import dataclass

from achim.domain.paper import AnyWork
from achim.steps.topic_model import NO_TERMS, Terms, TopicModel, mean_terms, terms

InterestModel = TopicModel
"""What the words are worth; ``load_interest_model`` gives the one that ships."""


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


def interest(papers: Sequence[AnyWork], examples: Sequence[Example], model: InterestModel) -> tuple[Interest, ...]:
    """One per paper, in their order, for one reader; ``examples`` newest first, as many as there are, or none."""
    told = [terms(each.title, each.abstract, model) for each in examples]
    whole = mean_terms(told) if told else NO_TERMS
    return tuple(_interest(terms(paper.title, paper.abstract, model), whole, told, examples) for paper in papers)


def _interest(paper: Terms, whole: Terms, told: Sequence[Terms], examples: Sequence[Example]) -> Interest:
    score = paper.nearness(whole)
    if not score > 0:
        return Interest(0.0, None)
    near = [paper.nearness(each) for each in told]
    return Interest(min(1.0, score), examples[near.index(max(near))])

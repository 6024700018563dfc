"""A writer that works out what another one would ask, and asks nothing."""

from collections.abc import Sequence

from achim.ports import Assignment, Decided, Engine, Undecided, Written
from achim.steps.extract import Chooses
from achim.writers.budget import Plan
from achim.writers.extractive import ExtractiveWriter
from achim.writers.model import ModelWriter


class PlanningWriter(ExtractiveWriter):
    """Quotes, and holds the plan of the model's writer once it was given the day's topics."""

    def __init__(self, planned: ModelWriter, chooser: Chooses) -> None:
        super().__init__(chooser)
        self._planned = planned
        self.plan: Plan | None = None
        self._undecided: list[Undecided] = []

    def decide(self, undecided: Undecided, engine: Engine) -> Decided:
        self._undecided.append(undecided)
        return super().decide(undecided, engine)

    def write(self, assignments: Sequence[Assignment], engine: Engine) -> Sequence[Written]:
        self.plan = self._planned.plan(assignments, self._undecided)
        return super().write(assignments, engine)

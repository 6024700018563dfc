"""The writer that needs no language model: it quotes the paper's own sentences and says nothing itself."""

from collections.abc import Sequence

from achim.domain.claim import Draft
from achim.ports import Assignment, Decided, Doubted, Engine, Mended, Mending, Undecided, Written
from achim.steps.extract import Chooses
from achim.steps.quote import quotes


class ExtractiveWriter:
    """Quotes of each entry: problem, approach and result as far as the abstract says them; no claim otherwise.

    The quotes stay in the paper's language, whatever the edition's is.
    """

    def __init__(self, chooser: Chooses) -> None:
        self._chooser = chooser

    @property
    def name(self) -> str:
        return "extractive/2"

    @property
    def makers(self) -> tuple[tuple[str, str], ...]:
        return ()

    def decide(self, undecided: Undecided, engine: Engine) -> Decided:
        """It has no say in topics."""
        return Decided(topics=(None,) * len(undecided.papers))

    def write(self, assignments: Sequence[Assignment], engine: Engine) -> Sequence[Written]:
        return tuple(engine.map(self._written, assignments))

    def _written(self, assignment: Assignment) -> Written:
        claims = tuple(claim for entry in assignment.entries for claim in quotes(entry.paper, self._chooser))
        return Written(draft=Draft(assignment.topic.key, claims))

    def mend(self, mendings: Sequence[Mending], engine: Engine) -> Sequence[Mended]:
        """A quotation that does not hold is no quotation."""
        return tuple(Mended(claims=(None,) * len(each.refused)) for each in mendings)

    def read(self, readings: Sequence[Mending], engine: Engine) -> Sequence[Doubted]:
        """What is verbatim needs no second reader."""
        return tuple(Doubted(reasons=(None,) * len(each.refused)) for each in readings)

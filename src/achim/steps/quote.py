"""A paper in its own sentences: what stands where no writer's words do."""

from achim.domain.claim import Citation, Claim
from achim.domain.paper import Work
from achim.steps.extract import Chooses


def quotes(paper: Work, chooser: Chooses) -> tuple[Claim, ...]:
    """Problem, approach and result as far as the abstract says them, verbatim."""
    return tuple(
        Claim(
            kind="fact",
            role=extract.place,
            text=extract.sentence.text,
            citations=(Citation(paper.id, (extract.sentence.number,)),),
            quoted=True,
        )
        for extract in chooser.extracts(paper.title, paper.sentences)
    )

"""What is said in an edition of each kind, in the order in which it is read."""

from collections.abc import Mapping
from dataclasses import dataclass

from achim.domain.claim import ClaimKind, ClaimRole
from achim.domain.edition import EditionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """The roles of an edition's claims.

    ``of_work`` are said of each work, its headline first; ``core`` are those that it should not go without, and
    ``outcome`` is what came of it. ``before`` and ``after`` the works of a topic stand facts and views about them
    together. ``lead`` says which claims may become one of today's lines, the best first; ``most`` how many claims of a
    role a writer may propose for one work or topic.
    """

    one: str
    """What a work is called where a writer speaks of it in JSON."""
    many: str
    of_work: tuple[ClaimRole, ...]
    core: tuple[ClaimRole, ...]
    outcome: ClaimRole
    before: tuple[ClaimRole, ...]
    after: tuple[ClaimRole, ...]
    lead: tuple[ClaimRole, ...]
    most: Mapping[ClaimRole, int]

    @property
    def told(self) -> tuple[ClaimRole, ...]:
        """What is said of a work below its headline."""
        return self.of_work[1:]

    @property
    def of_topic(self) -> tuple[tuple[ClaimRole, ClaimKind], ...]:
        facts: tuple[tuple[ClaimRole, ClaimKind], ...] = tuple((role, "fact") for role in self.before)
        return (*facts, *((role, "view") for role in self.after))


FORMS: Mapping[EditionKind, Form] = {
    "papers": Form(
        one="paper",
        many="papers",
        of_work=("gist", "problem", "approach", "result"),
        core=("approach", "result"),
        outcome="result",
        before=("theme", "trend"),
        after=("impact", "outlook"),
        lead=("result", "approach", "problem"),
        most={"gist": 1, "problem": 1, "approach": 2, "result": 2, "theme": 2, "trend": 2, "impact": 2, "outlook": 2},
    ),
    "news": Form(
        one="story",
        many="stories",
        of_work=("gist", "event", "statement", "figures"),
        core=("event",),
        outcome="figures",
        before=("trend",),
        after=("impact",),
        lead=("event", "figures", "statement"),
        most={"gist": 1, "event": 2, "statement": 2, "figures": 2, "trend": 2, "impact": 2},
    ),
}

"""What an edition says: claims, what they rest on, and what verification found."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from achim.domain.ids import PaperId
from achim.domain.note import Note

ClaimKind = Literal["fact", "view"]
ClaimRole = Literal[
    "lead",
    "gist",
    "problem",
    "approach",
    "result",
    "event",
    "statement",
    "figures",
    "theme",
    "trend",
    "impact",
    "outlook",
]
"""What a claim is for; *event*, *statement* (who says so) and *figures* are of news."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A pointer to sentences of a paper. ``quote`` is those sentences, put there by code, never by a writer."""

    paper: PaperId
    sentences: tuple[int, ...]
    quote: str = ""

    def __post_init__(self) -> None:
        if not self.sentences:
            raise ValueError(f"a citation of {self.paper} names no sentence")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One sentence of the edition.

    A *fact* reports what a source says, a *view* is the editor's inference. ``quoted`` marks a claim whose text is
    the cited sentences themselves, in the source's language.
    """

    kind: ClaimKind
    role: ClaimRole
    text: str
    citations: tuple[Citation, ...]
    quoted: bool = False

    def is_about(self, work: PaperId) -> bool:
        """Whether the work is the first that it cites."""
        return {citation.paper for citation in self.citations[:1]} == {work}


def cited_numbers(claims: Iterable[Claim], work: PaperId) -> frozenset[int]:
    """The sentences of a work that claims cite."""
    cited = (citation for claim in claims for citation in claim.citations if citation.paper == work)
    return frozenset(number for citation in cited for number in citation.sentences)


@dataclass(frozen=True, slots=True)
class Draft:
    """What a writer proposes for a topic."""

    topic: str
    claims: tuple[Claim, ...]


Finding = Literal["supported", "unsupported"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What verification found; an unsupported claim has at least one reason and is not printed."""

    finding: Finding
    reasons: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class JudgedClaim:
    """``before`` is the refused proposal in whose place a repair put this claim."""

    claim: Claim
    verdict: Verdict
    before: "JudgedClaim | None" = None

    @property
    def holds(self) -> bool:
        return self.verdict.finding == "supported"

"""Papers → those that this edition may print; the others with the bucket and reason that keep them out."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from achim.domain.edition import Bucket
from achim.domain.ids import PaperId
from achim.domain.note import Note
from achim.domain.paper import Paper
from achim.ports import Printed

_WITHDRAWN = re.compile(
    r"\b(?:this|the) (?:paper|article|submission|manuscript|work)?\s*(?:has been|is) withdrawn\b", re.I
)
_REPLACED = frozenset({"replace", "replace-cross"})


@dataclass(frozen=True, slots=True)
class Refusal:
    paper: Paper
    bucket: Bucket
    reason: Note


@dataclass(frozen=True, slots=True)
class Admission:
    papers: tuple[Paper, ...]
    refused: tuple[Refusal, ...]


def admit(papers: Iterable[Paper], printed: Iterable[Printed]) -> Admission:
    """Keep out what the series has printed, replacements of what it has not, and withdrawn papers."""
    earlier = {each.paper: each for each in printed}
    admitted: list[Paper] = []
    refused: list[Refusal] = []
    for paper in papers:
        refusal = _refusal(paper, earlier)
        if refusal:
            refused.append(refusal)
        else:
            admitted.append(paper)
    return Admission(tuple(admitted), tuple(refused))


def _refusal(paper: Paper, earlier: Mapping[PaperId, Printed]) -> Refusal | None:
    if before := earlier.get(paper.id):
        return Refusal(paper, "already_printed", Note.of("withheld.printed", day=before.day))
    if is_withdrawn(paper):
        return Refusal(paper, "withheld", Note.of("withheld.withdrawn"))
    if all(each.kind in _REPLACED for each in paper.announcements):
        return Refusal(paper, "withheld", Note.of("withheld.replacement"))
    return None


def is_withdrawn(paper: Paper) -> bool:
    """arXiv has no flag for it; the comment or the abstract says so, in these words."""
    return any(_WITHDRAWN.search(text) for text in (paper.comment or "", paper.abstract[:400]))

"""Papers → those that this edition may print; the others with the bucket and reason that keep them out."""

from collections.abc import Iterable
from dataclasses import dataclass

from achim.domain.edition import Bucket, Update
from achim.domain.note import Note
from achim.domain.paper import Paper
from achim.ports import Printed
from achim.steps.changed import Told, material_changes
from achim.steps.withdrawn import is_withdrawn

_REPLACED = frozenset({"replace", "replace-cross"})


@dataclass(frozen=True, slots=True)
class Refusal:
    paper: Paper
    bucket: Bucket
    reason: Note


@dataclass(frozen=True, slots=True)
class Updated:
    """A work that was printed before, with the update that this edition tells of it."""

    paper: Paper
    update: Update


@dataclass(frozen=True, slots=True)
class Admission:
    papers: tuple[Paper, ...]
    updated: tuple[Updated, ...]
    refused: tuple[Refusal, ...]


def admit(papers: Iterable[Paper], printed: Iterable[Printed]) -> Admission:
    """Papers that are new to the series; those printed before come as updates where they say something else now.

    Replacements of what was never printed are kept out, and so are withdrawn papers that no reader has seen.
    """
    earlier = {each.paper: each for each in printed}
    admitted: list[Paper] = []
    updated: list[Updated] = []
    refused: list[Refusal] = []
    for paper in papers:
        before = earlier.get(paper.id)
        if before and (update := _update(paper, before)):
            updated.append(Updated(paper, update))
        elif refusal := _refusal(paper, before):
            refused.append(refusal)
        else:
            admitted.append(paper)
    return Admission(tuple(admitted), tuple(updated), tuple(refused))


def _update(paper: Paper, before: Printed) -> Update | None:
    """Only a source's word that the work was replaced makes an update: another place may tell it in other words."""
    if not any(each.kind in _REPLACED for each in paper.announcements):
        return None
    changes = material_changes(Told(before.title, before.abstract), paper)
    if not changes:
        return None
    return Update(
        paper=paper.id,
        title=paper.title,
        url=paper.url,
        told_on=before.day,
        version=paper.version,
        abstract=paper.abstract,
        changes=changes,
    )


def _refusal(paper: Paper, before: Printed | None) -> Refusal | None:
    if before:
        return Refusal(paper, "already_printed", Note.of("withheld.printed", day=before.day))
    if is_withdrawn(paper):
        return Refusal(paper, "withheld", Note.of("withheld.withdrawn"))
    if all(each.kind in _REPLACED for each in paper.announcements):
        return Refusal(paper, "withheld", Note.of("withheld.replacement"))
    return None

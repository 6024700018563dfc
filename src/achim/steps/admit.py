"""Works → those that this edition may print; the others with the bucket and reason that keep them out."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from achim.domain.edition import Bucket, Update
from achim.domain.note import Note
from achim.domain.paper import AnyWork
from achim.ports import Printed
from achim.steps.changed import Told, material_changes
from achim.steps.withdrawn import is_withdrawn

_REPLACED = frozenset({"replace", "replace-cross"})


@dataclass(frozen=True, slots=True)
class Refusal:
    paper: AnyWork
    bucket: Bucket
    reason: Note


@dataclass(frozen=True, slots=True)
class Updated:
    """A work that was printed before, with the update that this edition tells of it."""

    paper: AnyWork
    update: Update


@dataclass(frozen=True, slots=True)
class Admission:
    papers: tuple[AnyWork, ...]
    updated: tuple[Updated, ...]
    refused: tuple[Refusal, ...]


@dataclass(frozen=True, slots=True)
class Door:
    """The policy of a kind of edition: whether a work that was told before has become an update, and what keeps a
    work out."""

    update: Callable[[AnyWork, Printed], Update | None]
    refusal: Callable[[AnyWork, Printed | None], Refusal | None]


def admit(works: Iterable[AnyWork], printed: Iterable[Printed], door: Door) -> Admission:
    """Works that are new to the series; those printed before come as updates where they say something else now."""
    earlier = {each.paper: each for each in printed}
    admitted: list[AnyWork] = []
    updated: list[Updated] = []
    refused: list[Refusal] = []
    for paper in works:
        before = earlier.get(paper.id)
        if before and (update := door.update(paper, before)):
            updated.append(Updated(paper, update))
        elif refusal := door.refusal(paper, before):
            refused.append(refusal)
        else:
            admitted.append(paper)
    return Admission(tuple(admitted), tuple(updated), tuple(refused))


def _update(paper: AnyWork, before: Printed) -> Update | None:
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


def _refusal(paper: AnyWork, before: Printed | None) -> Refusal | None:
    """Replacements of what was never printed are kept out, and so are withdrawn papers that no reader has seen."""
    if before:
        return told_already(paper, before)
    if is_withdrawn(paper):
        return Refusal(paper, "withheld", Note.of("withheld.withdrawn"))
    if all(each.kind in _REPLACED for each in paper.announcements):
        return Refusal(paper, "withheld", Note.of("withheld.replacement"))
    return None


def told_already(work: AnyWork, before: Printed) -> Refusal:
    return Refusal(work, "already_printed", Note.of("withheld.printed", day=before.day))


PAPERS_DOOR = Door(_update, _refusal)

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
    """The policy of a kind of edition: ``changes`` says what makes a work that was told before an update, nothing where
    it is none; ``refusal`` why a work that was never told is kept out, None for one that is let in."""

    changes: Callable[[AnyWork, Printed], tuple[Note, ...]]
    refusal: Callable[[AnyWork], Note | None]


def admit(works: Iterable[AnyWork], printed: Iterable[Printed], door: Door) -> Admission:
    """Works that are new to the series; those printed before come as updates where they say something else now."""
    earlier = {each.paper: each for each in printed}
    admitted: list[AnyWork] = []
    updated: list[Updated] = []
    refused: list[Refusal] = []
    for work in works:
        before = earlier.get(work.id)
        if before and (changes := door.changes(work, before)):
            updated.append(Updated(work, _update(work, before, changes)))
        elif before:
            refused.append(Refusal(work, "already_printed", Note.of("withheld.printed", day=before.day)))
        elif reason := door.refusal(work):
            refused.append(Refusal(work, "withheld", reason))
        else:
            admitted.append(work)
    return Admission(tuple(admitted), tuple(updated), tuple(refused))


def _update(work: AnyWork, before: Printed, changes: tuple[Note, ...]) -> Update:
    return Update(
        paper=work.id,
        title=work.title,
        url=work.url,
        told_on=before.day,
        version=work.version,
        abstract=work.abstract,
        changes=changes,
    )


def _changes(work: AnyWork, before: Printed) -> tuple[Note, ...]:
    """Only a source's word that the work was replaced makes an update: another place may tell it in other words."""
    if not any(each.kind in _REPLACED for each in work.announcements):
        return ()
    return material_changes(Told(before.title, before.abstract), work)


def _refusal(work: AnyWork) -> Note | None:
    """Replacements of what was never printed are kept out, and so are withdrawn papers that no reader has seen."""
    if is_withdrawn(work):
        return Note.of("withheld.withdrawn")
    if all(each.kind in _REPLACED for each in work.announcements):
        return Note.of("withheld.replacement")
    return None


PAPERS_DOOR = Door(_changes, _refusal)

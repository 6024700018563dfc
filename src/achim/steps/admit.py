"""Papers → those that this edition may print; the others with the bucket and reason that keep them out."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from achim.domain.edition import Bucket, Update
from achim.domain.note import Note
from achim.domain.paper import Paper, Story, Work
from achim.ports import Printed
from achim.steps.changed import Told, material_changes
from achim.steps.moved import news_of
from achim.steps.withdrawn import is_withdrawn

_REPLACED = frozenset({"replace", "replace-cross"})
W_co = TypeVar("W_co", bound=Work, covariant=True)
W = TypeVar("W", bound=Work)


@dataclass(frozen=True, slots=True)
class Refusal(Generic[W_co]):
    paper: W_co
    bucket: Bucket
    reason: Note


@dataclass(frozen=True, slots=True)
class Updated(Generic[W_co]):
    """A work that was printed before, with the update that this edition tells of it."""

    paper: W_co
    update: Update


@dataclass(frozen=True, slots=True)
class Admission(Generic[W_co]):
    papers: tuple[W_co, ...]
    updated: tuple[Updated[W_co], ...]
    refused: tuple[Refusal[W_co], ...]


def admit(papers: Iterable[Paper], printed: Iterable[Printed]) -> Admission[Paper]:
    """Papers that are new to the series; those printed before come as updates where they say something else now.

    Replacements of what was never printed are kept out, and so are withdrawn papers that no reader has seen.
    """
    return _admitted(papers, printed, _changes, _refusal)


def admit_stories(stories: Iterable[Story], printed: Iterable[Printed]) -> Admission[Story]:
    """Stories that are new to the series; those told before come as updates where they moved."""
    return _admitted(stories, printed, news_of, _nothing)


def _admitted(
    works: Iterable[W],
    printed: Iterable[Printed],
    changes_of: Callable[[W, Printed], tuple[Note, ...]],
    refusal_of: Callable[[W], Refusal[W] | None],
) -> Admission[W]:
    earlier = {each.paper: each for each in printed}
    admitted: list[W] = []
    updated: list[Updated[W]] = []
    refused: list[Refusal[W]] = []
    for work in works:
        before = earlier.get(work.id)
        if before and (changes := changes_of(work, before)):
            updated.append(Updated(work, _update(work, before, changes)))
        elif before:
            refused.append(Refusal(work, "already_printed", Note.of("withheld.printed", day=before.day)))
        elif refusal := refusal_of(work):
            refused.append(refusal)
        else:
            admitted.append(work)
    return Admission(tuple(admitted), tuple(updated), tuple(refused))


def _changes(paper: Paper, before: Printed) -> tuple[Note, ...]:
    """Only a source's word that the work was replaced makes an update: another place may tell it in other words."""
    if not any(each.kind in _REPLACED for each in paper.announcements):
        return ()
    return material_changes(Told(before.title, before.abstract), paper)


def _update(work: Work, before: Printed, changes: tuple[Note, ...]) -> Update:
    return Update(
        paper=work.id,
        title=work.title,
        url=work.url,
        told_on=before.day,
        version=work.version if isinstance(work, Paper) else None,
        abstract=work.abstract,
        changes=changes,
    )


def _nothing(_: Story) -> None:
    """Whether a story is worth telling is asked before and after, not here."""


def _refusal(paper: Paper) -> Refusal[Paper] | None:
    if is_withdrawn(paper):
        return Refusal(paper, "withheld", Note.of("withheld.withdrawn"))
    if all(each.kind in _REPLACED for each in paper.announcements):
        return Refusal(paper, "withheld", Note.of("withheld.replacement"))
    return None

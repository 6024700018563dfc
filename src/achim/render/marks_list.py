"""A reader's stars, mutes and notes for the terminal. Plain text; titles and notes are made inert."""

from collections.abc import Iterator, Mapping

from achim.domain.ids import PaperId
from achim.domain.marks import Kept
from achim.render.inert import line
from achim.render.messages import word


def marks_lines(kept: Kept, titles: Mapping[PaperId, str], lang: str) -> Iterator[str]:
    """Stars, mutes and notes under a heading each, a line a work: its id, its title; a note has its text below."""
    if not (kept.marks or kept.notes):
        yield word("cli.marks_none", lang)
    for kind in ("star", "mute"):
        yield from _block(word(f"cli.marks.{kind}", lang), sorted(kept.marked(kind)), titles, {})
    notes = {note.work: note.text for note in kept.notes}
    yield from _block(word("cli.marks.note", lang), sorted(notes), titles, notes)


def _block(
    heading: str, works: list[PaperId], titles: Mapping[PaperId, str], notes: Mapping[PaperId, str]
) -> Iterator[str]:
    if works:
        yield f"{heading} ({len(works)})"
    for work in works:
        yield f"  {line(work)}  {line(titles.get(work, ''))}".rstrip()
        yield from (f"    {line(text)}" for text in notes.get(work, "").splitlines())

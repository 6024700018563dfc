"""Stories about papers that the day's edition of papers prints point to it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from achim.domain.edition import Edition, Entry
from achim.domain.ids import PaperId
from achim.domain.note import Note
from achim.domain.paper import Story
from achim.steps.compose import TopicEntries


def pointed(topics: Iterable[TopicEntries], papers: Edition) -> tuple[TopicEntries, ...]:
    """The topics, each entry that speaks of an entry of ``papers`` saying where that stands."""
    printed = {entry.paper.id: entry for entry in papers.entries}
    return tuple(replace(each, entries=tuple(_pointed(entry, printed) for entry in each.entries)) for each in topics)


def _pointed(entry: Entry, printed: Mapping[PaperId, Entry]) -> Entry:
    about = entry.paper.papers if isinstance(entry.paper, Story) else ()
    found = next((printed[paper] for paper in about if paper in printed), None)
    if found is None:
        return entry
    return replace(entry, see=Note.of("ui.see_paper", number=found.number, title=found.paper.title))

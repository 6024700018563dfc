"""Works that an earlier edition told of under another id: without one where its source failed, with one later.

The same evidence as within a day decides (``same_work``, ``same_story``); two works that both have an id are told
apart by it, while one event has an id for each page that tells it.
"""

from collections.abc import Iterable, Mapping, Sequence

from achim.domain.ids import PaperId
from achim.domain.paper import Paper, Story
from achim.ports import Printed, Vector
from achim.steps.deduplicate_news import tellings
from achim.steps.same_story import Index, Tellings, fit
from achim.steps.same_work import Evidence, homes


def recognise(papers: Iterable[Paper], told: Sequence[Printed]) -> tuple[tuple[PaperId, Printed], ...]:
    """Papers that were told of under another id, each with what was told then, sorted by id."""
    of_told = {each.paper: each for each in told}
    new = [paper for paper in papers if paper.id not in of_told]
    nameless = [paper for paper in new if _is_nameless(paper.id)]
    told_nameless = [each for each in told if _is_nameless(each.paper)]
    now = _homes(map(_evidence, nameless), map(_told, told)) if nameless else {}
    if told_nameless:
        named = [paper for paper in new if not _is_nameless(paper.id)]
        later = _homes(map(_told, told_nameless), map(_evidence, named))
        now |= {paper: before for before, paper in later.items()}
    return tuple((PaperId(paper), of_told[PaperId(now[paper])]) for paper in sorted(now))


TOLD_DAYS = 7
"""For so long an event is recognised; later a like title is another event."""


def recognise_stories(
    stories: Iterable[Story], told: Sequence[Printed], vectors: Mapping[str, Vector]
) -> tuple[tuple[PaperId, Printed], ...]:
    """Stories of an event that was told by another page, each with what was told then, sorted by id.

    ``vectors`` are those of ``texts_to_embed``, and of the titles that were told.
    """
    of_told = {each.paper: each for each in told}
    events = (Tellings.of(each.paper, each.day, {each.title}, {each.abstract}, vectors) for each in told)
    index = Index(events, TOLD_DAYS)
    found: dict[PaperId, Printed] = {}
    for story in stories:
        now = tellings(story.id, story.announcements, vectors)
        near = () if story.id in of_told else index.near(now)
        fits = [(points, each.key) for each in near if (points := fit(now, each, TOLD_DAYS, later=True))]
        if fits:
            found[story.id] = of_told[PaperId(min(fits, key=lambda each: (-each[0], each[1]))[1])]
    return tuple(sorted(found.items()))


def _homes(guests: Iterable[Evidence], hosts: Iterable[Evidence]) -> dict[str, str]:
    return dict(homes(list(guests), list(hosts))[0])


def _is_nameless(paper: PaperId) -> bool:
    return paper.startswith("url:")


def _ids(paper: PaperId) -> list[str]:
    return [] if _is_nameless(paper) else [paper]


def _evidence(paper: Paper) -> Evidence:
    return Evidence.of(paper.id, _ids(paper.id), paper.announcements)


def _told(printed: Printed) -> Evidence:
    return Evidence.told(printed.paper, _ids(printed.paper), printed.title, printed.abstract)

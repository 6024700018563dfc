"""Works that an earlier edition told of under another id: without one where its source failed, with one later.

The same evidence as within a day decides (``same_work``); two works that both have an id are told apart by it.
"""

from collections.abc import Iterable, Sequence

from achim.domain.ids import PaperId
from achim.domain.paper import AnyWork
from achim.ports import Printed
from achim.steps.same_work import Evidence, homes


def recognise(papers: Iterable[AnyWork], told: Sequence[Printed]) -> tuple[tuple[PaperId, Printed], ...]:
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


def _homes(guests: Iterable[Evidence], hosts: Iterable[Evidence]) -> dict[str, str]:
    return dict(homes(list(guests), list(hosts))[0])


def _is_nameless(paper: PaperId) -> bool:
    return paper.startswith("url:")


def _ids(paper: PaperId) -> list[str]:
    return [] if _is_nameless(paper) else [paper]


def _evidence(paper: AnyWork) -> Evidence:
    return Evidence.of(paper.id, _ids(paper.id), paper.announcements)


def _told(printed: Printed) -> Evidence:
    return Evidence.told(printed.paper, _ids(printed.paper), printed.title, printed.abstract)

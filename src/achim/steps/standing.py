"""Where a work stands in an edition, from the edition and the scores that were kept beside it."""

from collections.abc import Sequence

from achim.domain.edition import Edition, Entry, Listing, Update
from achim.domain.ids import PaperId
from achim.domain.standing import Scored, Standing


def standing(edition: Edition, paper: PaperId, scored: Sequence[Scored]) -> Standing | None:
    """None where the edition's ledger does not hold the work. ``scored`` are those that it ranked and did not print;
    what of them was not kept is left out."""
    fates = [fate for fate in edition.ledger.fates if fate.paper == paper]
    if not fates:
        return None
    fate = next((fate for fate in fates if fate.bucket != "duplicate"), fates[0])
    entries = sorted(edition.entries, key=lambda entry: -entry.score.total)
    entry = next((each for each in entries if each.paper.id == paper), None)
    other = next((each for each in scored if each.paper == paper), None)
    score = entry.score if entry else other.score if other else None
    totals = [*(each.score.total for each in entries), *(each.score.total for each in scored)]
    is_placed = score is not None and bool(scored or entry)
    told = entry.paper if entry else other or _told(edition, paper) or fate
    return Standing(
        key=edition.key,
        paper=paper,
        bucket=fate.bucket,
        title=told.title,
        url=told.url,
        reason=(other.held if other else None) or fate.reason,
        score=score,
        place=1 + sum(total > score.total for total in totals) if score and is_placed else None,
        ranked=len(totals) if is_placed else None,
        least=_least(entries) if other else None,
        topic=entry.choice if entry else None,
        announced_by=tuple(sorted({fate.source for fate in fates})),
    )


def _told(edition: Edition, paper: PaperId) -> Listing | Update | None:
    return next((each for each in (*edition.listed, *edition.updates) if each.paper == paper), None)


def _least(entries: Sequence[Entry]) -> float | None:
    return entries[-1].score.total if entries else None

"""Corrections that a day's updates call for: earlier editions say that a work was withdrawn or says otherwise now."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime

from achim.domain.edition import Edition, Update
from achim.ports import Store
from achim.steps.corrections import by_updates, entry_of


def corrected_by(edition: Edition, store: Store, at: datetime) -> tuple[Edition, ...]:
    """The next revisions of the editions that printed what this one tells updates of; none that know it already.

    News that moved on corrects nothing: it was right when it was told.
    """
    made = (
        by_updates(earlier, updates, edition.key.day, at)
        for earlier, updates in _printed_in(edition, store)
        if edition.key.kind == "papers"
    )
    return tuple(each for each in made if each)


def marked_by(edition: Edition, store: Store) -> tuple[Edition, ...]:
    """The editions that hold a correction because of this one's updates, so that their files can be written again."""
    day = edition.key.day.isoformat()
    return tuple(
        earlier
        for earlier, _ in _printed_in(edition, store)
        if any(each.is_of_entry and dict(each.why.params).get("day") == day for each in earlier.corrections)
    )


def _printed_in(edition: Edition, store: Store) -> Iterator[tuple[Edition, tuple[Update, ...]]]:
    """The editions that printed the works of updates, each with those updates; an update may have told of an update."""
    known: dict[date, Edition | None] = {}
    found: defaultdict[date, list[Update]] = defaultdict(list)
    for update in edition.updates:
        day: date | None = update.told_on
        while day is not None:
            if day not in known:
                known[day] = store.edition(replace(edition.key, day=day))
            earlier = known[day]
            if earlier and entry_of(earlier, update):
                found[day].append(update)
            day = _before(earlier, update, day)
    for day, earlier in sorted(known.items()):
        if earlier and found[day]:
            yield earlier, tuple(found[day])


def _before(edition: Edition | None, update: Update, day: date) -> date | None:
    """The day on which the work was told of before; None where this edition told of it first."""
    told: Mapping[str, date] = {each.paper: each.told_on for each in edition.updates} if edition else {}
    before = told.get(update.paper)
    return before if before and before < day else None

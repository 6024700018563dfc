"""A shelf in memory."""

from collections.abc import Sequence
from datetime import date

from achim.domain import slugs
from achim.domain.edition import Edition, EditionKey
from achim.domain.ids import PaperId
from achim.domain.shelf import Head, Shown, head_of, shown_in


class MemoryShelf:
    """See ``ports.Shelf``."""

    def __init__(self, *editions: Edition) -> None:
        self._editions = sorted(editions, key=lambda each: each.key.series)
        self._editions.sort(key=lambda each: each.key.day, reverse=True)

    def state(self) -> str:
        return str(len(self._editions))

    def heads(self, series: Sequence[str] = (), since: date | None = None, until: date | None = None) -> Sequence[Head]:
        return tuple(map(head_of, self._within(series, since, until)))

    def corrected(self, until: date) -> Sequence[Head]:
        return tuple(head for head in self.heads(until=until) if head.corrected_in)

    def shown(
        self, series: Sequence[str] = (), since: date | None = None, until: date | None = None, topic: str | None = None
    ) -> Sequence[Shown]:
        rows = [row for edition in self._within(series, since, until) for row in shown_in(edition)]
        return tuple(row for row in rows if topic in (None, row.topic))

    def showings(self, works: Sequence[PaperId]) -> Sequence[Shown]:
        return tuple(row for row in self.shown() if row.work in works)

    def named(self, slug: str) -> PaperId | None:
        return next((row.work for row in self.shown() if slugs.slug(row.work) == slug), None)

    def edition(self, key: EditionKey, revision: int | None = None) -> Edition | None:
        return next((each for each in self._editions if each.key == key), None)

    def _within(self, series: Sequence[str], since: date | None, until: date | None) -> list[Edition]:
        return [
            each
            for each in self._editions
            if (not series or each.key.series in series)
            and (since is None or each.key.day >= since)
            and (until is None or each.key.day <= until)
        ]

"""What readers of many editions need of the archive."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from achim.domain.edition import Edition, EditionKey
from achim.domain.ids import PaperId
from achim.domain.shelf import Head, Shown


class Shelf(Protocol):
    """The newest revisions of all editions, in short. Safe to be read from several threads, and while a build runs."""

    def state(self) -> str:
        """Changes whenever an edition was kept: what was made from the shelf is as good as new while it is the same."""
        ...

    def heads(self, series: Sequence[str] = (), since: date | None = None, until: date | None = None) -> Sequence[Head]:
        """Of the series named, or of all; days from ``since`` to ``until``, both among them; newest day first."""
        ...

    def corrected(self, until: date) -> Sequence[Head]:
        """Editions of days up to ``until`` in which something was ever corrected; newest day first."""
        ...

    def shown(
        self, series: Sequence[str] = (), since: date | None = None, until: date | None = None, topic: str | None = None
    ) -> Sequence[Shown]:
        """What editions showed, newest day first, then in the order of the edition."""
        ...

    def showings(self, works: Sequence[PaperId]) -> Sequence[Shown]:
        """Where works were shown, newest day first."""
        ...

    def named(self, slug: str) -> PaperId | None:
        """The work whose page has this name (``domain.slugs``)."""
        ...

    def edition(self, key: EditionKey, revision: int | None = None) -> Edition | None:
        """The newest revision, or the one asked for."""
        ...

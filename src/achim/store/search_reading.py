"""A look at the search index as it stands, and what is remembered of it until it changes."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from sqlalchemy import Connection, select, text

from achim.domain.found import Filters
from achim.store import search_tables as tables
from achim.store.search_damage import undamaged
from achim.store.search_filters import read_allowed
from achim.store.search_fulltext import Nearest, remember_common
from achim.store.search_parts import parts_of
from achim.store.search_vectors import Codes

_LATIN_END = "\u0250"
"""Tokens up to here are Latin: what may be misspelled."""
_COUNTS = 100_000
"""Tokens whose numbers of documents are remembered."""
_FILTERS = 16
"""Filters whose works are remembered; a megabyte each for a million works."""
_STATE = select(tables.search_state)
_CODES = text("SELECT id, codes FROM search_codes ORDER BY id")


def state_of(connection: Connection) -> dict[str, str]:
    return {row.name: row.value for row in connection.execute(_STATE).all()}


@dataclass(frozen=True, slots=True)
class Memory:
    """What takes long to read, by its name, with the state of the index that it was read in. For many threads."""

    known: dict[str, tuple[str, Any]] = field(default_factory=dict[str, tuple[str, Any]])
    lock: Lock = field(default_factory=Lock)


class Reading:
    """One look over a connection: the state is read once for all that it is asked."""

    def __init__(self, connection: Connection, memory: Memory) -> None:
        self.connection = connection
        self._state = state_of(connection)
        self._memory = memory

    @property
    def dimensions(self) -> int:
        with undamaged("search_state"):
            return int(self._state.get("dimensions", "0"))

    def nearest(self) -> Nearest:
        """The database's own, or over the codes of all, in memory."""
        own = parts_of(self.connection).nearest(self.connection, self.dimensions)
        if own is not None:
            return own
        codes: Codes = self._once("codes", self._read_codes)
        return codes.nearest

    def counts(self, tokens: Iterable[str]) -> dict[str, int]:
        known: dict[str, int] = self._once("counts", dict[str, int])
        counted = self._counted()
        told = {each: known.get(each, counted.get(each)) for each in tokens}
        unread = [each for each, count in told.items() if count is None]
        read = parts_of(self.connection).counts(self.connection, unread)
        if len(known) > _COUNTS:
            known.clear()
        known.update(read)
        return {each: count for each, count in (told | read).items() if count}

    def places(self) -> dict[str, Any]:
        """Where the places of tokens are remembered."""
        return self._once("places", dict[str, Any])

    def allowed(self, filters: Filters) -> Any | None:
        if filters.is_empty:
            return None
        known: dict[Filters, Any] = self._once("allowed", dict[Filters, Any])
        allowed = known.get(filters)
        if allowed is None:
            allowed = read_allowed(self.connection, filters)
            if len(known) >= _FILTERS:
                known.clear()
            known[filters] = allowed
        return allowed

    def vocabulary(self) -> Mapping[str, int]:
        return self._once("vocabulary", lambda: parts_of(self.connection).vocabulary(self.connection, "a", _LATIN_END))

    def numbered(self, names: Iterable[str]) -> Mapping[str, int]:
        read = parts_of(self.connection).vocabulary
        # a colon is what comes after nine
        ranges = (read(self.connection, name + "0", name + ":") for name in dict.fromkeys(names))
        return {token: documents for told in ranges for token, documents in told.items()}

    def warm(self) -> None:
        self.nearest()
        remember_common(parts_of(self.connection), self.connection, self.vocabulary(), self.places())

    def _counted(self) -> Mapping[str, int]:
        """The counts of Latin tokens, where they have been read."""
        known = self._memory.known.get("vocabulary")
        return known[1] if known and known[0] == self._changes else {}

    @property
    def _changes(self) -> str:
        return self._state.get("changes", "")

    def _once(self, name: str, read: Callable[[], Any]) -> Any:
        """What takes long to read is read once for a state of the index."""
        memory = self._memory
        with memory.lock:
            known = memory.known.get(name)
            if known is None or known[0] != self._changes:
                known = memory.known[name] = (self._changes, read())
            return known[1]

    def _read_codes(self) -> Codes:
        rows = self.connection.execute(_CODES).all()
        with undamaged("search_codes"):
            return Codes.of([(row.id, row.codes) for row in rows], self.dimensions)

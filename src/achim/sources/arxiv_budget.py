"""A limit on the time that one service may take of a build.

It stands on the far side of what records a build: the record keeps the refusal, so that a replay, whose clock stands,
comes to the same edition.
"""

from achim.domain.note import Note
from achim.errors import FetchError
from achim.ports import Answer, Clock, Fetcher


class BudgetedFetcher:
    """Refuses requests for ``source`` once those before it took ``seconds`` in all; one under way is not cut short."""

    def __init__(self, inner: Fetcher, clock: Clock, *, source: str, seconds: float) -> None:
        self._inner = inner
        self._clock = clock
        self._source = source
        self._seconds = seconds
        self._spent = 0.0

    def get(self, url: str, *, source: str, again: bool = False) -> Answer:
        if source != self._source:
            return self._inner.get(url, source=source, again=again)
        if self._spent >= self._seconds:
            raise FetchError(source, Note.of("fetch.budget", seconds=f"{self._seconds:g}"), url)
        began = self._clock.now()
        try:
            return self._inner.get(url, source=source, again=again)
        finally:
            self._spent += max(0.0, (self._clock.now() - began).total_seconds())

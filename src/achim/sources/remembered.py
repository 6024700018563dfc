"""A fetcher that asks once: what was answered since a build began is not asked again."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol

from achim.ports import Answer, Clock, Store

_EVER = datetime(1970, 1, 1, tzinfo=UTC)
_SOME_HOURS = timedelta(hours=12)


class Asker(Protocol):
    """A fetcher that can ask whether an earlier answer still holds."""

    def get(self, url: str, *, source: str, again: bool = False, known: Answer | None = None) -> Answer: ...


class RememberedFetcher:
    """Keeps successful answers in the store; faults are never remembered.

    What an earlier build was answered is asked for on condition that it changed, which spares upstream the sending.
    """

    def __init__(self, inner: Asker, store: Store, clock: Clock, since: datetime) -> None:
        self._inner = inner
        self._store = store
        self._clock = clock
        self._since = since

    def get(
        self, url: str, *, source: str, again: bool = False, earlier: Callable[[Answer], bool] | None = None
    ) -> Answer:
        request = f"GET {url}"
        if not again and (answer := self._store.answer(request, self._since)):
            return answer
        if earlier and (answer := self._store.answer(request, self._since - _SOME_HOURS)) and earlier(answer):
            return answer
        known = self._store.answer(request, _EVER)
        answer = self._inner.get(url, source=source, again=again, known=known)
        self._store.keep_answer(request, answer, self._clock.now())
        return answer

"""A fetcher that asks once: what was answered since a build began is not asked again."""

from datetime import datetime

from achim.ports import Answer, Clock, Fetcher, Store


class RememberedFetcher:
    """Keeps successful answers in the store; faults are never remembered."""

    def __init__(self, inner: Fetcher, store: Store, clock: Clock, since: datetime) -> None:
        self._inner = inner
        self._store = store
        self._clock = clock
        self._since = since

    def get(self, url: str, *, source: str, again: bool = False) -> Answer:
        request = f"GET {url}"
        if not again and (answer := self._store.answer(request, self._since)):
            return answer
        answer = self._inner.get(url, source=source, again=again)
        self._store.keep_answer(request, answer, self._clock.now())
        return answer

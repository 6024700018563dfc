"""A fetcher that asks once: what was answered since a build began is not asked again."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol

from achim.domain.note import Note
from achim.errors import FetchError
from achim.ports import FEED, Address, Answer, Clock, Store

_EVER = datetime(1970, 1, 1, tzinfo=UTC)
_SOME_HOURS = timedelta(hours=12)
_GONE = "410"
"""https://www.rfc-editor.org/rfc/rfc9110#section-15.5.11"""


class Asker(Protocol):
    """A fetcher that can ask whether an earlier answer still holds."""

    def get(self, url: str, *, source: str, again: bool = False, known: Answer | None = None) -> Answer: ...


class RememberedFetcher:
    """Keeps successful answers in the store; faults are never remembered.

    What an earlier build was answered is asked for on condition that it changed, which spares upstream the sending.
    A feed that has moved for good is asked at its new address, one that has gone for good is not asked again, until
    the settings name another address. A new address that fails is forgotten, so that the old one is asked next time.
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
        ask = self._ask_feed if source.startswith(FEED) else self._ask
        answer = ask(url, source, again, known)
        self._store.keep_answer(request, answer, self._clock.now())
        return answer

    def _ask(self, url: str, source: str, again: bool, known: Answer | None) -> Answer:
        return self._inner.get(url, source=source, again=again, known=known)

    def _ask_feed(self, url: str, source: str, again: bool, known: Answer | None) -> Answer:
        """Raises FetchError, also for an address that has gone."""
        address = self._store.addresses().get(url, Address(url=url))
        if address.gone_at:
            raise FetchError(source, Note.of("fetch.gone", since=address.gone_at.isoformat()), url)
        try:
            answer = self._ask(address.moved_to or url, source, again, known)
        except FetchError as error:
            gone = dict(error.note.params).get("status") == _GONE
            if address.moved_to or gone:
                at = self._clock.now() if gone and not address.moved_to else None
                self._store.keep_address(Address(url=url, gone_at=at))
            raise
        if answer.moved:
            self._store.keep_address(Address(url=url, moved_to=answer.url))
        return answer

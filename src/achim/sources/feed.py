"""Any feed that the user's settings name, each a source of its own."""

from datetime import datetime
from urllib.parse import urlsplit

from achim.domain.paper import Batch, Window
from achim.errors import FetchError
from achim.ports import FEED, Fetcher
from achim.sources.feed_batch import feed_batch
from achim.sources.feed_format import parse_feed

_GONE = "fetch.gone"


class Feed:
    """The Source of a feed's items, named ``feed:`` and the feed's own name."""

    def __init__(self, fetcher: Fetcher, *, name: str, url: str, publisher: str = "") -> None:
        self.name = f"{FEED}{name}"
        self._fetcher = fetcher
        self._url = url
        self._publisher = publisher

    def has_turned(self, since: datetime, at: datetime) -> bool:
        """It grows and has no moment at which it turns."""
        return False

    def announcements(self, window: Window) -> Batch:
        """What it published in the last days. Raises SourceError where it cannot be read.

        One that has gone for good is said to have gone and leaves no gap: no build will mend it.
        """
        try:
            answer = self._fetcher.get(self._url, source=self.name)
        except FetchError as error:
            if error.note.code == _GONE:
                return Batch(source=self.name, announcements=(), note=error.note)
            raise
        document = parse_feed(answer, self.name)
        publisher = self._publisher or document.title[:80] or urlsplit(self._url).hostname or self.name
        return feed_batch(document, window, self.name, publisher)

"""arXiv's records of days past by OAI-PMH: what changed from a day to another, deletions too.

https://info.arxiv.org/help/oa/index.html ; http://www.openarchives.org/OAI/openarchivesprotocol.html

A day is asked for at a time: a token that has expired (they do at midnight, UTC) costs the pages of one day.
"""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from urllib.parse import quote

from achim.domain.note import Note
from achim.domain.past import Change, PastPage
from achim.errors import SourceError
from achim.ports import Clock, Fetcher
from achim.sources.arxiv_oai import NAME, RecordPage, RefusedRequest, change_of, parse_page

EARLIEST = date(2005, 9, 16)
"""Of all days of change; an earlier one is refused."""
_DAY = timedelta(days=1)
_OPEN = 2 * _DAY
"""So long a day may still get records: arXiv updates OAI-PMH at about 22:30 Eastern."""
_MOST_PAGES = 4_000
"""Of a day: ten million records."""
_EXPIRED = ("badResumptionToken", "noRecordsMatch")
"""What is said of a token that is known no more; on the first page of a day the second is the truth."""
_MOST_STARTS = 4
"""Of reading a day, in one process: a token that is never accepted is no expired one."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A day and, within it, how many pages are read, and the token of the next."""

    day: date
    pages: int = 0
    token: str = ""

    @classmethod
    def of(cls, text: str, first: date) -> "_Place":
        """Raises ValueError where the text is no place."""
        if not text:
            return cls(first)
        day, pages, token = text.split(" ", 2)
        return cls(date.fromisoformat(day), int(pages), token)

    def __str__(self) -> str:
        return f"{self.day.isoformat()} {self.pages} {self.token}"


@dataclass(frozen=True, slots=True)
class Harvest:
    """See ``ports.past.PastSource``. ``until`` is None for as far as there is: read again later, it goes on.

    The days are those of a record's last change, both included.
    """

    fetcher: Fetcher
    clock: Clock
    oai_url: str
    since: date
    until: date | None = None
    _refused: Counter[date] = field(default_factory=Counter[date], init=False)
    """How often a token of a day was."""

    @property
    def name(self) -> str:
        return f"oai {self._first} {self.until or ''}".strip()

    @property
    def _first(self) -> date:
        return max(self.since, EARLIEST)

    def read(self, place: str) -> PastPage:
        at = _Place.of(place, self._first)
        today = self.clock.now().date()
        if at.day > min(today, self.until or today):
            return PastPage(changes=(), place=str(at), is_last=True)
        try:
            page = parse_page(self._get(at))
            if at.token and page == RecordPage():
                raise RefusedRequest("noRecordsMatch")
        except RefusedRequest as error:
            if not at.token or error.code not in _EXPIRED:
                raise
            self._refused[at.day] += 1
            if self._refused[at.day] >= _MOST_STARTS:
                raise
            return PastPage(changes=(), place=str(_Place(at.day)), is_last=False)
        further, is_last = self._further(at, page, today)
        return PastPage(
            changes=(*map(change_of, page.records), *_deletions(page)),
            place=str(further),
            is_last=is_last,
            unread=tuple(Note.of("backfill.unread_record", record=each) for each in page.unread),
        )

    def left(self, place: str, page: PastPage) -> int:
        """OAI-PMH does not tell: as many on each day as on the first one's first page."""
        return self.requests(place) * len(page.changes)

    def requests(self, place: str) -> int:
        """A day takes one or more."""
        today = self.clock.now().date()
        return max(0, (min(today, self.until or today) - _Place.of(place, self._first).day).days + 1)

    def _further(self, at: _Place, page: RecordPage, today: date) -> tuple[_Place, bool]:
        """Where reading goes on, and whether not now. A day that is still open is read again another time."""
        if page.token:
            if page.token == at.token or at.pages >= _MOST_PAGES:
                raise SourceError(NAME, Note.of("source.unparsable", what="OAI-PMH resumptionToken"))
            return replace(at, pages=at.pages + 1, token=page.token), False
        following = at.day + _DAY
        if following <= min(today, self.until or today):
            return _Place(following), False
        return _Place(following if at.day + _OPEN <= today else max(self._first, min(at.day, today - _DAY))), True

    def _get(self, at: _Place) -> bytes:
        day = at.day.isoformat()
        asked = f"metadataPrefix=arXivRaw&from={day}&until={day}"
        if at.token:
            asked = f"resumptionToken={quote(at.token, safe='')}"
        return self.fetcher.get(f"{self.oai_url}/oai?verb=ListRecords&{asked}", source=NAME).body


def _deletions(page: RecordPage) -> tuple[Change, ...]:
    return tuple(Change(work=arxiv.paper_id, changed=day, paper=None) for arxiv, day in page.deleted)

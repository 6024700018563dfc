"""The ways in which arXiv tells what a category announced in a batch: listing, feed, catch-up page, OAI-PMH.

https://info.arxiv.org/help/availability.html, rss.html, oa/index.html
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import quote, urlencode

from achim.domain.ids import PaperId
from achim.domain.note import Note
from achim.domain.paper import Announcement
from achim.errors import SourceError
from achim.ports import Answer, Clock, Fetcher
from achim.sources.arxiv_calendar import EASTERN, announced_at, batches, is_holiday, newest_batch, submission_window
from achim.sources.arxiv_categories import oai_set
from achim.sources.arxiv_feed import FEED_LIMIT, parse_feed
from achim.sources.arxiv_listing import ListingPage, parse_listing
from achim.sources.arxiv_oai import RawRecord, announced, parse_records

NAME = "arxiv"
OAI = "arxiv_oai"
"""On its behalf lists are fetched that take long, so that their time can be bounded."""
_PAGE = 2000
_MOST_PAGES = 40
_CATCHUP_DAYS = 90
_OAI_AFTER = timedelta(hours=3)
"""OAI-PMH is updated two and a half hours after the announcement."""
_ASK_AGAIN = 60.0
_FAULTS_IN_A_ROW = 3
_A_FEW = 3
_DAY = timedelta(days=1)

Found = tuple[Announcement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """Where arXiv's services are, without a slash at the end."""

    base_url: str
    feed_url: str
    oai_url: str


@dataclass(slots=True)
class Way:
    """A way that is asked no more in this reading once it has failed for several categories in a row."""

    name: str
    read: Callable[[str, date], Found]
    faults: int = 0
    fault: SourceError | None = None

    def ask(self, category: str, label: date) -> Found:
        if self.fault and self.faults >= _FAULTS_IN_A_ROW:
            raise self.fault
        try:
            found = self.read(category, label)
        except SourceError as error:
            self.faults, self.fault = self.faults + 1, error
            raise
        self.faults = 0
        return found


class Ways:
    """All ways, for one reading that began at ``as_of``: what of the day's is open follows from that moment alone.

    A listing that has not turned is waited for until ``wait_minutes`` after the announcement, once. ``earlier`` are
    papers of batches before those that are read, and whether they were new there: a page on which most that is new
    was new there is of such a batch, whatever date it bears (https://github.com/ZJU-REAL/Polaris/issues/414).
    """

    def __init__(
        self,
        fetcher: Fetcher,
        clock: Clock,
        addresses: Addresses,
        *,
        holidays: frozenset[date],
        wait_minutes: int,
        as_of: datetime,
        earlier: Iterable[tuple[PaperId, bool]] = (),
    ) -> None:
        self._fetcher = fetcher
        self._clock = clock
        self._at = addresses
        self._holidays = holidays
        self._wait = timedelta(minutes=wait_minutes)
        self._tries = wait_minutes
        self._as_of = as_of
        self._earlier = dict(earlier)
        self._records: dict[str, tuple[date, tuple[RawRecord, ...]]] = {}
        self.listing = Way("listing", self._listing)
        self._feed = Way("feed", self._category_feed)
        self._catchup = Way("catchup", self._catchup_pages)
        self.oai = Way("oai", self._oai_records)

    def others(self, label: date) -> list[Way]:
        """The ways beside the listing that can serve a batch, the best first: of a past one its catch-up page."""
        today = self._as_of.astimezone(EASTERN).date()
        can = [
            (self._feed, label == today),
            (self._catchup, label <= today <= label + _CATCHUP_DAYS * _DAY),
            (self.oai, self._as_of >= announced_at(label) + _OAI_AFTER),
        ]
        ways = [way for way, is_open in can if is_open]
        return ways if label == newest_batch(self._as_of) else sorted(ways, key=lambda way: way is not self._catchup)

    def turn_from(self, found: Iterable[Announcement]) -> None:
        """What is read from now on comes after these."""
        self._earlier |= {each.paper_id: each.kind == "new" for each in found if each.paper_id}

    def _is_repeated(self, found: Sequence[Announcement]) -> bool:
        """Whether it is an earlier batch: a paper is new once, and a page without a new one shares a few at most."""
        new = [each for each in found if each.kind == "new" and each.paper_id]
        if new:
            return 2 * sum(self._earlier.get(each.paper_id, False) for each in new if each.paper_id) > len(new)
        return len(found) >= _A_FEW and all(each.paper_id in self._earlier for each in found)

    def _fresh(self, label: date, found: Found) -> Found:
        if self._is_repeated(found):
            raise SourceError(NAME, Note.of("source.repeated", day=label))
        return found

    def has_feed(self, label: date) -> bool:
        return label == self._as_of.astimezone(EASTERN).date()

    def feed(self, categories: Sequence[str], label: date) -> Found:
        """The feed's items of a batch, of several categories as one; a stale or empty feed raises SourceError."""
        found = parse_feed(self._get(f"{self._at.feed_url}/rss/{'+'.join(categories)}"), self._as_of)
        mine = tuple(each for each in found if each.batch == label)
        if found and not mine:
            raise _stale(label, max(each.batch for each in found))
        if not mine:
            raise SourceError(NAME, Note.of("source.empty"))
        return self._fresh(label, mine)

    def _category_feed(self, category: str, label: date) -> Found:
        """A feed that is full has lost new papers: it is no way to a whole batch."""
        found = self.feed((category,), label)
        if len(found) >= FEED_LIMIT:
            raise SourceError(NAME, Note.of("source.partial", got=len(found), expected=f"{FEED_LIMIT}+"))
        return found

    def _listing(self, category: str, label: date) -> Found:
        page = self._turned(category, label)
        if page.label != label and self._is_silent(page.label, label):
            return ()
        return self._fresh(label, _all_pages(label, page, lambda number, skip: self._listing_page(category, skip)))

    def _listing_page(self, category: str, skip: int, again: bool = False) -> ListingPage:
        url = f"{self._at.base_url}/list/{category}/new?skip={skip}&show={_PAGE}"
        return parse_listing(self._get(url, again), self._as_of)

    def _turned(self, category: str, label: date) -> ListingPage:
        """The first page, waited for while it is of an older batch; tries are counted, as a replay's clock stands."""
        page = self._listing_page(category, 0)
        until = announced_at(label) + self._wait
        while self._is_behind(page, label) and not self._is_silent(page.label, label):
            if self._tries < 1 or self._clock.now() >= until:
                break
            self._tries -= 1
            self._clock.wait(_ASK_AGAIN)
            page = self._listing_page(category, 0, again=True)
        return page

    def _is_behind(self, page: ListingPage, label: date) -> bool:
        return page.label < label or (page.label == label and self._is_repeated(page.announcements))

    def _is_silent(self, got: date, expected: date) -> bool:
        """Whether holidays explain that the batches after ``got`` have not come."""
        return got < expected and all(is_holiday(label, self._holidays) for label in batches(got, expected))

    def _catchup_pages(self, category: str, label: date) -> Found:
        def page(number: int, skip: int) -> ListingPage:
            url = f"{self._at.base_url}/catchup/{category}/{label.isoformat()}?abs=True&page={number}"
            return parse_listing(self._get(url), self._as_of)

        return self._fresh(label, _all_pages(label, page(1, 0), page))

    def _oai_records(self, category: str, label: date) -> Found:
        opens, closes = submission_window(label, self._holidays)
        told = (
            announced(each, category, label, opens, closes, self._as_of)
            for each in self._changed_since(category, label)
        )
        return tuple({each.key: each for each in told if each}.values())

    def _changed_since(self, category: str, label: date) -> tuple[RawRecord, ...]:
        """All that changed since a batch: a paper of it that was revised later bears the day of its revision.

        What was asked for since an earlier day holds it.
        """
        since, records = self._records.get(category, (label + _DAY, ()))
        if since <= label:
            return records
        records = self._all_records(category, label)
        self._records[category] = label, records
        return records

    def _all_records(self, category: str, since: date) -> tuple[RawRecord, ...]:
        parameters = {
            "verb": "ListRecords",
            "metadataPrefix": "arXivRaw",
            "set": oai_set(category),
            "from": since.isoformat(),
        }
        query = urlencode(parameters, safe=":")
        found: list[RawRecord] = []
        for _ in range(_MOST_PAGES):
            answer = self._fetcher.get(f"{self._at.oai_url}/oai?{query}", source=OAI, earlier=_goes_on)
            page = parse_records(answer.body)
            found += page.records
            if not page.token:
                return tuple(found)
            query = f"verb=ListRecords&resumptionToken={quote(page.token, safe='')}"
        raise SourceError(NAME, Note.of("source.partial", got=len(found), expected=f"{len(found)}+"))

    def _get(self, url: str, again: bool = False) -> bytes:
        return self._fetcher.get(url, source=NAME, again=again).body


def _goes_on(answer: Answer) -> bool:
    """Whether it is a page with another one after it: an earlier build's will do, as the list is read to its end."""
    try:
        return bool(parse_records(answer.body).token)
    except SourceError:
        return False


def _all_pages(label: date, page: ListingPage, next_page: Callable[[int, int], ListingPage]) -> Found:
    """The items of a page and those after it, each once. Raises SourceError for another batch and for missing items.

    ``next_page`` is given the number of the page, from 1, and how many items came before it.
    """
    found: dict[str, Announcement] = {}
    promised = 0
    for number in range(2, _MOST_PAGES):
        if page.label != label:
            raise _stale(label, page.label)
        before = len(found)
        found |= {each.key: each for each in page.announcements}
        promised = max(promised, page.promised)
        if len(found) >= promised or len(found) == before:
            break
        page = next_page(number, len(found))
    if len(found) < promised:
        raise SourceError(NAME, Note.of("source.partial", got=len(found), expected=promised))
    return tuple(found.values())


def _stale(expected: date, got: date) -> SourceError:
    return SourceError(NAME, Note.of("source.stale", expected=expected, got=got))

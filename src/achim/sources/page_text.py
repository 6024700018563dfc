"""The text of a story from its own page, asked for politely and only where no source told it."""

import re
from collections import defaultdict
from datetime import datetime
from threading import Lock
from urllib.parse import urljoin, urlsplit

from achim.domain.note import Note
from achim.domain.text import is_web_url
from achim.errors import FetchError, SourceError
from achim.ports import Answer, Fetcher, PageText
from achim.sources.feed_text import LOST, decode
from achim.sources.guard import is_public_url
from achim.sources.main_text import Extract, make_extract
from achim.sources.robots import Robots, parse_robots

NAME = "page"
_AGENT = "achim"
_LONGEST = 3_000_000
_SHORTEST = 250
"""Characters; what is shorter is a teaser before a paywall, a cookie wall, or a note."""
_KINDS = ("text/html", "application/xhtml+xml")
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)


class PageReader:
    """Reads pages for a build that began at ``read_at``; each site's robots.txt is asked for once."""

    def __init__(self, fetcher: Fetcher, *, read_at: datetime, extract: Extract | None = None) -> None:
        self._fetcher = fetcher
        self._read_at = read_at
        self._extract = extract or make_extract()
        self._robots: dict[str, Robots | SourceError] = {}
        self._gates: defaultdict[str, Lock] = defaultdict(Lock)

    def read(self, url: str) -> PageText:
        """Raises SourceError: for an address that is not the public web's, a page that its site asks not to read, one
        that is no HTML, and one whose text is too short to be an article's."""
        self._check(url)
        answer = self._fetcher.get(url, source=NAME)
        if answer.url != url:
            self._check(answer.url)
        text = self._extract(_html(answer))
        if text is None or len(text) < _SHORTEST:
            raise SourceError(NAME, Note.of("page.too_short", length=len(text or "")))
        return PageText(text, self._read_at)

    def _check(self, url: str) -> None:
        if not is_web_url(url) or not is_public_url(url):
            raise SourceError(NAME, Note.of("fetch.private_address", host=urlsplit(url).hostname or url[:60]))
        robots = self._robots_of(url)
        if isinstance(robots, SourceError):
            raise robots
        if not robots.allows(url):
            raise SourceError(NAME, Note.of("page.robots", host=urlsplit(url).netloc))

    def _robots_of(self, url: str) -> Robots | SourceError:
        """Several pages of a site may be read at once: the others wait for the one that asks."""
        site = urljoin(url, "/")
        with self._gates[site]:
            if site not in self._robots:
                self._robots[site] = self._asked_robots(site)
            return self._robots[site]

    def _asked_robots(self, site: str) -> Robots | SourceError:
        """Where there is none everything may be read; where it cannot be had nothing may: RFC 9309, 2.3.1."""
        try:
            return parse_robots(self._fetcher.get(f"{site}robots.txt", source=NAME).body, _AGENT)
        except FetchError as error:
            status = dict(error.note.params).get("status", "")
            if status.startswith("4") and status != "429":
                return Robots()
            return SourceError(NAME, Note.of("page.robots_unread", reason=error.note.code, **dict(error.note.params)))


def _html(answer: Answer) -> str:
    """The page as text. Raises SourceError for another kind of document, and for letters that cannot be read."""
    kind = answer.content_type.partition(";")[0].strip().lower()
    if kind and kind not in _KINDS:
        raise SourceError(NAME, Note.of("page.no_html", kind=kind[:60]))
    if len(answer.body) > _LONGEST:
        raise SourceError(NAME, Note.of("fetch.too_large", limit=_LONGEST))
    meta = _META.search(answer.body[:4096])
    charset = f"; charset={meta[1].decode('ascii')}" if meta and "charset" not in answer.content_type else ""
    text = decode(answer.body, answer.content_type + charset)
    if LOST in text or answer.body.startswith(b"%PDF"):
        raise SourceError(NAME, Note.of("source.unparsable", what="HTML"))
    return text

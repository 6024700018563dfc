"""Where things stand on the site: relative POSIX paths from its root. They never change, so that links never break."""

import re
from dataclasses import dataclass
from datetime import date
from posixpath import relpath

from achim.domain.edition import EditionKey, EditionKind
from achim.domain.ids import PaperId
from achim.domain.slugs import slug

FRONT = "index.html"
ARCHIVE = "archive/index.html"
TRENDS = "trends/index.html"
TOPICS = "topics/index.html"
CORRECTIONS_FOLDER = "corrections/"
CORRECTIONS = "corrections/index.html"
SEARCH = "search"
SIGN_IN = "sign-in"
"""Only where a server answers."""
ATOM = "feed.atom"
JSON_FEED = "feed.json"
ATOM_TYPE, JSON_FEED_TYPE = "application/atom+xml", "application/feed+json"
FEEDS = (("Atom", ATOM_TYPE, ATOM), ("JSON Feed", JSON_FEED_TYPE, JSON_FEED))
"""What they are called, their media types and the ends of their places."""
STYLE = "assets/site.css"
SCRIPT = "assets/site.js"
ICON = "assets/icon.svg"
_FEED = r"feed\.(?:atom|json)"
_PLACE = re.compile(
    r"(?:[a-z]{2,3}(?:-[A-Za-z0-9]{1,8})*/)?(?:index\.html|(?:archive|trends|topics|corrections)/index\.html|"
    rf"(?:(?:corrections|topics/[a-z0-9-]+)/)?{_FEED}|topics/[a-z0-9-]+/index\.html|assets/site\.(?:css|js)|"
    r"assets/icon\.svg|archive/\d{4}-\d\d\.html|weeks/\d{4}-W\d\d\.html|"
    r"editions/\d{4}-\d\d-\d\d/[a-z]+(?:(?:-cards)?\.html|\.json)|works/[a-z0-9][a-z0-9.-]*\.(?:html|bib|ris))",
    re.ASCII,
)
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]*", re.ASCII)


def is_place(text: str) -> bool:
    """Whether a site of ours could have a file there, in any language's folder."""
    return bool(_PLACE.fullmatch(text))


def edition_page(key: EditionKey) -> str:
    """``editions/2024-11-04/papers.html``."""
    return f"{edition_folder(key.day)}{key.kind}.html"


def cards_page(key: EditionKey) -> str:
    """The edition in three minutes: ``editions/2024-11-04/papers-cards.html``."""
    return f"{edition_folder(key.day)}{key.kind}-cards.html"


def edition_data(key: EditionKey) -> str:
    return f"{edition_folder(key.day)}{key.kind}.json"


def edition_folder(day: date) -> str:
    return f"editions/{day.isoformat()}/"


def topic_folder(kind: EditionKind, topic: str) -> str:
    """``topics/llm/`` and, since both kinds have an *Other*, ``topics/news-other/``.

    Raises ValueError where the topic's key could not be a name in an address.
    """
    if not _SLUG.fullmatch(topic):
        raise ValueError(f"{topic!r} is no key of a topic")
    return f"topics/{topic}/" if kind == "papers" else f"topics/news-{topic}/"


def topic_page(kind: EditionKind, topic: str) -> str:
    return topic_folder(kind, topic) + "index.html"


def topic_feed(kind: EditionKind, topic: str, form: str) -> str:
    """``form`` is ``atom`` or ``json``."""
    return f"{topic_folder(kind, topic)}feed.{form}"


def work_page(work: PaperId) -> str:
    """``works/arxiv-2410.17170.html``."""
    return f"works/{slug(work)}.html"


def citation(work: PaperId, ending: str) -> str:
    """``works/arxiv-2410.17170.bib``; ``ending`` is ``bib`` or ``ris``."""
    return f"works/{slug(work)}.{ending}"


def month_page(year: int, month: int) -> str:
    return f"archive/{year:04d}-{month:02d}.html"


def week_page(day: date) -> str:
    """Of the ISO week of a day: ``weeks/2024-W45.html``."""
    year, week, _ = day.isocalendar()
    return f"weeks/{year:04d}-W{week:02d}.html"


@dataclass(frozen=True, slots=True)
class Link:
    """Makes addresses for one page: relative ones, so that the site can lie anywhere and be opened from disk."""

    page: str

    def to(self, place: str, anchor: str = "") -> str:
        """From this page to another place of the site; ``anchor`` is one of ours and needs no quoting."""
        folder = self.page.rpartition("/")[0] or "."
        path = relpath(place, folder) if place else relpath(".", folder)
        return f"{path}#{anchor}" if anchor else path

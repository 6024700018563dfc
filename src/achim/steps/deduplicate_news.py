"""Announcements → stories: each event once, told by the best of its sources, with its provenance.

What a story is told by, from the best on: a company's own announcement of what it did, an article, a post or thread;
then the weight of the source, and who told it first. The order in which announcements arrive changes nothing.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from achim.domain.ids import PaperId, canonical_id
from achim.domain.paper import Announcement, Place, Story
from achim.domain.sentences import split_sentences
from achim.domain.urls import canonical_url
from achim.ports import Vector
from achim.steps.news_names import home_of, named
from achim.steps.provenance import first, highest_signals, origins, told_id
from achim.steps.same_story import Tellings, gather, is_shared_site, site_of

_THREAD = re.compile(r"https://news\.ycombinator\.com/item\?id=\d+")
_LINK = re.compile(r"https?://[^\s<>\"')\]]{4,300}")
_LINKS = 40
_PAPERS = 5
"""A text that links to more is a list of papers, and speaks of none."""
_NO_WEIGHTS: Mapping[str, float] = MappingProxyType({})


def deduplicate_news(
    announcements: Iterable[Announcement],
    vectors: Mapping[str, Vector],
    weights: Mapping[str, float] = _NO_WEIGHTS,
) -> tuple[Story, ...]:
    """The stories that are announced, sorted by id. ``vectors`` are unit vectors of ``texts_to_embed``; a text without
    one is told by its words alone. ``weights`` say how good a source is, 0 where nothing is said."""
    pages = _pages(announcements)
    events = gather(tellings(page, told, vectors) for page, told in pages.items())
    stories = (_story([pages[each.key] for each in event], weights) for event in events)
    return tuple(sorted(stories, key=lambda story: story.id))


def texts_to_embed(announcements: Iterable[Announcement]) -> tuple[str, ...]:
    """The titles, each once."""
    return tuple(sorted({each.title for each in announcements}))


def tellings(page: str, told: Sequence[Announcement], vectors: Mapping[str, Vector]) -> Tellings:
    """What is known of a page, or a story, by which it may be told to be of the same event as another."""
    day = min(_moment(each) for each in told).date()
    return Tellings.of(page, day, {each.title for each in told}, {each.abstract for each in told}, vectors)


def page_of(announcement: Announcement) -> PaperId:
    """A paper's id where the address is one, else the address in its one form."""
    known = told_id(announcement)
    return PaperId(f"url:{canonical_url(known.removeprefix('url:'))}") if known.startswith("url:") else known


def _moment(announcement: Announcement) -> datetime:
    return announcement.submitted_at or announcement.seen_at


def _pages(announcements: Iterable[Announcement]) -> dict[str, list[Announcement]]:
    """Announcements by page. Pages with one thread are one, under the first of their names."""
    known = sorted(announcements, key=lambda each: (each.key, repr(each)))
    home: dict[str, str] = {}
    for each in known:
        names = {_root(home, name) for name in (page_of(each), _thread(each)) if name}
        least = min(names, key=lambda name: (_THREAD.fullmatch(name.removeprefix("url:")) is not None, name))
        home |= dict.fromkeys(names, least)
    pages: defaultdict[str, list[Announcement]] = defaultdict(list)
    for each in known:
        pages[_root(home, page_of(each))].append(each)
    return dict(pages)


def _root(home: Mapping[str, str], name: str) -> str:
    while home.get(name, name) != name:
        name = home[name]
    return name


def _thread(announcement: Announcement) -> str | None:
    """The item of Hacker News; other places may give one address for the talk about all they tell."""
    thread = canonical_url(announcement.discussion_url or "")
    return f"url:{thread}" if _THREAD.fullmatch(thread) else None


def _story(pages: Sequence[Sequence[Announcement]], weights: Mapping[str, float]) -> Story:
    companies = frozenset[str]().union(*(named(each.title).companies for page in pages for each in page))

    def precedence(each: Announcement) -> tuple[int, bool, float, datetime, str, str]:
        place = _place(each.url, companies)
        return place, bool(_thread(each)), -weights.get(each.source, 0.0), _moment(each), each.key, repr(each)

    told = sorted((each for page in pages for each in page), key=precedence)
    lead = told[0]
    title = first(told, "title", lambda each: each.title)
    url = first(told, "url", lambda each: each.url)
    authors = first(told, "authors", lambda each: each.authors)
    submitted_at = first(told, "submitted_at", lambda each: each.submitted_at)
    longest = sorted(told, key=lambda each: -len(each.abstract or ""))
    abstract = first(longest, "abstract", lambda each: each.abstract)
    return Story(
        id=page_of(lead),
        title=title.value or "",
        url=url.value or "",
        abstract=abstract.value or "",
        sentences=split_sentences(abstract.value or ""),
        authors=authors.value or (),
        submitted_at=submitted_at.value,
        signals=highest_signals(told),
        announcements=tuple(told),
        origins=origins(title, url, abstract, authors, submitted_at),
        publisher=_publisher(lead),
        also_at=tuple(_also_at(told)),
        discussions=tuple(sorted({canonical_url(each.discussion_url) for each in told if each.discussion_url})),
        papers=tuple(sorted({paper for each in told for paper in _papers(each)})),
    )


def _place(url: str, companies: frozenset[str]) -> int:
    """0 for a company's own site where the story is about it, 1 for an article, 2 for a post or thread."""
    site = site_of(canonical_url(url))
    if home_of(site) in companies:
        return 0
    return 2 if is_shared_site(site) else 1


def _publisher(announcement: Announcement) -> str:
    """Who tells it; a link on Hacker News is told by the site that it leads to."""
    site = site_of(canonical_url(announcement.url))
    return site if _thread(announcement) else announcement.publisher or site


def _also_at(told: Sequence[Announcement]) -> Iterator[Place]:
    """The pages beside the first, each once, by the best of those who link to it."""
    seen = {page_of(told[0])}
    for each in told:
        if (page := page_of(each)) not in seen:
            seen.add(page)
            yield Place(_publisher(each), each.url)


def _papers(announcement: Announcement) -> Iterator[PaperId]:
    """The works that an announcement is of, or that its text links to."""
    of = told_id(announcement)
    if not of.startswith("url:"):
        yield of
    links = _LINK.findall(announcement.abstract or "")[:_LINKS]
    linked = {known for link in links if (known := canonical_id(link.rstrip(".,;:"))) and not known.startswith("url:")}
    if len(linked) <= _PAPERS:
        yield from linked

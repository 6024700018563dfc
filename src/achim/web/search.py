"""What a search asks for, as an address says it, and what is answered as JSON and as a page."""

import asyncio
import json
import re
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol, TypeVar
from urllib.parse import urlencode

from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request

from achim.domain.edition import EditionKind
from achim.domain.found import Document, FieldName, Filters, Found, Highlight, Results, Standing
from achim.domain.ids import PaperId
from achim.domain.text import clean
from achim.render.inert import line, typeset, web_url, whole
from achim.render.messages import name_of
from achim.render.search import found_json
from achim.web.waiting import in_thread

FORMAT = "achim-search/1"
LONGEST_QUERY = 300
PER_PAGE = 20
MOST_PAGES = 10
_SNIPPET = 240
"""Characters of the text that is shown of a work."""
_LONGEST_WORD = 100
_LONGEST_ID = 2_100
_SPACE = re.compile(r"\s")
_ANY = Filters()
_AT_ONCE, _MOST = 2, 16
"""Searches done at a time, and those with the ones that wait for them."""
_GONE = 499
"""What nobody reads, as the one who asked has gone; for the metrics and the log."""
T = TypeVar("T")


class Search(Protocol):
    def find(self, text: str, filters: Filters, limit: int) -> Results:
        """The best works for a query, at most ``limit``. Total; safe to be called from several threads."""
        ...

    def similar(self, work: PaperId, filters: Filters, limit: int) -> Results:
        """More like a work; none where it is not known."""
        ...


class Turns:
    """Searches that are done or wait. Raises HTTPException: 503 where too many do, 499 where the one who asked left."""

    def __init__(self) -> None:
        self._free = asyncio.Semaphore(_AT_ONCE)
        self._there = 0

    async def done(self, request: Request, work: Callable[[], T]) -> T:
        if self._there >= _MOST:
            raise HTTPException(503, headers={"retry-after": "5"})
        self._there += 1
        try:
            async with self._free:
                if await request.is_disconnected():
                    raise HTTPException(_GONE)
                return await in_thread(work)
        finally:
            self._there -= 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A search, for more like the work ``like`` where there is no query. ``page`` is from 1; ``faults`` names what
    could not be read, and was left out."""

    query: str
    like: str = ""
    filters: Filters = _ANY
    page: int = 1
    faults: tuple[str, ...] = ()

    @property
    def is_range_empty(self) -> bool:
        since, until = self.filters.since, self.filters.until
        return since is not None and until is not None and since > until

    def within(self, topics: Container[str], sources: Container[str]) -> "Asked":
        """The search without a topic or source that does not exist, named among the faults."""
        held = {"topic": topics, "source": sources}
        told = {"topic": self.filters.topic, "source": self.filters.source}
        unknown = tuple(name for name, value in told.items() if value and value not in held[name])
        filters = replace(self.filters, **dict.fromkeys(unknown, ""))
        return replace(self, filters=filters, faults=(*self.faults, *unknown))

    def address(self, page: int) -> str:
        """The query of the same search's address at another page."""
        sought = {"q": self.query} if self.query else {"like": self.like}
        told = {**sought, **_told(self.filters), "page": str(page) if page > 1 else ""}
        return "?" + urlencode({name: value for name, value in told.items() if value})


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    is_hit: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HitView:
    """A found work as the page shows it; all texts plain, to be escaped by the template but for safe markup."""

    work: PaperId
    headline: Markup
    """Its gist in the reader's language, empty where there is none."""
    title: Markup
    snippet: Markup
    address: str
    """Of its page in the reader, from the root; "" where no edition showed it."""
    url: str | None
    day: str
    kind: EditionKind
    topic: str
    sources: tuple[str, ...]
    is_starred: bool = False
    unprinted: Standing | None = None
    """What became of it, where no edition printed it."""


def asked_of(params: Mapping[str, str]) -> Asked:
    """Read the parameters of an address; what cannot be read is left out and named."""
    faults: list[str] = []
    query = clean(whole(params.get("q", "")), limit=LONGEST_QUERY)
    like = work_of(params, "like")
    kind = params.get("kind", "")
    if kind not in ("", "all", "papers", "news"):
        faults.append("kind")
    filters = Filters(
        since=_day(params, "since", faults),
        until=_day(params, "until", faults),
        topic=clean(whole(params.get("topic", "")), limit=_LONGEST_WORD),
        kind="papers" if kind == "papers" else "news" if kind == "news" else None,
        source=clean(whole(params.get("source", "")), limit=_LONGEST_WORD),
    )
    page = params.get("page", "1")
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 4 else 0
    if not 1 <= number <= MOST_PAGES:
        faults.append("page")
        number = 1
    return Asked(query=query, like=like, filters=filters, page=number, faults=tuple(faults))


def work_of(params: Mapping[str, str], name: str) -> str:
    return whole(params.get(name, ""))[:_LONGEST_ID]


def page_of(results: Results, asked: Asked) -> tuple[Sequence[Found], bool]:
    """The found works of the asked page, and whether there are more. ``results`` has one more than the page's end."""
    begin = (asked.page - 1) * PER_PAGE
    more = asked.page < MOST_PAGES and len(results.found) > begin + PER_PAGE
    return results.found[begin : begin + PER_PAGE], more


def wanted(asked: Asked) -> int:
    return asked.page * PER_PAGE + 1


def answer(
    results: Results,
    found: Sequence[Found],
    addresses: Mapping[PaperId, str],
    *,
    page: int = 1,
    more: bool = False,
) -> bytes:
    """The JSON that ``docs/api.md`` describes. It holds no ``<``, ``>`` or ``&``, wherever it is put."""
    told = {
        "format": FORMAT,
        "query": results.query,
        "page": page,
        "per_page": PER_PAGE,
        "more": more,
        "results": [{**found_json(each), "page": addresses.get(each.document.work, "")} for each in found],
        "corrected": [{"word": said, "meant": meant} for said, meant in results.corrected],
        "translated": [{"term": said, "other": other} for said, other in results.translated],
        "unindexed": results.unindexed,
    }
    return _inert(told)


def fault_answer(code: str, names: Sequence[str]) -> bytes:
    return _inert({"format": FORMAT, "error": {"code": code, "parameters": list(names)}})


def hit_views(
    found: Sequence[Found],
    starred: frozenset[PaperId],
    headlines: Mapping[PaperId, str],
    addresses: Mapping[PaperId, str],
    lang: str,
) -> list[HitView]:
    works = [each.document.work for each in found]
    return [
        _hit(each, work in starred, headlines.get(work, ""), addresses.get(work, ""), lang)
        for each, work in zip(found, works, strict=True)
    ]


def pieces(text: str, places_: Sequence[Highlight], begin: int, end: int) -> list[Piece]:
    """``text`` from ``begin`` to ``end``, cut at the highlights in it; those that overlap count as one."""
    made: list[Piece] = []
    at = begin
    for each in sorted(places_, key=lambda place: (place.start, place.end)):
        first, last = max(each.start, at), min(each.end, end)
        if first >= last:
            continue
        if first > at:
            made.append(Piece(text[at:first], False))
        made.append(Piece(text[first:last], True))
        at = last
    if at < end:
        made.append(Piece(text[at:end], False))
    return made


def marked(parts: Sequence[Piece]) -> Markup:
    """Escaped piece by piece, hits in ``<mark>``."""
    made = [(Markup("<mark>{}</mark>") if each.is_hit else Markup("{}")).format(_shown(each.text)) for each in parts]
    return Markup("").join(made)


def _shown(text: str) -> str:
    """Without signs that act, but with the spaces at its ends, which part it from its neighbours."""
    bare = line(text)
    before, after = " " if text[:1].isspace() else "", " " if text[-1:].isspace() else ""
    return f"{before}{bare}{after}" if bare else " " if text else ""


def _hit(found: Found, is_starred: bool, headline: str, address: str, lang: str) -> HitView:
    document = found.document
    newest = document.showings[-1] if document.showings else None
    title = [each for each in found.highlights if each.field == "title"]
    return HitView(
        work=document.work,
        headline=Markup() if line(headline) == typeset(document.title) else _headline(found, headline),
        title=marked(pieces(document.title, title, 0, len(document.title))),
        snippet=_snippet(found),
        address=address,
        url=web_url(document.url),
        day=newest.day.isoformat() if newest else "",
        kind=newest.kind if newest else "papers",
        topic=newest.topic if newest else "",
        sources=tuple(name_of("source", each, lang) for each in document.sources),
        is_starred=is_starred,
        unprinted=document.unprinted,
    )


def _headline(found: Found, headline: str) -> Markup:
    """Marked as what was printed is, which it is a part of in the language that the index has."""
    begin = found.document.told.find(headline)
    moved = [replace(each, start=each.start - begin, end=each.end - begin) for each in found.highlights]
    own = [
        each for each in moved if begin >= 0 and each.field == "told" and 0 <= each.start < each.end <= len(headline)
    ]
    return marked(pieces(headline, own, 0, len(headline)))


def _snippet(found: Found) -> Markup:
    """The text around the first highlight outside the title, else its beginning."""
    first = next((each for each in found.highlights if each.field != "title"), None)
    name: FieldName = first.field if first else "text"
    text = _text(found.document, name)
    begin, end = stretch(text, first)
    within = [each for each in found.highlights if each.field == name]
    parts = pieces(text, within, begin, end)
    return Markup("{}{}{}").format("… " if begin else "", marked(parts), " …" if end < len(text) else "")


def stretch(text: str, hit: Highlight | None) -> tuple[int, int]:
    """Where the part of ``text`` around ``hit`` begins and ends: between words, unless one is as long as the part."""
    begin = max(0, hit.start - _SNIPPET // 3) if hit else 0
    if begin and hit and (space := _SPACE.search(text, begin - 1, hit.start)):
        begin = space.end()
    end = begin + _SNIPPET
    if end >= len(text):
        return begin, len(text)
    least = max(begin, min(hit.end, end)) if hit else begin
    spaces = [space.start() for space in _SPACE.finditer(text, least, end + 1)]
    return begin, spaces[-1] if spaces and spaces[-1] > begin else end


def _text(document: Document, name: FieldName) -> str:
    return {"told": document.told, "text": document.text, "title": document.title}[name]


def _inert(told: object) -> bytes:
    text = whole(json.dumps(told, ensure_ascii=False, indent=1))
    for sign in "<>&\u2028\u2029\u007f":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return (text + "\n").encode()


def _day(params: Mapping[str, str], name: str, faults: list[str]) -> date | None:
    told = params.get(name, "").strip()
    if not told:
        return None
    try:
        return date.fromisoformat(told)
    except ValueError:
        faults.append(name)
        return None


def _told(filters: Filters) -> dict[str, str]:
    return {
        "kind": filters.kind or "",
        "topic": filters.topic,
        "source": filters.source,
        "since": filters.since.isoformat() if filters.since else "",
        "until": filters.until.isoformat() if filters.until else "",
    }

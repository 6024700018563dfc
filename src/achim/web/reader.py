"""The live reader as an ASGI application: pages, search, and what the one user makes."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from sqlalchemy.exc import DBAPIError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from achim.domain.ids import PaperId
from achim.domain.marks import Kept
from achim.errors import UserError
from achim.ports import Clock
from achim.render.site import places
from achim.render.site.frame import Frame, html
from achim.settings_serve import is_loopback
from achim.store.claims import at_work
from achim.web import search as searching
from achim.web.addresses import work_addresses
from achim.web.answers import HTML, JSON, PRIVATE, newest, page_answer, small_answer, trouble
from achim.web.limits import Limits
from achim.web.metrics import MEDIA_TYPE, Metrics
from achim.web.pages import PageCache, Ready, place_of
from achim.web.search_page import search_page, showings_of
from achim.web.session import Session
from achim.web.user import EXPORT, IMPORT, MARK, MOST_FILE, MOST_FORM, NOTE, SIGN_IN, SIGN_OUT, User, personal
from achim.web.views import View, Views
from achim.web.waiting import in_thread, look

T = TypeVar("T")
_MAKERS = 4
"""Pages made at a time; others wait."""
_READ = ("GET", "HEAD")
_WRITE = ("POST",)
Answer = Callable[[Request], Awaitable[Response]]
Way = tuple[tuple[str, ...], Answer]
"""The methods of an address, and what answers."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What the reader is made of. ``user`` is None where nothing may be written; ``sources`` are names to filter by.

    ``local_user`` is the same user, signing in from this machine: wrong tries of elsewhere do not count there.
    """

    views: Views
    frames: Mapping[str, Frame]
    cache: PageCache
    metrics: Metrics
    clock: Clock
    user: User | None
    local_user: User | None
    search_limits: Limits
    sources: tuple[str, ...]
    started: datetime

    @property
    def frame(self) -> Frame:
        return self.frames[""]


def make_reader(desk: Desk) -> Starlette:
    """All addresses but those of pages are known by their whole path, so one look finds each."""
    reader = _Reader(desk)
    ways: dict[str, Way] = {"/healthz": (_READ, reader.health), "/metrics": (_READ, reader.gauges)}
    for folder in desk.frames:
        searches = {places.SEARCH: partial(reader.search, folder), "api/search": reader.api_search}
        searches["api/similar"] = reader.api_similar
        ways |= {f"/{folder}{place}": (_READ, reader.guarded(answer)) for place, answer in searches.items()}
    if desk.user:
        ways |= {
            "/mine/": (_READ, reader.mine),
            f"/{EXPORT}": (_READ, reader.export),
            f"/{IMPORT}": ((*_READ, *_WRITE), reader.bring),
            f"/{SIGN_IN}": ((*_READ, *_WRITE), reader.sign_in),
            f"/{SIGN_OUT}": (_WRITE, reader.sign_out),
            f"/{MARK}": (_WRITE, reader.mark),
            f"/{NOTE}": (_WRITE, reader.note),
        }
    handlers: dict[Any, Any] = {HTTPException: reader.refused, Exception: reader.failed}
    switch = _Switch(ways, (_READ, reader.page))
    return Starlette(
        routes=[Route(f"/{IMPORT}", switch, max_body_size=MOST_FILE), Route("/{path:path}", switch)],
        exception_handlers=handlers,
        max_body_size=MOST_FORM,
    )


class _Switch:
    """ASGI: answers by the whole path, else with a page."""

    def __init__(self, ways: Mapping[str, Way], pages: Way) -> None:
        self._ways = ways
        self._pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        methods, answer = self._ways.get(scope["path"], self._pages)
        allowed = {"allow": ", ".join([*methods, "OPTIONS"]), "cache-control": "no-store"}
        if scope["method"] in methods:
            response = await answer(Request(scope, receive, send))
        elif scope["method"] == "OPTIONS":
            response = Response(None, 204, allowed)
        else:
            raise HTTPException(405, headers=allowed)
        await response(scope, receive, send)


class _Reader:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._makers = asyncio.Semaphore(_MAKERS)
        self._turns = searching.Turns()

    def guarded(self, answer: Answer) -> Answer:
        """A search is work: no page of elsewhere has a browser ask for one, and each client has its measure.

        Another port of this host is elsewhere too (https://www.w3.org/TR/fetch-metadata/); what is no browser says
        nothing of it.
        """

        async def guard(request: Request) -> Response:
            if request.headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
                raise HTTPException(403)
            if wait := self._desk.search_limits.wait(_client(request), time.monotonic()):
                raise HTTPException(429, headers={"retry-after": str(int(wait) + 1)})
            return await answer(request)

        return guard

    async def page(self, request: Request) -> Response:
        place, view = place_of(request.scope["path"]), await self._view()
        if place is None:
            raise HTTPException(404)
        if view is None:
            return self._empty(place)
        ready = await self._ready(place, view)
        if ready is None:
            return await self._beside(request, place, view)
        session = self._session(request)
        if session and ready.page.media_type == HTML:
            return await in_thread(partial(self._personal, session, place, view, ready))
        return page_answer(request, ready, self._vary)

    async def search(self, folder: str, request: Request) -> Response:
        frame, view = self._desk.frames[folder], await self._view()
        asked = self._asked(request, view)
        is_search = bool(asked.query or asked.like) and not asked.is_range_empty
        results = await self._searched(request, asked, view) if view and is_search else None
        session = self._session(request)
        body = await in_thread(partial(self._search_page, frame, folder, asked, view, results, session))
        if session:
            return Response(personal(body), 200, {"content-type": HTML, **PRIVATE})
        return small_answer(request, body, HTML)

    async def api_search(self, request: Request) -> Response:
        view = await self._view()
        asked = self._asked(request, view)
        names = (*asked.faults, *(("until",) if asked.is_range_empty else ())) or (() if asked.query else ("q",))
        if names:
            return small_answer(request, searching.fault_answer("parameters", names), JSON, 400)
        if view is None:
            return small_answer(request, searching.fault_answer("no_archive", ()), JSON, 503)
        return await self._told(request, asked, view)

    async def api_similar(self, request: Request) -> Response:
        work, view = searching.work_of(request.query_params, "id"), await self._view()
        if not work:
            return small_answer(request, searching.fault_answer("parameters", ("id",)), JSON, 400)
        if view is None:
            return small_answer(request, searching.fault_answer("no_archive", ()), JSON, 503)
        return await self._told(request, searching.Asked(query="", like=work), view)

    async def _told(self, request: Request, asked: searching.Asked, view: View) -> Response:
        results = await self._searched(request, asked, view)
        found, more = searching.page_of(results, asked)
        shown = await in_thread(partial(showings_of, found, view))
        addresses = work_addresses(shown, self._desk.frame.lang, self._desk.frame)
        return small_answer(request, searching.answer(results, found, addresses, page=asked.page, more=more), JSON)

    async def health(self, request: Request) -> Response:
        """200 where the archive can be read, with the newest edition's day; 503 where it cannot or is not there."""
        try:
            view = await self._view()
        except Exception:  # whatever is wrong with it, it is no archive to be read
            view = None
        day = view.newest.isoformat() if view and view.newest else None
        told = f'{{"status": "{"ok" if view else "no archive"}", "newest": {_json(day)}}}\n'
        return Response(told, 200 if view else 503, {"content-type": JSON, "cache-control": "no-store"})

    async def gauges(self, request: Request) -> Response:
        view, cache = await self._view(), self._desk.cache
        told: dict[str, tuple[str, float]] = {
            "achim_editions": ("Editions in the archive.", len(view.heads) if view else 0),
            "achim_works": ("Works that editions printed.", view.works if view else 0),
            "achim_page_cache_bytes": ("Memory that made pages take.", cache.bytes),
            "achim_page_cache_hits": ("Pages that were there.", cache.hits),
            "achim_page_cache_misses": ("Pages that were made.", cache.misses),
        }
        if view:
            work = await look(partial(at_work, view.store.engine))
            told["achim_processes_at_work"] = ("Processes of all machines that are at something.", work.processes)
            told["achim_claims_under_way"] = ("Questions, sources, batches and turns that they are at.", work.under_way)
            told["achim_claims_lapsed"] = ("Such that processes left that died.", work.lapsed)
        if view and view.made_at:
            age = (self._desk.clock.now() - view.made_at).total_seconds()
            told["achim_newest_edition_age_seconds"] = ("Time since the newest edition was made.", age)
        return Response(self._desk.metrics.text(told), 200, {"content-type": MEDIA_TYPE, "cache-control": "no-store"})

    async def mine(self, request: Request) -> Response:
        user, view, session = self._user(), await self._present(), self._session(request)
        if session is None:
            return RedirectResponse(f"/{SIGN_IN}", 303, {"cache-control": "no-store"})
        return await in_thread(partial(user.mine, self._desk.frame, session, view.store))

    async def export(self, request: Request) -> Response:
        user, view = self._user(), await self._present()
        if self._session(request) is None:
            raise HTTPException(403)
        return await in_thread(partial(user.export, view.store))

    async def sign_in(self, request: Request) -> Response:
        if request.method == "POST":
            local = self._desk.local_user if is_loopback(_client(request)) else None
            return await (local or self._user()).sign_in(request, self._desk.frame)
        return self._user().sign_in_page(self._desk.frame)

    async def sign_out(self, request: Request) -> Response:
        return await self._user().sign_out(request)

    async def bring(self, request: Request) -> Response:
        """Where the answer stands, so that a browser may ask for it again; then it is the page that has the form."""
        if request.method != "POST":
            return RedirectResponse("/mine/", 303, {"cache-control": "no-store"})
        return await self._user().bring(request, self._desk.frame, (await self._present()).store)

    async def mark(self, request: Request) -> Response:
        return await self._user().mark(request, (await self._present()).store)

    async def note(self, request: Request) -> Response:
        return await self._user().note(request, (await self._present()).store)

    def refused(self, request: Request, error: HTTPException) -> Response:
        return trouble(*self._where(request.scope["path"]), error.status_code, error.headers)

    def failed(self, request: Request, error: Exception) -> Response:
        """503 where the archive cannot be read, as while its database is away, locked or damaged; else it is a fault of
        ours."""
        is_archive = isinstance(error, UserError | DBAPIError)
        return trouble(*self._where(request.scope["path"]), 503 if is_archive else 500)

    @property
    def _vary(self) -> str:
        return "Accept-Encoding, Cookie" if self._desk.user else "Accept-Encoding"

    def _user(self) -> User:
        assert self._desk.user is not None, "routes of the user are there only where there is one"
        return self._desk.user

    def _session(self, request: Request) -> Session | None:
        return self._desk.user.session(request) if self._desk.user and "cookie" in request.headers else None

    def _where(self, path: str) -> tuple[Frame, str]:
        """The site that a path is in, and the path in it."""
        folder = path.lstrip("/").partition("/")[0] + "/"
        if folder in self._desk.frames:
            return self._desk.frames[folder], path.lstrip("/").removeprefix(folder.rstrip("/"))
        return self._desk.frame, path

    async def _view(self) -> View | None:
        return self._desk.views.known() or await look(self._desk.views.now)

    async def _present(self) -> View:
        view = await self._view()
        if view is None:
            raise HTTPException(503)
        return view

    async def _ready(self, place: str, view: View) -> Ready | None:
        lang = self._desk.frame.lang
        known = self._desk.cache.known(place, lang, view.state)
        if known is not None:
            return known

        def make() -> "asyncio.Future[Ready | None]":
            return asyncio.ensure_future(_in(self._makers, lambda: self._made(place, lang, view)))

        return await self._desk.cache.made(place, lang, view.state, make)

    def _made(self, place: str, lang: str, view: View) -> Ready | None:
        page = view.pages.page(place, lang)
        if page is None:
            return None
        dated = page if page.modified else replace(page, modified=newest(view.made_at, self._desk.started))
        return Ready.of(dated)

    async def _beside(self, request: Request, place: str, view: View) -> Response:
        """A folder that was asked for without its last slash, on which relative addresses rest; else nothing."""
        if "." not in place.rpartition("/")[2] and await self._ready(f"{place}/index.html", view):
            return RedirectResponse(f"/{place}/", 308)
        raise HTTPException(404)

    def _empty(self, place: str) -> Response:
        frame = self._desk.frame
        body = html(frame, "gone", place, frame.word("site.empty"), why=frame.word("site.empty.why"))
        return Response(
            body, 200 if place == places.FRONT else 404, {"content-type": HTML, "cache-control": "no-store"}
        )

    def _personal(self, session: Session, place: str, view: View, ready: Ready) -> Response:
        user, frame = self._user(), self._where(f"/{place}")[0]
        parts = [user.bar(frame, session)]
        name = place.rpartition("works/")[2].removesuffix(".html")
        if "works/" in place and (work := view.store.shelf.named(name)):
            parts.insert(0, user.forms(frame, session, place, work, view.store))
        return Response(personal(ready.page.body, *parts), 200, {"content-type": HTML, **PRIVATE})

    def _asked(self, request: Request, view: View | None) -> searching.Asked:
        asked = searching.asked_of(request.query_params)
        if view is None:
            return asked
        return asked.within({topic.key for head in view.heads for topic in head.topics}, self._sources(view))

    def _sources(self, view: View | None) -> Sequence[str]:
        """Those that are read, and those that ever were."""
        return tuple(dict.fromkeys((*self._desk.sources, *(view.sources if view else ()))))

    async def _searched(self, request: Request, asked: searching.Asked, view: View) -> searching.Results:
        limit = searching.wanted(asked)

        def search() -> searching.Results:
            if asked.query:
                return view.search.find(asked.query, asked.filters, limit)
            return view.search.similar(PaperId(asked.like), asked.filters, limit)

        return await self._turns.done(request, search)

    def _search_page(
        self,
        frame: Frame,
        folder: str,
        asked: searching.Asked,
        view: View | None,
        results: searching.Results | None,
        session: Session | None,
    ) -> bytes:
        user = self._desk.user
        return search_page(
            frame,
            asked,
            view,
            results,
            main=self._desk.frame.lang,
            kept=view.store.marks.kept(user.profile) if view and session and user else Kept(),
            sources=self._sources(view),
            bar=user.bar(frame, session) if user and session else "",
        )


def _client(request: Request) -> str:
    return request.client.host if request.client else ""


async def _in(places_: asyncio.Semaphore, work: Callable[[], T]) -> T:
    async with places_:
        return await in_thread(work)


def _json(text: str | None) -> str:
    return f'"{text}"' if text else "null"

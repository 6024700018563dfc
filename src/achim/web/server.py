"""``achim serve``: the reader on a socket of this machine."""

import asyncio
import contextlib
import logging
import signal
import socket
import time
from collections.abc import Callable
from datetime import UTC, datetime

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from achim.app import App
from achim.domain.note import Note
from achim.errors import UserError
from achim.profiles import interests_of
from achim.render.messages import say, word
from achim.render.site.frame import Frame
from achim.request import KINDS
from achim.settings_serve import ServeSettings, is_loopback, user_token
from achim.store.sql import SqlStore
from achim.web.archive import LiveArchive
from achim.web.gate import Gate, own_hosts
from achim.web.library import Site, public_of
from achim.web.limits import Limits
from achim.web.metrics import Metrics
from achim.web.pages import PageCache, Pages
from achim.web.reader import Desk, make_reader
from achim.web.search import Search
from achim.web.session import Sessions
from achim.web.user import User
from achim.web.views import LibraryPages, Views

_LANGS = ("ko", "en")
_MOST_CONNECTIONS = 256
"""Of one more, the one that has waited longest is closed; where twice as many are at work, 503 is all."""
_LONGEST_WAIT = 20.0
"""Seconds that a connection may be without a whole head of a request, or without having taken its answer."""
_LONGEST_HEAD = 16 * 1024
"""Bytes of the head of a request."""
_LAST_ANSWERS = 5
"""Seconds that answers under way may take once the server is told to stop."""
MakeSearch = Callable[[SqlStore], Search]


class Connection(H11Protocol):
    """uvicorn's, which gives a head all the time, lets an answer lie, and counts connections that ask for nothing."""

    waiting_since: float
    _timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's is
        super().connection_made(transport)
        self._wait()
        others = self.connections - {self}
        waiting = [each for each in others if isinstance(each, Connection) and each.is_waiting]
        if len(others) >= _MOST_CONNECTIONS and waiting:
            min(waiting, key=lambda each: each.waiting_since).give_up()

    def connection_lost(self, exc: Exception | None) -> None:
        if self._timer:
            self._timer.cancel()
        super().connection_lost(exc)

    def on_response_complete(self) -> None:
        self._wait()
        super().on_response_complete()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._wait()

    @property
    def is_waiting(self) -> bool:
        """Whether no request is under way, or its answer is not being taken."""
        return not self.cycle or self.cycle.response_complete or self.flow.write_paused

    def give_up(self) -> None:
        if self.is_waiting:
            self.connections.discard(self)
            self.transport.abort()

    def _wait(self) -> None:
        if self._timer:
            self._timer.cancel()
        self.waiting_since = self.loop.time()
        self._timer = self.loop.call_later(_LONGEST_WAIT, self.give_up)


def make_gate(app: App, make_search: MakeSearch, *, every: float = 0.5) -> Gate:
    """The reader with all that stands around it. ``every``: seconds between two looks at a busy archive.

    Raises UserError where nobody has the profile that the settings name.
    """
    settings, lang = app.settings.serve, app.settings.edition.lang
    token = user_token(settings)
    seconds = settings.session_hours * 3600
    sessions = Sessions(token.get_secret_value(), seconds) if token else None
    interests_of(app.settings, settings.profile)
    metrics = Metrics()

    def make_pages(store: SqlStore) -> Pages:
        site = Site(
            store.shelf,
            lang,
            settings.profile,
            is_live=True,
            has_user=sessions is not None,
            public=public_of(app.settings.site),
        )
        return LibraryPages(site)

    desk = Desk(
        views=Views(LiveArchive(app, every=every), make_pages, make_search),
        frames=_frames(lang, settings.profile, has_user=sessions is not None),
        cache=PageCache(settings.cache_mb * 1_000_000),
        metrics=metrics,
        clock=app.clock,
        user=User(sessions, app.clock, seconds, settings.profile) if sessions else None,
        local_user=User(sessions, app.clock, seconds, settings.profile) if sessions else None,
        search_limits=Limits(settings.rate_search, 0, time.monotonic()),
        sources=tuple(dict.fromkeys(name for kind in KINDS for name in app.source_names(kind))),
        started=datetime.now(UTC),
    )
    return Gate(
        app=make_reader(desk),
        hosts=own_hosts(_bracketed(settings.host), *settings.hosts),
        limits=Limits(settings.rate, settings.rate_all, time.monotonic()),
        metrics=metrics,
        trouble=app.progress.trouble,
        log=app.say if settings.access_log else None,
    )


def serve(app: App, make_search: MakeSearch) -> None:
    """Answer until told to stop. Raises UserError where it may not or cannot listen."""
    settings = app.settings.serve
    refuse_public(settings)
    gate = make_gate(app, make_search)
    listening = _listening(settings)
    _announce(app, listening)
    logging.getLogger("uvicorn").setLevel(logging.CRITICAL)
    config = uvicorn.Config(
        gate,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=settings.behind_proxy,
        forwarded_allow_ips="127.0.0.1,::1",
        ws="none",
        http=Connection,
        lifespan="on",
        limit_concurrency=2 * _MOST_CONNECTIONS,
        h11_max_incomplete_event_size=_LONGEST_HEAD,
        timeout_graceful_shutdown=_LAST_ANSWERS,
    )
    # uvicorn raises the signal again once it has ended: to be stopped is no fault
    before = signal.signal(signal.SIGTERM, signal.SIG_IGN)
    try:
        with contextlib.suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listening])
    finally:
        signal.signal(signal.SIGTERM, before)
        listening.close()


def refuse_public(settings: ServeSettings) -> None:
    """Raises UserError where other machines would reach it and the settings do not say that they may, and by what
    names."""
    if not is_loopback(settings.host) and not (settings.public and settings.hosts):
        raise UserError(Note.of("error.serve_public", host=settings.host))


def _listening(settings: ServeSettings) -> socket.socket:
    try:
        found = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, kind, protocol, _, address = found[0]
        listening = socket.socket(family, kind, protocol)
        try:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind(address)
            listening.listen()  # before its address is told
        except OSError:
            listening.close()
            raise
        return listening
    except (OSError, UnicodeError) as error:  # the second, of names that are none
        why = (error.strerror if isinstance(error, OSError) else None) or error
        told = {"host": settings.host, "port": settings.port, "why": why}
        raise UserError(Note.of("error.serve_bind", **told)) from error


def _announce(app: App, listening: socket.socket) -> None:
    settings, lang = app.settings.serve, app.settings.edition.lang
    url = f"http://{_bracketed(settings.host)}:{listening.getsockname()[1]}/"
    app.say(word("serve.at", lang, url=url))
    has_user = user_token(settings) is not None
    app.say(word("serve.one_user" if has_user else "serve.read_only", lang, url=url))
    if not is_loopback(settings.host):
        app.say(say(Note.of("serve.public"), lang))


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _frames(lang: str, profile: str, *, has_user: bool) -> dict[str, Frame]:
    """The frame of each site, by its folder: for what is no page of the library."""
    others = [each for each in _LANGS if each != lang]
    folders = {"": lang, **{f"{each}/": each for each in others}}
    return {
        folder: Frame(lang=own, profile=profile, is_live=True, root="../" if folder else "", has_user=has_user)
        for folder, own in folders.items()
    }

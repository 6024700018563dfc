"""What the one user does: signs in and out, stars, mutes, writes notes, takes all of it along."""

import asyncio
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response

from achim.domain.ids import PaperId
from achim.domain.marks import LONGEST_NOTE, Kept, Mark, MarkKind, WorkNote, note_text
from achim.errors import UserError
from achim.marks_file import joined_marks, marks_json, read_marks
from achim.ports import Clock
from achim.render.html import template
from achim.render.inert import line, web_url
from achim.render.messages import said
from achim.render.site import places
from achim.render.site.frame import Frame, html
from achim.store.sql import SqlStore
from achim.web.addresses import work_addresses
from achim.web.answers import HTML, PRIVATE
from achim.web.limits import Limits
from achim.web.pages import place_of
from achim.web.session import Session, Sessions, cookie_name, is_csrf, is_of_ours
from achim.web.uploads import fields_of

SIGN_IN = places.SIGN_IN
MINE, SIGN_OUT, EXPORT, IMPORT, MARK, NOTE = (
    "mine/index.html", "sign-out", "mine/marks.json", "mine/import", "mine/mark", "mine/note",
)  # fmt: skip
MOST_FORM = 64 * 1024
"""Bytes: a note of 4,000 signs of four bytes each, percent-encoded, fits."""
MOST_FILE = 8 * 1024 * 1024
"""Bytes of a form with a file of marks in it; `achim marks import` takes larger ones."""
_FILE = "file"
_SLOWEST_FORM = 10.0
"""Seconds that a form may take to arrive."""
_MOST_FIELDS = 20
_TRIES, _TRIES_ALL = 6, 30
"""Tries to sign in, a minute, of one address and of all."""


_SIGN_IN_LINK = re.compile(rb'<p id="sign-in">.*?</p>\n')
"""What ``site/base.html.jinja`` has; no text of others makes an element."""


@dataclass(frozen=True, slots=True)
class Held:
    """A work that the user marked, for the page of them."""

    work: PaperId
    title: str
    address: str
    url: str | None
    mark: str
    note: str


class User:
    """Forms are taken only from pages of ours, with the token of their session; all of it on one event loop.

    What the user marks is the ``profile``'s.
    """

    def __init__(self, sessions: Sessions, clock: Clock, session_seconds: float, profile: str) -> None:
        self.profile = profile
        self._sessions = sessions
        self._clock = clock
        self._seconds = int(session_seconds)
        self._tries = Limits(_TRIES, _TRIES_ALL, time.monotonic())

    def session(self, request: Request) -> Session | None:
        return self._sessions.known(request.cookies.get(cookie_name(request.url.scheme)), time.monotonic())

    def sign_in_page(self, frame: Frame, wrong: str = "", status: int = 200) -> Response:
        body = html(frame, "sign_in", SIGN_IN, frame.word("serve.sign_in"), wrong=frame.word(wrong) if wrong else "")
        return personal_answer(body, status)

    async def sign_in(self, request: Request, frame: Frame) -> Response:
        form = await form_of(request)
        client = request.client.host if request.client else ""
        if wait := self._tries.wait(client, time.monotonic()):
            answer = self.sign_in_page(frame, "serve.sign_in.later", 429)
            answer.headers["retry-after"] = str(int(wait) + 1)
            return answer
        if not self._sessions.is_token(form.get("token", "")):
            return self.sign_in_page(frame, "serve.sign_in.wrong", 403)
        self._tries.give_back(client, time.monotonic())
        answer = _see("mine/")
        answer.set_cookie(
            cookie_name(request.url.scheme),
            self._sessions.begin(time.monotonic()),
            max_age=self._seconds,
            path="/",
            secure=request.url.scheme == "https",
            httponly=True,
            samesite="strict",
        )
        return answer

    async def sign_out(self, request: Request) -> Response:
        await self._form(request)
        name = cookie_name(request.url.scheme)
        self._sessions.end(request.cookies.get(name))
        answer = _see("")
        answer.delete_cookie(name, path="/", secure=request.url.scheme == "https", httponly=True, samesite="strict")
        return answer

    async def mark(self, request: Request, store: SqlStore) -> Response:
        form = await self._form(request)
        return await run_in_threadpool(self._marked, form, store)

    async def note(self, request: Request, store: SqlStore) -> Response:
        form = await self._form(request)
        return await run_in_threadpool(self._noted, form, store)

    def _marked(self, form: Mapping[str, str], store: SqlStore) -> Response:
        done = form.get("do", "")
        if done in ("star", "mute"):
            kind: MarkKind = "star" if done == "star" else "mute"
            store.marks.mark(self.profile, Mark(work=_work(form, store), kind=kind, at=self._clock.now()))
        elif done == "clear":
            store.marks.unmark(self.profile, PaperId(form.get("work", "")))
        else:
            raise HTTPException(400)
        return _see(_back(form))

    def _noted(self, form: Mapping[str, str], store: SqlStore) -> Response:
        work, text = _work(form, store), note_text(form.get("text", ""))
        if len(text) > LONGEST_NOTE:
            raise HTTPException(413)
        if text:
            store.marks.note(self.profile, WorkNote(work=work, text=text, at=self._clock.now()))
        else:
            store.marks.unnote(self.profile, work)
        return _see(_back(form))

    def export(self, store: SqlStore) -> Response:
        headers = {
            "content-type": "application/json",
            "content-disposition": 'attachment; filename="achim-marks.json"',
            "cache-control": "private, no-store",
        }
        return Response(marks_json(self.profile, store.marks.kept(self.profile)), 200, headers)

    async def bring(self, request: Request, frame: Frame, store: SqlStore) -> Response:
        """Add the marks of a file that was exported, and show all of them."""
        session = self.session(request)
        if session is None:  # before the body is read: nobody else may send a long one
            raise HTTPException(403)
        body = await _body_of(request, "multipart/form-data")
        try:
            form = fields_of(request.headers["content-type"], body)
        except ValueError as error:
            raise HTTPException(400) from error
        if not is_csrf(session, form.get("csrf", b"").decode(errors="replace")):
            raise HTTPException(403)
        return await run_in_threadpool(self._brought, form.get(_FILE, b""), frame, session, store)

    def _brought(self, body: bytes, frame: Frame, session: Session, store: SqlStore) -> Response:
        name = frame.word("serve.mine.file")
        try:
            told = read_marks(body, name)
            store.marks.put(self.profile, joined_marks(store.marks.kept(self.profile), told, name))
        except UserError as error:
            return self.mine(frame, session, store, said(error, frame.lang), 400)
        counted = {"marks": len(told.marks), "notes": len(told.notes)}
        return self.mine(frame, session, store, frame.word("serve.mine.read", **counted))

    def mine(self, frame: Frame, session: Session, store: SqlStore, news: str = "", status: int = 200) -> Response:
        """``news`` is what became of the last thing that was asked here."""
        kept = store.marks.kept(self.profile)
        held, bar, title = _held(kept, store, frame), self.bar(frame, session), frame.word("serve.mine")
        body = html(frame, "mine", MINE, title, held=held, bar=bar, csrf=session.csrf, news=news)
        return personal_answer(body, status)

    def bar(self, frame: Frame, session: Session) -> Markup:
        """What a page shows to the user who has signed in."""
        return Markup(template("site/user_bar.html.jinja").render(say=frame.word, csrf=session.csrf))

    def forms(self, frame: Frame, session: Session, place: str, work: PaperId, store: SqlStore) -> Markup:
        """The forms on the page of a work, which stands at ``place``."""
        kept = store.marks.kept(self.profile)
        told = {"work": work, "mark": kept.mark_of(work) or "", "note": kept.note_of(work), "most": LONGEST_NOTE}
        made = template("site/user_forms.html.jinja").render(say=frame.word, csrf=session.csrf, back=place, **told)
        return Markup(made)

    async def _form(self, request: Request) -> Mapping[str, str]:
        """A form of the session. Raises HTTPException."""
        form = await form_of(request)
        session = self.session(request)
        if session is None or not is_csrf(session, form.get("csrf", "")):
            raise HTTPException(403)
        return form


async def form_of(request: Request) -> Mapping[str, str]:
    """A form that a page of ours sent, the last of fields with one name. Raises HTTPException."""
    body = await _body_of(request, "application/x-www-form-urlencoded")
    try:
        return dict(parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=_MOST_FIELDS))
    except ValueError as error:
        raise HTTPException(400) from error


async def _body_of(request: Request, media_type: str) -> bytes:
    """Raises HTTPException."""
    if not is_of_ours(request.headers, request.url.scheme):
        raise HTTPException(403)
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != media_type:
        raise HTTPException(415)
    try:
        return await asyncio.wait_for(request.body(), _SLOWEST_FORM)
    except (TimeoutError, ClientDisconnect) as error:  # the one who has left reads no answer
        raise HTTPException(408) from error


def personal_answer(body: str, status: int = 200) -> Response:
    return Response(personal(body.encode()), status, {"content-type": HTML, **PRIVATE})


def personal(body: bytes, *parts: Markup) -> bytes:
    """A page for the one user: browsers name its origin in forms, no link leads to where one signs in, and ``parts``
    stand at the end of what is read."""
    named = _SIGN_IN_LINK.sub(b"", body.replace(b'<meta name="referrer" content="no-referrer">', b"", 1))
    added = "".join(parts).encode()
    before, end, after = named.rpartition(b"</main>")
    return before + added + end + after if end else named


def _held(kept: Kept, store: SqlStore, frame: Frame) -> list[Held]:
    """``frame`` is that of the site at the root."""
    works = sorted({mark.work for mark in kept.marks} | {note.work for note in kept.notes})
    showings = store.shelf.showings(works)
    shown, addresses = {each.work: each for each in reversed(showings)}, work_addresses(showings, frame.lang, frame)
    return [
        Held(
            work=work,
            title=line(shown[work].title) if work in shown else line(work),
            address=addresses.get(work, ""),
            url=web_url(shown[work].url) if work in shown else None,
            mark=kept.mark_of(work) or "",
            note=kept.note_of(work),
        )
        for work in works
    ]


def _work(form: Mapping[str, str], store: SqlStore) -> PaperId:
    """The work that a form is about, which an edition has shown. Raises HTTPException."""
    work = PaperId(form.get("work", ""))
    if not store.shelf.showings([work]):
        raise HTTPException(404)
    return work


def _back(form: Mapping[str, str]) -> str:
    """Where the form was: a place of ours or none; never an address of elsewhere."""
    told = form.get("back", "")
    return told if told and place_of("/" + told) else "mine/"


def _see(place: str) -> RedirectResponse:
    return RedirectResponse(f"/{place}", 303, {"cache-control": "no-store"})

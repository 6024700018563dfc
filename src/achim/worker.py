"""What a worker of a cluster does: tasks of builds elsewhere, with its own settings and keys, over the same archive.

Whatever a task fetched, paid for or worked out is in the archive before it is answered, and the archive is looked into
first. A claim in the archive keeps two workers from being at the same thing, as when the scheduler was restarted and
gives a task to another while the first still waits for its answer.
"""

import json
import pickle
import sys
import threading
import time
from array import array
from collections.abc import Callable, Generator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from achim import __version__
from achim.app import App
from achim.clock import ShiftedClock
from achim.delivering import deliver
from achim.domain.note import Note
from achim.embed.use import UseEmbedder
from achim.engines.tasks import (
    Answered,
    Ask,
    Broke,
    Embed,
    Later,
    Outcome,
    Read,
    ReadSource,
    Send,
    Sent,
    Task,
    Unanswered,
    Unfit,
    Unread,
    Vectors,
)
from achim.errors import ModelFault, SourceError, UserError
from achim.kept_vectors import KeptVectors
from achim.ports import Clock, Embedder, LanguageModel, ModelAnswer
from achim.posting import PostOffice
from achim.progress import write_line
from achim.sources.http import Client
from achim.sources.remembered import RememberedFetcher
from achim.sourcing import make_news_sources, make_sources, reading_digest
from achim.store.claims import Held, SqlClaims, Taken, has_name
from achim.store.sql import SqlStore
from achim.writing import place_of, single_try

_AWAY = 1.0
"""Seconds after which a task is tried again for which the archive was away."""
_KEEP_FOR = 600.0
"""Seconds for which a paid answer is tried to be kept."""


_SKEWED = timedelta(minutes=10)
"""A difference of two machines' clocks that is told."""


class _Busy(Exception):
    """Another worker is at it."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Workbench:
    """The tasks of one process. Thread safe. ``room`` holds the process to its share of the model's concurrency, also
    for what a scheduler that is gone has given it."""

    app: App
    store: SqlStore
    claims: SqlClaims
    model: LanguageModel | None
    embedder: Embedder
    room: threading.Semaphore
    log: Callable[..., None]

    def do(self, task: Task) -> Outcome:
        """Never raises."""
        begun, told = time.monotonic(), _named(task)
        self.log("begun", **told)
        outcome = self._done(task)
        note: Note | None = getattr(outcome, "note", None)
        self.log(
            "done",
            **told,
            outcome=type(outcome).__name__.lower(),
            seconds=round(time.monotonic() - begun, 2),
            note=note.code if note else None,
            lost=getattr(outcome, "lost", None) or None,
        )
        return outcome

    def _done(self, task: Task) -> Outcome:
        if task.achim != __version__:
            return Unfit(Note.of("error.worker_version", worker=__version__, other=task.achim))
        try:
            if task.archive and not has_name(self.store.engine, task.archive):
                return Unfit(Note.of("error.worker_archive", worker=self.app.archive_shown()))
            return self._work(task)
        except _Busy as busy:
            return Later(busy.seconds)
        except SQLAlchemyError as error:
            return Later(_AWAY, Note.of("error.archive", where="[store] url", cause=type(error).__name__))
        except Exception as error:
            self.app.progress.trouble("worker", error)
            return Broke(_portable(error))

    def _work(self, task: Task) -> Outcome:
        match task.job:
            case ReadSource():
                return self._read(task.job)
            case Embed():
                return self._embed(task.job)
            case Ask():
                return self._ask(task.job, _named(task))
            case Send():
                return self._send(task.job)

    def _read(self, job: ReadSource) -> Outcome:
        settings, clock = self.app.settings, self._clock(job.now)
        if job.settings != reading_digest(settings.news if job.kind == "news" else settings.sources):
            return Unfit(Note.of("error.worker_source", source=job.source))
        with self._claimed(job.key), closing(self._client()) as client:
            fetcher = RememberedFetcher(client, self.store, clock, job.as_of)
            if job.kind == "news":
                sources, _ = make_news_sources(settings.news, fetcher)
            else:
                sources, _ = make_sources(settings.sources, fetcher, clock)
            source = next((each for each in sources if each.name == job.source), None)
            if source is None:
                return Unfit(Note.of("error.worker_source", source=job.source))
            try:
                return Read(source.announcements(job.window))
            except SourceError as error:
                return Unread(error.note)

    def _clock(self, now: datetime) -> Clock:
        """This machine's, put right by that of the machine that builds."""
        behind = now - self.app.clock.now()
        if abs(behind) > _SKEWED:
            self.log("clock", behind=round(behind.total_seconds()))
        return ShiftedClock(self.app.clock, behind)

    def _client(self) -> Client:
        app = self.app
        return Client(app.manners(), app.way_out(), app.clock, app.progress.told, self.claims.turn)

    def _embed(self, job: Embed) -> Outcome:
        if job.model != self.embedder.name:
            return Unfit(Note.of("error.worker_embedder", worker=self.embedder.name, other=job.model))
        kept = KeptVectors(self.embedder, self.store, adds=job.keeps)
        return Vectors(tuple(array("f", vector) for vector in kept.embed(job.texts)))

    def _ask(self, job: Ask, named: Mapping[str, object]) -> Outcome:
        own = place_of(self.app.settings.model.base_url)
        if self.model is None or self.model.name != job.model or own != job.question.place:
            told = self.model.name if self.model else ""
            other = f"{job.model} {job.question.place}".strip()
            return Unfit(Note.of("error.worker_model", worker=f"{told} {own}".strip() or "-", other=other))
        with self.room, self._claimed(job.key) as claim:
            if known := self.store.model_answer(job.key):
                return Answered(known)
            try:
                answer = self.model.ask(job.question)
            except ModelFault as fault:
                return Unanswered(
                    note=fault.note,
                    passes=fault.passes,
                    again=fault.again,
                    retry_after=fault.retry_after,
                    ends_all=fault.ends_all,
                    billed=fault.billed,
                    lost=claim.lost,
                )
            self._keep(job, answer, named)
            return Answered(answer, lost=claim.lost)

    def _keep(self, job: Ask, answer: ModelAnswer, named: Mapping[str, object]) -> None:
        """What is paid for is kept, however long the archive is away; at last the answer itself must do."""
        latest = time.monotonic() + _KEEP_FOR
        while True:
            try:
                self.store.keep_model_answer(job.key, job.model, answer, self.app.clock.now())
                return self.log("kept", **named)
            except SQLAlchemyError as error:
                self.log("keeping", **named, error=type(error).__name__)
                if time.monotonic() > latest:
                    return
            time.sleep(_AWAY)

    def _send(self, job: Send) -> Outcome:
        if job.errand.channel not in self.app.settings.channels:
            return Unfit(Note.of("error.worker_channel", channel=job.errand.channel))
        with self._claimed(job.key):
            office = PostOffice(self.app)
            receipts = self.store.receipts.of_days(job.errand.key.day)
            sent = deliver([job.errand], receipts, replace(office.post(self.store), together=1))
            return Sent(sent[0])

    @contextmanager
    def _claimed(self, key: str) -> Generator[Taken]:
        claim = self.claims.take(key)
        if isinstance(claim, Held):
            raise _Busy(claim.seconds)
        try:
            yield claim
        finally:
            self.claims.give_back(key)


def _named(task: Task) -> Mapping[str, object]:
    """By what a line of the log is found: the step, its item, and the edition that it is for."""
    return {"step": task.job.sort, "item": task.job.key, "edition": task.edition and str(task.edition)}


def make_workbench(
    app: App, store: SqlStore, claims: SqlClaims, resources: Mapping[str, int], log: Callable[..., None]
) -> Workbench:
    """Raises SettingsError where the model's key cannot be read."""
    return Workbench(
        app=app,
        store=store,
        claims=claims,
        model=single_try(app.settings.model),
        embedder=app.embedder or UseEmbedder(threads=1),  # a machine with more cores has more workers
        room=threading.Semaphore(max(1, resources.get("model", 1))),
        log=log,
    )


def make_log(style: str) -> Callable[..., None]:
    """What writes an event and what is told of it on one line of standard error: as names and values to read, or as
    JSON. What is None is left out."""
    render = _json if style == "json" else _plain

    def log(event: str, **told: object) -> None:
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        kept = {name: value for name, value in told.items() if value is not None}
        write_line(render({"at": at, "event": event, **kept}), sys.stderr)

    return log


def _plain(told: Mapping[str, object]) -> str:
    return " ".join(f"{name}={_quoted(str(value))}" for name, value in told.items())


def _json(told: Mapping[str, object]) -> str:
    return json.dumps(told, ensure_ascii=False, default=str)


def _quoted(value: str) -> str:
    plain = value.isprintable() and not any(sign in value for sign in ' "=')
    return value if plain and value else repr(value)


def _portable(error: Exception) -> Exception:
    """As it is where it can travel."""
    try:
        again = pickle.loads(pickle.dumps(error))
    except Exception:
        return RuntimeError(type(error).__name__)
    return again if isinstance(again, (UserError, type(error))) else RuntimeError(type(error).__name__)

"""The composition root: the one place where parts are put together."""

import errno
import os
from collections.abc import Callable, Generator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import httpx2

from achim import __version__
from achim.clock import StandingClock, SystemClock
from achim.domain.edition import Edition, EditionKey, EditionKind
from achim.domain.note import Note
from achim.errors import ArchiveCut, FetchError, RecordError, UserError
from achim.ports import Answer, Clock, Closeness, Embedder, Fetcher, LanguageModel, Memory, ModelAnswer, Progress, Store
from achim.profiles import check_topics, interests_of
from achim.record import (
    FORMAT,
    Record,
    RecordHead,
    RecordingFetcher,
    ReplayTransport,
    is_taken,
    read_record,
    write_record,
)
from achim.render.messages import say
from achim.replay import (
    ARCHIVE,
    DATABASE,
    MARK,
    give_way,
    is_new,
    own_files,
    real_place,
    recorded_model,
    recorded_settings,
    replay_place,
    replay_settings,
    settle,
)
from achim.request import BuildRequest
from achim.scratch import scratch
from achim.settings import EditionSettings, ModelSettings, Settings
from achim.settings_store import database_url
from achim.sources.guard import GuardedTransport, place_of
from achim.sources.http import Client, Manners
from achim.sources.remembered import RememberedFetcher
from achim.store.connect import shown
from achim.store.locks import AdvisoryLock, DirectoryLock, Lock
from achim.store.sql import SqlStore, has_archive, opened_store
from achim.writers.answers import Answers, RecordingAnswers, ReplayedAnswers, SilentModel, StoredAnswers

# What only a build needs is imported where it is needed: a command that reads starts without it.
if TYPE_CHECKING:
    from achim.drafting import WritingParts
    from achim.glossary import Glossary
    from achim.pipeline import Order, Outcome, Parts
    from achim.render.chart import Spec
    from achim.scaling import Far
    from achim.sharing import Shared
    from achim.writers.budget import Plan
    from achim.writing import MakeModel

_NO_LIMIT = 0.1
_PING_SECONDS = 10.0
"""Seconds between two requests to a service that says it has no limit: https://github.com/HackerNews/API"""
_CUTS = 3
"""Times that a build is begun anew where its archive was cut off."""
LOCK = "achim.lock"
SAMPLE = Path(__file__).parent / "data" / "sample"
SAMPLE_NEWS = Path(__file__).parent / "data" / "sample_news"
PLANTED = Path(__file__).parent / "data" / "planted"
"""Papers of the sample whose recorded answers hold errors on purpose."""


def configured_model(settings: ModelSettings, clock: Clock) -> LanguageModel | None:
    """The language model that the settings name; None where they name none."""
    from achim.writing import make_model

    return make_model(settings, clock)


@dataclass(frozen=True, slots=True)
class Built:
    """``corrected`` are earlier editions that this one's updates correct; their files were written too."""

    outcome: "Outcome"
    files: tuple[Path, ...]
    corrected: tuple[Edition, ...] = ()


@dataclass(frozen=True, slots=True)
class App:
    """achim over one data directory. ``transport`` is the way to the network; tests and replays put theirs in.

    ``embedder`` makes the vectors in the place of the one that is built in, ``make_model`` the language model.
    """

    settings: Settings
    home: Path
    progress: Progress
    say: Callable[[str], None]
    clock: Clock = field(default_factory=SystemClock)
    transport: httpx2.BaseTransport | None = None
    embedder: Embedder | None = None
    make_model: "MakeModel" = configured_model
    shared: "Shared | None" = None
    """What the editions of several profiles share while they are built."""
    far: "Far | None" = None
    """Where the work of a build goes out to workers."""

    def sharing(self, profiles: tuple[str, ...]) -> "App":
        """The same achim, whose builds from now on are of one moment and share what they read, for these readers."""
        from achim.embed.use import UseEmbedder
        from achim.sharing import Shared

        return replace(self, shared=Shared(self.clock.now(), profiles), embedder=self.embedder or UseEmbedder())

    def build(self, request: BuildRequest) -> Built:
        """Make, keep and write the day's edition. Raises NothingAnswered and UserError."""
        try_folder(request.out or self.home)
        if request.replay:
            return self._replay(request.replay, request)
        if not self.source_names(request.kind):
            raise UserError(Note.of("error.no_source"))
        if request.model == "replay":
            raise UserError(Note.of("error.model_replay"))
        app = replace(self, settings=self._with_model(request.model))
        order = app._order(request)
        with app.lock():
            return app._persist(order, request)

    def _persist(self, order: "Order", request: BuildRequest) -> Built:
        """A build whose archive was cut off in the middle, as by a restart of its server, is made anew from what is
        kept, as after a kill."""
        for _ in range(_CUTS):
            try:
                return self._make(order, request, self.real_place())
            except ArchiveCut as cut:
                self.progress.told("archive", Note.of("archive.cut", **dict(cut.note.params)))
                self.lock().check()
        return self._make(order, request, self.real_place())

    def _with_model(self, asked: str | None) -> Settings:
        from achim.writing import chosen

        return self.settings.model_copy(update={"model": chosen(self.settings.model, asked)})

    def _order(self, request: BuildRequest) -> "Order":
        from achim.pipeline import Order

        settings = self.settings.edition
        check_topics(self.settings, (request.profile,))
        zone = ZoneInfo(settings.time_zone)
        today = self.clock.now().astimezone(zone).date()
        day = request.day or today
        if day > today:
            raise UserError(Note.of("error.future", day=day, today=today, zone=zone.key))
        return Order(
            key=EditionKey(day=day, kind=request.kind, lang=request.lang or settings.lang, profile=request.profile),
            time_zone=zone.key,
            print_most=_print_most(settings, request),
            list_most=settings.listed,
            revise=request.revise,
            only_gaps=request.only_gaps,
            interests=interests_of(self.settings, request.profile).interests(),
        )

    def _replay(self, folder: Path, request: BuildRequest) -> Built:
        from achim.writing import REPLAY

        app, order, record = self.replayed(folder, request)
        with app.lock():
            model = REPLAY if app.make_model is silent_model else app.settings.model.name
            beside = request.beside or (folder,)
            afresh = request.record is not None and folder == beside[0]
            place = replay_place(app.home, beside, model, afresh=afresh)
            return app._make(order, request, place, record)

    def replayed(self, folder: Path, request: BuildRequest) -> "tuple[App, Order, Record]":
        """A record, and the achim that is to replay it: with its settings, its clock and its answers."""
        from achim.pipeline import Order
        from achim.writing import NONE, REPLAY, chosen

        record = read_record(folder)
        in_its_words = request.lang in (None, record.head.key.lang)
        asked = request.model or (REPLAY if in_its_words else NONE)
        recorded = asked == REPLAY
        model = chosen(recorded_model(record, folder) if recorded else self.settings.model, asked)
        app = replace(
            self,
            settings=replay_settings(self.settings, record, folder).model_copy(update={"model": model}),
            make_model=silent_model if recorded else self.make_model,
            clock=StandingClock(record.head.as_of),
            transport=ReplayTransport(record),
        )
        key = record.head.key if request.lang is None else replace(record.head.key, lang=request.lang)
        interests = app.settings.interests
        if request.profile != key.profile:
            key, interests = replace(key, profile=request.profile), interests_of(self.settings, request.profile)
        if request.day not in (None, key.day):
            raise UserError(Note.of("error.replay_day", asked=request.day, folder=folder, day=key.day))
        order = Order(
            key=key,
            time_zone=record.head.time_zone,
            print_most=_print_most(app.settings.edition, replace(request, kind=key.kind)),
            list_most=app.settings.edition.listed,
            revise=record.head.revise,
            notice=record.head.notice,
            interests=interests.interests(),
        )
        return app, order, record

    def _make(self, order: "Order", request: BuildRequest, place: str, record: Record | None = None) -> Built:
        """Build in the archive ``place``. The caller holds the lock of the data directory."""
        from achim.correcting import marked_by

        self.progress.about(str(order.key))
        with self.archive(place) as store:
            if record and is_new(store.edition(order.key), record):
                store.restore(order.key, record.memory)
            elif record:
                order = replace(order, revise=False)
            outcome = self._ask(order, store, request.record, record)
            corrected = marked_by(outcome.edition, store)
        has_given_way = give_way(self.home) if place == DATABASE else settle(self.home)
        if has_given_way and record is None:
            self._tell(Note.of("replay.gave_way", home=self.home))
        self.progress.step("render")
        for each in corrected:
            self.write(each, request.out)
        return Built(outcome, self.write(outcome.edition, request.out), corrected)

    def _ask(self, order: "Order", store: SqlStore, record_to: Path | None, replayed: Record | None) -> "Outcome":
        """Build, and keep the record of it where one is wanted: of a build that failed above all.

        The record is there before the edition is kept, so that it is taken from memory after a kill.
        """
        from achim.finding import index_kept
        from achim.pipeline import build, recall

        now = self.shared.now if self.shared else self.clock.now()
        as_of = store.begin(order.key, now)
        head = self._head(order, as_of)
        try:
            taken = bool(record_to) and is_taken(record_to, head)
        except RecordError:
            if as_of == now:
                store.end(order.key)
            raise
        with ExitStack() as stack:
            app = self if replayed or record_to else self.scaled(order.key, as_of, store, stack)
            client = stack.enter_context(closing(app.client(patient=replayed is None)))
            recording = RecordingFetcher(RememberedFetcher(client, store, self.clock, as_of))
            answers = RecordingAnswers(self.answers(store, replayed))
            parts = app._parts(order, as_of, store, recording, answers, stack)
            memory = recall(order, parts)

            def take(read: Memory) -> None:
                nonlocal taken
                if record_to and not taken and recording.recorded():
                    taken = True
                    files = own_files(self.settings)
                    write_record(record_to, head, read, recording.recorded(), answers.recorded(), files)

            def before_keeping(read: Memory) -> None:
                take(read)
                self.lock().check()

            try:
                outcome = build(order, as_of, parts, before_keeping)
            finally:
                take(memory)
            index_kept(store, app.far.indexer() if app.far else parts.embedder, self.progress)
        if record_to and outcome.what == "complete" and not taken:
            raise UserError(Note.of("error.complete", day=order.key.day))
        return outcome

    def scaled(self, key: EditionKey, as_of: datetime, store: SqlStore, stack: ExitStack) -> "App":
        """achim for one build, with the parts whose work goes out to workers; itself where no engine is set."""
        if not self.settings.engine.scheduler:
            return self
        from achim.scaling import Far

        far = stack.enter_context(Far.of(self.settings, key, as_of, store, self.embedder, self.clock, self.progress))
        return replace(self, far=far, embedder=far.embedder, make_model=far.model)

    def answers(self, store: Store, replayed: Record | None) -> Answers:
        """The language model's answers that are known: the record's where it alone answers, else the archive's."""
        if replayed and self.make_model is silent_model:
            return ReplayedAnswers(replayed.model_answers)
        return StoredAnswers(store, self.clock)

    def plan(self, request: BuildRequest) -> "Plan | None":
        """What a build would ask of its language model at first; None where none writes.

        No edition is kept; a replay leaves the data directory alone.
        """
        from achim.pipeline import publish
        from achim.writers.model import ModelWriter
        from achim.writers.planning import PlanningWriter

        with ExitStack() as stack:
            if request.replay:
                app, order, record = self.replayed(request.replay, request)
                app = replace(app, home=stack.enter_context(scratch()))
            else:
                app, record = replace(self, settings=self._with_model(request.model)), None
                order = app._order(request)
            stack.enter_context(app.lock())
            store = stack.enter_context(app.archive(ARCHIVE if record else app.real_place()))
            as_of = store.begin(order.key, app.clock.now())
            stack.callback(store.end, order.key)
            if record:
                store.restore(order.key, record.memory)
            client = stack.enter_context(closing(app.client(patient=record is None)))
            fetcher = RememberedFetcher(client, store, app.clock, as_of)
            parts = app._parts(order, as_of, store, fetcher, app.answers(store, record), stack)
            if not isinstance(parts.writer, ModelWriter):
                return None
            planning = PlanningWriter(parts.writer, parts.chooser)
            publish(order, as_of, replace(parts, writer=planning))
            return planning.plan

    def try_model(self) -> ModelAnswer | None:
        """Ask the configured model something tiny; None where there is none. Raises ModelFault."""
        from achim.writing import tiny_question

        model = self.make_model(self.settings.model, self.clock)
        if model is None:
            return None
        with closing(model):
            return model.ask(tiny_question(self.clock.now().date(), self.settings.model.temperature))

    def ask_once(self, url: str, named: str = "") -> Answer:
        """What an address answers: one that the user gave, or one that the page at ``named`` told, which the user gave.

        Only the host and port that the user named may be private. Raises FetchError.
        """
        transport = self.transport or GuardedTransport(allowed=frozenset({place_of(named or url)}))
        with closing(Client(self.manners(patient=False), transport, self.clock)) as client:
            return client.get(url, source="feed")

    def ping(self, url: str) -> None:
        """Ask an address that waits for a sign of life, once: within some seconds, and no other in its place. Raises
        FetchError where its answer is none of success."""
        transport = self.transport or GuardedTransport(allowed=frozenset({place_of(url)}))
        told = self.manners(patient=False)
        quick = replace(
            told,
            read_timeout=min(told.read_timeout, _PING_SECONDS),
            connect_timeout=min(told.connect_timeout, _PING_SECONDS),
            total_timeout=min(told.total_timeout, _PING_SECONDS),
        )
        with closing(Client(quick, transport, self.clock)) as client:
            status = client.look(url).status
        if not 200 <= status < 300:
            raise FetchError("ping", Note.of("fetch.status", status=status), url)

    def source_names(self, kind: EditionKind) -> tuple[str, ...]:
        """The sources of a kind of edition that the settings have on."""
        if kind == "news":
            from achim.sourcing import news_source_names

            return news_source_names(self.settings.news)
        told = self.settings.sources
        switches = (("arxiv", told.arxiv), ("deeplearn", told.deeplearn), ("huggingface", told.huggingface))
        return tuple(name for name, source in switches if source.enabled)

    def write(self, edition: Edition, out: Path | None = None) -> tuple[Path, ...]:
        """The files of an edition, in the folder of its day."""
        from achim.channels.files import write_files
        from achim.render.files import render_files

        folder = (out or self.home / "editions") / edition.key.folder
        flags_to = self.settings.site.corrections_to or None
        return write_files(folder, render_files(edition, picture_of(edition), flags_to))

    def lock(self, name: str = LOCK) -> Lock:
        """The archive's lock of a name: it keeps two builds apart, on whatever machines where the archive is in a
        database, and is given back by a process that is killed."""
        patience = self.settings.store.patience
        url = database_url(self.settings.store) or ""
        if url.startswith("postgresql"):
            return AdvisoryLock(url, name, patience=patience, waiting=self._tell)
        folder = Path(url.removeprefix("sqlite:///")).parent if url else self.home
        return DirectoryLock(folder / name, patience=patience, waiting=self._tell)

    def _tell(self, note: Note) -> None:
        self.say(say(note, self.settings.edition.lang))

    def has_archive(self, name: str = ARCHIVE) -> bool:
        """Whether there is anything to read, see ``archive_url``; looking makes nothing."""
        url = self.archive_url(name)
        return has_archive(url) if url == database_url(self.settings.store) else (self.home / ARCHIVE).exists()

    def archive_url(self, name: str = ARCHIVE) -> str:
        """Of the archive of a name, or of the one that commands read: the replay that the data directory holds, else
        the settings' database, else the directory's own."""
        url = database_url(self.settings.store)
        reads = name == ARCHIVE and not (self.home / MARK).exists()
        return url if url and (reads or name == DATABASE) else f"sqlite:///{self.home / name}"

    def archive_shown(self) -> str:
        """Where the archive that commands read is, to be told: the data directory, or an address without secrets."""
        url = self.archive_url()
        return shown(url) if url == database_url(self.settings.store) else str(self.home)

    @contextmanager
    def archive(self, name: str = ARCHIVE) -> Generator[SqlStore]:
        """An archive, see ``archive_url``. Raises UserError where it is unusable."""
        try_folder(self.home)
        with opened_store(self.archive_url(name), self.lock()) as store:
            yield store

    def real_place(self) -> str:
        """The archive in which a real edition is built. The caller holds the lock."""
        return DATABASE if database_url(self.settings.store) else real_place(self.home)

    def way_out(self) -> httpx2.BaseTransport:
        from achim.sourcing import named_news_places, named_places

        if self.transport:
            return self.transport
        return GuardedTransport(allowed=named_places(self.settings.sources) | named_news_places(self.settings.news))

    def client(self, *, patient: bool = True) -> Client:
        turns = self.far.claims.turn if self.far else None
        return Client(self.manners(patient=patient), self.way_out(), self.clock, self.progress.told, turns)

    def manners(self, *, patient: bool = True) -> Manners:
        """``patient`` is False for a replay, which waits for nothing and tries once."""
        from achim.sourcing import budgets

        http = self.settings.http
        contact = f" ({http.contact})" if http.contact else ""
        return Manners(
            user_agent=f"achim/{__version__}{contact}",
            pace={"arxiv.org": http.arxiv_pace, "firebaseio.com": min(http.pace, _NO_LIMIT)} if patient else {},
            default_pace=http.pace if patient else 0.0,
            read_timeout=http.read_timeout,
            total_timeout=http.total_timeout,
            max_bytes=http.max_bytes,
            attempts=http.attempts if patient else 1,
            first_wait=http.first_wait,
            longest_wait=http.longest_wait,
            budgets=budgets(self.settings.sources) if patient else {},
        )

    def writing_parts(
        self, kind: EditionKind, glossary: "Glossary", answers: Answers, stack: ExitStack
    ) -> "WritingParts":
        """What writes and judges by the settings; the language model is closed with ``stack``."""
        from achim.drafting import WritingParts
        from achim.embed.use import UseEmbedder
        from achim.engines.local import LocalEngine
        from achim.kinds import chooser_of
        from achim.writing import make_writer, standard_of

        settings = self.settings
        if model := self.make_model(settings.model, self.clock):
            stack.enter_context(closing(model))
        chooser = chooser_of(kind)
        return WritingParts(
            writer=make_writer(settings.model, glossary, answers, model, chooser),
            embedder=self.embedder or UseEmbedder(),
            engine=LocalEngine(max(4, settings.model.together) if settings.model.name else 4),
            progress=self.progress,
            chooser=chooser,
            standard=standard_of(glossary, settings.model.style),
        )

    def _parts(
        self, order: "Order", as_of: datetime, store: SqlStore, fetcher: Fetcher, answers: Answers, stack: ExitStack
    ) -> "Parts":
        from achim.glossary import load_glossary
        from achim.kinds import make_kind
        from achim.phrase_model import load_phrases
        from achim.pipeline import Parts
        from achim.steps.terms import KnownTerms

        kind = order.key.kind
        glossary = load_glossary(self.settings.edition.glossary)
        writing = self.writing_parts(kind, glossary, answers, stack)
        own = make_kind(kind, self.settings, fetcher, self.clock, as_of)
        parts = Parts(
            writer=writing.writer,
            embedder=writing.embedder,
            engine=writing.engine,
            progress=writing.progress,
            chooser=writing.chooser,
            standard=writing.standard,
            sources=self.far.sources(own.sources) if self.far else own.sources,
            enrichers=own.enrichers,
            taxonomy=own.taxonomy,
            topic_model=own.topic_model,
            beat=own.beat,
            reader=own.reader,
            terms=KnownTerms.of(glossary.known(), (word for topic in own.taxonomy.topics for word in topic.keywords)),
            phrases=load_phrases(),
            closeness=self._closeness(store),
            show_term=glossary.display,
            store=store,
        )
        return self.shared.parts(parts, kind) if self.shared else parts

    def _closeness(self, store: SqlStore) -> "Closeness":
        """What says how close works are to the examples of readers; of all that share a run at once."""
        from achim.interest_model import load_interest_model
        from achim.interests import SharedCloseness
        from achim.preferring import examples_of

        def make() -> SharedCloseness:
            now = self.shared.now if self.shared else self.clock.now()
            profiles = self.shared.profiles if self.shared else ()
            told = [examples_of(interests_of(self.settings, each).interests(), each, store, now) for each in profiles]
            return SharedCloseness(load_interest_model(), [side for sides in told for side in sides])

        return self.shared.once("closeness", make) if self.shared else make()

    def _head(self, order: "Order", as_of: datetime) -> RecordHead:
        return RecordHead(
            format=FORMAT,
            achim=__version__,
            key=order.key,
            as_of=as_of,
            time_zone=order.time_zone,
            revise=order.revise,
            settings=recorded_settings(self.settings),
            notice=order.notice,
        )


def _print_most(settings: EditionSettings, request: BuildRequest) -> int:
    """As many as are read in the minutes that were asked for, else as the settings say."""
    from achim.steps.length import works_in

    return works_in(request.minutes, request.kind) if request.minutes else settings.print_most(request.kind)


def silent_model(settings: ModelSettings, clock: Clock) -> LanguageModel | None:
    """What is not remembered or recorded, nobody answers."""
    return SilentModel(settings.name) if settings.name else None


def try_folder(folder: Path) -> None:
    """Make a folder that will be written to. Raises UserError where it cannot be, before any work is done."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not os.access(folder, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError as error:
        raise UserError(Note.of("error.folder", folder=folder, why=error.strerror)) from error


def picture_of(edition: Edition) -> "Spec":
    """The specification of an edition's chart."""
    from achim.render.chart import captions
    from achim.steps.chart import chart

    title, subtitle = captions(edition)
    return chart(edition.sections, lang=edition.key.lang, title=title, subtitle=subtitle)

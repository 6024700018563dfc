"""The composition root: the one place where parts are put together."""

import hashlib
import json
import shutil
from collections.abc import Callable, Generator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx2

from achim import __version__
from achim.channels.files import write_files
from achim.clock import StandingClock, SystemClock
from achim.domain.edition import Edition, EditionKey, EditionKind
from achim.domain.note import Note
from achim.embed.use import UseEmbedder
from achim.engines.local import LocalEngine
from achim.errors import RecordError, UserError
from achim.glossary import load_glossary
from achim.pipeline import Order, Outcome, Parts, build
from achim.ports import Clock, Enricher, Fetcher, Progress, Source
from achim.record import (
    FORMAT,
    Record,
    RecordHead,
    RecordingFetcher,
    ReplayTransport,
    read_record,
    write_record,
)
from achim.render.chart import Spec, captions
from achim.render.files import render_files
from achim.settings import EditionSettings, Settings, SourcesSettings
from achim.sources.arxiv import Arxiv
from achim.sources.arxiv_api import ArxivApi
from achim.sources.arxiv_holidays import holidays
from achim.sources.deeplearn import DeepLearn
from achim.sources.guard import GuardedTransport
from achim.sources.http import Client, Manners
from achim.sources.huggingface import HuggingFace
from achim.sources.remembered import RememberedFetcher
from achim.steps.chart import chart
from achim.store.locks import DirectoryLock
from achim.store.sql import SqlStore, open_store
from achim.taxonomy import load_taxonomy
from achim.writers.extractive import ExtractiveWriter

SAMPLE = Path(__file__).parent / "data" / "sample"
_ARCHIVE = "archive.sqlite"
_REPLAY_MARK = "replay.json"
_OWN_FILES = ("taxonomy", "glossary")


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildRequest:
    """What ``achim build`` was asked. ``replay`` is a record's folder; ``day`` None means today."""

    day: date | None = None
    kind: EditionKind = "papers"
    lang: str | None = None
    out: Path | None = None
    record: Path | None = None
    replay: Path | None = None
    revise: bool = False


@dataclass(frozen=True, slots=True)
class Built:
    outcome: Outcome
    files: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class App:
    """achim over one data directory. ``transport`` is the way to the network; tests and replays put theirs in."""

    settings: Settings
    home: Path
    progress: Progress
    say: Callable[[str], None]
    clock: Clock = field(default_factory=SystemClock)
    transport: httpx2.BaseTransport | None = None

    def build(self, request: BuildRequest) -> Built:
        """Make, keep and write the day's edition. Raises NothingAnswered and UserError."""
        if request.replay:
            return self._replay(request.replay, request)
        settings = self.settings
        zone = ZoneInfo(settings.edition.time_zone)
        today = self.clock.now().astimezone(zone).date()
        day = request.day or today
        if day > today:
            raise UserError(f"--day {day}: it is still {today} in {zone.key}; an edition is of today or a past day")
        key = EditionKey(day=day, kind=request.kind, lang=request.lang or settings.edition.lang)
        order = Order(
            key=key,
            time_zone=zone.key,
            print_most=settings.edition.papers,
            list_most=settings.edition.listed,
            revise=request.revise,
        )
        if request.record and request.record.exists() and any(request.record.iterdir()):
            raise RecordError(f"{request.record} is not empty: name a new folder with --record")
        _leave_replay(self.home, self.say)
        return self._make(order, request)

    def _replay(self, folder: Path, request: BuildRequest) -> Built:
        record = read_record(folder)
        _prepare_replay(self.home, folder)
        app = replace(
            self,
            settings=_replay_settings(self.settings, record, folder),
            clock=StandingClock(record.head.as_of),
            transport=ReplayTransport(record),
        )
        key = record.head.key if request.lang is None else replace(record.head.key, lang=request.lang)
        order = Order(
            key=key,
            time_zone=record.head.time_zone,
            print_most=app.settings.edition.papers,
            list_most=app.settings.edition.listed,
            revise=record.head.revise,
            notice=record.head.notice,
        )
        return app._make(order, request, record)

    def _make(self, order: Order, request: BuildRequest, record: Record | None = None) -> Built:
        with self.archive() as store, store.lock():
            if record and _is_new(store.edition(order.key), record):
                store.restore(order.key, record.memory)
            known = store.edition(order.key)
            revised = record is not None and known is not None and not _is_new(known, record)
            order = replace(order, revise=order.revise and not revised)
            as_of = store.begin(order.key, self.clock.now())
            with closing(Client(self.manners(patient=record is None), self.way_out())) as client:
                recording = RecordingFetcher(RememberedFetcher(client, store, self.clock, as_of))
                outcome = build(order, as_of, self._parts(store, recording))
            if request.record:
                head = self._head(order, outcome.edition)
                write_record(request.record, head, outcome.memory, recording.recorded())
                _keep_own_files(self.settings, request.record)
            self.progress.step("render")
            return Built(outcome, self.write(outcome.edition, request.out))

    def write(self, edition: Edition, out: Path | None = None) -> tuple[Path, ...]:
        """The files of an edition, in the folder of its day."""
        folder = (out or self.home / "editions") / edition.key.day.isoformat()
        if edition.key.lang != "ko" or edition.key.profile != "default":
            folder /= (
                edition.key.lang if edition.key.profile == "default" else f"{edition.key.lang}-{edition.key.profile}"
            )
        return write_files(folder, render_files(edition, picture_of(edition)))

    @contextmanager
    def archive(self) -> Generator[SqlStore]:
        """The archive of the data directory, or the one the settings name."""
        self.home.mkdir(parents=True, exist_ok=True)
        url = self.settings.store.url or f"sqlite:///{self.home / _ARCHIVE}"
        lock = DirectoryLock(self.home / "achim.lock", patience=self.settings.store.patience, waiting=self.say)
        store = open_store(url, lock)
        try:
            yield store
        finally:
            store.close()

    def way_out(self) -> httpx2.BaseTransport:
        if self.transport:
            return self.transport
        return GuardedTransport(httpx2.HTTPTransport(), allowed=_named_hosts(self.settings.sources))

    def manners(self, *, patient: bool = True) -> Manners:
        """``patient`` is False for a replay, which waits for nothing and tries once."""
        http = self.settings.http
        contact = f" ({http.contact})" if http.contact else ""
        return Manners(
            user_agent=f"achim/{__version__}{contact}",
            pace={"arxiv.org": http.arxiv_pace, "export.arxiv.org": http.arxiv_pace} if patient else {},
            default_pace=http.pace if patient else 0.0,
            read_timeout=http.read_timeout,
            total_timeout=http.total_timeout,
            max_bytes=http.max_bytes,
            attempts=http.attempts if patient else 1,
            first_wait=http.first_wait,
            longest_wait=http.longest_wait,
        )

    def _parts(self, store: SqlStore, fetcher: Fetcher) -> Parts:
        settings = self.settings
        taxonomy = load_taxonomy(settings.edition.taxonomy)
        glossary = load_glossary(settings.edition.glossary)
        sources, enrichers = make_sources(settings.sources, fetcher)
        return Parts(
            sources=sources,
            enrichers=enrichers,
            taxonomy=taxonomy,
            terms={word: None for topic in taxonomy.topics for word in topic.keywords} | glossary.known(),
            show_term=glossary.display,
            embedder=UseEmbedder(),
            writer=ExtractiveWriter(),
            store=store,
            engine=LocalEngine(),
            progress=self.progress,
        )

    def _head(self, order: Order, edition: Edition) -> RecordHead:
        return RecordHead(
            format=FORMAT,
            achim=__version__,
            key=order.key,
            as_of=edition.made_at,
            time_zone=order.time_zone,
            revise=order.revise,
            settings=_recorded_settings(self.settings),
            notice=order.notice,
        )


def picture_of(edition: Edition) -> Spec:
    """The specification of an edition's chart."""
    title, subtitle = captions(edition)
    return chart(edition.sections, lang=edition.key.lang, title=title, subtitle=subtitle)


def make_sources(settings: SourcesSettings, fetcher: Fetcher) -> tuple[tuple[Source, ...], tuple[Enricher, ...]]:
    """Every source that is enabled, and those that fill in what another left out. A new source is one line here."""
    arxiv = Arxiv(
        fetcher,
        base_url=settings.arxiv.base_url,
        categories=settings.arxiv.categories,
        holidays=holidays(),
    )
    huggingface = HuggingFace(fetcher, base_url=settings.huggingface.base_url)
    deeplearn = DeepLearn(fetcher, base_url=settings.deeplearn.base_url)
    api = ArxivApi(fetcher, base_url=settings.arxiv.api_url)
    sources: tuple[tuple[bool, Source], ...] = (
        (settings.arxiv.enabled, arxiv),
        (settings.huggingface.enabled, huggingface),
        (settings.deeplearn.enabled, deeplearn),
    )
    enrichers: tuple[tuple[bool, Enricher], ...] = (
        (settings.deeplearn.enabled, deeplearn),
        (settings.arxiv.enabled, api),
    )
    return tuple(each for on, each in sources if on), tuple(each for on, each in enrichers if on)


def _named_hosts(settings: SourcesSettings) -> frozenset[str]:
    """Hosts that the user's settings name: these may be private, no other may."""
    urls = (settings.arxiv.base_url, settings.arxiv.api_url, settings.huggingface.base_url, settings.deeplearn.base_url)
    return frozenset(httpx2.URL(url).host for url in urls)


def _recorded_settings(settings: Settings) -> Mapping[str, Any]:
    told = settings.model_dump(mode="json", include={"edition", "sources"})
    for name in _OWN_FILES:
        told["edition"][name] = None
    return told


def _keep_own_files(settings: Settings, folder: Path) -> None:
    for name in _OWN_FILES:
        if own := getattr(settings.edition, name):
            shutil.copyfile(own, folder / f"{name}.toml")


def _replay_settings(settings: Settings, record: Record, folder: Path) -> Settings:
    try:
        edition = EditionSettings.model_validate(record.head.settings["edition"])
        sources = SourcesSettings.model_validate(record.head.settings["sources"])
    except (KeyError, ValueError) as error:
        raise RecordError(f"{folder}/record.json: its settings are not of this achim: {error}") from error
    own = {name: folder / f"{name}.toml" for name in _OWN_FILES if (folder / f"{name}.toml").is_file()}
    return settings.model_copy(update={"edition": edition.model_copy(update=own), "sources": sources})


def _prepare_replay(home: Path, folder: Path) -> None:
    """Make sure that a replay overwrites no archive but a replay's; another record's replay is cleared away."""
    mark = home / _REPLAY_MARK
    digest = _digest(folder)
    archive = home / _ARCHIVE
    if archive.exists() and not mark.exists():
        raise RecordError(
            f"{home} holds an archive of its own, which a replay would mix with: "
            "name another data directory with --home DIR"
        )
    if mark.exists() and json.loads(mark.read_text(encoding="utf-8")).get("record") != digest:
        for leftover in home.glob(f"{_ARCHIVE}*"):
            leftover.unlink()
    home.mkdir(parents=True, exist_ok=True)
    mark.write_text(json.dumps({"record": digest}) + "\n", encoding="utf-8")


def _leave_replay(home: Path, say: Callable[[str], None]) -> None:
    """A real edition does not mix with a replay: the replay's archive, which its record can make again, goes."""
    if (home / _REPLAY_MARK).exists():
        say(f"{home} held a replay; it is cleared away for real editions")
        for leftover in (*home.glob(f"{_ARCHIVE}*"), home / _REPLAY_MARK):
            leftover.unlink()


def _digest(folder: Path) -> str:
    found = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            found.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return found.hexdigest()


def _is_new(known: Edition | None, record: Record) -> bool:
    """Whether the replay has not got beyond the state that the record begins with."""
    begins_with = record.memory.earlier.revision if record.memory.earlier else 0
    return known is None or known.revision <= begins_with


def sample_notice() -> Note:
    return Note.of("notice.sample")

"""``achim doctor``: is everything there that a morning needs, and if not, what to do."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from achim import __version__
from achim.app import App
from achim.domain.ids import arxiv_of
from achim.domain.note import Note
from achim.domain.paper import Window
from achim.domain.topic import Taxonomy
from achim.engines.staff import Staff, staff_at
from achim.errors import AchimError, FetchError, ModelFault, RecordError, SourceError
from achim.glossary import load_glossary
from achim.ports import Source
from achim.profiles import check_topics, names
from achim.record import Recorded, write_answers
from achim.render.messages import MESSAGES, name_of, said, word
from achim.render.messages import say as say_note
from achim.scaling import place_of
from achim.secret_files import loose_files
from achim.sources.arxiv_calendar import announced, newest_batch
from achim.sources.arxiv_holidays import holidays
from achim.sources.arxiv_listing import parse_listing
from achim.sources.deeplearn import parse_panel
from achim.sources.http import Client
from achim.sourcing import make_news_sources, make_sources
from achim.taxonomy import load_taxonomy
from achim.topic_model import load_topic_model


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, whether it is well, what was found and what to do about it: texts in one language."""

    what: str
    well: bool
    found: str
    advice: str = ""


Say = Callable[[str], None]


def examine(make_app: Callable[[], App], settings: Path | None, *, offline: bool, say: Say) -> bool:
    """Look at everything and say what was found, a line each as it is found; True when all is well.

    ``settings`` is the file that was read, None where there is none.
    """
    try:
        app = make_app()
    except AchimError as error:
        lang = os.environ.get("ACHIM_EDITION__LANG", "ko")
        advice = word("doctor.mend_settings", lang)
        say(_line(Finding(word("doctor.settings", lang), False, said(error, lang), advice), lang))
        return False
    lang = app.settings.edition.lang
    read = str(settings or word("doctor.defaults", lang))
    say(_line(Finding(word("doctor.settings", lang), True, read), lang))
    well = True
    for finding in _Looking(app, lang).findings(offline):
        say(_line(finding, lang))
        well = well and finding.well
    return well


def _line(finding: Finding, lang: str) -> str:
    mark = word("doctor.well" if finding.well else "doctor.ill", lang)
    advice = f"\n      → {finding.advice}" if finding.advice else ""
    return f"{mark} {finding.what}: {finding.found}{advice}"


def _letters(text: str) -> dict[str, object]:
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "data": {"values": [{"text": text}]},
        "mark": {"type": "text", "fontSize": 40, "font": "Noto Sans KR"},
        "encoding": {"text": {"field": "text", "type": "nominal"}},
    }


class _Looking:
    """The checks, told in the language of the interface."""

    def __init__(self, app: App, lang: str) -> None:
        self._app = app
        self._lang = lang

    def findings(self, offline: bool) -> Iterator[Finding]:
        yield self._own_files()
        yield from self._secrets()
        yield from self._store()
        yield from self._engine(offline)
        for check in (self._embedder, self._fonts):
            yield check()
        yield self._model(offline)
        if not offline:
            yield from self._sources()

    def _well(self, what: str, code: str, **params: object) -> Finding:
        return Finding(word(f"doctor.{what}", self._lang), True, word(f"doctor.{code}", self._lang, **params))

    def _ill(self, what: str, found: str, advice: str) -> Finding:
        return Finding(word(f"doctor.{what}", self._lang), False, found, word(f"doctor.{advice}", self._lang))

    def _own_files(self) -> Finding:
        edition = self._app.settings.edition
        try:
            taxonomy = load_taxonomy(edition.taxonomy)
            glossary = load_glossary(edition.glossary)
            check_topics(self._app.settings, names(self._app.settings))
        except AchimError as error:
            return self._ill("own_files", said(error, self._lang), "mend_file")
        counted = word("doctor.counts", self._lang, topics=len(taxonomy.topics), terms=len(glossary.terms))
        return Finding(word("doctor.own_files", self._lang), True, counted + self._untrained(taxonomy))

    def _untrained(self, taxonomy: Taxonomy) -> str:
        """The topics that get no trained weights, and of those the ones whose key alone is known."""
        model = load_topic_model()
        own = [topic.key for topic in taxonomy.topics if not model.knows(topic)]
        changed = [key for key in own if key in model.topics]
        told = [("untrained", own), ("redefined", changed)]
        return "".join(f"; {word(f'doctor.{code}', self._lang, topics=', '.join(keys))}" for code, keys in told if keys)

    def _store(self) -> Iterator[Finding]:
        try:
            with self._app.archive() as store:
                count, is_graphed = len(store.editions()), _may_have_graph(store.engine)
        except AchimError as error:
            yield self._ill("store", said(error, self._lang), "mend_home")
            return
        yield self._well("store", "editions", home=self._app.archive_shown(), count=count)
        if is_graphed is not None:
            found = self._well("graph", "graph_there" if is_graphed else "graph_absent")
            yield found if is_graphed else replace(found, advice=word("doctor.mend_graph", self._lang))

    def _secrets(self) -> Iterator[Finding]:
        if loose := loose_files(self._app.settings):
            found = self._well("secrets", "secrets_loose", files=", ".join(loose))
            yield replace(found, advice=word("doctor.mend_secrets", self._lang))

    def _engine(self, offline: bool) -> Iterator[Finding]:
        """The scheduler and its workers, where work goes out to any."""
        settings = self._app.settings
        if not settings.engine.scheduler:
            return
        try:
            place = place_of(settings)
            place.check_files()
            staff = None if offline else staff_at(place)
        except (AchimError, OSError) as error:
            told = said(error, self._lang) if isinstance(error, AchimError) else f"{type(error).__name__}: {error}"
            yield self._ill("engine", f"{settings.engine.scheduler}: {told}", "mend_engine")
            return
        if staff is None:
            yield self._well("engine", "not_asked", name=place.scheduler)
        else:
            yield self._staff(place.scheduler, staff)

    def _staff(self, scheduler: str, staff: Staff) -> Finding:
        needed = ("arxiv", "source", "embed", *(("model",) if self._app.settings.model.name else ()))
        missing = [kind for kind in needed if not staff.resources.get(kind)]
        counted = word("doctor.workers", self._lang, scheduler=scheduler, count=staff.workers)
        kinds = " ".join(f"{kind}={number}" for kind, number in sorted(staff.resources.items()))
        found = f"{counted} ({kinds})" if kinds else counted
        if others := [version for version in staff.versions if version != __version__]:
            told = word("doctor.worker_versions", self._lang, versions=", ".join(sorted(others)), own=__version__)
            return self._ill("engine", f"{found}; {told}", "mend_versions")
        if missing:
            told = word("doctor.nobody_takes", self._lang, kinds=", ".join(missing))
            return self._ill("engine", f"{found}; {told}", "mend_workers")
        return Finding(word("doctor.engine", self._lang), True, found)

    def _embedder(self) -> Finding:
        from achim.embed.use import UseEmbedder

        try:
            embedder = UseEmbedder()
            size = len(embedder.embed(["아침"])[0])
        except (ImportError, OSError, ValueError) as error:
            return self._ill("vectors", str(error), "mend_vectors")
        return self._well("vectors", "dimensions", name=embedder.name, size=size)

    def _fonts(self) -> Finding:
        """Two syllables that are drawn alike are two boxes: the font is missing."""
        from achim.render.chart import png

        try:
            drawn = {png(_letters(text)) for text in ("가", "힣")}
        except (ImportError, OSError, ValueError) as error:
            return self._ill("fonts", str(error), "mend_drawing")
        if len(drawn) < 2:
            return self._ill("fonts", word("doctor.not_drawn", self._lang), "mend_font")
        return self._well("fonts", "drawn")

    def _model(self, offline: bool) -> Finding:
        name = self._app.settings.model.name
        if not name:
            return self._well("model", "no_model")
        if offline:
            return self._well("model", "not_asked", name=name)
        try:
            answer = self._app.try_model()
        except ModelFault as fault:
            return self._ill("model", f"{name}: {say_note(fault.note, self._lang)}", _model_advice(fault))
        except AchimError as error:
            return self._ill("model", said(error, self._lang), "mend_settings")
        tokens = answer.prompt_tokens + answer.completion_tokens if answer else 0
        return self._well("model", "model_answers", name=name, tokens=tokens)

    def _sources(self) -> Iterator[Finding]:
        """Ask each source for its newest batch, without keeping it."""
        app = self._app
        now, zone = app.clock.now(), app.settings.edition.time_zone
        window = Window(day=now.astimezone(ZoneInfo(zone)).date(), time_zone=zone, as_of=now, since=None)
        with closing(Client(app.manners(patient=False), app.way_out(), app.clock)) as client:
            sources, _ = make_sources(app.settings.sources, client, app.clock)
            news, _ = make_news_sources(app.settings.news, client)
            for source in (*sources, *news):
                yield self._source(source, window)

    def _source(self, source: Source, window: Window) -> Finding:
        lang, name = self._lang, name_of("source", source.name, self._lang)
        try:
            batch = source.announcements(window)
        except SourceError as error:
            return Finding(name, False, say_note(error.note, lang), word(f"doctor.{_source_advice(error)}", lang))
        gaps = "; ".join(say_note(gap.note, lang) for gap in batch.gaps)
        return Finding(name, not gaps, gaps or word("cli.answers", lang, count=len(batch.announcements)))


def _may_have_graph(engine: Engine) -> bool | None:
    """Whether PostgreSQL can choose vectors by pgvector; None of another database."""
    from achim.store.search_pgvector import may_have_graph

    if engine.dialect.name != "postgresql":
        return None
    with engine.connect() as connection:
        return may_have_graph(connection)


def _model_advice(fault: ModelFault) -> str:
    return fault.note.code if f"doctor.{fault.note.code}" in MESSAGES else "model.other"


def _source_advice(error: SourceError) -> str:
    code = dict(error.note.params).get("reason", error.note.code)
    if code == "fetch.unreachable":
        return "source.unreachable"
    if code in ("fetch.rate_limited", "fetch.timeout", "fetch.status", "fetch.broken_off"):
        return "source.busy"
    return "source.private" if code == "fetch.private_address" else "source.changed"


def record_answers(app: App, folder: Path, *, say: Say) -> None:
    """Ask once what nobody has recorded yet, one address of each kind, and keep whatever is answered, errors too."""
    if folder.exists() and any(folder.iterdir()):
        raise RecordError(Note.of("error.full", folder=folder, option="--record-sources"))
    with closing(Client(app.manners(), app.way_out(), app.clock)) as client:
        recorded = [_looked_at(url, client, say, app.settings.edition.lang) for url in probes(app)]
        recorded += [_looked_at(url, client, say, app.settings.edition.lang) for url in found_on(recorded, app)]
    write_answers(folder, recorded)


def _looked_at(url: str, client: Client, say: Say, lang: str) -> Recorded:
    try:
        answer = client.look(url)
    except FetchError as error:
        say(word("doctor.looked_at", lang, **{**dict(error.note.params), "url": url, "reason": error.note.code}))
        return Recorded(url, None, error.note)
    say(f"{answer.status} {url}")
    return Recorded(url, answer, None)


def probes(app: App) -> tuple[str, ...]:
    """Addresses whose answers are wanted: ordinary days, weekends, days to come, errors."""
    told = app.settings.sources
    today = app.clock.now().date()
    sunday = today - timedelta(days=today.isoweekday() % 7)
    earlier, to_come = working_day(app), today + timedelta(days=2)
    arxiv, hub, panel = told.arxiv, told.huggingface.base_url, told.deeplearn.base_url
    places = (arxiv.base_url, arxiv.api_url, arxiv.feed_url, arxiv.oai_url, hub, panel)
    return (
        _listing(app),
        f"{arxiv.base_url}/catchup/cs.AI/{earlier}?abs=True&page=1",
        f"{arxiv.feed_url}/rss/cs.AI",
        f"{arxiv.feed_url}/atom/cs.AI",
        f"{arxiv.api_url}/api/query?search_query=cat:cs.AI&max_results=2",
        f"{arxiv.oai_url}/oai?verb=ListRecords&metadataPrefix=arXivRaw&set=cs:cs:GL&from={earlier}&until={earlier}",
        *(f"{hub}/api/daily_papers?date={day}&limit=100&p=0" for day in (earlier, sunday, to_come, "2025-13-40")),
        *(f"{hub}/papers?date={day}" for day in (earlier, sunday)),
        f"{panel}/",
        *(f"{place}/robots.txt" for place in places),
    )


def working_day(app: App) -> date:
    """The newest past day with a batch, on which the other places had an ordinary day too."""
    free = holidays() | frozenset(app.settings.sources.arxiv.holidays)
    return announced(newest_batch(app.clock.now() - timedelta(days=1)), free)


def _listing(app: App) -> str:
    return f"{app.settings.sources.arxiv.base_url}/list/cs.AI/new?skip=0&show=25"


def found_on(recorded: Sequence[Recorded], app: App) -> Iterator[str]:
    """Pages whose addresses only other pages tell: a new paper in arXiv's HTML, a hot paper's on deeplearn.org."""
    told, now = app.settings.sources, app.clock.now()
    bodies = {each.url: each.answer.body for each in recorded if each.answer}
    zone = app.settings.edition.time_zone
    window = Window(day=now.astimezone(ZoneInfo(zone)).date(), time_zone=zone, as_of=now, since=None)
    with suppress(SourceError, KeyError, StopIteration):
        listed = parse_listing(bodies[_listing(app)], now).announcements
        newest = next(arxiv_of(each.paper_id) for each in listed if each.paper_id)
        yield f"{told.arxiv.base_url}/html/{newest}"
    with suppress(SourceError, KeyError):
        yield parse_panel(bodies[f"{told.deeplearn.base_url}/"], told.deeplearn.base_url, window)[0].url

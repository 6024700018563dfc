"""``achim doctor``: is everything there that a morning needs, and if not, what to do."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from achim.app import App
from achim.domain.ids import arxiv_of
from achim.domain.paper import Window
from achim.domain.topic import Taxonomy
from achim.errors import AchimError, FetchError, ModelFault, RecordError, SourceError
from achim.glossary import load_glossary
from achim.ports import Source
from achim.record import Recorded, write_answers
from achim.render.messages import name_of, say, word
from achim.sources.arxiv_calendar import announced, newest_batch
from achim.sources.arxiv_holidays import holidays
from achim.sources.arxiv_listing import parse_listing
from achim.sources.deeplearn import parse_panel
from achim.sources.http import Client
from achim.sourcing import make_sources
from achim.taxonomy import load_taxonomy
from achim.topic_model import load_topic_model


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, whether it is well, what was found and what to do about it."""

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
        say(
            _line(
                Finding(
                    "settings",
                    False,
                    str(error),
                    "mend what it names; `achim init` in an empty folder writes a file with every setting",
                )
            )
        )
        return False
    say(_line(Finding("settings", True, str(settings or "defaults: no achim.toml"))))
    well = True
    for finding in _findings(app, offline):
        say(_line(finding))
        well = well and finding.well
    return well


def _findings(app: App, offline: bool) -> Iterator[Finding]:
    for check in (_own_files, _store, _embedder, _fonts):
        yield check(app)
    yield _model(app, offline)
    if not offline:
        yield from _sources(app)


def _line(finding: Finding) -> str:
    mark = "ok " if finding.well else "BAD"
    advice = f"\n      → {finding.advice}" if finding.advice else ""
    return f"{mark} {finding.what}: {finding.found}{advice}"


def _own_files(app: App) -> Finding:
    edition = app.settings.edition
    try:
        taxonomy = load_taxonomy(edition.taxonomy)
        glossary = load_glossary(edition.glossary)
    except AchimError as error:
        return Finding("taxonomy and glossary", False, str(error), "mend the file, or take the setting out")
    told = f"{len(taxonomy.topics)} topics, {len(glossary.terms)} terms"
    return Finding("taxonomy and glossary", True, told + _untrained(taxonomy))


def _untrained(taxonomy: Taxonomy) -> str:
    """The topics that get no trained weights, and of those the ones whose key alone is known."""
    model = load_topic_model()
    own = [topic.key for topic in taxonomy.topics if not model.knows(topic)]
    changed = [key for key in own if key in model.topics]
    if not own:
        return ""
    told = f"; by definition and examples, without trained weights: {', '.join(own)}"
    return f"{told} (of these another definition than the built-in one's: {', '.join(changed)})" if changed else told


def _store(app: App) -> Finding:
    try:
        with app.archive() as store:
            count = len(store.editions())
    except AchimError as error:
        return Finding("store", False, str(error), "give ACHIM_HOME or --home a folder that you may write to")
    return Finding("store", True, f"{app.home}: {count} edition(s)")


def _embedder(app: App) -> Finding:
    from achim.embed.use import UseEmbedder

    try:
        embedder = UseEmbedder()
        size = len(embedder.embed(["아침"])[0])
    except (ImportError, OSError, ValueError) as error:
        return Finding("sentence vectors", False, str(error), "install achim again: its model package is damaged")
    return Finding("sentence vectors", True, f"{embedder.name}, {size} dimensions")


def _fonts(app: App) -> Finding:
    """Two syllables that are drawn alike are two boxes: the font is missing."""
    from achim.render.chart import png

    try:
        drawn = {png(_letters(text)) for text in ("가", "힣")}
    except (ImportError, OSError, ValueError) as error:
        return Finding("chart and fonts", False, str(error), "install achim again: its drawing package is damaged")
    if len(drawn) < 2:
        return Finding(
            "chart and fonts", False, "Hangul is not drawn", "install achim again: its Korean font is missing"
        )
    return Finding("chart and fonts", True, "Hangul is drawn")


def _letters(text: str) -> dict[str, object]:
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "data": {"values": [{"text": text}]},
        "mark": {"type": "text", "fontSize": 40, "font": "Noto Sans KR"},
        "encoding": {"text": {"field": "text", "type": "nominal"}},
    }


def _model(app: App, offline: bool) -> Finding:
    name, lang = app.settings.model.name, app.settings.edition.lang
    if not name:
        return Finding("language model", True, "none: editions are made of quoted sentences, and say so")
    if offline:
        return Finding("language model", True, f"{name}, not asked")
    try:
        answer = app.try_model()
    except ModelFault as fault:
        return Finding("language model", False, f"{name}: {say(fault.note, lang)}", _model_advice(fault))
    tokens = answer.prompt_tokens + answer.completion_tokens if answer else 0
    return Finding("language model", True, f"{name} answers, {tokens} tokens")


def _model_advice(fault: ModelFault) -> str:
    advice = {
        "model.no_key": "set the variable, or name another with model.key_variable or a file with model.key_file",
        "model.unauthorized": "the key is wrong or may not use this model: put a good one in its place",
        "model.not_found": "correct model.name and model.base_url in achim.toml",
        "model.not_installed": "pip install 'achim[model]'",
        "model.unreachable": "check the network and model.base_url in achim.toml; editions quote meanwhile",
    }
    return advice.get(fault.note.code, "editions are made without it and written by it once it answers again")


def _sources(app: App) -> Iterator[Finding]:
    """Ask each source for its newest batch, without keeping it."""
    now = app.clock.now()
    today = now.astimezone(ZoneInfo(app.settings.edition.time_zone)).date()
    window = Window(day=today, time_zone=app.settings.edition.time_zone, as_of=now, since=None)
    with closing(Client(app.manners(patient=False), app.way_out(), app.clock)) as client:
        sources, _ = make_sources(app.settings.sources, client, app.clock)
        for source in sources:
            yield _source(source, window, app.settings.edition.lang)


def _source(source: Source, window: Window, lang: str) -> Finding:
    name = name_of("source", source.name, lang)
    try:
        batch = source.announcements(window)
    except SourceError as error:
        return Finding(name, False, say(error.note, lang), _advice(error))
    gaps = "; ".join(say(gap.note, lang) for gap in batch.gaps)
    return Finding(name, not gaps, gaps or word("cli.answers", lang, count=len(batch.announcements)))


def _advice(error: SourceError) -> str:
    code = dict(error.note.params).get("reason", error.note.code)
    if code == "fetch.unreachable":
        return "check the network and the source's base_url in achim.toml"
    if code in ("fetch.rate_limited", "fetch.timeout", "fetch.status", "fetch.broken_off"):
        return "the service is busy or down: editions are made without it and mended later; nothing to do"
    if code == "fetch.private_address":
        return "name the address as base_url in achim.toml if it is meant"
    return "its page may have changed: upgrade achim, or send `achim doctor --record-sources DIR` with a report"


def record_answers(app: App, folder: Path, *, say: Say) -> None:
    """Ask once what nobody has recorded yet, one address of each kind, and keep whatever is answered, errors too."""
    if folder.exists() and any(folder.iterdir()):
        raise RecordError(f"{folder} is not an empty folder: name a new one with --record-sources")
    with closing(Client(app.manners(), app.way_out(), app.clock)) as client:
        recorded = [_looked_at(url, client, say) for url in probes(app)]
        recorded += [_looked_at(url, client, say) for url in found_on(recorded, app)]
    write_answers(folder, recorded)


def _looked_at(url: str, client: Client, say: Say) -> Recorded:
    try:
        answer = client.look(url)
    except FetchError as error:
        say(f"--- {url}: {error.note.code}")
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

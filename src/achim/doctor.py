"""``achim doctor``: is everything there that a morning needs, and if not, what to do."""

import os
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from achim.app import App, make_sources
from achim.domain.paper import Window
from achim.errors import AchimError, SourceError
from achim.ports import Source
from achim.render.messages import name_of, say, word
from achim.settings import settings_file
from achim.sources.http import Client


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, whether it is well, what was found and what to do about it."""

    what: str
    well: bool
    found: str
    advice: str = ""


def examine(make_app: Callable[[], App], *, offline: bool, say: Callable[[str], None]) -> bool:
    """Look at everything and say what was found, a line each; True when all is well."""
    try:
        app = make_app()
    except AchimError as error:
        say(_line(Finding("settings", False, str(error), "mend the setting, or write a fresh file with `achim init`")))
        return False
    findings = [Finding("settings", True, str(settings_file() or "defaults: no achim.toml"))]
    for check in (_store, _embedder, _fonts, _model):
        findings.append(check(app))
    if not offline:
        findings += _sources(app)
    for finding in findings:
        say(_line(finding))
    return all(finding.well for finding in findings)


def _line(finding: Finding) -> str:
    mark = "ok " if finding.well else "BAD"
    advice = f"\n      → {finding.advice}" if finding.advice else ""
    return f"{mark} {finding.what}: {finding.found}{advice}"


def _store(app: App) -> Finding:
    try:
        with app.archive() as store:
            count = len(store.editions())
    except (AchimError, OSError, ValueError) as error:
        return Finding(
            "store", False, f"{app.home}: {error}", "give ACHIM_HOME or --home a folder that you may write to"
        )
    if not os.access(app.home, os.W_OK):
        return Finding("store", False, f"{app.home} cannot be written to", "change its permissions, or name another")
    return Finding("store", True, f"{app.home}: {count} edition(s)")


def _embedder(app: App) -> Finding:
    from achim.embed.use import UseEmbedder

    embedder = UseEmbedder()
    size = len(embedder.embed(["아침"])[0])
    return Finding("sentence vectors", True, f"{embedder.name}, {size} dimensions")


def _fonts(app: App) -> Finding:
    from achim.render.chart import png

    spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "data": {"values": [{"x": 1}]},
        "mark": "bar",
        "encoding": {"x": {"field": "x", "type": "quantitative", "title": "한글"}},
    }
    return Finding("chart and fonts", True, f"draws ({len(png(spec))} bytes)")


def _model(app: App) -> Finding:
    return Finding("language model", True, "none configured: editions are made of quoted sentences, and say so")


def _sources(app: App) -> Iterator[Finding]:
    """Ask each source for its newest batch, without keeping it."""
    now = app.clock.now()
    today = now.astimezone(ZoneInfo(app.settings.edition.time_zone)).date()
    window = Window(day=today, time_zone=app.settings.edition.time_zone, as_of=now, since=None)
    lang = app.settings.edition.lang
    with closing(Client(app.manners(), app.way_out())) as client:
        sources, _ = make_sources(app.settings.sources, client)
        for source in sources:
            yield _source(source, window, lang)


def _source(source: Source, window: Window, lang: str) -> Finding:
    name = name_of("source", source.name, lang)
    try:
        batch = source.announcements(window)
    except SourceError as error:
        return Finding(name, False, say(error.note, lang), _advice(error))
    gaps = "; ".join(say(gap.note, lang) for gap in batch.gaps)
    return Finding(name, not gaps, gaps or word("cli.answers", lang, count=len(batch.announcements)))


def _advice(error: SourceError) -> str:
    code = error.note.code
    if code == "fetch.unreachable":
        return "check the network and the source's base_url in achim.toml"
    if code in ("fetch.rate_limited", "fetch.timeout", "fetch.status"):
        return "the service is busy or down: editions are made without it and mended later; nothing to do"
    if code == "fetch.private_address":
        return "name the address as base_url in achim.toml if it is meant"
    return "its page may have changed: upgrade achim, or send a record (`achim build --record DIR`) with a report"

"""``achim backfill``."""

import signal
import sys
import time
from collections.abc import Callable, Generator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from achim.console import Config, Home, aside, at_once, open_app
from achim.domain.note import Note
from achim.domain.past import Standing
from achim.errors import SourceError, UserError

if TYPE_CHECKING:
    from achim.app import App
    from achim.backfilling import BackfillParts, Estimate
    from achim.ports import Embedder, Progress
    from achim.ports.past import PastSource
    from achim.progress import PlainProgress
    from achim.store.sql import SqlStore

_SAID_EVERY = 10.0
"""Seconds between two lines of progress."""


def backfill(
    *,
    from_: Annotated[date | None, Parameter(name="--from", help="First day of a record's last change.")] = None,
    to: Annotated[date | None, Parameter(help="Last day of it; else as far as there is.")] = None,
    source: Annotated[
        str, Parameter(help="oai (arXiv's OAI-PMH), or the path of arXiv's metadata dump, gzipped or not.")
    ] = "oai",
    yes: Annotated[bool, Parameter(name="--yes", negative=(), help="Begin without asking.")] = False,
    home: Home = None,
    config: Config = None,
) -> None:
    """Take arXiv's papers of days past into search; it may be stopped and run again. No edition is touched."""
    from achim.backfilling import backfill, estimate
    from achim.render.messages import word
    from achim.scaling import indexing

    if from_ and to and from_ > to:
        raise UserError(Note.of("backfill.from_to"))
    if source == "oai" and from_ is None:
        raise UserError(Note.of("backfill.no_from"))
    app, progress = open_app(home, config, None)
    lang = app.settings.edition.lang
    with ExitStack() as stack:
        store = stack.enter_context(app.archive())
        place = stack.enter_context(_opened(app, store, source, from_, to))
        embedder = stack.enter_context(indexing(app.settings, app.embedder, progress))
        parts = _parts(app, store, embedder, progress)
        found = estimate(place, parts)
        for line in _estimate_lines(found, app, lang):
            at_once(line)
        if not _agreed(yes, lang):
            return
        say = Teller(progress, lang, found.records, parts.index.standing(place.name).read)
        parts = replace(parts, say=say, stop=stack.enter_context(_pausing(lang)))
        try:
            with progress:
                standing = backfill(place, parts)
        except SourceError:
            aside(word("backfill.paused", lang))
            raise
    if not standing.is_done:
        aside(word("backfill.paused", lang))
        sys.exit(130)
    print(word("backfill.done", lang, **_counts(standing)))


@contextmanager
def _opened(
    app: "App", store: "SqlStore", source: str, since: date | None, until: date | None
) -> Generator["PastSource"]:
    from achim.scaling import turns_of
    from achim.sources.arxiv_dump import Dump
    from achim.sources.arxiv_harvest import Harvest
    from achim.sources.http import Client

    if source == "oai":
        manners = replace(app.manners(), attempts=1)  # a page is asked for again by the backfill, which can be paused
        with (
            turns_of(app.settings, store) as turns,
            closing(Client(manners, app.way_out(), app.clock, turns=turns)) as client,
        ):
            yield Harvest(client, app.clock, app.settings.sources.arxiv.oai_url, since or date.min, until)
    else:
        with closing(Dump(Path(source), since, until)) as dump:
            yield dump


def _parts(app: "App", store: "SqlStore", embedder: "Embedder", progress: "PlainProgress") -> "BackfillParts":
    from achim.backfilling import BackfillParts
    from achim.finding import make_finder
    from achim.glossary import load_glossary
    from achim.steps.search_tokens import tokens
    from achim.store.backfill import SqlBackfill
    from achim.store.search import SqlSearch
    from achim.taxonomy import load_taxonomy
    from achim.topic_model import load_topic_model

    settings = app.settings
    return BackfillParts(
        finder=make_finder(SqlSearch(store.engine, tokens), embedder, load_glossary(settings.edition.glossary)),
        index=SqlBackfill(store.engine, tokens),
        taxonomy=load_taxonomy(settings.edition.taxonomy),
        topic_model=load_topic_model(),
        lock=store.lock,
        clock=app.clock,
        progress=progress,
        pace=settings.http.arxiv_pace,
    )


@contextmanager
def _pausing(lang: str) -> Generator[Callable[[], bool]]:
    """Whether Ctrl-C or SIGTERM came; one more of them ends the process at once."""
    from achim.render.messages import word

    asked: list[int] = []

    def pause(number: int, frame: object) -> None:
        asked.append(number)
        for each, handler in before.items():
            signal.signal(each, handler)
        aside(word("backfill.pausing", lang))

    before = {each: signal.signal(each, pause) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield lambda: bool(asked)
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def _estimate_lines(found: "Estimate", app: "App", lang: str) -> Generator[str]:
    from achim.render.messages import word

    if found.sample:
        told = {
            "time": _time(found.seconds * found.records, lang),
            "size": _size(found.size * found.records),
            "each": f"{1000 * found.seconds:.0f} ms, {_size(found.size)}",
        }
        yield word("backfill.estimate", lang, records=found.records, sample=found.sample, **told)
    else:
        yield word("backfill.estimate_same", lang, records=found.records)
    if found.requests:
        yield word("backfill.requests", lang, count=found.requests, pace=f"{app.settings.http.arxiv_pace:g}")


def _agreed(yes: bool, lang: str) -> bool:
    """Who is not at a terminal is not asked."""
    from achim.render.messages import word

    if yes or not sys.stdin.isatty():
        return True
    return input(word("backfill.go_on", lang)).strip().lower() in ("", "y", "yes")


@dataclass(slots=True)
class Teller:
    """A line of progress every few seconds. ``records`` are still to be read beside those read ``before``."""

    progress: "Progress"
    lang: str
    records: int
    before: int
    clock: Callable[[], float] = time.monotonic
    begun: float = field(init=False)
    said: float = -_SAID_EVERY
    again: int = 0

    def __post_init__(self) -> None:
        self.begun = self.clock()

    def __call__(self, standing: Standing) -> None:
        from achim.backfilling import BATCH
        from achim.render.messages import word

        now = self.clock()
        is_due = now - self.said >= _SAID_EVERY
        self.said = now if is_due else self.said
        if not standing.place:
            self.again += BATCH
            self.begun = now
            if is_due:
                self.progress.step("backfill", word("backfill.again", self.lang, done=self.again))
            return
        rate = (standing.read - self.before) / max(now - self.begun, 0.001)
        if is_due and rate:
            left = _time(max(0, self.records - standing.read + self.before) / rate, self.lang)
            told = word("backfill.progress", self.lang, **_counts(standing), rate=f"{rate:.0f}", time=left)
            self.progress.step("backfill", told)


def _counts(standing: Standing) -> dict[str, int]:
    return {
        "read": standing.read,
        "taken": standing.taken,
        "same": standing.same,
        "gone": standing.gone,
        "unread": standing.unread,
    }


def _time(seconds: float, lang: str) -> str:
    from achim.render.messages import word

    minutes, hours = seconds / 60, seconds / 3600
    if hours >= 1:
        return word("backfill.hours", lang, count=f"{hours:.1f}")
    if minutes >= 1:
        return word("backfill.minutes", lang, count=f"{minutes:.0f}")
    return word("backfill.seconds", lang, count=f"{seconds:.0f}")


def _size(size: int) -> str:
    for unit, bytes_ in (("GB", 10**9), ("MB", 10**6)):
        if size >= bytes_:
            return f"{size / bytes_:.1f} {unit}"
    return f"{size / 1000:.1f} kB"

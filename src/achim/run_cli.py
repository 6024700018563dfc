"""``achim run``: the unattended schedule."""

import os
import signal
import sys
from pathlib import Path
from threading import Event, Timer
from types import FrameType
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from achim.console import Config, Home, aside, at_once, open_app
from achim.domain.note import Note
from achim.errors import UserError

if TYPE_CHECKING:
    from achim.app import App
    from achim.domain.schedule import Run

_PATIENCE = 600.0
_GRACE = 8.0
"""Seconds for what is under way when the service is told to end. The archive is whole at any moment."""


def run(
    *,
    once: Annotated[
        bool, Parameter(negative=(), help="Do what is due and end; for cron, a systemd timer, or a workflow.")
    ] = False,
    check: Annotated[
        bool, Parameter(negative=(), help="Say whether the service looked at its desk of late; 1 where it did not.")
    ] = False,
    home: Home = None,
    config: Config = None,
) -> None:
    """Make editions and send them out by the schedule, for as long as it runs."""
    from achim.render.messages import word
    from achim.render.running import run_lines
    from achim.running import Runner

    if once and check:
        raise UserError(Note.of("error.once_or_check"))
    app, progress = open_app(home, config, None)
    lang = app.settings.edition.lang
    if check:
        is_well = Runner(app).is_well()
        at_once(word("run.is_well" if is_well else "run.is_ill", lang))
        sys.exit(0 if is_well else 1)
    runner = Runner(app, _stop(lang, once=once), patience=_PATIENCE if once else 0.0)

    def tell(done: "Run") -> None:
        for line in run_lines(done, lang):
            at_once(line)

    with progress:
        if not once:
            at_once(_begins(app, config))
            return runner.forever(tell)
        done = runner.once()
    tell(done)
    if runner.stop.is_set():
        aside(word("run.stopped", lang))
    if runner.stop.is_set() or not done.is_well:
        sys.exit(1)


def _begins(app: "App", config: Path | None) -> str:
    from achim.render.messages import word
    from achim.settings import settings_file

    lang, file = app.settings.edition.lang, config or settings_file()
    told = {"home": app.home, "at": f"{app.settings.schedule.at:%H:%M}", "zone": app.settings.edition.time_zone}
    return word("run.begins", lang, config=file.absolute() if file else word("run.defaults", lang), **told)


def _stop(lang: str, *, once: bool) -> Event:
    """Set when the process is told to end. What is under way has some seconds; then it is cut off, as by a crash."""
    stop = Event()

    def end(number: int, frame: FrameType | None) -> None:
        late = Timer(_GRACE, _cut_off, (lang,), {"once": once})
        late.daemon = True
        late.start()
        stop.set()  # last: where the signal comes while the event's own lock is held, this waits for ever

    signal.signal(signal.SIGTERM, end)
    return stop


def _cut_off(lang: str, *, once: bool) -> None:
    """To a service the end is its proper one; whoever waits for one run is told that it was not."""
    from achim.render.messages import word

    try:
        aside(word("run.cut_off", lang, seconds=f"{_GRACE:.0f}"))
    finally:
        os._exit(1 if once else 0)

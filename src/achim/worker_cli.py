"""``achim worker``: a process that does the work of builds elsewhere."""

import os
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from achim import __version__
from achim.console import Config, Home, open_app
from achim.domain.note import Note
from achim.errors import UserError

if TYPE_CHECKING:
    from achim.settings import Settings

_GRACE = 330.0
"""Seconds: a model's answer may take five minutes."""


def worker(
    *,
    resource: Annotated[
        list[str] | None,
        Parameter(
            help="How much of a kind of work it takes at a time, like model=16; may be given again. "
            "Kinds: arxiv, source, model, embed, send; else arxiv=1, source=4, embed=1, send=1, and model as "
            "`together` in [model]. 0 takes none.",
            negative=(),
        ),
    ] = None,
    name: Annotated[str | None, Parameter(help="What the scheduler calls it; else its address.")] = None,
    grace: Annotated[
        float, Parameter(help="Seconds that work under way has when the process is told to end (SIGTERM).")
    ] = _GRACE,
    home: Home = None,
    config: Config = None,
) -> None:
    """Do the work of builds elsewhere, for as long as it runs: a worker of the scheduler that [engine] names.

    It needs the same achim, the same [store] url and the same settings of sources and model as the machine that
    builds, and the keys in its own environment; none comes over the network. Lines on standard error say what it did.
    """
    from achim.engines.bench import install
    from achim.engines.serving import serve
    from achim.scaling import place_of
    from achim.store.claims import SqlClaims
    from achim.worker import make_log, make_workbench

    app, _ = open_app(home, config, None)
    place, resources = place_of(app.settings), _resources(app.settings, resource or [])
    log = make_log(app.settings.log.format)
    with app.archive() as store, SqlClaims(store.engine, app.settings.engine.lease).alive() as claims:
        install(make_workbench(app, store, claims, resources, log).do)
        serve(place, achim=__version__, name=name, resources=resources, grace=grace, log=log)
        os._exit(0)  # a thread that still waits for an answer when its grace is over is not waited for


def _resources(settings: "Settings", told: list[str]) -> dict[str, int]:
    """Raises UserError where a word is no kind and a number."""
    from achim.engines.tasks import RESOURCES

    found = {"arxiv": 1, "source": 4, "model": settings.model.together, "embed": 1, "send": 1}
    for each in told:
        kind, _, number = each.partition("=")
        if kind not in RESOURCES or not number.isdecimal() or int(number) > 1_000:
            raise UserError(Note.of("error.resource", told=each, known=", ".join(RESOURCES)))
        found[kind] = int(number)
    if not any(found.values()):
        raise UserError(Note.of("error.resource", told=told[-1], known=", ".join(RESOURCES)))
    return {kind: number for kind, number in found.items() if number}

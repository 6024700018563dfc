"""What all groups of commands share: their common options, the achim that they work on, and how they speak."""

import os
import sys
import traceback
from collections.abc import Callable
from contextvars import ContextVar
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from achim.domain.note import Note
from achim.errors import AchimError, UserError

if TYPE_CHECKING:
    from achim.app import App
    from achim.progress import PlainProgress

_SPOKEN: ContextVar[str] = ContextVar("spoken", default="")
"""The language of the interface, once the settings are read."""
_HIDE: ContextVar[Callable[[str], str]] = ContextVar("hide", default=str)
"""Takes out of a text what no log may hold, once the settings are read."""
Kind = Literal["papers", "news", "all"]
OfKind = Annotated[Kind, Parameter(help="Kind of edition: papers, news, or all.")]
Home = Annotated[Path | None, Parameter(help="Data directory; else ACHIM_HOME, else the platform's own.")]
Config = Annotated[
    Path | None, Parameter(help="Settings file; else ACHIM_CONFIG, ./achim.toml, or the data directory's.")
]
Day = Annotated[date | None, Parameter(help="Day of the edition, like 2024-11-04.")]
Lang = Annotated[str | None, Parameter(help="Language of the edition: ko or en; else the setting.")]
OfProfile = Annotated[str, Parameter(help="Profile of the edition.")]
Profile = Annotated[str | None, Parameter(help="Profile of the edition, such as default; else all.")]


def spare_threads() -> None:
    """For what answers questions, before NumPy is loaded: its products are small, and OpenBLAS's further threads would
    spin between them in the place of what else is to be read."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def open_app(home: Path | None, config: Path | None, lang: str | None) -> "tuple[App, PlainProgress]":
    from achim.app import App
    from achim.clock import make_clock
    from achim.feeds import with_own_feeds
    from achim.profiles import with_own_profiles
    from achim.progress import make_progress
    from achim.settings import data_directory, load_settings
    from achim.withheld import withheld

    if config and not config.is_file():
        raise UserError(Note.of("error.no_config", named="--config", path=config))
    settings = load_settings(config)
    _SPOKEN.set(language(lang) or settings.edition.lang)
    place = data_directory(home).absolute()
    settings = with_own_profiles(with_own_feeds(settings, place), place)
    progress = make_progress(lang or settings.edition.lang, place / "achim.log", settings.log.format)
    progress.hide = partial(withheld, settings=settings)
    _HIDE.set(progress.hide)
    return App(settings=settings, home=place, progress=progress, say=aside, clock=make_clock()), progress


def need_archive(app: "App") -> None:
    """Raises UserError where there is nothing to read."""
    if not app.has_archive():
        raise UserError(Note.of("error.no_archive", home=app.archive_shown()))


def language(lang: str | None) -> str | None:
    if lang not in (None, "ko", "en"):
        raise UserError(Note.of("error.lang", lang=lang))
    return lang


def explained(error: AchimError) -> str:
    """In the language of the interface; where no settings tell it, as the variable does, else in Korean."""
    from achim.render.messages import said

    return said(error, _SPOKEN.get() or os.environ.get("ACHIM_EDITION__LANG", "ko"))


def crash() -> str:
    """The traceback of the error that is being handled, without what no log may hold."""
    return _HIDE.get()(traceback.format_exc())


def at_once(text: str) -> None:
    print(text, flush=True)


def aside(text: str) -> None:
    print(text, file=sys.stderr, flush=True)

"""``achim site``: the reader as files."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from achim.console import Config, Home, Lang, at_once, language, open_app
from achim.domain.edition import DEFAULT_PROFILE
from achim.domain.note import Note
from achim.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Callable

    from achim.app import App
    from achim.web.site import WrittenSite

_KB = 1024
_OUT = "Folder for the site; else site/ in the data directory, of a profile site-NAME/."
_OFTEN = 50


def site(
    *,
    out: Annotated[Path | None, Parameter(help=_OUT)] = None,
    profile: Annotated[str, Parameter(help="Whose editions it shows.")] = DEFAULT_PROFILE,
    lang: Lang = None,
    home: Home = None,
    config: Config = None,
) -> None:
    """Write the reader as a static site, for any host or opened from disk; what has not changed is left alone."""
    from achim.app import try_folder
    from achim.profiles import interests_of
    from achim.render.messages import word

    app, progress = open_app(home, config, lang)
    interests_of(app.settings, profile)
    asked = language(lang) or app.settings.edition.lang
    folder = out or app.home / ("site" if profile == DEFAULT_PROFILE else f"site-{profile}")
    try_folder(folder)

    def step(done: int, of: int) -> None:
        if done in (1, of) or done % _OFTEN == 0:
            progress.step("site", f"{done}/{of}")

    with progress:
        written = _write(app, asked, profile, folder, step)
    told = {"written": written.written, "same": written.same, "size": f"{written.size / _KB:,.0f} kB"}
    at_once(word("site.written", asked, out=str(folder / "index.html"), **told))


def _write(app: "App", lang: str, profile: str, folder: Path, told: "Callable[[int, int], None]") -> "WrittenSite":
    from achim.web.library import Site, public_of
    from achim.web.site import SITE_LOCK, write_site

    series = lang if profile == DEFAULT_PROFILE else f"{lang}/{profile}"
    if not app.has_archive():
        raise UserError(Note.of("error.site_empty", lang=series))
    with app.lock(SITE_LOCK), app.archive() as store:
        if not any((head.key.lang, head.key.profile) == (lang, profile) for head in store.shelf.heads()):
            raise UserError(Note.of("error.site_empty", lang=series))
        of_archive = Site(store.shelf, lang, profile, public=public_of(app.settings.site))
        return write_site(folder, of_archive.leaves(), of_archive.gone, told)

"""``achim serve``, ``backup`` and ``restore``."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from achim.console import Config, Home, open_app

if TYPE_CHECKING:
    from achim.app import App


def backup(file: Path, *, home: Home = None, config: Config = None) -> None:
    """Write the archive and your own files into one file, also while a build is at work; no secret goes with them."""
    from achim.backup import back_up

    app, _ = open_app(home, config, None)
    made = back_up(app, file)
    _say(app, "cli.backed_up", path=file, names=", ".join(made.names), size=f"{made.size / 1e6:.1f}")
    for code, names in (("cli.backup_stripped", made.stripped), ("cli.backup_left_out", made.left_out)):
        for name in names:
            _say(app, code, name=name)


def restore(
    file: Path,
    *,
    force: Annotated[
        bool, Parameter(negative=(), help="Also over an archive that holds something; it is kept beside.")
    ] = False,
    home: Home = None,
    config: Config = None,
) -> None:
    """Put a backup into the data directory; all of it is checked before anything is touched."""
    from achim.backup import restore as put_back

    app, _ = open_app(home, config, None)
    done = put_back(app, file, force=force)
    _say(app, "cli.restored", home=app.home, names=", ".join(done.names))
    for path in done.aside:
        _say(app, "cli.restore_aside", path=path)


def _say(app: "App", code: str, **params: object) -> None:
    from achim.render.messages import word

    print(word(code, app.settings.edition.lang, **params))

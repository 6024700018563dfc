"""``achim serve``, ``backup`` and ``restore``."""

import os
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from achim.console import Config, Home, open_app, spare_threads
from achim.domain.note import Note
from achim.errors import UserError

if TYPE_CHECKING:
    from achim.app import App


def serve(
    *,
    host: Annotated[str | None, Parameter(help="Address to listen on; else the setting.")] = None,
    port: Annotated[int | None, Parameter(help="Port; else the setting; 0 for any that is free.")] = None,
    home: Home = None,
    config: Config = None,
) -> None:
    """Answer with the reader at an address of this machine, with search; read-only unless a token is set."""
    spare_threads()
    app, _ = open_app(home, config, None)
    if not all(map(find_spec, ("starlette", "uvicorn"))):
        raise UserError(Note.of("error.serve_extra"))
    from achim.web.finder import archive_search
    from achim.web.server import serve as answer

    answer(_with_address(app, host, port), archive_search(app))
    sys.stdout.flush()
    os._exit(0)  # a thread that still waits for a silent database is not waited for


def backup(
    file: Path,
    *,
    force: Annotated[bool, Parameter(negative=(), help="Also over a file that is there.")] = False,
    home: Home = None,
    config: Config = None,
) -> None:
    """Write the archive and your own files into one file, also while a build is at work; no secret goes with them."""
    from achim.backup import back_up

    app, _ = open_app(home, config, None)
    made = back_up(app, file, force=force)
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


def _with_address(app: "App", host: str | None, port: int | None) -> "App":
    """achim with the address of the command line in the place of the settings'. Raises UserError."""
    from dataclasses import replace

    from pydantic import ValidationError

    from achim.settings_faults import setting_faults
    from achim.settings_serve import ServeSettings

    told = {name: value for name, value in (("host", host), ("port", port)) if value is not None}
    try:
        asked = ServeSettings.model_validate({**app.settings.serve.model_dump(), **told})
    except ValidationError as error:
        raise UserError(*setting_faults(error, Path("achim serve"))) from error
    return replace(app, settings=app.settings.model_copy(update={"serve": asked}))


def _say(app: "App", code: str, **params: object) -> None:
    from achim.render.messages import word

    print(word(code, app.settings.edition.lang, **params))

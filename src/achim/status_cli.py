"""``achim status``."""

import sys
from typing import Annotated

from cyclopts import Parameter

from achim.console import Config, Home, need_archive, open_app


def status(
    *,
    as_json: Annotated[bool, Parameter(name="--json", negative=(), help="As one JSON object.")] = False,
    home: Home = None,
    config: Config = None,
) -> None:
    """Say how things stand: archive, editions, schedule, sources, channels, search; 1 where something is wrong."""
    from achim.render.status import status_json, status_lines
    from achim.status import status_of

    app, _ = open_app(home, config, None)
    need_archive(app)
    with app.archive() as store:
        now = status_of(app, store)
    edition = app.settings.edition
    for line in [status_json(now)] if as_json else status_lines(now, edition.lang, edition.time_zone):
        print(line)
    if not now.is_well:
        sys.exit(1)

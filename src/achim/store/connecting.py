"""Connections to the archive's database, which may be restarted meanwhile."""

import time
from typing import Any

from sqlalchemy import Engine, create_engine, event, make_url

_PATIENCE = 60.0
"""Seconds for which a server that was there and is away is waited for."""
_AGAIN = 0.2


def make_engine(url: str) -> Engine:
    """A connection that a restart has cut is made anew before it is used; a server that is being restarted is waited
    for. One that was never reached is not."""
    if make_url(url).get_backend_name() == "sqlite":
        return create_engine(url)
    engine = create_engine(url, pool_pre_ping=True, pool_size=20, max_overflow=80)
    was_there = False

    def connect(dialect: Any, record: object, arguments: list[Any], options: dict[str, Any]) -> Any:
        nonlocal was_there
        latest = time.monotonic() + _PATIENCE
        while True:
            try:
                made = dialect.connect(*arguments, **options)
                was_there = True
                return made
            except dialect.dbapi.OperationalError:
                if not was_there or time.monotonic() > latest:
                    raise
            time.sleep(_AGAIN)

    event.listen(engine, "do_connect", connect)
    return engine

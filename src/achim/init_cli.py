"""``achim init``: the files that a user begins with."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from achim.console import Config, Home, open_app
from achim.domain.note import Note
from achim.errors import UserError

if TYPE_CHECKING:
    from achim.initializing import Here, Host


def init(
    path: Annotated[Path | None, Parameter(help="File to write; else achim.toml here.")] = None,
    *,
    github: Annotated[
        bool, Parameter(negative=(), help="A GitHub workflow that makes and publishes editions.")
    ] = False,
    systemd: Annotated[bool, Parameter(negative=(), help="Units of systemd: a service, or a timer.")] = False,
    cron: Annotated[bool, Parameter(negative=(), help="A crontab.")] = False,
    docker: Annotated[bool, Parameter(negative=(), help="A Containerfile, and a compose file.")] = False,
    cluster: Annotated[
        bool, Parameter(negative=(), help="The same with PostgreSQL, a scheduler, workers and the reader.")
    ] = False,
    out: Annotated[Path | None, Parameter(help="Folder for the files of these; else the one here.")] = None,
    home: Home = None,
    config: Config = None,
) -> None:
    """Write a commented achim.toml with every setting at its default, or the files that have achim run by itself.

    No file that is there is ever overwritten.
    """
    from achim.initializing import host_files, write_new
    from achim.settings import FILE_NAME
    from achim.settings_text import commented_toml

    asked: dict[Host, bool] = {"github": github, "systemd": systemd, "cron": cron, "docker": docker, "cluster": cluster}
    hosts: list[Host] = [host for host in asked if asked[host]]
    if docker and cluster:
        raise UserError(Note.of("error.init_both"))
    if path and (hosts or out):
        raise UserError(Note.of("error.init_path"))
    if not hosts:
        path = path or (out or Path()) / FILE_NAME
        written = write_new(path.parent, {path.name: commented_toml()})
    else:
        here = _here(home, config)
        files = {name: text for host in hosts for name, text in host_files(host, here).items()}
        written = write_new(out or Path(), files)
    for each in written:
        print(each)


def _here(home: Path | None, config: Path | None) -> "Here":
    from achim.initializing import Here
    from achim.settings import FILE_NAME, settings_file

    app, _ = open_app(home, config, None)
    told = config or settings_file()
    elsewhere = told.absolute() if told and told.absolute() != app.home / FILE_NAME else None
    program = Path(sys.executable).with_name("achim")
    zone, at = app.settings.edition.time_zone, app.settings.schedule.at
    return Here(program=program, home=app.home, zone=zone, at=at, config=elsewhere)

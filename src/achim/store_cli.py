"""``achim migrate`` and ``achim store``."""

import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import App as Commands
from cyclopts import Parameter

from achim.console import Config, Home, at_once, need_archive, open_app
from achim.domain.note import Note
from achim.errors import UserError

if TYPE_CHECKING:
    from achim.app import App

store = Commands(name="store", help="Move an archive between a file and a database.")


def migrate(
    *,
    check: Annotated[
        bool, Parameter(negative=(), help="Change nothing; 1 where the schema is an older one, 2 where newer.")
    ] = False,
    home: Home = None,
    config: Config = None,
) -> None:
    """Bring the archive to this version's schema; again does nothing. Every command does so by itself where it may."""
    from achim.render.messages import word
    from achim.store.connect import connected, disposing, shown, translated
    from achim.store.migrate import HEAD, current, refuse_newer
    from achim.store.migrate import migrate as bring

    app, _ = open_app(home, config, None)
    url, lang = app.archive_url(), app.settings.edition.lang
    if check:
        need_archive(app)
    app.home.mkdir(parents=True, exist_ok=True)
    with translated(url), disposing(connected(url)) as engine:
        before = current(engine)
        if not check:
            with app.lock():
                bring(engine)
        after = current(engine)
        refuse_newer(after)
    code = "store.schema" if before == after else "store.migrated"
    at_once(word(code, lang, archive=shown(url), before=before or "–", after=after or "–", known=HEAD))
    if after != HEAD:
        sys.exit(1)


@store.command
def copy(
    source: Annotated[str, Parameter(name="from", help="A data directory, a database's URL, or @FILE that holds one.")],
    target: Annotated[str, Parameter(name="to", help="The same; it must hold nothing.")],
    *,
    home: Home = None,
    config: Config = None,
) -> None:
    """Copy an archive, whole or not at all, and prove that it arrived: rows and content of every table."""
    from achim.render.messages import word
    from achim.replay import ARCHIVE, MARK
    from achim.store.copying import copy_archive

    app, _ = open_app(home, config, None)
    lang = app.settings.edition.lang
    (of, of_name), (to, to_name) = _place(app, source), _place(app, target)
    if not of.has_archive(of_name):
        raise UserError(Note.of("error.copy_nothing", source=source.partition("://")[0] if "@" in source else source))
    if of_name == ARCHIVE and (of.home / MARK).exists():
        raise UserError(Note.of("error.copy_sample", source=source))
    to.home.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        for each in (of, to):
            stack.enter_context(each.lock())
        copied = copy_archive(of.archive_url(of_name), to.archive_url(to_name), lambda table, rows: None)
    for each in copied:
        at_once(word("store.table", lang, table=f"{each.table:<16}", rows=f"{each.rows:>8}", digest=each.digest[:16]))
    rows = sum(each.rows for each in copied)
    at_once(word("store.copied", lang, tables=len(copied), rows=rows))


def _place(app: "App", told: str) -> "tuple[App, str]":
    """achim over the archive that a word of the command line names, and that archive's name. Raises UserError."""
    from dataclasses import replace

    from pydantic import ValidationError

    from achim.replay import ARCHIVE, DATABASE
    from achim.settings_store import StoreSettings

    named = {"url_file": told[1:]} if told.startswith("@") else {"url": told} if "://" in told else {}
    try:
        own = StoreSettings.model_validate({**named, "patience": app.settings.store.patience})
    except ValidationError as error:
        raise UserError(Note.of("error.copy_place")) from error
    settings = app.settings.model_copy(update={"store": own})
    if named:  # whatever the data directory holds
        return replace(app, settings=settings), DATABASE
    return replace(app, settings=settings, home=Path(told).absolute()), ARCHIVE

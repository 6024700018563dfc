"""``achim star``, ``mute``, ``note`` and ``marks``: what a reader made."""

import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import App as Commands
from cyclopts import Parameter

from achim.console import Config, Home, open_app
from achim.domain.edition import DEFAULT_PROFILE
from achim.domain.note import Note
from achim.errors import UserError

if TYPE_CHECKING:
    from achim.app import App
    from achim.domain.ids import PaperId
    from achim.domain.marks import MarkKind
    from achim.store.sql import SqlStore

Work = Annotated[str, Parameter(help="The work: arxiv:2410.17170, 2410.17170, a DOI, or the address of a story.")]
Remove = Annotated[bool, Parameter(negative=(), help="Take it away again.")]
Whose = Annotated[str, Parameter(name="--profile", help="Whose mark it is.")]

marks = Commands(name="marks", help="List, export and import stars, mutes and notes.")


def star(
    work: Work,
    *,
    remove: Remove = False,
    profile: Whose = DEFAULT_PROFILE,
    home: Home = None,
    config: Config = None,
) -> None:
    """Star a work that an edition has shown; the profile's next edition has more like it."""
    _mark("star", work, remove, profile, home, config)


def mute(
    work: Work,
    *,
    remove: Remove = False,
    profile: Whose = DEFAULT_PROFILE,
    home: Home = None,
    config: Config = None,
) -> None:
    """Mute a work: searches and the profile's next editions leave it out; it takes the place of a star."""
    _mark("mute", work, remove, profile, home, config)


def note(
    work: Work,
    text: Annotated[
        str | None, Parameter(help="Plain text of up to 4,000 characters; without it, show the note.")
    ] = None,
    *,
    remove: Remove = False,
    profile: Whose = DEFAULT_PROFILE,
    home: Home = None,
    config: Config = None,
) -> None:
    """Write a note about a work, in the place of the one there was, or show it."""
    from achim.domain.marks import LONGEST_NOTE, WorkNote, note_text
    from achim.render.inert import lines

    with _archive(profile, home, config) as (app, store):
        named = _named(store, work)
        if remove:
            store.marks.unnote(profile, named)
            return _say(app, "cli.unnoted", work=named)
        if text is None:
            print(lines(store.marks.kept(profile).note_of(named)))
            return
        plain = note_text(text)
        if not 0 < len(plain) <= LONGEST_NOTE:
            raise UserError(Note.of("error.note_length", most=LONGEST_NOTE, length=len(plain)))
        store.marks.note(profile, WorkNote(work=named, text=plain, at=app.clock.now()))
        _say(app, "cli.noted", work=named)


@marks.default
def list_marks(*, profile: Whose = DEFAULT_PROFILE, home: Home = None, config: Config = None) -> None:
    """List your stars, mutes and notes, each with the title of its work."""
    from achim.domain.marks import Kept
    from achim.render.marks_list import marks_lines

    app = _app_of(profile, home, config)
    kept, titles = Kept(), {}
    if app.has_archive():
        with app.archive() as store:
            kept = store.marks.kept(profile)
            works = [each.work for each in (*kept.marks, *kept.notes)]
            titles = {each.work: each.title for each in store.shelf.showings(works)}
    for told in marks_lines(kept, titles, app.settings.edition.lang):
        print(told)


@marks.command
def export(
    file: Annotated[Path | None, Parameter(help="File to write; else standard output.")] = None,
    *,
    profile: Whose = DEFAULT_PROFILE,
    home: Home = None,
    config: Config = None,
) -> None:
    """Write all stars, mutes and notes as JSON."""
    from achim.channels.files import write_files
    from achim.marks_file import marks_json

    with _archive(profile, home, config) as (app, store):
        kept = store.marks.kept(profile)
    body = marks_json(profile, kept)
    if file is None:
        sys.stdout.write(body.decode())
        return
    write_files(file.absolute().parent, {file.name: body})
    _say(app, "cli.marks_written", path=file, marks=len(kept.marks), notes=len(kept.notes))


@marks.command(name="import")
def import_marks(file: Path, *, profile: Whose = DEFAULT_PROFILE, home: Home = None, config: Config = None) -> None:
    """Add what a file holds to what is there: newer marks count, notes are joined. A second time changes nothing."""
    from achim.marks_file import joined_marks, read_marks_file

    told = read_marks_file(file)
    with _archive(profile, home, config) as (app, store):
        before = store.marks.kept(profile)
        kept = joined_marks(before, told, str(file))
        store.marks.put(profile, kept)
        code = "cli.marks_same" if kept == before else "cli.marks_read"
        _say(app, code, path=file, marks=len(told.marks), notes=len(told.notes))


def _mark(kind: "MarkKind", work: str, remove: bool, profile: str, home: Path | None, config: Path | None) -> None:
    from achim.domain.marks import Mark

    with _archive(profile, home, config) as (app, store):
        named = _named(store, work)
        if not remove:
            store.marks.mark(profile, Mark(work=named, kind=kind, at=app.clock.now()))
        elif store.marks.kept(profile).mark_of(named) == kind:
            store.marks.unmark(profile, named)
        _say(app, f"cli.un{kind}" if remove else f"cli.{kind}", work=named)


@contextmanager
def _archive(profile: str, home: Path | None, config: Path | None) -> "Generator[tuple[App, SqlStore]]":
    app = _app_of(profile, home, config)
    with app.archive() as store:
        yield app, store


def _app_of(profile: str, home: Path | None, config: Path | None) -> "App":
    """Raises UserError where nobody has such a profile: what is marked for it would teach nobody."""
    from achim.profiles import interests_of

    app, _ = open_app(home, config, None)
    interests_of(app.settings, profile)
    return app


def _named(store: "SqlStore", text: str) -> "PaperId":
    """The work that an edition has shown by this id, address or name of its page. Raises UserError."""
    from achim.marks_file import work_id

    named = store.shelf.named(text.strip()) or work_id(text)
    if named is None or not store.shelf.showings([named]):
        raise UserError(Note.of("error.no_work", work=text[:200]))
    return named


def _say(app: "App", code: str, **params: object) -> None:
    from achim.render.messages import word

    print(word(code, app.settings.edition.lang, **params))

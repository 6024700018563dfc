"""``achim profile``: what readers want to see, kept in the data directory beside achim.toml."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import App as Commands
from cyclopts import Parameter

from achim.console import Config, Home, open_app
from achim.domain.edition import DEFAULT_PROFILE
from achim.domain.note import Note
from achim.errors import UserError

if TYPE_CHECKING:
    from achim.app import App

Kind = Literal["topic", "phrase", "paper", "author", "lab", "lane", "never"]
What = Annotated[Kind, Parameter(help="topic, phrase, paper, author, lab, lane or never.")]
Name = Annotated[str, Parameter(name="--profile", help="Whose; one that is new is made.")]
Known = Annotated[str, Parameter(name="--profile", help="Whose.")]
Weight = Annotated[float, Parameter(help="How much it counts, -10 to 10; below 0 asks for less.")]

profile = Commands(name="profile", help="Say what you want to see, and show it: profiles of one reader or several.")


@profile.command
def add(
    kind: What,
    text: Annotated[str, Parameter(help="A topic's key, a phrase, an id, a name; of a lane its name.")],
    *,
    words: Annotated[str, Parameter(help="Of a lane: its words, parted by commas.")] = "",
    weight: Weight = 1.0,
    name: Name = DEFAULT_PROFILE,
    home: Home = None,
    config: Config = None,
) -> None:
    """Add an interest, or something never to be shown (never: a phrase, an id, or author: …, topic: …, lab: …)."""
    from achim.profiles import LISTS, added, check_topics, keep_profile, own_profile

    row: dict[str, object] | str = {"id" if kind == "paper" else "name": text, "weight": weight}
    if kind == "never":
        row = text
    elif kind == "lane":
        row = {"name": text, "words": [each.strip() for each in words.split(",") if each.strip()], "weight": weight}
    with _locked(home, config) as app:
        told = added(own_profile(app.home, name), LISTS[kind], [row])
        if kind in ("topic", "never"):
            check_topics(app.settings.model_copy(update={"profiles": {name: told}, "interests": told}), [name])
        keep_profile(app.home, name, told, app.settings.profiles)
    _say(app, "cli.profile_added", kind=kind, text=text, name=name)


@profile.command
def remove(kind: What, text: str, *, name: Known = DEFAULT_PROFILE, home: Home = None, config: Config = None) -> None:
    """Remove what was added."""
    from achim.profiles import LISTS, interests_of, keep_profile, own_profile, removed

    with _locked(home, config) as app:
        left = removed(own_profile(app.home, name), LISTS[kind], text)
        if left is None:
            elsewhere = removed(interests_of(app.settings, name), LISTS[kind], text) is not None
            code = "error.profile_elsewhere" if elsewhere else "error.profile_lacks"
            raise UserError(Note.of(code, kind=kind, text=text[:200], name=name))
        keep_profile(app.home, name, left, app.settings.profiles)
    _say(app, "cli.profile_removed", kind=kind, text=text, name=name)


@profile.command(name="import")
def import_papers(
    file: Path, *, weight: Weight = 1.0, name: Name = DEFAULT_PROFILE, home: Home = None, config: Config = None
) -> None:
    """Add the papers of a file as examples: BibTeX, RIS, Zotero's CSV, RDF or JSON, or ids one a line."""
    from achim.bounded import bounded
    from achim.profiles import added, keep_profile, own_profile, paper_rows
    from achim.reading_lists import MOST_BYTES, read_papers

    papers = read_papers(bounded(file, MOST_BYTES))
    with _locked(home, config) as app:
        before = own_profile(app.home, name)
        told = added(before, "papers", paper_rows(papers, weight))
        keep_profile(app.home, name, told, app.settings.profiles)
    untold, new = sum(not each.title for each in papers), len(told.papers) - len(before.papers)
    _say(app, "cli.profile_imported", count=new, known=len(papers) - new, name=name)
    if untold:
        _say(app, "cli.profile_untold", count=untold)


@profile.command
def show(name: Known = "", *, home: Home = None, config: Config = None) -> None:
    """Show a profile, or all of them, as achim.toml and the data directory have it."""
    from achim.profiles import interests_of, names, profile_rows

    app, _ = open_app(home, config, None)
    for each in (name,) if name else names(app.settings):
        print(f"# {each}")
        print(profile_rows(interests_of(app.settings, each)))
        for lesson in _learnt(app, each):
            print(f"# {lesson}")


def _learnt(app: "App", name: str) -> list[str]:
    """What the profile's stars and mutes teach, in words."""
    from achim.domain.interests import NO_INTERESTS
    from achim.preferring import taught
    from achim.render.messages import say

    if not app.has_archive():
        return []
    with app.archive() as store:
        learnt = taught(NO_INTERESTS, name, store, until=app.clock.now())
    return [say(note, app.settings.edition.lang) for note in learnt.notes]


@contextmanager
def _locked(home: Path | None, config: Path | None) -> "Generator[App]":
    """With the data directory's lock, from reading a profile to writing it."""
    from achim.app import LOCK, try_folder
    from achim.console import aside
    from achim.render.messages import say
    from achim.store.locks import DirectoryLock

    app, _ = open_app(home, config, None)
    try_folder(app.home)
    lang, patience = app.settings.edition.lang, app.settings.store.patience
    with DirectoryLock(app.home / LOCK, patience=patience, waiting=lambda note: aside(say(note, lang))):
        yield app


def _say(app: "App", code: str, **params: object) -> None:
    from achim.render.messages import word

    print(word(code, app.settings.edition.lang, **params))

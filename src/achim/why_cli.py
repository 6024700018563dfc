"""``achim why``: why a work is printed, or why it is not."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from achim.console import Config, Day, Home, Lang, OfKind, Profile, language, open_app
from achim.domain.note import Note
from achim.errors import UserError

if TYPE_CHECKING:
    from achim.domain.edition import EditionKey
    from achim.domain.standing import Standing
    from achim.store.sql import SqlStore


def why(
    work: Annotated[str, Parameter(help="The work: 2410.17170, a DOI, or an address; of a story its address.")],
    *,
    as_json: Annotated[bool, Parameter(name="--json", negative=(), help="Print JSON instead of text.")] = False,
    day: Day = None,
    kind: OfKind = "all",
    lang: Lang = None,
    profile: Profile = None,
    home: Home = None,
    config: Config = None,
) -> None:
    """Say why an edition prints a work, names it, leaves it out or withholds it, with all points of its score.

    Without a day, of the newest edition of each kind, language and profile whose ledger has it.
    """
    from achim.render.messages import frame_lang
    from achim.render.why import why_json, why_lines

    spoken, found = _standings(work, day, (kind, language(lang), profile), home, config)
    if as_json:
        return print(why_json(found, frame_lang(spoken)))
    for text in why_lines(found, frame_lang(spoken)):
        print(text)


def _standings(
    work: str,
    day: date | None,
    asked: tuple[str, str | None, str | None],
    home: Path | None,
    config: Path | None,
) -> "tuple[str, list[Standing]]":
    """The language of the interface, and where the work stands. Raises UserError where it is nowhere."""
    from achim.marks_file import work_id

    app, _ = open_app(home, config, asked[1])
    named = work_id(work)
    if named is None:
        raise UserError(Note.of("error.why_id", work=work[:200]))
    found: list[Standing] = []
    if app.has_archive():
        with app.archive() as store:
            keys = [key for key in store.works.editions_of(named) if day in (None, key.day) and _is_of(key, asked)]
            newest: dict[str, EditionKey] = {}
            for key in keys:
                newest.setdefault(key.series, key)
            found = [each for key in newest.values() if (each := _standing(store, key, named))]
    if not found:
        raise UserError(Note.of("error.why_unknown", work=named))
    return asked[1] or app.settings.edition.lang, found


def _standing(store: "SqlStore", key: "EditionKey", work: str) -> "Standing | None":
    from achim.domain.ids import PaperId
    from achim.steps.standing import standing

    edition = store.edition(key)
    return standing(edition, PaperId(work), store.works.scored(key)) if edition else None


def _is_of(key: "EditionKey", asked: tuple[str, str | None, str | None]) -> bool:
    kind, lang, profile = asked
    return kind in (key.kind, "all") and lang in (key.lang, None) and profile in (key.profile, None)

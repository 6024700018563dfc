"""``achim flag``, ``flags``, ``unflag`` and ``correct``: sentences that are wrong, and their corrections."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from achim.console import Config, Home, open_app
from achim.domain.edition import EditionKey
from achim.domain.note import Note
from achim.errors import UserError

if TYPE_CHECKING:
    from achim.app import App

Day = Annotated[date, Parameter(help="Day of the edition, like 2024-11-04.")]
Place = Annotated[str, Parameter(help="The sentence: its anchor on the page, p2-result-1, or its mark, 2·s5.")]
Why = Annotated[str, Parameter(help="What is wrong, in a sentence.")]
Kind = Annotated[Literal["papers", "news"], Parameter(help="Kind of edition.")]
Lang = Annotated[Literal["ko", "en"] | None, Parameter(help="Language of the edition; else the setting.")]


def flag(
    day: Day, claim: Place, /, *, why: Why, kind: Kind = "papers", lang: Lang = None, home: Home = None,
    config: Config = None,
) -> None:  # fmt: skip
    """Note that a sentence of an edition is wrong, for the editor to look at."""
    from achim.corrections import flag as keep_flag
    from achim.render.inert import line
    from achim.render.messages import word

    app, _ = open_app(home, config, None)
    made = keep_flag(app, _key(app, day, kind, lang), claim, why)
    print(word("cli.flagged", app.settings.edition.lang, day=day, claim=made.claim, said=line(made.said)))


def flags(*, home: Home = None, config: Config = None) -> None:
    """List the sentences that were flagged and not corrected yet, the oldest first."""
    from achim.render.flags import flag_lines

    app, _ = open_app(home, config, None)
    told = ()
    if app.has_archive():
        with app.archive() as store:
            told = store.flags()
    for text in flag_lines(told, app.settings.edition.lang, app.settings.edition.time_zone):
        print(text)


def unflag(
    day: Day,
    claim: Annotated[str, Parameter(help="Its anchor, as `achim flags` lists it.")],
    /,
    *,
    kind: Kind = "papers",
    lang: Lang = None,
    home: Home = None,
    config: Config = None,
) -> None:
    """Close the flags of a sentence that was right after all."""
    from achim.corrections import unflag as close_flags
    from achim.render.messages import word

    app, _ = open_app(home, config, None)
    count = close_flags(app, _key(app, day, kind, lang), claim)
    print(word("cli.unflagged", app.settings.edition.lang, count=count))


def correct(
    day: Day, claim: Place, /, *, why: Why, text: Annotated[str | None, Parameter(help="What it is to say.")] = None,
    drop: Annotated[bool, Parameter(negative=(), help="Take the sentence out.")] = False, kind: Kind = "papers",
    lang: Lang = None, out: Annotated[Path | None, Parameter(help="Folder for the files, as in a build.")] = None,
    home: Home = None, config: Config = None,
) -> None:  # fmt: skip
    """Correct a sentence of an edition: a new revision says so, and what it said before.

    The new sentence is judged by the sentences that the old one cites, as a writer's are.
    """
    from achim.corrections import correct as keep_correction
    from achim.render.messages import word
    from achim.render.told import edition_title

    if drop == (text is not None):
        raise UserError(Note.of("error.correction_text"))
    app, _ = open_app(home, config, None)
    done = keep_correction(app, _key(app, day, kind, lang), claim, text, why, out)
    print(word("cli.corrected", done.edition.key.lang, edition=edition_title(done.edition)))
    for path in done.files:
        print(f"  {path}")


def _key(app: "App", day: date, kind: Literal["papers", "news"], lang: str | None) -> EditionKey:
    return EditionKey(day=day, kind=kind, lang=lang or app.settings.edition.lang)

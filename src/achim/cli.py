"""The command line. What it says goes through ``render.messages``; what it does, through ``app``."""

import os
import sys
from contextlib import suppress
from datetime import date
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

from cyclopts import App as Commands
from cyclopts import Parameter

from achim import __version__
from achim.backfill_cli import backfill
from achim.channels_cli import channels, deliver
from achim.console import (
    Config,
    Day,
    Home,
    Kind,
    Lang,
    OfKind,
    OfProfile,
    aside,
    at_once,
    crash,
    explained,
    language,
    open_app,
)
from achim.corrections_cli import correct, flag, flags, unflag
from achim.domain.edition import DEFAULT_PROFILE
from achim.domain.note import Note
from achim.errors import AchimError, NothingAnswered, UserError
from achim.feeds_cli import feeds
from achim.init_cli import init
from achim.marks_cli import marks, mute, note, star
from achim.profile_cli import profile as profile_commands
from achim.run_cli import run
from achim.search_cli import index, search
from achim.serve_cli import backup, restore, serve
from achim.site_cli import site
from achim.status_cli import status
from achim.store_cli import migrate
from achim.store_cli import store as store_commands
from achim.why_cli import why
from achim.worker_cli import worker

if TYPE_CHECKING:
    from collections.abc import Sequence

    from achim.app import App
    from achim.domain.edition import Edition
    from achim.request import BuildRequest

commands = Commands(
    name="achim",
    version=__version__,
    suppress_keyboard_interrupt=False,
    help="achim (아침): the AI reader's morning paper. Every sentence is judged against its source.",
    help_epilogue="Settings: achim.toml and ACHIM_… variables (docs/settings.md). State: ACHIM_HOME.",
)

for each in (
    feeds,
    init,
    why,
    site,
    status,
    migrate,
    store_commands,
    search,
    index,
    backfill,
    flag,
    flags,
    unflag,
    correct,
    marks,
    star,
    mute,
    note,
    serve,
    backup,
    profile_commands,
    restore,
    run,
    deliver,
    channels,
    worker,
):
    commands.command(each)


def main() -> None:
    """Entry point. Exit codes: 0 done, 1 nothing could be made, 2 something the user can mend, 130 interrupted."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        commands()
        sys.stdout.flush()
    except AchimError as error:
        _fail(explained(error), 2 if isinstance(error, UserError) else 1)
    except KeyboardInterrupt:
        told = explained(UserError(Note.of("error.interrupted")))
        print(f"achim: {told}", file=sys.stderr, flush=True)
        os._exit(130)  # threads that wait for a slow place are not waited for; the archive is whole at any moment
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        note = Note.of("error.disk", path=error.filename or "output", why=error.strerror or type(error).__name__)
        _fail(explained(UserError(note)), 1)
    except Exception:
        sys.stderr.write(crash())
        sys.exit(1)


@commands.command
def build(
    *,
    day: Day = None,
    kind: OfKind = "all",
    lang: Lang = None,
    out: Annotated[Path | None, Parameter(help="Folder for the files; else editions/ in the data directory.")] = None,
    sample: Annotated[
        bool, Parameter(negative=(), help="Build the sample day, 2024-11-04, without a network.")
    ] = False,
    planted: Annotated[
        bool, Parameter(negative=(), help="Build three of its papers from answers with planted errors, for the audit.")
    ] = False,
    record: Annotated[Path | None, Parameter(help="Keep all the build asked of the world in this new folder.")] = None,
    replay: Annotated[Path | None, Parameter(help="Build from a recorded folder, without a network.")] = None,
    revise: Annotated[bool, Parameter(negative=(), help="Ask all sources again, also for a complete day.")] = False,
    model: Annotated[
        str | None, Parameter(help="Who writes: none, replay, or provider:name like openai:gpt-5; else the setting.")
    ] = None,
    profile: Annotated[
        str | None, Parameter(help="Profile to build for; else the default one and all that are named.")
    ] = None,
    minutes: Annotated[
        int | None, Parameter(help="How long an edition may take to read; else as many works as the settings say.")
    ] = None,
    plan: Annotated[
        bool, Parameter(negative=(), help="Say what the language model would be asked and cost; ask and keep nothing.")
    ] = False,
    home: Home = None,
    config: Config = None,
) -> None:
    """Build the day's edition and write its files."""
    from achim.app import PLANTED, SAMPLE, SAMPLE_NEWS
    from achim.profiles import check_topics, names
    from achim.render.messages import word
    from achim.request import BuildRequest, records_in

    if minutes is not None and not 1 <= minutes <= 600:
        raise UserError(Note.of("error.minutes", minutes=minutes))
    if sample + planted + bool(replay) > 1:
        raise UserError(Note.of("error.one_record"))
    records = (SAMPLE, SAMPLE_NEWS) if sample else (PLANTED,) if planted else records_in(replay) if replay else ()
    if revise and records:
        raise UserError(Note.of("error.revise_replay"))
    requests = BuildRequest(
        day=day,
        lang=language(lang),
        out=out,
        record=record,
        revise=revise,
        model=model,
        minutes=minutes,
    ).of_kinds(kind, records)
    app, progress = open_app(home, config, lang)
    profiles = (profile,) if profile else (DEFAULT_PROFILE,) if record or records else names(app.settings)
    if profile or not records:
        check_topics(app.settings, profiles)
    if records and profiles == (DEFAULT_PROFILE,) and not app.settings.interests.interests().is_empty:
        aside(word("notice.interests_unseen", app.settings.edition.lang))
    if len(profiles) > 1:
        app = app.sharing(profiles)
    requests = tuple(each for request in requests for each in request.of_profiles(profiles))
    with progress:
        failed = [each for each in requests if not _build(app, each, plan=plan)]
    if failed:
        sys.exit(1)


def _build(app: "App", request: "BuildRequest", *, plan: bool) -> bool:
    """Build one kind and say what came of it; False where no source answered."""
    from achim.render.messages import word
    from achim.render.told import edition_title, gap_lines, nothing_answered

    if plan:
        at_once(_planned(app, request))
        return True
    try:
        built = app.build(request)
    except NothingAnswered as error:
        aside(f"achim: {nothing_answered(error, request.kind, request.lang or app.settings.edition.lang)}")
        return False
    spoken, written = request.lang or app.settings.edition.lang, built.outcome.edition.key.lang
    at_once(word(f"cli.{built.outcome.what}", spoken, edition=edition_title(built.outcome.edition)))
    for line in (*gap_lines(built.outcome.edition), *map(str, built.files)):
        at_once(f"  {line}")
    if request.replay and written != spoken:
        at_once(f"  {word('cli.of_record', spoken, lang=written)}")
    if request.minutes and built.outcome.what in ("complete", "unchanged"):
        aside(word("notice.minutes_unheeded", spoken, minutes=request.minutes, home=app.home))
    for each in built.corrected if built.outcome.what in ("made", "revised") else ():
        at_once(word("cli.corrected", spoken, edition=edition_title(each)))
    return True


@commands.command
def show(
    day: Day = None,
    *,
    kind: OfKind = "all",
    lang: Lang = None,
    profile: OfProfile = DEFAULT_PROFILE,
    home: Home = None,
    config: Config = None,
) -> None:
    """Show the editions of a day in the terminal; of the newest one without a day."""
    from rich.console import Console

    from achim.render.terminal import terminal

    console = Console(highlight=False)
    for edition in _find(day, kind, lang, home, config, profile):
        console.print(terminal(edition, console.width))


@commands.command(name="list")
def list_editions(*, kind: OfKind = "all", home: Home = None, config: Config = None) -> None:
    """List the editions that are kept, newest first."""
    from achim.render.messages import word
    from achim.render.told import edition_title

    app, _ = open_app(home, config, None)
    editions, lang = [each for each in _kept(app) if kind in (each.key.kind, "all")], app.settings.edition.lang
    if not editions:
        of_kind = "" if kind == "all" else f"{word(f'cli.kind.{kind}', lang)}: "
        print(of_kind + word("cli.no_edition", lang, home=app.archive_shown()))
    for edition in editions:
        print(edition_title(edition))


@commands.command
def audit(
    day: Day = None,
    *,
    kind: OfKind = "all",
    lang: Lang = None,
    profile: OfProfile = DEFAULT_PROFILE,
    home: Home = None,
    config: Config = None,
) -> None:
    """List every claim of a day's editions with its quotes and verdict, the dropped ones with why."""
    from achim.render.audit import audit_lines
    from achim.render.told import edition_title

    for edition in _find(day, kind, lang, home, config, profile):
        print(f"{edition_title(edition)}\n")
        for line in audit_lines(edition):
            print(line)


@commands.command(name="eval")
def evaluate(
    *,
    model: Annotated[
        str | None, Parameter(help="Who writes: none, replay (answers that are known), or provider:name.")
    ] = None,
    days: Annotated[
        str | None, Parameter(help="Kept editions: 2024-11-01..2024-11-04, or days parted by commas; else the newest.")
    ] = None,
    sample: Annotated[bool, Parameter(negative=(), help="The sample day in the place of kept editions.")] = False,
    replay: Annotated[
        list[Path] | None, Parameter(negative=(), help="A recorded folder in their place; may be given often.")
    ] = None,
    as_json: Annotated[bool, Parameter(name="--json", negative=(), help="Print JSON instead of a table.")] = False,
    kind: OfKind = "all",
    lang: Lang = None,
    home: Home = None,
    config: Config = None,
) -> None:
    """Measure a language model, or answers that are known, on the works of editions; nothing is published."""
    from rich.console import Console

    from achim.app import SAMPLE, SAMPLE_NEWS
    from achim.evaluation import EvalRequest, evaluate, parse_days
    from achim.render.evaluation import evaluation_json, evaluation_table
    from achim.request import of_kind, records_in

    named = [folder for each in replay or [] for folder in records_in(each)]
    records = of_kind((*((SAMPLE, SAMPLE_NEWS) if sample else ()), *named), kind)
    if records and days:
        raise UserError(Note.of("error.days_or_records"))
    app, progress = open_app(home, config, lang)
    spoken = language(lang) or app.settings.edition.lang
    request = EvalRequest(
        records=records,
        days=parse_days(days) if days else (),
        kind=kind,
        lang=language(lang),
        model=model,
    )
    with progress:
        evaluated = evaluate(app, request)
    if as_json:
        return print(evaluation_json(evaluated))
    Console(highlight=False).print(evaluation_table(evaluated, spoken))


@commands.command
def sources(*, home: Home = None, config: Config = None) -> None:
    """Say how each source did: when it last answered, how far it has been read, what is wrong."""
    from achim.domain.edition import EditionKey
    from achim.ports import FEED
    from achim.render.sources import source_lines
    from achim.request import KINDS

    app, _ = open_app(home, config, None)
    lang, zone = app.settings.edition.lang, app.settings.edition.time_zone
    states, cursors, addresses = (), (), {}
    if app.has_archive():
        with app.archive() as store:
            states, known = store.source_states(), store.addresses()
            series = [EditionKey(day=date.min, kind=kind, lang=lang).series for kind in KINDS]
            cursors = [cursor for each in series for cursor in store.cursors(each)]
        addresses = {f"{FEED}{feed.name}": known[feed.url] for feed in app.settings.news.feeds if feed.url in known}
    names = [name for kind in KINDS for name in app.source_names(kind)]
    for line in source_lines(names, states, cursors, lang, zone, addresses):
        print(line)


@commands.command
def doctor(
    *,
    offline: Annotated[bool, Parameter(negative=(), help="Leave out what needs the network.")] = False,
    record_sources: Annotated[
        Path | None, Parameter(help="Ask every source once and keep its answers in this new folder, for a report.")
    ] = None,
    home: Home = None,
    config: Config = None,
) -> None:
    """Check settings, store, sources, fonts and models, and say what to do about each fault."""
    from achim.doctor import examine, record_answers

    if record_sources:
        record_answers(open_app(home, config, None)[0], record_sources, say=at_once)
        return
    made = examine(lambda: open_app(home, config, None)[0], config or _found_settings(), offline=offline, say=at_once)
    sys.exit(0 if made else 1)


def _find(
    day: date | None, kind: Kind, lang: str | None, home: Path | None, config: Path | None, profile: str
) -> "Sequence[Edition]":
    """The newest edition of each kind of a day, or of the newest day; in the language asked for, else in the
    settings', else in any."""
    from achim.render.messages import word
    from achim.request import KINDS

    app, _ = open_app(home, config, lang)
    editions = [each for each in _kept(app) if each.key.profile == profile]
    wanted = language(lang) or app.settings.edition.lang
    of_day = [each for each in editions if day in (None, each.key.day) and kind in (each.key.kind, "all")]
    found = [each for each in of_day if each.key.lang == wanted] or ([] if lang else list(of_day))
    if not found:
        asked = (day, word(f"cli.kind.{kind}", wanted) if kind != "all" else None, lang)
        what = " ".join(str(part) for part in asked if part) or word("error.any_day", wanted)
        code = "error.other_editions" if editions else "error.no_edition"
        raise UserError(Note.of(code, what=what, home=app.archive_shown()))
    newest = [each for each in found if each.key.day == found[0].key.day]
    firsts = {each.key.kind: each for each in reversed(newest)}
    return [firsts[each] for each in KINDS if each in firsts]


def _kept(app: "App") -> "Sequence[Edition]":
    """Looking makes nothing: where there is no archive there are no editions."""
    if not app.has_archive():
        return ()
    with app.archive() as store:
        return store.editions()


def _planned(app: "App", request: "BuildRequest") -> str:
    from achim.render.messages import word

    lang = request.lang or app.settings.edition.lang
    planned, kind = app.plan(request), word(f"cli.kind.{request.kind}", lang)
    if planned is None:
        return f"{kind}: {word('cli.plan_none', lang)}"
    told = {
        "calls": planned.calls,
        "tokens": f"{planned.prompt_tokens + planned.completion_tokens:,}",
        "cost": f"{planned.cost:.2f}",
        "minutes": planned.minutes(app.settings.model.together),
    }
    capped = [word("cli.plan_capped", lang, count=planned.capped)] if planned.capped else []
    return "\n".join([f"{kind}: {word('cli.plan', lang, **told)}", *capped])


def _found_settings() -> Path | None:
    from achim.settings import settings_file

    with suppress(AchimError):
        return settings_file()
    return None


def _fail(message: str, code: int) -> NoReturn:
    print(f"achim: {message}", file=sys.stderr)
    sys.exit(code)

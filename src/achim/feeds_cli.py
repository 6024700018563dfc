"""``achim feeds``: the feeds of the news edition."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import App as Commands
from cyclopts import Parameter

from achim.console import Config, Home
from achim.domain.note import Note
from achim.domain.secrets import has_credentials, masked, shown
from achim.domain.text import is_web_url
from achim.errors import SourceError, UserError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from achim.settings import FeedSettings, Settings
    from achim.store.locks import DirectoryLock

feeds = Commands(name="feeds", help="List, add, remove, import and export the feeds that news is read from.")


@feeds.command(name="list")
def list_feeds(*, home: Home = None, config: Config = None) -> None:
    """List the feeds of achim.toml and those that were added."""
    from achim.feeds import presets

    settings, _ = _opened(home, config)
    if not settings.news.feeds:
        _say(settings, "cli.feeds_none", names=", ".join(presets()))
    for feed in settings.news.feeds:
        print(f"{feed.name} · {feed.url}")


@feeds.command
def add(
    feed: Annotated[str, Parameter(help="Address of a feed, or of a page that names one; or a known name: openai.")],
    *,
    name: Annotated[str | None, Parameter(help="What to call it; else its title.")] = None,
    about: Annotated[
        Literal["", "ai"], Parameter(help="ai: all of its items are about AI, and none is asked about.")
    ] = "",
    home: Home = None,
    config: Config = None,
) -> None:
    """Add a feed. The place is asked once, to find the feed and see that it can be read."""
    from achim.feeds import named_feed, presets, refuse_credentials
    from achim.sources.guard import place_of

    settings, place = _opened(home, config)
    if known := presets().get(feed):
        told = known.model_copy(update={"name": name or known.name, "about": about or known.about})
        with _locked(settings, place):
            return _keep(_opened(home, config)[0], place, [told])
    if "://" not in feed:
        raise UserError(Note.of("error.feed_unknown", feed=masked(feed), names=", ".join(presets())))
    refuse_credentials(feed)
    if not is_web_url(feed):
        raise UserError(Note.of("error.feed_address", url=masked(feed)[:200]))
    url, title = _found(settings, place, feed)
    refuse_credentials(url)
    with _locked(settings, place):
        settings, _ = _opened(home, config)
        added = named_feed(url, name or title, _names(settings), found=place_of(url) != place_of(feed))
        _keep(settings, place, [added.model_copy(update={"about": about})])


@feeds.command
def remove(name: str, *, home: Home = None, config: Config = None) -> None:
    """Remove a feed that was added."""
    from achim.feeds import keep_own_feeds, own_feeds

    settings, place = _opened(home, config)
    with _locked(settings, place):
        own = own_feeds(place)
        gone = next((feed for feed in own if feed.name == name), None)
        if gone is None and name in _names(settings):
            raise UserError(Note.of("error.feed_yours", name=name))
        if gone is None:
            raise UserError(Note.of("error.feed_none", name=name))
        keep_own_feeds(place, [feed for feed in own if feed != gone])
    _say(settings, "cli.feed_removed", name=gone.name, url=gone.url)


@feeds.command(name="import")
def import_feeds(file: Path, *, home: Home = None, config: Config = None) -> None:
    """Add all public feeds of an OPML file, as feed readers export them; none is asked, others are named."""
    from achim.bounded import bounded
    from achim.feeds import MOST_OPML, named_feed, read_opml

    settings, place = _opened(home, config)
    told = read_opml(bounded(file, MOST_OPML))
    with _locked(settings, place):
        settings, _ = _opened(home, config)
        taken = _names(settings)
        named: list[FeedSettings] = []
        for title, url in told:
            if why := _left_out(url):
                _say(settings, why, url=shown(url)[:200])
                continue
            try:
                named.append(named_feed(url, title, taken, found=True))
            except UserError:
                _say(settings, "cli.feed_skipped", url=shown(url)[:200])
                continue
            taken.add(named[-1].name)
        _keep(settings, place, named)


@feeds.command
def export(*, home: Home = None, config: Config = None) -> None:
    """Print all feeds as OPML."""
    from achim.feeds import to_opml

    settings, _ = _opened(home, config)
    print(to_opml(settings.news.feeds), end="")


def _opened(home: Path | None, config: Path | None) -> "tuple[Settings, Path]":
    """The settings with all feeds, and the data directory."""
    from achim.feeds import with_own_feeds
    from achim.settings import data_directory, load_settings

    if config and not config.is_file():
        raise UserError(Note.of("error.no_config", named="--config", path=config))
    place = data_directory(home).absolute()
    return with_own_feeds(load_settings(config), place), place


def _locked(settings: "Settings", place: Path) -> "DirectoryLock":
    """The lock of the data directory, to be held from reading the feeds to writing them. Raises UserError."""
    from achim.app import LOCK, try_folder
    from achim.render.messages import say
    from achim.store.locks import DirectoryLock

    try_folder(place)
    return DirectoryLock(
        place / LOCK,
        patience=settings.store.patience,
        waiting=lambda note: print(say(note, settings.edition.lang)),
    )


def _left_out(url: str) -> str:
    """Why a feed of a file is left out; empty where it is not."""
    from achim.sources.guard import is_public_url

    if has_credentials(url):
        return "cli.feed_password"
    if not is_web_url(url):
        return "cli.feed_skipped"
    return "" if is_public_url(url) else "cli.feed_private"


def _names(settings: "Settings") -> set[str]:
    return {feed.name for feed in settings.news.feeds}


def _keep(settings: "Settings", place: Path, asked: "Sequence[FeedSettings]") -> None:
    """Add those whose address is not there yet. Raises UserError where another feed has the name."""
    from achim.feeds import keep_own_feeds, own_feeds
    from achim.settings import MOST_FEEDS

    known = {feed.url: feed for feed in settings.news.feeds}
    fresh = [feed for feed in asked if feed.url not in known]
    if len(known) + len(fresh) > MOST_FEEDS:
        raise UserError(Note.of("error.feeds_many", most=MOST_FEEDS))
    if taken := next((feed.name for feed in fresh if feed.name in _names(settings)), None):
        raise UserError(Note.of("error.feed_taken", name=taken))
    if fresh:
        keep_own_feeds(place, [*own_feeds(place), *fresh])
    for feed in asked:
        told = known.get(feed.url, feed)
        _say(settings, "cli.feed_known" if feed.url in known else "cli.feed_added", name=told.name, url=told.url)


def _found(settings: "Settings", place: Path, url: str) -> tuple[str, str]:
    """Address and title of the feed at ``url``, or of the first that the page there names and that can be read.

    Raises UserError.
    """
    from achim.app import App
    from achim.clock import make_clock
    from achim.progress import make_progress
    from achim.render.messages import say
    from achim.sources.feed_discovery import find_feeds
    from achim.sources.feed_format import parse_feed

    lang = settings.edition.lang
    app = App(settings=settings, home=place, progress=make_progress(lang), say=print, clock=make_clock())
    fault: SourceError | None = None
    try:
        page = app.ask_once(url)
        named = find_feeds(page)
    except SourceError as error:
        raise UserError(f"{shown(url)}: {say(error.note, lang)}") from error
    for each in named:
        if each.url == page.url:
            return each.url, each.title
        try:
            return each.url, parse_feed(app.ask_once(each.url, named=url), "feed").title or each.title
        except SourceError as error:
            fault = fault or error
    if fault:
        raise UserError(f"{shown(named[0].url)}: {say(fault.note, lang)}") from fault
    raise UserError(Note.of("error.feed_unnamed", url=shown(url)))


def _say(settings: "Settings", code: str, **params: object) -> None:
    from achim.render.messages import word

    print(word(code, settings.edition.lang, **params))

"""The user's feeds: those of achim.toml, which only the user writes, and those that ``achim feeds`` keeps beside it.

What ``achim feeds`` adds stands in ``feeds.toml`` of the data directory, a file that achim writes as a whole; so no
comment of the user's is lost and nothing of theirs is edited.
"""

import json
import os
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.sax.saxutils import quoteattr

from pydantic import ValidationError

from achim.domain.note import Note
from achim.domain.secrets import has_credentials, shown
from achim.domain.text import clean, is_web_url
from achim.errors import UserError
from achim.settings import MOST_FEEDS, FeedSettings, NewsSettings, Settings, read_toml
from achim.settings_faults import setting_faults
from achim.sources.feed_text import decode, well_formed

FILE = "feeds.toml"
MOST_OPML = 20_000_000
"""Bytes of an OPML document."""
PRESETS = Path(__file__).parent / "data" / "feeds.toml"
_HEAD = "# The feeds that `achim feeds` keeps. It writes this file anew at each change; your own stand in achim.toml.\n"
_UNNAMED = re.compile(r"[^\w.-]+")


def own_feeds(home: Path) -> tuple[FeedSettings, ...]:
    """What ``feeds.toml`` of the data directory holds. Raises UserError where it cannot be read."""
    path = home / FILE
    if not path.exists():
        return ()
    told = read_toml(path)
    try:
        return NewsSettings.model_validate({"feeds": told.get("feeds", [])}).feeds
    except ValidationError as error:
        raise UserError(*setting_faults(error, path)) from error


def keep_own_feeds(home: Path, feeds: Sequence[FeedSettings]) -> None:
    """Write ``feeds.toml`` anew, by a rename. Raises UserError."""
    path = home / FILE
    unfinished = path.with_name(f".{FILE}.{os.getpid()}.achim-unfinished")
    try:
        home.mkdir(parents=True, exist_ok=True)
        unfinished.write_text(_HEAD + "".join(map(_table, feeds)), encoding="utf-8")
        unfinished.replace(path)
    except OSError as error:
        raise UserError(f"{path} cannot be written: {error.strerror}: free the disk, or name another --home") from error
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)


def with_own_feeds(settings: Settings, home: Path) -> Settings:
    """The settings with the feeds of the data directory; where both name one, achim.toml's counts."""
    named = {feed.name for feed in settings.news.feeds}
    feeds = (*settings.news.feeds, *(feed for feed in own_feeds(home) if feed.name not in named))
    return settings.model_copy(update={"news": settings.news.model_copy(update={"feeds": feeds})})


def presets() -> Mapping[str, FeedSettings]:
    """The feeds that are known by name."""
    told: dict[str, dict[str, Any]] = tomllib.loads(PRESETS.read_text(encoding="utf-8"))
    return {name: FeedSettings.model_validate({"name": name, **fields}) for name, fields in told.items()}


def named_feed(url: str, title: str, taken: Iterable[str], *, found: bool) -> FeedSettings:
    """A feed with a name of its own, made of its title or host. Raises UserError for an address that is none.

    ``found`` says whether a file or a page named it, and not the user.
    """
    refuse_credentials(url)
    host = (urlsplit(url).hostname or "feed") if is_web_url(url) else "feed"
    base = _UNNAMED.sub("-", clean(title).lower()).strip("-._")[:40] or host.removeprefix("www.")
    used = set(taken)
    names = (base, *(f"{base}-{number}" for number in range(2, len(used) + 3)))
    name = next(each for each in names if each not in used)
    try:
        return FeedSettings(name=name, url=url, title=clean(title, limit=200), found=found)
    except ValidationError as error:
        raise UserError(Note.of("error.feed_address", url=shown(url)[:200])) from error


def refuse_credentials(url: str) -> None:
    """Raises UserError: what a feed's address holds goes into records and the archive."""
    if has_credentials(url):
        raise UserError(Note.of("error.feed_credentials", url=shown(url)[:200]))


def read_opml(body: bytes) -> tuple[tuple[str, str], ...]:
    """Title and address of every feed of an OPML document (http://opml.org/spec2.opml). Raises UserError."""
    if len(body) > MOST_OPML:
        raise UserError(Note.of("error.list_large", most=MOST_OPML // 1_000_000))
    document = well_formed(decode(body, ""))
    if document is None or document[1].tag.lower() != "opml":
        raise UserError(Note.of("error.no_opml"))
    found: dict[str, str] = {}
    for outline in document[1].iter("outline"):
        told = {name.lower(): value.strip() for name, value in outline.attrib.items()}
        if url := told.get("xmlurl"):
            found.setdefault(url, told.get("title") or told.get("text") or "")
    if len(found) > MOST_FEEDS:
        raise UserError(Note.of("error.feeds_many", most=MOST_FEEDS))
    return tuple((title, url) for url, title in found.items())


def to_opml(feeds: Iterable[FeedSettings]) -> str:
    lines = [
        f'    <outline type="rss" text={quoteattr(feed.title or feed.name)} xmlUrl={quoteattr(feed.url)}/>'
        for feed in feeds
    ]
    head = ['<?xml version="1.0" encoding="utf-8"?>', '<opml version="2.0">', "  <head><title>achim</title></head>"]
    return "\n".join([*head, "  <body>", *lines, "  </body>", "</opml>"]) + "\n"


def _table(feed: FeedSettings) -> str:
    told = feed.model_dump(exclude_defaults=True)
    return "\n[[feeds]]\n" + "".join(
        f"{name} = {json.dumps(value, ensure_ascii=False)}\n" for name, value in told.items()
    )

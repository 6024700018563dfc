"""``achim feeds``: feeds are added, found on pages, exchanged as OPML and removed; achim.toml is never touched."""

import errno
import os
from collections.abc import Generator
from contextlib import contextmanager
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from achim.errors import SourceError, UserError
from achim.feeds import FILE, keep_own_feeds, own_feeds, presets, read_opml, to_opml, with_own_feeds
from achim.feeds_cli import add, export, import_feeds, list_feeds, remove
from achim.marks_file import read_marks_file
from achim.ports import Answer
from achim.profile_cli import import_papers
from achim.settings import FeedSettings, Settings, load_settings
from achim.sources.feed_discovery import FoundFeed, find_feeds
from tests.mornings import morning
from tests.upstream import Corpus, UpstreamServer
from tests.warm import ACHIM, start
from tests.wild_feeds import GOOD

PAGE = """<!DOCTYPE html><html><head>
<link rel="alternate" type="application/rss+xml" title="The Kite" href="/feed.xml">
<link rel="ALTERNATE home" type="Application/Atom+XML" href="https://kite.example.org/atom">
<link rel="alternate" type="application/json" href="/wp-json/wp/v2/pages/2">
<link rel="alternate" hreflang="ko" href="/ko"><link rel="stylesheet" href="/x.css">
<link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">
</head><body></body></html>"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ACHIM_EDITION__LANG", "en")
    return tmp_path / "home"


def html(text: str, url: str = "https://kite.example.org/") -> Answer:
    return Answer(url, 200, {"content-type": "text/html"}, text.encode())


def test_a_page_names_its_feeds() -> None:
    assert find_feeds(html(PAGE)) == (
        FoundFeed("https://kite.example.org/feed.xml", "The Kite"),
        FoundFeed("https://kite.example.org/atom", ""),
    )
    assert find_feeds(html(GOOD, "https://kite.example.org/f")) == (
        FoundFeed("https://kite.example.org/f", "The Kite"),
    )
    assert find_feeds(html("<html><head></head><body></body></html>")) == ()


def test_a_known_name_is_added_once_and_removed(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add("openai", home=home)
    add("openai", home=home)
    list_feeds(home=home)
    remove("openai", home=home)
    list_feeds(home=home)
    lines = capsys.readouterr().out.splitlines()

    told = "openai · https://openai.com/news/rss.xml"
    assert lines[:4] == [f"Added {told}", f"Already there: {told}", told, f"Removed {told}"]
    assert lines[4].startswith("No feed was added")
    assert own_feeds(home) == ()


def test_an_address_is_asked_and_named_by_its_title(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with UpstreamServer(Corpus((), frozenset()), morning(date(2026, 8, 11))) as server:
        place = server.base_urls["feeds"]
        add(f"{place}/coast.atom", home=home)
        with pytest.raises(UserError, match="404"):
            add(f"{place}/nothing", home=home)
        server.script("feed", "other_page")
        with pytest.raises(UserError, match="feed_unnamed"):
            add(f"{place}/reef.rss", home=home)

    assert [(feed.name, feed.url) for feed in own_feeds(home)] == [("the-coast", f"{place}/coast.atom")]
    assert "Added the-coast" in capsys.readouterr().out


def test_hostile_an_address_that_is_none_ends_nothing(home: Path) -> None:
    for url in ("http://[bad/", "http://kite.example.org:x/", "file:///etc/passwd"):
        with pytest.raises(UserError, match="feed_address"):
            add(url, home=home)
    page = PAGE.replace("/feed.xml", "http://[bad/").replace("javascript:alert(1)", "/last.xml")

    assert [feed.url for feed in find_feeds(html(page))] == [
        "https://kite.example.org/atom",
        "https://kite.example.org/last.xml",
    ]


def test_fault_a_feed_that_may_not_be_printed_is_refused_for_what_is_wrong_with_it() -> None:
    """Whatever kind the server calls it, and although the HTML in it would pass for a page."""
    entry = (
        "<entry><id>urn:x:1</id><title>T</title><link href='http://10.0.0.1/a'/><summary>&lt;html&gt; <html/></summary>"
    )
    feed = f"<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'><title>F</title>{entry}</entry></feed>"
    for kind in ("text/html", "application/atom+xml"):
        with pytest.raises(SourceError, match="private_items"):
            find_feeds(Answer("https://kite.example.org/f", 200, {"content-type": kind}, feed.encode()))


def test_every_known_feed_is_one() -> None:
    known = presets()

    assert len({feed.url for feed in known.values()}) == len(known) >= 20
    assert all(feed.url.startswith("https://") and feed.title for feed in known.values())


def test_feeds_go_out_and_in_as_opml(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("openai", "nature"):
        add(name, home=home)
    capsys.readouterr()
    export(home=home)
    file = tmp_path / "out.opml"
    file.write_text(capsys.readouterr().out, encoding="utf-8")
    other = tmp_path / "other"
    import_feeds(file, home=other)
    import_feeds(file, home=other)

    assert [(feed.name, feed.url) for feed in own_feeds(other)] == [
        ("openai", presets()["openai"].url),
        ("nature", presets()["nature"].url),
    ]


def test_an_opml_of_a_feed_reader_is_read() -> None:
    """Folders within folders, attributes in any case, the same feed twice, outlines that are no feeds."""
    body = b"""<?xml version="1.0"?><opml version="1.0"><body><outline text="AI"><outline text="Kite &amp; Co"
    type="rss" xmlurl="https://kite.example.org/a"/><outline title="B" xmlUrl="https://kite.example.org/b"/></outline>
    <outline text="again" xmlUrl="https://kite.example.org/a"/><outline text="no feed"/></body></opml>"""

    assert read_opml(body) == (("Kite & Co", "https://kite.example.org/a"), ("B", "https://kite.example.org/b"))
    feeds = [FeedSettings(name="x", url="https://kite.example.org/?a=1&b=2", title='A "B" <C>')]
    assert read_opml(to_opml(feeds).encode()) == (('A "B" <C>', "https://kite.example.org/?a=1&b=2"),)


@pytest.mark.parametrize("body", [b"", b"<html></html>", b"\xff" * 9, GOOD.encode(), b"<opml>"])
def test_hostile_what_is_no_opml_is_refused(body: bytes) -> None:
    with pytest.raises(UserError, match="no_opml"):
        read_opml(body)


def test_hostile_what_is_no_address_of_the_web_is_left_out(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "x.opml"
    outlines = (
        '<outline text="x" xmlUrl="file:///etc/passwd"/><outline text="o" xmlUrl="https://ex\u0430mple.org/"/>'
        '<outline text="k" xmlUrl="https://kite.example.org/a"/>'
    )
    file.write_text(f"<opml><body>{outlines}</body></opml>", encoding="utf-8")
    import_feeds(file, home=home)
    assert [feed.url for feed in own_feeds(home)] == ["https://kite.example.org/a"]
    told = capsys.readouterr().out
    assert "Left out, as it is no address: file:///etc/passwd" in told
    assert "Left out, as it is no address: https://ex\u0430mple.org/" in told


def test_hostile_feeds_without_end_are_refused_before_they_are_kept(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for most in ("achim.feeds.MOST_FEEDS", "achim.settings.MOST_FEEDS"):
        monkeypatch.setattr(most, 2)

    def opml(*names: str) -> Path:
        outlines = "".join(f'<outline xmlUrl="https://kite.example.org/{name}"/>' for name in names)
        (tmp_path / "x.opml").write_text(f"<opml><body>{outlines}</body></opml>", encoding="utf-8")
        return tmp_path / "x.opml"

    with pytest.raises(UserError, match="feeds_many"):
        import_feeds(opml("a", "b", "c"), home=home)
    for _ in range(2):
        import_feeds(opml("a", "b"), home=home)
    with pytest.raises(UserError, match="feeds_many"):
        import_feeds(opml("c"), home=home)
    assert len(own_feeds(home)) == 2


def test_hostile_a_file_without_end_is_read_no_further_than_it_counts(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("feeds.MOST_OPML", "reading_lists.MOST_BYTES", "marks_file.MOST_BYTES"):
        monkeypatch.setattr(f"achim.{name}", 1_000)
    endless = Path("/dev/zero")
    with pytest.raises(UserError, match="large"):
        import_feeds(endless, home=home)
    with pytest.raises(UserError, match="large"):
        import_papers(endless, home=home)
    with pytest.raises(UserError, match="large"):
        read_marks_file(endless)


def test_fault_a_page_that_names_a_feed_that_is_not_there_adds_none(home: Path, tmp_path: Path) -> None:
    link = '<link rel="alternate" type="application/rss+xml" href="/{}">'
    for name, target in (("lost", "gone.rss"), ("found", "feed.rss")):
        (tmp_path / f"{name}.html").write_text(f"<html><head>{link.format(target)}</head></html>", encoding="utf-8")
    (tmp_path / "feed.rss").write_text(GOOD, encoding="utf-8")
    with served(tmp_path) as address:
        with pytest.raises(UserError, match="404"):
            add(f"{address}/lost.html", home=home)
        assert own_feeds(home) == ()
        add(f"{address}/found.html", home=home)
    assert [(feed.url, feed.title) for feed in own_feeds(home)] == [(f"{address}/feed.rss", "The Kite")]


def test_hostile_a_page_that_names_a_private_address_is_not_followed(home: Path, tmp_path: Path) -> None:
    with served(tmp_path) as address:
        elsewhere = address.replace("127.0.0.1", "127.0.0.2")
        link = f'<link rel="alternate" type="application/rss+xml" href="{elsewhere}/feed.rss">'
        (tmp_path / "page.html").write_text(f"<html><head>{link}</head></html>", encoding="utf-8")
        (tmp_path / "feed.rss").write_text(GOOD, encoding="utf-8")
        with pytest.raises(UserError, match=r"127\.0\.0\.2"):
            add(f"{address}/page.html", home=home)
    assert own_feeds(home) == ()


OPML = (
    '<opml><body><outline text="x" xmlUrl="{}"/><outline text="k" xmlUrl="https://kite.example.org/a"/></body></opml>'
)
PASSWORDS = ("http://bob:s3cr3t@kite.example.org/ok", "http://bob:x/s3cr3t@kite.example.org/ok", "http://s3cr3t@x.org")


@pytest.mark.parametrize(
    "url", ["http://169.254.169.254/latest", "http://127.0.0.1:6379/x", "http://nas.local/f", "http://[::1]/"]
)
def test_hostile_a_file_adds_no_private_address(
    url: str, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And what it adds may not turn private later, as a name can."""
    file = tmp_path / "x.opml"
    file.write_text(OPML.format(url), encoding="utf-8")
    import_feeds(file, home=home)

    assert [(feed.url, feed.found) for feed in own_feeds(home)] == [("https://kite.example.org/a", True)]
    assert f"trust it: {url}" in capsys.readouterr().out


def test_a_feed_that_the_user_typed_may_be_private(home: Path, tmp_path: Path) -> None:
    (tmp_path / "feed.rss").write_text(GOOD, encoding="utf-8")
    with served(tmp_path) as address:
        add(f"{address}/feed.rss", home=home)
    assert [feed.found for feed in own_feeds(home)] == [False]


@pytest.mark.parametrize("url", PASSWORDS)
def test_hostile_a_password_is_neither_kept_nor_repeated(
    url: str, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "x.opml"
    file.write_text(OPML.format(url), encoding="utf-8")
    import_feeds(file, home=home)
    with pytest.raises(UserError, match="feed_credentials") as typed:
        add(url, home=home)
    with pytest.raises(UserError, match="feed_unknown") as bare:
        add("bob:s3cr3t@kite.example.org", home=home)
    (home / FILE).write_text(f'[[feeds]]\nname = "a"\nurl = "{url}"\nweight = 99', encoding="utf-8")
    with pytest.raises(UserError, match=r"feeds\.toml") as kept:
        own_feeds(home)

    said = [capsys.readouterr().out, *(str(each.value) for each in (typed, bare, kept))]
    assert "as its address holds a password" in said[0]
    assert not any("s3cr3t" in each for each in said)


def test_two_commands_at_once_lose_no_feed(home: Path) -> None:
    names = list(presets())[:6]
    environment = {"PATH": os.environ["PATH"], "ACHIM_HOME": str(home)}
    running = [start(ACHIM, "feeds", "add", name, environment=environment) for name in names]

    assert [each.wait() for each in running] == [0] * 6
    assert sorted(feed.name for feed in own_feeds(home)) == sorted(names)


def test_fault_a_full_disk_leaves_nothing_behind(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, text: str, encoding: str) -> None:
        path.write_bytes(text.encode(encoding)[:9])
        raise OSError(errno.ENOSPC, "No space left on device")

    home.mkdir()
    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(UserError, match="No space left"):
        keep_own_feeds(home, [FeedSettings(name="kite", url="https://kite.example.org/f")])
    assert list(home.iterdir()) == []


@contextmanager
def served(folder: Path) -> Generator[str]:
    """The files of a folder on loopback."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=str(folder)))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def test_the_users_own_file_is_left_as_it_is(home: Path, tmp_path: Path) -> None:
    """Feeds of achim.toml count beside those that were added, and are the user's to take out."""
    path = tmp_path / "achim.toml"
    text = '# mine\n[[news.feeds]]\nname = "kite"   # best\nurl = "https://kite.example.org/feed.xml"\nweight = 2.0\n'
    path.write_text(text, encoding="utf-8")
    add("openai", home=home)
    settings = with_own_feeds(load_settings(path), home)
    with pytest.raises(UserError, match="feed_yours"):
        remove("kite", home=home)

    assert [feed.name for feed in settings.news.feeds] == ["kite", "openai"]
    assert path.read_text(encoding="utf-8") == text


def test_what_stands_in_both_is_the_users(home: Path) -> None:
    keep_own_feeds(home, [FeedSettings(name="kite", url="https://old.example.org/f")])
    mine = Settings.model_validate({"news": {"feeds": [{"name": "kite", "url": "https://new.example.org/f"}]}})

    assert [feed.url for feed in with_own_feeds(mine, home).news.feeds] == ["https://new.example.org/f"]


@pytest.mark.parametrize(
    "text",
    ["feeds = " + "[" * 5_000, "[[feeds]]\nname = 1", "[[feeds", 'feeds = "x"', '[[feeds]]\nname = "a b"\nurl = "x"'],
)
def test_fault_a_damaged_file_is_named(text: str, home: Path) -> None:
    home.mkdir()
    (home / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match=r"feeds\.toml"):
        own_feeds(home)


@pytest.mark.parametrize("feed", ["kites", "javascript:alert(1)", "example.org"])
def test_what_is_neither_address_nor_name_is_refused(feed: str, home: Path) -> None:
    with pytest.raises(UserError, match="feed_unknown"):
        add(feed, home=home)


def test_names_are_settings_of_their_own_kind() -> None:
    for told in ({"name": "a b", "url": "https://x.org"}, {"name": "a", "url": "file:///x"}):
        with pytest.raises(ValueError, match=r"feed_name|web_address"):
            FeedSettings.model_validate(told)
    with pytest.raises(ValueError, match="feed_twice"):
        Settings.model_validate({"news": {"feeds": [{"name": "a", "url": "https://x.org"}] * 2}})

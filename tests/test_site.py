"""The reader as files: every page there, every link leading somewhere, written once and no more than that."""

import errno
import fcntl
import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import fromstring

import pytest
from selectolax.lexbor import LexborHTMLParser

from achim.domain.edition import Edition
from achim.errors import Locked, UserError
from achim.ports import Shelf
from achim.render.site.frame import POLICY
from achim.render.site.places import is_place
from achim.site_cli import site as site_command
from achim.web.library import Leaf, Site
from achim.web.site import SITE_LOCK, write_site
from tests.editions import (
    DAY,
    corrected_day,
    day_with_gaps,
    day_with_updates,
    full_day,
    hostile_day,
    quiet_day,
    written_day,
)
from tests.fakes import make_store
from tests.feed_rules import atom_faults, json_faults
from tests.shelves import MemoryShelf

ATOM = "{http://www.w3.org/2005/Atom}"


def on(edition: Edition, days: int, kind: str = "papers", lang: str | None = None) -> Edition:
    key = replace(edition.key, day=DAY + timedelta(days=days), kind=kind, lang=lang or edition.key.lang)
    return replace(edition, key=key)


def write(shelf: Shelf, out: Path, lang: str = "ko") -> tuple[int, int]:
    site = Site(shelf, lang)
    written = write_site(out, site.leaves(), site.gone, lambda done, of: None)
    return written.written, written.same


def some_days() -> tuple[Edition, ...]:
    return (
        on(written_day(), 0),
        on(full_day(), 0, "news"),
        on(day_with_gaps(), 1),
        on(quiet_day(), 2),
        on(hostile_day(), 3),
        on(day_with_updates(), 4),
        on(full_day("en"), 4),
        on(corrected_day(), 5),
    )


def broken_links(pages: dict[str, bytes]) -> list[str]:
    """Links of pages to places, or to anchors on them, that are not there."""
    trees = {place: LexborHTMLParser(body) for place, body in pages.items() if place.endswith(".html")}
    anchors = {place: {node.attributes.get("id") for node in tree.css("[id]")} for place, tree in trees.items()}
    broken: list[str] = []
    for place, tree in trees.items():
        for node in tree.css("[href], [src]"):
            address = node.attributes.get("href") or node.attributes.get("src") or ""
            parts = urlsplit(address)
            if parts.scheme:
                continue
            target = normpath(f"{dirname(place)}/{unquote(parts.path)}").lstrip("/") if parts.path else place
            if target not in pages or (parts.fragment and parts.fragment not in anchors.get(target, ())):
                broken.append(f"{place}: {address}")
    return broken


def test_every_link_of_the_site_leads_to_a_page_and_an_anchor() -> None:
    pages = {place: leaf.make() for place, leaf in Site(MemoryShelf(*some_days()), "ko").leaves().items()}

    assert not [each for each in broken_links(pages) if "/feed." not in each and ": feed." not in each]
    assert {"index.html", "en/index.html", "editions/2024-11-04/news.html", "archive/2024-11.html"} <= set(pages)
    pages.pop("archive/2024-11.html")
    assert broken_links(pages), "a page that is missing would be seen"


def test_hostile_pages_ask_nothing_of_others_and_run_nothing_of_theirs() -> None:
    for place, leaf in Site(MemoryShelf(*some_days()), "ko").leaves().items():
        if not place.endswith(".html"):
            continue
        tree = LexborHTMLParser(leaf.make())
        (policy,) = tree.css("meta[http-equiv='Content-Security-Policy']")
        assert policy.attributes["content"] == POLICY
        assert not tree.css("style, [style], iframe, object, embed, base, script:not([src])")
        assert all(urlsplit(node.attributes["src"] or "").scheme == "" for node in tree.css("[src]"))
        assert all(name.partition("on")[0] for node in tree.css("*") for name in node.attributes)
        ids = [node.attributes["id"] for node in tree.css("[id]")]
        assert len(ids) == len(set(ids)), place


def test_the_three_depths_say_the_same_claims() -> None:
    edition = on(written_day(), 0)
    leaves = Site(MemoryShelf(edition), "ko").leaves()
    front, cards, report = (
        LexborHTMLParser(leaves[place].make()).body.text()  # pyright: ignore[reportOptionalMemberAccess]
        for place in ("index.html", "editions/2024-11-04/papers-cards.html", "editions/2024-11-04/papers.html")
    )
    lines = [judged.claim.text for judged in edition.lead]
    gists = [
        judged.claim.text for section in edition.sections for judged in section.claims if judged.claim.role == "gist"
    ]

    assert all(line in front and line in report for line in lines)
    assert all(gist in cards and gist in report for gist in gists)
    assert len(front) < len(report) > len(cards)


@pytest.mark.parametrize("page", ["papers", "papers-cards"])
def test_every_depth_of_an_edition_is_that_edition_s_also_when_it_is_not_the_newest(page: str) -> None:
    edition, newer = on(written_day(), 0), on(full_day(), 1)
    leaves = Site(MemoryShelf(edition, newer), "ko").leaves()
    place = f"editions/2024-11-04/{page}.html"
    addresses = [each.attributes["href"] or "" for each in LexborHTMLParser(leaves[place].make()).css(".depths a")]
    lines = next(each for each in addresses if each.endswith("#lines"))
    report = LexborHTMLParser(leaves[normpath(join(dirname(place), lines.partition("#")[0] or "papers.html"))].make())
    (told,) = report.css("#lines")

    assert all(judged.claim.text in told.text() for judged in edition.lead)
    assert not [each for each in addresses if "index.html" in each]


def test_what_is_up_to_date_is_left_alone_and_a_new_day_writes_what_it_changes(tmp_path: Path) -> None:
    days = [on(full_day(), day) for day in range(6)]
    first, _ = write(MemoryShelf(*days[:5]), tmp_path / "out")
    again = write(MemoryShelf(*days[:5]), tmp_path / "out")
    written, same = write(MemoryShelf(*days), tmp_path / "out")

    assert again == (0, first)
    assert same, "pages of the days before are as they were"
    assert written < first
    assert (tmp_path / "out/editions/2024-11-09/papers.html").is_file()


def test_fault_a_file_whose_bytes_are_the_same_keeps_its_time_and_does_not_count_as_written(tmp_path: Path) -> None:
    """A later revision of an edition bears on many pages and shows on few."""
    edition = on(full_day(), 0)
    write(MemoryShelf(edition), tmp_path)
    page = tmp_path / "topics/index.html"
    os.utime(page, ns=(1, 1))
    before = files_in(tmp_path)
    written, _ = write(MemoryShelf(replace(edition, revision=edition.revision + 1)), tmp_path)

    assert page.stat().st_mtime_ns == 1
    assert written == sum(before[each] != body for each, body in files_in(tmp_path).items())


def files_in(folder: Path) -> dict[Path, bytes]:
    return {each: each.read_bytes() for each in folder.rglob("*") if each.is_file() and not each.name.startswith(".")}


def test_every_page_leads_to_feeds_that_exist_and_says_depth_and_year() -> None:
    leaves = Site(MemoryShelf(on(written_day(), 0)), "ko").leaves()
    for place in ("index.html", "corrections/index.html", "works/arxiv-2410.24198.html"):
        page = LexborHTMLParser(leaves[place].make())
        feeds = [str(each.attributes["href"]) for each in page.css(".bar-end a[type]")]
        assert [normpath(join(dirname(place), feed)) for feed in feeds] == ["feed.atom", "feed.json"]
    assert {"feed.atom", "feed.json", "corrections/feed.json"} <= leaves.keys()
    cards, report = (texts(leaves[f"editions/2024-11-04/papers{end}.html"].make(), "title") for end in ("-cards", ""))
    assert cards != report
    for end in ("-cards", ""):
        assert texts(leaves[f"editions/2024-11-04/papers{end}.html"].make(), ".nameplate") == ["오늘의 AI 논문"]
    for place in ("index.html", "topics/index.html"):
        assert "2024년 11월 4일(월)" in texts(leaves[place].make(), ".listed")[0]


def texts(body: bytes, selector: str) -> list[str]:
    return [each.text() for each in LexborHTMLParser(body).css(selector)]


def test_without_corrections_their_feed_is_as_old_as_the_newest_edition() -> None:
    edition = on(written_day(), 0)
    feed = Site(MemoryShelf(edition), "ko").leaves()["corrections/feed.atom"].make().decode()
    assert f"<updated>{edition.made_at:%Y-%m-%dT%H:%M:%S}" in feed


def test_kill_a_site_that_was_cut_short_is_written_to_its_end(tmp_path: Path) -> None:
    shelf = MemoryShelf(*some_days())
    leaves = Site(shelf, "ko").leaves()

    def die() -> bytes:
        raise KeyboardInterrupt

    cut = {**leaves, "topics/index.html": Leaf("x", die)}
    with pytest.raises(KeyboardInterrupt):
        write_site(tmp_path / "out", cut, lambda place: b"", lambda done, of: None)
    write(shelf, tmp_path / "out")

    assert {place: (tmp_path / "out" / place).read_bytes() for place in leaves} == {
        place: leaf.make() for place, leaf in leaves.items()
    }


def test_kill_pages_that_were_there_lead_to_pages_that_are_there(tmp_path: Path) -> None:
    days = [on(full_day(), day) for day in range(2)]
    write(MemoryShelf(days[0]), tmp_path)
    before, site = files_in(tmp_path), Site(MemoryShelf(*days), "ko")

    def die(done: int, of: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_site(tmp_path, site.leaves(), site.gone, die)
    told = {path.relative_to(tmp_path).as_posix(): (path in before, body) for path, body in files_in(tmp_path).items()}
    broken = broken_links({place: body for place, (_, body) in told.items()})
    assert [each for each in broken if told[each.partition(": ")[0]][0]] == []


def test_fault_a_full_disk_names_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, data: bytes, *, is_lasting: bool) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("achim.web.site.write_whole", full)
    with pytest.raises(UserError, match=str(tmp_path / "out")):
        write(MemoryShelf(on(full_day(), 0)), tmp_path / "out")


def test_fault_two_that_write_a_site_wait_for_each_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACHIM_STORE__PATIENCE", "0")
    store = make_store(tmp_path)
    store.keep(full_day(), (), ())
    store.close()
    with (tmp_path / SITE_LOCK).open("w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(Locked):
            site_command(home=tmp_path, out=tmp_path / "out")
    assert not (tmp_path / "out" / "index.html").exists()


def test_the_site_of_a_profile_shows_its_editions_in_a_folder_of_its_own(tmp_path: Path) -> None:
    config = tmp_path / "achim.toml"
    config.write_text("[profiles.lee]\n[profiles.kim]\n")
    store = make_store(tmp_path)
    store.keep(replace(full_day(), key=replace(full_day().key, profile="lee")), (), ())
    store.close()
    site_command(home=tmp_path, config=config, profile="lee")

    assert (tmp_path / "site-lee" / "editions/2024-11-04/papers.html").exists()
    for profile, code in (("default", "site_empty"), ("kim", "site_empty"), ("park", "no_profile")):
        with pytest.raises(UserError, match=code):
            site_command(home=tmp_path, config=config, profile=profile)
    assert not (tmp_path / "site" / "index.html").exists()


def test_fault_a_file_that_achim_did_not_write_is_not_overwritten(tmp_path: Path) -> None:
    shelf = MemoryShelf(on(full_day(), 0))
    out = tmp_path / "out"
    out.mkdir()
    (out / "index.html").write_text("mine")
    (out / "CNAME").write_text("example.org")
    with pytest.raises(UserError, match=r"index\.html"):
        write(shelf, out)

    assert (out / "index.html").read_text() == "mine"
    assert sorted(path.name for path in out.iterdir()) == ["CNAME", "index.html"]


@pytest.mark.parametrize(
    ("place", "target"), [("index.html", "mine"), ("works", "folder"), ("editions/2024-11-04", "folder")]
)
def test_hostile_links_in_the_folder_are_refused_and_lead_nothing_astray(
    tmp_path: Path, place: str, target: str
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "mine").write_text("mine")
    link = tmp_path / "out" / place
    link.parent.mkdir(parents=True)
    link.symlink_to(tmp_path / target)
    with pytest.raises(UserError, match=place):
        write(MemoryShelf(on(full_day(), 0)), tmp_path / "out")
    assert (tmp_path / "mine").read_text() == "mine"
    assert not any((tmp_path / "folder").iterdir())


def test_hostile_what_lies_beside_a_page_is_left_alone(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (tmp_path / "mine").write_text("mine")
    (out / "index.html.new").symlink_to(tmp_path / "mine")
    (out / "feed.atom.new").write_text("mine too")
    (out / ".left.achim-unfinished").write_text("of a run that was killed")
    write(MemoryShelf(*some_days()), out)
    site = Site(MemoryShelf(*some_days()), "ko").leaves()

    assert (tmp_path / "mine").read_text() == "mine"
    assert (out / "feed.atom.new").read_text() == "mine too"
    assert not [*out.rglob("*.achim-unfinished")]
    assert [place for place in site if not is_place(place)] == []


def test_links_never_break_a_page_that_went_says_so(tmp_path: Path) -> None:
    shelf = MemoryShelf(on(full_day(), 0))
    out = tmp_path / "out"
    site = Site(shelf, "ko")
    gone = {**site.leaves(), "works/arxiv-2410.99999.html": Leaf("x", lambda: b"<p>A claim that was withdrawn")}
    write_site(out, gone, site.gone, lambda done, of: None)
    write(shelf, out)
    left = (out / "works/arxiv-2410.99999.html").read_text()

    assert "A claim that was withdrawn" not in left
    assert "더 이상 실리지 않는다" in left
    assert write(shelf, out)[0] == 0


def test_links_never_break_the_feed_of_a_topic_that_went_is_one_still_and_the_same(tmp_path: Path) -> None:
    day = on(full_day(), 0)
    (first, *others), out = day.sections, tmp_path / "out"
    feed = out / f"topics/{first.topic.key}/feed.atom"
    write(MemoryShelf(day), out)
    before = fromstring(feed.read_bytes())
    write(MemoryShelf(replace(day, sections=tuple(others), lead=())), out)
    after = fromstring(feed.read_bytes())

    assert [len(each.findall(f"{ATOM}entry")) for each in (before, after)] == [1, 0]
    assert after.findtext(f"{ATOM}id") == before.findtext(f"{ATOM}id")
    assert atom_faults(feed.read_bytes(), "https://example.org/topics/x/feed.atom") == []
    assert json_faults(feed.with_suffix(".json").read_bytes()) == []


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", "not json", '{"../../escape.html": "x"}', "[" * 100_000, r'{"a\ud800.html": "x"}', '{"notes.txt": "x"}',
        '{"works/my-notes.txt": "x"}',
    ],
)  # fmt: skip
def test_hostile_a_manifest_that_was_tampered_with_harms_nothing(tmp_path: Path, text: str) -> None:
    shelf = MemoryShelf(on(full_day(), 0))
    out = tmp_path / "a" / "out"
    write(shelf, out)
    (out / ".achim-site.json").write_text(text)
    with pytest.raises(UserError, match=r"achim-site|site_taken"):
        write(shelf, out)

    assert not (tmp_path / "escape.html").exists()

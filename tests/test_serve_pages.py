"""The live reader: the static site's pages, kept while the archive is as it was, with what HTTP asks of them."""

import asyncio
import gzip
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from achim.replay import ARCHIVE
from achim.web.answers import takes_gzip
from achim.web.gate import ALWAYS
from achim.web.library import Site
from achim.web.pages import PageCache, Ready, Rendered, packed, place_of
from tests.editions import DAY, full_day, quiet_day
from tests.fakes import make_store
from tests.web_world import HOST, World, with_user, world

PAGE = "/editions/2024-11-04/papers.html"


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with world(tmp_path_factory.mktemp("reader") / "home", editions=[full_day("en"), full_day("ko")]) as made:
        yield made


def test_every_page_of_the_library_is_served_as_it_is_written(reader: World) -> None:
    store = make_store(reader.app.home)
    leaves = Site(store.shelf, "en", is_live=True).leaves()
    for place in ("index.html", "ko/editions/2024-11-04/papers.html", "archive/index.html", "assets/site.css"):
        assert reader.client.get(f"/{place}").content == leaves[place].make()
    assert {reader.client.get(f"/{place}").status_code for place in leaves} == {200}
    store.close()


def test_a_page_that_has_not_changed_is_not_sent_again(reader: World) -> None:
    whole = reader.client.get(PAGE, headers={"accept-encoding": "identity"})
    tag, moment = whole.headers["etag"], whole.headers["last-modified"]
    for headers in (
        {"if-none-match": tag},
        {"if-none-match": f'"x", W/{tag}'},
        {"if-none-match": "*"},
        {"if-modified-since": moment},
    ):
        answer = reader.client.get(PAGE, headers=headers)
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["etag"].strip('"').startswith(tag.strip('"'))
    for headers in (
        {"if-none-match": '"x"', "if-modified-since": moment},
        {"if-modified-since": "Mon, 04 Nov 2024 00:00:00 GMT"},
        {"if-modified-since": "yesterday"},
        {"if-modified-since": "Mon, 01 Jan 2024 00:00:00 +99999999999999999"},
        {"if-modified-since": "Mon, 01 Jan 0001 00:00:00 +2359"},
    ):
        assert reader.client.get(PAGE, headers=headers).status_code == 200


def test_hostile_a_page_that_says_what_is_wrong_is_not_many_times_its_address(reader: World) -> None:
    least, most = (reader.client.get(HOST + "/" * number) for number in (2, 15_900))
    assert (least.status_code, most.status_code) == (404, 404)
    assert len(most.content) < 2 * len(least.content)


def test_text_is_packed_where_the_reader_takes_that(reader: World) -> None:
    plain = reader.client.get(PAGE, headers={"accept-encoding": "identity"})
    small = reader.client.get(PAGE, headers={"accept-encoding": "br, gzip;q=0.5"})
    assert small.headers["content-encoding"] == "gzip"
    assert small.content == plain.content
    assert int(small.headers["content-length"]) < len(plain.content) / 3
    assert small.headers["etag"] != plain.headers["etag"]
    assert "content-encoding" not in plain.headers
    assert {each.headers["vary"] for each in (small, plain)} == {"Accept-Encoding"}


@pytest.mark.parametrize(
    ("accepted", "taken"),
    [("gzip", True), ("", False), ("gzip;q=0", False), ("gzip; q=0.0", False), ("*", False), ("x-gzip, br", True)],
)
def test_packing_is_the_readers_choice(accepted: str, taken: bool) -> None:
    assert takes_gzip(accepted) is taken


def test_every_answer_carries_the_policy_and_no_cookie(reader: World) -> None:
    for path in (
        "/",
        PAGE,
        "/search?q=x",
        "/api/search?q=x",
        "/healthz",
        "/metrics",
        "/no",
        "/topics",
        "/assets/site.js",
    ):
        answer = reader.client.get(path)
        assert {name: answer.headers.get(name) for name in ALWAYS} == dict(ALWAYS), path
        assert "set-cookie" not in answer.headers
        assert "server" not in answer.headers


def test_pages_ask_nothing_of_another_host(reader: World) -> None:
    """What a browser loads by itself: styles, scripts, pictures, icons; none is elsewhere or in the page."""
    from selectolax.lexbor import LexborHTMLParser

    for path in ("/", PAGE, "/search?q=video", "/no"):
        page = LexborHTMLParser(reader.client.get(path).text)
        loaded = [
            each.attributes.get("src") or each.attributes.get("href") or "" for each in page.css("[src], link[href]")
        ]
        assert loaded
        assert not [each for each in loaded if ":" in each or each.startswith("//")]
        assert not [each for each in page.css("script") if each.text()]
        assert not page.css("style, [style], [onclick], [onload], [onerror]")


def test_methods_beside_reading_are_named_and_refused(reader: World) -> None:
    for path in ("/", "/search", "/api/search", "/healthz"):
        options = reader.client.options(path)
        assert (options.status_code, options.headers["allow"]) == (204, "GET, HEAD, OPTIONS")
        for method in ("POST", "PUT", "DELETE", "PATCH", "TRACE"):
            answer = reader.client.request(method, path)
            assert (answer.status_code, set(answer.headers["allow"].split(", "))) == (405, {"GET", "HEAD", "OPTIONS"})
    head, get = reader.client.head(PAGE), reader.client.get(PAGE)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == get.headers["content-length"]


@pytest.mark.parametrize(
    "path",
    ["/../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/..%2fachim.toml", "//example.org/x", "/editions//", "/.git/config",
     "/archive.sqlite", "/achim.toml", "/a%00b", "/a\\b", "/%0d%0aset-cookie:x", "/" + "a/" * 40, "/" + "x" * 3000,
     "/works/%E2%80%AE.html", "/<script>alert(1)</script>"],
)  # fmt: skip
def test_hostile_a_path_is_never_one_of_files(reader: World, path: str) -> None:
    (reader.app.home / "achim.toml").touch()
    answer = reader.client.get(path)
    assert answer.status_code == 404
    assert "set-cookie" not in answer.headers
    assert "<script>alert" not in answer.text
    assert str(reader.app.home) not in answer.text


def test_a_folder_without_its_slash_leads_to_itself_and_nowhere_else(reader: World) -> None:
    answer = reader.client.get("/topics")
    assert (answer.status_code, answer.headers["location"]) == (308, "/topics/")
    assert reader.client.get("/topics/").content == reader.client.get("/topics/index.html").content
    assert reader.client.get("/nothing").status_code == 404


def test_pages_that_are_not_there_say_so_in_the_sites_language(reader: World) -> None:
    assert "There is no such page" in reader.client.get("/works/none.html").text
    korean = reader.client.get("/ko/works/none.html").text
    assert "없는 페이지다" in korean
    assert 'href="../../assets/site.css"' in korean


def test_a_build_in_another_process_is_seen(tmp_path: Path) -> None:
    with world(tmp_path / "home") as live:
        before = live.client.get("/")
        later = replace(quiet_day("en"), key=replace(full_day("en").key, day=DAY + timedelta(days=1)))
        live.keep(later)
        assert live.client.get("/editions/2024-11-05/papers.html").status_code == 200
        after = live.client.get("/", headers={"if-none-match": before.headers["etag"]})
        assert (after.status_code, "2024-11-05" in after.text) == (200, True)
        assert live.client.get("/healthz").json() == {"status": "ok", "newest": "2024-11-05"}


def test_an_archive_that_takes_the_place_of_another_is_seen(tmp_path: Path) -> None:
    with world(tmp_path / "home") as live, world(tmp_path / "other", editions=[quiet_day("en")]) as other:
        assert live.client.get(PAGE).status_code == 200
        quiet = other.client.get(PAGE).content
        for log in ("-wal", "-shm"):
            (live.app.home / f"{ARCHIVE}{log}").unlink(missing_ok=True)
        copied = make_store(other.app.home)
        copied.close()
        live_file, other_file = live.app.home / ARCHIVE, tmp_path / "moved"
        import sqlite3

        with sqlite3.connect(other.app.home / ARCHIVE) as old, sqlite3.connect(other_file) as new:
            old.backup(new)
        old.close()
        new.close()
        other_file.replace(live_file)
        assert live.client.get(PAGE).content == quiet


def test_fault_without_an_archive_the_front_page_says_how_to_begin(tmp_path: Path) -> None:
    with world(tmp_path / "home", editions=()) as live:
        assert live.client.get("/healthz").status_code == 503
        front = live.client.get("/")
        assert (front.status_code, "achim build" in front.text) == (200, True)
        assert live.client.get(PAGE).status_code == 404
        assert live.client.get("/search?q=x").status_code == 200
        assert live.client.get("/api/search?q=x").status_code == 503
        assert not (live.app.home / ARCHIVE).exists(), "looking makes nothing"


def test_fault_an_archive_that_cannot_be_read_is_told_and_leaks_nothing(tmp_path: Path) -> None:
    with world(tmp_path / "home", editions=()) as live:
        (live.app.home / ARCHIVE).write_bytes(b"this is no database" * 100)
        answer = live.client.get("/")
        assert (answer.status_code, str(tmp_path) in answer.text, "Traceback" in answer.text) == (503, False, False)
        assert live.client.get("/healthz").status_code == 503
        assert live.progress.troubles


def test_a_page_for_the_one_user_is_kept_by_nobody(tmp_path: Path) -> None:
    with world(tmp_path / "home", **with_user()) as live:
        anonymous = live.client.get(PAGE)
        assert anonymous.headers["vary"] == "Accept-Encoding, Cookie"
        own = live.sign_in().get(PAGE, headers={"accept-encoding": "gzip"})
        assert own.headers["cache-control"] == "private, no-store"
        assert not {"etag", "content-encoding"} & set(own.headers), "packing would tell of the token by its length"
        assert "sign-out" in own.text
        assert "sign-out" not in anonymous.text


def test_every_page_leads_to_the_sign_in_where_there_is_a_user_who_has_not(tmp_path: Path) -> None:
    both = (full_day("en"), full_day("ko"))
    asked = {PAGE: "../../sign-in", "/search?q=x": "sign-in", f"/ko{PAGE}": "../../../sign-in"}
    with world(tmp_path / "home", editions=both, **with_user()) as live:
        footers = {path: live.client.get(path).text.rpartition("<footer")[2] for path in asked}
        assert {path: f'href="{to}"' in footers[path] for path, to in asked.items()} == dict.fromkeys(asked, True)
        known = live.client.get(PAGE, headers={"if-none-match": live.client.get(PAGE).headers["etag"]})
        assert known.status_code == 304
        own = live.sign_in()
        assert [path for path in (*asked, "/mine/") if "sign-in" in own.get(path).text] == []
    with world(tmp_path / "open", editions=both) as live:
        assert [path for path in asked if "sign-in" in live.client.get(path).text] == []


@pytest.mark.parametrize(
    ("path", "place"),
    [("/", "index.html"), ("/topics/llm/", "topics/llm/index.html"), ("/a.html", "a.html"), ("/a//b", None), ("//", None),
     ("/..", None), ("/a/../b", None), ("/a/.b", None), ("/ä", None), ("/a b", None), ("/a?b", None), ("a\n", None)],
)  # fmt: skip
def test_a_place_is_read_and_never_joined(path: str, place: str | None) -> None:
    assert place_of(path) == place


def test_the_memory_of_pages_is_bounded_and_what_many_ask_for_is_made_once() -> None:
    def page(size: int) -> Ready:
        return Ready(Rendered(b"x" * size, "text/html", "tag"), None)

    async def asked() -> tuple[PageCache, int]:
        cache, made = PageCache(100_000), 0

        async def make() -> Ready | None:
            nonlocal made
            made += 1
            await asyncio.sleep(0)
            return page(9_000)

        cache.known("0", "en", "s")
        for number in range(50):
            await asyncio.gather(
                *(cache.made(str(number), "en", "s", lambda: asyncio.ensure_future(make())) for _ in range(3))
            )
        return cache, made

    cache, made = asyncio.run(asked())
    assert made == 50
    assert 50_000 < cache.bytes <= 100_000
    assert cache.known("49", "en", "s")
    assert cache.known("0", "en", "s") is None
    assert cache.known("49", "en", "another state") is None
    assert cache.bytes == 0


def test_only_what_gains_by_it_is_packed() -> None:
    html = Rendered(b"<p>again</p>" * 200, "text/html", "t")
    assert gzip.decompress(packed(html) or b"") == html.body
    assert packed(replace(html, body=b"short")) is None
    assert packed(replace(html, media_type="image/png")) is None

"""Every attack of the corpus is text on every page of the reader: no element, attribute or address of its own."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from urllib.parse import quote

import pytest
from playwright.sync_api import Route, sync_playwright
from selectolax.lexbor import LexborHTMLParser

from achim.domain.edition import DEFAULT_PROFILE as PROFILE
from achim.domain.marks import Mark, WorkNote, note_text
from achim.web.gate import POLICY
from tests.editions import MADE_AT
from tests.fakes import make_store
from tests.hostile_vectors import ALL, HARMLESS, VECTORS, Shape, attacked_day
from tests.test_render_browser import ARGS
from tests.test_serve_user import csrf
from tests.web_world import FORM, World, with_user, world
from tools.debian import chromium

PAGES = ("/", "/weeks/2024-W45.html", "/trends/", "/topics/llm/", "/corrections/", "/editions/2024-11-09/papers.html", "/editions/2024-11-09/papers-cards.html", "/topics/", "/archive/",
         "/archive/2024-11.html", "/mine/", "/search?q=a", "/search?q=a&page=2")  # fmt: skip

WITHOUT_TEXTS = ("/topics/", "/archive/", "/archive/2024-11.html", "/corrections/")


def filled(live: World, vectors: tuple[str, ...]) -> World:
    """Every work starred, with the vector as its note."""
    attacked = attacked_day(vectors)
    day = replace(attacked, key=replace(attacked.key, day=date(2024, 11, 9)))  # a Saturday, on which a week is told
    live.keep(day)
    store = make_store(live.app.home)
    for entry, vector in zip(day.entries, vectors, strict=True):
        store.marks.mark(PROFILE, Mark(work=entry.paper.id, kind="star", at=MADE_AT))
        store.marks.note(PROFILE, WorkNote(work=entry.paper.id, text=note_text(vector) or "x", at=MADE_AT))
    store.close()
    live.sign_in()
    return live


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with world(tmp_path_factory.mktemp("a") / "home", editions=(), **with_user(access_log=False)) as live:
        yield filled(live, ALL)


@pytest.fixture(scope="module")
def shape(tmp_path_factory: pytest.TempPathFactory) -> Shape:
    """What pages are made of where nobody attacks: with good addresses and with none."""
    pages: list[str] = []
    harmless = (HARMLESS, "https://example.org/a", "Self-Made words a", "Korean 한글로 쓴 제목 a", *[HARMLESS] * 40)
    with world(tmp_path_factory.mktemp("h") / "home", editions=(), **with_user()) as live:
        filled(live, harmless)
        work = "/works/arxiv-2411.00001.html"
        asked = (*PAGES, work, "/search?q=zeppelin", "/search?q=a&since=x", "/no", "/works/no.html")
        for signed_in in (True, False):
            if not signed_in:
                live.client.cookies.clear()
            pages += [live.client.get(path).text for path in (*asked, "/sign-in")]
    return Shape.of(*pages)


def test_the_corpus_has_every_kind_and_would_be_seen() -> None:
    assert len(set(ALL)) == len(ALL) >= 60
    assert all(VECTORS.values())
    plain = Shape.of(f"<p>{HARMLESS}</p>")
    alive = ("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>")
    assert all(plain.foreign(f"<p>{vector}</p>") for vector in alive)
    linked = Shape.of("<a href=x>x</a>")
    assert all(
        linked.foreign(f'<a href="{each}">x</a>') for each in ("javascript:x", "java\tscript:x", "//evil.example")
    )
    assert not linked.foreign('<a href="https://example.org/a:b">x</a>')


@pytest.mark.parametrize("path", PAGES)
def test_hostile_vectors_add_nothing_to_a_page(attacked: World, shape: Shape, path: str) -> None:
    answer = attacked.client.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-security-policy"] == POLICY
    assert shape.foreign(answer.text) == []
    assert "alert" in LexborHTMLParser(answer.text).text() or path in WITHOUT_TEXTS


@pytest.mark.parametrize("kind", VECTORS)
def test_hostile_vectors_as_queries_titles_and_notes_are_shown_as_text(
    attacked: World, shape: Shape, kind: str
) -> None:
    for number, vector in enumerate(ALL, 1):
        if vector not in VECTORS[kind]:
            continue
        told = quote(vector.encode("utf-8", "surrogatepass"))
        for path in (f"/search?q={told}", f"/search?q=a&topic={told}&source={told}&since={told}&kind={told}",
                     f"/works/arxiv-2411.{number:05}.html", f"/{told}", f"/works/{told}.html"):  # fmt: skip
            answer = attacked.client.get(path)
            assert shape.foreign(answer.text) == [], (vector, path)
            assert not {"set-cookie", "location"} & set(answer.headers) or answer.status_code == 308
        api = attacked.client.get(f"/api/search?q={told}")
        assert api.headers["content-type"] == "application/json"
        assert not set("<>&") & set(api.text)


def test_hostile_vectors_in_forms_are_kept_as_text_and_lead_nowhere(attacked: World, shape: Shape) -> None:
    token = csrf(attacked)
    for vector in ALL[::4]:
        body = {
            "csrf": token,
            "work": "arxiv:2411.00001",
            "text": vector.encode("utf-8", "replace").decode(),
            "back": vector,
        }
        answer = attacked.client.post("/mine/note", data=body, headers=FORM)
        assert answer.status_code == 303
        assert re.fullmatch(r"/[A-Za-z0-9_./-]*", answer.headers["location"])
        assert "set-cookie" not in answer.headers
        assert shape.foreign(attacked.client.get("/works/arxiv-2411.00001.html").text) == []


@pytest.mark.debian("chromium")
def test_hostile_vectors_do_nothing_in_a_browser(attacked: World) -> None:
    """Without the policy, which would hold them off if a page were wrong."""
    fired: list[str] = []

    def answer(route: Route) -> None:
        url = route.request.url
        if not url.startswith("http://reader.test/"):
            fired.append(url)
            return route.abort()
        told = attacked.client.get(url.removeprefix("http://reader.test"), headers={"accept-encoding": "identity"})
        text = told.text.replace('http-equiv="Content-Security-Policy"', 'name="off"')
        route.fulfill(status=told.status_code, content_type=told.headers["content-type"], body=text)

    works = [f"/works/arxiv-2411.{number:05}.html" for number in range(1, len(ALL) + 1, 12)]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=[*ARGS, "--disable-sync"])
        page = browser.new_context(bypass_csp=True).new_page()
        page.route("**/*", answer)
        page.on("dialog", lambda dialog: (fired.append(dialog.message), dialog.dismiss())[1])
        page.on("pageerror", lambda error: fired.append(str(error)))
        for path in (*PAGES, *works, f"/search?q={quote(ALL[0])}"):
            page.goto(f"http://reader.test{path}")
            page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        browser.close()
    assert fired == []

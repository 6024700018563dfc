"""The reader in a real browser, opened from disk: read, followed, by keys alone, without script, and by every rule of
axe-core.
"""

import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from achim.render.site import places
from achim.web.library import Public, Site
from achim.web.site import write_site
from tests.shelves import MemoryShelf
from tests.test_render_browser import ARGS
from tests.test_site import some_days
from tests.test_site_works import news_day, on, weeks_of_editions
from tools.debian import chromium

pytestmark = pytest.mark.debian("chromium")
Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
REPORT = "editions/2024-11-04/papers.html"
CARDS = "editions/2024-11-04/papers-cards.html"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium(), args=ARGS)
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("site")
    public = Public(flags_to="https://example.org/owner/paper")
    site = Site(MemoryShelf(*some_days(), on(news_day(), 5)), "ko", public=public)
    write_site(out, site.leaves(), site.gone, lambda done, of: None)
    (out / "gone.html").write_bytes(site.gone("gone.html"))
    return out


def opened(browser: Browser, file: Path, *, width: int = 1280, scheme: Scheme = "light", script: bool = True) -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=script
    )
    page = context.new_page()
    page.goto(file.as_uri())
    return page


def kind_of(place: str, body: bytes) -> str:
    """The same for pages of one template that have the same parts; of English ones, one of an edition and one other."""
    if place.startswith("en/") and "editions" not in place:
        return "en"
    if "works/" in place:
        return f"work of {'a story' if 'url-' in place else 'a paper'}, {'printed' if b'telling' in body else 'listed'}"
    return re.sub(r"(?<=topics/)(news-)?[a-z]+/", r"\1…/", re.sub(r"\d{4}-W?\d\d(-\d\d)?", "…", place))


def kinds_of_pages(folder: Path) -> list[str]:
    """A page of every kind, and all editions of the hostile day."""
    found: dict[str, str] = {}
    for path in sorted(folder.rglob("*.html")):
        place = path.relative_to(folder).as_posix()
        found.setdefault(place if "2024-11-07" in place else kind_of(place, path.read_bytes()), place)
    assert len(found) > 20
    return sorted(found.values())


def violations(page: Page) -> list[str]:
    """What axe-core holds against a page: the rule and the first place, with all that is folded open."""
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    page.evaluate(AXE)
    run = "rules => axe.run({runOnly: rules}).then(all => all.violations.map(each => [each.id, each.nodes[0].html]))"
    return [f"{rule}: {html[:160]}" for rule, html in page.evaluate(run, RULES)]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_browser_axe_finds_nothing_on_any_page(browser: Browser, folder: Path, scheme: Scheme) -> None:
    places = kinds_of_pages(folder)
    told: dict[str, list[str]] = {}
    page = opened(browser, folder / "index.html", scheme=scheme)
    for place in places:
        page.goto((folder / place).as_uri())
        if found := violations(page):
            told[place] = found
    page.evaluate("document.querySelector('main').innerHTML = '<img src=x>'")
    blind = violations(page)
    page.context.close()

    assert not told
    assert blind, "an image without words is found"


def test_browser_axe_finds_nothing_on_pictures_of_trends(browser: Browser, folder: Path) -> None:
    """Written beside the others, whose days are too few for pictures."""
    site = Site(MemoryShelf(*weeks_of_editions(4)), "ko")
    (folder / "trends/pictures.html").write_bytes(site.leaves()[places.TRENDS].make())
    for scheme in SCHEMES:
        page = opened(browser, folder / "trends/pictures.html", width=320, scheme=scheme)
        pictures = page.locator("main svg").count()
        found = violations(page)
        overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        page.context.close()

        assert (found, overflow) == ([], 0)
        assert pictures


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_browser_site_is_whole_asks_nobody_and_complains_of_nothing(browser: Browser, folder: Path, width: int) -> None:
    page = opened(browser, folder / "index.html", width=width)
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("dialog", lambda dialog: said.append(dialog.message))
    for place in kinds_of_pages(folder):
        page.goto((folder / place).as_uri())
        overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        small = page.evaluate(
            "[...document.querySelectorAll('nav a, .marks a, .cite > summary, button, .calendar a, .title > a')]"
            ".filter(each => each.offsetHeight && each.offsetHeight < 24).map(each => each.outerHTML)"
        )
        assert (place, overflow <= 0, small) == (place, True, [])
    page.context.close()

    assert not said
    assert all(url.startswith(folder.as_uri()) for url in asked)
    assert any(url.endswith("site.css") for url in asked), "the style sheet is read from disk too"


def test_browser_a_mark_leads_to_its_sentence(browser: Browser, folder: Path) -> None:
    """From a card to the sentence of the abstract that its claim rests on."""
    page = opened(browser, folder / CARDS)
    card = page.locator("article.paper", has=page.locator(".cite")).first
    card.locator(".cite summary").click()
    quote = card.locator("blockquote").first.inner_text().strip("“”")
    work = card.get_attribute("id")
    card.locator("figcaption a").first.click()
    page.wait_for_url(f"**/papers.html#{work}")
    page.locator(f"#{work} .sentences summary").click()

    assert quote in page.locator(f"#{work} .sentences").inner_text()
    page.context.close()


def test_browser_reads_by_keys_alone(browser: Browser, folder: Path) -> None:
    page = opened(browser, folder / REPORT)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.id") == "p2"
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.id") == "p1"
    for key in ("ㅓ", "Process"):
        pressed = f"new KeyboardEvent('keydown', {{key: '{key}', code: 'KeyJ', bubbles: true}})"
        page.evaluate(f"document.activeElement.dispatchEvent({pressed})")
    assert page.evaluate("document.activeElement.id") == "p3", "with a Korean keyboard on too"
    page.keyboard.press("?")
    assert page.locator("dialog#keys").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("dialog#keys").is_visible()
    page.context.close()


def test_browser_enter_on_a_chosen_work_opens_its_own_page(browser: Browser, folder: Path) -> None:
    page = opened(browser, folder / REPORT)
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/works/*.html")
    page.context.close()


def test_browser_reads_without_script(browser: Browser, folder: Path) -> None:
    page = opened(browser, folder / "index.html", script=False)
    page.locator("#papers h1 a").click()
    page.wait_for_url("**/papers.html")
    page.locator(".menu a").nth(1).click()
    page.locator(".calendar a.papers").first.click()
    page.wait_for_url(f"**/{REPORT}")
    page.locator(".cite summary").first.click()
    assert page.locator(".cite blockquote").first.is_visible()
    page.context.close()


def test_browser_prints_the_evidence_and_what_is_folded_open_and_nothing_to_click(
    browser: Browser, folder: Path
) -> None:
    page = opened(browser, folder / REPORT)
    page.emulate_media(media="print")
    assert page.locator(".cite blockquote").first.is_visible()
    assert page.locator(".flag").count()
    assert not page.locator(".flag:visible, .menu:visible, .why:visible").count()
    page.goto((folder / "trends/index.html").as_uri())
    assert page.locator(".trend table").first.is_visible(), "where there is no picture, the numbers are all there is"
    page.context.close()


@pytest.mark.parametrize("scheme", SCHEMES)
def test_browser_follows_the_readers_theme(browser: Browser, folder: Path, scheme: Scheme) -> None:
    page = opened(browser, folder / "index.html", scheme=scheme)
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.context.close()
    brightness = sum(int(each) for each in ground.removeprefix("rgb(").removesuffix(")").split(","))

    assert (brightness > 600) == (scheme == "light")


def test_the_first_page_is_light(folder: Path) -> None:
    """Under 100 kB with its style sheet and script."""
    parts = ("index.html", "assets/site.css", "assets/site.js", "assets/icon.svg")

    assert sum((folder / part).stat().st_size for part in parts) < 100_000

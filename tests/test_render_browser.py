"""The page in a real browser: nothing asked for, nothing complained of, nothing wider than the screen."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, sync_playwright

from achim.render.page import page
from tests import editions
from tools.debian import chromium

pytestmark = pytest.mark.debian("chromium")

ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
]
DAYS = ("full_day", "written_day", "quiet_day", "day_with_gaps", "hostile_day")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium(), args=[*ARGS, "--disable-sync"])
        yield launched
        launched.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("day", DAYS)
def test_browser_shows_the_page_whole_and_runs_nothing(
    browser: Browser, tmp_path: Path, day: str, width: int, scheme: Literal["light", "dark"]
) -> None:
    """320 px: https://www.w3.org/TR/WCAG22/#reflow"""
    file = tmp_path / "page.html"
    file.write_text(page(getattr(editions, day)()), encoding="utf-8")
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    shown = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    shown.on("request", lambda request: asked.append(request.url))
    shown.on("console", lambda message: said.append(message.text))
    shown.on("dialog", lambda dialog: said.append(dialog.message))
    shown.goto(file.as_uri())
    shown.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    overflow = shown.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    small = shown.evaluate(
        "[...document.querySelectorAll('.marks a, .cite > summary')]"
        ".filter(each => Math.min(each.offsetHeight, each.offsetWidth) < 24).map(each => each.textContent)"
    )
    context.close()
    assert (asked, said, small) == ([file.as_uri()], [], [])
    assert overflow <= 0

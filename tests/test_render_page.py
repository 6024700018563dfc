"""The page needs nothing but itself, is read by everyone, and runs nothing of a stranger's."""

import base64
import hashlib
import re
from html.parser import HTMLParser
from importlib.resources import files
from itertools import pairwise

import pytest
from markupsafe import Markup

from achim.render.html import kept, unbroken
from achim.render.page import page
from tests import editions

DAYS = (
    "full_day",
    "written_day",
    "quiet_day",
    "day_with_gaps",
    "lost_day",
    "revised_day",
    "day_with_updates",
    "corrected_day",
    "hostile_day",
)
_VOID = {"meta", "rect", "br"}
_PARAGRAPH_ENDS = {"p", "div", "dl", "ul", "ol", "section", "table", "details", "figure", "blockquote"}


class Outline(HTMLParser):
    """Tags with their attributes, and whether all are closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.faults: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.faults += self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag in _PARAGRAPH_ENDS and "p" in self._open:
            self.faults.append(f"{tag} in p")
        if tag not in _VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.faults.append(f"/{tag}")


def _outline(day: str) -> Outline:
    return Outline(page(getattr(editions, day)()))


@pytest.mark.parametrize("day", DAYS)
def test_the_page_is_well_formed_and_asks_for_nothing(day: str) -> None:
    outline = _outline(day)
    assert outline.faults == []
    names = {tag for tag, _ in outline.tags}
    assert not names & {"script", "link", "img", "iframe", "object", "embed", "form", "base", "video", "audio"}
    attributes = {name for _, attrs in outline.tags for name in attrs}
    assert not {name for name in attributes if name.startswith("on")}
    assert not attributes & {"style", "src", "srcset", "action"}
    assert "url(" not in page(getattr(editions, day)()).split("</style>")[0]
    assert "@import" not in page(getattr(editions, day)())


@pytest.mark.parametrize("day", DAYS)
def test_links_lead_to_the_web_or_to_a_place_on_the_page(day: str) -> None:
    tags = _outline(day).tags
    anchors = [attrs["id"] for _, attrs in tags if "id" in attrs]
    assert len(anchors) == len(set(anchors))
    for link in [attrs["href"] or "" for tag, attrs in tags if tag == "a"]:
        assert link.startswith(("http://", "https://")) or link[1:] in anchors, link


def test_the_policy_allows_this_style_and_nothing_else() -> None:
    text = page(editions.full_day())
    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'" in text
    )


@pytest.mark.parametrize("day", DAYS)
def test_headings_go_down_one_step_at_a_time(day: str) -> None:
    levels = [int(tag[1]) for tag, _ in _outline(day).tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("day", DAYS)
def test_the_page_has_landmarks_a_skip_link_and_a_description(day: str) -> None:
    tags = _outline(day).tags
    names = [tag for tag, _ in tags]
    assert (names.count("header"), names.count("main"), names.count("footer")) == (1, 1, 1)
    assert next(attrs["href"] for tag, attrs in tags if tag == "a") == "#papers"
    assert ("html", {"lang": "ko"}) in tags
    assert any(attrs.get("name") == "description" and attrs.get("content") for tag, attrs in tags if tag == "meta")


def test_every_paper_has_its_anchor_and_english_quotes_their_language() -> None:
    tags = _outline("full_day").tags
    articles = [attrs["id"] for tag, attrs in tags if tag == "article"]
    assert articles == [f"p{number}" for number in range(1, 13)]
    assert all(attrs.get("lang") == "en" for tag, attrs in tags if tag == "blockquote")


def test_the_chart_is_a_table_too() -> None:
    text = page(editions.full_day())
    assert "논문 12편이 주제 8개에 걸쳐 있다. 대규모 언어 모델이 4편으로 가장 많다." in text
    assert text.count('class="bar"') == 8
    assert '<rect width="25.0" height="8" fill="#E17800"/>' in text


def test_quotes_of_claims_stand_behind_their_marks() -> None:
    text = page(editions.written_day())
    assert '<summary aria-label="근거 문장 1·s5, 3·s2">[1·s5][3·s2]</summary>' in text
    assert "〔편집자 견해〕" in text
    assert '<details class="cite">' not in page(editions.full_day())


def test_gaps_changes_and_quiet_days_are_told_at_the_top() -> None:
    gaps = page(editions.day_with_gaps())
    assert gaps.index("Hugging Face: 제시간에 응답하지 않았다") < gaps.index("<article")
    assert "Hugging Face가 다시 응답했다" in page(editions.revised_day())
    assert "조용한 날이지 고장이 아니다" in page(editions.quiet_day())
    assert "조용한 날인지는 아직 알 수 없다" in page(editions.lost_day())


def test_a_page_of_twelve_papers_stays_under_100_kb() -> None:
    assert len(page(editions.full_day()).encode()) < 100_000
    assert len(page(editions.written_day()).encode()) < 100_000


@pytest.mark.parametrize("day", DAYS)
def test_the_same_edition_gives_the_same_page(day: str) -> None:
    make = getattr(editions, day)
    assert page(make()) == page(make())


def test_hostile_texts_are_text() -> None:
    text = page(editions.hostile_day())
    assert "<script" not in text
    assert "<img" not in text
    assert "{{ 7*7 }}" in text
    assert text.count("</style>") == text.count("</title>") == 1
    assert "javascript:" not in "".join(re.findall(r'href="[^"]*"', text))
    assert not re.search("[\u202a-\u202e\x1b\ud800-\udfff]", text)
    assert 'fill="#777777"' in text


def test_hyphenated_words_of_a_title_stay_whole() -> None:
    assert unbroken("A Self-Alignment <b>") == 'A <span class="whole">Self-Alignment</span> &lt;b&gt;'
    assert unbroken("그래디언트(gradient)로 잰다") == '그래디언트(gradient<span class="whole">)로</span> 잰다'
    assert Markup(kept("<b>(a)는 [b]을 (c) 보다")).striptags() == "<b>(a)는 [b]을 (c) 보다"
    assert kept("(c) 보다 (d)는데이터가모두그렇다") == "(c) 보다 (d)는데이터가모두그렇다"
    assert unbroken("x-" + "y" * 40) == "x-" + "y" * 40


def _palettes() -> list[dict[str, str]]:
    style = files("achim.render").joinpath("templates", "edition.css").read_text(encoding="utf-8")
    screen = style.split("@media print")[0]
    found = re.findall(r":root \{(.*?)\n\s*\}", screen, re.DOTALL)
    return [dict(re.findall(r"--(\w+): (#[0-9a-f]{3,6});", block)) for block in found]


def _luminance(color: str) -> float:
    digits = color[1:] if len(color) == 7 else "".join(2 * digit for digit in color[1:])
    channels = [int(digits[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("ink", ["ink", "soft", "accent"])
@pytest.mark.parametrize("ground", ["paper", "tint", "warn"])
def test_text_has_the_contrast_that_wcag_asks_for(scheme: int, ink: str, ground: str) -> None:
    """4.5 to 1: https://www.w3.org/TR/WCAG22/#contrast-minimum"""
    palette = _palettes()[scheme]
    dark, light = sorted((_luminance(palette[ink]), _luminance(palette[ground])))
    assert (light + 0.05) / (dark + 0.05) >= 4.5

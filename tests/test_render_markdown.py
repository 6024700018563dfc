"""The Markdown keeps the layout that people's tools read, whatever strangers write."""

import re

import pytest
from markdown_it import MarkdownIt

from achim.render.markdown import markdown
from tests import editions

SOURCE_LINE = re.compile(r"^ - (?P<title>.+) \((?P<url>\S+)\)$", re.MULTILINE)
TOPIC = re.compile(r"^## (?P<emoji>\S+) (?P<name>.+)$", re.MULTILINE)
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


def test_updates_say_what_is_new_and_when_the_work_was_told() -> None:
    text = markdown(editions.day_with_updates())

    assert "### 업데이트" in text
    assert "Sparse Planners, revised (https://arxiv.org/abs/2410.00009) — 앞서 실은 논문의 2판" in text


def test_the_layout_is_the_original_s() -> None:
    text = markdown(editions.full_day())
    assert text.startswith(
        "# Daily Artificial Intelligence Insights : Papers\n\n![Category Distribution Graph](paper_2024-11-04.png)\n\n"
    )
    assert [found["name"] for found in TOPIC.finditer(text)][:3] == ["LLM", "Natural Language Processing", "Audio"]
    assert "\n\n\n## 🌿 Natural Language Processing\n\n**요약:**\n\n" in text
    assert (
        "\n\n**출처:**\n\n - SelfCodeAlign: Self-Alignment for Code Generation (http://arxiv.org/abs/2410.24198v1)\n"
        in text
    )
    for part in text.split("\n\n\n")[1:-1]:
        assert re.match(r"## \S+ .+\n\n\*\*요약:\*\*\n\n", part)
        assert re.search(r"\n\n\*\*출처:\*\*\n\n( - .+ \(\S+\)(\n|$))+$", part)


def test_every_paper_has_its_line_of_sources_and_nothing_else_looks_like_one() -> None:
    day = editions.full_day()
    assert [(found["title"], found["url"]) for found in SOURCE_LINE.finditer(markdown(day))] == [
        (entry.paper.title, entry.paper.url) for entry in day.entries
    ]


def test_the_english_edition_has_english_labels() -> None:
    text = markdown(editions.full_day("en"))
    assert "**Summary:**\n\n" in text
    assert "**Sources:**\n\n - " in text
    assert not re.search("[가-힣]", re.sub(r"- \*\*Keywords\*\*.*|\n", "", text))


def test_quotations_need_no_endnotes_and_claims_have_each_mark_once() -> None:
    assert "### 근거 문장" not in markdown(editions.full_day())
    notes = re.findall(r"^\* (\[\d+·s[^\]]+\]) “", markdown(editions.written_day()), re.MULTILINE)
    assert notes
    assert len(notes) == len(set(notes))
    text = markdown(editions.written_day())
    assert set(re.findall(r"\[\d+·s[^\]]+\]", text)) == set(notes)


def test_views_are_labelled_and_say_what_they_rest_on() -> None:
    text = markdown(editions.written_day())
    assert "〔편집자 견해〕 ①과 ③은 검증 신호를 데이터 안에서 얻는다는 점이 닮았다. (근거 1·s5, 3·s2)" in text
    assert "**4. 영향과 시사점**" in text


def test_gaps_stand_on_top_and_at_the_foot() -> None:
    text = markdown(editions.day_with_gaps())
    assert text.count("Hugging Face: 제시간에 응답하지 않았다") == 2
    assert text.index("Hugging Face: 제시간에") < text.index("## ")


def test_a_quiet_day_says_so_and_why() -> None:
    text = markdown(editions.quiet_day())
    assert "**오늘은 새로 발표된 논문이 없다.**" in text
    assert "arXiv: 발표가 없는 날이다" in text
    assert not TOPIC.search(text)


def test_a_revision_says_what_changed() -> None:
    text = markdown(editions.revised_day())
    assert "제2판" in text
    assert "Hugging Face가 다시 응답했다" in text
    assert "갱신: 앞서 실은 논문의 2판" in text


@pytest.mark.parametrize("day", DAYS)
def test_the_same_edition_gives_the_same_text(day: str) -> None:
    make = getattr(editions, day)
    assert markdown(make()) == markdown(make())


def test_hostile_texts_become_no_markup() -> None:
    text = markdown(editions.hostile_day())
    tokens = MarkdownIt("commonmark", {"html": True, "linkify": False}).enable("table").parse(text)
    inline = [child for token in tokens for child in (token.children or [])]
    kinds = {token.type for token in (*tokens, *inline)}
    assert not kinds & {"html_block", "html_inline", "code_inline", "code_block", "fence", "link_open"}
    assert [token.attrs["src"] for token in inline if token.type == "image"] == ["paper_2024-11-04.png"]
    assert len([token for token in tokens if token.type == "heading_open" and token.tag == "h2"]) == 1
    assert "\u202e" not in text
    assert "\x1b" not in text
    assert "javascript:alert(6)" not in text


def test_hostile_source_lines_stay_readable_by_machines() -> None:
    text = markdown(editions.hostile_day())
    lines = [line for line in text.splitlines() if line.startswith(" - ")]
    assert len(lines) == 2
    assert lines[0].endswith(" (https://evil.example/a%20b%29%28c%29%22%3E%3Cscript%3Ealert%285%29%3C/script%3E)")
    assert lines[1] == r" - \# - 1. \*\*출처:\*\* (주소 없음)"
    assert text.count("\n**출처:**\n") == 1

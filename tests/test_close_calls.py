"""Stories that the filter left out in doubt are told by name where a reader can judge them."""

import json
from dataclasses import replace

import pytest

from achim.domain.edition import Edition
from achim.render.audit import audit_lines
from achim.render.edition_json import audit_json, edition_json
from achim.render.markdown import markdown
from achim.render.page import page
from tests import editions
from tests.test_render_page import Outline


def in_doubt(lang: str = "ko", *close: tuple[str, float]) -> Edition:
    day = editions.full_day(lang)
    return replace(day, ledger=editions.with_close_calls(day.ledger, *close))


@pytest.mark.parametrize(
    ("lang", "head", "why"),
    [
        ("ko", "AI 소식인지 애매해 뺀 소식 2건", "AI 소식인지 애매해 뺐다(점수 0.41)"),
        ("en", "2 stories left out in doubt", "left out: perhaps about AI (score 0.41)"),
    ],
)
def test_audit_and_page_name_what_was_left_out_in_doubt_the_nearest_first(lang: str, head: str, why: str) -> None:
    edition = in_doubt(lang, ("Vibechart", 0.20), ("WebMCP", 0.41))

    for text in ("\n".join(audit_lines(edition)), page(edition)):
        assert head in text
        assert text.index("WebMCP") < text.index(why) < text.index("Vibechart")


def test_the_page_has_them_a_click_away_in_the_ledger_and_the_markdown_keeps_its_form() -> None:
    edition = in_doubt("ko", ("Vibechart", 0.20))

    (before, after) = page(edition).split("Vibechart")
    assert before.rindex("<details") > before.rindex("</details>")
    assert before.rindex("<footer") < before.rindex("<details")
    assert after.index("</details>") < after.index("</footer>")
    assert "Vibechart" not in markdown(edition)


def test_an_edition_without_any_says_nothing_of_them() -> None:
    assert "애매해" not in page(in_doubt())
    assert "애매해" not in "\n".join(audit_lines(in_doubt()))


def test_the_page_names_twenty_and_counts_the_rest() -> None:
    text = page(in_doubt("ko", *((f"Story-{number}.", 0.4) for number in range(23))))

    assert text.count("Story-") == 20
    assert "그 밖에 3건" in text


def test_hostile_titles_of_doubtful_stories_are_inert() -> None:
    edition = editions.hostile_day()
    outline = Outline(page(edition))

    assert outline.faults == []
    assert not [tag for tag, _ in outline.tags if tag == "script"]
    assert "javascript:" not in [(attrs.get("href") or "")[:11] for _, attrs in outline.tags]
    assert not [line for line in audit_lines(edition) if "\x1b" in line or "\n" in line or "\u202e" in line]


def test_only_the_audit_s_json_has_their_titles() -> None:
    edition = in_doubt("ko", ("Vibechart", 0.20))

    (told,) = [each for each in json.loads(audit_json(edition))["fates"] if "title" in each]
    assert (told["title"], told["reason"]["code"]) == ("Vibechart", "withheld.borderline")
    assert b"Vibechart" not in edition_json(edition)

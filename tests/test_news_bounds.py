"""Pages and sentences of news that were written to take for ever, to end a run, or to fill it."""

from datetime import UTC, datetime

import pytest

from achim.sources.hackernews_digest import parse_digest
from achim.sources.technologyreview_kr import parse_page
from achim.steps.extract_news import holds_amount
from achim.steps.speech import is_speech

_NOON = datetime(2026, 8, 11, 12, 0, tzinfo=UTC)


def test_hostile_an_address_that_is_none_costs_its_article_only() -> None:
    links = "".join(f'<h3 class="entry-title"><a href="{url}">Kite</a></h3>' for url in ("http://[bad/", "/kite/"))
    read = parse_page(f"<html><body>{links}</body></html>".encode(), "https://www.technologyreview.kr")

    assert [item.url for item in read.items] == ["https://www.technologyreview.kr/kite/"]


def test_hostile_a_title_without_end_is_cut() -> None:
    page = (
        f'<article class="post-item"><a class="post-url" href="https://kite.example.org/">{"Kite " * 200_000}</a>'
        '<span class="last-updated" data-submitted="2026-08-11T11:00:00Z"></span><span class="comment">'
        '<a href="https://news.ycombinator.com/item?id=7">3</a></span></article>'
        "<footer>Last updated 2026-08-11 11:30:00 UTC</footer></html>"
    )
    (post,) = parse_digest(page.encode(), "hackernews", _NOON)

    assert post.title.startswith("Kite Kite")
    assert len(post.title) <= 500


@pytest.mark.parametrize("mark", ["“", "‘", "“‘", '“"'])
def test_hostile_quotations_that_never_end_are_looked_through_once(mark: str) -> None:
    assert not is_speech(mark * 200_000)
    assert is_speech(mark * 200_000 + "The kite is up again”")


@pytest.mark.parametrize("digits", ["9", "9,", "9.", "9 "])
def test_hostile_a_number_without_end_is_looked_through_once(digits: str) -> None:
    assert not holds_amount(digits * 100_000)
    assert holds_amount(digits * 100_000 + " and 1,234,567.8 million")


@pytest.mark.parametrize("text", ["rose 12%", "some 70B weights", "1.5T of them", "$9", "3,000만 원", "8 users"])
def test_an_amount_is_known(text: str) -> None:
    assert holds_amount(text)

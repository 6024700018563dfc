"""HTML from strangers ends in bounded time."""

import pytest

from achim.errors import SourceError
from achim.sources.markup import parse_html


@pytest.mark.parametrize("tag", ["<div>", "<h3><span>", "<DIV class=panel>", "<blockquote>", "<u>", "<main>"])
def test_hostile_a_page_nested_beyond_reason_is_refused(tag: str) -> None:
    """The parser's time grows with the square of the depth."""
    with pytest.raises(SourceError):
        parse_html(tag * 100_000, "deeplearn")


def test_hostile_ends_without_a_beginning_excuse_no_depth() -> None:
    with pytest.raises(SourceError):
        parse_html("</div>" * 1_500 + "<div>" * 1_500 + "x.</p>", "feed")


def test_what_compares_in_a_script_is_no_tag() -> None:
    page = parse_html(f"<script>{'if(i<s&&j<u)n();' * 500}</script><p>x</p>", "page")

    assert len(page.css("p")) == 1


def test_a_long_flat_page_is_read() -> None:
    page = parse_html("<div><span>x</span></div>" * 20_000, "arxiv")

    assert len(page.css("span")) == 20_000

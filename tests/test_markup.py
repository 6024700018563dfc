"""HTML from strangers ends in bounded time."""

import pytest

from achim.errors import SourceError
from achim.sources.markup import parse_html


@pytest.mark.parametrize("tag", ["<div>", "<h3><span>", "<DIV class=panel>", "<blockquote>"])
def test_hostile_a_page_nested_beyond_reason_is_refused(tag: str) -> None:
    """The parser's time grows with the square of the depth."""
    with pytest.raises(SourceError):
        parse_html(tag * 100_000, "deeplearn")


def test_a_long_flat_page_is_read() -> None:
    page = parse_html("<div><span>x</span></div>" * 20_000, "arxiv")

    assert len(page.css("span")) == 20_000

"""The main text of an article's page."""

from collections.abc import Callable
from importlib.util import find_spec

from selectolax.lexbor import LexborHTMLParser, LexborNode

from achim.domain.text import clean
from achim.sources.markup import parse_html
from achim.sources.plain_text import joined

Extract = Callable[[str], str | None]
"""The main text of a page, given as HTML; None where it has none."""

_ASIDE = (
    "script,style,noscript,template,iframe,svg,form,button,nav,aside,footer,header,figure,table,pre,select,"
    "[hidden],[aria-hidden=true]"
)
_PLACES = "article,main,[itemprop=articleBody],[role=main]"
_SHORTEST = 40
"""A paragraph of fewer characters is a caption or a label."""
_ENOUGH = 400
_NONE: list[str] = []


def make_extract() -> Extract:
    """trafilatura where the extra ``news`` is installed, else our own."""
    return trafilatura_text if find_spec("trafilatura") else paragraphs_text


def paragraphs_text(html: str) -> str | None:
    """The paragraphs of the page's article, where it marks one; else those of the element that has most of them.

    Raises SourceError for what cannot be parsed.
    """
    tree = parse_html(html, "page")
    for aside in tree.css(_ASIDE):
        if aside.tag != "header" or not aside.css_first("p"):
            aside.decompose()
    marked = max(map(_paragraphs, tree.css(_PLACES)), key=_size, default=_NONE)
    return joined(marked if _size(marked) >= _ENOUGH else max(marked, _densest(tree), key=_size))


def _paragraphs(node: LexborNode) -> list[str]:
    texts = [clean(each.text()) for each in node.css("p")]
    return [text for text in texts if len(text) >= _SHORTEST]


def _size(texts: list[str]) -> int:
    return sum(map(len, texts))


def _densest(tree: LexborHTMLParser) -> list[str]:
    """The paragraphs that share a parent, of the parent that has most text in them."""
    by_parent: dict[int, list[str]] = {}
    for each in tree.css("p"):
        text = clean(each.text())
        if each.parent is not None and len(text) >= _SHORTEST:
            by_parent.setdefault(each.parent.mem_id, []).append(text)
    return max(by_parent.values(), key=_size, default=_NONE)


def trafilatura_text(html: str) -> str | None:
    """See https://trafilatura.readthedocs.io; it is given the page and fetches nothing. Raises SourceError."""
    from trafilatura import extract

    parse_html(html, "page")  # refuses what is nested too deep or cut short
    text = extract(html, include_comments=False, include_tables=False, favor_precision=True)
    return joined(text.splitlines()) if text else None

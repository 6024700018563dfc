"""The main text of an article's page."""

from collections.abc import Callable, Iterable, Iterator
from importlib.util import find_spec
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from achim.domain.text import clean
from achim.sources.markup import parse_html
from achim.sources.plain_text import joined

Extract = Callable[[str], str | None]
"""The main text of a page, given as HTML; None where it has none."""

_ASIDE = (
    "script,style,noscript,template,iframe,svg,form,button,nav,aside,footer,header,figure,table,pre,select,"
    "[hidden],[aria-hidden=true]"
)
_PLACES = frozenset({"article", "main"})
_MARKS = (("itemprop", "articleBody"), ("role", "main"))
_SHORTEST = 40
"""A paragraph of fewer characters is a caption or a label."""
_ENOUGH = 400
_NONE: list[str] = []


class _Paragraph(NamedTuple):
    """``parent`` and ``place`` are the ``mem_id`` of nodes; the place is the outermost one, which holds all within."""

    text: str
    parent: int
    place: int | None


def make_extract() -> Extract:
    """trafilatura where the extra ``news`` is installed, else our own."""
    return trafilatura_text if find_spec("trafilatura") else paragraphs_text


def paragraphs_text(html: str) -> str | None:
    """The paragraphs of the page's article, where it marks one; else those of the element that has most of them.

    Raises SourceError for what cannot be parsed.
    """
    tree = parse_html(html, "page")
    for aside in reversed(tree.css(_ASIDE)):  # what is within another goes before it
        if aside.tag != "header" or not aside.css_first("p"):
            aside.decompose()
    told = [*_paragraphs(tree.root)] if tree.root else []
    marked = _largest((each.place, each.text) for each in told if each.place is not None)
    return joined(
        marked
        if _size(marked) >= _ENOUGH
        else max(marked, _largest((each.parent, each.text) for each in told), key=_size)
    )


def _paragraphs(root: LexborNode) -> Iterator[_Paragraph]:
    """In the page's order, each read once: one within another is part of that one."""
    left: list[tuple[LexborNode, int, int | None]] = [(root, root.mem_id, None)]
    while left:
        node, parent, place = left.pop()
        if node.tag == "p":
            if len(text := clean(node.text())) >= _SHORTEST:
                yield _Paragraph(text, parent, place)
            continue
        inside = node.mem_id if place is None and _is_place(node) else place
        left += [(child, node.mem_id, inside) for child in node.iter()][::-1]


def _is_place(node: LexborNode) -> bool:
    return node.tag in _PLACES or any(node.attributes.get(name) == value for name, value in _MARKS)


def _largest(texts: Iterable[tuple[int, str]]) -> list[str]:
    """Of texts by where they stand, those that are longest together; the first where two are."""
    found: dict[int, list[str]] = {}
    for at, text in texts:
        found.setdefault(at, []).append(text)
    return max(found.values(), key=_size, default=_NONE)


def _size(texts: list[str]) -> int:
    return sum(map(len, texts))


def trafilatura_text(html: str) -> str | None:
    """See https://trafilatura.readthedocs.io; it is given the page and fetches nothing. Raises SourceError."""
    from trafilatura import extract

    parse_html(html, "page")  # refuses what is nested too deep or cut short
    text = extract(html, include_comments=False, include_tables=False, favor_precision=True)
    return joined(text.splitlines()) if text else None

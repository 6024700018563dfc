"""HTML of strangers as plain text: titles, texts of feeds, main texts of pages."""

import re
from collections.abc import Iterable, Iterator
from html import unescape

from selectolax.lexbor import LexborNode

from achim.domain.text import clean
from achim.errors import SourceError
from achim.sources.markup import parse_html

LIMIT = 20_000
"""Characters of a text that are kept."""
_LONGEST_HTML = 400_000
_TITLE_LIMIT = 500
_INLINE = re.compile(
    r"</?(?:a|abbr|b|big|br|cite|code|del|em|font|i|img|ins|kbd|mark|p|q|s|small|span|strike|strong|sub|sup|tt|u|wbr)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_BREAK = re.compile(r"</?(?:p|br)\b", re.IGNORECASE)
_SILENT = "script,style,noscript,template,iframe,svg,form,button,nav,aside,footer,figure,table,pre,select,object,embed"
_HEADING = "h1,h2,h3,h4,h5,h6"
_BLOCKS = frozenset({"p", "div", "section", "article", "main", "li", "ul", "ol", "blockquote", "dd", "dt", "dl", "br"})
_ENDED = re.compile(r"[.!?。！？…][\"'”’」』)\]]*\Z")


def plain_title(html: str) -> str:
    """A title without markup; what looks like a tag and is none of HTML's for titles stays."""
    bare = _INLINE.sub(lambda tag: " " if _BREAK.match(tag[0]) else "", html)
    return clean(unescape(bare), limit=_TITLE_LIMIT)


def plain_text(html: str, source: str) -> str | None:
    """The sentences of a fragment of HTML, or of plain text, without headings; None where there are none."""
    try:
        tree = parse_html(f"<div>{html[:_LONGEST_HTML]}</div>", source)
    except SourceError:
        return None
    return text_of(tree.body)


def text_of(node: LexborNode | None) -> str | None:
    """The sentences below a node. What is no running text is taken out of the tree: headings, forms, tables, code."""
    if node is None:
        return None
    for silent in reversed(node.css(f"{_SILENT},{_HEADING}")):  # what is within another goes before it
        silent.decompose()
    return joined(_blocks(node))


def joined(blocks: Iterable[str]) -> str | None:
    """Paragraphs as one text, at most ``LIMIT`` long; items of lists that are no sentences are left out."""
    cleaned = [clean(block) for block in blocks]
    told = [block for block in cleaned if block]
    ended = [block for block in told if _ENDED.search(block)]
    return clean(" ".join(ended or told), limit=LIMIT) or None


def _blocks(node: LexborNode) -> Iterator[str]:
    """The texts between the edges of blocks."""
    parts: list[str] = []
    for each in _walk(node):
        if each is None:
            yield "".join(parts)
            parts.clear()
        else:
            parts.append(each)
    yield "".join(parts)


def _walk(node: LexborNode) -> Iterator[str | None]:
    """Texts in their order; None at the edge of a block."""
    left: list[LexborNode | None] = [*_children(node)]
    while left:
        each = left.pop()
        if each is None:
            yield None
        elif each.tag == "-text":
            yield each.text(deep=False)
        else:
            edge = [None] if each.tag in _BLOCKS else []
            left += [*edge, *_children(each), *edge]


def _children(node: LexborNode) -> list[LexborNode]:
    """The last one first."""
    return [*node.iter(include_text=True, skip_empty=False)][::-1]

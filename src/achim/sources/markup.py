"""HTML from strangers, parsed within bounds."""

import re

from selectolax.lexbor import LexborHTMLParser

from achim.domain.note import Note
from achim.errors import SourceError

_DEEPEST = 400
"""Pages of people nest a few dozen deep; the parser's time grows with the square of the depth."""
_TAG = re.compile(
    r"<(/?)(?:div|span|section|article|main|header|footer|nav|aside|figure|figcaption|details|summary|address|center|"
    r"table|tbody|ul|ol|dl|menu|h[1-6]|a|abbr|b|bdi|bdo|big|cite|code|del|dfn|em|font|i|ins|kbd|label|mark|nobr|q|ruby|"
    r"s|samp|small|strike|strong|sub|sup|time|tt|u|var|form|fieldset|button|object|marquee|applet|blockquote|pre)(?=[\s/>])"
)

_END = re.compile(r"(?:</[a-zA-Z][^<>]*>|-->)\s*\Z")


def parse_html(text: str | bytes, source: str) -> LexborHTMLParser:
    """Bytes are UTF-8. Raises SourceError where they are not, for a page nested deeper than any that people write, and
    for one that ends in the middle of a text or a tag.

    A damaged title read all the same would pass for another work's.
    """
    if isinstance(text, bytes):
        try:
            text = text.decode()
        except UnicodeDecodeError as error:
            raise SourceError(source, Note.of("source.unparsable", what="UTF-8")) from error
    if text.strip() and not _END.search(text[-200:]):
        raise SourceError(source, Note.of("source.unparsable", what="HTML"))
    depth = 0
    for match in _TAG.finditer(text.lower()):
        depth = max(depth - 1, 0) if match[1] else depth + 1
        if depth > _DEEPEST:
            raise SourceError(source, Note.of("source.unparsable", what="HTML"))
    # the parser drops NUL, which would make another id of a damaged one: https://html.spec.whatwg.org/#parse-errors
    return LexborHTMLParser(text.replace("\0", "\ufffd"))

"""hackernews.betacat.io, a page of Hacker News' front page: titles, addresses, points. Its summaries are not read.

Its template changes, so everything is found by class names alone.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from selectolax.lexbor import LexborHTMLParser, LexborNode

from achim.domain.note import Note
from achim.domain.text import clean, is_web_url
from achim.errors import SourceError
from achim.sources.guard import is_public_url
from achim.sources.markup import parse_html

_OLDEST = timedelta(hours=6)
"""It is made anew three times an hour; one that is older has stopped."""
_TITLE_LIMIT = 500
_ITEM = re.compile(r"https?://news\.ycombinator\.com/item\?id=([0-9]{1,12})")
_STAMP = re.compile(r"(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) UTC")


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A story as its submitter posted it; ``url`` is None for a text."""

    id: str
    title: str
    url: str | None
    at: datetime
    points: int
    comments: int
    text: str | None = None


def parse_digest(body: bytes, source: str, now: datetime) -> tuple[Post, ...]:
    """The stories of the page. Raises SourceError for another page, and for one that was not made in the last hours."""
    page = parse_html(body, source)
    posts = [post for article in page.css("article.post-item") if (post := _post(article))]
    made = _made_at(page)
    if not posts or made is None:
        raise SourceError(source, Note.of("source.unparsable", what="post-item"))
    if now - made > _OLDEST:
        raise SourceError(source, Note.of("source.stale", expected=now.date(), got=made.date()))
    return tuple({post.id: post for post in posts}.values())


def _made_at(page: LexborHTMLParser) -> datetime | None:
    """When the page says that it was last updated."""
    told = (_STAMP.search(clean(node.text())) for node in page.css("footer, .last-updated") if _says_so(node))
    stamp = next((match for match in told if match), None)
    return _moment(f"{stamp[1]}T{stamp[2]}+00:00") if stamp else None


def _says_so(node: LexborNode) -> bool:
    return "last updated" in clean(node.text()).lower()


def _post(article: LexborNode) -> Post | None:
    """None for an advertisement, a job, and what links to no discussion."""
    link = _only(article, "a.post-url[href]")
    comment = _only(article, "span.comment a[href]")
    submitted = _only(article, "span.last-updated[data-submitted]")
    item = _ITEM.fullmatch((comment.attributes.get("href") or "").strip()) if comment else None
    at = _moment(submitted.attributes.get("data-submitted") or "") if submitted else None
    if link is None or item is None or at is None or not (title := clean(link.text(), limit=_TITLE_LIMIT)):
        return None
    url = (link.attributes.get("href") or "").strip()
    is_text = not is_web_url(url) or not is_public_url(url) or _ITEM.fullmatch(url)
    return Post(
        id=item[1],
        title=title,
        url=None if is_text else url,
        at=at,
        points=_number(article.css_first("span.score")),
        comments=_number(comment),
    )


def _only(article: LexborNode, selector: str) -> LexborNode | None:
    """None also where there are several: two articles that ran into one another."""
    found = article.css(selector)
    return found[0] if len(found) == 1 else None


def _number(node: LexborNode | None) -> int:
    digits = re.fullmatch(r"[0-9]{1,7}", clean(node.text())) if node else None
    return int(digits[0]) if digits else 0


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None

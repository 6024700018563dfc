"""Feeds of every format, MIT Technology Review Korea's, and articles' pages with their robots.txt.

Only what UPSTREAM's collectors select is known of the Korean site's page: ``h3.entry-title > a``; its feed is
WordPress' standard one. The rest of the markup is our own.
"""

import json
import re
from datetime import datetime, timedelta
from email.utils import format_datetime
from html import escape
from urllib.parse import quote

from tests.upstream.exchange import Asked, Response
from tests.upstream.news import Item, Post, posts

_FEED = 20
_KOREAN = 5
_SITE = "https://www.technologyreview.kr"
_DAY = timedelta(days=1)


def answer_feed(asked: Asked) -> Response:
    """``/NAME.rss``, ``.rdf``, ``.atom`` or ``.json``; the validator is made of the newest item."""
    now = asked.now - asked.lag * _DAY
    name, _, kind = asked.path.lstrip("/").rpartition(".")
    told = asked.corpus.items.get(name)
    known = posts(now, _FEED) if told is None else tuple(item for item in reversed(told) if item.at <= now)
    shown = asked.lose(asked.show(asked.select(known)))
    body, content_type = {
        "rss": (_rss(shown, now), "application/rss+xml; charset=utf-8"),
        "rdf": (_rdf(shown), "application/xml"),
        "atom": (_atom(shown, now), "application/atom+xml"),
        "json": (_json(shown), "application/feed+json"),
    }.get(kind, ("", ""))
    if not body:
        return error_feed(asked)
    return _validated(asked, body, content_type, shown)


def _validated(asked: Asked, body: str, content_type: str, shown: tuple[Post | Item, ...]) -> Response:
    tag = f'"{shown[0].number if shown else 0}"'
    headers = (("ETag", tag),)
    if asked.headers.get("if-none-match") == tag:
        return Response(status=304, headers=headers)
    return Response(body=body.encode(), content_type=content_type, headers=headers)


def error_feed(asked: Asked) -> Response:
    return Response(status=404, body=b"<!DOCTYPE html><html><body><h1>Not Found</h1></body></html>")


def _rss(shown: tuple[Post | Item, ...], now: datetime) -> str:
    items = "\n".join(
        f"<item>\n<title>{escape(post.title)}</title>\n<link>{post.url}</link>\n"
        f'<guid isPermaLink="false">{post.number}</guid>\n<pubDate>{format_datetime(post.at)}</pubDate>\n'
        f"<description>{escape(post.html)}</description>\n</item>"
        for post in shown
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0">\n<channel>\n<title>The Coast</title>\n'
        f"<link>https://articles.example.org</link>\n<description>d</description>\n"
        f"<lastBuildDate>{format_datetime(now)}</lastBuildDate>\n{items}\n</channel>\n</rss>\n"
    )


def _rdf(shown: tuple[Post | Item, ...]) -> str:
    items = "\n".join(
        f'<item rdf:about="{post.url}">\n<title>{escape(post.title)}</title>\n<link>{post.url}</link>\n'
        f"<dc:date>{post.at.isoformat()}</dc:date>\n</item>"
        for post in shown
    )
    return (
        '<?xml version="1.0"?>\n<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">\n<channel rdf:about="urn:c">\n'
        f"<title>The Coast</title>\n</channel>\n{items}\n</rdf:RDF>\n"
    )


def _atom(shown: tuple[Post | Item, ...], now: datetime) -> str:
    entries = "\n".join(
        f'<entry>\n<title>{escape(post.title)}</title>\n<link href="{post.url}"/>\n<id>urn:post:{post.number}</id>\n'
        f"<published>{post.at.isoformat()}</published>\n<updated>{post.at.isoformat()}</updated>\n"
        f'<content type="html">{escape(post.html)}</content>\n</entry>'
        for post in shown
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n<title>The Coast</title>\n'
        f"<id>urn:coast</id>\n<updated>{now.isoformat()}</updated>\n{entries}\n</feed>\n"
    )


def _json(shown: tuple[Post | Item, ...]) -> str:
    items = [
        {
            "id": post.number,
            "url": post.url,
            "title": post.title,
            "content_html": post.html,
            "date_published": post.at.isoformat(),
        }
        for post in shown
    ]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "The Coast", "items": items})


def _korean(asked: Asked, now: datetime) -> tuple[Post | Item, ...]:
    told = asked.corpus.items.get("technologyreview_kr")
    return posts(now, _KOREAN) if told is None else tuple(item for item in reversed(told) if item.at <= now)[:_KOREAN]


def korean_url(post: Post | Item) -> str:
    """As the site spells it: in lower case, with a slash."""
    slug = re.sub("%[0-9A-F]{2}", lambda match: match[0].lower(), quote(post.korean.replace(" ", "-")))
    return f"{_SITE}/{slug}/"


def answer_korean_feed(asked: Asked) -> Response:
    now = asked.now - asked.lag * _DAY
    shown = asked.lose(asked.show(asked.select(_korean(asked, now))))
    items = "\n".join(
        f"<item>\n<title>{post.korean}</title>\n<link>{korean_url(post)}</link>\n"
        f"<dc:creator><![CDATA[기자]]></dc:creator>\n<pubDate>{format_datetime(post.at)}</pubDate>\n"
        f'<guid isPermaLink="false">{_SITE}/?p={post.number}</guid>\n'
        f"<description><![CDATA[<p>모델이 {post.number}번 배를 도왔다.</p>]]></description>\n</item>"
        for post in shown
    )
    body = (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">\n<channel>\n'
        f"<title>MIT 테크놀로지 리뷰</title>\n<link>{_SITE}</link>\n<language>ko-KR</language>\n{items}\n</channel>\n</rss>\n"
    )
    return _validated(asked, body, "application/rss+xml; charset=UTF-8", shown)


def answer_korean_page(asked: Asked) -> Response:
    now = asked.now - asked.lag * _DAY
    shown = asked.lose(asked.show(asked.select(_korean(asked, now))))
    items = "\n".join(
        f'<h3 class="entry-title"><a href="{korean_url(post)}">{post.korean}<span>{("FREE", "PREMIUM", "")[index % 3]}'
        f'</span></a></h3>\n<div class="post-excerpt">모델</div>'
        for index, post in enumerate(shown)
    )
    page = f'<!DOCTYPE html>\n<html><head><title>AI</title></head><body><div class="col-left">\n{items}\n</div></body></html>\n'
    return Response(body=page.encode())


def answer_article(asked: Asked) -> Response:
    """An article between navigation and footer, of six paragraphs."""
    number = int(asked.path.rpartition("/")[2])
    paragraphs = list(asked.corpus.pages.get(asked.path, ())) or [
        f"Paragraph {each} of article {number} says that the model mapped {each + 3} reefs in one night, which took its crew until the morning to believe."
        for each in range(6)
    ]
    shown = asked.lose(asked.show(asked.select(paragraphs)))
    inner = "\n".join(f"<p>{escape(text)}</p>" for text in shown)
    page = (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>Article</title></head><body>\n'
        f"<nav><p>Subscribe to the newsletter of the coast and read more.</p></nav>\n<article>\n<h1>Reefs</h1>\n{inner}\n"
        "</article>\n<footer><p>All rights of the coast are reserved by its people.</p></footer>\n</body></html>\n"
    )
    return Response(body=page.encode())


def answer_robots(asked: Asked) -> Response:
    return Response(content_type="text/plain", body=b"User-agent: *\nDisallow: /private/\n")

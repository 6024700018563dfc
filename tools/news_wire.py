"""News as its places answer it: Hacker News' search and items, a feed, an article's page.

A story is a mapping with ``id``, ``title``, ``url``, ``time`` (seconds), ``points`` and ``comments``; an item of a feed
one with ``title``, ``url`` and ``published``. Both may have a ``synopsis``, the paragraphs of their text.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from typing import Any
from urllib.parse import unquote

import httpx2

_FILTER = re.compile(r"created_at_i(>=|<)(\d+)")
ITEM = re.compile(r"/v0/item/(\d+)\.json")
Json = Mapping[str, Any]


def search(query: str, stories: Iterable[Json]) -> Json:
    """What the search by date tells, newest first."""
    bounds = {sign: int(number) for sign, number in _FILTER.findall(unquote(query))}
    found = [each for each in stories if bounds[">="] <= each["time"] < bounds["<"]]
    hits = [_hit(each) for each in sorted(found, key=lambda each: -each["time"])]
    return {
        "exhaustive": {"nbHits": True, "typo": True},
        "exhaustiveNbHits": True,
        "exhaustiveTypo": True,
        "hits": hits,
        "hitsPerPage": 1000,
        "nbHits": len(hits),
        "nbPages": 1,
        "page": 0,
        "params": "tags=story",
        "processingTimeMS": 3,
        "query": "",
        "serverTimeMS": 4,
    }


def _hit(story: Json) -> Json:
    return {
        "_tags": ["story", f"story_{story['id']}"],
        "author": "",
        "created_at": f"{_at(story):%Y-%m-%dT%H:%M:%SZ}",
        "created_at_i": story["time"],
        "num_comments": story["comments"],
        "objectID": str(story["id"]),
        "points": story["points"],
        "story_id": story["id"],
        "title": story["title"],
        "updated_at": f"{_at(story):%Y-%m-%dT%H:%M:%SZ}",
        "url": story["url"],
    }


def item(story: Json) -> Json:
    return {
        "by": "",
        "descendants": story["comments"],
        "id": story["id"],
        "kids": [],
        "score": story["points"],
        "time": story["time"],
        "title": story["title"],
        "type": "story",
        "url": story["url"],
    }


def _at(story: Json) -> datetime:
    return datetime.fromtimestamp(story["time"], UTC)


def as_json(value: object) -> httpx2.Response:
    return httpx2.Response(200, json=value)


def as_rss(title: str, link: str, items: Iterable[Json]) -> httpx2.Response:
    told = "\n".join(map(_rss_item, items))
    body = (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>'
        f"<title>{escape(title)}</title><link>{link}</link><description></description>{told}</channel></rss>"
    )
    return httpx2.Response(200, content=body.encode(), headers={"content-type": "application/rss+xml; charset=UTF-8"})


def _rss_item(item: Json) -> str:
    published = format_datetime(datetime.fromisoformat(item["published"]))
    text = escape("".join(f"<p>{escape(each)}</p>" for each in item.get("synopsis", ())))
    return (
        f"<item><title>{escape(item['title'])}</title><link>{escape(item['url'])}</link>"
        f'<guid isPermaLink="true">{escape(item["url"])}</guid><pubDate>{published}</pubDate>'
        f"<description>{text}</description></item>"
    )


def as_page(story: Json) -> httpx2.Response:
    text = "\n".join(f"<p>{escape(each)}</p>" for each in story["synopsis"])
    body = (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{escape(story["title"])}</title></head>'
        f"<body><main><article><h1>{escape(story['title'])}</h1>{text}</article></main></body></html>"
    )
    return httpx2.Response(200, content=body.encode(), headers={"content-type": "text/html; charset=utf-8"})

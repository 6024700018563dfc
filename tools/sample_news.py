"""The places of the sample day's news, as their real addresses answer: facts from ``tools/sample/news.json``.

Formats are those of the recorded answers, made by the test server's parts where it has them.
"""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import httpx2

NEWS = Path(__file__).parent / "sample" / "news.json"
_FILTER = re.compile(r"created_at_i(>=|<)(\d+)")
_ITEM = re.compile(r"/v0/item/(\d+)\.json")
_KOREAN = "https://www.technologyreview.kr"
Json = Mapping[str, Any]


class SampleNews(httpx2.BaseTransport):
    """Answers as Hacker News' two services, MIT Technology Review Korea, one feed, and the pages of articles."""

    def __init__(self, told: Json) -> None:
        self._stories: list[Json] = told["stories"]
        self._feed: Json = told["feed"]
        self._korean: list[Json] = told["technologyreview_kr"]
        self._pages = {each["url"].partition("?")[0]: each for each in self._stories if "synopsis" in each}

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        url = str(request.url)
        parts = urlsplit(url)
        if parts.hostname == "hn.algolia.com":
            return _json(self._search(unquote(parts.query)))
        if found := _ITEM.fullmatch(parts.path):
            return _json(next((_item(each) for each in self._stories if str(each["id"]) == found[1]), None))
        if url == f"{_KOREAN}/feed/":
            return _rss("MIT 테크놀로지 리뷰 | MIT Technology Review Korea", _KOREAN, self._korean)
        if url == self._feed["url"]:
            return _rss(self._feed["title"], "https://www.perplexity.ai/hub", self._feed["items"])
        if page := self._pages.get(url.partition("?")[0]):
            return _html(page)
        return httpx2.Response(404, content=b"Not Found", headers={"content-type": "text/plain"})

    def _search(self, query: str) -> Json:
        bounds = {sign: int(number) for sign, number in _FILTER.findall(query)}
        found = [each for each in self._stories if bounds[">="] <= each["time"] < bounds["<"]]
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


def read_news() -> Json:
    return json.loads(NEWS.read_text(encoding="utf-8"))


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


def _item(story: Json) -> Json:
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


def _json(value: object) -> httpx2.Response:
    return httpx2.Response(200, json=value)


def _rss(title: str, link: str, items: list[Json]) -> httpx2.Response:
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


def _html(story: Json) -> httpx2.Response:
    text = "\n".join(f"<p>{escape(each)}</p>" for each in story["synopsis"])
    body = (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{escape(story["title"])}</title></head>'
        f"<body><main><article><h1>{escape(story['title'])}</h1>{text}</article></main></body></html>"
    )
    return httpx2.Response(200, content=body.encode(), headers={"content-type": "text/html; charset=utf-8"})

"""The places of the sample day's news, as their real addresses answer: facts from ``tools/sample/news.json``.

Formats are those of the recorded answers, made by the test server's parts where it has them.
"""

import json
from pathlib import Path
from urllib.parse import urlsplit

import httpx2

from tools.news_wire import ITEM, Json, as_json, as_page, as_rss, item, search

NEWS = Path(__file__).parent / "sample" / "news.json"
_KOREAN = "https://www.technologyreview.kr"


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
            return as_json(search(parts.query, self._stories))
        if found := ITEM.fullmatch(parts.path):
            return as_json(next((item(each) for each in self._stories if str(each["id"]) == found[1]), None))
        if url == f"{_KOREAN}/feed/":
            return as_rss("MIT 테크놀로지 리뷰 | MIT Technology Review Korea", _KOREAN, self._korean)
        if url == self._feed["url"]:
            return as_rss(self._feed["title"], "https://www.perplexity.ai/hub", self._feed["items"])
        if page := self._pages.get(url.partition("?")[0]):
            return as_page(page)
        return httpx2.Response(404, content=b"Not Found", headers={"content-type": "text/plain"})


def read_news() -> Json:
    return json.loads(NEWS.read_text(encoding="utf-8"))

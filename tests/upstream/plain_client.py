"""A client that takes everything as it comes, to see what the server does. Not a model for the product's."""

import http.client
import re
from datetime import UTC, date, datetime, timedelta

from tests.upstream.server import UpstreamServer
from tests.upstream.synthetic import synthetic

MONDAY = date(2026, 8, 10)
FRIDAY_NOON = datetime(2026, 8, 14, 16, tzinfo=UTC)
"""Noon Eastern of a day with a batch, the end of three weeks of made-up works."""

CORPUS = synthetic(3, [MONDAY + timedelta(days=day) for day in range(-14, 5)], 30)
TARGETS = {
    "arxiv_listing": "/arxiv.org/list/cs.AI/new",
    "arxiv_catchup": "/arxiv.org/catchup/cs.AI/2026-08-13?abs=True",
    "arxiv_api": "/export.arxiv.org/api/query?search_query=cat:cs.AI&max_results=200",
    "arxiv_feed": "/rss.arxiv.org/rss/cs.AI",
    "arxiv_oai": "/oaipmh.arxiv.org/oai?verb=ListRecords&metadataPrefix=arXivRaw&set=cs:cs:AI",
    "hf_api": "/huggingface.co/api/daily_papers?date=2026-08-14",
    "hf_page": "/huggingface.co/papers/date/2026-08-14",
    "deeplearn_home": "/deeplearn.org/",
    "deeplearn_paper": "/deeplearn.org/arxiv/507005/a-slug",
}
ITEMS = {
    "arxiv_listing": r'<a href ="/abs/([^"]+)"',
    "arxiv_catchup": r'<a href ="/abs/([^"]+)"',
    "arxiv_api": r"<id>http://arxiv.org/abs/([^<]+)</id>",
    "arxiv_feed": r"<guid[^>]*>([^<]+)</guid>",
    "arxiv_oai": r"<identifier>([^<]+)</identifier>",
    "hf_api": r'"paper":\{"id":"([^"]+)"',
    "hf_page": r'<h3 class="mb-1 text-lg"><a href="/papers/([^"]+)"',
    "deeplearn_home": r'<div class="title"><a href="/arxiv/(\d+)/',
    "deeplearn_paper": r'<div class="article-content"><p>([^<]+)<',
}


class Got:
    """An answer as a plain client sees it; ``error`` is what broke while its body was read."""

    def __init__(self, answer: http.client.HTTPResponse, limit: int) -> None:
        self.status = answer.status
        self.headers = {name.lower(): value for name, value in answer.getheaders()}
        self.error: Exception | None = None
        self.body = b""
        try:
            while len(self.body) < limit and (chunk := answer.read1(65536)):
                self.body += chunk
        except (OSError, http.client.HTTPException) as error:
            self.error = error

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")


def fetch(server: UpstreamServer, target: str, timeout: float = 60.0, limit: int = 50_000_000, **headers: str) -> Got:
    """``timeout`` ends a test that hangs; on a busy machine an answer may take its time."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=timeout)
    try:
        connection.request("GET", target, headers={name.replace("_", "-"): value for name, value in headers.items()})
        return Got(connection.getresponse(), limit)
    finally:
        connection.close()


def ids(route: str, text: str) -> list[str]:
    if route == "deeplearn_home":
        text = text.partition("Hot Papers")[2].partition("Hot Tweets")[0]
    return re.findall(ITEMS[route], text)

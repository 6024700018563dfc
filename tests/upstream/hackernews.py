"""Hacker News: Algolia's search by date, Firebase's items, and hackernews.betacat.io's page, in their recorded forms."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import escape
from typing import Any

from tests.upstream.exchange import Asked, Response
from tests.upstream.news import Story, Thread, stories

_FILTER = re.compile(r"(\w+)(>=|<=|>|<|=)(\d+)")
_WALL = 1_000
_JSON = "application/json; charset=utf-8"
_MESSAGE = (
    "you can only fetch the 1000 hits for this query. You can extend the number of hits returned via the "
    "paginationLimitedTo index parameter or use the browse method. You can read our FAQ for more details about "
    "browsing: https://www.algolia.com/doc/faq/index-configuration/how-can-i-retrieve-all-the-records-in-my-index"
)
_DAY = timedelta(days=1)
_FRONT = 30


def answer_search(asked: Asked) -> Response:
    """Newest first. Filters on other numbers than ``created_at_i`` are refused; beyond 1,000 hits there are none."""
    filters = [match.groups() for match in _FILTER.finditer(asked.param("numericFilters"))]
    wrong = next((name for name, _, _ in filters if name != "created_at_i"), None)
    if wrong:
        told = f"invalid numeric attribute({wrong}), attribute not specified in numericAttributesForFiltering setting"
        return _json({"code": 400, "message": told}, status=400)
    per_page, page = int(asked.param("hitsPerPage", "20")), int(asked.param("page", "0"))
    found = asked.select(_matching(asked, [(sign, int(number)) for _, sign, number in filters]))
    if (page + 1) * per_page > _WALL and page:
        return _json(_envelope(asked, [], 0, per_page, page) | {"message": _MESSAGE})
    shown = asked.lose(asked.show(found[:_WALL][page * per_page : (page + 1) * per_page]))
    hits = [_hit(story, asked.now) for story in shown]
    return _json(_envelope(asked, hits, len(found), per_page, page))


def _matching(asked: Asked, filters: list[tuple[str, int]]) -> tuple[Story | Thread, ...]:
    """Without a lower bound a week is all there is."""
    now = asked.now - asked.lag * _DAY
    since, until = now - 7 * _DAY, now + timedelta(seconds=1)
    for sign, number in filters:
        moment = datetime.fromtimestamp(number + (sign in (">", "<=")), UTC)
        if sign in (">", ">="):
            since = moment
        else:
            until = min(until, moment)
    return tuple(sorted(_all(asked, since, until), key=lambda story: story.at, reverse=True))


def _all(asked: Asked, since: datetime, until: datetime) -> Iterator[Story | Thread]:
    yield from (story for story in stories(since, until) if story.number % asked.corpus.story_minutes == 0)
    yield from (thread for thread in asked.corpus.threads if since <= thread.at < until)


def _envelope(asked: Asked, hits: list[dict[str, Any]], total: int, per_page: int, page: int) -> dict[str, Any]:
    exact = total <= _WALL
    return {
        "exhaustive": {"nbHits": exact, "typo": True},
        "exhaustiveNbHits": exact,
        "exhaustiveTypo": True,
        "hits": hits,
        "hitsPerPage": per_page,
        "nbHits": total,
        "nbPages": min(-(-total // per_page), _WALL // per_page),
        "page": page,
        "params": "tags=story",
        "processingTimeMS": 3,
        "query": "",
        "serverTimeMS": 4,
    }


def _hit(story: Story | Thread, now: datetime) -> dict[str, Any]:
    hit: dict[str, Any] = {
        "_tags": ["story", "author_kite", f"story_{story.id}"],
        "author": "kite",
        "created_at": f"{story.at:%Y-%m-%dT%H:%M:%SZ}",
        "created_at_i": int(story.at.timestamp()),
        "num_comments": story.comments(now) // 2,
        "objectID": str(story.id),
        "points": story.points(now - timedelta(minutes=10)),
        "story_id": story.id,
        "title": story.title,
        "updated_at": f"{now:%Y-%m-%dT%H:%M:%SZ}",
    }
    return hit | ({"story_text": story.text} if story.is_text else {"url": story.url})


def error_search(asked: Asked) -> Response:
    return _json({"message": "Internal error", "status": 500}, status=500)


def answer_item(asked: Asked) -> Response:
    """An item as it stands; one that is not there is ``null``, one that was killed says so."""
    match = re.fullmatch(r"/v0/item/(\d+)\.json", asked.path)
    number = int(match[1]) if match else None
    told = next((thread for thread in asked.corpus.threads if thread.id == number), None)
    story = told or (Story(number) if number is not None else None)
    shown = asked.lose(asked.show(asked.select((story,) if story and story.at <= asked.now else ())))
    return _json(_item(shown[0], asked.now) if shown and shown[0] else None)


def _item(story: Story | Thread, now: datetime) -> dict[str, Any]:
    item: dict[str, Any] = {
        "by": "kite",
        "descendants": story.comments(now),
        "id": story.id,
        "kids": [],
        "score": story.points(now),
        "time": int(story.at.timestamp()),
        "title": story.title,
        "type": "story",
    }
    if story.is_deleted:
        return {"deleted": True, "id": story.id, "time": item["time"], "type": "story"}
    more: dict[str, Any] = {"text": story.text} if story.is_text else {"url": story.url}
    return item | more | ({"dead": True} if story.is_dead else {})


def error_item(asked: Asked) -> Response:
    return _json({"error": "Permission denied"}, status=401)


def answer_digest(asked: Asked) -> Response:
    """The front page with an advertisement, a job, a post without summary and one with a frame in its place."""
    now = asked.now - asked.lag * _DAY
    found = sorted(_all(asked, now - _DAY, now), key=lambda story: -story.points(now))[:_FRONT]
    shown = asked.lose(asked.show(asked.select(found)))
    articles = "\n".join(_article(rank, story, now) for rank, story in enumerate(shown))
    made = f"{(now if not asked.relabelled else asked.now):%Y-%m-%d %H:%M:%S} UTC"
    text = (
        "<!DOCTYPE html>\n<html>\n<head><title>Hacker News Summary</title></head>\n<body>\n<div>\n"
        f'{articles}\n<article class="post-item ad"><ins class="adsbygoogle"></ins></article>\n'
        '<footer><ul><li class="last-updated" data-submitted="">Last\n updated: '
        f"<span>{made}</span></li></ul></footer>\n</div>\n</body>\n</html>\n"
    )
    return Response(body=text.encode())


def _article(rank: int, story: Story | Thread, now: datetime) -> str:
    discussion = f"https://news.ycombinator.com/item?id={story.id}"
    summary = ("", '<div class="embed-responsive"><iframe src="https://video.example.org"></iframe></div>')[rank % 2]
    stamp = f"{story.at:%Y-%m-%dT%H:%M:%SZ}"
    return (
        f'<article class="post-item" data-rank="{rank}"><div class="post-title"><h3 id="post-{rank}">'
        f'<a target="_blank" class="post-url" href="{story.url or discussion}">{escape(story.title)}&#10;</a></h3></div>'
        f'<div class="post-meta"><span class="score" title="Score"><span>{story.points(now)}</span></span>'
        f'<span class="last-updated" data-submitted="{stamp}"><span>{stamp}</span></span>'
        f'<span class="comment"><a href="{discussion}" rel="comment"><span>{story.comments(now)}</span></a></span></div>'
        f'<div class="post-summary">{summary}</div></article>'
    )


def error_digest(asked: Asked) -> Response:
    return Response(status=404, body=b"<html><body><h1>404</h1><p>File not found</p></body></html>")


def _json(value: object, status: int = 200) -> Response:
    return Response(status=status, content_type=_JSON, body=json.dumps(value, separators=(",", ":")).encode())

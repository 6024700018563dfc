"""huggingface.co: ``/api/daily_papers`` and the page ``/papers/date/DAY``.

Fields and their order from answers recorded in 2026; parameters from
https://github.com/huggingface/huggingface_hub (list_daily_papers). What an invalid or future date answers in words was
never seen; only the status is known.
"""

import json
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from html import escape
from typing import Any

from tests.upstream.exchange import Asked, Response
from tests.upstream.schedule import EASTERN
from tests.upstream.works import Work

JSON_TYPE = "application/json; charset=utf-8"
MIDNIGHTS_SINCE = date(2026, 5, 1)
"""From about here on ``submittedOnDailyAt`` is the day's midnight, before it was the moment of submission."""

_LIMITS = (("RateLimit", '"api";r=499;t=300'), ("RateLimit-Policy", '"fixed window";"api";q=500;w=300'))
_SHORT_USER = ("_id", "avatarUrl", "isPro", "fullname", "user", "type", "name")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def answer_api(asked: Asked) -> Response:
    """A day's list as it stands now; without a date the newest one."""
    try:
        day = _day(asked.param("date")) if asked.has("date") else _newest(asked, asked.now.date())
        page, limit = int(asked.param("p", "0")), int(asked.param("limit", "50"))
    except ValueError:
        return refuse(400, "Invalid query")
    if (day and day > asked.now.date()) or not (1 <= limit <= 100 and page >= 0):
        return refuse(400, "Invalid query")
    works = asked.select(_list_of(asked, day))
    shown = asked.lose(asked.show(works[page * limit : (page + 1) * limit]))
    return _json([_entry(work, asked.now) for work in shown])


def answer_page(asked: Asked) -> Response:
    """A day's page. A future, empty or unpublished day leads to the newest published one, an invalid one to /papers."""
    text = asked.param("date") or asked.path.removeprefix("/papers").removeprefix("/date").strip("/")
    if not text:
        return _papers(asked, _newest(asked, asked.now.date()))
    try:
        wanted = _day(text)
    except ValueError:
        return _moved(asked, "papers")
    published = _newest(asked, wanted)
    if published is None:
        return _moved(asked, "papers")
    if published != wanted or asked.has("date"):
        return _moved(asked, f"papers/date/{published}")
    return _papers(asked, wanted)


def refuse(status: int, reason: str) -> Response:
    return _json({"error": reason}, status)


def error_api(asked: Asked) -> Response:
    return refuse(400, "Invalid query")


def error_page(asked: Asked) -> Response:
    return Response(status=404, body=b"<!doctype html><html><body><h1>404</h1></body></html>")


def _day(text: str) -> date:
    """The day of a date, or of an ISO moment, which was accepted too. Raises ValueError."""
    if not _DATE.match(text):
        raise ValueError(text)
    return date.fromisoformat(text[:10])


def _newest(asked: Asked, last: date) -> date | None:
    """The newest day up to ``last`` with a list."""
    days = [day for day in asked.corpus.featured_days(asked.now) if day <= last]
    return days[-1] if days else None


def _list_of(asked: Asked, day: date | None) -> tuple[Work, ...]:
    """The day's list; a lagging service gives the list of a published day before it in its place."""
    if day is None:
        return ()
    for _ in range(asked.lag):
        day = _newest(asked, day - timedelta(days=1)) or day
    return asked.corpus.featured(day, asked.now)


def _entry(work: Work, now: datetime) -> dict[str, Any]:
    paper = _paper(work, now)
    return {
        "paper": paper,
        "publishedAt": _iso(_shifted(_published(work))),
        "title": paper["title"],
        "summary": paper["summary"],
        "thumbnail": f"https://cdn-thumbnails.huggingface.co/social-thumbnails/papers/{work.arxiv_id}.png",
        "numComments": work.comments,
        "submittedBy": {key: value for key, value in _user(work).items() if key != "user"},
        "isAuthorParticipating": work.number % 3 == 0,
    }


def _paper(work: Work, now: datetime) -> dict[str, Any]:
    """The code is there where there is some, a summary by machine on two thirds."""
    paper: dict[str, Any] = {
        "id": work.arxiv_id,
        "authors": [
            {"_id": f"{work.number:08x}{index:016x}", "name": name, "hidden": False}
            for index, name in enumerate(work.authors)
        ],
        "publishedAt": _iso(_published(work)),
        "submittedOnDailyAt": _iso(_featured_at(work)),
        "title": work.title,
        "submittedOnDailyBy": {key: _user(work)[key] for key in _SHORT_USER},
        "summary": work.abstract,
        "upvotes": work.votes_at(now),
        "discussionId": f"{work.number:08x}{0xD:016x}",
    }
    if work.code_url:
        paper |= {"githubRepo": work.code_url, "githubRepoAddedBy": "user"}
    if work.number % 3:
        paper |= {"ai_summary": "A summary by machine.", "ai_keywords": [], "ai_summary_model": "replay"}
    if work.code_url:
        paper["githubStars"] = work.number % 1000
    return paper


def _user(work: Work) -> dict[str, Any]:
    return {
        "_id": f"{work.number:08x}{0xB:016x}",
        "avatarUrl": "/avatars/replayed.svg",
        "fullname": "Replayed User",
        "name": "replayed",
        "type": "user",
        "isPro": False,
        "user": "replayed",
        "isHf": False,
        "isHfAdmin": False,
        "isMod": False,
        "followerCount": 1,
        "isUserFollowing": False,
    }


def _published(work: Work) -> datetime:
    """The day's midnight for every second work of late, the moment of submission otherwise."""
    moment = work.submitted_at
    if moment.date() >= MIDNIGHTS_SINCE and work.number % 2:
        return moment.replace(hour=0, minute=0, second=0, microsecond=0)
    return moment


def _shifted(moment: datetime) -> datetime:
    """Eastern wall time passed off as UTC, as the outer ``publishedAt`` does."""
    return moment.astimezone(EASTERN).replace(tzinfo=UTC)


def _featured_at(work: Work) -> datetime:
    day = work.hf_date or work.submitted_at.date()
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return midnight if day >= MIDNIGHTS_SINCE else work.hf_at or midnight


def _iso(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"


def _json(value: object, status: int = 200) -> Response:
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return Response(status=status, content_type=JSON_TYPE, body=body, headers=_LIMITS)


def _moved(asked: Asked, place: str) -> Response:
    """A redirect relative to the page that was asked for, as its address here is not its address there."""
    location = "../" * (asked.path.count("/") - 1) + place
    return Response(status=302, headers=(("Location", location),))


def _papers(asked: Asked, day: date | None) -> Response:
    works: Sequence[Work] = asked.lose(asked.show(asked.select(_list_of(asked, day))))
    shown = day if asked.relabelled or day is None or not works else works[0].hf_date or day
    props: dict[str, Any] = {
        "authLight": {},
        "canSubmit": False,
        "dateString": str(shown or asked.now.date()),
        "dailyPapers": [_entry(work, asked.now) for work in works],
        "prevDate": f"{(shown or asked.now.date()) - timedelta(days=1)}T00:00:00.000Z",
        "publisher": None,
        "periodType": "day",
        "query": {},
        "isTrending": False,
    }
    cards = "".join(_card(work) for work in works)
    data = escape(json.dumps(props, ensure_ascii=False))
    text = (
        '<!doctype html>\n<html><head><meta charset="utf-8" /><title>Daily Papers</title></head>\n<body>\n'
        f'<main><div class="SVELTE_HYDRATER contents" data-target="DailyPapers" data-props="{data}">'
        f"<section>{cards}</section></div></main>\n</body></html>\n"
    )
    return Response(body=text.encode())


def _card(work: Work) -> str:
    link = f'<a href="/papers/{work.arxiv_id}" class="line-clamp-3">{escape(work.title)}</a>'
    return f'<article><h3 class="mb-1 text-lg">{link}</h3></article>'

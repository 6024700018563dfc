"""export.arxiv.org/api/query: Atom in the shape served since November 2025.

Queries: https://info.arxiv.org/help/api/user-manual.html ; shape: recorded answers and
https://github.com/arXiv/arxiv-search (classic_api).
"""

import base64
import hashlib
import re
from collections.abc import Sequence
from datetime import datetime
from urllib.parse import quote_plus

from tests.upstream.arxiv_query import Match, QueryError, parse_query
from tests.upstream.atom import DECLARATION, block, line
from tests.upstream.exchange import Asked, Response
from tests.upstream.works import Work

CONTENT_TYPE = "application/atom+xml; charset=utf-8"
WINDOW = 10_000
"""Beyond start + max_results of this the service fails."""

INTERNAL = (
    "The server encountered an internal error and was unable to complete your request. "
    "Either the server is overloaded or there is an error in the application."
)
_OPEN = (
    '<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom" '
    'xmlns="http://www.w3.org/2005/Atom">\n'
)
_SCHEME = "http://arxiv.org/schemas/atom"
_ID = re.compile(r"(?P<id>\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Za-z-]{2,})?/\d{7})(?:v(?P<version>[1-9]\d*))?")
_SORTS = ("relevance", "lastUpdatedDate", "submittedDate")


def answer(asked: Asked) -> Response:
    """Matching works in the order asked for. Unknown ids are left out in silence, a malformed one fails the request."""
    try:
        start, size = _number(asked, "start", 0), _number(asked, "max_results", 10)
        works = _ordered(asked, _found(asked))
    except QueryError as bad:
        return refuse(asked, 400, str(bad), bad.place)
    if size == 0 or start + size > WINDOW:
        return refuse(asked, 500, INTERNAL)
    chosen = asked.select(works)
    page = asked.lose(asked.show(chosen[start : start + size]))
    body = _feed(asked, page, len(chosen), start, size)
    return Response(content_type=CONTENT_TYPE, body=body.encode())


def refuse(asked: Asked, status: int, reason: str, place: str = "") -> Response:
    """The error feed, whose one entry looks like a paper called Error."""
    url = f"https://arxiv.org/api/errors{place}"
    entry = (
        line(2, "id", url)
        + line(2, "title", "Error")
        + line(2, "updated", _stamp(asked.now))
        + line(2, "link", href=url, rel="alternate", type="text/html")
        + line(2, "summary", reason)
        + block(2, "author", line(3, "name", "arXiv api core"))
    )
    head = line(1, "id", "https://arxiv.org/") + line(1, "title", "arXiv Search Results")
    head += line(1, "updated", _stamp(asked.now)) + _counts(1, 1, 0)
    body = f"{DECLARATION}{_OPEN}{head}{block(1, 'entry', entry)}</feed>\n"
    return Response(status=status, content_type=CONTENT_TYPE, body=body.encode())


def error(asked: Asked) -> Response:
    return refuse(asked, 400, "incorrect id format for abc", "#incorrect_id_format_for_abc")


def _number(asked: Asked, name: str, default: int) -> int:
    text = asked.param(name) or str(default)
    if not re.fullmatch(r"-?\d+", text, re.ASCII):
        raise QueryError(f"{name} must be an integer")
    if int(text) < 0:
        raise QueryError(f"{name} must be non-negative")
    return int(text)


def _found(asked: Asked) -> list[Work]:
    query, ids = asked.param("search_query"), _ids(asked)
    if not query and not ids:
        raise QueryError("Either a search_query or id_list must be specified for the classic API.")
    versions = asked.corpus.versions(asked.indexed_to)
    matches: Match = parse_query(query) if query else lambda work: True
    named = [_named(text, versions) for text in ids] if ids else [known[-1] for known in versions.values()]
    return [work for work in named if work is not None and matches(work)]


def _ids(asked: Asked) -> list[str]:
    return [text.strip() for text in asked.param("id_list").split(",") if text.strip()]


def _named(text: str, versions: dict[str, tuple[Work, ...]]) -> Work | None:
    match = _ID.fullmatch(text)
    if match is None:
        raise QueryError(f"incorrect id format for {text}", f"#incorrect_id_format_for_{text}")
    known = versions.get(match["id"], ())
    if not match["version"] or not known:
        return known[-1] if known else None
    return next((work for work in known if work.version == int(match["version"])), None)


def _ordered(asked: Asked, works: list[Work]) -> list[Work]:
    """Relevance is the order of the corpus; the other orders are by date, newest first unless asked otherwise."""
    by, order = asked.param("sortBy", "relevance"), asked.param("sortOrder", "descending")
    if by not in _SORTS:
        raise QueryError(f"sortBy must be in: {', '.join(_SORTS)}")
    if order not in ("ascending", "descending"):
        raise QueryError("sortOrder must be in: ascending, descending")
    if by == "relevance":
        return works
    return sorted(works, key=lambda work: _sort_date(work, by), reverse=order == "descending")


def _sort_date(work: Work, by: str) -> datetime:
    return work.submitted_at if by == "submittedDate" else work.revised_at


def _feed(asked: Asked, works: Sequence[Work], total: int, start: int, size: int) -> str:
    query, ids = asked.param("search_query"), ",".join(_ids(asked))
    title = f"search_query={query}&id_list={ids}&start={start}&max_results={size}"
    key = base64.b64encode(hashlib.sha1(title.encode(), usedforsecurity=False).digest()).decode()[:27]
    asked_again = f"search_query={quote_plus(query, safe=':')}&start={start}&max_results={size}&id_list={ids}"
    head = line(1, "id", f"https://arxiv.org/api/{key}") + line(1, "title", f"arXiv Query: {title}")
    head += line(1, "updated", _stamp(asked.now))
    head += line(1, "link", href=f"https://arxiv.org/api/query?{asked_again}", type="application/atom+xml")
    entries = "".join(block(1, "entry", _entry(work)) for work in works)
    return f"{DECLARATION}{_OPEN}{head}{_counts(size, total, start)}{entries}</feed>\n"


def _counts(size: int, total: int, start: int) -> str:
    return (
        line(1, "opensearch:itemsPerPage", str(size))
        + line(1, "opensearch:totalResults", str(total))
        + line(1, "opensearch:startIndex", str(start))
    )


def _entry(work: Work) -> str:
    page = f"arxiv.org/abs/{work.versioned_id}"
    pdf = f"https://arxiv.org/pdf/{work.versioned_id}"
    lines = [
        line(2, "id", f"http://{page}"),
        line(2, "title", work.title),
        line(2, "updated", _stamp(work.revised_at)),
        line(2, "link", href=f"https://{page}", rel="alternate", type="text/html"),
        line(2, "link", href=pdf, rel="related", type="application/pdf", title="pdf"),
        line(2, "summary", work.abstract),
        *(line(2, "category", term=code, scheme=_SCHEME) for code in work.categories),
        line(2, "published", _stamp(work.submitted_at)),
        line(2, "arxiv:comment", work.comment) if work.comment else "",
        line(2, "arxiv:primary_category", term=work.primary),
        line(2, "arxiv:journal_ref", work.journal_ref) if work.journal_ref else "",
        *(block(2, "author", line(3, "name", name)) for name in work.authors),
        _doi(work.doi) if work.doi else "",
    ]
    return "".join(lines)


def _doi(doi: str) -> str:
    return line(2, "arxiv:doi", doi) + line(2, "link", rel="related", href=f"https://doi.org/{doi}", title="doi")


def _stamp(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"

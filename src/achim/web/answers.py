"""Answers that all parts of the reader give: with an ETag, packed, not modified, a page that says what is wrong."""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from hashlib import sha256

from starlette.requests import Request
from starlette.responses import Response

from achim.render.site.frame import Frame, html
from achim.web.pages import Ready, Rendered, place_of

HTML = "text/html; charset=utf-8"
JSON = "application/json"
PRIVATE = {"cache-control": "private, no-store", "referrer-policy": "same-origin"}
"""Of a page with forms: never kept, never packed (https://www.breachattack.com/), and a browser names its origin."""
_PACKED = "-gzip"
_DEEPEST = 32
"""Folders that relative addresses lead out of: a page of a deeper path would be many times as long as the request."""


def etag_of(body: bytes) -> str:
    return sha256(body).hexdigest()[:32]


def page_answer(request: Request, ready: Ready, vary: str = "Accept-Encoding") -> Response:
    """A page, packed where the reader takes that, or that it has not changed."""
    page = ready.page
    body, tag = page.body, page.etag
    headers = {"cache-control": "no-cache", "vary": vary}
    if ready.modified:
        headers["last-modified"] = ready.modified
    if ready.packed is not None and takes_gzip(request.headers.get("accept-encoding", "")):
        body, tag = ready.packed, tag + _PACKED
        headers["content-encoding"] = "gzip"
    headers["etag"] = f'"{tag}"'
    if _is_known(request.headers, page):
        headers.pop("content-encoding", None)
        return Response(status_code=304, headers=headers)
    return Response(body, 200, headers | {"content-type": page.media_type})


def small_answer(request: Request, body: bytes, media_type: str, status: int = 200) -> Response:
    """An answer that is made for this request and may be asked for again."""
    return (
        page_answer(request, Ready(Rendered(body, media_type, etag_of(body))))
        if status == 200
        else Response(body, status, {"content-type": media_type, "cache-control": "no-store"})
    )


def trouble(frame: Frame, path: str, status: int, headers: Mapping[str, str] | None = None) -> Response:
    """A page that says what is wrong and leaks nothing; a 503 with ``retry-after`` says that too much is asked."""
    is_busy = status == 503 and headers is not None and "retry-after" in headers
    told = (
        429
        if is_busy
        else status
        if status in (400, 403, 404, 405, 413, 415, 429, 500, 503)
        else 500
        if status >= 500
        else 400
    )
    title, why = frame.word(f"serve.{told}"), frame.word(f"serve.{told}.why")
    body = html(frame, "gone", near(path), title, why=why)
    return Response(body, status, {"content-type": HTML, "cache-control": "no-store", **(headers or {})})


def near(path: str) -> str:
    """A place from which relative addresses lead where they should, on a page that stands at ``path``."""
    place = place_of(path)
    return place if place else "x/" * min(_DEEPEST, max(0, path.count("/") - 1)) + "x"


def takes_gzip(accepted: str) -> bool:
    """https://www.rfc-editor.org/rfc/rfc9110#section-12.5.3, as far as gzip is concerned."""
    for each in accepted.lower().split(","):
        coding, _, weight = each.partition(";")
        if coding.strip() in ("gzip", "x-gzip"):
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def _is_known(headers: Mapping[str, str], page: Rendered) -> bool:
    """https://www.rfc-editor.org/rfc/rfc9110#section-13.2.2: where there is If-None-Match, it alone counts."""
    known = headers.get("if-none-match")
    if known is not None:
        tags = {each.strip().removeprefix("W/").strip('"').removesuffix(_PACKED) for each in known.split(",")}
        return page.etag in tags or known.strip() == "*"
    since = headers.get("if-modified-since")
    if since is None or page.modified is None:
        return False
    try:
        moment = parsedate_to_datetime(since)
    except (ValueError, OverflowError):
        return False
    return page.modified.replace(microsecond=0) <= (moment if moment.tzinfo else moment.replace(tzinfo=UTC))


def newest(*moments: datetime | None) -> datetime | None:
    return max((each for each in moments if each), default=None)

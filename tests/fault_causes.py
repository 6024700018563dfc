"""What a reader is told of each fault: the cause by its message, and the words that make it understood."""

from collections.abc import Mapping

from tests.upstream import HARMLESS

UNTOUCHED = frozenset({*HARMLESS, "wrong_type", "wrong_charset"})
"""Faults behind which an answer can still be read whole, so that there is nothing to tell."""
CLOSING = frozenset({"rate_exceeded_retry_after", "unavailable_retry_after"})
"""Faults that ask for a time without requests: the whole place is left alone, its other ways too."""

CAUSES: Mapping[str, str] = {
    "rate_exceeded": "fetch.rate_limited",
    "rate_exceeded_retry_after": "fetch.rate_limited",
    "rate_exceeded_200": "fetch.rate_limited",
    "rate_exceeded_late": "fetch.rate_limited",
    "forbidden": "fetch.status",
    "not_found": "fetch.status",
    "not_acceptable": "fetch.status",
    "server_error": "fetch.status",
    "unavailable": "fetch.status",
    "unavailable_retry_after": "fetch.status",
    "error_feed": "fetch.status",
    "timeout": "fetch.timeout",
    "slow_drip": "fetch.timeout",
    "half_closed": "fetch.malformed",
    "reset": "fetch.broken_off",
    "redirect_loop": "fetch.redirects",
    "redirect_private": "fetch.redirect_refused",
    "endless": "fetch.too_large",
    "gzip_bomb": "fetch.too_large",
    "truncated": "source.unparsable",
    "malformed": "source.unparsable",
    "empty": "source.unparsable",
    "error_feed_200": "source.unparsable",
    "other_page": "source.unparsable",
    "bad_bytes": "source.unparsable",
    "layout_changed": "source.unparsable",
    "no_items": "source.empty",
    "partial": "source.partial",
    "short_count": "source.partial",
    "empty_page": "source.partial",
    "dropped_ids": "source.partial",
    "stale": "source.stale",
    "stale_relabelled": "source.repeated",
}
"""The cause that a gap names where nothing stood in for the route; a scene says where its route tells another."""

STATUS: Mapping[str, int] = {
    "rate_exceeded": 429,
    "rate_exceeded_retry_after": 429,
    "rate_exceeded_200": 200,
    "rate_exceeded_late": 429,
    "forbidden": 403,
    "not_found": 404,
    "not_acceptable": 406,
    "server_error": 500,
    "unavailable": 503,
    "unavailable_retry_after": 503,
}

WORDS: Mapping[str, tuple[str, str]] = {
    "fetch.rate_limited": ("요청이 많다며", "too many requests"),
    "fetch.status": ("오류로 응답했다", "answered with an error"),
    "fetch.timeout": ("제시간에 응답하지 않았다", "did not answer in time"),
    "fetch.malformed": ("깨져 있었다", "broken answer"),
    "fetch.broken_off": ("연결을 끊었다", "broke off the connection"),
    "fetch.redirects": ("끝없이 돌려보냈다", "redirected without end"),
    "fetch.redirect_refused": ("돌려보내 따라가지 않았다", "redirected to an address that is not followed"),
    "fetch.too_large": ("한도 2000000", "more than the limit of 2000000"),
    "fetch.closed": ("묻지 말라고 하여", "asked to be left alone"),
    "source.unparsable": ("읽을 수 없었다", "could not be read"),
    "source.empty": ("목록이 비어 있었다", "showed an empty list"),
    "source.partial": ("건만 받았다", "gave only"),
    "source.stale": ("아직 8월 10일(월) 목록이었다", "still showed Mon 10 Aug"),
    "source.repeated": ("앞선 목록의 논문을 다시 보였다", "the papers of an earlier list"),
}
"""By message, what is said in Korean and in English whatever fills the rest."""

"""What goes wrong upstream, by name. A fault is two small functions: one on the question, one on the answer."""

import re
import struct
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeVar

from tests.upstream.exchange import Answer, Asked, Bend, Response

T = TypeVar("T")
Spoil = Callable[[Asked, Response], Response]

RATE_EXCEEDED = b"Rate exceeded."
PRIVATE_ADDRESS = "http://169.254.169.254/latest/meta-data/"
LATE = 0.4
"""Seconds until a late refusal; arXiv's took up to two minutes."""
BOMB_SIZE = 256 * 1024 * 1024
_BLANKS = b" " * 1024 * 1024
_GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"
"""RFC 1952, 2.3: deflate, no name, no time, packed as small as can be, on a system that is not told."""


@dataclass(frozen=True, slots=True)
class Fault:
    """``ask`` changes what the service sees, ``spoil`` its answer; ``refuses`` puts the service's error in its place.

    ``delay`` seconds pass before the answer begins.
    """

    name: str
    ask: Callable[[Asked], Asked] = lambda asked: asked
    spoil: Spoil = lambda asked, response: response
    refuses: bool = False
    delay: float = 0.0

    def apply(self, asked: Asked, answer: Answer, error: Answer) -> Response:
        seen = self.ask(asked)
        response = self.spoil(seen, error(seen) if self.refuses else answer(seen))
        return replace(response, delay=response.delay + self.delay)


def after(delay: float, fault: Fault | str) -> Fault:
    """The same fault after so many seconds of silence."""
    return replace(named(fault) if isinstance(fault, str) else fault, delay=delay)


def status(code: int, retry_after: int | str | None = None, body: bytes | None = None) -> Fault:
    """A refusal. ``retry_after`` is seconds or an HTTP date, and goes into the header as it is."""
    headers = () if retry_after is None else (("Retry-After", str(retry_after)),)
    words = _BODIES.get(code, f"<html><body><h1>{code}</h1></body></html>".encode()) if body is None else body
    kind = "text/plain" if code == 429 else "text/html; charset=utf-8"
    refusal = Response(status=code, content_type=kind, body=words, headers=headers)
    return Fault(f"status_{code}", spoil=lambda asked, response: refusal)


def redirect(location: str) -> Fault:
    moved = Response(status=302, headers=(("Location", location),))
    return Fault("redirect", spoil=lambda asked, response: moved)


_BODIES = {
    429: RATE_EXCEEDED,
    503: b"This listing is temporarily unavailable; please retry in a few minutes.",
}


def _select(bend: Bend) -> Callable[[Asked], Asked]:
    return lambda asked: replace(asked, select=bend)


def _show(bend: Bend) -> Callable[[Asked], Asked]:
    return lambda asked: replace(asked, show=bend)


def _lose(bend: Bend) -> Callable[[Asked], Asked]:
    return lambda asked: replace(asked, lose=bend)


def _body(change: Callable[[bytes], bytes]) -> Spoil:
    return lambda asked, response: replace(response, body=change(response.body))


def _as(**changes: object) -> Spoil:
    return lambda asked, response: replace(response, **changes)  # pyright: ignore[reportArgumentType]


def none_of(items: Sequence[T], /) -> tuple[T, ...]:
    return ()


def first_half(items: Sequence[T], /) -> tuple[T, ...]:
    return tuple(items[: len(items) // 2])


def two_of_three(items: Sequence[T], /) -> tuple[T, ...]:
    return tuple(item for index, item in enumerate(items) if index % 3 != 1)


def doubled(items: Sequence[T], /) -> tuple[T, ...]:
    return tuple(item for item in items for _ in range(2))


def backwards(items: Sequence[T], /) -> tuple[T, ...]:
    return tuple(reversed(items))


def _malformed(body: bytes) -> bytes:
    """Structure broken in the middle: closing tags gone, JSON's punctuation gone, a bare ampersand where a tag ends."""
    middle = len(body) // 2
    head, tail = body[:middle], body[middle:]
    if body.startswith((b"[", b"{")):
        return head + tail.replace(b'":', b'"', 1)[:-1]
    if body.startswith(b"<?xml"):
        return head + tail.replace(b"</", b"<& ", 1)
    return head + re.sub(rb"</(?:div|dd|dt|p|a|dl)>", b"", tail)


def _other_page(asked: Asked, response: Response) -> Response:
    """What stands between a client and a site: a page that asks for a browser, with status 200."""
    text = b"<!DOCTYPE html><html><head><title>Just a moment...</title></head><body><p>Checking.</p></body></html>"
    return Response(body=text)


def _error_text(asked: Asked, response: Response) -> Response:
    return Response(content_type="text/plain", body=RATE_EXCEEDED)


def _loop(asked: Asked, response: Response) -> Response:
    turn = asked.param("round", "0")
    location = f"?round={int(turn) + 1 if turn.isdigit() else 1}"
    return Response(status=302, headers=(("Location", location),))


def _lying_charset(asked: Asked, response: Response) -> Response:
    kind = response.content_type.partition(";")[0]
    return replace(response, content_type=f"{kind}; charset=iso-2022-kr")


def _bad_bytes(body: bytes) -> bytes:
    """Letters of another encoding where titles and abstracts are: no longer UTF-8."""
    return re.sub(rb"([a-z]) (of|that|for|on|to|in) ", b"\\1\xe9 \\2 ", body, count=5)


_NEW_LAYOUT = (
    (b"post-item", b"story-item"),
    (b'"hits":', b'"results":'),
    (b'"score":', b'"votes":'),
    (b"<article>", b"<section>"),
    (b"</article>", b"</section>"),
    (b"entry-title", b"card-title"),
    (b"<dt>", b"<div>"),
    (b"</dt>", b"</div>"),
    (b"list-title", b"entry-title"),
    (b"panel-title", b"card-title"),
    (b"article-content", b"article-text"),
    (b"DailyPapers", b"PapersOfTheDay"),
    (b'<h3 class="mb-1', b'<h4 class="mb-1'),
    (b'"paper":', b'"work":'),
    (b"entry>", b"work>"),
    (b"item>", b"work>"),
    (b"record>", b"work>"),
)


def _new_layout(body: bytes) -> bytes:
    """A well-formed document in which nothing has the name it had."""
    for old, new in _NEW_LAYOUT:
        body = body.replace(old, new)
    return body


def _legacy(body: bytes) -> bytes:
    """arXiv's query answers as they were before November 2025; other documents stay."""
    if b"<title>arXiv Query" not in body:
        return body
    body = body.replace(b"<title>arXiv Query", b"<title>ArXiv Query").replace(
        b'href="https://arxiv', b'href="http://arxiv'
    )
    body = re.sub(rb"<arxiv:(\w+)", rb'<arxiv:\1 xmlns:arxiv="http://arxiv.org/schemas/atom"', body)
    body = re.sub(rb"(?<=\n  <updated>)(\d{4}-\d\d-\d\d)T[^<]*", rb"\1T00:00:00-05:00", body, count=1)
    return re.sub(rb"(<title>[^<\n]{20,60}) ", rb"\1\n  ", body)


@lru_cache
def _packed_blanks() -> bytes:
    """A piece of the bomb, packed so that it can stand behind any other (RFC 1951, 3.2.3): all are the same."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(_BLANKS) + packer.flush(zlib.Z_FULL_FLUSH)


@lru_cache(maxsize=32)
def bomb(body: bytes) -> bytes:
    """The true body with so many blanks behind it, packed small: whoever unpacks it all gets a proper document.

    It is put together of one packed piece, as packing it all takes a client's whole patience on a busy machine.
    """
    pieces = BOMB_SIZE // len(_BLANKS)
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    start = packer.compress(body) + packer.flush(zlib.Z_FULL_FLUSH)
    checksum = zlib.crc32(body)
    for _ in range(pieces):
        checksum = zlib.crc32(_BLANKS, checksum)
    end = zlib.compressobj(9, zlib.DEFLATED, -15).flush()
    trailer = struct.pack("<LL", checksum, len(body) + BOMB_SIZE)
    return b"".join((_GZIP_HEAD, start, _packed_blanks() * pieces, end, trailer))


def _gzip_bomb(asked: Asked, response: Response) -> Response:
    headers = (*response.headers, ("Content-Encoding", "gzip"))
    return replace(response, body=bomb(response.body), headers=headers)


FAULTS: dict[str, Fault] = {
    fault.name: fault
    for fault in (
        replace(status(429), name="rate_exceeded"),
        replace(status(429, 7), name="rate_exceeded_retry_after"),
        Fault("rate_exceeded_200", spoil=_error_text),
        replace(status(429), name="rate_exceeded_late", delay=LATE),
        replace(status(403), name="forbidden"),
        replace(status(404), name="not_found"),
        replace(status(406), name="not_acceptable"),
        replace(status(500), name="server_error"),
        replace(status(503), name="unavailable"),
        replace(status(503, 300), name="unavailable_retry_after"),
        Fault("timeout", spoil=_as(mode="never")),
        Fault("slow_drip", spoil=_as(mode="drip")),
        Fault("half_closed", spoil=_as(mode="half")),
        Fault("reset", spoil=_as(mode="reset")),
        Fault("truncated", spoil=_body(lambda body: body[: len(body) // 2])),
        Fault("malformed", spoil=_body(_malformed)),
        Fault("empty", spoil=_body(lambda body: b"")),
        Fault("no_items", ask=_select(none_of)),
        Fault("partial", ask=_show(first_half)),
        Fault("short_count", ask=_lose(two_of_three)),
        Fault("empty_page", ask=_show(none_of)),
        Fault("dropped_ids", ask=_select(two_of_three)),
        Fault("duplicated", ask=_lose(doubled)),
        Fault("reordered", ask=_lose(backwards)),
        Fault("stale", ask=lambda asked: replace(asked, lag=1)),
        Fault("stale_relabelled", ask=lambda asked: replace(asked, lag=1, relabelled=True)),
        Fault("error_feed", refuses=True),
        Fault("error_feed_200", spoil=_as(status=200), refuses=True),
        Fault("wrong_type", spoil=_as(content_type="application/octet-stream")),
        Fault("other_page", spoil=_other_page),
        Fault("wrong_charset", spoil=_lying_charset),
        Fault("bad_bytes", spoil=_body(_bad_bytes)),
        Fault("layout_changed", spoil=_body(_new_layout)),
        Fault("legacy_shape", spoil=_body(_legacy)),
        Fault("redirect_loop", spoil=_loop),
        replace(redirect(PRIVATE_ADDRESS), name="redirect_private"),
        Fault("endless", spoil=_as(mode="endless")),
        Fault("gzip_bomb", spoil=_gzip_bomb),
    )
}

HARMLESS = ("duplicated", "reordered", "legacy_shape")
"""Faults behind which nothing is missing and nothing is in doubt."""

OK = Fault("ok")
_STEP = re.compile(r"(?P<name>[a-z_]+|[1-5]\d\d)(?:\+(?P<retry>\d+))?(?:~(?P<delay>[\d.]+))?")


def named(text: str) -> Fault:
    """``429``, ``429+7`` with Retry-After 7, ``429~0.3`` after so many seconds, ``timeout``, ``200`` or ``ok``.

    Raises ValueError for a name that is none.
    """
    match = _STEP.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"no fault reads {text!r}")
    name, retry = match["name"], match["retry"]
    if name in ("200", "ok"):
        fault = OK
    elif name.isdigit():
        fault = status(int(name), int(retry) if retry else None)
    elif name in FAULTS:
        fault = FAULTS[name]
    else:
        raise ValueError(f"no fault is named {name!r}")
    return after(float(match["delay"]), fault) if match["delay"] else fault


def parse_script(steps: str | Sequence[Fault | str]) -> tuple[tuple[Fault, ...], Fault]:
    """The faults to play once, in order, and what comes for ever after them: no fault unless ``*:`` names one."""
    listed = steps.split(",") if isinstance(steps, str) else list(steps)
    last = listed[-1] if listed else OK
    if isinstance(last, str) and last.strip().startswith("*:"):
        return tuple(_fault(step) for step in listed[:-1]), named(last.strip().removeprefix("*:"))
    return tuple(_fault(step) for step in listed), OK


def _fault(step: Fault | str) -> Fault:
    return named(step) if isinstance(step, str) else step

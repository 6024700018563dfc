"""The one polite client: pace per host, bounded retries, limits on time, size and redirects."""

import math
import random
import re
import threading
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from http.cookiejar import CookieJar, DefaultCookiePolicy
from urllib.parse import urljoin, urlsplit

import httpx2

from achim.domain.note import Note
from achim.domain.retry_after import retry_after
from achim.errors import FetchError
from achim.ports import Answer, Clock

_FOR_GOOD = frozenset({301, 308})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_RETRIED = frozenset({408, 425, 429, 500, 502, 503, 504})
_BUSY = re.compile(rb"\s*rate exceeded\b.{0,80}\s*", re.IGNORECASE)
_CODINGS = frozenset({"", "identity", "gzip", "deflate"})
_LONGEST_CLOSED = 86_400.0
_UNREACHED_SECONDS = 60.0
"""For so long a host that nothing connects to is not asked again: who is offline need not wait for every address."""
_BUSY_FACTOR = 10
"""A place that is too busy and does not say for how long is left alone so many times longer than one that stumbled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """How the client behaves. Times in seconds, sizes in bytes (after decompression).

    ``pace`` gives the seconds between the starts of two requests to a group of hosts; hosts are grouped by their
    registered name, so that all of arxiv.org shares one connection
    (https://info.arxiv.org/help/api/tou.html: one request every three seconds, a single connection at a time).
    ``total_timeout`` bounds each answer, from the first byte sent to the last one read, and no try begins later than
    that after the first one. Waits double from ``first_wait``, with as much jitter, up to ``longest_wait``; a
    ``Retry-After`` beyond that is not waited for: until then nobody asks the group. ``budgets`` are the seconds that
    all requests for a source may take together.
    """

    user_agent: str
    pace: Mapping[str, float] = field(default_factory=dict[str, float])
    default_pace: float = 1.0
    connect_timeout: float = 10.0
    read_timeout: float = 60.0
    total_timeout: float = 180.0
    max_bytes: int = 20_000_000
    max_redirects: int = 5
    attempts: int = 3
    first_wait: float = 2.0
    longest_wait: float = 60.0
    budgets: Mapping[str, float] = field(default_factory=dict[str, float])


class _Refused(Exception):
    """An answer that may be worth another try."""

    def __init__(
        self,
        note: Note,
        *,
        again: bool,
        busy: bool = False,
        unreached: bool = False,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(note)
        self.note = note
        self.again = again
        self.busy = busy
        self.unreached = unreached
        self.retry_after = retry_after


class Client:
    """A Fetcher over a transport. Thread safe: one request at a time per group of hosts.

    Where an earlier answer named a validator, upstream is asked on its condition (RFC 9110, 13.1). ``heed`` is told
    on whose behalf a request is made again, and why.
    """

    def __init__(
        self,
        manners: Manners,
        transport: httpx2.BaseTransport,
        clock: Clock,
        heed: Callable[[str, Note], None] = lambda source, note: None,
        turns: "Turns | None" = None,
    ) -> None:
        self._manners = manners
        self._clock = clock
        self._heed = heed
        self._unreached: dict[str, tuple[datetime, Note]] = {}
        self._client = httpx2.Client(
            transport=transport,
            headers={"User-Agent": manners.user_agent, "Accept-Encoding": "gzip, deflate"},
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
            timeout=httpx2.Timeout(manners.read_timeout, connect=manners.connect_timeout),
            follow_redirects=False,
            trust_env=False,
        )
        self._pacer = Pacer(manners.pace, manners.default_pace, manners.longest_wait, clock, turns)
        self._purse = Purse(manners.budgets, clock)

    def get(
        self,
        url: str,
        *,
        source: str,
        again: bool = False,
        earlier: Callable[[Answer], bool] | None = None,
        known: Answer | None = None,
    ) -> Answer:
        """See ``ports.Fetcher``; upstream is always asked. ``known`` is an earlier answer, given back if it holds."""
        if again:
            self._heed(source, Note.of("progress.late"))
        began = self._clock.now()
        attempt = 1
        while True:
            try:
                self._check_reached(url)
                with self._purse.open(source) as left:
                    return self._follow(url, known, min(left, self._manners.total_timeout))
            except FetchError as error:
                raise FetchError(source, error.note, url) from error
            except _Refused as refused:
                wait = self._wait(refused, attempt)
                spent = (self._clock.now() - began).total_seconds()
                if wait is None or spent + wait > self._manners.total_timeout or wait > self._purse.left(source):
                    self._leave_alone(url, refused)
                    raise FetchError(source, refused.note, url) from refused
                self._heed(source, _again(refused.note, wait, attempt))
            self._pacer.postpone(url, wait)
            attempt += 1

    def close(self) -> None:
        self._client.close()

    def _check_reached(self, url: str) -> None:
        until, note = self._unreached.get(urlsplit(url).netloc, (None, None))
        if until and note and self._clock.now() < until:
            raise _Refused(note, again=False)

    def _leave_alone(self, url: str, refused: _Refused) -> None:
        """What a refusal asks for holds for whoever asks next: a short time is waited for, a long one is not."""
        if refused.unreached:
            until = self._clock.now() + timedelta(seconds=_UNREACHED_SECONDS)
            self._unreached[urlsplit(url).netloc] = until, refused.note
        elif (seconds := refused.retry_after) and seconds > self._manners.longest_wait:
            self._pacer.close(url, seconds)
        elif seconds:
            self._pacer.postpone(url, seconds)

    def _wait(self, refused: _Refused, attempt: int) -> float | None:
        """Seconds until the next try; None where there is none. Nobody is relieved by waiting longer to connect."""
        manners = self._manners
        if not refused.again or attempt >= manners.attempts:
            return None
        if refused.retry_after is not None:
            return refused.retry_after if refused.retry_after <= manners.longest_wait else None
        if refused.unreached:
            return min(manners.longest_wait, manners.first_wait)
        jitter = random.uniform(0.0, manners.first_wait)
        wait = manners.first_wait * 2 ** (attempt - 1) * (_BUSY_FACTOR if refused.busy else 1)
        return min(manners.longest_wait, wait + jitter)

    def look(self, url: str) -> Answer:
        """Whatever ``url`` answers, an error too, asked once. Raises FetchError where nothing answers."""
        try:
            with _faults_translated(), self._pacer.turn(url):
                deadline = time.monotonic() + self._manners.total_timeout
                with self._client.stream("GET", url, extensions={"deadline": deadline}) as response:
                    body = self._read(response, deadline)
                    return Answer(str(response.url), response.status_code, _kept(response.headers), body)
        except _Refused as refused:
            raise FetchError("probe", refused.note, url) from refused

    def _follow(self, url: str, known: Answer | None, seconds: float) -> Answer:
        seen: set[str] = set()
        for_good: list[bool] = []
        while url not in seen and len(seen) <= self._manners.max_redirects:
            seen.add(url)
            with _faults_translated():
                answer = self._ask(url, known if known and known.url == url else None, seconds)
                if answer.status not in _REDIRECTS:
                    return replace(answer, moved=bool(for_good) and all(for_good))
                for_good.append(answer.status in _FOR_GOOD)
                url = _redirected(url, answer.headers.get("location", ""))
        raise _Refused(Note.of("fetch.redirects", limit=self._manners.max_redirects), again=False)

    def _ask(self, url: str, known: Answer | None, seconds: float) -> Answer:
        if closed := self._pacer.closed_for(url):
            raise _Refused(Note.of("fetch.closed", seconds=round(closed)), again=False)
        with self._pacer.turn(url):
            deadline = time.monotonic() + seconds
            stream = self._client.stream("GET", url, headers=_conditions(known), extensions={"deadline": deadline})
            with stream as response:
                if known and response.status_code == 304:
                    return known
                return self._answer(response, deadline)

    def _answer(self, response: httpx2.Response, deadline: float) -> Answer:
        status = response.status_code
        if not (200 <= status < 300 or status in _REDIRECTS):
            raise self._refusal(response)
        body = b"" if status in _REDIRECTS else self._read(response, deadline)
        if _BUSY.fullmatch(body):  # what arXiv says with 429, and has said with 200
            raise _Refused(Note.of("fetch.rate_limited", status=status), again=True, busy=True)
        return Answer(str(response.url), status, _kept(response.headers), body)

    def _read(self, response: httpx2.Response, deadline: float) -> bytes:
        if not _CODINGS.issuperset(
            part.strip().lower() for part in response.headers.get("content-encoding", "").split(",")
        ):
            raise _Refused(Note.of("fetch.malformed"), again=False)
        chunks: list[bytes] = []
        size = 0
        for chunk in response.iter_bytes():
            size += len(chunk)
            if size > self._manners.max_bytes:
                raise _Refused(Note.of("fetch.too_large", limit=self._manners.max_bytes), again=False)
            if time.monotonic() > deadline:
                raise _Refused(Note.of("fetch.timeout"), again=False)
            chunks.append(chunk)
        return b"".join(chunks)

    def _refusal(self, response: httpx2.Response) -> _Refused:
        status = response.status_code
        return _Refused(
            Note.of("fetch.rate_limited" if status == 429 else "fetch.status", status=status),
            again=status in _RETRIED,
            busy=status == 429,
            retry_after=retry_after(response.headers, self._clock.now()),
        )


Turns = Callable[[str, float], AbstractContextManager[None]]
"""Have a group of hosts for oneself among all machines, for the pace in seconds at least."""


def _own_turn(group: str, pace: float) -> AbstractContextManager[None]:
    return nullcontext()


class Pacer:
    """Turns per group of hosts: at most one request under way, and their starts ``pace`` seconds apart.

    A wait is bounded by ``longest`` and the pace, so that a clock set back holds nobody up. ``turns`` holds other
    machines to the pace.
    """

    def __init__(
        self, pace: Mapping[str, float], default: float, longest: float, clock: Clock, turns: "Turns | None" = None
    ) -> None:
        self._turns = turns or _own_turn
        self._pace = pace
        self._default = default
        self._longest = longest
        self._clock = clock
        self._guard = threading.Lock()
        self._locks: dict[str, threading.Lock] = {}
        self._due: dict[str, datetime] = {}
        self._closed: dict[str, datetime] = {}

    @contextmanager
    def turn(self, url: str) -> Generator[None]:
        group = host_group(url)
        pace = self._pace.get(group, self._default)
        with self._guard:
            lock = self._locks.setdefault(group, threading.Lock())
        with lock:
            now = self._clock.now()
            wait = (self._due.get(group, now) - now).total_seconds()
            if wait > 0:
                self._clock.wait(min(wait, pace + self._longest))
            with self._turns(group, pace):
                self.postpone(url, pace)
                yield

    def postpone(self, url: str, seconds: float) -> None:
        """Nobody asks the group of ``url`` for so long."""
        group = host_group(url)
        with self._guard:
            until = self._clock.now() + timedelta(seconds=seconds)
            self._due[group] = max(self._due.get(group, until), until)

    def close(self, url: str, seconds: float) -> None:
        """The group of ``url`` asked to be left alone for so long."""
        with self._guard:
            self._closed[host_group(url)] = self._clock.now() + timedelta(seconds=min(seconds, _LONGEST_CLOSED))

    def closed_for(self, url: str) -> float:
        """Seconds for which the group of ``url`` asked to be left alone; 0 where it may be asked."""
        with self._guard:
            until = self._closed.get(host_group(url))
        return max(0.0, (until - self._clock.now()).total_seconds()) if until else 0.0


class Purse:
    """The time that sources have left; what is not budgeted has no end. Asked for by one thread a source."""

    def __init__(self, budgets: Mapping[str, float], clock: Clock) -> None:
        self._budgets = budgets
        self._clock = clock
        self._spent: dict[str, float] = {}

    def left(self, source: str) -> float:
        return self._budgets.get(source, math.inf) - self._spent.get(source, 0.0)

    @contextmanager
    def open(self, source: str) -> Generator[float]:
        """Give the seconds that are left and take what passes."""
        left = self.left(source)
        if left <= 0:
            raise _Refused(Note.of("fetch.budget", seconds=f"{self._budgets[source]:g}"), again=False)
        began = self._clock.now()
        try:
            yield left
        finally:
            passed = max(0.0, (self._clock.now() - began).total_seconds())
            self._spent[source] = self._spent.get(source, 0.0) + passed


def _again(note: Note, wait: float, attempt: int) -> Note:
    params = {**dict(note.params), "reason": note.code, "wait": round(wait), "attempt": attempt + 1}
    return Note.of("progress.again", **params)


def host_group(url: str) -> str:
    """``arxiv.org`` for every host of arXiv; a loopback address is itself, port included.

    A loopback address that serves places by name (``http://127.0.0.1:8000/export.arxiv.org/api``) stands for them.
    Raises ValueError where the address is none.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    if host.replace(".", "").isdigit() or host == "localhost":
        service = parts.path.lstrip("/").partition("/")[0]
        return _registered(service) if "." in service else f"{host}:{parts.port}"
    return _registered(host)


def _registered(host: str) -> str:
    return ".".join(host.split(".")[-2:])


def _redirected(url: str, location: str) -> str:
    """The address that a redirect leads to. Raises ValueError where it is none.

    It may leave the host, but not the web, nor encryption: there achim does not go.
    """
    target = urljoin(url, location)
    schemes = ("https",) if urlsplit(url).scheme == "https" else ("http", "https")
    parts = urlsplit(target)
    if not location or parts.port == 0:
        raise ValueError(location)
    if parts.scheme not in schemes:
        raise _Refused(Note.of("fetch.redirect_refused"), again=False)
    return target


def _kept(headers: httpx2.Headers) -> dict[str, str]:
    """All but cookies, which are nobody else's business."""
    return {name.lower(): value for name, value in headers.items() if name.lower() != "set-cookie"}


def _conditions(known: Answer | None) -> dict[str, str]:
    validators = {"If-None-Match": "etag", "If-Modified-Since": "last-modified"}
    held: Mapping[str, str] = known.headers if known else {}
    return {condition: held[name] for condition, name in validators.items() if name in held}


@contextmanager
def _faults_translated() -> Generator[None]:
    try:
        yield
    except httpx2.ConnectTimeout as error:
        raise _Refused(Note.of("fetch.timeout"), again=True, unreached=True) from error
    except httpx2.TimeoutException as error:
        raise _Refused(Note.of("fetch.timeout"), again=True) from error
    except (httpx2.DecodingError, httpx2.RemoteProtocolError) as error:
        raise _Refused(Note.of("fetch.malformed"), again=True) from error
    except (httpx2.InvalidURL, httpx2.UnsupportedProtocol, ValueError) as error:
        raise _Refused(Note.of("fetch.malformed"), again=False) from error
    except (httpx2.ReadError, httpx2.WriteError) as error:
        raise _Refused(Note.of("fetch.broken_off"), again=True) from error
    except httpx2.HTTPError as error:
        raise _Refused(Note.of("fetch.unreachable"), again=True, unreached=True) from error

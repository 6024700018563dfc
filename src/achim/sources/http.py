"""The one polite client: pace per host, bounded retries, limits on time, size and redirects."""

import threading
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

import httpx2
import stamina

from achim.domain.note import Note
from achim.errors import FetchError
from achim.ports import Answer

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_RETRIED = frozenset({408, 425, 429, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """How the client behaves. Times in seconds, sizes in bytes (after decompression).

    ``pace`` gives the seconds between the starts of two requests to a group of hosts; hosts are grouped by their
    registered name, so that all of arxiv.org shares one connection
    (https://info.arxiv.org/help/api/tou.html: one request every three seconds, a single connection at a time).
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


class _Refused(Exception):
    """An answer that may be worth another try."""

    def __init__(self, note: Note, retry_after: float | None, again: bool) -> None:
        super().__init__(note)
        self.note = note
        self.retry_after = retry_after
        self.again = again


class Client:
    """A Fetcher over a transport. Thread safe: one request at a time per group of hosts."""

    def __init__(self, manners: Manners, transport: httpx2.BaseTransport) -> None:
        self._manners = manners
        self._client = httpx2.Client(
            transport=transport,
            headers={"User-Agent": manners.user_agent, "Accept-Encoding": "gzip, deflate"},
            timeout=httpx2.Timeout(manners.read_timeout, connect=manners.connect_timeout),
            follow_redirects=False,
            trust_env=False,
        )
        self._pacer = Pacer(manners.pace, manners.default_pace)

    def get(self, url: str, *, source: str, again: bool = False) -> Answer:
        manners = self._manners
        try:
            for attempt in stamina.retry_context(
                on=_worth_another_try(manners.longest_wait),
                attempts=manners.attempts,
                timeout=manners.total_timeout,
                wait_initial=manners.first_wait,
                wait_max=manners.longest_wait,
                wait_jitter=manners.first_wait,
            ):
                with attempt:
                    return self._follow(url)
        except _Refused as refused:
            raise FetchError(source, refused.note, url) from refused
        except FetchError as error:
            raise FetchError(source, error.note, url) from error
        raise AssertionError("unreachable: the retry loop returns or raises")

    def close(self) -> None:
        self._client.close()

    def _follow(self, url: str) -> Answer:
        for _ in range(self._manners.max_redirects + 1):
            answer = self._ask(url)
            if answer.status not in _REDIRECTS:
                return answer
            url = urljoin(url, answer.headers.get("location", ""))
        raise _Refused(Note.of("fetch.redirects", limit=self._manners.max_redirects), None, again=False)

    def _ask(self, url: str) -> Answer:
        if urlsplit(url).scheme not in ("http", "https"):
            raise _Refused(Note.of("fetch.malformed"), None, again=False)
        with self._pacer.turn(url), _faults_translated(), self._client.stream("GET", url) as response:
            if response.status_code >= 400:
                raise _refusal(response)
            body = b"" if response.status_code in _REDIRECTS else self._read(response)
            headers = {name.lower(): value for name, value in response.headers.items() if name.lower() != "set-cookie"}
            return Answer(str(response.url), response.status_code, headers, body)

    def _read(self, response: httpx2.Response) -> bytes:
        deadline = time.monotonic() + self._manners.total_timeout
        chunks: list[bytes] = []
        size = 0
        for chunk in response.iter_bytes():
            size += len(chunk)
            if size > self._manners.max_bytes:
                raise _Refused(Note.of("fetch.too_large", limit=self._manners.max_bytes), None, again=False)
            if time.monotonic() > deadline:
                raise _Refused(Note.of("fetch.timeout"), None, again=False)
            chunks.append(chunk)
        return b"".join(chunks)


class Pacer:
    """Turns per group of hosts: at most one request under way, and their starts ``pace`` seconds apart."""

    def __init__(self, pace: Mapping[str, float], default: float) -> None:
        self._pace = pace
        self._default = default
        self._guard = threading.Lock()
        self._locks: dict[str, threading.Lock] = {}
        self._started: dict[str, float] = {}

    @contextmanager
    def turn(self, url: str) -> Generator[None]:
        group = host_group(url)
        with self._guard:
            lock = self._locks.setdefault(group, threading.Lock())
        with lock:
            wait = self._started.get(group, -1e9) + self._pace.get(group, self._default) - time.monotonic()
            if wait > 0:
                time.sleep(wait)
            self._started[group] = time.monotonic()
            yield


def host_group(url: str) -> str:
    """``arxiv.org`` for every host of arXiv; a loopback address is itself, port included."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if host.replace(".", "").isdigit() or host == "localhost":
        service = parts.path.lstrip("/").partition("/")[0]
        return service if "." in service else f"{host}:{parts.port}"
    return ".".join(host.split(".")[-2:])


@contextmanager
def _faults_translated() -> Generator[None]:
    try:
        yield
    except httpx2.TimeoutException as error:
        raise _Refused(Note.of("fetch.timeout"), None, again=True) from error
    except (httpx2.DecodingError, httpx2.InvalidURL, httpx2.UnsupportedProtocol) as error:
        raise _Refused(Note.of("fetch.malformed"), None, again=False) from error
    except httpx2.HTTPError as error:
        raise _Refused(Note.of("fetch.unreachable"), None, again=True) from error


def _refusal(response: httpx2.Response) -> _Refused:
    status = response.status_code
    code = "fetch.rate_limited" if status == 429 else "fetch.status"
    return _Refused(Note.of(code, status=status), retry_after(response.headers), again=status in _RETRIED)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait by ``Retry-After``, which holds seconds or an HTTP date (RFC 9110, 10.2.3)."""
    value = headers.get("retry-after", "").strip()
    if value.isdigit():
        return float(value[:9])
    try:
        at = parsedate_to_datetime(value)
    except ValueError:
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return max(0.0, (at - datetime.now(UTC)).total_seconds())


def _worth_another_try(longest_wait: float) -> Callable[[Exception], bool | float]:
    def hook(error: Exception) -> bool | float:
        if not isinstance(error, _Refused) or not error.again:
            return False
        if error.retry_after is None:
            return True
        return error.retry_after if error.retry_after <= longest_wait else False

    return hook

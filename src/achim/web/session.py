"""The one user: sessions that are kept here and end by themselves, and how a request shows that it is of ours."""

import hashlib
import hmac
import secrets
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass

_MOST_SESSIONS = 20
_COOKIE = "achim_session"


@dataclass(frozen=True, slots=True)
class Session:
    """``csrf`` is what every form of this session carries; ``ends`` is in monotonic seconds."""

    csrf: str
    ends: float


class Sessions:
    """Sessions by the digest of their cookie, so that what is in memory opens none. They end with the process."""

    def __init__(self, token: str, seconds: float) -> None:
        self._token = _digest(token)
        self._seconds = seconds
        self._known: OrderedDict[bytes, Session] = OrderedDict()

    def is_token(self, told: str) -> bool:
        """Compared in a time that tells nothing of it."""
        return hmac.compare_digest(_digest(told), self._token)

    def begin(self, now: float) -> str:
        """The cookie of a new session; the oldest gives way where there are many."""
        cookie = secrets.token_urlsafe(32)
        self._known[_digest(cookie)] = Session(secrets.token_urlsafe(32), now + self._seconds)
        if len(self._known) > _MOST_SESSIONS:
            self._known.popitem(last=False)
        return cookie

    def known(self, cookie: str | None, now: float) -> Session | None:
        if not cookie:
            return None
        key = _digest(cookie)
        session = self._known.get(key)
        if session is not None and session.ends <= now:
            del self._known[key]
            return None
        return session

    def end(self, cookie: str | None) -> None:
        self._known.pop(_digest(cookie or ""), None)


def is_csrf(session: Session, told: str) -> bool:
    return hmac.compare_digest(session.csrf.encode(), told.encode("utf-8", "replace"))


def cookie_name(scheme: str) -> str:
    """With https, a name that browsers let no other host set: https://www.rfc-editor.org/rfc/rfc6265#section-4.1.3 and
    its successor's cookie prefixes.
    """
    return f"__Host-{_COOKIE}" if scheme == "https" else _COOKIE


def is_of_ours(headers: Mapping[str, str], scheme: str) -> bool:
    """Whether a page of ours sent a form, by what browsers say of it (https://www.w3.org/TR/fetch-metadata/).

    A browser that does not know ``Sec-Fetch-Site`` has to name the ``Origin``.
    """
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    is_own = origin == f"{scheme}://{headers.get('host', '')}"
    if site is None:
        return is_own
    return site == "same-origin" and (is_own or origin in (None, "null"))


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "replace")).digest()

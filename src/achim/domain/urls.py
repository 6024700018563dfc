"""One form for the addresses of one page, so that two places that link to it are seen to tell of the same.

After RFC 3986, section 6.2, and what publishers, feeds and readers add to addresses. The result is a name to compare,
not an address to open: it is https whatever was told.
"""

import re
import unicodedata
from collections.abc import Callable
from urllib.parse import SplitResult, quote, unquote, urlsplit, urlunsplit

from achim.domain.text import is_web_url

_PASSES = 8
"""An address inside an address is taken out, once in each pass; one that is deeper is no real one."""
_DEFAULT_PORTS = {"http": 80, "https": 443}
_DRESS = frozenset({"www", "m", "mobile", "amp"})
"""Labels of a host that say how a page is shown."""
_SUB_DELIMS = "!$'()*,;:@"
_ESCAPE = re.compile(r"%[0-9a-fA-F]{2}")
_TRACKING = re.compile(
    r"(?:utm|mtm|pk|piwik|hsa|guce|vero|oly|__hs|fb_action|amp)_\w*|"
    r"(?:fb|g|d|tw|y|tt|msclk|mscl)clid|msclkid|[gw]braid|mc_[ce]id|_hs(?:enc|mi)|mkt_tok|igsh(?:id)?|li_fat_id|"
    r"ref|ref_?(?:src|url)|referrer|spm|scm|smid|smtyp|cmp(?:id)?|ncid|ocid|cvid|xtor|wt[._]mc|s_cid|sr_share|trk|"
    r"trackingid|guccounter|at_(?:campaign|medium|custom\d|link_\w+|ptr_\w+|format|bbc_team)|__twitter_impression|"
    r"_ga|_gl|_fb_noscript|campaignid|_branch_match_id|campaign_id|unlocked_article_code|leadsource|taid|triedredirect|isfreemail|showwelcome|"
    r"amp|outputtype=amp|output=amp|usqp|fromrss|rss",
    re.IGNORECASE,
)
_CONTENT = {"github.com": {"ref"}, "gitlab.com": {"ref"}}
"""Where a parameter of that name picks what is shown."""
_NOISE = {
    "medium.com": {"source", "sk", "gi"},
    "substack.com": {"r", "s", "publication_id", "post_id", "action"},
    "wsj.com": {"mod", "st", "reflink"},
    "bloomberg.com": {"srnd", "sref", "accesstoken"},
    "ft.com": {"sharetype", "accesstoken", "segmentid"},
    "naver.com": {"sid", "from", "type"},
}
"""Parameters that say nothing at one publisher, and may say something elsewhere."""
_NAMED_BY_USERS = frozenset({"github.com", "gitlab.com", "huggingface.co", "npmjs.com"})
"""Where *amp* at the end of a path may be the name of a thing."""
_INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?|jsp)$", re.IGNORECASE)
_AMP_END = re.compile(r"(?<=[^/])(?:/+amp|\.amp)(?=\.html$|$)")
_GOOGLE = re.compile(r"google(?:\.[a-z]{2,3}){1,2}")
_GOOGLE_AMP = re.compile(r"/amp/(s/)?(?P<rest>[^/]+\..+)")
_AMP_CACHE = re.compile(r"/[a-z]{1,2}/(s/)?(?P<rest>[^/]+\..+)")
_ARCHIVED = re.compile(r"/web/\d{4,14}[a-z_]*/(?P<rest>https?:/.+)")
_TWITTER = re.compile(r"(?:(?:fx|vx)?twitter|xcancel)\.com|nitter\..+")
_POST = re.compile(r"/(?P<who>\w+)/status(?:es)?/(?P<id>\d+)(?:/.*)?")
_VIDEO = re.compile(r"/(?:shorts|embed|live|v)/(?P<id>[\w-]+)")
_THREAD = re.compile(r"/r/(?P<place>\w+)/comments/(?P<id>\w+)(?:/[^/]*)?")
_NAVER = re.compile(r"/(?:mnews/)?(?P<rest>article/.+)")
_OPENAI = re.compile(r"/(?:[a-z]{2}-[A-Z]{2}/)?(?:index|blog)/(?P<rest>.+)")


def canonical_url(url: str) -> str:
    """The name of the page at an http or https address; anything else comes back as it is. Total and idempotent."""
    known = url
    for _ in range(_PASSES):
        try:
            plain = _plainer(known)
        except ValueError:  # no host that IDNA knows
            return url
        if plain == known:
            return known
        known = plain
    return url


def _plainer(url: str) -> str:
    if not is_web_url(url):
        return url
    parts = urlsplit(url)
    host = _host(parts.hostname or "")
    bare = parts._replace(scheme=_scheme(parts), netloc=_with_port(host, parts))
    if inner := _inner(host, bare):
        return inner
    bare = bare._replace(path=_path(host, bare.path), query=_query(host, bare.query), fragment=_fragment(bare.fragment))
    return urlunsplit(_at_home(host, bare))


def _scheme(parts: SplitResult) -> str:
    return "https" if parts.port in (None, _DEFAULT_PORTS[parts.scheme]) else parts.scheme


def _host(name: str) -> str:
    """Raises UnicodeError, a ValueError, where IDNA has no form of it."""
    if ":" in name:
        return f"[{name}]"
    name = unicodedata.normalize("NFKC", name).lower().rstrip(".")
    ascii_name = name if name.isascii() else name.encode("idna").decode("ascii")
    labels = ascii_name.split(".")
    return ".".join([*(label for label in labels[:-2] if label not in _DRESS), *labels[-2:]])


def _with_port(host: str, parts: SplitResult) -> str:
    return host if parts.port in (None, _DEFAULT_PORTS[parts.scheme]) else f"{host}:{parts.port}"


def _inner(host: str, parts: SplitResult) -> str | None:
    """The address that this one only passes on."""
    if _GOOGLE.fullmatch(host):
        if parts.path == "/url":
            told = (pair.partition("=") for pair in parts.query.split("&"))
            return next((_web(unquote(value)) for name, _, value in sorted(told) if name in ("q", "url")), None)
        return _rest(_GOOGLE_AMP, parts)
    if host.endswith(".cdn.ampproject.org"):
        return _rest(_AMP_CACHE, parts)
    if host == "web.archive.org" and (match := _ARCHIVED.fullmatch(parts.path)):
        # some clients fold the two slashes into one
        rest = re.sub(r"^(https?):/+", r"\1://", match["rest"])
        return _web(f"{rest}?{parts.query}" if parts.query else rest)
    return None


def _rest(pattern: re.Pattern[str], parts: SplitResult) -> str | None:
    match = pattern.fullmatch(parts.path)
    return _web(f"https://{match['rest']}{'?' if parts.query else ''}{parts.query}") if match else None


def _web(url: str) -> str | None:
    return url if is_web_url(url) else None


def _spelled(text: str, safe: str) -> str:
    """Percent-encoded once, over NFC; bytes that are no UTF-8 only get capital digits."""
    try:
        return quote(unicodedata.normalize("NFC", unquote(text, errors="strict")), safe=safe)
    except UnicodeDecodeError:
        return _ESCAPE.sub(lambda match: match.group().upper(), quote(text, safe=safe + "%"))


def _path(host: str, path: str) -> str:
    spelled = "/".join(_spelled(segment, _SUB_DELIMS + "&=+") for segment in path.split("/"))
    without_index = _INDEX.sub("", spelled)
    return (without_index if host in _NAMED_BY_USERS else _without_amp(without_index)).rstrip("/")


def _without_amp(path: str) -> str:
    bare = path.rstrip("/")
    return _AMP_END.sub("", bare) if bare.count("/") > 1 or not bare.endswith("/amp") else path


def _query(host: str, query: str) -> str:
    """Without what tracks readers, sorted by name."""
    pairs = (pair.replace("+", "%20").partition("=") for pair in query.split("&") if pair.strip("="))
    kept = (
        (_spelled(name, _SUB_DELIMS + "/?"), sign, _spelled(value, _SUB_DELIMS + "/?=")) for name, sign, value in pairs
    )
    return "&".join("".join(each) for each in sorted(kept, key=lambda each: each[0]) if not _is_noise(host, *each))


def _is_noise(host: str, name: str, sign: str, value: str) -> bool:
    low = name.lower()
    site = ".".join(host.split(".")[-2:])
    if low in _CONTENT.get(site, ()):
        return False
    return bool(_TRACKING.fullmatch(low) or _TRACKING.fullmatch(f"{low}{sign}{value}")) or low in _NOISE.get(site, ())


def _fragment(fragment: str) -> str:
    """Kept where it names a page of an application."""
    return _spelled(fragment, _SUB_DELIMS + "/?=&+") if fragment.startswith(("!", "/")) else ""


def _at_home(host: str, parts: SplitResult) -> SplitResult:
    """In the form that the place itself uses, where it has several."""
    if _TWITTER.fullmatch(host):
        host, parts = "x.com", parts._replace(netloc="x.com")
    for place, rule in _PLACES.items():
        if host == place or host.endswith("." + place):
            return rule(host, parts)
    return parts


def _post(_: str, parts: SplitResult) -> SplitResult:
    if match := _POST.fullmatch(parts.path):
        return parts._replace(path=f"/{match['who'].lower()}/status/{match['id']}", query="", fragment="")
    return parts


def _video(host: str, parts: SplitResult) -> SplitResult:
    if host == "youtu.be" and len(parts.path) > 1:
        return _watch(parts, parts.path[1:])
    if match := _VIDEO.fullmatch(parts.path):
        return _watch(parts, match["id"])
    told = [value for pair in parts.query.split("&") if pair.startswith("v=") and (value := pair[2:])]
    return _watch(parts, told[0]) if parts.path == "/watch" and told else parts


def _watch(parts: SplitResult, video: str) -> SplitResult:
    return parts._replace(netloc="youtube.com", path="/watch", query=f"v={video}", fragment="")


def _thread(_: str, parts: SplitResult) -> SplitResult:
    parts = parts._replace(netloc="reddit.com")
    if match := _THREAD.fullmatch(parts.path):
        return parts._replace(path=f"/r/{match['place'].lower()}/comments/{match['id']}", query="", fragment="")
    return parts


def _naver(_: str, parts: SplitResult) -> SplitResult:
    match = _NAVER.fullmatch(parts.path)
    return parts._replace(netloc="n.news.naver.com", path=f"/{match['rest']}") if match else parts


def _openai(_: str, parts: SplitResult) -> SplitResult:
    """One announcement in several languages, and its address before the site was rearranged."""
    match = _OPENAI.fullmatch(parts.path)
    return parts._replace(path=f"/index/{match['rest']}") if match else parts


_PLACES: dict[str, Callable[[str, SplitResult], SplitResult]] = {
    "x.com": _post,
    "youtube.com": _video,
    "youtu.be": _video,
    "youtube-nocookie.com": _video,
    "reddit.com": _thread,
    "news.naver.com": _naver,
    "openai.com": _openai,
}

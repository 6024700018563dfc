"""rss.arxiv.org: the daily feeds, RSS 2.0 and Atom.

Shape of https://github.com/arXiv/arxiv-feed and of a recorded Atom feed of 2025-08-20.
"""

import hashlib
import unicodedata
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from email.utils import format_datetime

from tests.upstream import schedule
from tests.upstream.atom import DECLARATION, block, line
from tests.upstream.categories import ARCHIVES, covers, is_known
from tests.upstream.exchange import Asked, Response
from tests.upstream.works import Work

LIMIT = 2000
"""Beyond so many records the new ones are lost first."""

_RSS_OPEN = (
    '<rss xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" version="2.0">\n'
)
_ATOM_OPEN = (
    '<feed xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns="http://www.w3.org/2005/Atom" xml:lang="en-us">\n'
)
_RIGHTS = "http://creativecommons.org/licenses/by/4.0/"
_KINDS = ("new", "cross", "replace", "replace-cross")


def answer(asked: Asked) -> Response:
    """The batch whose label is today in US Eastern time; an empty channel where there is none."""
    _, form, spec = asked.path.split("/", 2)
    wanted = spec.split("+")
    if reason := _wrong(wanted) or _wrong_version(asked, form):
        return _refuse(asked, reason)
    today = schedule.eastern_day(asked.now)
    works = asked.corpus.batch(asked.behind(today)) if schedule.is_label(today, asked.corpus.holidays) else ()
    items = asked.select([work for work in works if _kind(work, wanted) is not None])
    kept = sorted(items, key=lambda work: _order(work, wanted), reverse=True)[:LIMIT]
    shown = asked.lose(asked.show(sorted(kept, key=lambda work: _order(work, wanted))))
    title = f"{', '.join(wanted)} updates on arXiv.org"
    description = f"{', '.join(wanted)} updates on the arXiv.org e-print archive."
    body = _rss(asked, title, description, shown) if form == "rss" else _atom(asked, title, description, shown)
    return _cached(asked, form, body.encode())


def error(asked: Asked) -> Response:
    return _refuse(asked, _wrong(["nosuch"]))


def _refuse(asked: Asked, reason: str) -> Response:
    """400 with a feed that has no items."""
    form = asked.path.split("/")[1]
    title = f"Feed error for query: {_address(asked)}"
    body = (_rss if form == "rss" else _atom)(asked, title, reason, (), True)
    return Response(status=400, content_type=_type(form), body=body.encode())


def _cached(asked: Asked, form: str, body: bytes) -> Response:
    """The feed is built once a day; its ETag stands without the quotes that HTTP wants."""
    tag = hashlib.sha256(body).hexdigest()
    left = _midnight(schedule.eastern_day(asked.now) + timedelta(days=1)) - asked.now
    headers = (("ETag", tag), ("Cache-Control", f"max-age={int(left.total_seconds())}"))
    if asked.headers.get("if-none-match", "").strip('"') == tag:
        return Response(status=304, headers=headers)
    return Response(content_type=_type(form), body=body, headers=headers)


def _type(form: str) -> str:
    return "application/rss+xml" if form == "rss" else "application/atom+xml"


def _wrong(wanted: Sequence[str]) -> str:
    for spec in wanted:
        archive = spec.partition(".")[0]
        if archive not in ARCHIVES:
            return f"Bad archive '{archive}'. Valid archive names are: {', '.join(sorted(ARCHIVES))}."
        if not is_known(spec):
            return f"Bad subject class '{spec.partition('.')[2]}'. Valid ones for the archive '{archive}' are: ..."
    return ""


def _wrong_version(asked: Asked, form: str) -> str:
    return "Unsupported version" if form == "rss" and asked.param("version", "2.0") != "2.0" else ""


def _kind(work: Work, wanted: Sequence[str]) -> str | None:
    """The announce type for who asks for these categories; None where it is in none of them."""
    if not any(covers(spec, code) for spec in wanted for code in work.categories):
        return None
    is_cross = not any(covers(spec, work.primary) for spec in wanted)
    return _KINDS[2 * (work.announce_kind == "replace") + is_cross]


def _order(work: Work, wanted: Sequence[str]) -> tuple[int, str]:
    return _KINDS.index(_kind(work, wanted) or "new"), work.arxiv_id or ""


def _rss(asked: Asked, title: str, description: str, works: Sequence[Work], is_error: bool = False) -> str:
    today = schedule.eastern_day(asked.now)
    address = _address(asked)
    skipped = "" if is_error else block(2, "skipDays", line(3, "day", "Sunday") + line(3, "day", "Saturday"))
    channel = (
        line(2, "title", title)
        + line(2, "link", address)
        + line(2, "description", description)
        + line(2, "atom:link", href=address, rel="self", type="application/rss+xml")
        + line(2, "docs", "http://www.rssboard.org/rss-specification")
        + line(2, "language", "en-us")
        + line(2, "lastBuildDate", format_datetime(_built_at(today)))
        + line(2, "managingEditor", "rss-help.arxiv.org" if is_error else "rss-help@arxiv.org")
        + line(2, "pubDate", format_datetime(_midnight(today)))
        + skipped
        + "".join(block(2, "item", _rss_item(asked, work)) for work in works)
    )
    return f"{DECLARATION}{_RSS_OPEN}{block(1, 'channel', channel)}</rss>\n"


def _rss_item(asked: Asked, work: Work) -> str:
    return (
        line(3, "title", work.title)
        + line(3, "link", f"https://arxiv.org/abs/{work.arxiv_id}")
        + line(3, "description", _description(asked, work))
        + line(3, "guid", f"oai:arXiv.org:{work.versioned_id}", isPermaLink="false")
        + "".join(line(3, "category", code) for code in work.categories)
        + line(3, "pubDate", format_datetime(_midnight(_labelled(asked, work))))
        + line(3, "arxiv:announce_type", _announce_type(asked, work))
        + line(3, "dc:rights", _RIGHTS)
        + (line(3, "arxiv:DOI", work.doi) if work.doi else "")
        + (line(3, "arxiv:journal_reference", work.journal_ref) if work.journal_ref else "")
        + line(3, "dc:creator", to_tex(", ".join(work.authors)))
    )


def _atom(asked: Asked, title: str, subtitle: str, works: Sequence[Work], is_error: bool = False) -> str:
    address = _address(asked)
    built = _built_at(schedule.eastern_day(asked.now)).isoformat()
    head = (
        line(1, "id", address)
        + line(1, "title", title)
        + line(1, "updated", built)
        + line(1, "link", href=address, rel="self", type="application/atom+xml")
        + line(1, "subtitle", subtitle)
    )
    entries = "".join(block(1, "entry", _atom_entry(asked, work, built)) for work in works)
    return f"{DECLARATION}{_ATOM_OPEN}{head}{entries}</feed>\n"


def _atom_entry(asked: Asked, work: Work, built: str) -> str:
    return (
        line(2, "id", f"oai:arXiv.org:{work.versioned_id}")
        + line(2, "title", work.title)
        + line(2, "updated", built)
        + line(2, "link", href=f"https://arxiv.org/abs/{work.arxiv_id}", rel="alternate", type="text/html")
        + line(2, "summary", _description(asked, work))
        + "".join(line(2, "category", term=code) for code in work.categories)
        + line(2, "published", _midnight(_labelled(asked, work)).isoformat())
        + line(2, "arxiv:announce_type", _announce_type(asked, work))
        + line(2, "dc:rights", _RIGHTS)
        + (line(2, "arxiv:journal_reference", work.journal_ref) if work.journal_ref else "")
        + (line(2, "arxiv:DOI", work.doi) if work.doi else "")
        + line(2, "dc:creator", to_tex(", ".join(work.authors)))
    )


def _announce_type(asked: Asked, work: Work) -> str:
    return _kind(work, asked.path.split("/", 2)[2].split("+")) or "new"


def _description(asked: Asked, work: Work) -> str:
    """With the blank before the line break."""
    return f"arXiv:{work.versioned_id} Announce Type: {_announce_type(asked, work)} \nAbstract: {work.abstract}"


def _labelled(asked: Asked, work: Work) -> date:
    """The day an item claims: its own label, or today's when an old batch is passed off as the new one."""
    today = schedule.eastern_day(asked.now)
    return today if asked.relabelled else work.announced or today


def _address(asked: Asked) -> str:
    return f"https://rss.arxiv.org{asked.path}"


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), schedule.EASTERN)


def _built_at(day: date) -> datetime:
    """A few seconds after midnight Eastern, in UTC."""
    return (_midnight(day) + timedelta(seconds=11)).astimezone(UTC)


_TEX = {"\u0301": "\\'", "\u0300": "\\`", "\u0308": '\\"', "\u0302": "\\^", "\u0303": "\\~"}


def to_tex(text: str) -> str:
    """Accented letters as these feeds give names: ``Andr\\'e``. Other letters stay."""
    written = ""
    for character in text:
        letter, mark = (*unicodedata.normalize("NFD", character), "")[:2]
        written += _TEX[mark] + letter if mark in _TEX else character
    return written

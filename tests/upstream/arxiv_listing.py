"""arxiv.org: the pages ``/list/CAT/new``, ``/list/CAT/recent`` and ``/catchup/CAT/DAY``.

Structure of https://github.com/arXiv/arxiv-browse (templates list/, catchup) and of a recorded page of 2026-08-12:
the blank in ``href =``, headings, counts, classes. The markup around the items is our own.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape as html_escape

from tests.upstream import schedule
from tests.upstream.categories import covers, is_known, name_of
from tests.upstream.exchange import Asked, Response
from tests.upstream.works import Work

SHOW_VALUES = (25, 50, 100, 250, 500, 1000, 2000)
CATCHUP_PAGE = 2000
CATCHUP_DAYS = 90
UNAVAILABLE = b"This listing is temporarily unavailable; please retry in a few minutes."

_SECTIONS = ("New submissions", "Cross submissions", "Replacement submissions")
_ANCHORS = ("New submissions", "Cross-lists", "Replacements")


@dataclass(frozen=True, slots=True)
class _Item:
    """A line of the listing: its section (0 to 2) and its number on the whole page, from 1."""

    section: int
    number: int
    work: Work


def answer_list(asked: Asked) -> Response:
    """``/list/CAT/new`` and ``/list/CAT/recent``; other periods are 404 here."""
    _, _, category, period = asked.path.split("/", 3)
    if not is_known(category):
        return refuse(400, f"Invalid archive or category: {category}")
    default = 2000 if period == "new" else 50
    shown = asked.param("show") or str(default)
    if not shown.isdigit() or int(shown) not in SHOW_VALUES:
        values = ", ".join(str(value) for value in SHOW_VALUES)
        return refuse(400, f"Invalid show value. Valid values: {values}")
    skip = asked.param("skip") or "0"
    if not skip.isdigit():
        return refuse(400, "Invalid skip value")
    if period == "new":
        return _new(asked, category, int(skip), int(shown))
    if period in ("recent", "pastweek"):
        return _recent(asked, category, int(skip), int(shown))
    return refuse(404, "Invalid time period")


def answer_catchup(asked: Asked) -> Response:
    """``/catchup/CAT/DAY?abs=True&page=1``. *Today* is the day in US Eastern time."""
    _, _, category, text = asked.path.split("/", 3)
    if any(name not in ("abs", "page") for name, _ in asked.query):
        return refuse(400, "Invalid query parameter. Only abs and page are allowed")
    if asked.param("abs", "False") not in ("True", "False") or not asked.param("page", "1").isdigit():
        return refuse(400, "Invalid value for abs or page")
    if not is_known(category):
        return refuse(400, f"Invalid subject: {category}")
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return refuse(400, f"Invalid date: {text}")
    today = schedule.eastern_day(asked.now)
    if day > today:
        return refuse(400, f"Invalid date: {day}. Can't request date later than today")
    if day < today - timedelta(days=CATCHUP_DAYS):
        return refuse(400, f"Invalid date: {day}. Catchup only allowed for past {CATCHUP_DAYS} days")
    return _catchup(asked, category, day)


def refuse(status: int, reason: str) -> Response:
    return _page(f"<h1>{_escape(reason)}</h1>\n<p>The request cannot be served.</p>", status=status)


def error(asked: Asked) -> Response:
    return refuse(400, f"Invalid archive or category: {asked.path}")


def _new(asked: Asked, category: str, skip: int, show: int) -> Response:
    shown_label = schedule.label_shown(asked.now, asked.corpus.holidays)
    label = asked.behind(shown_label)
    items = _items(asked.select(asked.corpus.batch(label)), category)
    page = asked.show(items[skip : skip + show])
    heading = shown_label if asked.relabelled else label
    parts = [
        f"  <h1>{_escape(name_of(category))}</h1>\n",
        _anchors(items),
        f'<p>See <a id="recent-{category}" aria-labelledby="recent-{category}" '
        f'href="/list/{category}/recent">recent</a> articles</p>',
        f"<h3>Showing new listings for {_long(heading)}</h3>\n",
    ]
    if items:
        parts += [_paging(f"/list/{category}/new", len(items), skip, show), *_sections(asked, items, page, True)]
    else:
        parts.append("\n    <p>No updates today.</p>\n")
    headers = () if items else (("Surrogate-Control", "max-age=300"),)
    return _page(_frame(parts), headers=headers)


def _recent(asked: Asked, category: str, skip: int, show: int) -> Response:
    days = list(_five_days(asked.behind(schedule.label_shown(asked.now, asked.corpus.holidays)), asked))
    dated = [(day, item) for day in days for item in _items(asked.corpus.batch(day), category) if item.section < 2]
    numbered = [(day, _Item(item.section, index, item.work)) for index, (day, item) in enumerate(dated, 1)]
    chosen = asked.select(numbered)
    page = asked.show(chosen[skip : skip + show])
    parts = [f"  <h1>{_escape(name_of(category))}</h1>\n", "<h2>Authors and titles for recent submissions</h2>"]
    parts.append(_paging(f"/list/{category}/recent", len(chosen), skip, show) if chosen else "")
    for day in days:
        total = sum(1 for on, _ in chosen if on == day)
        here = [item for on, item in page if on == day]
        parts.append("\n      <dl id='articles'>")
        parts.append(f"    <h3>{_short(day)}{_recent_count(len(here), total)}</h3>\n\n")
        parts += [_item(item, category, False) for item in asked.lose(here)]
        parts.append("" if total else "    <p>No updates for this time period.</p>\n")
        parts.append("</dl>")
    return _page(_frame(parts))


def _recent_count(shown: int, total: int) -> str:
    return f" (showing {shown} of {total} entries )" if total else ""


def _five_days(label: date, asked: Asked) -> Iterator[date]:
    for _ in range(5):
        yield label
        label = schedule.label_before(label, asked.corpus.holidays)


def _catchup(asked: Asked, category: str, day: date) -> Response:
    """A lagging service shows the day before under its own date, or under the one asked for when relabelled."""
    shown_day = asked.behind(day)
    heading = f"{day if asked.relabelled else shown_day:%a, %d %b %Y}"
    has_turned = schedule.turns_at(shown_day) <= asked.now
    batch = asked.corpus.batch(shown_day) if has_turned else ()
    items = _items(asked.select(batch), category)
    number = max(int(asked.param("page", "1")), 1)
    start = (number - 1) * CATCHUP_PAGE
    page = asked.show(items[start : start + CATCHUP_PAGE])
    total = f"Total of {len(items)} entries for {heading}"
    parts = [f"  <h1>Catchup results for {_escape(name_of(category))} on {heading}</h1>\n", _anchors(items)]
    parts.append(f"\n    <div>\n      \n      {total}\n      \n\n    </div>\n")
    if not items:
        parts.append(
            f"      <br>\n        <div>\n          <p>No updates for {heading}. There was either no announcement "
            "for this day, or no updates within the requested subject.</p>\n        </div>\n      <br>\n"
        )
    elif not items[start:]:
        parts.append(
            f"      <br>\n        <div>\n          No further updates for {heading}\n        </div>\n      <br>\n"
        )
    else:
        parts += _sections(asked, items, page, asked.param("abs") == "True")
    parts.append(f"\n    <div></div>\n    {total}\n")
    return _page(_frame(parts), headers=(("Surrogate-Control", "max-age=604800"),))


def section_of(work: Work, category: str) -> int:
    """New, cross-listed or replaced, seen from a category or archive."""
    if work.announce_kind == "replace":
        return 2
    return 0 if covers(category, work.primary) else 1


def _items(batch: Iterable[Work], category: str) -> tuple[_Item, ...]:
    mine = [work for work in batch if any(covers(category, own) for own in work.categories)]
    ordered = sorted(mine, key=lambda work: section_of(work, category))
    return tuple(_Item(section_of(work, category), number, work) for number, work in enumerate(ordered, 1))


def _sections(asked: Asked, items: Sequence[_Item], page: Sequence[_Item], with_abstract: bool) -> Iterator[str]:
    category = asked.path.split("/")[2]
    for section, name in enumerate(_SECTIONS):
        whole = [item for item in items if item.section == section]
        here = [item for item in page if item.section == section]
        if here:
            yield f"\n      <dl id='articles'>\n    <h3>{name} ({_count(whole, here)})</h3>\n\n"
            yield from (_item(item, category, with_abstract) for item in asked.lose(here))
            yield "</dl>"


def _count(whole: Sequence[_Item], here: Sequence[_Item]) -> str:
    starts, ends = here[0].number == whole[0].number, here[-1].number == whole[-1].number
    of = f"{len(here)} of {len(whole)} entries"
    if len(here) == len(whole):
        return f"showing {of}"
    if starts:
        return f"showing first {of}"
    return f"continued, showing last {of}" if ends else f"continued, showing {of}"


def _anchors(items: Sequence[_Item]) -> str:
    first = {item.section: item.number for item in reversed(items)}
    lines = (f'  <li><a href="#item{first[section]}">{_ANCHORS[section]}</a></li>\n' for section in sorted(first))
    return f"<ul>\n{''.join(lines)}</ul>\n"


def _paging(path: str, total: int, skip: int, show: int) -> str:
    links = [_page_link(path, total, skip, show, start) for start in range(0, total, show)]
    pages = f": {' '.join(links)}" if len(links) > 1 else ""
    return (
        f"\n      <div class='paging'>Total of {total} entries {pages}\n    </div>\n"
        f"    <div class='morefewer'>Showing up to {show} entries per page\n    </div>\n"
    )


def _page_link(path: str, total: int, skip: int, show: int, start: int) -> str:
    label = f"{start + 1}-{min(start + show, total)}"
    if start == skip:
        return f"<span>{label}</span>"
    return f"<a href={path}?skip={start}&amp;show={show}>{label}</a>"


def _item(item: _Item, category: str, with_abstract: bool) -> str:
    work, key = item.work, item.work.arxiv_id
    note = f"    (cross-list from {work.primary})\n" if item.section == 1 else "    (replaced)\n" * (item.section == 2)
    links = [_format_link(f"/pdf/{key}", "Download PDF", f"pdf-{key}", "pdf")]
    if work.number % 5:
        more = ' rel="noopener noreferrer" target="_blank"'
        url = f"https://arxiv.org/html/{work.versioned_id}"
        links.append(_format_link(url, "View HTML", f"html-{key}", "html", more))
    links.append(_format_link(f"/format/{key}", "Other formats", f"oth-{key}", "other"))
    return (
        f"    <dt>\n      <a name='item{item.number}'>[{item.number}]</a>\n"
        f'      <a href ="/abs/{key}" title="Abstract" id="{key}">\n        arXiv:{key}\n      </a>\n      {note}\n'
        f"        [{', '.join(links)}]\n    </dt>\n    <dd>\n      <div class='meta'>\n"
        f"        <div class='list-title mathjax'><span class='descriptor'>Title:</span>\n"
        f"          {_text(work.title)}\n        </div>\n"
        f"        <div class='list-authors'>{', '.join(_author(work, name) for name in work.authors)}</div>\n\n"
        f"{_optional('list-comments mathjax', 'Comments:', work.comment)}"
        f"{_optional('list-journal-ref', 'Journal-ref:', work.journal_ref)}"
        f"        <div class='list-subjects'><span class='descriptor'>Subjects:</span>\n"
        f"          {_subjects(work)}\n        </div>\n\n{_abstract(work) if with_abstract else ''}"
        "      </div>\n    </dd>\n"
    )


def _format_link(url: str, title: str, key: str, text: str, more: str = "") -> str:
    return f'<a href="{url}" title="{title}" id="{key}" aria-labelledby="{key}"{more}>{text}</a>'


def _author(work: Work, name: str) -> str:
    *first, last = name.split() or ["?"]
    query = ",+".join((last, *["+".join(part[0] for part in first)] * bool(first)))
    archive = work.primary.partition(".")[0]
    return (
        f'<a href="https://arxiv.org/search/{archive}?searchtype=author&amp;query={_escape(query)}">{_text(name)}</a>'
    )


def _optional(classes: str, label: str, text: str | None) -> str:
    if not text:
        return ""
    descriptor = f"<span class='descriptor'>{label}</span>"
    return f"        <div class='{classes}'>{descriptor}\n          {_text(text)}\n        </div>\n\n"


def _subjects(work: Work) -> str:
    first, *others = (f"{_escape(name_of(code))} ({code})" for code in work.categories)
    return "; ".join((f'<span class="primary-subject">{first}</span>', *others))


def _abstract(work: Work) -> str:
    return f"        <p class='mathjax'>\n          {_text(work.abstract)}\n        </p>\n"


_MARKS = {"'": "\u0301", "`": "\u0300", '"': "\u0308", "^": "\u0302", "~": "\u0303", "c": "\u0327", "v": "\u030c"}
_ACCENT = re.compile(r"\\(?:(['`\"^~])\{?([A-Za-z])\}?|([cv])\{([A-Za-z])\})")


def _text(text: str) -> str:
    """Remote text as these pages print it: TeX accents become letters, five characters become references."""
    return _escape(_ACCENT.sub(_accented, text))


def _accented(match: re.Match[str]) -> str:
    mark, letter = match[1] or match[3], match[2] or match[4]
    return unicodedata.normalize("NFC", letter + _MARKS[mark])


def _escape(text: str) -> str:
    return html_escape(text).replace("&quot;", "&#34;").replace("&#x27;", "&#39;")


def _long(day: date) -> str:
    return f"{day:%A}, {day.day} {day:%B} {day.year}"


def _short(day: date) -> str:
    return f"{day:%a}, {day.day} {day:%b} {day.year}"


def _frame(parts: Iterable[str]) -> str:
    return "<div id='content-inner'>\n<div id='dlpage'>\n" + "\n".join(parts) + "\n</div>\n</div>"


def _page(inner: str, status: int = 200, headers: tuple[tuple[str, str], ...] = ()) -> Response:
    text = (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8"/>\n<title>Listing</title>\n</head>\n<body>\n'
        f'<main>\n      <div id="content">\n{inner}      </div>\n    </main>\n</body>\n</html>\n'
    )
    return Response(status=status, body=text.encode(), headers=headers)


__all__ = ["SHOW_VALUES", "UNAVAILABLE", "answer_catchup", "answer_list", "error", "refuse", "section_of"]

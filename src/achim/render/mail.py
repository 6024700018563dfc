"""An edition as a mail: subject, HTML of one column with its styles inline, and the same in plain text.

Gmail clips what is longer than 102 kB, so the HTML is cut between entries below 100 kB, and says what was cut.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from jinja2 import ChoiceLoader, DictLoader, Environment, FunctionLoader, StrictUndefined, TemplateError

from achim.domain.delivery import Issue
from achim.domain.edition import DEFAULT_PROFILE, EditionKey
from achim.domain.mail import LEAVE, MailText, encoded
from achim.domain.note import Note
from achim.domain.text import clean
from achim.errors import UserError
from achim.render.dates import short_day
from achim.render.html import packaged
from achim.render.inert import language_of
from achim.render.register import polite
from achim.render.shown import Block, EditionView, TopicView
from achim.render.site.places import edition_page
from achim.render.view import view

LARGEST = 100_000
"""Bytes of the HTML as it is sent."""
CHART = "chart"
"""The Content-ID of the picture, before its @."""
TEMPLATES = ("edition.html.jinja", "edition.txt.jinja")
_LONGEST_FLAG = 600
"""A mail has dozens of these links, and little room: where they would cost a work its place, none is there."""
_SUBJECT = 78
"""RFC 5322, 2.1.1."""


def environment(own: Mapping[str, str]) -> Environment:
    """The templates of a mail, of which a user's ``own``, by name, take the place."""
    made = Environment(
        loader=ChoiceLoader([DictLoader(own), FunctionLoader(lambda name: packaged(f"mail/{name}"))]),
        autoescape=lambda name: bool(name and name.endswith(".html.jinja")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["language"] = language_of
    made.filters["polite"] = polite
    return made


def mail_text(issue: Issue, templates: Environment, domain: str, can_leave: bool, room: int = LARGEST) -> MailText:
    """``domain`` is that of the Content-ID; ``can_leave`` whether ``LEAVE`` stands in it; ``room`` is in bytes.

    The same issue gives the same texts. Raises UserError for a template that is broken.
    """
    shown = view(issue.edition, issue.flags_to, _LONGEST_FLAG)
    mail, is_whole = _mail_text(issue, shown, templates, domain, can_leave, room)
    if is_whole or not issue.flags_to:
        return mail
    return _mail_text(issue, view(issue.edition), templates, domain, can_leave, room)[0]


def _mail_text(
    issue: Issue, shown: EditionView, templates: Environment, domain: str, can_leave: bool, room: int
) -> tuple[MailText, bool]:
    """And whether nothing was cut."""
    subject, chart = _subject(issue, shown), f"{CHART}@{domain}" if shown.topics else None
    context = {
        "subject": subject,
        "page": _page(issue),
        "file": f"{issue.edition.key.kind.title()}_{issue.edition.key.day.isoformat()}.html",
        "chart": chart,
        "leave": LEAVE if can_leave else None,
        "say": shown.word,
        "alt": _alt(shown),
        "ledger": _ledger(shown),
        "full": shown,
    }

    def made(name: str, kept: int) -> str:
        part = _first(shown, kept)
        told = {**context, "view": part, "left": _left(shown, part)}
        try:
            return templates.get_template(name).render(told)
        except TemplateError as error:
            why = Note.of("error.mail_template", name=name, why=f"{type(error).__name__}: {error}")
            raise UserError(why) from error

    kept = _most(shown, lambda count: len(encoded(made(TEMPLATES[0], count))[1]) < room)
    mail = MailText(
        subject=subject,
        html=made(TEMPLATES[0], kept),
        text=made(TEMPLATES[1], kept).strip("\n") + "\n",
        lang=shown.lang,
        chart=chart,
    )
    return mail, kept == sum(count for _, count in _sizes(shown))


def corrects(issue: Issue) -> bool:
    """Whether something that was sent is said to be wrong."""
    return issue.before is not None and any(each.revision > issue.before for each in issue.edition.corrections)


def _subject(issue: Issue, shown: EditionView) -> str:
    mark = ""
    if issue.before is not None:
        mark = shown.word("mail.corrects" if corrects(issue) else "mail.updates") + " "
    empty = mark + shown.word("mail.subject", day=short_day(issue.edition.key.day, shown.lang), what="")
    return empty + clean(_headline(shown), limit=_SUBJECT - len(empty))


def _headline(shown: EditionView) -> str:
    if shown.empty:
        return polite(shown.empty[0])
    for claim in shown.lead:
        if claim.text:
            return claim.about or claim.text
    return shown.topics[0].papers[0].headline


def _page(issue: Issue) -> str | None:
    """The edition on the site, which has those of the one profile alone."""
    key: EditionKey = issue.edition.key
    return f"{issue.site}/{edition_page(key)}" if issue.site and key.profile == DEFAULT_PROFILE else None


def _alt(shown: EditionView) -> str:
    """The picture in words and numbers."""
    parts = ", ".join(f"{topic.label} {len(topic.papers)}" for topic in shown.topics)
    return f"{polite(shown.chart_sentence)} {parts}"


def _ledger(shown: EditionView) -> str:
    total = shown.foot.total
    parts = ", ".join(f"{name} {count}" for name, count in zip(shown.foot.head, total.counts, strict=True))
    return shown.word("mail.ledger", announced=total.announced, parts=parts)


def _sizes(shown: EditionView) -> tuple[tuple[str, int], ...]:
    """What can be left out, in the order in which it is shown; the last is left out first."""
    return (
        ("lead", len(shown.lead)),
        ("corrections", len(shown.corrections)),
        ("papers", sum(len(topic.papers) for topic in shown.topics)),
        ("updates", len(shown.updates)),
        ("listed", len(shown.listed)),
    )


def _most(shown: EditionView, fits: Callable[[int], bool]) -> int:
    """How many of all parts fit: each that is shown makes it longer."""
    low, high = 0, sum(count for _, count in _sizes(shown))
    if fits(high):
        return high
    while low < high - 1:
        middle = (low + high) // 2
        low, high = (middle, high) if fits(middle) else (low, middle)
    return low


def _first(shown: EditionView, count: int) -> EditionView:
    """The first ``count`` parts of an edition."""
    keep: dict[str, int] = {}
    for name, size in _sizes(shown):
        keep[name] = min(size, count)
        count -= keep[name]
    return replace(
        shown,
        lead=shown.lead[: keep["lead"]],
        corrections=shown.corrections[: keep["corrections"]],
        blocks=tuple(Block((topic,), False) for topic in _first_papers(shown.topics, keep["papers"])),
        updates=shown.updates[: keep["updates"]],
        listed=shown.listed[: keep["listed"]],
    )


def _first_papers(topics: Sequence[TopicView], count: int) -> Iterator[TopicView]:
    """What is said of a topic as a whole stands where all of its papers do."""
    for topic in topics:
        if count >= len(topic.papers):
            yield topic
        elif count > 0:
            yield replace(topic, papers=topic.papers[:count], after=())
        count -= len(topic.papers)


def _left(shown: EditionView, part: EditionView) -> tuple[str, ...]:
    """What was cut, in words."""
    pairs = zip(_sizes(shown), _sizes(part), strict=True)
    cut = [(name, whole - kept) for (name, whole), (_, kept) in pairs if whole > kept]
    return tuple(shown.word(f"mail.left.{name}", count=count) for name, count in cut)

"""An edition as messages of a chat: blocks that stay whole, as many to a message as the service takes."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from jinja2 import Environment, StrictUndefined, TemplateError
from jinja2.environment import TemplateModule
from markupsafe import Markup

from achim.domain.chat import Block, Message
from achim.domain.delivery import Issue, Letter
from achim.domain.ids import PaperId
from achim.domain.note import Note
from achim.domain.text import clean
from achim.errors import SettingsError
from achim.render import chat_markup
from achim.render.chat_markup import Escape, units
from achim.render.html import packaged
from achim.render.inert import lines, web_url
from achim.render.shown import EditionView, PaperView, TopicView
from achim.render.site import places
from achim.render.site.edition import Card, cards
from achim.render.site.places import Link
from achim.render.view import view

Service = Literal["slack", "discord", "telegram"]
_LIMITS = (700, 400, 200, 100, 50, 20)
"""Characters that a text of a block may have, tried in turn until the block is within the service's limit."""
_LONGEST_URL = 500
_IN_LINK = re.compile(r"[<>|()\[\]\\\"'`\s@]")
_LONGEST_TITLE = 150
_MACROS = ("head", "told", "lead", "entry", "foot")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a service takes, in UTF-16 code units of what is sent, markup included, so a little less than it allows.

    ``block`` is the most of one block, ``message`` of all of a message with ``between`` for each gap, ``blocks`` how
    many there may be.
    """

    block: int
    message: int
    blocks: int
    between: int


@dataclass(frozen=True, slots=True)
class Form:
    limits: Limits
    escape: Escape


FORMS: dict[Service, Form] = {
    # 50 blocks (https://docs.slack.dev/reference/block-kit/blocks) of 3,000 characters in a section
    # (https://docs.slack.dev/reference/block-kit/blocks/section-block); how much they may hold together Slack does not
    # say, so it gets about what one screen holds.
    "slack": Form(Limits(block=3_000, message=12_000, blocks=50, between=0), chat_markup.slack),
    # A description of 4,096 characters, 6,000 in all (https://docs.discord.com/developers/resources/message#embed-limits)
    "discord": Form(Limits(block=4_000, message=4_096, blocks=500, between=2), chat_markup.discord),
    # 4,096 characters after entities are parsed (https://core.telegram.org/bots/api#sendmessage)
    "telegram": Form(Limits(block=4_000, message=4_096, blocks=500, between=2), chat_markup.telegram),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A work as templates show it, plain. ``topic`` is the topic's heading where the work is its first."""

    topic: str
    mark: str
    headline: str
    url: str | None
    title: str
    claim: str
    places: str
    notes: tuple[str, ...]


class Chat:
    """Writes editions for a service. ``source`` is a template of the user's own in the place of ours.

    Raises SettingsError where that cannot be read as one, or lacks a part.
    """

    def __init__(self, service: Service, source: str | None = None) -> None:
        self.service: Service = service
        self._form = FORMS[service]
        environment = Environment(
            autoescape=True,
            undefined=StrictUndefined,
            finalize=self._finalized,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.filters["address"] = self._address
        try:
            template = environment.from_string(packaged(template_name(service)) if source is None else source)
            self._module: TemplateModule = template.make_module({})
            if missing := [name for name in _MACROS if not hasattr(self._module, name)]:
                raise _unfit(service, f"macro {missing[0]}")
        except TemplateError as error:
            raise _unfit(service, str(error)) from error

    def messages(self, issue: Issue) -> tuple[Message, ...]:
        """All entries once and in order; none of a message's parts is over the service's limits.

        Raises SettingsError where a template of the user's own makes more of a text than fits.
        """
        shown = view(issue.edition, issue.flags_to)
        blocks = tuple(self._blocks(issue, shown))
        title = _title(shown, issue)
        caption = self._form.escape(title)
        return tuple(Message(title, caption, each) for each in split(blocks, self._form.limits))

    def letter(self, letter: Letter) -> Message:
        """A few words to the owner, cut to one message."""
        subject = clean(letter.subject, limit=_LONGEST_TITLE)
        told = [clean(each, limit=300) for each in lines(letter.text).split("\n") if each][:5]
        blocks = (self._block("head", lambda most: (subject, "")), *(self._told(each) for each in told))
        return Message(subject, self._form.escape(subject), next(iter(split(blocks, self._form.limits)), ()))

    def _finalized(self, value: object) -> object:
        return value if hasattr(value, "__html__") else Markup(self._form.escape(str(value)))

    def _address(self, url: str) -> Markup:
        """``url`` for the inside of a link: no character that ends one there. Markdown knows no entities."""
        inner = _IN_LINK.sub(lambda found: f"%{ord(found[0]):02X}", url)
        return Markup(inner if self.service == "discord" else inner.replace("&", "&amp;"))

    def _blocks(self, issue: Issue, shown: EditionView) -> Iterator[Block]:
        yield self._block("head", lambda most: (_title(shown, issue), " · ".join(shown.counts)))
        for text in _opening(issue, shown):
            yield self._told(text)
        if shown.lead:
            yield self._block(
                "lead", lambda most: ([(clean(each.text, limit=most), each.marks) for each in shown.lead],)
            )
        for item, work in _items(issue, shown):
            yield self._block("entry", lambda most, item=item: (item(most),), work)
        for text in _closing(shown):
            yield self._told(text)
        if issue.site:
            url = web_url(f"{issue.site}/{places.edition_page(issue.edition.key)}")
            yield self._block("foot", lambda most: (shown.word("chat.full"), url))

    def _told(self, text: str) -> Block:
        return self._block("told", lambda most: (clean(text, limit=most),))

    def _block(self, macro: str, values: Callable[[int], tuple[object, ...]], work: PaperId | None = None) -> Block:
        for most in _LIMITS:
            try:
                block = Block(str(getattr(self._module, macro)(*values(most))).strip(), work)
            except TemplateError as error:
                raise _unfit(self.service, str(error)) from error
            if units(block.text) <= self._form.limits.block:
                return block
        raise _unfit(self.service, f"macro {macro}: > {self._form.limits.block}")


def split(blocks: Iterable[Block], limits: Limits) -> tuple[tuple[Block, ...], ...]:
    """As many blocks to a message as fit, in order. None of them may be larger than a message."""
    messages: list[list[Block]] = []
    size = 0
    for block in (each for each in blocks if each.text):
        own = units(block.text)
        grown = size + limits.between + own
        if not messages or grown > limits.message or len(messages[-1]) == limits.blocks:
            messages.append([])
            grown = own
        messages[-1].append(block)
        size = grown
    return tuple(map(tuple, messages))


def template_name(service: str) -> str:
    """Where ours lies, and what a user's own is called after its last slash."""
    return f"chat/{service}.jinja"


def corrections_since(issue: Issue) -> tuple[str, ...]:
    """What was corrected since the revision that was sent before, the newest first; nothing of a first one."""
    if issue.before is None:
        return ()
    shown = view(issue.edition).corrections
    made = reversed(issue.edition.corrections)
    return tuple(
        f"{each.title}: {each.told}"
        for each, correction in zip(shown, made, strict=True)
        if correction.revision > issue.before
    )


def _title(shown: EditionView, issue: Issue) -> str:
    title = f"{shown.name} · {shown.day}"
    if issue.before is None:
        return title
    code = "chat.corrected" if corrections_since(issue) else "chat.updated"
    return f"{shown.word(code)} {title}"


def _opening(issue: Issue, shown: EditionView) -> Sequence[str]:
    changed = (*corrections_since(issue), *shown.changes) if issue.before is not None else ()
    notice = (shown.notice,) if shown.notice else ()
    return (*changed, *notice, *(shown.empty or ()))


def _closing(shown: EditionView) -> Iterator[str]:
    for update in shown.updates:
        yield shown.word("chat.update", title=update.title, changes=update.changes)
    for gap in shown.foot.gaps:
        yield shown.word("chat.gap", where=gap.where, why=gap.why)


def _items(issue: Issue, shown: EditionView) -> Iterator[tuple[Callable[[int], Item], PaperId]]:
    key = issue.edition.key
    brief = cards(shown, Link(places.cards_page(key)), key)
    for topic, told in zip(shown.topics, brief, strict=True):
        for paper, card in zip(topic.papers, told.cards, strict=True):
            yield _itemised(topic, paper, card), paper.work


def _itemised(topic: TopicView, paper: PaperView, card: Card) -> Callable[[int], Item]:
    url = paper.url if paper.url and len(paper.url) <= _LONGEST_URL else None
    heading = f"{topic.emoji} {topic.label}" if paper is topic.papers[0] else ""
    notes = [paper.update, paper.see, card.remark, *(each.told for each in paper.corrections)][:5]

    def item(most: int) -> Item:
        return Item(
            topic=clean(heading, limit=most),
            mark=paper.mark,
            headline=clean(card.headline, limit=most),
            url=url,
            title=clean(card.title, limit=min(most, _LONGEST_TITLE)),
            claim=clean(card.claim.text, limit=most) if card.claim else "",
            places=clean(card.claim.marks, limit=most) if card.claim else "",
            notes=tuple(clean(note, limit=most) for note in (*notes, paper.why_in_short) if note),
        )

    return item


def _unfit(service: str, why: str) -> SettingsError:
    return SettingsError(Note.of("error.chat_template", name=template_name(service).split("/")[1], why=why))

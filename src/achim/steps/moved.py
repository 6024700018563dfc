"""What makes a story that was told before worth telling again: something new happened since.

Told anew by another place, in other words or at more length, it has not moved. What counts stands in a title that was
published since: a reply, another version, another kind of act, a sum that takes the place of the one told; and names
and sums in a title where what was told had a text that lacks them. A page rewritten in good part has moved too.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from achim.domain.note import Note
from achim.domain.paper import Announcement, Story
from achim.ports import Printed
from achim.steps.changed import REWRITTEN, share_new, some
from achim.steps.news_names import Named, named
from achim.steps.news_titles import acts_of
from achim.steps.quantities import Quantity, amount, quantities

_MILESTONES = frozenset({"buy", "law", "leave", "cut", "delay", "ban", "breach"})
"""Acts that change what a story is."""
_CURRENCIES = frozenset("$€£₩¥")


def news_of(story: Story, before: Printed) -> tuple[Note, ...]:
    """What is new in a story against what was told of it; nothing where it only is told again.

    Editions are made in the morning: what was published on the day of one was published since. What a place had told
    before it was first read is new to nobody.
    """
    since = [each for each in story.announcements if _day(each) >= before.day and each.kind != "earlier"]
    titles = sorted({each.title for each in since})
    was_told = f"{before.title}\n{before.abstract}"
    notes = [*_acts(titles, was_told), *_versions(titles, was_told)]
    if figures := list(_figures(titles, was_told, bool(before.abstract))):
        notes.append(Note.of("update.new_figures", figures=some(figures)))
    if before.abstract and (names := sorted(_names(titles) - _names([was_told, before.title]))):
        notes.append(Note.of("update.new_names", names=some(names)))
    if _is_rewritten(since, story, before):
        notes.append(Note.of("update.rewritten"))
    return tuple(notes)


def _day(announcement: Announcement) -> date:
    return (announcement.submitted_at or announcement.seen_at).date()


def _acts(titles: Iterable[str], was_told: str) -> Iterator[Note]:
    new = frozenset[str]().union(*map(acts_of, titles)) - acts_of(was_told)
    if "reply" in new:
        yield Note.of("update.reply")
    for act in sorted(new & _MILESTONES):
        yield Note.of(f"update.act.{act}")


def _versions(titles: Iterable[str], was_told: str) -> Iterator[Note]:
    """A model of which another version was told."""
    told = named(was_told).models
    of = {model.name for model in told}
    new = {model for title in titles for model in named(title).models if model.name in of} - told
    shown = sorted(" ".join((model.name, model.version, *sorted(model.tiers))) for model in new)
    if shown:
        yield Note.of("update.new_version", versions=some(shown))


def _figures(titles: Iterable[str], was_told: str, is_text: bool) -> Iterator[str]:
    """Sums that what was told lacks; where it had a title only, those that take the place of one."""
    told = {amount(each) for each in quantities(was_told)}
    kinds = {kind for kind, _ in told}
    new = {amount(each): _written(title, each) for title in titles for each in quantities(title) if each.unit}
    yield from (text for size, text in new.items() if size not in told and (is_text or size[0] in kinds))


def _written(title: str, figure: Quantity) -> str:
    """With the sign of a currency before it."""
    sign = title[figure.start - 1 : figure.start]
    return sign + figure.surface if sign in _CURRENCIES else figure.surface


def _names(texts: Iterable[str]) -> frozenset[str]:
    return frozenset[str]().union(*(_all(named(text)) for text in texts))


def _all(found: Named) -> frozenset[str]:
    return found.companies | found.products


def _is_rewritten(since: Iterable[Announcement], story: Story, before: Printed) -> bool:
    """Whether its own page says something else now."""
    own = any(each.url == story.url and each.abstract == story.abstract for each in since)
    is_same_page = story.id == before.paper
    return bool(own and is_same_page and before.abstract and share_new(before.abstract, story.abstract) >= REWRITTEN)

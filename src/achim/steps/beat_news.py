"""What editions of news do in their own way: only what is about AI, each event once, told again only where it moved."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta

from achim.domain.note import Note
from achim.domain.paper import DELETED, Announcement, AnyWork, Story
from achim.ports import Printed
from achim.steps.about_ai import AboutAi
from achim.steps.admit import Door
from achim.steps.beat import Beat
from achim.steps.deduplicate_news import deduplicate_news, texts_to_embed
from achim.steps.moved import news_of
from achim.steps.rank_news import news_signals
from achim.steps.recognise import TOLD_DAYS, recognise_stories

_LATE = timedelta(days=14)
"""So long after it was published a story comes at most: feeds are asked no farther back."""


def news_beat(about: Callable[[Story], AboutAi], weights: Mapping[str, float]) -> Beat:
    """``about`` says whether a story is about AI, ``weights`` how good a source is."""

    def refusal(work: AnyWork) -> Note | None:
        if all(each.comment == DELETED for each in work.announcements):
            return Note.of("withheld.deleted")
        if all(each.kind == "earlier" for each in work.announcements):
            return Note.of("withheld.earlier")
        return about(work).refusal if isinstance(work, Story) else None

    return Beat(
        compared=_compared,
        deduplicate=lambda announcements, vectors: deduplicate_news(announcements, vectors, weights),
        recognise=recognise_stories,
        remembers=timedelta(days=TOLD_DAYS) + _LATE,
        door=Door(changes, refusal),
        signals=lambda day, as_of: news_signals(as_of, weights),
    )


def _compared(announcements: Iterable[Announcement], told: Sequence[Printed]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*texts_to_embed(announcements), *(each.title for each in told))))


def changes(work: AnyWork, before: Printed) -> tuple[Note, ...]:
    """What is new in a story that was told before."""
    return news_of(work, before) if isinstance(work, Story) else ()

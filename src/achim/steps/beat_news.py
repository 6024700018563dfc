"""What editions of news do in their own way: only what is about AI, each event once, told again only where it moved."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from achim.domain.edition import Update
from achim.domain.paper import Announcement, AnyWork, Story
from achim.ports import Printed
from achim.steps.about_ai import AboutAi
from achim.steps.admit import Door, Refusal, told_already
from achim.steps.beat import Beat
from achim.steps.deduplicate_news import deduplicate_news, texts_to_embed
from achim.steps.moved import news_of
from achim.steps.rank_news import news_signals


def news_beat(about: Callable[[Story], AboutAi], weights: Mapping[str, float]) -> Beat:
    """``about`` says whether a story is about AI, ``weights`` how good a source is."""

    def refusal(work: AnyWork, before: Printed | None) -> Refusal | None:
        if before:
            return told_already(work, before)
        why = about(work).refusal if isinstance(work, Story) else None
        return Refusal(work, "withheld", why) if why else None

    return Beat(
        compared=_compared,
        deduplicate=lambda announcements, vectors: deduplicate_news(announcements, vectors, weights),
        recognise=lambda works, told, vectors: (),
        door=Door(_update, refusal),
        signals=lambda day, as_of: news_signals(as_of, weights),
    )


def _compared(announcements: Iterable[Announcement], told: Sequence[Printed]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*texts_to_embed(announcements), *(each.title for each in told))))


def _update(work: AnyWork, before: Printed) -> Update | None:
    changes = news_of(work, before) if isinstance(work, Story) else ()
    if not changes:
        return None
    return Update(
        paper=work.id,
        title=work.title,
        url=work.url,
        told_on=before.day,
        version=None,
        abstract=work.abstract,
        changes=changes,
    )

"""What news does in its own way at the door, and how far back it looks."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from achim.domain.edition import EditionKey
from achim.domain.paper import AnnounceKind, Announcement, Story
from achim.pipeline import Order, tell_apart
from achim.ports import Memory, Printed
from achim.steps.about_ai import AboutAi
from achim.steps.admit import admit
from achim.steps.beat import PAPERS, Beat
from achim.steps.beat_news import news_beat
from tests.fakes import make_parts, make_store
from tests.test_same_story import moved, news, stories
from tests.test_same_story import told as told_before

DAY = date(2025, 11, 25)


def is_ai(story: Story) -> AboutAi:
    return AboutAi(1.0, is_ai=True, is_borderline=False, reasons=())


NEWS = news_beat(is_ai, {})


def reasons(*kinds: AnnounceKind) -> list[str]:
    """Why a story that places told in these ways is kept out; empty where it is let in."""
    (story,) = stories(
        *(news("A lab opens its model", source=f"feed:{at}", kind=kind) for at, kind in enumerate(kinds))
    )
    return [each.reason.code for each in admit([story], [], NEWS.door).refused]


def test_what_a_place_told_before_it_was_first_read_is_kept_out_until_another_tells_it() -> None:
    """A thread of today about a post of last week is news."""
    assert reasons("earlier", "earlier") == ["withheld.earlier"]
    assert reasons("earlier", "posted") == []


def test_what_a_place_told_before_it_was_first_read_is_no_update() -> None:
    before = told_before("Grok insults its users")

    assert moved(before, "xAI apologizes as Grok insults its users", kind="earlier") == []


@pytest.mark.parametrize(("beat", "days"), [(PAPERS, 60), (NEWS, 21)])
def test_each_kind_looks_so_far_back_as_it_recognises(
    beat: Beat, days: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """News a week, and what is told may come a fortnight late: no vectors are made of older titles."""
    store, held = make_store(tmp_path), list[date]()
    ages = [days - 1, days, days + 1]

    def told(key: EditionKey, since: date) -> Sequence[Printed]:
        return [replace(told_before("A title"), day=DAY - timedelta(days=age)) for age in ages]

    def compared(announcements: Sequence[Announcement], before: Sequence[Printed]) -> Sequence[str]:
        held.extend(each.day for each in before)
        return ()

    monkeypatch.setattr(store, "told", told)
    parts = replace(make_parts(store, []), beat=replace(beat, compared=compared))
    tell_apart((), Order(key=EditionKey(day=DAY), time_zone="UTC"), Memory(), parts)
    store.close()

    assert held == [DAY - timedelta(days=age) for age in ages[:2]]


def test_a_story_that_comes_a_fortnight_late_is_recognised() -> None:
    """By what was told a week before it was published, which is as far back as the beat remembers."""
    (late,) = stories(news("Nvidia buys startup Groq for $20B", submitted_at=datetime(2025, 11, 11, tzinfo=UTC)))
    before = replace(told_before("Nvidia buys startup Groq for $20B"), day=DAY - NEWS.remembers)

    assert NEWS.recognise([late], [before], {}) == ((late.id, before),)

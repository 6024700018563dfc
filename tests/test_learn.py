"""Stars and mutes teach a profile from the next edition on, and it says what it learnt."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from achim.domain.edition import EditionKey
from achim.domain.ids import PaperId
from achim.domain.interests import NO_INTERESTS, Never
from achim.domain.marks import Kept, Mark
from achim.pipeline import Order, build
from achim.render.messages import say
from achim.steps.learn import MOST_MARKS, learn
from tests.fakes import DAY, MORNING, FakeSource, announcement, make_parts, make_store

WORKS = {PaperId(f"arxiv:2410.{10000 + number}"): announcement(number) for number in range(1, 6)}
NAMES = list(WORKS)


def _mark(number: int, kind: str, hours: int = 0) -> Mark:
    at = MORNING + timedelta(hours=hours)
    return Mark(work=NAMES[number - 1], kind="star" if kind == "star" else "mute", at=at)


def test_what_is_starred_is_wanted_and_what_is_muted_is_not() -> None:
    kept = Kept(marks=(_mark(1, "star"), _mark(2, "star"), _mark(3, "mute"), _mark(4, "star", hours=5)))
    learnt = learn(NO_INTERESTS, kept, WORKS, until=MORNING)
    assert {(each.id, each.weight) for each in learnt.interests.papers} == {
        *((NAMES[0], 1.0), (NAMES[1], 1.0), (NAMES[2], -1.0)),
    }
    assert learnt.interests.never == (Never("work", NAMES[2]),)
    assert [(each.text, each.weight) for each in learnt.interests.authors] == [("Kim Min", 0.5)]
    assert [note.code for note in learnt.notes] == ["learnt.more", "learnt.less", "learnt.authors"]
    assert learn(NO_INTERESTS, kept, WORKS, until=MORNING, since=MORNING).news == ()
    assert learn(NO_INTERESTS, Kept(), WORKS, until=MORNING).interests is NO_INTERESTS


def test_gap_a_work_that_was_muted_long_ago_teaches_no_more_and_is_still_never_shown() -> None:
    muted = [PaperId(f"arxiv:2409.{number:05}") for number in range(MOST_MARKS + 1)]
    kept = Kept(
        marks=tuple(
            Mark(work=work, kind="mute", at=MORNING - timedelta(hours=hours)) for hours, work in enumerate(muted)
        )
    )
    learnt = learn(NO_INTERESTS, kept, {}, until=MORNING).interests
    assert [each.id for each in learnt.papers] == muted[:MOST_MARKS]
    assert learnt.never == tuple(Never("work", work) for work in muted)


def test_the_next_edition_says_what_was_learnt_and_the_one_after_does_not_repeat_it(tmp_path: Path) -> None:
    store = make_store(tmp_path)
    source = FakeSource(known=(announcement(1), announcement(2)))
    order = Order(key=EditionKey(day=DAY, lang="en"), time_zone="Asia/Seoul")
    first = build(order, MORNING, make_parts(store, [source])).edition
    store.marks.mark("default", _mark(1, "star", hours=1))
    told = [first]
    for days in (1, 2):
        day = DAY + timedelta(days=days)
        fresh = announcement(3 + days, batch=day, native_id=f"{day}/x")
        order = replace(order, key=replace(order.key, day=day))
        parts = make_parts(store, [FakeSource(known=(fresh,), cursor=day)])
        told.append(build(order, MORNING + timedelta(days=days), parts).edition)
    store.close()
    notices = [edition.notice for edition in told]
    assert [bool(notice) for notice in notices] == [False, True, False]
    assert notices[1]
    assert "more like Sparrow 1" in say(notices[1], "en")
    codes = {part.note.code for entry in told[1].entries for part in entry.score.parts}
    assert "interest.close" in codes

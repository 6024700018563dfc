"""The order of stories, and that nobody is lowered for a signal that its source does not give."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from achim.domain.paper import Story
from achim.render.messages import say
from achim.steps.rank import rank, score, scored
from achim.steps.rank_news import FRESH_HOURS, USUAL, news_signals
from tests.stories import AT, story

SIGNALS = news_signals(AT)


def total(told: Story) -> float:
    return score(told, SIGNALS).total


def codes(told: Story) -> list[str]:
    return [part.note.code for part in score(told, SIGNALS).parts]


def test_gap_a_feed_item_without_votes_is_not_below_a_thread_with_thirty():
    assert total(story("A")) > total(story("A", votes=30, comments=5))


def test_gap_a_feed_item_without_votes_is_where_a_usual_thread_is():
    assert total(story("A")) == total(story("A", votes=USUAL["votes"], comments=USUAL["comments"]))


def test_a_thread_with_many_votes_is_above_a_feed_item():
    assert total(story("A", votes=700)) > total(story("A"))


def test_few_votes_cost_little_for_a_thread_may_be_young():
    assert total(story("A")) - total(story("A", votes=0)) <= 1


def test_more_votes_are_never_worse():
    totals = [total(story("A", votes=votes)) for votes in (0, 10, 60, 140, 300, 3000)]
    assert totals == sorted(totals)


def test_each_publisher_counts_once():
    assert total(story("A", also_at=("Other",))) == total(story("A", also_at=("Other", "Other")))
    assert total(story("A", also_at=("Other", "Third"))) > total(story("A", also_at=("Other",)))
    assert codes(story("A", also_at=("Example Post",))) == codes(story("A"))


def test_fresh_is_told_in_hours_and_fades():
    hours = [story("A", submitted_at=AT - timedelta(hours=each)) for each in (0, 5, 30, FRESH_HOURS)]
    totals = [total(each) for each in hours]
    assert totals == sorted(totals, reverse=True)
    assert "rank.hours" not in codes(hours[-1])
    assert say(score(hours[1], SIGNALS).parts[0].note, "en") == "5 hours old"
    assert say(score(hours[1], SIGNALS).parts[0].note, "ko") == "나온 지 5시간"


def test_fault_a_date_to_come_is_no_fresher_than_now():
    assert total(story("A", submitted_at=AT + timedelta(days=400))) == total(story("A", submitted_at=AT))


def test_gap_without_a_date_it_is_as_old_as_it_was_first_seen():
    assert total(story("A")) == total(story("A", submitted_at=AT))


def test_a_weight_of_the_settings_counts_by_source_or_publisher():
    weighed = news_signals(AT, {"feed": 0.5, "Example Post": 2.0})
    parts = score(story("A"), weighed).parts
    assert [(part.points, part.note.code) for part in parts if part.note.code == "rank.weight"] == [
        (2.0, "rank.weight")
    ]
    assert score(story("A"), news_signals(AT, {"other": 2.0})) == score(story("A"), SIGNALS)


def test_every_part_has_a_reason_in_both_languages():
    told = story("A", votes=20, comments=400, also_at=("Other",))
    parts = score(told, news_signals(AT, {"feed": 1.0})).parts
    assert len(parts) == 5
    for part in parts:
        assert say(part.note, "ko") != say(part.note, "en")


STORIES = [
    story(f"Story {number}", name=f"url:{number}", votes=votes)
    for number, votes in enumerate((None, 30, 140, 900, None, 140, 75))
]


@given(st.permutations(STORIES))
def test_property_the_order_of_stories_changes_nothing(stories: list[Story]):
    assert rank(scored(stories, SIGNALS), print_most=3, list_most=2) == rank(
        scored(STORIES, SIGNALS), print_most=3, list_most=2
    )


def test_stories_of_an_earlier_revision_stay():
    last = rank(scored(STORIES, SIGNALS), print_most=7, list_most=0).printed[-1].paper
    kept = rank(scored(STORIES, SIGNALS), print_most=2, list_most=0, keep=frozenset({last.id}))
    assert last in [each.paper for each in kept.printed]
    assert len(kept.printed) == 2

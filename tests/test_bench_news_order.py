"""The order of news against judged pairs: the labels, and what agreement counts."""

from datetime import timedelta

from bench.news_order import Pair, agreement, judged, ours, recency, told_of, votes
from tests.stories import AT
from tools.draw_news_order import LABELS, PAIRS
from tools.topic_data import json_lines


def side(name: str, count: int | None, hours: int = 0) -> dict[str, object]:
    at = (AT - timedelta(hours=hours)).isoformat()
    return {"id": name, "title": name, "url": f"https://{name}.example/", "at": at, "votes": count, "comments": count}


def test_each_drawn_pair_is_of_two_stories_and_was_judged_for_one_of_them_twice():
    pairs, labels = list(json_lines(PAIRS)), list(json_lines(LABELS))

    assert [[each["id"] for each in pair["sides"]] for pair in pairs] == [label["sides"] for label in labels]
    assert all(len(set(label["sides"])) == 2 for label in labels)
    assert all({label["first"], label["second"]} <= set(label["sides"]) for label in labels)
    assert len({pair["day"] for pair in pairs}) >= 5


def test_only_pairs_judged_alike_count_and_the_one_that_matters_more_is_first():
    labels = [label for label in json_lines(LABELS) if label["first"] == label["second"]]

    assert [pair.more.id for pair, _ in judged()] == [f"url:{label['first']}" for label in labels]


def test_a_pair_in_order_counts_one_a_tie_half_and_the_reverse_nothing():
    big, small, fed = (told_of(side(name, count)) for name, count in (("big", 900), ("small", 40), ("fed", None)))
    pairs = [Pair(big, small, AT), Pair(small, big, AT), Pair(big, big, AT)]

    assert agreement(pairs, votes)["hits"] == 1.5
    assert agreement([Pair(big, fed, AT)], ours)["hits"] == 1
    assert agreement([Pair(told_of(side("new", 1)), told_of(side("old", 1, hours=9)), AT)], recency)["hits"] == 1

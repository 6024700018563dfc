"""The judged pairs of news items, and what is counted of them."""

from bench.same_story import measure, read_stream
from bench.same_story_pairs import both, judged, stream_readings, told


def test_pairs_for_tuning_and_for_figures_are_of_other_items() -> None:
    """And there are 150 of each, which name nothing but titles, addresses and moments."""
    report, tune = judged("report"), judged("tune")
    items = [
        {(item["source"], item["url"], item["at"]) for row in rows for item in (row["one"], row["other"])}
        for rows in (report, tune)
    ]

    assert (len(report), len(tune)) == (150, 150)
    assert items[0].isdisjoint(items[1])
    assert {name for row in report for name in row["one"]} == {"source", "title", "url", "at"}
    assert all({row["first"], row["second"], row["settled"]} <= {"same", "different"} for row in report)


def test_a_judged_item_is_told_on_its_day() -> None:
    item = judged("report")[0]["one"]

    assert told(item).batch.isoformat() == item["at"][:10]


def test_precision_and_recall_are_of_same() -> None:
    one = judged("report")[0]
    rows = [{**one, "settled": settled} for settled in ("same", "same", "different")]
    found = measure(rows, lambda one, other: True)

    assert (found["precision"]["share"], found["recall"]["share"], found["f1"]) == (0.6667, 1.0, 0.8)


def test_what_is_joined_in_the_stream_counts_as_it_was_read() -> None:
    rows = judged("report")[:3]
    joined = [(row["one"], row["other"]) for row in rows]
    readings = {both(*reversed(joined[0])): "same", both(*joined[1]): "different"}
    found = read_stream(joined, readings)

    assert (found["precision"]["count"], found["precision"]["of"], found["not read"]) == (1, 2, 1)
    assert len(found["wrong"]) == 2
    assert set(stream_readings().values()) == {"same", "different"}

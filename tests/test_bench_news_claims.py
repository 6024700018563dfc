"""The labels of the bench of news claims: whole, dealt by article, and about sentences that are there."""

from collections import Counter
from pathlib import Path

from bench import news_claims as bench

ROWS = bench.claims()


def test_there_are_claims_of_every_kind_in_both_halves() -> None:
    counts = Counter((row["half"], "lie" if row["kind"] in bench.LIES else row["kind"]) for row in ROWS)
    assert {row["kind"] for row in ROWS} == set(bench.KINDS)
    assert min(counts["tuning", bench.TRUE], counts["reported", bench.TRUE]) >= 75
    assert min(counts["tuning", "lie"], counts["reported", "lie"]) >= 150


def test_an_article_is_in_one_half_only_and_no_claim_is_both_true_and_a_lie() -> None:
    halves = {(row["article"], row["half"]) for row in ROWS}
    assert len(halves) == len({article for article, _ in halves})
    kinds = Counter((row["article"], row["text"]) for row in ROWS if row["role"] != "view")
    assert set(kinds.values()) == {1}


def test_sentences_of_our_own_articles_are_there() -> None:
    told = bench.articles()
    own = [row for row in ROWS if row["article"] in told and told[row["article"]].place != "feed"]
    assert len(own) > 250
    assert all(told[row["article"]].story.sentence(number) for row in own for number in row["cites"])


def test_sentences_of_the_feeds_are_there(shared: Path) -> None:
    told = bench.articles()
    assert shared.is_dir()
    assert all(told[row["article"]].story.sentence(number) for row in ROWS for number in row["cites"])

"""Who is at what, over all machines: the same on both databases."""

import time
from collections.abc import Iterator
from contextlib import nullcontext

import pytest
from sqlalchemy import create_engine

from achim.domain.status import AtWork
from achim.store.claims import Held, SqlClaims, Taken, at_work
from achim.store.sql import SqlStore, open_store


@pytest.fixture
def store(archive_url: str) -> Iterator[SqlStore]:
    opened = open_store(archive_url, nullcontext())
    yield opened
    opened.close()


def test_postgres_and_sqlite_a_claim_is_one_holders_until_it_is_given_back(store: SqlStore) -> None:
    one, other = SqlClaims(store.engine, 60.0), SqlClaims(store.engine, 60.0)
    assert one.take("question") == Taken(lost=False)
    held = [other.take("question"), one.take("question")]
    assert all(isinstance(each, Held) and 0 < each.seconds <= 60 for each in held)
    assert other.take("another") == Taken(lost=False)

    one.give_back("question")
    assert other.take("question") == Taken(lost=False)


def test_postgres_and_sqlite_tell_who_is_at_work_and_what_the_dead_left(store: SqlStore) -> None:
    one, other, dead = SqlClaims(store.engine, 60.0), SqlClaims(store.engine, 60.0), SqlClaims(store.engine, -1.0)
    for claims, key in ((one, "a"), (one, "b"), (other, "c"), (dead, "d"), (other, "turn arxiv.org")):
        claims.take(key)
    other.give_back("turn arxiv.org", rest=60.0)
    assert at_work(store.engine) == AtWork(processes=2, under_way=3, lapsed=1)


def test_kill_of_a_holder_lets_its_claim_lapse_and_the_next_one_hears_of_it(store: SqlStore) -> None:
    """A process that is killed gives nothing back."""
    killed, next_one = SqlClaims(store.engine, 0.02), SqlClaims(store.engine, 60.0)
    killed.take("question")
    time.sleep(0.03)
    assert next_one.take("question") == Taken(lost=True)
    killed.give_back("question")  # one that was only slow ends nobody else's claim
    assert isinstance(killed.take("question"), Held)


def test_a_claim_holds_as_long_as_its_process_says_that_it_lives(store: SqlStore) -> None:
    holder, other = SqlClaims(store.engine, 0.3), SqlClaims(store.engine, 0.3)
    holder.take("question")
    with holder.alive():
        latest = time.monotonic() + 0.6
        while time.monotonic() < latest:
            assert isinstance(other.take("question"), Held)
            time.sleep(0.05)


def test_turns_of_a_group_are_a_pace_apart_whoever_takes_them(store: SqlStore) -> None:
    pace, begun = 0.15, list[float]()
    for claims in (SqlClaims(store.engine, 60.0), SqlClaims(store.engine, 60.0), SqlClaims(store.engine, 60.0)):
        with claims.turn("arxiv.org", pace):
            begun.append(time.monotonic())
    assert begun[2] - begun[0] >= 2 * pace * 0.9
    with SqlClaims(store.engine, 60.0).turn("example.org", pace):
        assert isinstance(SqlClaims(store.engine, 60.0).take("turn example.org"), Held)


def test_fault_a_claim_whose_archive_is_away_lapses_by_itself(store: SqlStore) -> None:
    """Giving back fails no work that was done."""
    away = SqlClaims(create_engine("sqlite:////nowhere/archive.sqlite"), 60.0)
    claims = SqlClaims(store.engine, 60.0)
    claims.take("question")
    away._held["question"] = claims._held["question"]  # pyright: ignore[reportPrivateUsage]
    away.give_back("question")
    assert isinstance(claims.take("question"), Held)

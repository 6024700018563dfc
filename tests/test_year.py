"""Weeks of a simulated year, with everything that goes wrong in one; ``python -m bench.year`` lives the whole of it.

The weeks hold the ends of summer time in Berlin (2025-10-26) and in New York (2025-11-02). That the rules can find
something is shown with faults planted in the program; each rule by itself is tested in ``test_year_rules``.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

import achim.pipeline
from achim.domain.delivery import Receipt
from achim.domain.edition import Edition
from achim.domain.paper import Batch, Cursor
from achim.steps.admit import Admission, Door, admit
from achim.store.delivery import SqlReceipts
from tests.upstream.faults import named
from tests.year import account
from tests.year.contents import made_up
from tests.year.life import Life, at_hours, by_schedule
from tests.year.trouble import Plan, Trouble, planned
from tests.year.verdict import breaches, figures
from tests.year.world import World

BERLIN = "Europe/Berlin"
SEED = 8
MONDAY, TUESDAY, THURSDAY = date(2025, 10, 27), date(2025, 10, 28), date(2025, 10, 30)


def at(day: date, hour: int = 0) -> datetime:
    return datetime.combine(day, time(hour), UTC)


def few_days(home: Path, plan: Plan, last: date = THURSDAY) -> tuple[World, Sequence[Edition]]:
    """Papers' editions from a Monday on, at seven in Berlin."""
    world = World(made_up(1, MONDAY - timedelta(days=10), last, per_day=5), plan)
    life = Life(
        world=world,
        home=home,
        first=at(MONDAY),
        last=at(last, 12),
        zone=BERLIN,
        drive=at_hours(("papers",), 7),
    )
    life.live()
    return world, life.editions()


ARXIV_DOWN = Plan((Trouble("outage", "arxiv_*", named("503"), at(TUESDAY), at(TUESDAY, 20)),))


def found(world: World, made: Sequence[Edition]) -> set[str]:
    return {breach.rule for breach in account.breaches(world, made, at(MONDAY) - timedelta(days=10), at(THURSDAY))}


def test_year_weeks_lose_nothing_and_repeat_nothing(tmp_path: Path) -> None:
    """Every announcement in one bucket, every day an edition, each delivered; whatever goes wrong meanwhile."""
    first, last = date(2025, 10, 23), date(2025, 11, 5)
    life = Life(
        world=World(
            made_up(SEED, first - account.BEFORE, last + timedelta(days=1)), planned(SEED, first, last, heals=3)
        ),
        home=tmp_path,
        first=at(first),
        last=at(last, 12),
        zone=BERLIN,
        drive=by_schedule,
        seed=SEED,
    )
    life.live()
    told = figures(life)

    assert [str(breach) for breach in breaches(life)] == []
    assert life.wrecker.troubles == []
    assert life.ended
    assert told["updates"]
    assert told["spoilt requests"] > 50
    assert sum(told["unreachable"].values()) <= 6
    assert set(told["receipts"]) == {"delivered"}


def test_year_planted_a_cursor_that_moves_although_its_source_failed_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What upstream announced that day is in no ledger."""
    assert found(*few_days(tmp_path / "sound", ARXIV_DOWN)) == set()

    moved = achim.pipeline._cursors  # pyright: ignore[reportPrivateUsage]

    def forward(batches: Sequence[Batch]) -> tuple[Cursor, ...]:
        newest = max((each.batch for batch in batches for each in batch.announcements), default=TUESDAY)
        return (*moved(batches), *([] if any(b.source == "arxiv" for b in batches) else [Cursor("arxiv", newest)]))

    monkeypatch.setattr(achim.pipeline, "_cursors", forward)
    assert found(*few_days(tmp_path / "planted", ARXIV_DOWN)) == {"lost"}


def test_year_planted_an_update_that_is_not_called_one_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Works of earlier editions are admitted as if nobody had seen them."""

    def forgetful(works: Sequence[object], printed: object, door: Door) -> Admission:
        return admit(works, (), door)  # pyright: ignore[reportArgumentType]

    monkeypatch.setattr(achim.pipeline, "admit", forgetful)
    assert "printed twice" in found(*few_days(tmp_path, Plan()))


def test_year_planted_receipts_that_are_dropped_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody remembers what was sent, so it is sent again and again."""

    def forget(receipts: SqlReceipts, told: Iterable[Receipt]) -> None:
        """Keep nothing."""

    monkeypatch.setattr(SqlReceipts, "put", forget)
    world = World(made_up(1, MONDAY - timedelta(days=10), TUESDAY, per_day=5))
    life = Life(world=world, home=tmp_path, first=at(MONDAY), last=at(MONDAY, 8), zone=BERLIN, drive=by_schedule)
    life.live()

    assert {breach.rule for breach in breaches(life)} == {"delivered twice", "no receipt"}

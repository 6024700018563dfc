"""The rules that a simulated year is held to: each finds nothing in two sound days, and finds what is planted."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from achim.domain.delivery import Receipt, Ticket
from achim.domain.edition import Edition, EditionKey, Fate
from achim.domain.ids import PaperId
from achim.domain.note import Note
from achim.render.edition_json import edition_json
from tests.editions import full_day, make_update, quiet_day
from tests.year import account
from tests.year.account import Breach
from tests.year.receiver import (
    Got,
    delivered_twice,
    digest,
    not_delivered,
    other_words,
    sent_before_kept,
    without_receipt,
)

SUNDAY = quiet_day()


def _monday() -> Edition:
    """Announcements named as their places name them, with a day; nothing listed, as the ledger holds no listing."""
    edition = replace(full_day(), listed=())
    fates = (
        replace(fate, announcement=f"{fate.source}/2024-11-04/{number}")
        for number, fate in enumerate(edition.ledger.fates)
    )
    lines = (replace(line, days=((date(2024, 11, 4), line.announced),)) for line in edition.ledger.sources)
    return replace(edition, ledger=replace(edition.ledger, fates=tuple(fates), sources=tuple(lines)))


MONDAY = _monday()
TUESDAY = replace(SUNDAY, key=EditionKey(day=date(2024, 11, 5)))
FATE = MONDAY.ledger.fates[0]
ENTRY = MONDAY.sections[0].entries[0]
AT = datetime(2024, 11, 4, 1, 5, tzinfo=UTC)
TICKET = Ticket(channel="double", recipient="a reader", key=MONDAY.key, revision=1)
RECEIPT = Receipt(ticket=TICKET, state="delivered", parts=1, tries=1, unsure=0, first_at=AT, last_at=AT)
GOT = Got(TICKET, AT, digest(edition_json(MONDAY)), is_kept=True)


def with_fate(edition: Edition, fate: Fate) -> Edition:
    return replace(edition, ledger=replace(edition.ledger, fates=(*edition.ledger.fates, fate)))


def with_entry(edition: Edition, title: str, paper: str = "arxiv:2411.99999") -> Edition:
    again = replace(ENTRY, paper=replace(ENTRY.paper, id=PaperId(paper), title=title))
    return replace(edition, sections=(replace(MONDAY.sections[0], entries=(again,)),))


def miscounted(edition: Edition) -> Edition:
    first, *others = edition.ledger.sources
    lines = (replace(first, announced=first.announced + 1), *others)
    return replace(edition, ledger=replace(edition.ledger, sources=lines))


def without_days(edition: Edition) -> Edition:
    lines = tuple(replace(line, days=line.days[1:]) for line in edition.ledger.sources)
    return replace(edition, ledger=replace(edition.ledger, sources=lines))


PLANTED: dict[str, tuple[Edition, Edition]] = {
    "in two ledgers": (MONDAY, with_fate(TUESDAY, FATE)),
    "printed twice": (MONDAY, with_entry(TUESDAY, "Another title", ENTRY.paper.id)),
    "printed twice: ": (MONDAY, with_entry(TUESDAY, f"  {ENTRY.paper.title.upper()} ")),
    "update of nothing": (MONDAY, replace(TUESDAY, updates=(make_update(),))),
    "unbalanced": (miscounted(MONDAY), TUESDAY),
    "in silence": (without_days(MONDAY), TUESDAY),
}


@pytest.mark.parametrize("name", PLANTED)
def test_year_rule_finds_what_is_planted_and_nothing_else(name: str) -> None:
    wanted = name.removesuffix(": ")
    rules = {**account.SIMPLE, "update of nothing": account.updates_of_nothing}
    found = {rule: list(check(PLANTED[name])) for rule, check in rules.items()}

    assert {rule for check in rules.values() for rule in check((SUNDAY, MONDAY, TUESDAY))} == set()
    assert found[wanted]
    assert {breach.rule for breach in found[wanted]} == {wanted}
    assert str(found[wanted][0]).startswith(f"2024-11-0{4 if wanted in ('unbalanced', 'in silence') else 5} {wanted}: ")


def test_year_rule_lets_a_work_be_printed_again_as_an_update() -> None:
    told = replace(ENTRY, update=Note.of("update.title"))
    again = replace(TUESDAY, sections=(replace(MONDAY.sections[0], entries=(told,)),))

    assert list(account.printed_twice((MONDAY, again))) == []


def test_year_rule_misses_what_was_told_and_refuses_what_was_not() -> None:
    told = {fate.announcement: MONDAY.key.day for fate in MONDAY.ledger.fates}

    assert list(account.lost([MONDAY], told)) == []
    assert list(account.never_told([MONDAY], told)) == []
    assert list(account.lost([MONDAY], {**told, "arxiv/2024-11-04/2411.7": MONDAY.key.day})) == [
        Breach(MONDAY.key.day, "lost", "arxiv/2024-11-04/2411.7")
    ]
    del told[FATE.announcement]
    assert list(account.never_told([MONDAY], told)) == [Breach(MONDAY.key.day, "never told", FATE.announcement)]


def test_year_rule_misses_a_day_and_a_file() -> None:
    days = {"papers": {MONDAY.key.day, TUESDAY.key.day}}

    assert list(account.no_edition([MONDAY, TUESDAY], days)) == []  # pyright: ignore[reportArgumentType]
    assert list(account.no_edition([MONDAY], days)) == [Breach(TUESDAY.key.day, "no edition", "papers")]  # pyright: ignore[reportArgumentType]
    assert list(account.unequal({"a": b"1"}, {"a": b"1"}, MONDAY.key.day)) == []
    assert [breach.what for breach in account.unequal({"a": b"1"}, {"a": b"2", "b": b""}, MONDAY.key.day)] == ["a", "b"]


DELIVERIES: dict[str, Callable[[], list[Breach]]] = {
    "not delivered": lambda: list(not_delivered([MONDAY, TUESDAY], [GOT])),
    "delivered twice": lambda: list(delivered_twice([GOT, GOT], {TICKET: RECEIPT})),
    "sent before kept": lambda: list(sent_before_kept([replace(GOT, is_kept=False)])),
    "other words": lambda: list(other_words([replace(GOT, body="00")], lambda key, revision: MONDAY)),
    "no receipt": lambda: list(without_receipt([GOT], {TICKET: replace(RECEIPT, state="waiting")})),
    "no receipt at all": lambda: list(without_receipt([GOT], {})),
}


@pytest.mark.parametrize("name", DELIVERIES)
def test_year_rule_finds_what_is_wrong_with_a_delivery(name: str) -> None:
    found = DELIVERIES[name]()

    assert len(found) == 1
    assert found[0].rule == name.removesuffix(" at all")


def test_year_rule_takes_a_sound_delivery_and_an_unsure_one_twice() -> None:
    unsure = {TICKET: replace(RECEIPT, unsure=1, last_at=AT + timedelta(minutes=2))}

    assert list(not_delivered([MONDAY], [GOT])) == []
    assert list(delivered_twice([GOT], {TICKET: RECEIPT})) == []
    assert list(delivered_twice([GOT, GOT], unsure)) == []
    assert list(sent_before_kept([GOT])) == []
    assert list(other_words([GOT], lambda key, revision: MONDAY)) == []
    assert list(without_receipt([GOT], {TICKET: RECEIPT})) == []


def test_year_rule_knows_a_work_that_was_printed_before_it_had_its_number() -> None:
    """By its title, and on the day that the update names alone."""
    update = replace(make_update(), told_on=MONDAY.key.day)
    told = with_entry(MONDAY, "Sparse  Planners", "url:https://example.org/1")
    titles = {update.paper: {"sparse planners", update.title}}
    again = replace(TUESDAY, updates=(update,))

    assert list(account.updates_of_nothing((told, again), titles)) == []
    assert list(account.updates_of_nothing((told, again)))
    assert list(
        account.updates_of_nothing((told, replace(again, updates=(replace(update, told_on=SUNDAY.key.day),))), titles)
    )

"""A life held to all rules, and its figures."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from achim.app import picture_of
from achim.domain.edition import Edition
from achim.render.files import render_files
from tests.year import account
from tests.year.account import Breach
from tests.year.life import Life
from tests.year.receiver import (
    delivered_twice,
    not_delivered,
    other_words,
    sent_before_kept,
    without_receipt,
)


def breaches(life: Life) -> list[Breach]:
    """Of every rule, by day."""
    editions, got, receipts = life.editions(), life.receiver.got, life.receipts()
    found = account.breaches(life.world, editions, life.first - account.BEFORE, life.last)
    found += account.no_edition(editions, life.chances)
    found += [breach for edition in editions for breach in _other_files(life, edition)]
    found += not_delivered(editions, got)
    found += delivered_twice(got, receipts)
    found += sent_before_kept(got)
    found += without_receipt(got, receipts)
    with life.app().archive() as store:
        found += other_words(got, store.edition)
    return sorted(found)


def _other_files(life: Life, edition: Edition) -> Iterator[Breach]:
    folder = life.home / "editions" / edition.key.day.isoformat()
    with life.pictures():
        rendered = render_files(edition, picture_of(edition))
    files = {path.name: path.read_bytes() for path in folder.glob(f"{edition.key.kind}_*".title())}
    pictures = {path.name: path.read_bytes() for path in folder.glob(f"{edition.key.kind[:5]}_*")}
    return account.unequal(files | pictures, rendered, edition.key.day)


def figures(life: Life) -> dict[str, Any]:
    """What there was, what became of it, and what went wrong on the way."""
    editions, got, receipts = life.editions(), life.receiver.got, life.receipts().values()
    plan, lost = life.world.plan, account.unreachable(life.world, life.editions(), life.first, life.last)
    messages = Counter(each.ticket for each in got)
    return {
        "days": (life.last.date() - life.first.date()).days + 1,
        "wakes": life.wakes,
        "requests": life.world.requests,
        "spoilt requests": life.world.spoilt,
        "editions": dict(Counter(edition.key.kind for edition in editions)),
        "revisions beyond the first": sum(edition.revision - 1 for edition in editions),
        "announcements": len(account.ledger_keys(editions)),
        "announcements by source": _by_source(editions),
        "buckets": account.buckets(editions),
        "corrections": sum(len(edition.corrections) for edition in editions),
        "updates": sum(len(edition.updates) for edition in editions),
        "told under a wrong day": len(_told_wrongly(life, editions)),
        "unreachable": {source: len(keys) for source, keys in sorted(lost.items())},
        "troubles": dict(Counter(trouble.name for trouble in plan.troubles)),
        "machine off": len(plan.off),
        "ended": dict(Counter(_where(each.where) for each in life.ended)),
        "messages": len(messages),
        "received more than once": sum(times > 1 for times in messages.values()),
        "of them unsure": sum(receipt.unsure > 0 and messages[receipt.ticket] > 1 for receipt in receipts),
        "receipts": dict(Counter(receipt.state for receipt in receipts)),
        "faults of the line": dict(life.receiver.faults),
        "letters": dict(Counter(each.ticket.about.partition("/")[0] for each in life.receiver.letters)),
    }


def _by_source(editions: Sequence[Edition]) -> dict[str, int]:
    return dict(Counter(fate.source for edition in editions for fate in edition.ledger.fates))


def _where(where: str) -> str:
    return "between requests" if where.startswith("request") else where


def _told_wrongly(life: Life, editions: Sequence[Edition]) -> set[str]:
    truth = account.truth(life.world, life.first - account.BEFORE, life.last)
    return account.ledger_keys(editions).keys() & account.wrong_days(life.world) - truth.keys()

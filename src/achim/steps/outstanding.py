"""Which messages are still to be sent, when one that failed is tried again, and when it is given up."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from achim.domain.delivery import DONE, Parcel, Receipt
from achim.domain.edition import EditionKey
from achim.domain.note import Note
from achim.domain.schedule import Errand, Schedule, Sending, Terms
from achim.domain.shelf import Head
from achim.errors import DeliveryFault

_WAITS = (timedelta(seconds=20), timedelta(minutes=2), timedelta(minutes=10), timedelta(minutes=30))
"""Before the second try, the third and so on; then the last one, doubled up to six hours."""
_LONGEST = timedelta(hours=6)
_DAYS = 7
"""An edition is sent within so many days, or not at all."""
_CORRECTED = timedelta(days=7)
"""A correction of an older one is sent for so long since it was made, to those who got the edition."""


def errands(
    now: datetime, heads: Sequence[Head], receipts: Sequence[Receipt], channels: Sequence[Terms]
) -> tuple[Errand, ...]:
    """What has not gone out although its hour has come; ``heads`` are the editions whose hour it is, newest first.

    A recipient who is new gets the newest edition of each kind; one who is known, all of the last days; one who got an
    older edition, what was corrected in it of late.
    """
    sheaf: dict[tuple[str, EditionKey, str], list[Receipt]] = defaultdict(list)
    for receipt in receipts:
        ticket = receipt.ticket
        sheaf[ticket.channel, ticket.key, ticket.recipient].append(receipt)
    known = {(receipt.ticket.channel, receipt.ticket.recipient) for receipt in receipts}
    told: dict[tuple[str, EditionKey, int, int | None], list[str]] = defaultdict(list)
    for terms in channels:
        for head, is_newest in _taken(terms, heads, now):
            is_old = _is_old(head, heads)
            for recipient in terms.recipients:
                had = sheaf.get((terms.name, head.key, recipient), ())
                if (is_old and not had) or (not is_newest and (terms.name, recipient) not in known):
                    continue
                if wanted := _wanted(now, head, terms, had):
                    told[terms.name, head.key, *wanted].append(recipient)
    return tuple(
        Errand(channel=channel, key=key, revision=revision, before=before, recipients=tuple(recipients))
        for (channel, key, revision, before), recipients in told.items()
    )


def is_corrected_of_late(head: Head, now: datetime) -> bool:
    """Whether a correction of an edition is to be sent still, whatever the edition's day."""
    return head.corrected_in > 1 and head.updated_at is not None and now - head.updated_at < _CORRECTED


def _is_old(head: Head, heads: Sequence[Head]) -> bool:
    return (heads[0].key.day - head.key.day).days >= _DAYS


def _taken(terms: Terms, heads: Sequence[Head], now: datetime) -> Iterator[tuple[Head, bool]]:
    """The editions that a channel takes, and whether each is the newest of its series."""
    seen: set[str] = set()
    for head in heads:
        key = head.key
        if key.kind in terms.kinds and key.profile == terms.profile and terms.lang in (None, key.lang):
            if not _is_old(head, heads) or is_corrected_of_late(head, now):
                yield head, key.series not in seen
            seen.add(key.series)


def _wanted(now: datetime, head: Head, terms: Terms, receipts: Sequence[Receipt]) -> tuple[int, int | None] | None:
    """The revision that a recipient is to get now, and the one that they have; None for none.

    What was begun is ended first, so that the parts of a message are of one revision. Who has one of them gets a later
    correction also where one between was given up; who has none gets no other.
    """
    if not receipts:
        return head.revision, None
    begun = max(receipt.ticket.revision for receipt in receipts)
    last = [receipt for receipt in receipts if receipt.ticket.revision == begun]
    got = [each.ticket.revision for each in receipts if each.state == "delivered" and each.ticket.revision < begun]
    before = max(got, default=None)
    is_over = any(each.state in ("refused", "given_up") for each in last)
    if not is_over and not _is_whole(last):
        return (begun, before) if all(each.next_at is None or each.next_at <= now for each in last) else None
    has = before if is_over else begun
    if has is not None and head.revision > begun and _is_sent(head, begun, terms):
        return head.revision, has
    return None


def _is_whole(receipts: Sequence[Receipt]) -> bool:
    return all(each.state == "delivered" for each in receipts) and len(receipts) >= receipts[0].parts


def _is_sent(head: Head, begun: int, terms: Terms) -> bool:
    if terms.revisions == "all":
        return True
    return terms.revisions == "corrections" and head.corrected_in > begun


def begun(parcel: Parcel, before: Receipt | None, now: datetime) -> Receipt:
    """The receipt of a message whose next try begins."""
    if before is None:
        return Receipt(
            ticket=parcel.ticket, parts=parcel.parts, state="sending", tries=1, unsure=0, first_at=now, last_at=now
        )
    lost = before.state == "sending"  # a process that was killed while it waited for an answer
    return replace(
        before, state="sending", tries=before.tries + 1, unsure=before.unsure + lost, last_at=now, next_at=None
    )


def accepted(receipt: Receipt, answer: str, now: datetime) -> Receipt:
    return replace(receipt, state="delivered", last_at=now, next_at=None, note=None, answer=answer[:200])


def failed(receipt: Receipt, fault: DeliveryFault, schedule: Schedule, now: datetime) -> Receipt:
    """What becomes of a message after a try that failed."""
    told = replace(receipt, last_at=now, note=fault.note, unsure=receipt.unsure + fault.unsure)
    if not fault.again:
        return replace(told, state="refused")
    wait = max(_wait(receipt.tries), timedelta(seconds=min(fault.retry_after or 0, 86_400)))
    if receipt.tries >= schedule.tries or now + wait > receipt.first_at + schedule.give_up:
        return replace(told, state="given_up")
    return replace(told, state="waiting", next_at=now + wait)


def _wait(tries: int) -> timedelta:
    if tries <= len(_WAITS):
        return _WAITS[tries - 1]
    return min(_WAITS[-1] * 2 ** min(tries - len(_WAITS), 10), _LONGEST)


def undelivered(receipts: Sequence[Receipt], today: date) -> tuple[tuple[str, date, int], ...]:
    """Channel, day and how many recipients did not get that day's edition and will not, of the last two days."""
    lost = {
        (each.ticket.channel, each.ticket.key.day, each.ticket.recipient)
        for each in receipts
        if each.state in DONE and each.state != "delivered" and (today - each.ticket.key.day).days < 2
    }
    return tuple((*place, count) for place, count in sorted(Counter((name, day) for name, day, _ in lost).items()))


def tallied(channel: str, receipts: Sequence[Receipt], faults: tuple[Note, ...]) -> Sending:
    """How a channel's messages went; a receipt of each, the newest last."""
    newest = {receipt.ticket: receipt for receipt in receipts}.values()
    count = Counter(receipt.state for receipt in newest)
    return Sending(
        channel=channel,
        delivered=count["delivered"],
        waiting=count["waiting"],
        refused=count["refused"],
        given_up=count["given_up"],
        unsure=sum(receipt.state == "delivered" and receipt.unsure > 0 for receipt in newest),
        faults=faults,
    )

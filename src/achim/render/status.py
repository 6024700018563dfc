"""How things stand, in lines and as JSON."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from achim.domain.delivery import Receipt
from achim.domain.note import Note
from achim.domain.shelf import Head
from achim.domain.status import Health, Outbox, Status
from achim.render.dates import local_moment
from achim.render.messages import name_of, say, word

_NAMED = 20
"""So many lost messages of a channel are named in lines; all of them in JSON."""


def status_lines(status: Status, lang: str, zone: str) -> Iterator[str]:
    """A line for the archive, each series, source, channel and incident; moments in the time zone."""
    told = {"archive": status.archive, "schema": status.schema, "editions": status.editions, "achim": status.achim}
    yield word("status.archive", lang, **told)
    for head in status.newest:
        yield _edition(head, lang, zone)
    yield from _schedule(status, lang, zone)
    for source in status.sources:
        yield _source(source, lang, zone)
    for outbox in status.outboxes:
        yield _outbox(outbox, lang)
        yield from _lost(outbox, lang, zone)
    index = status.index
    yield word("status.index", lang, works=index.works, vectors=index.vectors, unindexed=index.unindexed)
    work = status.at_work
    if work.under_way or work.lapsed:
        told = {"processes": work.processes, "under_way": work.under_way, "lapsed": work.lapsed}
        yield word("status.at_work", lang, **told)
    for incident in status.incidents:
        since = local_moment(incident.opened_at, zone)
        yield word("status.incident", lang, what=say(incident.note, lang, zone), since=since)


def _edition(head: Head, lang: str, zone: str) -> str:
    told = {
        "series": head.key.series,
        "day": head.key.day.isoformat(),
        "revision": head.revision,
        "printed": head.printed,
        "at": local_moment(head.made_at, zone),
        "whole": word("status.whole" if head.is_complete else "status.gaps", lang),
    }
    return word("status.edition", lang, **told)


def _schedule(status: Status, lang: str, zone: str) -> Iterator[str]:
    if status.wake is None:
        yield word("status.no_schedule", lang)
        return
    if run := status.last_run:
        what = word("status.well" if run.is_well else "status.ill", lang)
        yield word("status.run", lang, at=local_moment(run.ended_at, zone), what=what)
        for trouble in run.troubles:
            yield f"  {say(trouble, lang, zone)}"
    yield word("status.next", lang, at=local_moment(status.wake, zone), due=", ".join(status.due_builds) or "–")


def _source(source: Health, lang: str, zone: str) -> str:
    name = name_of("source", source.source, lang)
    if source.fault:
        told = {"source": name, "count": source.failures, "why": say(source.fault, lang, zone)}
        return word("status.source_ill", lang, **told)
    if source.answered_at is None:
        return word("cli.source_unread", lang, source=name)
    return word("status.source", lang, source=name, at=local_moment(source.answered_at, zone))


def _outbox(outbox: Outbox, lang: str) -> str:
    told = ", ".join(word(f"status.mail.{state}", lang, count=count) for state, count in outbox.states.items())
    return word("status.outbox", lang, channel=outbox.channel, owed=outbox.owed, told=told or "–")


def _lost(outbox: Outbox, lang: str, zone: str) -> Iterator[str]:
    for receipt in outbox.lost[:_NAMED]:
        ticket = receipt.ticket
        told = {"recipient": ticket.recipient, "day": ticket.key.day.isoformat()}
        why = say(receipt.note, lang, zone) if receipt.note else "–"
        yield "  " + word(f"status.lost.{receipt.state}", lang, **told, why=why)
    if (left := len(outbox.lost) - _NAMED) > 0:
        yield "  " + word("status.lost.more", lang, count=left)


def status_json(status: Status) -> str:
    """One object; moments are ISO 8601 in UTC, notes have a code and its parameters. See ``docs/status.md``."""
    told: dict[str, Any] = {
        "at": _moment(status.at),
        "achim": status.achim,
        "well": status.is_well,
        "archive": {"url": status.archive, "schema": status.schema, "editions": status.editions},
        "editions": [
            {
                "series": head.key.series,
                "day": head.key.day.isoformat(),
                "revision": head.revision,
                "complete": head.is_complete,
                "printed": head.printed,
                "made_at": _moment(head.made_at),
            }
            for head in status.newest
        ],
        "schedule": {
            "last_run": _moment(status.last_run.ended_at) if status.last_run else None,
            "last_run_well": status.last_run.is_well if status.last_run else None,
            "due": list(status.due_builds),
            "next_look": _moment(status.wake),
        },
        "sources": [
            {
                "name": each.source,
                "answered_at": _moment(each.answered_at),
                "failures": each.failures,
                "fault": _note(each.fault),
            }
            for each in status.sources
        ],
        "channels": [
            {"name": each.channel, "owed": each.owed, "messages": each.states, "lost": [*map(_receipt, each.lost)]}
            for each in status.outboxes
        ],
        "incidents": [
            {"key": each.key, "since": _moment(each.opened_at), "note": _note(each.note)} for each in status.incidents
        ],
        "index": {
            "works": status.index.works,
            "vectors": status.index.vectors,
            "unindexed_editions": status.index.unindexed,
        },
        "at_work": {
            "processes": status.at_work.processes,
            "under_way": status.at_work.under_way,
            "lapsed": status.at_work.lapsed,
        },
    }
    return json.dumps(told, ensure_ascii=False, indent=2)


def _receipt(receipt: Receipt) -> Mapping[str, Any]:
    ticket = receipt.ticket
    return {
        "recipient": ticket.recipient,
        "day": ticket.key.day.isoformat(),
        "kind": ticket.key.kind,
        "state": receipt.state,
        "at": _moment(receipt.last_at),
        "fault": _note(receipt.note),
    }


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None


def _note(note: Note | None) -> Mapping[str, Any] | None:
    return {"code": note.code, "params": dict(note.params)} if note else None

"""Domain values ↔ rows of the archive's tables."""

import hashlib
import struct
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from achim.domain.edition import Edition, EditionKey
from achim.domain.ids import PaperId
from achim.domain.note import Note
from achim.domain.paper import Known
from achim.errors import UserError
from achim.ports import Address, Flag, Printed, Reading, SourceState, Vector
from achim.store.codec import from_json, to_json

_PARAMETERS = 500
"""SQLite takes at most 999 parameters a statement in old builds."""


def edition_row(edition: Edition) -> dict[str, Any]:
    return {
        "series": edition.key.series,
        "day": edition.key.day,
        "revision": edition.revision,
        "made_at": moment_text(edition.made_at),
        "complete": edition.is_complete,
        "body": to_json(Edition, edition),
    }


def telling_row(key: EditionKey, each: Printed) -> dict[str, Any]:
    return {
        "series": key.series,
        "paper": each.paper,
        "day": each.day,
        "version": each.version,
        "title": each.title,
        "abstract": each.abstract,
    }


def printed_of(row: Any) -> Printed:
    return Printed(paper=PaperId(row.paper), day=row.day, version=row.version, title=row.title, abstract=row.abstract)


def known_of(row: Any) -> Known:
    return Known(
        source=row.source,
        native_id=row.announcement.removeprefix(f"{row.source}/"),
        batch=row.batch,
        kind=row.kind,
        paper_id=PaperId(row.paper) if row.paper else None,
    )


def known_row(key: EditionKey, known: Known, days: Mapping[str, date]) -> dict[str, Any]:
    """Which edition has it a record tells only where it bears on the build; else its batch stands for the day."""
    row = accounted_row(key, known.key, days.get(known.key, known.batch))
    return {**row, "paper": known.paper_id or "", "batch": known.batch, "kind": known.kind}


def accounted_row(key: EditionKey, announcement: str, day: date) -> dict[str, Any]:
    source = announcement.partition("/")[0]
    return {
        "series": key.series,
        "announcement": announcement,
        "day": day,
        "position": 0,
        "source": source,
        "paper": "",
        "bucket": "listed",
        "body": None,
    }


def state_row(reading: Reading, known: Any) -> dict[str, Any]:
    """The row of a source after one more reading; a newer batch moves its label on, a fault leaves it."""
    batches = [batch for batch in (reading.batch, known.batch) if batch]
    row: dict[str, Any] = {
        "source": reading.source,
        "answered_at": known.answered_at,
        "batch": max(batches, default=None),
        "failures": known.failures,
        "failed_at": known.failed_at,
        "fault": known.fault,
    }
    if reading.fault:
        failed: dict[str, Any] = {"failures": row["failures"] + 1, "failed_at": moment_text(reading.at)}
        return {**row, **failed, "fault": to_json(Note, reading.fault)}
    return {**row, "failures": 0, "answered_at": moment_text(reading.at)}


def state_of(row: Any) -> SourceState:
    return SourceState(
        source=row.source,
        answered_at=datetime.fromisoformat(row.answered_at) if row.answered_at else None,
        batch=row.batch,
        failures=row.failures,
        failed_at=datetime.fromisoformat(row.failed_at) if row.failed_at else None,
        fault=from_json(Note, row.fault) if row.fault else None,
    )


def moment_text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def vector_bytes(vector: Vector) -> bytes:
    return struct.pack(f"<{len(vector)}f", *vector)


def vector_of(data: bytes) -> Vector:
    return struct.unpack(f"<{len(data) // 4}f", data)


def address_row(address: Address) -> dict[str, Any]:
    gone = moment_text(address.gone_at) if address.gone_at else None
    return {"url": address.url, "moved_to": address.moved_to, "gone_at": gone}


def address_of(row: Any) -> Address:
    gone = datetime.fromisoformat(row.gone_at) if row.gone_at else None
    return Address(url=row.url, moved_to=row.moved_to, gone_at=gone)


def flag_row(flag: Flag) -> dict[str, Any]:
    series, day = flag.key.series, flag.key.day
    return {
        "flag": digest("\0".join((series, day.isoformat(), flag.claim, flag.said, flag.why))),
        "series": series,
        "day": day,
        "claim": flag.claim,
        "said": flag.said,
        "why": flag.why,
        "at": moment_text(flag.at),
        "closed_at": None,
    }


def flag_of(row: Any) -> Flag:
    return Flag(
        key=key_of(row.series, row.day), claim=row.claim, said=row.said, why=row.why, at=datetime.fromisoformat(row.at)
    )


def key_of(series: str, day: date) -> EditionKey:
    kind, lang, profile = series.split("/")
    return EditionKey(day=day, kind="news" if kind == "news" else "papers", lang=lang, profile=profile)


def chunks(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(items), _PARAMETERS):
        yield items[start : start + _PARAMETERS]


def edition_of(body: str) -> Edition:
    try:
        return from_json(Edition, body)
    except ValueError as error:
        raise UserError(
            "the archive holds an edition that this achim cannot read: it is damaged or of another version; "
            "name another data directory with ACHIM_HOME, or restore a backup"
        ) from error


def inserting(connection: Connection, table: Any) -> Any:
    """An insert that can say what is done where the primary key is taken, as both databases understand it.

    One statement is what keeps two machines apart: between a look and a write of one another may write.
    """
    return (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(table)


def put_row(connection: Connection, table: Any, row: Mapping[str, Any]) -> None:
    """Insert, or replace what has the same primary key."""
    put_rows(connection, table, (row,))


def put_rows(connection: Connection, table: Any, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows, which tell the same columns, or replace what has the same primary keys."""
    if not rows:
        return
    statement = inserting(connection, table)
    keys = [column.name for column in table.primary_key]
    changed = {name: statement.excluded[name] for name in rows[0] if name not in keys}
    if changed:
        statement = statement.on_conflict_do_update(index_elements=keys, set_=changed)
    else:
        statement = statement.on_conflict_do_nothing()
    connection.execute(statement, list(rows))

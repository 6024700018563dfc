"""Archives as earlier versions of achim left them, with a row in every table."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Boolean, Connection, Date, Engine, Float, Integer, LargeBinary, MetaData, Table

from achim.domain.delivery import Receipt, Ticket
from achim.domain.edition import Score, ScorePart
from achim.domain.ids import PaperId
from achim.domain.note import Note
from achim.domain.paper import Announcement
from achim.domain.schedule import Incident, Run
from achim.domain.standing import Scored
from achim.ports import Address, Flag, ModelAnswer, Printed, Reading
from achim.store import migrate as migrations
from achim.store.codec import to_json
from achim.store.connect import connected
from achim.store.rows import address_row, digest, edition_row, flag_row, moment_text, telling_row, vector_bytes
from achim.store.shelf import head_row, shown_rows
from achim.store.works import packed
from tests.editions import full_day
from tests.fakes import MORNING, announcement

EDITION = replace(full_day(), revision=2)
KEY = EDITION.key
NEXT = replace(KEY, day=KEY.day + timedelta(days=1))
FAULT = Note.of("fetch.timeout")
WORK = PaperId("arxiv:2410.10001")
TOLD = announcement(1, batch=date(2024, 11, 3), kind="new")
PRINTED = Printed(paper=WORK, day=KEY.day, version=1, title="A title", abstract="안녕")
ANSWER = ModelAnswer(text="답", prompt_tokens=2, completion_tokens=1)
ADDRESS = Address(url="https://example.org/a", moved_to="https://example.org/b", gone_at=MORNING)
FLAG = Flag(key=KEY, claim="p1", said="said", why="why", at=MORNING)
READING = Reading(source="arxiv", at=MORNING, batch=KEY.day)
SCORED = (Scored(paper=WORK, title="T", url="https://example.org/", score=Score((ScorePart(1.5, FAULT),))),)
RECEIPT = Receipt(
    ticket=Ticket(channel="mail", recipient="editor", key=KEY, revision=2),
    parts=1, state="delivered", tries=1, unsure=0, first_at=MORNING, last_at=MORNING,
)  # fmt: skip
INCIDENT = Incident(key="source/arxiv", note=FAULT, opened_at=MORNING)
RUN = Run(begun_at=MORNING, ended_at=MORNING, day=KEY.day, troubles=(FAULT,))
VECTOR = (0.5, -0.25)

_DERIVED = ("search_text", "search_vocabulary", "search_sizes", "search_tokens", "search_pieces", "alembic_version")
"""What search makes anew of the rest, and what is no data."""


def config_of(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config


def earlier_schemas() -> Sequence[str]:
    """All but the newest, the oldest first."""
    known = [script.revision for script in ScriptDirectory.from_config(config_of()).walk_revisions()]
    return known[:0:-1]


def upgraded_to(url: str, revision: str) -> None:
    """Bring a database to an earlier schema."""
    from alembic import command

    engine = connected(url)
    with engine.begin() as connection:
        command.upgrade(config_of(connection), revision)
    engine.dispose()


def tables_of(engine: Engine) -> Sequence[Table]:
    """Those with data of their own, as the database has them."""
    metadata = MetaData()
    metadata.reflect(engine, only=lambda name, _: not name.startswith(_DERIVED))
    return metadata.sorted_tables


def filled(url: str, revision: str) -> dict[str, list[dict[str, Any]]]:
    """Make an archive of a schema and put rows into every table: gives them by table."""
    upgraded_to(url, revision)
    engine, rows = connected(url), _rows()
    put: dict[str, list[dict[str, Any]]] = {}
    for table in tables_of(engine):
        told = rows.get(table.name) or [{column.name: _anything(column) for column in table.columns}]
        put[table.name] = [{column.name: row[column.name] for column in table.columns} for row in told]
        with engine.begin() as connection:
            connection.execute(table.insert(), put[table.name])
    engine.dispose()
    return put


def _rows() -> dict[str, list[dict[str, Any]]]:
    of_edition: dict[str, Any] = {"series": KEY.series, "day": KEY.day}
    at = moment_text(MORNING)
    fate = {"position": 0, "source": TOLD.source, "paper": WORK, "bucket": "listed", "batch": TOLD.batch, "kind": "new"}
    ticket = {"channel": "mail", "recipient": "editor", "revision": 2, "part": 1}
    fault = {"failed_at": None, "fault": None}
    return {
        "builds": [{"edition": str(NEXT), "begun_at": at}],
        "editions": [edition_row(replace(EDITION, revision=1)), edition_row(EDITION)],
        "announcements": [of_edition | fate | {"announcement": TOLD.key, "body": to_json(Announcement, TOLD)}],
        "printed": [telling_row(KEY, PRINTED)],
        "tellings": [telling_row(KEY, PRINTED)],
        "cursors": [of_edition | {"source": "arxiv"}],
        "answers": [{"request": "GET", "at": at, "url": "u", "status": 200, "headers": "{}", "body": b"\0\xff"}],
        "vectors": [{"model": "model", "text": digest("글"), "vector": vector_bytes(VECTOR)}],
        "sources": [{"source": "arxiv", "answered_at": at, "batch": KEY.day, "failures": 0} | fault],
        "model_answers": [{"question": "q", "model": "model", "at": at, "body": to_json(ModelAnswer, ANSWER)}],
        "addresses": [address_row(ADDRESS)],
        "heads": [head_row(EDITION)],
        "shown": shown_rows(EDITION),
        "marks": [{"profile": "default", "work": WORK, "kind": "star", "at": at}],
        "notes": [{"profile": "default", "work": WORK, "text": "메모", "at": at}],
        "flags": [flag_row(FLAG)],
        "scores": [of_edition | {"body": packed(SCORED)}],
        "receipts": [of_edition | ticket | {"body": to_json(Receipt, RECEIPT)}],
        "tries": [of_edition | {"at": at, "times": 3}],
        "incidents": [{"key": INCIDENT.key, "body": to_json(Incident, INCIDENT)}],
        "runs": [{"begun_at": at, "is_idle": False, "body": to_json(Run, RUN)}],
    }


def _anything(column: Any) -> object:
    kinds: tuple[tuple[Any, object], ...] = (
        (Boolean, True), (Integer, 7), (Float, 1.5), (Date, KEY.day), (LargeBinary, b"\0\xff"),
    )  # fmt: skip
    return next((value for kind, value in kinds if isinstance(column.type, kind)), column.name)
